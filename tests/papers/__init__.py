"""Tests of `yipanqi.papers`."""
