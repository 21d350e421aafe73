"""Crew schedules: everyone's hands on one board, finished as early as can be.

`plan_crews` proposes; `yipanqi.plan.crews.check` certifies.
"""

from yipanqi.solvers.crews.propose import plan_crews, warm_up

__all__ = ["plan_crews", "warm_up"]
