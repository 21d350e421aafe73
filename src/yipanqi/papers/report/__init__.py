"""The plan's report: one HTML file with its own map, for screen, phone and A4."""
