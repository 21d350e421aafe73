"""A crew's timeline: what really happened, then what the plan in force still has for it.

What happened is kept as marks (earliest start, latest end), which come out the same
in whatever order the reports arrive; the timeline is worked out from marks and plan.
"""

from datetime import datetime, timedelta
from typing import Literal

from msgspec.structs import replace

from yipanqi.close.model import CrewRow, StepRow
from yipanqi.close.state import Board, Mark
from yipanqi.ground.ids import CrewId, OpeningId, SupplierId
from yipanqi.journal.envelope import Entry

Do = Literal["load", "job"]


def begun(board: Board, crew: CrewId, opening: OpeningId, entry: Entry) -> Board:
    """Work of a crew at an opening has started."""
    mark = _mark(board, crew, opening) or Mark("job", opening)
    first = min(mark.first_start or entry.happened_at, entry.happened_at)
    last = max(mark.last_start or entry.happened_at, entry.happened_at)
    return _marked(board, crew, opening, replace(mark, first_start=first, last_start=last), entry.position)


def ended(board: Board, crew: CrewId, opening: OpeningId, entry: Entry, *, dropped: bool = False) -> Board:
    """Work of a crew at an opening is over: done, or dropped because it was blocked."""
    mark = _mark(board, crew, opening) or Mark("job", opening)
    if mark.end is None or (entry.happened_at, entry.event_id) > (mark.end, mark.ended_by):
        mark = replace(mark, end=entry.happened_at, ended_by=entry.event_id, dropped=dropped)
    return _marked(board, crew, opening, mark, entry.position)


def filled(board: Board, crew: CrewId, supplier: str, net_m: int, entry: Entry) -> Board:
    """A crew has filled up at a yard; each time is a mark of its own."""
    mark = Mark("load", supplier, end=entry.happened_at, net_m=net_m)
    return _marked(board, crew, entry.event_id, mark, entry.position)


def retimed(board: Board, row: CrewRow) -> CrewRow:
    """The crew's row with its timeline worked out from marks and plan."""
    marks = board.marks.get(row.id, {})
    plan = board.schedule.get(row.id, ())
    length = {step.at: step.ends_at - step.starts_at for step in plan if step.do == "job"}
    happened = [_happened(board, mark, length) for _, mark in sorted(marks.items())]
    if row.state == "lost":
        happened = [replace(s, state="dropped") if s.state == "under_way" else s for s in happened]
    coming = _coming(board, marks, plan)
    happened.sort(key=lambda step: (step.state == "under_way", step.starts_at, step.at))
    return replace(row, steps=(*happened, *coming))


def _happened(board: Board, mark: Mark, length: dict[str, timedelta]) -> StepRow:
    """A mark as a bar: its planned length where only one end of it is known."""
    planned = length.get(mark.at)
    long = planned if planned is not None else _planned_length(board, mark)
    net_m = mark.net_m or _net(board, mark)
    if mark.end is None or (mark.last_start is not None and mark.last_start > mark.end):
        start = mark.last_start or mark.end
        assert start is not None, "a mark has a start or an end"  # noqa: S101 - by construction
        return StepRow(mark.do, mark.at, start, start + long, net_m, "under_way")
    start = mark.first_start or mark.end - long
    return StepRow(
        mark.do, mark.at, min(start, mark.end), mark.end, net_m, "dropped" if mark.dropped else "done"
    )


def _planned_length(board: Board, mark: Mark) -> timedelta:
    if mark.do == "load":
        yard = board.suppliers.get(SupplierId(mark.at))
        return timedelta(seconds=yard.load_s if yard else 0)
    part = board.planned.get(OpeningId(mark.at))
    return timedelta(seconds=part.work_s if part else 0)


def _net(board: Board, mark: Mark) -> int:
    part = board.planned.get(OpeningId(mark.at))
    return part.net_m if part and mark.do == "job" else 0


def _coming(board: Board, marks: dict[str, Mark], plan: tuple[StepRow, ...]) -> list[StepRow]:
    """The plan's steps that have not happened: jobs without a mark, loads not yet fetched since."""
    since = board.plan.adopted_at if board.plan else None
    fetched = [m.at for m in marks.values() if m.do == "load" and _later(m.end, since)]
    coming = []
    for step in plan:
        if step.do == "load" and step.at in fetched:
            fetched.remove(step.at)
        elif step.do == "load" or step.at not in marks or _was_dropped_before(marks[step.at], since):
            coming.append(step)
    return coming


def _later(end: datetime | None, since: datetime | None) -> bool:
    return end is not None and since is not None and end > since


def _was_dropped_before(mark: Mark, since: datetime | None) -> bool:
    """Dropped, and given out again by a later plan."""
    over = mark.dropped and mark.end is not None and since is not None and mark.end <= since
    return over and (mark.last_start is None or mark.end is None or mark.last_start <= mark.end)


def _mark(board: Board, crew: CrewId, key: str) -> Mark | None:
    return board.marks.get(crew, {}).get(key)


def _marked(board: Board, crew: CrewId, key: str, mark: Mark, position: int) -> Board:
    marks = board.marks.get(crew, {}) | {key: mark}
    board = replace(board, marks=board.marks | {crew: marks})
    row = board.crews.get(crew)
    if row is None:
        return board
    row = replace(retimed(board, row), position=position)
    return replace(board, crews=board.crews | {crew: row})
