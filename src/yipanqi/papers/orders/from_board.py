"""Work orders out of the board as it stands: what is done is ticked, the rest is as the plan has it."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta, tzinfo

from yipanqi.close.model import CrewRow, StepRow
from yipanqi.close.state import Board
from yipanqi.ground.ids import CrewId, NeighbourhoodId, OpeningId, OrganisationId, SupplierId
from yipanqi.papers.orders.model import Orders, Partner, Stop, WorkOrder
from yipanqi.papers.orders.stops import in_order
from yipanqi.plan.goods.materials import MaterialRules


def orders_of_board(
    board: Board, *, made_at: datetime, zone: tzinfo, url: str = "", crews: Iterable[CrewId] | None = None
) -> Orders | None:
    """The orders of all crews or of some; None before a plan is adopted."""
    if board.plan is None or board.night is None:
        return None
    wanted = board.crews.keys() if crews is None else [c for c in crews if c in board.crews]
    reader = _Reader(board, zone)
    return Orders(
        town=board.name,
        plan=board.plan.id,
        made_at=made_at.astimezone(zone),
        deadline_at=board.night.deadline_at.astimezone(zone),
        orders=tuple(reader.order(board.crews[c]) for c in wanted),
        areas=tuple(place.area for place in board.neighbourhoods.values() if not place.walled),
        attribution=board.attribution,
        exercise=board.exercise,
        url=url,
    )


class _Reader:
    """What a step means, by the names on the board."""

    def __init__(self, board: Board, zone: tzinfo) -> None:
        self._board = board
        self._zone = zone
        self._at: dict[str, list[CrewRow]] = defaultdict(list)
        for crew in board.crews.values():
            for step in crew.steps:
                if step.do == "job" and step.state != "dropped":
                    self._at[step.at].append(crew)

    def order(self, crew: CrewRow) -> WorkOrder:
        """One crew's order."""
        starts = self._board.night.starts_at if self._board.night else crew.from_at
        assert starts is not None, "a plan in force has a night"  # noqa: S101 - asked by the caller
        lender = self._board.organisations.get(OrganisationId(crew.lender))
        steps = [step for step in crew.steps if step.state != "dropped"]
        return WorkOrder(
            crew=crew.id,
            name=crew.name,
            lender=lender.name if lender else crew.lender,
            people=crew.people,
            phone=crew.phone,
            skills=crew.skills,
            van_m=crew.van_m,
            loaded_m=max(0, crew.load_m),
            from_at=self._local(crew.from_at or starts + timedelta(seconds=crew.from_s)),
            until_at=self._local(crew.until_at or starts + timedelta(seconds=crew.until_s)),
            home=crew.place,
            stops=in_order([s for s in (self._stop(crew.id, step) for step in steps) if s], MaterialRules()),
        )

    def _local(self, moment: datetime) -> datetime:
        return moment.astimezone(self._zone)

    def _stop(self, crew: CrewId, step: StepRow) -> Stop | None:
        """A step as a stop; None where it leads to something the board does not know."""
        times = self._local(step.starts_at), self._local(step.ends_at)
        if step.do == "load":
            yard = self._board.suppliers.get(SupplierId(step.at))
            if yard is None:
                return None
            stop = Stop("load", step.at, 0, *times, yard.place, yard.name, net_m=step.net_m, phone=yard.phone)
            return stop if step.state != "done" else None
        row = self._board.openings.get(OpeningId(step.at))
        if row is None:
            return None
        (a, b), (c, d) = row.line
        partners = {c.id: Partner(c.name, c.phone) for c in self._at[step.at] if c.id != crew}
        return Stop(
            "job",
            step.at,
            0,
            *times,
            ((a + c) / 2, (b + d) / 2),
            row.name,
            neighbourhood=self._neighbourhood(row.neighbourhood),
            role=row.role,
            width_m=row.width_m,
            net_m=step.net_m,
            line=row.line,
            partners=tuple(partners.values()),
            done=step.state == "done",
        )

    def _neighbourhood(self, key: NeighbourhoodId) -> str:
        place = self._board.neighbourhoods.get(key)
        return place.name if place else key
