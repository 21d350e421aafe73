"""What OpenStreetMap's tags mean here: who can pass where, how wide, on which level.

Follows the tagging pages of the OpenStreetMap wiki (Key:highway, Key:access, Key:barrier,
Key:layer, Key:maxheight), read the cautious way: a sign that forbids does not stop anybody's
feet, so only ways nobody walks are left out (docs/decisions/closure-what-counts-as-a-way.md).
"""

import math
import re
from collections.abc import Mapping

from yipanqi.survey.model import Stops

Tags = Mapping[str, str]

NOT_YET_OR_NO_LONGER = frozenset(
    {"construction", "proposed", "planned", "abandoned", "disused", "razed", "demolished", "no"}
)
NOT_A_WAY = frozenset(
    {"elevator", "rest_area", "services", "escape", "emergency_bay", "via_ferrata", "raceway"}
)
NO_FEET = frozenset({"motorway", "motorway_link"})
SIGNED_OFF = frozenset({"trunk", "trunk_link", "busway", "bus_guideway"})
"""Classes where `foot=no` is a fact of the place and not only a sign."""
VEHICLE = frozenset(
    {
        "motorway", "motorway_link", "trunk", "trunk_link", "primary", "primary_link", "secondary",
        "secondary_link", "tertiary", "tertiary_link", "unclassified", "residential", "living_street",
        "service", "track", "road", "busway",
    }
)  # fmt: skip
VEHICLE_IF_SAID = frozenset({"pedestrian", "footway", "path", "cycleway", "bridleway"})
YES = frozenset({"yes", "designated", "permissive", "destination", "delivery", "private", "official"})
NO = frozenset({"no", "none", "false", "0"})

STOPS_VEHICLES = frozenset(
    {
        "bollard", "block", "cycle_barrier", "motorcycle_barrier", "jersey_barrier", "kerb", "log",
        "horse_stile", "bus_trap", "chain", "rope", "kissing_gate", "stile", "turnstile",
        "full-height_turnstile", "debris", "planter", "tank_trap", "swing_gate", "lift_gate",
        "cattle_grid", "bump_gate", "sliding_beam", "spikes", "height_restrictor", "toll_booth",
        "checkpoint",
    }
)  # fmt: skip
OPENABLE = frozenset(
    {"gate", "lift_gate", "swing_gate", "sliding_gate", "chain", "rope", "entrance", "toll_booth",
     "cattle_grid", "bump_gate", "sally_port", "border_control", "checkpoint", "kerb", "sliding_beam",
     "hampshire_gate", "height_restrictor", "wicket_gate"}
)  # fmt: skip
"""A fire engine gets through: it is opened, driven over, or only bars the high (see `max_height_m`)."""
STOPS_EVERYBODY = frozenset(
    {"wall", "fence", "hedge", "retaining_wall", "city_wall", "ditch", "guard_rail", "handrail",
     "cable_barrier", "wire_fence", "hedge_bank", "palisade", "railing", "gabion", "toe_wall", "yes"}
)  # fmt: skip
EASILY_STEPPED_OVER = frozenset(
    {"guard_rail", "handrail", "cable_barrier", "ditch", "kerb", "yes", "toe_wall"}
)

SOFT = frozenset(
    {"dirt", "earth", "ground", "grass", "sand", "mud", "soil", "woodchips", "bark", "snow", "ice"}
)
TURNING = frozenset({"turning_circle", "turning_loop", "mini_roundabout"})

_STEEP = re.compile(r"^\s*[-+]?(\d+(?:[.,]\d+)?)\s*(%|°)\s*$")
_NUMBER = re.compile(r"^\s*(\d+(?:[.,]\d+)?)\s*(m|metres?|meters?|cm|km|ft|'|)\s*$")
_FEET_AND_INCHES = re.compile(r"^\s*(\d+)\s*'\s*(\d+)\s*\"?\s*$")
_FACTOR = {"": 1.0, "m": 1.0, "cm": 0.01, "km": 1000.0, "ft": 0.3048, "'": 0.3048}


def walked(tags: Tags) -> bool:
    """Whether a person can walk there, whatever a sign says."""
    highway = tags.get("highway") or ""
    if not highway:
        return _surface_walked(tags)
    if highway in NOT_YET_OR_NO_LONGER or highway in NOT_A_WAY:
        return False
    if highway in NO_FEET:
        return tags.get("foot") in YES
    return not (highway in SIGNED_OFF and tags.get("foot") in NO)


def _surface_walked(tags: Tags) -> bool:
    """A platform or a mapped street surface is walked, though it carries no `highway`."""
    surface = tags.get("area:highway", "")
    if surface:
        return surface not in NO_FEET and surface not in NOT_YET_OR_NO_LONGER and surface != "emergency"
    return tags.get("railway") == "platform" or tags.get("public_transport") == "platform"


def way_class(tags: Tags) -> str:
    """The way's class as the map has it; a surface takes the class it is the surface of."""
    return tags.get("highway") or tags.get("area:highway") or "platform"


def is_surface(tags: Tags, closed: bool) -> bool:
    """Whether a closed way is walked all over rather than round its edge."""
    if not closed:
        return False
    if tags.get("area") == "yes" or "area:highway" in tags:
        return True
    return "highway" not in tags and tags.get("area") != "no"


def driven(tags: Tags) -> bool:
    """Whether a car or a fire engine may drive there (before asking how wide it is)."""
    highway = way_class(tags)
    said = [tags[key] for key in ("motor_vehicle", "vehicle", "emergency") if key in tags]
    if tags.get("emergency") in YES or tags.get("service") == "emergency_access":
        return True
    if highway in VEHICLE:
        return not any(value in NO for value in said)
    return highway in VEHICLE_IF_SAID and any(value in YES for value in said)


def is_bridge(tags: Tags) -> bool:
    """Carried over the ground."""
    return tags.get("bridge", "no") not in NO and tags.get("bridge") != "proposed"


def is_passage(tags: Tags) -> bool:
    """Through or under a building on the ground's level."""
    return tags.get("tunnel") == "building_passage" or (
        tags.get("covered", "no") not in NO and tags.get("tunnel", "no") in NO
    )


def is_tunnel(tags: Tags) -> bool:
    """Below the ground, or on another storey of a building."""
    if tags.get("tunnel", "no") not in NO and tags.get("tunnel") not in {
        "building_passage",
        "avalanche_protector",
    }:
        return True
    storeys = tags.get("level", "0").replace(",", ";").split(";")
    indoors = tags.get("indoor") == "yes" or tags.get("highway") == "corridor"
    return indoors and not any(s.strip() in {"0", "0.0", "", "G"} for s in storeys)


def layer(tags: Tags) -> int:
    """The drawing order; a fact about what lies above what, not about the ground."""
    try:
        return int(float(tags.get("layer", "0").split(";")[0]))
    except ValueError:
        return 0


def metres(text: str | None) -> float | None:
    """A length as people tag it (3.5, "3,5 m", feet and inches) in metres; None if unusable."""
    if not text:
        return None
    inches = _FEET_AND_INCHES.match(text)
    if inches:
        return round(int(inches[1]) * 0.3048 + int(inches[2]) * 0.0254, 3)
    number = _NUMBER.match(text.split(";")[0])
    if number is None:
        return None
    value = float(number[1].replace(",", ".")) * _FACTOR.get(number[2], 1.0)
    return value if 0 < value < 1000 else None


def width_m(tags: Tags) -> float | None:
    """The way's mapped width: as measured, as estimated, or lanes of 3.25 m."""
    for key in ("width", "est_width", "width:carriageway"):
        value = metres(tags.get(key))
        if value is not None:
            return value
    lanes = metres(tags.get("lanes"))
    return None if lanes is None else round(min(lanes, 12) * 3.25, 2)


def max_height_m(tags: Tags) -> float | None:
    """The lowest clear height mapped on the way."""
    found = [metres(tags.get(key)) for key in ("maxheight", "maxheight:physical", "height_restriction")]
    known = [value for value in found if value is not None]
    return min(known) if known else None


def max_width_m(tags: Tags) -> float | None:
    """The narrowest clear width mapped on the way."""
    found = [metres(tags.get(key)) for key in ("maxwidth", "maxwidth:physical")]
    known = [value for value in found if value is not None]
    return min(known) if known else None


def slope(tags: Tags) -> float | None:
    """How steep (`incline`, in per cent or degrees), as metres a metre; None for a mere up or down."""
    steep = _STEEP.match(tags.get("incline", ""))
    if steep is None:
        return None
    value = float(steep[1].replace(",", "."))
    return round(value / 100 if steep[2] == "%" else math.tan(math.radians(min(value, 60.0))), 4)


def is_soft(tags: Tags) -> bool:
    """Whether the surface is nothing for a heavy vehicle."""
    return tags.get("surface") in SOFT


def stops(tags: Tags) -> Stops:
    """Whom a barrier holds back: a low rail or ditch nobody on foot, what opens no fire engine."""
    kind = tags["barrier"]
    if kind in STOPS_EVERYBODY and kind not in EASILY_STEPPED_OVER:
        return "everybody"
    if kind in OPENABLE:
        return "nobody"
    if kind in STOPS_VEHICLES or kind in EASILY_STEPPED_OVER:
        return "vehicles"
    return "nobody"
