"""The report's map: the ground below, the plan on it, and signs that keep their size as one zooms."""

from collections.abc import Iterable, Sequence

import shapely
from msgspec import Struct

from yipanqi.ground.ids import NeighbourhoodId, OpeningId
from yipanqi.papers.counting import Planned
from yipanqi.papers.plan_document import OpeningLine, PlanDocument
from yipanqi.papers.report.drawing import Backcloth, Box, Floats, Ground, Tile, backcloth, path_of
from yipanqi.papers.report.html import tag, text
from yipanqi.papers.report.words import plain_name
from yipanqi.plan.closure.words import say_finding
from yipanqi.survey.model import Line

ROADS = ("service", "middle", "major")
"""Layers drawn twice: a dark casing, then the way itself."""
MARGIN_M = 90.0


class PlacedTile(Struct, frozen=True):
    """A tile of the ground under the name by which small maps use it again."""

    id: str
    layer: str
    tile: Tile


class Drawing(Struct, frozen=True):
    """Everything placed on the report's plane, in tenths of metres where it is path data."""

    box: Box
    tiles: tuple[PlacedTile, ...]
    places: dict[NeighbourhoodId, str]
    """The neighbourhood's own edge."""
    boxes: dict[NeighbourhoodId, Box]
    centres: dict[NeighbourhoodId, tuple[float, float]]
    mapped: tuple[str, ...]
    """The parts of the rings that the map shows as impassable."""
    rings: tuple[str, ...]
    assumed: tuple[str, ...]
    nets: tuple[tuple[OpeningId, str, str], ...]
    """Opening, class and line of what stands across it."""
    openings: dict[OpeningId, tuple[float, float]]
    cloth: Backcloth


def draw(planned: Planned) -> Drawing:
    """Place the map and the plan on one plane."""
    ground = Ground(planned.extract.bounds)
    edges = {n.id: ground.polygon(n.area) for n in planned.neighbourhoods}
    rings = [ground.polygon(closure.ring) for closure in planned.plan.closures]
    cloth = backcloth(planned.extract, ground, [*edges.values(), *rings])
    lines = _lines(planned, ground)
    return Drawing(
        box=_around([*edges.values(), *rings]),
        tiles=_placed(cloth),
        places={key: _polygon_path(shape) for key, shape in edges.items()},
        boxes={key: shape.bounds for key, shape in edges.items()},
        centres={key: _centre(shape) for key, shape in edges.items()},
        mapped=tuple(_mapped(planned, ground, rings)),
        rings=tuple(_polygon_path(ring) for ring in rings),
        assumed=tuple(
            path_of(ground.points(stretch)) for c in planned.plan.closures for stretch in c.assumed
        ),
        nets=tuple((opening, kind, path_of(points)) for opening, kind, points in lines),
        openings=_middles(planned, ground, lines),
        cloth=cloth,
    )


def _around(shapes: Sequence[shapely.Polygon]) -> Box:
    left, top, right, bottom = shapely.total_bounds(shapes).tolist()
    air = max(MARGIN_M, 0.03 * (right - left), 0.03 * (bottom - top))
    return left - air, top - air, right + air, bottom + air


def _placed(cloth: Backcloth) -> tuple[PlacedTile, ...]:
    tiles = ((layer.key, tile) for layer in cloth.layers for tile in layer.tiles)
    return tuple(PlacedTile(f"t{i}", key, tile) for i, (key, tile) in enumerate(tiles))


def _polygon_path(shape: shapely.Polygon) -> str:
    rings = [shape.exterior, *shape.interiors]
    return "".join(path_of(shapely.get_coordinates(ring), closed=True) for ring in rings)


def _centre(shape: shapely.Polygon) -> tuple[float, float]:
    point = shape.representative_point()
    return point.x, point.y


def _mapped(planned: Planned, ground: Ground, rings: Sequence[shapely.Polygon]) -> Iterable[str]:
    """Each ring's edge without what stands across gaps and what is only assumed."""
    for closure, ring in zip(planned.plan.closures, rings, strict=True):
        other: list[Line] = [net.line for net in (*closure.nets, *closure.kept)]
        other += closure.assumed
        taken = shapely.union_all([shapely.LineString(p) for p in ground.many(other) if len(p) > 1])
        rest = shapely.get_parts(ring.boundary.difference(taken.buffer(0.25)))
        yield "".join(path_of(shapely.get_coordinates(part)) for part in rest if part.length > 0.5)


def _lines(planned: Planned, ground: Ground) -> list[tuple[OpeningId, str, Floats]]:
    told: list[tuple[OpeningId, str, Line]] = []
    for closure in planned.plan.closures:
        emergency = {e.opening for e in closure.emergency}
        told += [(net.opening, "net", net.line) for net in closure.nets]
        told += [(n.opening, "way-out" if n.opening in emergency else "way-in", n.line) for n in closure.kept]
    points = ground.many([line for _, _, line in told])
    return [(opening, kind, line) for (opening, kind, _), line in zip(told, points, strict=True)]


def _middles(
    planned: Planned, ground: Ground, lines: Iterable[tuple[OpeningId, str, Floats]]
) -> dict[OpeningId, tuple[float, float]]:
    """Where each opening's sign stands: on what bars it, else on the gap itself."""
    gaps = zip(planned.plan.openings, ground.many([o.line for o in planned.plan.openings]), strict=True)
    found = {opening.id: _half_way(points) for opening, points in gaps}
    for opening, _, points in lines:
        found[opening] = _half_way(points)
    return found


def _half_way(points: Floats) -> tuple[float, float]:
    point = shapely.LineString(points).interpolate(0.5, normalized=True)
    return point.x, point.y


def ground_defs(drawing: Drawing) -> str:
    """The tiles once, for every map on the page to use."""
    return "".join(f'<path id="{placed.id}" d="{placed.tile.path}"/>' for placed in drawing.tiles)


def ground_uses(drawing: Drawing, box: Box | None = None) -> str:
    """The ground as layers of uses of its tiles; only those in a box where one is given."""
    layers: dict[str, list[str]] = {}
    for placed in drawing.tiles:
        if box is None or _meet(placed.tile.box, box):
            layers.setdefault(placed.layer, []).append(f'<use href="#{placed.id}"/>')
    before = [(key, uses) for key, uses in layers.items() if key not in (*ROADS, "wall")]
    roads = [(key, layers[key]) for key in ROADS if key in layers]
    drawn = [_layer(key, uses) for key, uses in before]
    drawn += [_layer(f"{key} casing", uses) for key, uses in roads]
    drawn += [_layer(key, uses) for key, uses in roads]
    if "wall" in layers:
        drawn.append(_layer("wall", layers["wall"]))
    return "".join(drawn)


def _layer(key: str, uses: Iterable[str]) -> str:
    return tag("g", "".join(uses), class_=f"l-{key}")


def _meet(one: Box, other: Box) -> bool:
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]


def plan_lines(drawing: Drawing) -> str:
    """The plan's lines: edges, rings, nets and what is assumed."""
    places = [
        f'<path class="place" data-n="{text(key)}" d="{data}"/>' for key, data in drawing.places.items()
    ]
    nets = [f'<path class="{kind}" d="{data}"/>' for _, kind, data in drawing.nets if data]
    return "".join(
        [
            tag("g", "".join(places), class_="places"),
            tag("g", "".join(f'<path d="{d}"/>' for d in drawing.rings), class_="ring-bed"),
            tag("g", "".join(f'<path d="{d}"/>' for d in drawing.mapped if d), class_="mapped"),
            tag("g", "".join(f'<path d="{d}"/>' for d in drawing.assumed if d), class_="assumed"),
            tag("g", "".join(nets), class_="nets"),
        ]
    )


def at(x_m: float, y_m: float, turn_deg: float = 0.0) -> str:
    """A style that puts a name at a place and keeps its size on screen."""
    turn = f" rotate({turn_deg:.0f}deg)" if round(turn_deg) else ""
    return f"transform:translate({x_m * 10:.0f}px,{y_m * 10:.0f}px) scale(var(--s)){turn}"


def sign_at(x_m: float, y_m: float) -> str:
    """As `at`, for signs that shrink a little where they stand close together."""
    return f"transform:translate({x_m * 10:.0f}px,{y_m * 10:.0f}px) scale(calc(var(--s)*var(--z,1)))"


def opening_sign(opening: OpeningLine) -> str:
    """The key of the sign an opening is drawn with."""
    if opening.role == "bar":
        return "bar" if opening.confirmed else "bar-open"
    return "spared" if opening.role == "covered" else opening.role


def signs(drawing: Drawing, openings: Iterable[OpeningLine]) -> str:
    """The openings' signs with their numbers, gates and emergency openings on top."""
    order = {"spared": 0, "covered": 0, "bar": 1, "emergency": 2, "gate": 3}
    told = []
    for opening in sorted(openings, key=lambda o: order[o.role]):
        x_m, y_m = drawing.openings[opening.id]
        inner = (
            f'<use href="#s-{opening_sign(opening)}" x="-12" y="-12" width="24" height="24"/>'
            f'<text class="no" x="11" y="4">{opening.number}</text>'
        )
        role, key = f"sign r-{opening.role}", text(opening.id)
        told.append(f'<g class="{role}" data-o="{key}" style="{sign_at(x_m, y_m)}">{inner}</g>')
    return "".join(told)


def hands(planned: Planned, drawing: Drawing) -> str:
    """Where crews set out from and where net is fetched, if a night was scheduled."""
    if planned.schedule is None:
        return ""
    ground = Ground(planned.extract.bounds)
    told = {(crew.home, "home"): crew.name for crew in planned.schedule.crews}
    told |= {(supplier.place, "yard"): supplier.name for supplier in planned.schedule.suppliers}
    left, top, right, bottom = drawing.box
    drawn = []
    for (place, key), name in told.items():
        x_m, y_m = (float(v) for v in ground.points([place])[0])
        if left <= x_m <= right and top <= y_m <= bottom:
            use = f'<use href="#s-{key}" x="-12" y="-12" width="24" height="24"/>'
            drawn.append(f'<g style="{sign_at(x_m, y_m)}">{use}<title>{text(name)}</title></g>')
    return "".join(drawn)


def finding_signs(planned: Planned) -> str:
    """Where the check found something: the stretch in vermilion, and a sign on it."""
    ground = Ground(planned.extract.bounds)
    drawn = []
    for finding in planned.findings:
        if not finding.place:
            continue
        points = ground.points(finding.place)
        x_m, y_m = _half_way(points) if len(points) > 1 else (float(points[0][0]), float(points[0][1]))
        drawn.append(f'<path class="finding" d="{path_of(points)}"/>')
        use = '<use href="#s-finding" x="-12" y="-12" width="24" height="24"/>'
        said = text(f"{say_finding(finding, 'zh')} {say_finding(finding, 'en')}")
        drawn.append(f'<g style="{at(x_m, y_m)}">{use}<title>{said}</title></g>')
    return "".join(drawn)


def street_signs(drawing: Drawing) -> str:
    """Street names, the more important first."""
    streets = (
        f'<text class="street k{label.rank}" style="{at(label.x_m, label.y_m, label.turn_deg)}">'
        f"{text(label.text)}</text>"
        for label in sorted(drawing.cloth.labels, key=lambda label: label.rank)
    )
    return tag("g", "".join(streets), class_="streets")


def badges(drawing: Drawing, document: PlanDocument) -> str:
    """The neighbourhoods' numbers, as in the table, and their names."""
    told = []
    for number, line in enumerate(document.neighbourhoods, start=1):
        zh, en = plain_name(line.name)
        spans = f'<tspan lang="zh">{text(zh)}</tspan><tspan lang="en">{text(en)}</tspan>'
        told.append(
            f'<g class="badge" data-n="{text(line.id)}" style="{at(*drawing.centres[line.id])}">'
            f'<circle r="11"/><text class="rank" y="4">{number}</text>'
            f'<text class="name" y="22">{spans}</text></g>'
        )
    return tag("g", "".join(told), class_="badges")


def view_box(box: Box) -> str:
    """A box in metres as an SVG view box in tenths of them."""
    left, top, right, bottom = (round(value * 10) for value in box)
    return f"{left} {top} {right - left} {bottom - top}"


def scale_style(box: Box, width_px: float) -> str:
    """The scale that signs and road widths go by when no script sets it."""
    px_per_m = width_px / (box[2] - box[0])
    return f"--s:{10 / px_per_m:.3f};--k:{px_per_m:.4f}"
