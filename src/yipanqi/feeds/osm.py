"""Reads OpenStreetMap extracts: .osm, .osm.gz, .osm.bz2 and .osm.pbf."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import osmium
from msgspec import Struct

from yipanqi.feeds import osm_tags
from yipanqi.feeds.osm_areas import areas_of
from yipanqi.feeds.problems import FeedError, Problem
from yipanqi.ground.ids import BuildingId, WayId
from yipanqi.ground.plane import LonLat
from yipanqi.survey.model import Area, Backdrop, Barrier, Building, Extract, Line, Quarter, Water, Way

ATTRIBUTION = "© OpenStreetMap contributors, ODbL 1.0"
KNOWN = (".osm", ".osm.gz", ".osm.bz2", ".osm.pbf")
Progress = Callable[[str, float], None]
"""Called with what is being done and how much of it, 0 to 1."""

_LANDUSE = frozenset(
    {"forest", "grass", "meadow", "recreation_ground", "village_green", "cemetery", "farmland"}
)
_LEISURE = frozenset({"park", "garden", "pitch", "playground", "golf_course"})
_NATURAL = frozenset({"wood", "grassland", "scrub", "heath"})
_WATERWAY_M = {"river": 12.0, "canal": 6.0, "stream": 1.5, "ditch": 1.0, "drain": 1.5}
_BY_FOOT_THROUGH = frozenset({"stream", "ditch", "drain"})
"""Waterways a person steps over or wades; drawn, but nobody is stopped by them."""


class _Relation(Struct, frozen=True):
    id: int
    tags: dict[str, str]
    outer: tuple[int, ...]
    inner: tuple[int, ...]


class _Found:
    """What has been gathered so far."""

    def __init__(self) -> None:
        self.ways: list[Way] = []
        self.barriers: list[Barrier] = []
        self.buildings: list[Building] = []
        self.water: list[Water] = []
        self.backdrop: list[Backdrop] = []
        self.quarters: list[Quarter] = []
        self.entrances: list[LonLat] = []
        self.turning_places: list[LonLat] = []
        self.members: dict[int, Line] = {}
        self.newest: datetime | None = None
        self.objects = 0


def read_extract(path: Path | str, progress: Progress | None = None) -> Extract:
    """Everything planning may need from an extract, in WGS 84.

    Raises:
        FeedError: there is no such file, it is empty, cut off or broken, or no OSM data at all.
    """
    file = Path(path)
    tell = progress or (lambda _what, _share: None)
    _look_at(file)
    try:
        box, cut_at = _header(file)
        tell("relations", 0.05)
        relations = _relations(file)
        tell("ways", 0.2)
        found = _objects(file, relations)
    except RuntimeError as broken:
        raise FeedError((_unreadable(file, str(broken)),)) from broken
    tell("areas", 0.8)
    for relation in relations:
        _take_relation(found, relation)
    if not found.objects or not found.ways:
        raise FeedError((Problem("map-empty", file.name),))
    tell("done", 1.0)
    return Extract(
        name=_name(file),
        attribution=ATTRIBUTION,
        data_at=cut_at or found.newest,
        bounds=box or _extent(way.line for way in found.ways),
        ways=tuple(found.ways),
        barriers=tuple(found.barriers),
        buildings=tuple(found.buildings),
        water=tuple(found.water),
        backdrop=tuple(found.backdrop),
        quarters=tuple(found.quarters),
        entrances=tuple(found.entrances),
        turning_places=tuple(found.turning_places),
    )


def _look_at(file: Path) -> None:
    """Refuse what cannot be a map before osmium, whose messages help nobody, sees it."""
    if not file.is_file():
        raise FeedError((Problem("file-missing", file.name),))
    if not file.name.lower().endswith(KNOWN):
        raise FeedError((Problem("format-unknown", file.name, facts={"known": ", ".join(KNOWN)}),))
    try:
        with file.open("rb") as stream:
            first = stream.read(1)
    except OSError as refused:
        reason = refused.strerror or "?"
        raise FeedError((Problem("file-unreadable", file.name, facts={"reason": reason}),)) from refused
    if not first:
        raise FeedError((Problem("file-empty", file.name),))


def _unreadable(file: Path, reason: str) -> Problem:
    cut = ("unexpected EOF", "unclosed token", "no element found", "gzip error", "bzip2 error", "truncated")
    code = "file-truncated" if any(sign in reason for sign in cut) else "map-broken"
    return Problem(code, file.name, facts={"reason": reason})


def _name(file: Path) -> str:
    name = file.name
    for ending in (".gz", ".bz2", ".pbf", ".osm"):
        name = name.removesuffix(ending)
    return name


def _header(file: Path) -> tuple[tuple[float, float, float, float] | None, datetime | None]:
    with osmium.io.Reader(str(file)) as reader:
        header = reader.header()
        box = header.box()
        stamp = header.get("osmosis_replication_timestamp", "") or header.get("timestamp", "")
    bounds = None
    if box.valid():
        low, high = box.bottom_left, box.top_right
        bounds = (low.lon, low.lat, high.lon, high.lat)
    try:
        cut_at = datetime.fromisoformat(stamp).astimezone(UTC) if stamp else None
    except ValueError:
        cut_at = None
    return bounds, cut_at


def _relations(file: Path) -> list[_Relation]:
    """Multipolygons and boundaries of anything we use, with the ways they are made of."""
    found = []
    relation: Any
    for relation in osmium.FileProcessor(str(file), osmium.osm.RELATION):
        tags = dict(relation.tags)
        if tags.get("type") != "multipolygon" or not _is_area_of_interest(tags):
            continue
        outer = tuple(m.ref for m in relation.members if m.type == "w" and m.role != "inner")
        inner = tuple(m.ref for m in relation.members if m.type == "w" and m.role == "inner")
        found.append(_Relation(relation.id, tags, outer, inner))
    return found


def _is_area_of_interest(tags: dict[str, str]) -> bool:
    return bool(
        tags.get("landuse") == "residential"
        or _is_building(tags)
        or _is_water_area(tags)
        or _backdrop_kind(tags)
        or osm_tags.walked(tags)
    )


def _objects(file: Path, relations: list[_Relation]) -> _Found:
    wanted = {ref for relation in relations for ref in (*relation.outer, *relation.inner)}
    found = _Found()
    thing: Any
    for thing in osmium.FileProcessor(str(file), osmium.osm.NODE | osmium.osm.WAY).with_locations():
        found.objects += 1
        if thing.is_node():
            if len(thing.tags):
                _take_node(found, thing)
        elif len(thing.tags) or thing.id in wanted:
            _take_way(found, thing, thing.id in wanted)
    return found


def _take_node(found: _Found, node: Any) -> None:
    place = (node.lon, node.lat)
    if "barrier" in node.tags:
        tags = dict(node.tags)
        found.barriers.append(Barrier(node.id, tags["barrier"], (place,), osm_tags.stops(tags)))
    if node.tags.get("entrance", "no") != "no" or node.tags.get("building") == "entrance":
        found.entrances.append(place)
    if node.tags.get("highway") in osm_tags.TURNING:
        found.turning_places.append(place)


def _take_way(found: _Found, thing: Any, is_member: bool) -> None:
    tags = dict(thing.tags)
    runs = _runs(thing)
    stamp = thing.timestamp
    if tags and stamp.year > 1970 and (found.newest is None or stamp > found.newest):
        found.newest = stamp
    ring = _ring(thing)
    if is_member and (ring or len(runs) == 1):
        found.members[thing.id] = ring or runs[0][0]
    if not tags or not runs:
        return
    if osm_tags.walked(tags):
        year = stamp.year if stamp.year > 1970 else None
        found.ways.extend(_way(thing.id, tags, line, nodes, year) for line, nodes in runs)
    if "barrier" in tags:
        reach = osm_tags.stops(tags)
        found.barriers.extend(Barrier(thing.id, tags["barrier"], line, reach) for line, _ in runs)
    line = runs[0][0]
    if ring:
        _take_area(found, thing.id, f"w{thing.id}", tags, (ring,))
    elif len(runs) > 1:
        return
    elif tags.get("waterway") in _WATERWAY_M and tags.get("tunnel", "no") == "no":
        _take_waterway(found, thing.id, tags, line)
    elif tags.get("railway") in {"rail", "light_rail", "subway", "tram"} and tags.get("tunnel", "no") == "no":
        found.backdrop.append(Backdrop("rail", line, area=False, name=tags.get("name", "")))


def _runs(thing: Any) -> list[tuple[Line, tuple[int, ...]]]:
    """The way's places and node ids; a way cut at the extract's edge falls into the runs that are there."""
    runs: list[tuple[Line, tuple[int, ...]]] = []
    places: list[LonLat] = []
    nodes: list[int] = []
    for node in (*thing.nodes, None):
        if node is not None and node.location.valid():
            place = (node.lon, node.lat)
            if not places or places[-1] != place:
                places.append(place)
                nodes.append(node.ref)
            continue
        if len(places) > 1:
            runs.append((tuple(places), tuple(nodes)))
        places, nodes = [], []
    return runs


def _ring(thing: Any) -> Line:
    """The closed edge of an area, or nothing; what lies beyond the extract's edge is cut off straight."""
    refs = thing.nodes
    if len(refs) < 4 or refs[0].ref != refs[-1].ref:
        return ()
    places = [(node.lon, node.lat) for node in refs if node.location.valid()]
    kept = [place for before, place in zip([None, *places], places, strict=False) if place != before]
    if kept and kept[0] != kept[-1]:
        kept.append(kept[0])
    return tuple(kept) if len(kept) > 3 else ()


def _way(
    id_: int, tags: dict[str, str], line: Line, nodes: tuple[int, ...], edited_year: int | None = None
) -> Way:
    return Way(
        id=WayId(id_),
        line=line,
        nodes=nodes,
        highway=osm_tags.way_class(tags),
        name=tags.get("name", ""),
        vehicle=osm_tags.driven(tags),
        width_m=osm_tags.width_m(tags),
        max_height_m=osm_tags.max_height_m(tags),
        layer=osm_tags.layer(tags),
        bridge=osm_tags.is_bridge(tags),
        tunnel=osm_tags.is_tunnel(tags),
        passage=osm_tags.is_passage(tags),
        area=osm_tags.is_surface(tags, line[0] == line[-1]),
        max_width_m=osm_tags.max_width_m(tags),
        slope=osm_tags.slope(tags),
        soft=osm_tags.is_soft(tags),
        edited_year=edited_year,
    )


def _take_waterway(found: _Found, id_: int, tags: dict[str, str], line: Line) -> None:
    kind = tags["waterway"]
    width = osm_tags.metres(tags.get("width")) or _WATERWAY_M[kind]
    if kind in _BY_FOOT_THROUGH and width < 3:
        found.backdrop.append(Backdrop("stream", line, area=False, name=tags.get("name", "")))
    else:
        found.water.append(Water(id_, line, area=False, width_m=width))


def _take_relation(found: _Found, relation: _Relation) -> None:
    outer = [found.members[ref] for ref in relation.outer if ref in found.members]
    inner = [found.members[ref] for ref in relation.inner if ref in found.members]
    for number, area in enumerate(areas_of(outer, inner), start=1):
        suffix = "" if number == 1 else f"-{number}"
        _take_area(found, -relation.id, f"r{relation.id}{suffix}", relation.tags, area)


def _take_area(found: _Found, id_: int, quarter: str, tags: dict[str, str], area: Area) -> None:
    """A closed way's or a relation's area: a quarter, a building, water, a square or backdrop."""
    name = tags.get("name", "")
    if tags.get("landuse") == "residential":
        walled = tags.get("gated") == "yes" or tags.get("residential") == "gated" or "barrier" in tags
        found.quarters.append(Quarter(quarter, area, name, walled))
    elif _is_building(tags):
        found.buildings.append(_building(id_, tags, area))
    elif _is_water_area(tags):
        found.water.append(Water(id_, area[0], area=True))
    elif id_ < 0 and osm_tags.walked(tags):
        found.ways.append(_surface(id_, tags, area[0]))
    else:
        kind = _backdrop_kind(tags)
        if kind:
            found.backdrop.append(Backdrop(kind, area[0], area=True, name=name))


def _surface(id_: int, tags: dict[str, str], line: Line) -> Way:
    """A square mapped as a multipolygon: its edge has no node of its own to meet others at."""
    edge = _way(id_, tags, line, tuple(-1 - n for n in range(len(line))))
    return Way(**{name: getattr(edge, name) for name in edge.__struct_fields__} | {"area": True})


def _is_building(tags: dict[str, str]) -> bool:
    """A building that stands on the ground and stops people; roofs and ruins do not."""
    kind = tags.get("building", "no")
    return kind not in {"no", "roof", "carport", "ruins", "proposed", "construction_site", "collapsed"} and (
        tags.get("location") != "underground" and osm_tags.layer(tags) >= 0
    )


def _is_water_area(tags: dict[str, str]) -> bool:
    wet = tags.get("natural") == "water" or tags.get("waterway") in {"riverbank", "dock"}
    return (wet or tags.get("landuse") in {"basin", "reservoir"}) and tags.get("intermittent") != "yes"


def _backdrop_kind(tags: dict[str, str]) -> str:
    if tags.get("landuse") in _LANDUSE or tags.get("leisure") in _LEISURE or tags.get("natural") in _NATURAL:
        return "green"
    if tags.get("amenity") in {"parking", "school", "university", "college", "hospital"}:
        return str(tags["amenity"])
    return "rail" if tags.get("landuse") == "railway" else ""


def _building(id_: int, tags: dict[str, str], area: Area) -> Building:
    levels = osm_tags.metres(tags.get("building:levels"))
    flats = osm_tags.metres(tags.get("building:flats"))
    return Building(
        id=BuildingId(id_),
        area=area,
        levels=levels,
        dwellings=None if flats is None else int(flats),
        kind=tags["building"],
        name=tags.get("name", ""),
    )


def _extent(lines: Iterable[Line]) -> tuple[float, float, float, float]:
    axes: dict[int, list[float]] = defaultdict(list)
    for line in lines:
        for lon, lat in line:
            axes[0].append(lon)
            axes[1].append(lat)
    return min(axes[0]), min(axes[1]), max(axes[0]), max(axes[1])
