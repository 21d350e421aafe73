"""How wide a way is where nobody has measured it."""

from yipanqi.survey.model import Way

ASSUMED_M = {
    "motorway": 14.0,
    "trunk": 14.0,
    "primary": 14.0,
    "secondary": 11.0,
    "tertiary": 8.0,
    "unclassified": 6.0,
    "residential": 6.0,
    "living_street": 5.0,
    "road": 5.0,
    "busway": 7.0,
    "motorway_link": 6.0,
    "trunk_link": 6.0,
    "primary_link": 6.0,
    "secondary_link": 6.0,
    "tertiary_link": 6.0,
    "service": 4.5,
    "pedestrian": 5.0,
    "track": 4.0,
    "platform": 3.0,
}
"""Metres by the map's class, kerb to kerb; docs/reference/rules.md says where they come from."""
ASSUMED_PATH_M = 2.5
"""Footways, paths, steps and cycleways."""


def width_of(way: Way) -> float:
    """The way's width in metres: mapped, or assumed by its class."""
    return way.width_m if way.width_m is not None else ASSUMED_M.get(way.highway, ASSUMED_PATH_M)


def on_ground(way: Way) -> bool:
    """Whether it runs on the ground's level; a layer tag alone lifts nothing off the ground."""
    return not way.bridge and not way.tunnel
