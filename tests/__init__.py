"""The tests mirror src/yipanqi."""
