"""Storage keeps what it gave a receipt for, on SQLite and on PostgreSQL alike."""
