"""How the search is compiled: once, kept on disk, free of the interpreter's lock.

None of it allocates, so reference counting is left out (it costs forty times the work: every call would
count every array of `Night` and `Tour`). Inner functions get no Python entrance, which halves compiling, and
become part of what calls them: a call that hands on all those arrays costs more than what most of them do.
"""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from numba import njit

F = TypeVar("F", bound=Callable[..., Any])

_HOW: dict[str, Any] = {"cache": True, "nogil": True, "_nrt": False, "no_cfunc_wrapper": True}


def inner(function: F) -> F:
    """Compile a function that only other compiled functions call."""
    return cast("F", njit(**_HOW | {"no_cpython_wrapper": True, "forceinline": True})(function))


def outer(function: F) -> F:
    """Compile a function that Python calls."""
    return cast("F", njit(**_HOW)(function))
