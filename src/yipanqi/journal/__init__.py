"""The journal: entries, kinds, and the fold that turns them into state."""
