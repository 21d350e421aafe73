"""Buying and borrowing: who supplies what when, by mixed-integer programs that are solved to the end."""

from yipanqi.solvers.goods.propose import plan_goods
from yipanqi.solvers.goods.waiting import plan_waiting_crews

__all__ = ["plan_goods", "plan_waiting_crews"]
