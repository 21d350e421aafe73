"""JPEG files (ISO/IEC 10918-1, annex B) with nothing in them but the picture.

Cameras write where and when a photo was taken, with what, and often whose it is, into segments beside the
picture; some append a film. None of that is asked for, so none of it is kept.
"""

from collections.abc import Iterator

from msgspec import Struct

_SOI, _EOI, _SOS, _COM, _TEM = 0xD8, 0xD9, 0xDA, 0xFE, 0x01
_RESTARTS = range(0xD0, 0xD8)
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_APPS = range(0xE0, 0xF0)
_NEEDED = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}
"""Application segments without which colours or sizes come out wrong."""


class Picture(Struct, frozen=True):
    """A picture alone: its file, and its size in pixels."""

    body: bytes
    width: int
    height: int


def bare(body: bytes) -> Picture | None:
    """The picture of a JPEG file and nothing else; None for what is no such file, or not a whole one."""
    if not body.startswith(b"\xff\xd8"):
        return None
    kept, size, scanned = bytearray(b"\xff\xd8"), (0, 0), False
    for marker, segment in _segments(body):
        if marker in _FRAMES:
            if len(segment) < 9:
                return None
            size = int.from_bytes(segment[7:9]), int.from_bytes(segment[5:7])
        scanned |= marker == _SOS
        if _belongs(marker, segment):
            kept += segment
        if marker == _EOI:
            return Picture(bytes(kept), *size) if scanned and all(size) else None
    return None


def _belongs(marker: int, segment: bytes) -> bool:
    if marker in _APPS:
        return marker in _NEEDED and segment[4:].startswith(_NEEDED[marker])
    return marker != _COM


def _segments(body: bytes) -> Iterator[tuple[int, bytes]]:
    """Markers with their segments, a scan with its data, up to the picture's end or the first fault."""
    at = 2
    while at + 1 < len(body) and body[at] == 0xFF:
        marker = body[at + 1]
        if marker == 0xFF:  # a fill byte
            at += 1
            continue
        if marker in (_EOI, _TEM) or marker in _RESTARTS:
            yield marker, body[at : at + 2]
            at += 2
            continue
        end = at + 2 + int.from_bytes(body[at + 2 : at + 4])
        if end > len(body) or end < at + 4 or marker in (0x00, _SOI):
            return
        if marker == _SOS:
            end = _scan_end(body, end)
        yield marker, body[at:end]
        at = end


def _scan_end(body: bytes, at: int) -> int:
    """Where the next marker after a scan's data is; stuffed bytes and restarts belong to the data."""
    while (at := body.find(b"\xff", at)) >= 0 and at + 1 < len(body):
        if body[at + 1] != 0x00 and body[at + 1] not in _RESTARTS:
            return at
        at += 2
    return len(body)
