"""Web: HTTP, server-sent events and pages."""
