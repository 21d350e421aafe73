"""Yipanqi (一盘棋): one board for closing, holding and reopening a town's open neighbourhoods."""

__version__ = "0.1.0"
