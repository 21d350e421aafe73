"""A town of one residential square as an OpenStreetMap file: four houses, two ways through, one round."""

from pathlib import Path

WEST, SOUTH, STEP = 120.0, 29.0, 0.001


class Drawing:
    """Nodes, ways and tags on a grid of about a hundred metres."""

    def __init__(self) -> None:
        self.nodes: dict[tuple[float, float], int] = {}
        self.ways: list[str] = []

    def node(self, x: float, y: float) -> int:
        """The id of the node at a grid place; one place, one node."""
        return self.nodes.setdefault((x, y), len(self.nodes) + 1)

    def way(self, places: list[tuple[float, float]], **tags: str) -> None:
        """A way through grid places."""
        refs = "".join(f'<nd ref="{self.node(x, y)}"/>' for x, y in places)
        told = "".join(f'<tag k="{k}" v="{escaped(v)}"/>' for k, v in tags.items())
        self.ways.append(f'<way id="{len(self.ways) + 1}" version="1">{refs}{told}</way>')

    def square(self, x: float, y: float, size: float, **tags: str) -> None:
        """A closed square with its south-west corner at a grid place."""
        corners = [(x, y), (x + size, y), (x + size, y + size), (x, y + size), (x, y)]
        self.way(corners, **tags)

    def xml(self) -> str:
        """The drawing as OpenStreetMap XML."""
        nodes = "".join(
            f'<node id="{i}" version="1" lat="{SOUTH + y * STEP:.7f}" lon="{WEST + x * STEP:.7f}"/>'
            for (x, y), i in self.nodes.items()
        )
        return f'<?xml version="1.0"?><osm version="0.6">{nodes}{"".join(self.ways)}</osm>'


def escaped(value: str) -> str:
    """A tag's value in an XML attribute."""
    return value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def tiny_town(folder: Path, *, quarter: str = "East Yard", street: str = "Mill Lane") -> Path:
    """The town as `town.osm` in a folder."""
    town = Drawing()
    town.square(2, 2, 4, landuse="residential", name=quarter)
    town.square(0, 0, 8, highway="residential", name="Ring Street")
    town.way([(4, 0), (4, 2), (4, 4), (4, 6), (4, 8)], highway="residential", name=street, width="6")
    town.way([(0, 4), (2, 4), (4, 4), (6, 4), (8, 4)], highway="footway")
    for x, y in ((2.5, 2.5), (5, 2.5), (2.5, 5), (5, 5)):
        town.square(x, y, 0.3, building="apartments")
    file = folder / "town.osm"
    file.write_text(town.xml(), "utf-8")
    return file
