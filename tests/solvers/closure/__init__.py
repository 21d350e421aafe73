"""The closure planner."""
