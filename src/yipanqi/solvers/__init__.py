"""Solvers propose plans; a check in plan/ certifies them."""
