"""What happens to the town and not to one crew: a yard runs short, a gap turns up, a quarrel is settled."""

from collections.abc import Iterator
from datetime import timedelta

import numpy as np
from shapely import LineString, Point, STRtree

from yipanqi.close.events import OpeningFound, OpeningUnblocked, SupplierCounted
from yipanqi.close.model import NeighbourhoodRow, OpeningRow
from yipanqi.close.state import Board
from yipanqi.ground.ids import CrewId, NeighbourhoodId, OpeningId, SupplierId
from yipanqi.ground.plane import Frame, LonLat
from yipanqi.simulate.fabric.chance import pick, stream
from yipanqi.simulate.luck import (
    FOUND_NAMES,
    HANDED_ON_S,
    MORE_NET_AFTER_S,
    MORE_NET_M,
    MORE_NET_NOTE,
    Luck,
    seconds_into,
)
from yipanqi.simulate.scene import Scene
from yipanqi.simulate.working import Next

CLEAR_M = 12.0
"""A gap nobody knew is at least so far from those that were known."""


def yards_next(scene: Scene) -> Iterator[tuple[SupplierId, Next]]:
    """A supplier counts, and has less than it had said."""
    board = scene.board
    for supplier, (at_s, share) in scene.luck.short(tuple(board.suppliers)).items():
        said_m = board.suppliers[supplier].first_stock_m
        if supplier not in board.counts and said_m is not None:
            yield supplier, (seconds_into(board, at_s), SupplierCounted(supplier, round(said_m * share)))


def more_net_next(scene: Scene) -> Iterator[tuple[SupplierId, Next]]:
    """Where every yard is empty and work waits for net, somebody finds more of it."""
    board = scene.board
    waiting = [row.since for row in _without_net(board) if row.since is not None]
    if waiting and board.suppliers and scene.any_yard() is None:
        last = max([min(waiting), *(count.at for count in board.counts.values())])
        at = last + timedelta(seconds=MORE_NET_AFTER_S)
        finder = min(board.suppliers)
        yield finder, (at, SupplierCounted(finder, MORE_NET_M))


def _without_net(board: Board) -> list[OpeningRow]:
    return [row for row in board.openings.values() if row.state == "blocked" and row.reason == "no_material"]


def net_there_next(scene: Scene) -> Iterator[tuple[NeighbourhoodId, Next]]:
    """There is net again: what waited for it can go on."""
    yard = scene.any_yard()
    if yard is None:
        return
    count = scene.board.counts.get(yard.id)
    for row in _without_net(scene.board):
        if row.since is not None:
            known = max(row.since, count.at) if count is not None else row.since
            at = known + timedelta(seconds=HANDED_ON_S)
            yield row.neighbourhood, (at, OpeningUnblocked(row.id, MORE_NET_NOTE))


def settled_next(scene: Scene) -> Iterator[tuple[NeighbourhoodId, Next]]:
    """What stopped an opening is settled, if it ever is, and by whose community."""
    for row in scene.board.openings.values():
        if row.state != "blocked" or row.since is None or row.reason == "no_material":
            continue
        settled = scene.luck.settled(row.id)
        if settled is not None:
            after_s, note = settled
            yield row.neighbourhood, (row.since + timedelta(seconds=after_s), OpeningUnblocked(row.id, note))


def gaps_next(scene: Scene, frame: Frame) -> Iterator[tuple[CrewId, Next]]:
    """An opening the map did not know is seen by the crew nearest to it."""
    board = scene.board
    known = {n.id: n for n in board.neighbourhoods.values() if not n.walled and _planned(board, n.id)}
    seen = {o.id.rpartition("/found-")[2] for o in board.openings.values() if o.found_tonight}
    for k, at_s in enumerate(scene.luck.found_at()):
        if str(k + 1) in seen:
            continue
        gap = _gap(board, known, k, scene.luck, frame)
        if gap is None:
            continue
        finder = _nearest(scene, gap.line)
        if finder is not None:
            found = OpeningFound(
                gap.opening, gap.neighbourhood, gap.line, gap.width_m, gap.vehicle, gap.name, finder
            )
            yield finder, (seconds_into(board, at_s), found)


def _planned(board: Board, place: NeighbourhoodId) -> bool:
    return any(o in board.planned for o in board.openings_of.get(place, ()))


def _gap(
    board: Board, known: dict[NeighbourhoodId, NeighbourhoodRow], number: int, luck: Luck, frame: Frame
) -> OpeningFound | None:
    """The gap of a number: a place on some neighbourhood's edge, well away from the map's openings."""
    rng = stream(luck.seed, "gap", number)
    if not known:
        return None
    place = known[pick(rng, sorted(known))]
    ring = LineString(frame.to_xy(np.array(place.area[0], dtype=np.float64)))
    mapped = [o for o in board.openings_of.get(place.id, ()) if not board.openings[o].found_tonight]
    lines = [
        LineString(frame.to_xy(np.array(board.openings[o].line, dtype=np.float64))).buffer(0.1)
        for o in mapped
    ]
    tree = STRtree(lines)
    width_m = float(rng.choice((2.0, 2.5, 3.0, 3.5, 4.0)))
    for share in rng.random(40):
        middle = ring.interpolate(float(share) * ring.length)
        if len(tree.query(middle, predicate="dwithin", distance=CLEAR_M)) == 0:
            return OpeningFound(
                opening=OpeningId(f"{place.id}/found-{number + 1}"),
                neighbourhood=place.id,
                line=_across(ring, middle, width_m, frame),
                width_m=width_m,
                name=pick(rng, FOUND_NAMES),
            )
    return None


def _across(ring: LineString, middle: Point, width_m: float, frame: Frame) -> tuple[LonLat, LonLat]:
    at = ring.project(middle)
    ends = [ring.interpolate((at + off) % ring.length) for off in (-width_m / 2, width_m / 2)]
    (a, b), (c, d) = frame.to_lonlat(np.array([(p.x, p.y) for p in ends]))
    return (round(float(a), 7), round(float(b), 7)), (round(float(c), 7), round(float(d), 7))


def _nearest(scene: Scene, line: tuple[LonLat, LonLat]) -> CrewId | None:
    """The nearest crew that is out and about."""
    about = [c for c in scene.board.crews.values() if c.heard_at is not None and c.state != "lost"]
    return min(about, key=lambda c: (scene.metres_from(c, line[0]), c.id)).id if about else None
