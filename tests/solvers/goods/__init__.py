"""Tests of the goods planner."""
