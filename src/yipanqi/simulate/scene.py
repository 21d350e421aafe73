"""The night as simulated people see it: the board, where things are, and how long things take."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from yipanqi.close.model import CrewRow, NightRow, OpeningRow, StepRow, SupplierRow
from yipanqi.close.places import middle
from yipanqi.close.state import Board
from yipanqi.ground.ids import OpeningId, SupplierId
from yipanqi.ground.plane import Frame, LonLat
from yipanqi.plan.crews.travel import travel_s
from yipanqi.plan.jobs import WorkRules
from yipanqi.simulate.luck import Luck

LONGEST_WAIT = timedelta(minutes=45)
"""A crew waits so long at most for another that the job needs too."""


class Scene:
    """One look at a board whose plan is in force; thrown away after it."""

    def __init__(self, board: Board, night: NightRow, frame: Frame, luck: Luck, rules: WorkRules) -> None:
        self.board = board
        self.night = night
        self.luck = luck
        self._frame = frame
        self._rules = rules
        self._dropped = {mark.at for marks in board.marks.values() for mark in marks.values() if mark.dropped}

    def ready_at(self, crew: CrewRow) -> datetime:
        """When a crew with nothing in hand can turn to its next step."""
        moments = [self.night.starts_at, *(m for m in (crew.from_at, crew.heard_at) if m is not None)]
        if self.board.plan is not None:
            moments.append(self.board.plan.adopted_at)
        return max(moments)

    def way_s(self, crew: CrewRow, to: str) -> float:
        """Seconds from where a crew last was to an opening or a yard."""
        planned = travel_s(self._rules.travel, self._frame.xy(crew.place), self._frame.xy(self.place(to)))
        return planned * self.luck.travel_factor(crew.id, to)

    def place(self, at: str) -> LonLat:
        """Where an opening or a yard is."""
        row = self.board.openings.get(OpeningId(at))
        return middle(row.line) if row is not None else self.board.suppliers[SupplierId(at)].place

    def metres_from(self, crew: CrewRow, place: LonLat) -> float:
        """How far a crew is from a place, as the crow flies."""
        (ax, ay), (bx, by) = self._frame.xy(crew.place), self._frame.xy(place)
        return float(((ax - bx) ** 2 + (ay - by) ** 2) ** 0.5)

    def work_s(self, opening: OpeningRow) -> int:
        """Planned seconds of work at an opening."""
        part = self.board.planned.get(opening.id)
        return part.work_s if part is not None else self._rules.work_s("bar", max(1, round(opening.width_m)))

    def to_come(self, crew: CrewRow) -> Iterator[StepRow]:
        """A crew's steps that still make sense: work nobody did, stopped or is at."""
        for step in crew.steps:
            if step.state == "to_come" and (step.do == "load" or self.is_open(crew, OpeningId(step.at))):
                yield step

    def is_open(self, crew: CrewRow, opening: OpeningId) -> bool:
        """Whether a crew may work there: it is neither done nor blocked, nor another's who is at it."""
        row = self.board.openings.get(opening)
        if row is None or row.state in ("done", "blocked"):
            return False
        if row.state != "under_way" or row.crew == crew.id or self._hands(opening) > 1:
            return True
        other = self.board.crews.get(row.crew) if row.crew is not None else None
        return other is None or other.state == "lost"

    def _hands(self, opening: OpeningId) -> int:
        part = self.board.planned.get(opening)
        return part.crews if part is not None else 1

    def stopped_before(self, opening: OpeningId) -> bool:
        """Whether a try at it has been stopped tonight."""
        return opening in self._dropped

    def bound_for(self, crew: CrewRow) -> SupplierId | None:
        """The yard a loading crew drives to, from what it last said or from its plan."""
        for line in self.board.happenings:
            if line.kind == "crew.set_out" and line.crew == crew.id and line.at == crew.heard_at:
                return SupplierId(str(line.facts["to"]))
        planned = (SupplierId(s.at) for s in crew.steps if s.state == "to_come" and s.do == "load")
        yard = self.nearest_yard(crew)
        return next(planned, yard.id if yard is not None else None)

    def nearest_yard(self, crew: CrewRow) -> SupplierRow | None:
        """The nearest yard that has net left, as far as anybody knows."""
        return min(self._stocked(), key=lambda y: (self.metres_from(crew, y.place), y.id), default=None)

    def any_yard(self) -> SupplierRow | None:
        """A yard that has net left, as far as anybody knows."""
        return min(self._stocked(), key=lambda y: y.id, default=None)

    def _stocked(self) -> list[SupplierRow]:
        return [y for y in self.board.suppliers.values() if y.stock_m is None or y.stock_m > 0]

    def others_come_at(self, crew: CrewRow, opening: OpeningId, arrives: datetime) -> datetime:
        """When work starts that needs several crews: when the last is there, or nobody waits longer."""
        needed = self._hands(opening)
        if needed < 2:
            return arrives
        there = [arrives]
        for other in self.board.crews.values():
            if other.id != crew.id and other.job == opening and other.heard_at is not None:
                way = timedelta(seconds=self.way_s(other, opening)) if other.state == "on_the_way" else None
                there.append(other.heard_at + way if way is not None else arrives)
        return max(there) if len(there) >= needed else arrives + LONGEST_WAIT
