"""Who may sign in."""

from sqlalchemy import insert, select

from yipanqi.desk.ports import Account
from yipanqi.storage.medium import Medium
from yipanqi.storage.tables import account
from yipanqi.storage.turns import look, turn


class StoredAccounts:
    """The `Accounts` port."""

    def __init__(self, medium: Medium) -> None:
        self._medium = medium

    def find(self, name: str) -> Account | None:
        """The account of that name, or None."""
        columns = (account.c.name, account.c.password_hash, account.c.role, account.c.created_at)
        wanted = select(*columns).where(account.c.board == self._medium.board, account.c.name == name)
        with look(self._medium) as connection:
            row = connection.execute(wanted).one_or_none()
        if row is None:
            return None
        return Account(
            name=row.name, password_hash=row.password_hash, role=row.role, created_at=row.created_at
        )

    def add(self, added: Account) -> None:
        """Let somebody sign in.

        Raises:
            ValueError: the name is taken.
        """
        with turn(self._medium) as connection:
            taken = select(account.c.name).where(
                account.c.board == self._medium.board, account.c.name == added.name
            )
            if connection.execute(taken).one_or_none() is not None:
                raise ValueError(f"there is an account named {added.name} already")
            row = {
                "name": added.name,
                "password_hash": added.password_hash,
                "role": added.role,
                "created_at": added.created_at,
            }
            connection.execute(insert(account).values(board=self._medium.board, **row))

    def any(self) -> bool:
        """Whether anybody may sign in yet."""
        someone = select(account.c.name).where(account.c.board == self._medium.board).limit(1)
        with look(self._medium) as connection:
            return connection.execute(someone).one_or_none() is not None
