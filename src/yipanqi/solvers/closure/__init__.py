"""Closure planners: where to bar, which gate stays, what stays openable for fire engines."""

from yipanqi.solvers.closure.planner import ClosurePlanner, plan_closure

__all__ = ["ClosurePlanner", "plan_closure"]
