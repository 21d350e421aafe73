"""Tests of yipanqi.solvers."""
