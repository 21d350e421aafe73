"""Tests of yipanqi.ground."""
