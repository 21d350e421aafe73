"""How neighbourhoods are built: rows of walk-ups, slabs, towers, old lanes - figures in metres and floors."""

import numpy as np
from msgspec import Struct

Range = tuple[float, float]


def draw(rng: np.random.Generator, between: Range) -> float:
    """A number from a range, each as likely as another."""
    return float(rng.uniform(*between))


class Style(Struct, frozen=True):
    """One way of building; ranges are drawn from evenly, once for each neighbourhood or house."""

    name: str
    depth_m: Range
    """How deep a house is, from its street to its back."""
    space_m: Range
    """From one row's back to the next row's front: the sun's due."""
    length_m: Range
    gap_m: Range
    """Between two houses of one row."""
    levels: tuple[int, int]
    setback_m: float
    lane_m: Range
    spine_m: Range
    wiggle_m: float = 0.0
    front_m: float = 0.0
    """Depth of the low shop fronts along the rows' ends; 0 for none."""
    kind: str = "apartments"
    """The map's word for the houses."""


ROWS = Style("rows", (11, 12.5), (16, 20), (32, 58), (6.5, 10), (5, 7), 6.0, (6.0, 10.0), (9.5, 14.5))
COURTS = Style(
    "courts", (11, 12.5), (16, 20), (30, 52), (6.5, 10), (5, 7), 4.5, (6.0, 10.0), (9.5, 14.5), front_m=9.0
)
SLABS = Style("slabs", (13, 14.5), (23, 28), (28, 44), (9, 13), (8, 11), 7.0, (6.0, 10.0), (9.0, 14.0))
TOWERS = Style("towers", (17, 20), (30, 37), (22, 30), (16, 24), (15, 18), 9.0, (5.0, 7.0), (8.0, 12.0))
OLD = Style("old", (9, 10.5), (8.5, 11), (10, 24), (4.6, 6.5), (3, 4), 5.0, (3.5, 5.0), (5.0, 8.0), 0.8)
VILLAGE = Style(
    "village", (9, 11), (9, 12), (8, 13), (1.5, 4.0), (3, 4), 4.0, (3.0, 4.0), (4.0, 5.5), 1.4, kind="house"
)

WORKS = Style(
    "works", (26, 38), (16, 24), (45, 75), (12, 20), (1, 2), 9.0, (6.0, 8.0), (8.0, 10.0), kind="industrial"
)
MALL = Style(
    "mall", (42, 55), (24, 34), (40, 80), (14, 20), (4, 6), 10.0, (6.0, 7.0), (7.0, 9.0), kind="retail"
)
OFFICES = Style(
    "offices", (18, 24), (26, 34), (26, 44), (16, 24), (8, 18), 9.0, (6.0, 7.0), (7.0, 9.0), kind="office"
)
CIVIC = Style(
    "civic", (16, 20), (30, 38), (40, 64), (16, 24), (5, 8), 12.0, (6.0, 7.0), (7.0, 9.0), kind="public"
)
HOSPITAL = Style(
    "hospital", (16, 22), (22, 30), (36, 64), (12, 18), (6, 12), 9.0, (6.0, 7.0), (7.0, 9.0), kind="hospital"
)
SCHOOL = Style(
    "school", (11, 14), (20, 26), (34, 56), (9, 14), (3, 5), 8.0, (4.0, 6.0), (6.0, 7.0), kind="school"
)
MARKET = Style(
    "market", (18, 24), (8, 10), (40, 70), (5, 7), (1, 2), 6.0, (4.0, 5.0), (5.0, 6.0), kind="retail"
)
TEMPLE = Style(
    "temple", (10, 13), (12, 16), (18, 26), (14, 18), (1, 2), 14.0, (3.0, 4.0), (4.0, 5.0), kind="temple"
)
SHOPS = Style(
    "shops", (11, 14), (14, 18), (20, 40), (3, 6), (2, 4), 4.0, (5.0, 6.0), (6.0, 7.0), kind="retail"
)
STATION = Style(
    "station", (24, 30), (40, 60), (60, 80), (30, 40), (2, 3), 10.0, (8.0, 9.0), (9.0, 10.0), kind="civic"
)
