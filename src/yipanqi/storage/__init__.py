"""Storage: the journal and the documents on SQLite and PostgreSQL."""
