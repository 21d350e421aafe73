"""What a crew does next, and when: one step of its current assignment at a time."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from math import ceil

from msgspec import Struct

from yipanqi.close.events import (
    CrewBack,
    CrewLate,
    CrewLoaded,
    CrewLost,
    CrewSetOut,
    OpeningBlocked,
    OpeningDone,
    OpeningStarted,
)
from yipanqi.close.model import CrewRow, OpeningRow, StepRow
from yipanqi.ground.ids import CrewId, OpeningId, SupplierId
from yipanqi.simulate.luck import LOST_WHY, seconds_into
from yipanqi.simulate.scene import Scene

Next = tuple[datetime, Struct]
"""When something happens, and the fact that tells it."""

TICK = timedelta(seconds=1)
NO_NET_NOTE = "各供应点都没有网了。"


def next_of(scene: Scene, crew: CrewRow) -> Next | None:
    """The next thing a crew has to tell; None while it has nothing to do."""
    if crew.state == "lost":
        return None
    happens = _late(scene, crew) or _step(scene, crew)
    lost_s = scene.luck.lost(tuple(scene.board.crews)).get(crew.id)
    if happens is not None and lost_s is not None and crew.heard_at is not None:
        lost_at = max(seconds_into(scene.board, lost_s), crew.heard_at)
        if happens[0] >= lost_at:
            happens = lost_at, CrewLost(crew.id, LOST_WHY)
    return None if happens is None else _newest(scene, crew, *happens)


def _newest(scene: Scene, crew: CrewRow, at: datetime, body: Struct) -> Next:
    """The fact later than the crew's last and the opening's last: at the same time nobody could tell."""
    row = scene.board.openings.get(getattr(body, "opening", OpeningId("")))
    before = [moment for moment in (crew.heard_at, row.since if row else None) if moment is not None]
    return max([at, *(moment + TICK for moment in before)]), body


def _late(scene: Scene, crew: CrewRow) -> Next | None:
    """A late crew says so before anything else."""
    late = scene.luck.late(tuple(scene.board.crews)).get(crew.id)
    if late is None or crew.heard_at is not None or crew.from_at is None:
        return None
    said_s, by_s = late
    due = max(crew.from_at, scene.night.starts_at)
    return due + timedelta(seconds=said_s), CrewLate(crew.id, due + timedelta(seconds=by_s))


def _step(scene: Scene, crew: CrewRow) -> Next | None:
    if crew.state == "working" and crew.job in scene.board.openings:
        return _finishes(scene, crew, crew.job)
    if crew.state == "on_the_way" and crew.job is not None and _still_its(scene, crew, crew.job):
        return _starts(scene, crew, crew.job)
    if crew.state == "loading":
        return _loads(scene, crew)
    happens = _sets_out(scene, crew)
    return _stands_by(scene, crew) if happens is None and crew.state == "on_the_way" else happens


def _stands_by(scene: Scene, crew: CrewRow) -> Next:
    """Where it was going nobody wants it any more, and there is nothing else: it is free, and says so."""
    at = scene.ready_at(crew) + timedelta(seconds=scene.luck.pause_s(crew.id, "standing by"))
    return at, CrewBack(crew.id, crew.place)


def _still_its(scene: Scene, crew: CrewRow, job: OpeningId) -> bool:
    return any(step.do == "job" and step.at == job for step in scene.to_come(crew))


def _sets_out(scene: Scene, crew: CrewRow) -> Next | None:
    """To the next step of its plan - or to a yard first, if its van holds too little for that."""
    steps = list(scene.to_come(crew))
    step = _first_needed(scene, crew, steps)
    if step is None:
        return None
    to = step.at
    astray = _lacks(scene, crew, OpeningId(to)) if step.do == "job" else not _has_net(scene, SupplierId(to))
    if astray:
        yard = scene.nearest_yard(crew)
        if yard is None:
            return _without_net(scene, crew, steps)
        to = yard.id
    at = scene.ready_at(crew) + timedelta(seconds=scene.luck.pause_s(crew.id, step.at))
    return at, CrewSetOut(crew.id, to, crew.place)


def _first_needed(scene: Scene, crew: CrewRow, steps: list[StepRow]) -> StepRow | None:
    """The first step, loads passed over that the van does not need before the next load."""
    for k, step in enumerate(steps):
        if step.do == "job" or crew.load_m < min(crew.van_m, _wanted_m(scene, steps[k + 1 :])):
            return step
    return None


def _wanted_m(scene: Scene, steps: list[StepRow]) -> int:
    """Metres of net for the jobs up to the next load."""
    wanted = 0
    for step in steps:
        if step.do == "load" and wanted:
            break
        if step.do == "job":
            wanted += scene.board.openings[OpeningId(step.at)].net_m
    return wanted


def _has_net(scene: Scene, yard: SupplierId) -> bool:
    row = scene.board.suppliers.get(yard)
    return row is not None and (row.stock_m is None or row.stock_m > 0)


def _lacks(scene: Scene, crew: CrewRow, opening: OpeningId) -> bool:
    """Whether the van holds less than an opening takes, and could hold more."""
    return crew.load_m < min(crew.van_m, scene.board.openings[opening].net_m)


def _without_net(scene: Scene, crew: CrewRow, steps: list[StepRow]) -> Next | None:
    """Nobody has net any more: the first job that needs some can't be done."""
    for step in steps:
        if step.do == "job" and _lacks(scene, crew, OpeningId(step.at)):
            at = scene.ready_at(crew) + timedelta(seconds=scene.luck.pause_s(crew.id, step.at))
            return at, OpeningBlocked(OpeningId(step.at), crew.id, "no_material", NO_NET_NOTE)
    return None


def _starts(scene: Scene, crew: CrewRow, job: OpeningId) -> Next:
    left_at = crew.heard_at or scene.ready_at(crew)
    arrives = left_at + timedelta(seconds=scene.way_s(crew, job))
    return scene.others_come_at(crew, job, arrives), OpeningStarted(job, crew.id, scene.place(job))


def _loads(scene: Scene, crew: CrewRow) -> Next | None:
    """At the yard it takes what the plan says, or what there is and the van holds."""
    yard_id = scene.bound_for(crew)
    yard = scene.board.suppliers.get(yard_id) if yard_id is not None else None
    if yard is None:
        return None
    left_at = crew.heard_at or scene.ready_at(crew)
    seconds = scene.way_s(crew, yard.id) + yard.load_s * scene.luck.work_factor(crew.id, yard.id)
    room_m = max(0, crew.van_m - crew.load_m)
    there_m = room_m if yard.stock_m is None else max(0, yard.stock_m)
    return left_at + timedelta(seconds=seconds), CrewLoaded(crew.id, yard.id, min(room_m, there_m))


def _finishes(scene: Scene, crew: CrewRow, job: OpeningId) -> Next:
    """Done after its time - unless somebody or something stops the first try."""
    row = scene.board.openings[job]
    began = next((s.starts_at for s in crew.steps if s.state == "under_way" and s.at == job), crew.heard_at)
    began = began or scene.ready_at(crew)
    stopped = None if scene.stopped_before(job) else scene.luck.stopped(job)
    if stopped is not None:
        reason, note, after_s = stopped
        return began + timedelta(seconds=after_s), OpeningBlocked(job, crew.id, reason, note)
    took_s = scene.work_s(row) * scene.luck.work_factor(crew.id, job)
    return began + timedelta(seconds=took_s), _done(scene, crew, row)


def _done(scene: Scene, crew: CrewRow, row: OpeningRow) -> OpeningDone:
    width_m = scene.luck.found_width_m(row.id, row.width_m)
    used_m = 0 if row.net_m == 0 else max(row.net_m, ceil(width_m)) if row.role == "bar" else row.net_m
    return OpeningDone(row.id, crew.id, width_m, min(used_m, max(0, crew.load_m)))


def crews_next(scene: Scene) -> Iterator[tuple[CrewId, Next]]:
    """For each crew that has something to tell, what and when."""
    for crew in scene.board.crews.values():
        happens = next_of(scene, crew)
        if happens is not None:
            yield crew.id, happens
