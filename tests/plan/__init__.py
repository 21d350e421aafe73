"""Tests of yipanqi.plan."""
