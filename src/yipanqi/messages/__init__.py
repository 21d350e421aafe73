"""Messages to where people are when they do not look at the board: robots, phones, other systems."""
