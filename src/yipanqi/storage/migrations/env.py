"""Alembic's entry: run the steps on the connection handed over, all in its one transaction."""

from alembic import context

from yipanqi.storage.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,  # SQLite can, whatever Alembic assumes; a kill half-way then leaves nothing
)
context.run_migrations()
