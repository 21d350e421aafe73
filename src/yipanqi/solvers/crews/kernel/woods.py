"""What the compiled tree of the bound works on."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

F64 = NDArray[np.float64]
I32 = NDArray[np.int32]
U8 = NDArray[np.uint8]

FIRST, LOAD, PAIR, START, AFTER = 0, 1, 2, 3, 4
SINGLES = 5
"""Prices that are one number each, at the end of all prices: first loads, all loads, pairs without net, crews
used, first loads after a part without net."""


class Woods(NamedTuple):
    """All edges there are, what they count for, and room to work in.

    `straight`, `by_yard`: (parts, parts), symmetric; `first`, `first_by_yard`: (crews, parts); seconds.
    `dry[p]`: a part without net; `empty[k]`: a crew whose van is. `group[p, q]`: the smallest group both are
    in, or one more than there are; `above[g]`: the next larger one, or the same.
    """

    straight: F64
    by_yard: F64
    first: F64
    first_by_yard: F64
    dry: U8
    empty: U8
    group: I32
    above: I32
    whole_s: F64
    chain_s: F64
    key: F64
    via: I32
    how: U8
