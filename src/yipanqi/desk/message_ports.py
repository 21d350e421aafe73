"""What telling people off the board needs kept and done, as Protocols."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final, Literal, Protocol, runtime_checkable

from msgspec import Struct

from yipanqi.desk.messages import Language
from yipanqi.desk.permissions import Role, Scope

PUSH: Final = "push/"
"""Before a subscription's name, that is its channel."""

LetterState = Literal["waiting", "sent", "failed"]


class Letter(Struct, frozen=True):
    """One message on its way to one place; kept until it has arrived or been given up, and after."""

    channel: str
    message: str
    at: datetime
    urgent: bool
    text: str
    path: str
    state: LetterState = "waiting"
    tries: int = 0
    said: str = ""
    """What the other side said last: why it failed, or with how many others it went."""
    ended_at: datetime | None = None


class ChannelCount(Struct, frozen=True):
    """How many letters of a channel are where."""

    channel: str
    waiting: int
    sent: int
    failed: int
    oldest_waiting_at: datetime | None = None
    last_said: str = ""


class Subscription(Struct, frozen=True):
    """A browser that wants to be told by web push (RFC 8030), and whose it is."""

    id: str
    endpoint: str
    p256dh: str
    auth: str
    person: str
    language: Language
    made_at: datetime


@runtime_checkable
class Letters(Protocol):
    """Letters of one board and how far the journal has been read for them."""

    def position(self) -> int | None:
        """The last entry that was read; None when none ever was."""
        ...

    def put(self, letters: Sequence[Letter], position: int | None) -> None:
        """Keep letters that are not there yet, and how far was read, together or not at all."""
        ...

    def waiting(self, channel: str, most: int) -> Sequence[Letter]:
        """Letters to be sent: the urgent first, then the oldest."""
        ...

    def settle(self, letters: Sequence[Letter]) -> None:
        """Keep what became of letters."""
        ...

    def newest(self, most: int) -> Sequence[Letter]: ...

    def counts(self) -> Sequence[ChannelCount]: ...


@runtime_checkable
class Subscriptions(Protocol):
    """Browsers that want to be told."""

    def add(self, subscription: Subscription) -> None: ...

    def remove(self, name: str) -> None: ...

    def all(self) -> Sequence[Subscription]: ...


class Address(Struct, frozen=True):
    """A place messages go to, and who is behind it."""

    channel: str
    role: Role
    scope: Scope
    language: Language
    urgent_only: bool = False


class Sent(Struct, frozen=True):
    """It arrived."""

    said: str = ""


class Later(Struct, frozen=True):
    """It did not; try again after so many seconds at the earliest."""

    why: str
    after_s: float = 0.0


class Gone(Struct, frozen=True):
    """There is nobody there any more."""

    why: str


Outcome = Sent | Later | Gone


class Courier(Protocol):
    """Brings texts to one place, at the pace that place allows."""

    @property
    def address(self) -> Address: ...

    @property
    def most_bytes(self) -> int:
        """The longest text it takes, in bytes of UTF-8."""
        ...

    def may_send(self, now_s: float) -> int:
        """How many texts may go now."""
        ...

    def wait_s(self, now_s: float) -> float:
        """Seconds until the next one may; 0 when one may now."""
        ...

    def send(self, text: str, path: str, *, urgent: bool, now_s: float) -> Outcome:
        """Send one text; a text too many is never sent."""
        ...
