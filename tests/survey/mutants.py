"""Maps nobody has seen: real or generated ones cropped, moved, thinned, and spoilt as mappers spoil them.

A map here is what an OSM file holds, before any of our readers has looked at it. Every change takes a map
and a seeded chance, and gives another map; what it was handed stays as it was.
"""

import gzip
import math
import random
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

import osmium
from msgspec import Struct
from msgspec.structs import replace

Tags = dict[str, str]
Place = tuple[float, float]


class MapWay(Struct, frozen=True):
    """A way by its nodes' numbers."""

    id: int
    tags: Tags
    refs: tuple[int, ...]


class MapRelation(Struct, frozen=True):
    """A relation and its members: type, number, role."""

    id: int
    tags: Tags
    members: tuple[tuple[str, int, str], ...]


class RawMap(Struct, frozen=True):
    """All that an OSM file holds."""

    places: dict[int, Place]
    node_tags: dict[int, Tags]
    ways: tuple[MapWay, ...]
    relations: tuple[MapRelation, ...]

    @property
    def box(self) -> tuple[float, float, float, float]:
        """West, south, east, north of its nodes."""
        lons, lats = zip(*self.places.values(), strict=True)
        return min(lons), min(lats), max(lons), max(lats)

    def next_id(self) -> int:
        """A number no node, way or relation has."""
        return 1 + max([*self.places, *(w.id for w in self.ways), *(r.id for r in self.relations)])


Change = Callable[[RawMap, random.Random], RawMap]


def read_raw(path: Path) -> RawMap:
    """An OSM file as it is."""
    places: dict[int, Place] = {}
    node_tags: dict[int, Tags] = {}
    ways: list[MapWay] = []
    relations: list[MapRelation] = []
    thing: Any
    for thing in osmium.FileProcessor(str(path)):
        tags = dict(thing.tags)
        if thing.is_node():
            places[thing.id] = (thing.lon, thing.lat)
            if tags:
                node_tags[thing.id] = tags
        elif thing.is_way():
            ways.append(MapWay(thing.id, tags, tuple(node.ref for node in thing.nodes)))
        elif thing.is_relation():
            members = tuple((m.type, m.ref, m.role) for m in thing.members)
            relations.append(MapRelation(thing.id, tags, members))
    return RawMap(places, node_tags, tuple(ways), tuple(relations))


def write_raw(raw: RawMap, path: Path) -> Path:
    """A map as an OSM file (`.osm.gz`)."""
    path.write_bytes(gzip.compress("\n".join(_lines(raw)).encode(), compresslevel=1, mtime=0))
    return path


def _lines(raw: RawMap) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield '<osm version="0.6" generator="mutants">'
    for number, (lon, lat) in raw.places.items():
        tags = "".join(_tags(raw.node_tags.get(number, {})))
        yield f'<node id="{number}" version="1" lat="{lat:.7f}" lon="{lon:.7f}">{tags}</node>'
    for way in raw.ways:
        refs = "".join(f'<nd ref="{ref}"/>' for ref in way.refs)
        yield f'<way id="{way.id}" version="1">{refs}{"".join(_tags(way.tags))}</way>'
    for relation in raw.relations:
        kinds = {"n": "node", "w": "way", "r": "relation"}
        members = "".join(
            f'<member type="{kinds[kind]}" ref="{ref}" role={quoteattr(role)}/>'
            for kind, ref, role in relation.members
        )
        yield f'<relation id="{relation.id}" version="1">{members}{"".join(_tags(relation.tags))}</relation>'
    yield "</osm>"


def _tags(tags: Tags) -> Iterator[str]:
    for key, value in tags.items():
        yield f"<tag k={quoteattr(key)} v={quoteattr(value)}/>"


# Where the map ends, and where on earth it lies.


def crop(raw: RawMap, box: tuple[float, float, float, float], whole_ways: bool) -> RawMap:
    """What lies in a box; ways that leave it keep their far nodes, or lose them, as tools do either."""
    west, south, east, north = box
    held = {n for n, (lon, lat) in raw.places.items() if west <= lon <= east and south <= lat <= north}
    ways = tuple(way for way in raw.ways if held.intersection(way.refs))
    kept = held | {ref for way in ways for ref in way.refs} if whole_ways else held
    numbers = {way.id for way in ways}
    relations = tuple(
        r for r in raw.relations if any(kind == "w" and n in numbers for kind, n, _ in r.members)
    )
    return RawMap(
        {n: place for n, place in raw.places.items() if n in kept},
        {n: tags for n, tags in raw.node_tags.items() if n in kept},
        ways,
        relations,
    )


def cropped(share: float, whole_ways: bool) -> Change:
    """A change that keeps a box of that share of each side, anywhere on the map."""

    def change(raw: RawMap, chance: random.Random) -> RawMap:
        lon, lat = chance.choice([raw.places[way.refs[0]] for way in homes(raw) if way.refs[0] in raw.places])
        west, south, east, north = raw.box
        wide, high = (east - west) * share / 2, (north - south) * share / 2
        lon, lat = lon + chance.uniform(-0.5, 0.5) * wide, lat + chance.uniform(-0.5, 0.5) * high
        return crop(raw, (lon - wide, lat - high, lon + wide, lat + high), whole_ways)

    return change


def moved_to(lon: float, lat: float) -> Change:
    """A change that moves the map's middle elsewhere, shapes kept; longitudes wrap at 180 degrees."""

    def change(raw: RawMap, _: random.Random) -> RawMap:
        west, south, east, north = raw.box
        middle = ((west + east) / 2, (south + north) / 2)
        stretch = math.cos(math.radians(middle[1])) / math.cos(math.radians(lat))
        places = {}
        for number, (x, y) in raw.places.items():
            there = lon + (x - middle[0]) * stretch
            places[number] = ((there + 180.0) % 360.0 - 180.0, lat + y - middle[1])
        return replace(raw, places=places)

    return change


def beside_itself(raw: RawMap, chance: random.Random) -> RawMap:
    """The map twice, one copy right east of the other: twice as much of everything."""
    del chance
    west, _, east, _ = raw.box
    by, wide = raw.next_id(), (east - west) * 1.02
    ways = (replace(way, id=way.id + by, refs=tuple(ref + by for ref in way.refs)) for way in raw.ways)
    relations = (
        replace(r, id=r.id + by, members=tuple((kind, ref + by, role) for kind, ref, role in r.members))
        for r in raw.relations
    )
    return RawMap(
        raw.places | {n + by: (lon + wide, lat) for n, (lon, lat) in raw.places.items()},
        raw.node_tags | {n + by: tags for n, tags in raw.node_tags.items()},
        (*raw.ways, *ways),
        (*raw.relations, *relations),
    )


# What is mapped, and how well.


def homes(raw: RawMap) -> list[MapWay]:
    """The closed ways that are residential areas."""
    return [w for w in raw.ways if w.tags.get("landuse") == "residential" and w.refs[0] == w.refs[-1]]


def without(*keys: str, share: float = 1.0) -> Change:
    """A change that takes tags away from nodes, ways and relations; not everywhere, if a share is given."""

    def change(raw: RawMap, chance: random.Random) -> RawMap:
        def thinned(tags: Tags) -> Tags:
            return {k: v for k, v in tags.items() if k not in keys or chance.random() >= share}

        return RawMap(
            raw.places,
            {n: thinned(tags) for n, tags in raw.node_tags.items()},
            tuple(replace(way, tags=thinned(way.tags)) for way in raw.ways),
            tuple(replace(relation, tags=thinned(relation.tags)) for relation in raw.relations),
        )

    return change


def tagged(key: str, value: str, share: float, on: str = "highway") -> Change:
    """A change that sets a tag on some of the ways that have another."""

    def change(raw: RawMap, chance: random.Random) -> RawMap:
        ways = (
            replace(way, tags={**way.tags, key: value}) if on in way.tags and chance.random() < share else way
            for way in raw.ways
        )
        return replace(raw, ways=tuple(ways))

    return change


def reversed_ways(raw: RawMap, chance: random.Random) -> RawMap:
    """Half of all ways drawn the other way round."""
    ways = (replace(w, refs=w.refs[::-1]) if chance.random() < 0.5 else w for w in raw.ways)
    return replace(raw, ways=tuple(ways))


def merged_ways(raw: RawMap, chance: random.Random) -> RawMap:
    """Ways of a class drawn on as one where they meet end to end, whatever leads off there."""
    left = [w for w in raw.ways if "highway" in w.tags]
    chance.shuffle(left)
    rest = [w for w in raw.ways if "highway" not in w.tags]
    starts: dict[tuple[str, int], MapWay] = {}
    for way in left:
        starts.setdefault((way.tags["highway"], way.refs[0]), way)
    gone: set[int] = set()
    merged = []
    for way in left:
        if way.id in gone:
            continue
        gone.add(way.id)
        after = starts.get((way.tags["highway"], way.refs[-1]))
        while after is not None and after.id not in gone and len(way.refs) < 200:
            gone.add(after.id)
            way = replace(way, refs=(*way.refs, *after.refs[1:]))
            after = starts.get((way.tags["highway"], way.refs[-1]))
        merged.append(way)
    return replace(raw, ways=(*rest, *merged))


def split_ways(raw: RawMap, chance: random.Random) -> RawMap:
    """Half of all streets cut at every node of theirs."""
    number = raw.next_id()
    ways: list[MapWay] = []
    for way in raw.ways:
        if "highway" not in way.tags or way.tags.get("area") == "yes" or chance.random() < 0.5:
            ways.append(way)
            continue
        for pair in pairwise(way.refs):
            ways.append(MapWay(number, way.tags, pair))
            number += 1
    return replace(raw, ways=tuple(ways))


def unshared_nodes(raw: RawMap, chance: random.Random) -> RawMap:
    """Streets with nodes of their own where they should share those of others; and nodes given twice."""
    number = raw.next_id()
    places = dict(raw.places)
    ways: list[MapWay] = []
    for way in raw.ways:
        refs: list[int] = []
        for ref in way.refs:
            if "highway" in way.tags and ref in raw.places and chance.random() < 0.1:
                places[number] = raw.places[ref]
                refs.append(number)
                number += 1
            else:
                refs += [ref] * (2 if chance.random() < 0.1 else 1)
        ways.append(replace(way, refs=tuple(refs)))
    return replace(raw, places=places, ways=tuple(ways))


def shaken(metres: float) -> Change:
    """A change that moves every node by chance, so that nothing is straight and little is closed tight."""

    def change(raw: RawMap, chance: random.Random) -> RawMap:
        by = metres / 111_320.0
        places = {
            n: (lon + chance.uniform(-by, by), lat + chance.uniform(-by, by))
            for n, (lon, lat) in raw.places.items()
        }
        return replace(raw, places=places)

    return change


# Neighbourhoods as they should not be.


def _redrawn(
    raw: RawMap,
    draw: Callable[[list[Place]], Iterable[Place]],
    keep: bool,
    share: float,
    chance: random.Random,
) -> RawMap:
    """Residential areas drawn anew from their places (the last is not repeated), or drawn besides."""
    number = raw.next_id()
    places = dict(raw.places)
    chosen = {w.id for w in homes(raw) if chance.random() < share}
    ways: list[MapWay] = []
    for way in raw.ways:
        mine = [raw.places[r] for r in way.refs[:-1] if r in raw.places] if way.id in chosen else []
        if len(mine) < 3:
            ways.append(way)
            continue
        refs = []
        for place in draw(mine):
            places[number] = place
            refs.append(number)
            number += 1
        fresh = MapWay(number, way.tags, (*refs, refs[0]))
        number += 1
        ways += [way, fresh] if keep else [replace(fresh, id=way.id)]
    return replace(raw, places=places, ways=tuple(ways))


def scaled(factor: float, keep: bool = False, share: float = 0.6, aside: float = 0.0) -> Change:
    """A change that draws neighbourhoods larger or smaller, and aside by a share of their breadth."""

    def change(raw: RawMap, chance: random.Random) -> RawMap:
        def draw(places: list[Place]) -> Iterable[Place]:
            x = sum(p[0] for p in places) / len(places)
            y = sum(p[1] for p in places) / len(places)
            by = aside * (max(p[0] for p in places) - min(p[0] for p in places))
            return [(x + (lon - x) * factor + by, y + (lat - y) * factor) for lon, lat in places]

        return _redrawn(raw, draw, keep, share, chance)

    return change


def crossed(raw: RawMap, chance: random.Random) -> RawMap:
    """Neighbourhoods whose edge crosses itself: two of its corners changed over."""

    def draw(places: list[Place]) -> Iterable[Place]:
        if len(places) > 3:
            at = chance.randrange(1, len(places) - 1)
            places[at], places[at + 1] = places[at + 1], places[at]
        return places

    return _redrawn(raw, draw, keep=False, share=0.6, chance=chance)


def spiked(raw: RawMap, chance: random.Random) -> RawMap:
    """Neighbourhoods whose edge runs out and back on itself, and touches itself in a corner."""

    def draw(places: list[Place]) -> Iterable[Place]:
        at = chance.randrange(len(places))
        lon, lat = places[at]
        out = (lon + chance.uniform(-4e-4, 4e-4), lat + chance.uniform(-4e-4, 4e-4))
        loop = [(out[0] + 1e-4, out[1]), (out[0], out[1] + 1e-4)] if chance.random() < 0.5 else []
        return [*places[: at + 1], out, *loop, out, *places[at:]]

    return _redrawn(raw, draw, keep=False, share=0.6, chance=chance)


def as_multipolygons(broken: bool) -> Change:
    """A change that makes residential areas relations of two open ways; broken: one missing, or inner."""

    def change(raw: RawMap, chance: random.Random) -> RawMap:
        number = raw.next_id()
        relations = list(raw.relations)
        ways: list[MapWay] = []
        for way in raw.ways:
            if way.tags.get("landuse") != "residential" or len(way.refs) < 5 or chance.random() < 0.3:
                ways.append(way)
                continue
            half = len(way.refs) // 2
            parts = [MapWay(number, {}, way.refs[: half + 1]), MapWay(number + 1, {}, way.refs[half:])]
            ways += parts if not broken or chance.random() < 0.5 else parts[:1]
            role = "inner" if broken and chance.random() < 0.3 else "outer"
            members = (("w", number, "outer"), ("w", number + 1, role))
            relations.append(MapRelation(number + 2, {**way.tags, "type": "multipolygon"}, members))
            number += 3
        return replace(raw, ways=tuple(ways), relations=tuple(relations))

    return change


def one_huge(raw: RawMap, _: random.Random) -> RawMap:
    """A residential area over the whole map, and beyond."""
    west, south, east, north = raw.box
    number = raw.next_id()
    corners = [(west - 0.01, south - 0.01), (east + 0.01, south - 0.01), (east + 0.01, north), (west, north)]
    fresh = {number + i: corner for i, corner in enumerate(corners)}
    way = MapWay(number + 4, {"landuse": "residential", "name": "全部"}, (*fresh, number))
    rest = tuple(w for w in raw.ways if w not in homes(raw))
    return replace(raw, places={**raw.places, **fresh}, ways=(*rest, way))


def wayless(raw: RawMap, chance: random.Random) -> RawMap:
    """Every way taken away that comes near some neighbourhood."""
    kept = list(raw.ways)
    for home in chance.sample(homes(raw), max(1, len(homes(raw)) // 3)):
        mine = [raw.places[r] for r in home.refs if r in raw.places]
        if mine:
            west, south = min(p[0] for p in mine), min(p[1] for p in mine)
            east, north = max(p[0] for p in mine), max(p[1] for p in mine)
            box = crop(raw, (west, south, east, north), whole_ways=True)
            near = {w.id for w in box.ways if "highway" in w.tags}
            kept = [w for w in kept if w.id not in near]
    return replace(raw, ways=tuple(kept))


CHANGES: dict[str, Change] = {
    "cropped with whole ways": cropped(0.6, whole_ways=True),
    "cropped hard": cropped(0.5, whole_ways=False),
    "cropped small": cropped(0.25, whole_ways=False),
    "without levels and kinds": without("building:levels", "building:flats", "name", "maxheight", "width"),
    "without barriers": without("barrier"),
    "without buildings": without("building"),
    "half the buildings": without("building", share=0.5),
    "half the streets": without("highway", share=0.5),
    "footways only": tagged("highway", "footway", 1.0),
    "bridges without a layer": tagged("bridge", "yes", 0.15),
    "tunnels anywhere": tagged("tunnel", "yes", 0.1),
    "layers that lie": tagged("layer", "1", 0.3),
    "squares anywhere": tagged("area", "yes", 0.2),
    "low archways": tagged("maxheight", "2.5", 0.3),
    "no cars": tagged("motor_vehicle", "no", 0.7),
    "walls for streets": tagged("barrier", "fence", 0.2),
    "reversed": reversed_ways,
    "merged": merged_ways,
    "split": split_ways,
    "unshared nodes": unshared_nodes,
    "shaken by centimetres": shaken(0.05),
    "shaken by metres": shaken(3.0),
    "smaller neighbourhoods": scaled(0.5),
    "tiny neighbourhoods": scaled(0.08),
    "larger neighbourhoods": scaled(1.6),
    "nested neighbourhoods": scaled(0.5, keep=True),
    "overlapping neighbourhoods": scaled(1.0, keep=True, aside=0.4),
    "edges that cross themselves": crossed,
    "edges that touch themselves": spiked,
    "multipolygons": as_multipolygons(broken=False),
    "broken multipolygons": as_multipolygons(broken=True),
    "one huge neighbourhood": one_huge,
    "neighbourhoods without a way": wayless,
    "on the date line": moved_to(180.0, 28.0),
    "far north": moved_to(25.0, 78.2),
    "far south-east": moved_to(-70.0, -54.8),
    "twice": beside_itself,
}
