"""Blocks that are not homes: schools, works, markets, offices, parks - each laid out for its use."""

import numpy as np
from msgspec.structs import replace
from shapely import Polygon, box
from shapely.affinity import rotate, translate

from yipanqi.simulate.fabric import styles
from yipanqi.simulate.fabric.blocks import Block
from yipanqi.simulate.fabric.chance import stream
from yipanqi.simulate.fabric.chords import largest
from yipanqi.simulate.fabric.houses import houses_of
from yipanqi.simulate.fabric.lanes import draw_lanes
from yipanqi.simulate.fabric.model import Patch, Path, Scene
from yipanqi.simulate.fabric.mouths import StreetMap, find_mouths
from yipanqi.simulate.fabric.parks import lay_park
from yipanqi.simulate.fabric.plot_model import Turn, along_rows
from yipanqi.simulate.fabric.plots import plan_plot
from yipanqi.simulate.fabric.quarters import choose_mouths
from yipanqi.simulate.fabric.styles import Style

Tags = tuple[tuple[str, str], ...]

USES: dict[str, tuple[Style, Tags]] = {
    "government": (styles.CIVIC, (("amenity", "townhall"),)),
    "mall": (styles.MALL, (("landuse", "retail"),)),
    "market": (styles.MARKET, (("amenity", "marketplace"),)),
    "hospital": (styles.HOSPITAL, (("amenity", "hospital"),)),
    "offices": (styles.OFFICES, (("landuse", "commercial"),)),
    "works": (styles.WORKS, (("landuse", "industrial"),)),
    "station": (styles.STATION, (("amenity", "bus_station"),)),
    "school": (styles.SCHOOL, (("amenity", "school"),)),
    "middle school": (styles.SCHOOL, (("amenity", "school"),)),
    "kindergarten": (styles.SCHOOL, (("amenity", "kindergarten"),)),
    "temple": (styles.TEMPLE, (("amenity", "place_of_worship"), ("religion", "buddhist"))),
    "shops": (styles.SHOPS, (("landuse", "retail"),)),
}
PARKS = ("park", "square", "sports")
BARE: dict[str, Tags] = {
    "site": (("landuse", "construction"),),
    "nursery": (("landuse", "plant_nursery"),),
}
WITH_PITCH = ("school", "middle school")


def lay_grounds(seed: int, number: int, block: Block, use: str, name: str, streets: StreetMap) -> Scene:
    """A block laid out for its use; `number` is the block's in the town."""
    rng = stream(seed, "grounds", number)
    named: Tags = (("name", name),) if name else ()
    if use in PARKS:
        return lay_park(rng, block, use, named, streets)
    if use in BARE:
        return Scene(patches=(Patch(block.ring, (*BARE[use], *named)),))
    style, tags = USES[use]
    patches = [Patch(block.ring, (*tags, *named))]
    built = block.polygon
    if use in WITH_PITCH:
        built, pitch = _beside_a_pitch(built)
        patches.append(Patch(pitch, (("leisure", "pitch"), ("sport", "athletics"))))
    plot = plan_plot(rng, built, style)
    mouths = [replace(m, beside=()) for m in find_mouths(rng, plot, built, streets)]
    chosen = choose_mouths(rng, mouths, int(rng.integers(2, 4)))
    lanes = [replace(lane, highway="service") for lane in draw_lanes(plot, chosen)]
    return Scene(
        houses=tuple(houses_of(rng, plot)),
        lanes=tuple(lanes),
        patches=tuple(patches),
        joints=tuple((m.street_index, m.street) for m in chosen),
    )


def _beside_a_pitch(polygon: Polygon) -> tuple[Polygon, Path]:
    """The western part of a block to build on, and a running track's outline in the eastern part."""
    angle = along_rows(polygon)
    turn = Turn((polygon.centroid.x, polygon.centroid.y), angle)
    local = turn.local(polygon)
    west, south, east, north = local.bounds
    split = west + (east - west) * 0.56
    built = largest(local.intersection(box(west - 1, south - 1, split, north + 1)))
    free = local.buffer(-7).intersection(box(split + 4, south, east, north))
    x, y = free.centroid.x, free.centroid.y
    a, b, c, d = free.bounds
    track = _stadium(min(c - a, 90.0) * 0.9, min(d - b, 150.0) * 0.86)
    placed = translate(track, x, y).intersection(free)
    outline = largest(placed)
    back = rotate(built, np.degrees(angle), origin=(0, 0))
    back = translate(back, *turn.origin)
    return Polygon([(round(p[0], 2), round(p[1], 2)) for p in back.exterior.coords[:-1]]), tuple(
        turn.out((p[0], p[1])) for p in outline.exterior.coords[:-1]
    )


def _stadium(width: float, height: float) -> Polygon:
    """A running track round the origin: straights joined by half circles."""
    radius = min(width, height) / 2 * 0.98
    long = max(width, height) / 2 - radius
    spine = box(-0.01, -long, 0.01, long) if height >= width else box(-long, -0.01, long, 0.01)
    return spine.buffer(radius, quad_segs=6)
