"""What the desk needs from the world, as Protocols; adapters live at the rim."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from datetime import datetime
from typing import Literal, Protocol, runtime_checkable

import numpy as np
from msgspec import Struct

from yipanqi.close.state import Board
from yipanqi.desk.permissions import Role, Scope
from yipanqi.ground.ids import CrewId, Digest, EventId, JobId, NeighbourhoodId, OpeningId
from yipanqi.ground.refusal import Refusal
from yipanqi.journal.envelope import Draft, Entry, Receipt
from yipanqi.plan.closure.model import ClosurePlan, ClosureProblem
from yipanqi.plan.crews.model import CrewPlan, CrewProblem, Travel, Undone
from yipanqi.survey.chart import Chart
from yipanqi.survey.edits import Edit
from yipanqi.survey.model import Extract, Neighbourhood, Opening

Listener = Callable[[Sequence[Entry]], None]
"""Called with new entries, in order of position, once they are durable."""


NotRecordedCode = Literal["disk-full", "closed", "unreachable", "failed"]


class NotRecorded(Exception):  # noqa: N818 - says what happened, in the journal's own words
    """An append that got no receipt: none of it or (`unreachable` only) all of it is recorded.

    Sending it again later is safe either way. `code` is stable; `unreachable` is no way to the database,
    which may have been lost just after it had recorded.
    """

    def __init__(self, code: NotRecordedCode, why: str) -> None:
        super().__init__(f"{why} (no receipt; sending again is safe)")
        self.code: NotRecordedCode = code


class Journal(Protocol):
    """An append-only journal of one board."""

    def append(self, drafts: Sequence[Draft]) -> "Future[tuple[Receipt, ...]]":
        """Record all drafts in one transaction, in order; done when they are durable.

        A draft whose `event_id` is already there counts once and gets its old receipt.
        If any draft conflicts, none is recorded and every conflicting one says so: the receipts are
        then those conflicts and nothing else.

        Raises:
            ValueError: at once, for a draft no journal can hold (no time zone, body not JSON).
            NotRecorded: from the future.
        """
        ...

    def read(self, after: int, limit: int) -> Sequence[Entry]:
        """Entries with position > after, in order, at most `limit`."""
        ...

    def head(self) -> int:
        """The last position; 0 for an empty journal."""
        ...

    def listen(self, listener: Listener, after: int | None = None) -> None:
        """Call `listener` for everything recorded from now on, or since a position read up to."""
        ...


class Snapshot(Struct, frozen=True):
    """A folded state at a position, encoded; `schema` tells the fold that made it."""

    position: int
    schema: str
    state: bytes


class Snapshots(Protocol):
    """The newest snapshot of a board, for a fast start; may be lost without harm."""

    def load(self, schema: str) -> Snapshot | None: ...

    def save(self, snapshot: Snapshot) -> None: ...


@runtime_checkable
class Documents(Protocol):
    """Large immutable bodies by the SHA-256 of their bytes: maps, plans, photos."""

    def put(self, body: bytes, media_type: str, named: Digest | None = None) -> Digest:
        """Keep a body under its digest, or `named` by that of what it was made from."""
        ...

    def get(self, digest: Digest) -> tuple[bytes, str] | None:
        """Bytes and media type, or None when there is no such document."""
        ...


class Paper(Struct, frozen=True):
    """Something printed: its bytes, what they are, and the name to keep it under."""

    body: bytes
    media_type: str
    name: str


class Account(Struct, frozen=True):
    """Somebody who may sign in; the password is kept as an argon2 hash only, "" before one was chosen."""

    name: str
    password_hash: str
    role: Role
    created_at: datetime
    scope: Scope = Scope()
    epoch: int = 0
    """Sessions of an older one count no more."""
    subject: str = ""
    """The office's own sign-in server and its id for this person, if it came from there."""
    invited_by: str = ""
    seen_at: datetime | None = None
    revoked_at: datetime | None = None
    revoked_by: str = ""


@runtime_checkable
class Accounts(Protocol):
    """Who may sign in."""

    def find(self, name: str) -> Account | None: ...

    def by_subject(self, subject: str) -> Account | None: ...

    def all(self) -> Sequence[Account]: ...

    def add(self, account: Account) -> None:
        """Raises ValueError when the name is taken."""
        ...

    def any(self) -> bool: ...

    def change(
        self, name: str, rule: Callable[[Account, Sequence[Account]], Account | Refusal]
    ) -> Account | Refusal | None:
        """Put what `rule` makes of an account, and of all there are, in its place; nobody comes between.

        None when there is no such account; a refusal changes nothing.
        """
        ...

    def seen(self, name: str, at: datetime) -> None: ...


class Clock(Protocol):
    """What time it is on this board: the wall's, or a rehearsal's that runs faster."""

    def now(self) -> datetime: ...

    def rate(self) -> float:
        """Board seconds a real second; 1 in a real night."""
        ...


class EventIds(Protocol):
    """Fresh, time-ordered event ids."""

    def fresh(self) -> EventId: ...


class Scheduler(Protocol):
    """Makes crew plans; what it proposes is checked before it is believed."""

    def __call__(
        self,
        problem: CrewProblem,
        *,
        seconds: float,
        seed: int,
        start: CrewPlan | None = None,
        stay_s: float = 0.0,
    ) -> CrewPlan:
        """A plan within about that many seconds; 0 asks for the first good one at once.

        `start` is the plan in force: of its assignments one changes only where that brings the finish
        forward by `stay_s` seconds.
        """
        ...


class Arrangement(Protocol):
    """A plan timed anew, and what it would be with one job elsewhere."""

    plan: CrewPlan

    def with_job(self, job: JobId, crew: CrewId, before: JobId | None = None) -> "CrewPlan | Undone":
        """The plan with a job given to a crew, or why that can't be."""
        ...


class Arranger(Protocol):
    """Times a plan anew for a problem, without a search; fast enough to be asked while somebody drags."""

    def __call__(self, problem: CrewProblem, plan: CrewPlan) -> Arrangement: ...


class Travels(Protocol):
    """Says how crews travel on a board as it stands: by road where its map shows roads."""

    def __call__(self, board: Board) -> Travel: ...


class KnownSurvey(Struct, frozen=True):
    """What a board knows of its survey, edits included, as far as a file of edits may refer to it."""

    neighbourhoods: dict[NeighbourhoodId, Neighbourhood]
    openings: dict[OpeningId, Opening]
    wishes: dict[OpeningId, str]
    accepts: dict[NeighbourhoodId, bool]
    bounds: tuple[float, float, float, float]


class ImportProblem(Struct, frozen=True):
    """One thing wrong with a file of edits, at its place; nothing of the file was taken in."""

    code: str
    file: str
    row: int | None
    """As the spreadsheet counts, or the feature's number from 1."""
    field: str | None
    zh: str
    en: str


class ReadEdits(Struct, frozen=True):
    """What a file of edits says: all of it, or what is wrong with it."""

    edits: tuple[Edit, ...]
    problems: tuple[ImportProblem, ...] = ()
    unchanged: int = 0
    """Rows or features that say what is known already."""


class EditReader(Protocol):
    """Reads edits out of a CSV, XLSX or GeoJSON file."""

    def __call__(self, name: str, body: bytes, known: KnownSurvey) -> ReadEdits: ...


class ClosureMaker(Protocol):
    """Plans closures on one map, which it has laid out; what it proposes is checked before it is believed."""

    @property
    def chart(self) -> Chart:
        """The map, laid out."""
        ...

    def changed(self, extract: Extract, neighbourhoods: Sequence[Neighbourhood]) -> "ClosureMaker":
        """The same for some neighbourhoods on a map that differs a little: ready at once.

        Its `chart` is of the part of the map that matters to them. What both maps hold must be the same
        objects.
        """
        ...

    def plan(self, problem: ClosureProblem) -> ClosurePlan:
        """A closure for every neighbourhood of a problem on this map."""
        ...


class ClosureMakers(Protocol):
    """Lays a map out for planning closures on it."""

    def __call__(self, extract: Extract) -> ClosureMaker: ...


class Chance(Protocol):
    """Chance, handed in so that the core stays pure."""

    def __call__(self) -> np.random.Generator: ...
