"""Tests of `yipanqi.feeds`."""
