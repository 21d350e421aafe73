"""Other people's engines behind one call, so that ours can be held against them in one run."""
