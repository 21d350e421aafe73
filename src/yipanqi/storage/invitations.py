"""One-time codes: to choose a password, or to enrol a phone."""

from datetime import datetime

from sqlalchemy import insert, select, update

from yipanqi.desk.people_ports import Code, Purpose
from yipanqi.storage.medium import Medium
from yipanqi.storage.tables import code
from yipanqi.storage.turns import turn

_FIELDS = Code.__struct_fields__


class StoredCodes:
    """The `Codes` port."""

    def __init__(self, medium: Medium) -> None:
        self._medium = medium

    def add(self, added: Code) -> None:
        """Keep a code; older ones for the same person and purpose are worth nothing from now on."""
        older = code.c.board == self._medium.board, code.c.person == added.person
        with turn(self._medium) as connection:
            connection.execute(
                update(code)
                .where(*older, code.c.purpose == added.purpose, code.c.used_at.is_(None))
                .values(used_at=added.made_at)
            )
            row = {name: getattr(added, name) for name in _FIELDS}
            connection.execute(insert(code).values(board=self._medium.board, **row))

    def redeem(self, code_hash: str, purpose: Purpose, at: datetime) -> Code | None:
        """The code, used up by this; None where it is unknown, used or past."""
        named = code.c.board == self._medium.board, code.c.code_hash == code_hash
        with turn(self._medium) as connection:
            row = connection.execute(select(*(code.c[n] for n in _FIELDS)).where(*named)).one_or_none()
            found = None if row is None else Code(**row._mapping)
            if found is None or found.purpose != purpose or found.used_at is not None or found.ends_at <= at:
                return None
            connection.execute(update(code).where(*named).values(used_at=at))
            return found

    def drop(self, person: str, at: datetime) -> None:
        """Make all of somebody's codes worthless."""
        mine = code.c.board == self._medium.board, code.c.person == person, code.c.used_at.is_(None)
        with turn(self._medium) as connection:
            connection.execute(update(code).where(*mine).values(used_at=at))
