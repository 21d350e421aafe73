"""Files in the TSPLIB manner: `KEY: value` lines, then sections of numbers; and the lengths they give.

Reinelt, TSPLIB (1991) for the keys and lengths; VRPLIB files add sections of their own and look the same.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


class Tables(NamedTuple):
    """What a file says: `keys` by name, and the rows of every section as they stand, split at blanks."""

    keys: dict[str, str]
    sections: dict[str, list[list[str]]]


def read_tables(text: str) -> Tables:
    """A file's keys and sections.

    Raises:
        ValueError: a line that is neither a key nor within a section.
    """
    keys: dict[str, str] = {}
    sections: dict[str, list[list[str]]] = {}
    rows: list[list[str]] | None = None
    for number, line in enumerate(text.splitlines(), 1):
        words = line.split()
        if not words:
            continue
        if words[0] == "EOF":
            break
        name = words[0].rstrip(":")
        if name.endswith("_SECTION"):
            rows = sections.setdefault(name, [])
        elif ":" in line and not words[0][0].isdigit():
            key, _, value = line.partition(":")
            keys[key.strip()], rows = value.strip(), None
        elif rows is not None:
            rows.append(words)
        else:
            raise ValueError(f"line {number}: {line.strip()!r} belongs to no section")
    return Tables(keys, sections)


def column(tables: Tables, section: str, otherwise: float, size: int) -> Floats:
    """The second column of a section, by the number in the first; the same for all where there is none."""
    values = np.full(size, otherwise)
    for row in tables.sections.get(section, ()):
        values[int(row[0]) - 1] = float(row[1])
    return values


def lengths_of(tables: Tables) -> Floats:
    """Lengths between all places, not rounded (but ATT's, which are defined as whole); shape (n, n).

    Raises:
        ValueError: an EDGE_WEIGHT_TYPE or EDGE_WEIGHT_FORMAT that is not known here.
    """
    kind = tables.keys.get("EDGE_WEIGHT_TYPE", "EUC_2D")
    if kind == "EXPLICIT":
        return _explicit(tables)
    places = places_of(tables)
    across = places[:, None, :] - places[None, :, :]
    squares = (across**2).sum(axis=2)
    if kind == "EUC_2D":
        return np.asarray(np.sqrt(squares), dtype=np.float64)
    if kind == "CEIL_2D":
        return np.asarray(np.ceil(np.sqrt(squares)), dtype=np.float64)
    if kind == "ATT":
        return np.asarray(np.ceil(np.sqrt(squares / 10.0)), dtype=np.float64)
    raise ValueError(f"EDGE_WEIGHT_TYPE {kind} is not known here")


def places_of(tables: Tables) -> Floats:
    """Where the places of a file lie; shape (n, 2)."""
    return np.array([[float(v) for v in row[1:3]] for row in tables.sections["NODE_COORD_SECTION"]])


def _explicit(tables: Tables) -> Floats:
    """A matrix written out, whole or one half of it."""
    size = int(tables.keys["DIMENSION"])
    form = tables.keys.get("EDGE_WEIGHT_FORMAT", "FULL_MATRIX")
    values = [float(v) for row in tables.sections["EDGE_WEIGHT_SECTION"] for v in row]
    if form == "FULL_MATRIX":
        return np.array(values).reshape(size, size)
    halves = {
        "LOWER_ROW": np.tril_indices(size, -1),
        "LOWER_DIAG_ROW": np.tril_indices(size),
        "UPPER_ROW": np.triu_indices(size, 1),
        "UPPER_DIAG_ROW": np.triu_indices(size),
    }
    if form not in halves:
        raise ValueError(f"EDGE_WEIGHT_FORMAT {form} is not known here")
    half = np.zeros((size, size))
    half[halves[form]] = values
    return half + np.triu(half, 1).T + np.tril(half, -1).T
