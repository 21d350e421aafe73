"""Simulate: a town and a night by chance, seeded."""
