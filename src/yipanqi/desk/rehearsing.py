"""A rehearsal of a real plan: its survey and first plan on a board of their own, as an exercise."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from yipanqi.close.kinds import KINDS
from yipanqi.ground.ids import PlanId
from yipanqi.journal.envelope import Draft, Entry
from yipanqi.plan.events import PlanAdopted, PlannedStep, PlanProposed
from yipanqi.survey.events import SurveyRecorded

COPIED = frozenset(
    {
        "survey.recorded",
        "survey.edited",
        "survey.edit_undone",
        "closure.rules_set",
        "closure.proposed",
        "closure.adopted",
        "plan.proposed",
        "plan.adopted",
        "terms.set",
        "key.given",
    }
)
"""What was decided before the night; what was reported, decided or planned again in it stays behind."""


def rehearsal(entries: Iterable[Entry], starts_at: datetime) -> tuple[Draft, ...]:
    """Entries for an empty board on which the newest survey's first plan begins at `starts_at`.

    A plan that was only proposed is in it as such; whoever rehearses adopts it.

    Raises:
        ValueError: there is no survey or no first plan to rehearse.
    """
    chosen = _of_newest_survey(entries)
    plan = _first_plan(chosen)
    if plan is None:
        raise ValueError("there is no plan to rehearse")
    return tuple(_drafts(chosen, plan, starts_at))


def _of_newest_survey(entries: Iterable[Entry]) -> list[Entry]:
    kept: list[Entry] = []
    for entry in entries:
        if entry.kind == "survey.recorded":
            kept = []
        if entry.kind in COPIED:
            kept.append(entry)
    if not kept or kept[0].kind != "survey.recorded":
        raise ValueError("there is no survey to rehearse on")
    return kept


def _first_plan(entries: Iterable[Entry]) -> PlanId | None:
    """The first plan that was adopted, else the newest first plan that was proposed."""
    proposed: list[PlanId] = []
    for entry in entries:
        event = _event(entry)
        if isinstance(event, PlanProposed) and event.kind == "first":
            proposed.append(event.id)
        if isinstance(event, PlanAdopted) and event.plan in proposed:
            return event.plan
    return proposed[-1] if proposed else None


def _event(entry: Entry) -> Struct:
    return KINDS.decode(entry.kind, entry.schema, entry.body)


def _drafts(entries: Iterable[Entry], plan: PlanId, starts_at: datetime) -> Iterator[Draft]:
    moved: dict[int, int] = {}  # where an entry is now, by where it was
    for entry in entries:
        event = _event(entry)
        if isinstance(event, PlanProposed | PlanAdopted) and _plan(event) != plan:
            continue
        if isinstance(event, SurveyRecorded):
            event = replace(event, exercise=True)
        if isinstance(event, PlanProposed):
            event = later(event, starts_at - event.starts_at)
        if hasattr(event, "on_edits"):
            known = [new for old, new in moved.items() if old <= event.on_edits]
            event = replace(event, on_edits=max(known, default=0))
        moved[entry.position] = len(moved) + 1
        yield Draft(
            event_id=entry.event_id,
            stream=entry.stream,
            kind=entry.kind,
            schema=entry.schema,
            body=KINDS.encode(event),
            happened_at=entry.happened_at,
            actor=entry.actor,
            device=entry.device,
        )


def _plan(event: PlanProposed | PlanAdopted) -> PlanId:
    return event.id if isinstance(event, PlanProposed) else event.plan


def later(plan: PlanProposed, by: timedelta) -> PlanProposed:
    """The same plan on another night."""

    def step(one: PlannedStep) -> PlannedStep:
        return replace(one, starts_at=one.starts_at + by, ends_at=one.ends_at + by)

    return replace(
        plan,
        starts_at=plan.starts_at + by,
        deadline_at=plan.deadline_at + by,
        finish_at=plan.finish_at + by,
        bound_at=None if plan.bound_at is None else plan.bound_at + by,
        steps={crew: tuple(step(one) for one in steps) for crew, steps in plan.steps.items()},
    )
