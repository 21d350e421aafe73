"""Messages against fakes that keep the makers' published limits."""
