"""Letters on their way, and browsers that want to be told."""

from collections.abc import Sequence
from typing import cast

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, update

from yipanqi.desk.message_ports import ChannelCount, Letter, Subscription
from yipanqi.storage.medium import Medium
from yipanqi.storage.tables import letter, post, subscription
from yipanqi.storage.turns import look, turn

_COLUMNS = [letter.c[name] for name in Letter.__struct_fields__]
_SUBSCRIPTION = [subscription.c[name] for name in Subscription.__struct_fields__]


class StoredLetters:
    """The `Letters` port."""

    def __init__(self, medium: Medium) -> None:
        self._medium = medium

    def position(self) -> int | None:
        """The last entry that was read for letters; None when none ever was."""
        with look(self._medium) as connection:
            wanted = select(post.c.position).where(post.c.board == self._medium.board)
            return cast("int | None", connection.execute(wanted).scalar_one_or_none())

    def put(self, letters: Sequence[Letter], position: int | None) -> None:
        """Keep letters that are not there yet, and how far was read, together or not at all."""
        with turn(self._medium) as connection:
            fresh = self._fresh(connection, letters)
            if fresh:
                connection.execute(insert(letter), [self._row(one) for one in fresh])
            if position is not None:
                mine = post.c.board == self._medium.board
                if connection.execute(update(post).where(mine).values(position=position)).rowcount == 0:
                    connection.execute(insert(post).values(board=self._medium.board, position=position))

    def waiting(self, channel: str, most: int) -> Sequence[Letter]:
        """Letters to be sent: the urgent first, then the oldest."""
        wanted = (
            select(*_COLUMNS)
            .where(self._mine, letter.c.channel == channel, letter.c.state == "waiting")
            .order_by(letter.c.urgent.desc(), letter.c.at, letter.c.message)
            .limit(most)
        )
        with look(self._medium) as connection:
            return [Letter(**row._mapping) for row in connection.execute(wanted)]

    def settle(self, letters: Sequence[Letter]) -> None:
        """Keep what became of letters."""
        with turn(self._medium) as connection:
            for one in letters:
                named = letter.c.channel == one.channel, letter.c.message == one.message
                connection.execute(
                    update(letter)
                    .where(self._mine, *named)
                    .values(state=one.state, tries=one.tries, said=one.said, ended_at=one.ended_at)
                )

    def newest(self, most: int) -> Sequence[Letter]:
        """The newest letters of all channels, the newest first."""
        wanted = (
            select(*_COLUMNS).where(self._mine).order_by(letter.c.at.desc(), letter.c.message).limit(most)
        )
        with look(self._medium) as connection:
            return [Letter(**row._mapping) for row in connection.execute(wanted.limit(most))]

    def counts(self) -> Sequence[ChannelCount]:
        """How many letters of each channel wait, went and failed."""
        state = letter.c.state
        wanted = (
            select(
                letter.c.channel,
                *(func.count().filter(state == name).label(name) for name in ("waiting", "sent", "failed")),
                func.min(letter.c.at).filter(state == "waiting").label("oldest_waiting_at"),
                func.max(letter.c.said).filter(state != "sent").label("last_said"),
            )
            .where(self._mine)
            .group_by(letter.c.channel)
            .order_by(letter.c.channel)
        )
        with look(self._medium) as connection:
            rows = [row._mapping for row in connection.execute(wanted)]
        return [ChannelCount(**{**row, "last_said": row["last_said"] or ""}) for row in rows]

    @property
    def _mine(self) -> ColumnElement[bool]:
        return letter.c.board == self._medium.board

    def _fresh(self, connection: Connection, letters: Sequence[Letter]) -> list[Letter]:
        """Those of the letters that are not kept yet."""
        there: set[tuple[str, str]] = set()
        names = sorted({one.message for one in letters})
        for first in range(0, len(names), 500):
            wanted = select(letter.c.channel, letter.c.message).where(
                self._mine, letter.c.message.in_(names[first : first + 500])
            )
            there |= {(row.channel, row.message) for row in connection.execute(wanted)}
        once = {(one.channel, one.message): one for one in reversed(letters)}
        return [one for name, one in reversed(once.items()) if name not in there]

    def _row(self, one: Letter) -> dict[str, object]:
        row = {name: getattr(one, name) for name in Letter.__struct_fields__}
        return {"board": self._medium.board, **row}


class StoredSubscriptions:
    """The `Subscriptions` port."""

    def __init__(self, medium: Medium) -> None:
        self._medium = medium

    def add(self, added: Subscription) -> None:
        """Keep a subscription; the same one again takes the old one's place."""
        row = {name: getattr(added, name) for name in Subscription.__struct_fields__}
        with turn(self._medium) as connection:
            connection.execute(delete(subscription).where(self._named(added.id)))
            connection.execute(insert(subscription).values(board=self._medium.board, **row))

    def remove(self, name: str) -> None:
        """Forget a subscription."""
        with turn(self._medium) as connection:
            connection.execute(delete(subscription).where(self._named(name)))

    def all(self) -> Sequence[Subscription]:
        """Every browser that wants to be told."""
        mine = select(*_SUBSCRIPTION).where(subscription.c.board == self._medium.board)
        with look(self._medium) as connection:
            rows = connection.execute(mine.order_by(subscription.c.made_at)).all()
        return [Subscription(**row._mapping) for row in rows]

    def _named(self, name: str) -> ColumnElement[bool]:
        return (subscription.c.board == self._medium.board) & (subscription.c.id == name)
