"""Plan: where to bar, which gate stays, and who does it when."""
