"""Tests of what the benchmarks read and work out; how fast anything is, they do not ask."""
