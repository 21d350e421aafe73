"""The town written down as mappers would: OpenStreetMap XML 0.6."""

import itertools
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import quoteattr

import numpy as np
from shapely import LineString, Point

from yipanqi.ground.plane import XY, Frame, LonLat
from yipanqi.simulate.fabric.model import Edging, Fabric, House, Lane, Quarter, Scene, Street
from yipanqi.simulate.fabric.terrain import HALF_HEIGHT_M, HALF_WIDTH_M

MAPPED_AT = "2020-01-20T08:00:00Z"
GENERATOR = "yipanqi simulate"

Tags = Iterable[tuple[str, str]]


class Sheet:
    """Collects nodes and ways; places that are equal to the centimetre are one node."""

    def __init__(self) -> None:
        self.nodes: dict[XY, int] = {}
        self.node_tags: dict[int, tuple[tuple[str, str], ...]] = {}
        self.ways: list[tuple[tuple[int, ...], tuple[tuple[str, str], ...]]] = []

    def node(self, at: XY, tags: Tags = ()) -> int:
        """The node at a place; tags are added to what it has."""
        number = self.nodes.setdefault(at, len(self.nodes) + 1)
        own = tuple(tags)
        if own:
            self.node_tags[number] = self.node_tags.get(number, ()) + own
        return number

    def way(self, points: Sequence[XY], tags: Tags, closed: bool = False) -> None:
        """A way through places in order; back to the first when closed."""
        numbers = [self.node(p) for p in points]
        kept = [n for k, n in enumerate(numbers) if k == 0 or n != numbers[k - 1]]
        if closed and kept[0] != kept[-1]:
            kept.append(kept[0])
        self.ways.append((tuple(kept), tuple(tags)))


def write_osm(fabric: Fabric, centre: LonLat) -> bytes:
    """The whole town as an OSM file, the plane's origin at `centre`."""
    sheet = Sheet()
    joined = _joints(fabric)
    for index, street in enumerate(fabric.streets):
        _street(sheet, street, joined.get(index, []))
    for quarter in fabric.quarters:
        _quarter(sheet, quarter)
    sheet.way(fabric.river, (("natural", "water"), ("water", "river")), closed=True)
    sheet.way(fabric.river_line, (("waterway", "river"), ("name", fabric.river_name)))
    for scene in fabric.scenes:
        _scene(sheet, scene)
    return _xml(sheet, Frame(centre))


def _joints(fabric: Fabric) -> dict[int, list[XY]]:
    """Where lanes join each street."""
    joined: dict[int, list[XY]] = {}
    for quarter in fabric.quarters:
        for mouth in quarter.mouths:
            joined.setdefault(mouth.street_index, []).append(mouth.street)
    for scene in fabric.scenes:
        for index, at in scene.joints:
            joined.setdefault(index, []).append(at)
    return joined


def _street(sheet: Sheet, street: Street, joints: Sequence[XY]) -> None:
    """A street with its joints, split where a bridge begins or ends."""
    line = LineString(street.points)
    stops = sorted({(line.project(Point(p)), p) for p in (*street.points, *joints)})
    order = [p for _, p in stops]
    marks = sorted({street.points[k] for span in street.bridges for k in span}, key=order.index)
    cuts = [0, *(order.index(m) for m in marks), len(order) - 1]
    for k, (a, b) in enumerate(itertools.pairwise(cuts)):
        tags = [("highway", street.highway), ("width", f"{street.width_m:g}")]
        if street.name:
            tags.insert(1, ("name", street.name))
        if k % 2 == 1:
            tags += [("bridge", "yes"), ("layer", "1")]
        if b > a:
            sheet.way(order[a : b + 1], tags)


def _quarter(sheet: Sheet, quarter: Quarter) -> None:
    tags = [("landuse", "residential"), ("name", quarter.name)]
    if quarter.walled:
        tags.append(("residential", "gated"))
    sheet.way(quarter.edge, tags, closed=True)
    for lane in quarter.lanes:
        _lane(sheet, lane)
    for house in quarter.houses:
        _house(sheet, house)
    for edging in quarter.edgings:
        _edging(sheet, edging)


def _scene(sheet: Sheet, scene: Scene) -> None:
    for patch in scene.patches:
        sheet.way(patch.ring, patch.tags, closed=True)
    for lane in scene.lanes:
        _lane(sheet, lane)
    for house in scene.houses:
        _house(sheet, house)
    for edging in scene.edgings:
        _edging(sheet, edging)
    for spot in scene.spots:
        sheet.node(spot.at, spot.tags)


def _lane(sheet: Sheet, lane: Lane) -> None:
    tags = [("highway", lane.highway)]
    if lane.name:
        tags.append(("name", lane.name))
    if lane.width_m is not None:
        tags.append(("width", f"{lane.width_m:g}"))
    sheet.way(lane.points, (*tags, *lane.tags))


def _house(sheet: Sheet, house: House) -> None:
    tags = [("building", house.kind), ("building:levels", str(house.levels))]
    if house.name:
        tags.append(("name", house.name))
    sheet.way(house.ring, tags, closed=True)


def _edging(sheet: Sheet, edging: Edging) -> None:
    sheet.way(edging.points, (("barrier", edging.kind),))
    for gate in edging.gates:
        sheet.node(gate, (("barrier", "gate"),))


def _xml(sheet: Sheet, frame: Frame) -> bytes:
    places = frame.to_lonlat(np.array(list(sheet.nodes), dtype=np.float64))
    corners = frame.to_lonlat(
        np.array([(-HALF_WIDTH_M, -HALF_HEIGHT_M), (HALF_WIDTH_M, HALF_HEIGHT_M)], dtype=np.float64)
    )
    (west, south), (east, north) = corners
    out = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<osm version="0.6" generator="{GENERATOR}">',
        f'  <bounds minlat="{south:.7f}" minlon="{west:.7f}" maxlat="{north:.7f}" maxlon="{east:.7f}"/>',
    ]
    stamp = f'version="1" timestamp="{MAPPED_AT}"'
    for number, (lon, lat) in enumerate(places, start=1):
        start = f'  <node id="{number}" {stamp} lat="{lat:.7f}" lon="{lon:.7f}"'
        tags = sheet.node_tags.get(number, ())
        out += [f"{start}>", *_tag_lines(tags), "  </node>"] if tags else [f"{start}/>"]
    for number, (nodes, tags) in enumerate(sheet.ways, start=1):
        out.append(f'  <way id="{number}" {stamp}>')
        out += [f'    <nd ref="{n}"/>' for n in nodes]
        out += [*_tag_lines(tags), "  </way>"]
    out.append("</osm>\n")
    return "\n".join(out).encode("utf-8")


def _tag_lines(tags: Tags) -> list[str]:
    return [f"    <tag k={quoteattr(k)} v={quoteattr(v)}/>" for k, v in tags]
