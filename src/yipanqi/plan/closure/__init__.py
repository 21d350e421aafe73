"""Closure: problem, plan and the check that certifies it."""
