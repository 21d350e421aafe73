"""Crew schedules: everyone's hands on one board, finished as early as can be.

`plan_crews` proposes; `yipanqi.plan.crews.check` certifies.
"""

from yipanqi.solvers.crews.propose import Progress, plan_crews
from yipanqi.solvers.crews.warm import warm_up

__all__ = ["Progress", "plan_crews", "warm_up"]
