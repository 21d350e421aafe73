"""Enrolled phones."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, insert, select, update

from yipanqi.desk.people_ports import Phone
from yipanqi.storage.medium import Medium
from yipanqi.storage.tables import device
from yipanqi.storage.turns import look, turn

_FIELDS = Phone.__struct_fields__
_COLUMNS = [device.c[name] for name in _FIELDS]


class StoredPhones:
    """The `Phones` port."""

    def __init__(self, medium: Medium) -> None:
        self._medium = medium

    def add(self, phone: Phone) -> None:
        """Keep a newly enrolled phone."""
        row = {name: getattr(phone, name) for name in _FIELDS}
        with turn(self._medium) as connection:
            connection.execute(insert(device).values(board=self._medium.board, **row))

    def by_token(self, token_hash: str) -> Phone | None:
        """The phone that holds a token, revoked or not."""
        return self._one(device.c.token_hash == token_hash)

    def find(self, phone: str) -> Phone | None:
        """A phone by its id."""
        return self._one(device.c.id == phone)

    def all(self) -> Sequence[Phone]:
        """Every phone, revoked ones too, in order of enrolment."""
        mine = select(*_COLUMNS).where(device.c.board == self._medium.board).order_by(device.c.enrolled_at)
        with look(self._medium) as connection:
            return [Phone(**row._mapping) for row in connection.execute(mine)]

    def revoke(self, phone: str, by: str, at: datetime | None) -> None:
        """Revoke a phone, or with None take it back."""
        self._set(phone, revoked_at=at, revoked_by=by if at else "")

    def seen(self, phone: str, at: datetime) -> None:
        """Note when a phone was last heard of."""
        self._set(phone, seen_at=at)

    def _set(self, phone: str, **values: object) -> None:
        named = device.c.board == self._medium.board, device.c.id == phone
        with turn(self._medium) as connection:
            connection.execute(update(device).where(*named).values(**values))

    def _one(self, what: ColumnElement[bool]) -> Phone | None:
        with look(self._medium) as connection:
            row = connection.execute(
                select(*_COLUMNS).where(device.c.board == self._medium.board, what)
            ).one_or_none()
        return None if row is None else Phone(**row._mapping)
