"""Tests of yipanqi.journal."""
