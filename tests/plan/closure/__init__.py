"""Closure plans and their check."""
