"""Work orders out of a plan's document, as `yipanqi plan` writes it."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

from yipanqi.ground.ids import CrewId, OpeningId
from yipanqi.ground.plane import LonLat
from yipanqi.papers.orders.model import Orders, Partner, Stop, WorkOrder
from yipanqi.papers.orders.stops import in_order
from yipanqi.papers.plan_document import OpeningLine, PlanDocument, Schedule
from yipanqi.plan.crews.model import Step
from yipanqi.plan.events import Role
from yipanqi.plan.goods.materials import MaterialRules
from yipanqi.survey.model import Area, Crew

ROLES: dict[str, Role] = {"bar": "bar", "gate": "gate", "emergency": "emergency"}


def orders_of_plan(
    document: PlanDocument, areas: Iterable[Area], *, made_at: datetime, url: str = ""
) -> Orders | None:
    """The orders of all crews, in the registry's order; None when the plan has no crews."""
    schedule = document.schedule
    if schedule is None:
        return None
    reader = _Reader(document, schedule)
    return Orders(
        town=document.origin.map_name,
        plan=document.plan.id,
        made_at=made_at,
        deadline_at=schedule.deadline_at,
        orders=tuple(reader.order(crew) for crew in schedule.crews),
        areas=tuple(areas),
        attribution=document.origin.attribution,
        url=url,
    )


class _Reader:
    """What a step means, by the names of a plan."""

    def __init__(self, document: PlanDocument, schedule: Schedule) -> None:
        self._schedule = schedule
        self._lines: dict[str, OpeningLine] = {o.id: o for o in document.openings}
        self._gaps: dict[OpeningId, tuple[LonLat, LonLat]] = {o.id: o.line for o in document.plan.openings}
        self._places = {n.id: n.name for n in document.neighbourhoods}
        self._yards = {str(y.id): y for y in schedule.suppliers}
        self._at: dict[str, list[Crew]] = defaultdict(list)
        for crew in schedule.crews:
            for step in schedule.plan.crews.get(crew.id, ()):
                if step.do == "job":
                    self._at[step.at].append(crew)

    def order(self, crew: Crew) -> WorkOrder:
        """One crew's order."""
        schedule = self._schedule
        steps = schedule.plan.crews.get(crew.id, ())
        return WorkOrder(
            crew=crew.id,
            name=crew.name,
            lender=schedule.lenders.get(crew.lender, crew.lender),
            people=crew.people,
            phone=crew.phone,
            skills=crew.skills,
            van_m=crew.van_m,
            loaded_m=crew.loaded_m,
            from_at=self._when(crew.from_s),
            until_at=self._when(crew.until_s),
            home=crew.home,
            stops=in_order([self._stop(crew.id, step) for step in steps], MaterialRules()),
        )

    def _when(self, seconds: int) -> datetime:
        return self._schedule.starts_at + timedelta(seconds=seconds)

    def _stop(self, crew: CrewId, step: Step) -> Stop:
        if step.do == "load":
            yard = self._yards[step.at]
            return self._bare(step, yard.place, yard.name, phone=yard.phone)
        line = self._lines[step.at]
        partners = tuple(Partner(c.name, c.phone) for c in self._at[step.at] if c.id != crew)
        return self._bare(
            step,
            line.place,
            line.name,
            neighbourhood=self._places[line.neighbourhood],
            side=line.side,
            role=ROLES.get(line.role),
            width_m=line.length_m or line.width_m,
            line=self._gaps.get(line.id),
            partners=partners,
        )

    def _bare(self, step: Step, place: LonLat, name: str, **more: object) -> Stop:
        starts_at, ends_at = self._when(step.starts_s), self._when(step.ends_s)
        told = {"net_m": step.net_m, **more}
        return Stop(step.do, step.at, 0, starts_at, ends_at, place, name, **told)  # type: ignore[arg-type]
