"""Folded states for a fast start, one for each fold."""

from sqlalchemy import ColumnElement, and_, delete, insert, select

from yipanqi.desk.ports import Snapshot
from yipanqi.storage.medium import Medium
from yipanqi.storage.tables import snapshot
from yipanqi.storage.turns import look, turn


class StoredSnapshots:
    """The `Snapshots` port: the newest state of each fold; an older one never replaces a newer."""

    def __init__(self, medium: Medium) -> None:
        self._medium = medium

    def load(self, schema: str) -> Snapshot | None:
        """The newest state this fold saved, or None."""
        wanted = select(snapshot.c.position, snapshot.c.state).where(self._of(schema))
        with look(self._medium) as connection:
            row = connection.execute(wanted).one_or_none()
        return None if row is None else Snapshot(position=row.position, schema=schema, state=row.state)

    def save(self, saved: Snapshot) -> None:
        """Keep a state in place of an older one."""
        of = self._of(saved.schema)
        with turn(self._medium) as connection:
            present = connection.execute(select(snapshot.c.position).where(of)).scalar_one_or_none()
            if present is not None and present >= saved.position:
                return
            connection.execute(delete(snapshot).where(of))
            row = {"schema": saved.schema, "position": saved.position, "state": saved.state}
            connection.execute(insert(snapshot).values(board=self._medium.board, **row))

    def _of(self, schema: str) -> ColumnElement[bool]:
        return and_(snapshot.c.board == self._medium.board, snapshot.c.schema == schema)
