"""Bringing a database to the present form at opening, in one transaction."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from yipanqi.storage.refusals import CannotOpen


def check_up_to_date(connection: Connection) -> None:
    """Leave a database alone that another process holds.

    Raises:
        CannotOpen: it has not the form this release knows, so the other process is of another one.
    """
    steps = ScriptDirectory(str(Path(__file__).parent / "migrations"))
    if MigrationContext.configure(connection).get_current_revision() != steps.get_current_head():
        raise CannotOpen("in-use", "the board is open in a process of another release")


def bring_up_to_date(connection: Connection) -> None:
    """Run the steps this database has not seen; the caller commits.

    Raises:
        CannotOpen: a newer release than this one wrote the database.
    """
    config = Config()
    home = str(Path(__file__).parent / "migrations")
    config.set_main_option("script_location", home.replace("%", "%%"))  # it interpolates
    steps = ScriptDirectory.from_config(config)
    newest = steps.get_current_head()
    present = MigrationContext.configure(connection).get_current_revision()
    if present == newest:
        return
    if present is not None and present not in {step.revision for step in steps.walk_revisions()}:
        raise CannotOpen(
            "newer", f"this board was written by a newer release (step {present}); update yipanqi"
        )
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
