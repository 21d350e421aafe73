"""Tests of goods plans: what is needed, what covers it, and the check."""
