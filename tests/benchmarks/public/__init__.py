"""Tests of the readers of public instances, on tiny files of their form."""
