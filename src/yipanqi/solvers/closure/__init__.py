"""Closure planners: where to bar, which gate stays, what stays openable for fire engines."""

from yipanqi.solvers.closure.planner import plan_closure

__all__ = ["plan_closure"]
