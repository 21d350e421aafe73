"""The compiled search, loaded when first asked for, and where its compiled code is kept.

Compiling takes half a minute of one core, once: `python -m yipanqi.solvers.crews.compile_now` does it (at
install, or in the background). The code is kept in the first of these that can be written: beside this
module, in the user's cache, in a private temporary folder; in a folder named by what it was compiled
from, so that an upgrade never runs old code.
"""

import getpass
import hashlib
import importlib
import os
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

_lock = threading.Lock()
_loaded: dict[str, ModuleType] = {}

_KERNEL = "yipanqi.solvers.crews.kernel"
_HERE = Path(__file__).parent
_KERNEL_SOURCES = _HERE / "kernel"


def kernel() -> ModuleType:
    """The compiled search; importing it takes half a second, the first time."""
    return _compiled("anneal")


def tree_kernel() -> ModuleType:
    """The compiled trees of the bound."""
    return _compiled("tree")


def _compiled(name: str) -> ModuleType:
    with _lock:
        if name not in _loaded:
            with _kept_in(cache_folder()):
                _loaded[name] = importlib.import_module(f"{_KERNEL}.{name}")
        return _loaded[name]


def is_compiled() -> bool:
    """Whether compiled code is there already, so that a search starts at once."""
    return "anneal" in _loaded or any(cache_folder().rglob("anneal.anneal-*.nbc"))


@contextmanager
def compiling() -> Iterator[None]:
    """One compiler at a time for one cache, however many boards are opened while there is none."""
    with (cache_folder() / "compiling.lock").open("w") as lock:
        if sys.platform != "win32":
            import fcntl  # not there on every system

            fcntl.flock(lock, fcntl.LOCK_EX)  # given back when the file is closed, or the process killed
        yield


def cache_folder() -> Path:
    """Where compiled code of just these sources is, or will be, kept."""
    digest = hashlib.sha256()
    for source in sorted(_KERNEL_SOURCES.glob("*.py")):
        digest.update(source.read_bytes())
    name = f"crews-{digest.hexdigest()[:16]}"
    candidates = [_HERE / "__pycache__" / name, _user_cache() / "yipanqi" / name]
    for folder in candidates:
        if _writable(folder):
            return folder
    return _private_temporary() / name


def _user_cache() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME") or Path("~/.cache").expanduser())


def _writable(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def _private_temporary() -> Path:
    """A folder only this user can write, since what lies in it is run."""
    folder = Path(tempfile.gettempdir()) / f"yipanqi-{getpass.getuser()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    status = folder.lstat()
    if status.st_uid != os.getuid() or status.st_mode & 0o022:
        return Path(tempfile.mkdtemp(prefix="yipanqi-"))
    return folder


@contextmanager
def _kept_in(folder: Path) -> Iterator[None]:
    """Numba keeps what is declared inside in this folder, and everything else where it always does."""
    config: Any = importlib.import_module("numba").config

    before = config.CACHE_DIR
    config.CACHE_DIR = str(folder)
    try:
        yield
    finally:
        config.CACHE_DIR = before
