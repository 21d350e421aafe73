"""A disk whose power fails: what is on it at any moment, from a record of every change made to its files.

What was written before a file's last sync is there. Of what was written since, each sector of 512 bytes is
there or not, by chance, in whatever order; so are a new length and a removal. Most disks are kinder.
"""

import os
import random
import struct
import subprocess
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

SOURCE = Path(__file__).with_name("power_cut.c")
SECTOR = 512
_NUMBERS = struct.Struct("=QQQ")


class Change(Struct, frozen=True):
    """One change to one file; `ends` is where its record ends in the log."""

    what: str
    path: str
    at: int
    body: bytes
    ends: int


def built(folder: Path) -> Path:
    """The library that keeps the record, compiled."""
    library = folder / "power_cut.so"
    subprocess.run(
        ["cc", "-shared", "-fPIC", "-O2", "-o", str(library), str(SOURCE), "-ldl", "-lpthread"], check=True
    )
    return library


def watched(library: Path, below: Path, log: Path) -> dict[str, str]:
    """The environment in which a program's changes below a folder are recorded."""
    record = {"LD_PRELOAD": str(library), "POWERCUT_DIR": str(below), "POWERCUT_LOG": str(log)}
    return os.environ | record


def changes(log: Path) -> list[Change]:
    """The record, whole entries only."""
    return list(_read(log.read_bytes()))


def _read(raw: bytes) -> Iterator[Change]:
    here = 0
    while here + 1 + _NUMBERS.size <= len(raw):
        what = chr(raw[here])
        path_length, at, length = _NUMBERS.unpack_from(raw, here + 1)
        start = here + 1 + _NUMBERS.size
        ends = start + path_length + length
        if ends > len(raw):
            return
        path = raw[start : start + path_length].decode()
        body = raw[start + path_length : ends] if what in "WR" else b""
        yield Change(what, path, at, body, ends)
        here = ends


class File:
    """One file: what is surely on the disk, and what may be."""

    def __init__(self) -> None:
        self.sure = bytearray()
        self.exists = False
        self.pending: list[Change] = []

    def sync(self) -> None:
        """All of it is on the disk now."""
        for change in self.pending:
            _apply(self.sure, change)
        self.exists = True
        self.pending = []

    def sync_name(self) -> None:
        """The folder was synced: that the file is there, or is there no more, is on the disk now."""
        removed = max((n for n, change in enumerate(self.pending) if change.what == "U"), default=None)
        if removed is not None:
            self.sure, self.exists = bytearray(), False
            self.pending = self.pending[removed + 1 :]

    def after_the_cut(self, chance: random.Random) -> bytes | None:
        """What is found when the power is back; None for no file."""
        found, there = bytearray(self.sure), self.exists
        for change in self.pending:
            if change.what == "U":
                if chance.random() < 0.5:
                    found, there = bytearray(), False
            elif change.what == "T":
                if chance.random() < 0.5:
                    _apply(found, change)
            else:
                there = there or chance.random() < 0.9
                for sector in _sectors(change):
                    if chance.random() < 0.5:
                        _apply(found, sector)
        return bytes(found) if there else None


def _sectors(change: Change) -> Iterator[Change]:
    """A write as the sectors it goes to."""
    at, body = change.at, change.body
    while body:
        here = min(len(body), SECTOR - at % SECTOR)
        yield Change("W", change.path, at, body[:here], change.ends)
        at, body = at + here, body[here:]


def _apply(content: bytearray, change: Change) -> None:
    if change.what == "T":
        content[change.at :] = b""
        content.extend(bytes(change.at - len(content)))
    elif change.what == "W":
        content.extend(bytes(max(0, change.at - len(content))))
        content[change.at : change.at + len(change.body)] = change.body
    elif change.what == "U":
        del content[:]


def disk_at(record: list[Change], log_size: int, chance: random.Random) -> dict[str, bytes]:
    """Every file as found when the power failed with so much of the record written."""
    files: dict[str, File] = {}
    for change in record:
        if change.ends > log_size:
            break
        file = files.setdefault(change.path, File())
        if change.what == "S":
            file.sync()
            for name, inside in files.items():
                if name.startswith(f"{change.path}/"):
                    inside.sync_name()
        elif change.what == "R":
            files[change.body.decode()] = files.pop(change.path)
        else:
            file.pending.append(change)
    found = {path: file.after_the_cut(chance) for path, file in files.items()}
    return {path: content for path, content in found.items() if content is not None}
