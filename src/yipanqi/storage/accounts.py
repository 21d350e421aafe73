"""Who may sign in."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, cast

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, and_, insert, select, update

from yipanqi.desk.permissions import Role, Scope
from yipanqi.desk.ports import Account
from yipanqi.ground.refusal import Refusal
from yipanqi.storage.medium import Medium
from yipanqi.storage.tables import account
from yipanqi.storage.turns import look, turn

_COLUMNS = [account.c[name] for name in Account.__struct_fields__]


class StoredAccounts:
    """The `Accounts` port."""

    def __init__(self, medium: Medium) -> None:
        self._medium = medium

    def find(self, name: str) -> Account | None:
        """The account of that name, or None."""
        with look(self._medium) as connection:
            row = connection.execute(select(*_COLUMNS).where(self._named(name))).one_or_none()
        return None if row is None else _account(row)

    def by_subject(self, subject: str) -> Account | None:
        """The account the office's own server knows under that id, or None."""
        wanted = select(*_COLUMNS).where(account.c.board == self._medium.board, account.c.subject == subject)
        with look(self._medium) as connection:
            row = connection.execute(wanted.limit(1)).one_or_none() if subject else None
        return None if row is None else _account(row)

    def all(self) -> Sequence[Account]:
        """Every account, revoked ones too, in order of name."""
        with look(self._medium) as connection:
            return self._all(connection)

    def add(self, added: Account) -> None:
        """Let somebody sign in.

        Raises:
            ValueError: the name is taken.
        """
        with turn(self._medium) as connection:
            if connection.execute(select(account.c.name).where(self._named(added.name))).one_or_none():
                raise ValueError(f"there is an account named {added.name} already")
            connection.execute(insert(account).values(board=self._medium.board, **_row(added)))

    def change(
        self, name: str, rule: Callable[[Account, Sequence[Account]], Account | Refusal]
    ) -> Account | Refusal | None:
        """Put what `rule` makes of an account, and of all there are, in its place; nobody comes between."""
        with turn(self._medium) as connection:
            everybody = self._all(connection)
            found = next((a for a in everybody if a.name == name), None)
            if found is None:
                return None
            changed = rule(found, everybody)
            if isinstance(changed, Account):
                connection.execute(update(account).where(self._named(name)).values(**_row(changed)))
            return changed

    def seen(self, name: str, at: datetime) -> None:
        """Note when somebody was last heard of."""
        with turn(self._medium) as connection:
            connection.execute(update(account).where(self._named(name)).values(seen_at=at))

    def any(self) -> bool:
        """Whether anybody may sign in yet."""
        someone = select(account.c.name).where(account.c.board == self._medium.board).limit(1)
        with look(self._medium) as connection:
            return connection.execute(someone).one_or_none() is not None

    def _all(self, connection: Connection) -> Sequence[Account]:
        mine = select(*_COLUMNS).where(account.c.board == self._medium.board).order_by(account.c.name)
        return [_account(row) for row in connection.execute(mine)]

    def _named(self, name: str) -> ColumnElement[bool]:
        return and_(account.c.board == self._medium.board, account.c.name == name)


def _row(kept: Account) -> dict[str, Any]:
    row = {name: getattr(kept, name) for name in Account.__struct_fields__}
    return row | {"scope": msgspec.json.encode(kept.scope).decode()}


def _account(row: Row[Any]) -> Account:
    fields = dict(row._mapping)
    scope = msgspec.json.decode(fields.pop("scope"), type=Scope)
    return Account(**fields | {"role": cast("Role", fields["role"]), "scope": scope})
