"""Feeds: OSM, GeoJSON, XLSX and CSV into survey and plan types."""
