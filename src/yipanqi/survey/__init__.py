"""Survey: what is there - neighbourhoods, ways, walls, buildings, openings, hands and goods."""
