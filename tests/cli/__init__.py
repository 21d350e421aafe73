"""Tests of `yipanqi.cli`."""
