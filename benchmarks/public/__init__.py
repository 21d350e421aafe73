"""Public instances of problems near ours, read into crew problems: `benchmarks/crews_public.py` runs them."""
