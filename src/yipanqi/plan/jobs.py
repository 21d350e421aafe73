"""From a closure to work: what each opening takes in net and time."""

from collections import defaultdict
from math import ceil

from msgspec import Struct

from yipanqi.ground.ids import OpeningId
from yipanqi.plan.closure.model import ClosurePlan
from yipanqi.plan.crews.model import Travel
from yipanqi.plan.events import PlannedOpening, Role
from yipanqi.survey.model import Opening


class WorkRules(Struct, frozen=True):
    """How long work takes.

    The figures are a straight line through the jobs of measured nights; a town that has timed its
    own crews sets its own.
    """

    net_setup_s: int = 120
    net_s_per_m: int = 355
    gate_s: int = 1200
    emergency_extra_s: int = 600
    """More than a net of that width: hinges, a lock, and a sign with the key-holder."""
    travel: Travel = Travel(speed_m_s=20 / 3.6, detour=1.3)

    def work_s(self, role: Role, net_m: int) -> int:
        """Seconds one crew works at an opening."""
        if role == "gate":
            return self.gate_s
        extra = self.emergency_extra_s if role == "emergency" else 0
        return self.net_setup_s + self.net_s_per_m * net_m + extra


def planned_opening(opening: Opening, role: Role, length_m: float, rules: WorkRules) -> PlannedOpening:
    """One opening's work; net comes in whole metres, a gate needs none."""
    net_m = 0 if role == "gate" else max(1, ceil(length_m - 1e-6))
    return PlannedOpening(opening.id, role, net_m, rules.work_s(role, net_m))


def planned_openings(plan: ClosurePlan, rules: WorkRules) -> tuple[PlannedOpening, ...]:
    """The work of a whole closure, in the plan's order of openings.

    Openings inside a ring, or covered by a net that stands farther out, need nothing.
    """
    gates = {gate for closure in plan.closures for gate in closure.gates}
    emergency = {e.opening for closure in plan.closures for e in closure.emergency}
    nets: dict[OpeningId, float] = defaultdict(float)
    for net in (net for closure in plan.closures for net in closure.nets):
        nets[net.opening] += net.length_m  # one opening may lend its name to several lines
    inside = {o for closure in plan.closures for o in closure.spared}
    inside |= {o for closure in plan.closures for net in (*closure.nets, *closure.kept) for o in net.also}
    work = []
    for opening in plan.openings:
        if opening.id in gates:
            work.append(planned_opening(opening, "gate", 0.0, rules))
        elif opening.id in emergency:
            work.append(planned_opening(opening, "emergency", opening.width_m, rules))
        elif opening.id in nets:
            work.append(planned_opening(opening, "bar", nets[opening.id], rules))
        elif opening.id in inside:
            work.append(PlannedOpening(opening.id, "inside", 0, 0))
    return tuple(work)
