"""Tests of `yipanqi.survey`."""
