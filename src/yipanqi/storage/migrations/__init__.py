"""The steps by which a database of any earlier release comes to the present form."""
