"""Journeys through the board in a real browser, against the real server."""
