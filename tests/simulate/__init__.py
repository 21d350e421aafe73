"""Towns and nights made by chance: what holds for every seed."""
