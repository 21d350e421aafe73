"""Tests of crew problems, plans, checks and forecasts."""
