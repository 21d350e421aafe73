"""What the fabric is made of: streets, plots, lanes and houses on the town's plane, in metres."""

from typing import Literal

from msgspec import Struct

from yipanqi.ground.plane import XY

Path = tuple[XY, ...]


class Street(Struct, frozen=True):
    """A public street, end to end; `bridges` are (from, to) indices into its points."""

    name: str
    highway: str
    width_m: float
    points: Path
    bridges: tuple[tuple[int, int], ...] = ()


class Mouth(Struct, frozen=True):
    """A place where a lane could leave a plot: from `inside`, straight over the edge, to `street`."""

    lane: str
    """Which lane leaves here: `lane 2`, `spine 0`, `foot 1`."""
    end: Literal["low", "high"]
    inside: XY
    edge: XY
    street: XY
    street_index: int
    vehicle: bool
    width_m: float
    beside: tuple["Mouth", ...] = ()
    """A pavement that runs out next to it, part of the same opening."""
    pavement: bool = False


class Lane(Struct, frozen=True):
    """A way within a plot, perhaps out to a street."""

    points: Path
    highway: str
    width_m: float | None = None
    name: str = ""
    tags: tuple[tuple[str, str], ...] = ()


class House(Struct, frozen=True):
    """A building's outline (open ring) and what stands on the map about it."""

    ring: Path
    levels: int
    kind: str = "apartments"
    name: str = ""


class Patch(Struct, frozen=True):
    """A named or unnamed piece of ground (open ring): park, field, school ground."""

    ring: Path
    tags: tuple[tuple[str, str], ...]


class Edging(Struct, frozen=True):
    """A wall or fence along a plot's edge; `gates` are the places where a way passes through it."""

    points: Path
    kind: Literal["wall", "fence"]
    gates: Path = ()


class Spot(Struct, frozen=True):
    """A shop, a tree, a place's name: one point."""

    at: XY
    tags: tuple[tuple[str, str], ...]


class Quarter(Struct, frozen=True):
    """A neighbourhood as built: its edge, its ways, and as many openings as `openings` says."""

    name: str
    walled: bool
    style: str
    edge: Path
    openings: int
    houses: tuple[House, ...]
    lanes: tuple[Lane, ...]
    mouths: tuple[Mouth, ...]
    edgings: tuple[Edging, ...] = ()


class Place(Struct, frozen=True):
    """Where an organisation or a supplier is at home."""

    name: str
    kind: Literal["community", "cooperative", "village", "supplier"]
    at: XY


class Scene(Struct, frozen=True):
    """Anything but streets and neighbourhoods that a part of the town adds to the map."""

    houses: tuple[House, ...] = ()
    lanes: tuple[Lane, ...] = ()
    patches: tuple[Patch, ...] = ()
    spots: tuple[Spot, ...] = ()
    edgings: tuple[Edging, ...] = ()
    joints: tuple[tuple[int, XY], ...] = ()
    """Where its ways join a street: the street's index and the place."""
    places: tuple[Place, ...] = ()


class Fabric(Struct, frozen=True):
    """A whole town on its plane."""

    streets: tuple[Street, ...]
    quarters: tuple[Quarter, ...]
    scenes: tuple[Scene, ...]
    river: Path
    river_line: Path
    river_name: str
    places: tuple[Place, ...]
    community_of: dict[str, str]
    """Each neighbourhood's community, both by name."""
