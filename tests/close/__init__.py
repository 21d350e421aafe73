"""Tests of yipanqi.close."""
