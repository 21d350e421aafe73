"""What is told to whom off the board: entries and alarms in, messages out. Pure.

Off the board nobody has to look at it, so only what asks somebody for something is told: a plan that
changes their work, a problem on their table, a decision to carry out, a crew lost, something overdue.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from msgspec import Struct
from msgspec.structs import replace

from yipanqi.close.closure_events import ClosureAdopted
from yipanqi.close.decisions_model import DecisionMade
from yipanqi.close.events import CrewLost, OpeningBlocked, OpeningFound
from yipanqi.close.kinds import KINDS
from yipanqi.close.model import Alarm
from yipanqi.close.problems_model import ProblemAnswered, ProblemPassedOn, ProblemRaised
from yipanqi.close.state import Board
from yipanqi.desk.message_words import BLOCKED, DECISIONS, REASONS
from yipanqi.desk.permissions import Role, Scope
from yipanqi.desk.permissions_scope import crews_of, neighbourhoods_of
from yipanqi.ground.ids import CrewId, NeighbourhoodId, OpeningId, SupplierId
from yipanqi.journal.envelope import Entry
from yipanqi.plan.events import PlanAdopted

Language = Literal["zh", "en"]
EXERCISE: dict[Language, str] = {"zh": "【演练】", "en": "[EXERCISE] "}


class Audience(Struct, frozen=True):
    """Whom a message is for: these roles, of those only who have to do with what it is about."""

    roles: frozenset[Role]
    neighbourhood: NeighbourhoodId | None = None
    crew: CrewId | None = None
    supplier: SupplierId | None = None


class Message(Struct, frozen=True):
    """Something to tell; the same `id` is told to the same place once."""

    id: str
    at: datetime
    to: Audience
    words: dict[Language, str]
    urgent: bool = False
    path: str = "/"
    """Where on the board it leads back to."""


def text(message: Message, board: Board, language: Language) -> str:
    """A message as one line, with the time where the town is, marked where it is an exercise."""
    mark = EXERCISE[language] if board.exercise else ""
    return f"{mark}{clock_time(board, message.at)} {message.words[language]}"


def clock_time(board: Board, at: datetime) -> str:
    """Hour and minute as the town's clocks show them; UTC, and saying so, where the town has none."""
    try:
        return f"{at.astimezone(ZoneInfo(board.time_zone)):%H:%M}"
    except (ZoneInfoNotFoundError, ValueError):
        return f"{at:%H:%M} UTC"


def reaches(audience: Audience, role: Role, scope: Scope, board: Board) -> bool:
    """Whether somebody of that role and scope is among those a message is for.

    A commander is told of everything that is for commanders; others only of what their scope has to do with.
    """
    if role not in audience.roles:
        return False
    if role in ("commander", "auditor"):
        return True
    if role == "crew_lead" and audience.crew is not None:
        return audience.crew in crews_of(scope, board)
    if role == "supplier" and audience.supplier is not None:
        return scope.supplier == audience.supplier
    if role == "lender" and audience.crew is not None:
        return audience.crew in crews_of(scope, board)
    if audience.neighbourhood is not None:
        return audience.neighbourhood in neighbourhoods_of(scope, board)
    return True


_Rule = Callable[[Board, Entry, Any], Iterator[Message]]


def messages_of(board: Board, entry: Entry) -> tuple[Message, ...]:
    """What an entry has somebody told, with the board as it stands after it; nothing for most."""
    try:
        event = KINDS.decode(entry.kind, entry.schema, entry.body)
    except ValueError:
        return ()
    rule = _RULES.get(type(event))
    return tuple(rule(board, entry, event)) if rule else ()


def messages_of_alarms(board: Board, alarms: tuple[Alarm, ...], now: datetime) -> tuple[Message, ...]:
    """What time alone brings about: overdue, silent, short, past the deadline. Told once each."""
    told: list[Message] = []
    for alarm in alarms:
        told += _of_alarm(board, alarm, now)
    return tuple(told)


def _message(
    entry: Entry, to: Audience, zh: str, en: str, *, urgent: bool = False, path: str = "/"
) -> Message:
    return Message(entry.event_id, entry.happened_at, to, {"zh": zh, "en": en}, urgent, path)


def _to(*roles: Role, **about: Any) -> Audience:
    return Audience(frozenset(roles), **about)


def _opening(board: Board, opening: OpeningId | None) -> tuple[str, NeighbourhoodId | None]:
    """What people call an opening, and its neighbourhood."""
    row = board.openings.get(opening) if opening else None
    if row is None:
        return str(opening or ""), None
    place = board.neighbourhoods.get(row.neighbourhood)
    return " ".join(part for part in (place.name if place else "", row.name) if part), row.neighbourhood


def _crew(board: Board, crew: CrewId | None) -> str:
    row = board.crews.get(crew) if crew else None
    return row.name if row else str(crew or "")


def _plan_adopted(board: Board, entry: Entry, event: PlanAdopted) -> Iterator[Message]:
    if board.plan is None or board.plan.id != event.plan:
        return
    at = clock_time(board, board.plan.finish_at)
    everyone = _to("commander", "community_lead", "lender", "crew_lead", "supplier")
    yield _message(
        entry,
        everyone,
        f"新方案已下达，预计 {at} 完成。请查看您的任务。",
        f"A new plan is in force; finish about {at}. Look at your jobs.",
    )


def _closure_adopted(_: Board, entry: Entry, __: ClosureAdopted) -> Iterator[Message]:
    yield _message(
        entry,
        _to("commander", "community_lead"),
        "封控方案有变动并已下达，请查看地图。",
        "The closure was changed and is in force; look at the map.",
    )


def _problem(board: Board, entry: Entry, event: ProblemRaised | ProblemPassedOn) -> Iterator[Message]:
    row = board.problems.get(event.problem)
    if row is None:
        return
    where, of_opening = _opening(board, row.opening)
    place = board.neighbourhoods.get(row.neighbourhood) if row.neighbourhood else None
    where = where or (place.name if place else "")
    zh, en = REASONS[row.reason]
    says = f"：{row.words}" if row.words else ""
    says_en = f": {row.words}" if row.words else ""
    danger = row.reason == "danger"
    both = danger or row.level == "office"
    roles: tuple[Role, ...] = ("commander", "community_lead") if both else ("community_lead",)
    yield _message(
        entry,
        _to(*roles, neighbourhood=row.neighbourhood or of_opening),
        f"问题上报（{zh}）{where}{says}",
        f"Problem raised ({en}) {where}{says_en}",
        urgent=danger or row.level == "office",
        path=f"/?problem={row.id}",
    )


def _answered(board: Board, entry: Entry, event: ProblemAnswered) -> Iterator[Message]:
    row = board.problems.get(event.problem)
    if row is not None and row.crew is not None:
        to = _to("crew_lead", crew=row.crew)
        yield _message(
            entry, to, f"答复：{event.words}", f"Answer: {event.words}", path=f"/?problem={row.id}"
        )


def _decided(board: Board, entry: Entry, event: DecisionMade) -> Iterator[Message]:
    where, neighbourhood = _opening(board, event.opening)
    problem = board.problems.get(event.about)
    crew = event.crew or (problem.crew if problem else None)
    neighbourhood = neighbourhood or (problem.neighbourhood if problem else None)
    by = clock_time(board, event.by_at)
    zh, en = DECISIONS[event.what]
    roles: tuple[Role, ...] = ("commander", "community_lead", *(("crew_lead",) if crew else ()))
    yield _message(
        entry,
        _to(*roles, neighbourhood=neighbourhood, crew=crew),
        f"决定：{zh} {where}。{event.words} 执行：{event.carried_out_by}，{by} 前。签发：{event.signed_by}",
        f"Decision: {en} {where}. {event.words} Carried out by {event.carried_out_by} by {by}. "
        f"Signed: {event.signed_by}",
        urgent=True,
        path=f"/?decision={event.decision}",
    )


def _crew_lost(board: Board, entry: Entry, event: CrewLost) -> Iterator[Message]:
    name, why = _crew(board, event.crew), f"（{event.why}）" if event.why else ""
    yield _message(
        entry,
        _to("commander", "lender", crew=event.crew),
        f"封控队退出：{name}{why}",
        f"Crew lost: {name}{f' ({event.why})' if event.why else ''}",
        urgent=True,
        path=f"/?crew={event.crew}",
    )


def _blocked(board: Board, entry: Entry, event: OpeningBlocked) -> Iterator[Message]:
    where, neighbourhood = _opening(board, event.opening)
    zh, en = BLOCKED[event.reason]
    yield _message(
        entry,
        _to("community_lead", neighbourhood=neighbourhood),
        f"受阻（{zh}）：{where} {event.note}".rstrip(),
        f"Blocked ({en}): {where} {event.note}".rstrip(),
        path=f"/?opening={event.opening}",
    )


def _found(board: Board, entry: Entry, event: OpeningFound) -> Iterator[Message]:
    where, neighbourhood = _opening(board, event.opening)
    yield _message(
        entry,
        _to("commander", "community_lead", neighbourhood=neighbourhood),
        f"发现新开口：{where}，宽约 {event.width_m:.1f} 米",
        f"Another opening found: {where}, about {event.width_m:.1f} m wide",
        path=f"/?opening={event.opening}",
    )


_RULES: dict[type, _Rule] = {
    PlanAdopted: _plan_adopted,
    ClosureAdopted: _closure_adopted,
    ProblemRaised: _problem,
    ProblemPassedOn: _problem,
    ProblemAnswered: _answered,
    DecisionMade: _decided,
    CrewLost: _crew_lost,
    OpeningBlocked: _blocked,
    OpeningFound: _found,
}


def _of_alarm(board: Board, alarm: Alarm, now: datetime) -> Iterator[Message]:
    since = alarm.since.isoformat() if alarm.since else ""
    about = alarm.opening or alarm.crew or alarm.supplier or alarm.neighbourhood or ""
    name = f"alarm/{alarm.code}/{alarm.problem or alarm.decision or about}/{since}"
    told = _alarm_words(board, alarm)
    if told is None:
        return
    to, zh, en = told
    yield Message(name, now, to, {"zh": zh, "en": en}, urgent=alarm.weight >= 80)


def _alarm_words(board: Board, alarm: Alarm) -> tuple[Audience, str, str] | None:
    """Whom an alarm is told, in words; None for what an entry has told of, or only the board shows."""
    crew = _crew(board, alarm.crew)
    yard = board.suppliers.get(alarm.supplier) if alarm.supplier else None
    match alarm.code:
        case "silent_crew":
            minutes = f"{alarm.facts.get('minutes', 0):.0f}"
            to = _to("commander", "lender", "crew_lead", crew=alarm.crew)
            return to, f"{crew}已 {minutes} 分钟没有消息", f"{crew}: no word for {minutes} min"
        case "supplier_short" if yard is not None:
            to = _to("commander", "supplier", supplier=yard.id)
            return to, f"{yard.name}材料不足", f"{yard.name} is running out of material"
        case "decision_overdue":
            who = alarm.facts.get("who", "")
            to = _to("commander", "crew_lead", "community_lead", crew=alarm.crew)
            to = replace(to, neighbourhood=alarm.neighbourhood)
            return to, f"决定逾期未执行：{who}", f"A decision is overdue: {who}"
        case "problem" if alarm.facts.get("overdue"):
            roles: tuple[Role, ...] = (
                ("commander",) if alarm.who == "commander" else ("commander", "community_lead")
            )
            words = alarm.facts.get("words", "")
            to = _to(*roles, neighbourhood=alarm.neighbourhood)
            return (
                to,
                f"上报的问题逾期未答复：{words}",
                f"A problem waits too long for an answer: {words}",
            )
        case "past_deadline":
            left = f"{alarm.facts.get('openings', 0):.0f}"
            to = _to("commander", "community_lead")
            return (
                to,
                f"时限已过，还有 {left} 个开口没有完成",
                f"Past the deadline, {left} openings to do",
            )
        case _:
            return None
