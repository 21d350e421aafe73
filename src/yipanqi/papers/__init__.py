"""Papers: GeoJSON, reports, templates and other documents out of the board."""
