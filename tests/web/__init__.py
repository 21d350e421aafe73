"""Tests of yipanqi.web."""
