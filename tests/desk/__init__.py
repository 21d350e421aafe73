"""Tests of yipanqi.desk."""
