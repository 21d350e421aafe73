"""The desk: use cases (command in, facts out) and the ports they need."""
