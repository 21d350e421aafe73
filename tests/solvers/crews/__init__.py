"""Tests of the crew solvers."""
