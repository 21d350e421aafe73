"""What is stuck, worst first, each with its next move and who can make it."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from msgspec.structs import replace

from yipanqi.close.goods_ahead import overdue, shortages_ahead
from yipanqi.close.model import Alarm, AlarmCode, CrewRow, Move, OpeningRow, Who
from yipanqi.close.state import Board
from yipanqi.ground.ids import OpeningId

SILENT_AFTER = timedelta(minutes=50)
"""A crew at work is called when nothing was heard of it for so long, and its work should be over."""
LATE_AFTER = timedelta(minutes=20)
"""An opening counts as late when it should have stood so long ago."""

MOVES: dict[AlarmCode, tuple[int, Move, Who]] = {
    "past_deadline": (100, "replan", "commander"),
    "crew_lost": (90, "replan", "commander"),
    "blocked": (80, "ask_lead", "community lead"),
    "unplanned_opening": (75, "replan", "commander"),
    "undone": (70, "replan", "commander"),
    "supplier_short": (60, "send_material", "supplier"),
    "contradiction": (55, "look", "commander"),
    "shortage_ahead": (62, "send_material", "supplier"),
    "delivery_late": (58, "send_material", "supplier"),
    "silent_crew": (50, "call_crew", "crew"),
    "late": (40, "call_crew", "crew"),
    "problem": (65, "decide", "commander"),
    "decision_overdue": (85, "remind", "commander"),
    "not_needed": (10, "take_down", "community lead"),
}
"""For each alarm: its weight, the next move, and who can make it."""


DANGER, OVERDUE = 95, 82
"""Weights of a problem that is dangerous, and of one nobody has answered in time."""


def alarms(board: Board, now: datetime) -> tuple[Alarm, ...]:
    """Everything that needs somebody, the heaviest first, then the oldest."""
    found = [*_of_problems(board, now), *_of_decisions(board, now)]
    if board.plan is not None:
        found += [*_of_openings(board, now), *_of_crews(board, now)]
        found += [*_of_suppliers(board), *_of_goods(board, now), *_of_night(board, now)]
    found.sort(key=lambda a: (-a.weight, a.since or now, a.opening or "", a.crew or ""))
    return tuple(found)


def _alarm(code: AlarmCode, since: datetime | None, **about: Any) -> Alarm:
    weight, move, who = MOVES[code]
    return Alarm(code=code, weight=weight, since=since, move=move, who=who, **about)


def _of_problems(board: Board, now: datetime) -> Iterator[Alarm]:
    """Problems on the office's table, and those of a lead's that are dangerous or overdue."""
    for row in board.problems.values():
        if row.state != "waiting" or row.due_at is None:
            continue
        overdue, danger = now > row.due_at, row.reason == "danger"
        if row.level == "lead" and not (overdue or danger):
            continue
        who: Who = "commander" if row.level == "office" else "community lead"
        yield Alarm(
            code="problem",
            weight=DANGER if danger else OVERDUE if overdue else MOVES["problem"][0],
            since=row.since,
            move="decide" if row.level == "office" else "answer",
            who=who,
            opening=row.opening,
            crew=row.crew,
            supplier=row.supplier,
            neighbourhood=row.neighbourhood,
            problem=row.id,
            facts={"reason": row.reason, "by": row.by, "words": row.words, "overdue": float(overdue)},
        )


def _of_decisions(board: Board, now: datetime) -> Iterator[Alarm]:
    """Decisions that should have been carried out by now."""
    for row in board.decisions.values():
        if row.done_at is None and row.replaced_by is None and now > row.by_at:
            about = board.problems.get(row.about)
            if about is not None and about.state == "closed":
                continue
            yield _alarm(
                "decision_overdue",
                row.by_at,
                opening=row.opening,
                crew=row.crew,
                neighbourhood=about.neighbourhood if about else None,
                decision=row.id,
                facts={"what": row.what, "who": row.carried_out_by},
            )


def _of_openings(board: Board, now: datetime) -> Iterator[Alarm]:
    for row in board.openings.values():
        about = {"opening": row.id, "neighbourhood": row.neighbourhood, "crew": row.crew}
        for flag in row.flags:
            yield _alarm("contradiction", row.since, **about, facts={"flag": flag.code, **flag.facts})
        if row.role == "inside" and row.stands is not None:
            yield _alarm("not_needed", row.since, **about, facts={"stands": row.stands})
        code, since, facts = _stuck(row, now)
        if code is not None:
            alarm = _alarm(code, since, **about, facts=facts)
            held = code == "undone" and row.undone_code == "locked"
            yield replace(alarm, move="unlock") if held else alarm


def _stuck(
    row: OpeningRow, now: datetime
) -> tuple[AlarmCode | None, datetime | None, dict[str, str | float]]:
    """Why an opening is stuck, if it is: the code, since when, and the facts."""
    if row.state == "done" or row.role == "inside":
        return None, None, {}
    if row.state == "blocked":
        return "blocked", row.since, {"reason": row.reason or "other"}
    if row.role is None:
        return ("unplanned_opening" if row.found_tonight else None), row.since, {"width_m": row.width_m}
    if row.crew is None or row.due_at is None:
        return "undone", row.since, {"why": row.undone_why}
    if now - row.due_at > LATE_AFTER:
        return "late", row.due_at, {"minutes": float((now - row.due_at) // timedelta(minutes=1))}
    return None, None, {}


def _of_crews(board: Board, now: datetime) -> Iterator[Alarm]:
    for crew in board.crews.values():
        if crew.state == "lost":
            left = float(sum(o.crew == crew.id and o.state != "done" for o in board.openings.values()))
            if left:
                yield _alarm("crew_lost", crew.heard_at, crew=crew.id, facts={"jobs": left})
        elif _silent(board, crew, now):
            quiet = float((now - (crew.heard_at or now)) // timedelta(minutes=1))
            yield _alarm(
                "silent_crew", crew.heard_at, crew=crew.id, facts={"minutes": quiet, "phone": crew.phone}
            )


def _silent(board: Board, crew: CrewRow, now: datetime) -> bool:
    """Nothing heard for long, and what it was at should be over by now."""
    if crew.heard_at is None or now - crew.heard_at <= SILENT_AFTER:
        return False
    pending = [s.ends_at for s in crew.steps if s.state in {"under_way", "to_come"} and _open(board, s.at)]
    return bool(pending) and now - min(pending) > LATE_AFTER


def _open(board: Board, opening: str) -> bool:
    """Whether work is left there; a yard a crew was to fetch net from is none."""
    row = board.openings.get(OpeningId(opening))
    return row is not None and row.role != "inside" and row.state != "done"


def _of_suppliers(board: Board) -> Iterator[Alarm]:
    for yard in board.suppliers.values():
        if yard.short and any(c.steps and _fetches(c, yard.id) for c in board.crews.values()):
            yield _alarm(
                "supplier_short", None, supplier=yard.id, facts={"stock_m": float(yard.stock_m or 0)}
            )


def _of_goods(board: Board, now: datetime) -> Iterator[Alarm]:
    """Yards that will run out while crews still come, orders overdue, and counts that do not fit."""
    for yard in board.suppliers.values():
        for flag in yard.flags:
            yield _alarm(
                "contradiction", yard.heard_at, supplier=yard.id, facts={"flag": flag.code, **flag.facts}
            )
    for short in shortages_ahead(board, now):
        facts: dict[str, str | float] = {
            "amount": float(short.amount),
            "minutes": float(short.from_s // 60),
            "openings": float(len(short.jobs)),
        }
        yield _alarm("shortage_ahead", None, supplier=short.yard, facts=facts)
    for order in overdue(board, now):
        late = float((now - order.due_at) // timedelta(minutes=1))
        about: dict[str, str | float] = {"good": order.good, "amount": float(order.amount - order.arrived)}
        yield _alarm("delivery_late", order.due_at, supplier=order.supplier, facts={**about, "minutes": late})


def _fetches(crew: CrewRow, supplier: str) -> bool:
    return any(s.do == "load" and s.at == supplier and s.state == "to_come" for s in crew.steps)


def _of_night(board: Board, now: datetime) -> Iterator[Alarm]:
    if board.night is None or now < board.night.deadline_at:
        return
    left = float(sum(o.role != "inside" and o.state != "done" for o in board.openings.values()))
    if left:
        yield _alarm("past_deadline", board.night.deadline_at, facts={"openings": left})
