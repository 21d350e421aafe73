"""One module a step; a step, once released, is history and is never edited."""
