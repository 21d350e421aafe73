"""Chance: one independent stream for each part of a town, so that a change to one leaves the others alone."""

import zlib
from collections.abc import Sequence
from typing import TypeVar

import numpy as np

Item = TypeVar("Item")


def stream(seed: int, *names: str | int) -> np.random.Generator:
    """A generator that depends on the seed and the names alone."""
    return np.random.default_rng([seed & 0xFFFF_FFFF, *(zlib.crc32(str(n).encode()) for n in names)])


def pick(rng: np.random.Generator, items: Sequence[Item]) -> Item:
    """One of the items, each as likely as another."""
    return items[int(rng.integers(len(items)))]


def shuffled(rng: np.random.Generator, items: Sequence[Item]) -> list[Item]:
    """The items in an order by chance."""
    return [items[int(i)] for i in rng.permutation(len(items))]
