"""Close: the night - every opening's state, the forecast, what is stuck."""
