"""The only place where ports meet adapters."""

import os
import secrets
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from threading import Lock, get_native_id

import numpy as np

from yipanqi.desk.closing import Closing
from yipanqi.desk.commanding import Commanding
from yipanqi.desk.desk import Desk
from yipanqi.desk.edited_ground import EditedGround
from yipanqi.desk.people import People
from yipanqi.desk.planning import Planning
from yipanqi.desk.ports import Account, Clock
from yipanqi.desk.road_travel import RoadTravel
from yipanqi.desk.surveying import Surveying
from yipanqi.desk.weighing import Told, Weighing
from yipanqi.feeds.edits import read_edits
from yipanqi.ground.ids import EventId, uuid7
from yipanqi.messages.office import MessageOffice
from yipanqi.papers.press import Press
from yipanqi.plan.crews.model import CrewPlan, CrewProblem
from yipanqi.plan.crews.worth import WorthReport
from yipanqi.plan.jobs import WorkRules
from yipanqi.solvers.closure import ClosurePlanner
from yipanqi.solvers.crews import warm_up
from yipanqi.solvers.crews.compiled import is_compiled
from yipanqi.solvers.crews.one_board import Effort, worth
from yipanqi.solvers.crews.what_if import WhatIf
from yipanqi.solvers.goods import plan_goods, plan_waiting_crews
from yipanqi.storage import CannotOpen, open_board
from yipanqi.web.access import password_hash
from yipanqi.web.app import Office
from yipanqi.web.messages import Post
from yipanqi.web.oidc_settings import oidc_settings
from yipanqi.web.people_codes import Address

KEY_FILE = "session.key"
SIGN_IN_FILE = "sign-in.toml"


class WallClock:
    """The time on the wall."""

    def now(self) -> datetime:
        """Now, in UTC."""
        return datetime.now(UTC)

    def rate(self) -> float:
        """One second a second."""
        return 1.0


class PacedClock:
    """A rehearsal's clock: stands until started, then runs `rate` times as fast as the wall's."""

    def __init__(self, at: datetime, rate: float) -> None:
        self._at = at
        self._rate = rate
        self._began: float | None = None

    def start(self, at: datetime) -> None:
        """Run from an instant on."""
        self._at, self._began = at, time.monotonic()

    def now(self) -> datetime:
        """The rehearsal's now."""
        passed = 0.0 if self._began is None else time.monotonic() - self._began
        return self._at + timedelta(seconds=passed * self._rate)

    def rate(self) -> float:
        """Rehearsal seconds a real second; none while it stands."""
        return 0.0 if self._began is None else self._rate


class SetClock:
    """A clock that stands where it was last set; for nights played at full speed."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        """Where it stands."""
        return self.at

    def rate(self) -> float:
        """It does not run by itself."""
        return 0.0


class FreshIds:
    """UUIDv7 by the wall's clock and the system's randomness."""

    def fresh(self) -> EventId:
        """A new event id."""
        return uuid7(time.time_ns() // 1_000_000, secrets.token_bytes(10))


def schedule(
    problem: CrewProblem, *, seconds: float, seed: int, start: CrewPlan | None = None, stay_s: float = 0.0
) -> CrewPlan:
    """The crew solvers as the desk asks for them.

    Nobody waits for a compiler: until the search is compiled, which `OpenBoard` sets going, the first good
    plan has to do.
    """
    if not is_compiled():
        seconds = 0.0
    workers = min(2, os.cpu_count() or 1)
    return plan_waiting_crews(
        problem, seconds=seconds, seed=seed, workers=workers, start=start, stay_s=stay_s
    )


def weigh(problem: CrewProblem, *, begun: bool, told: Told) -> WorthReport | None:
    """What hands and goods are worth, by short searches on one core that lets everything else go first."""
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, get_native_id(), 10)  # there it is of this thread alone
    warm_up(wait=True)

    def plans(asked: CrewProblem, seconds: float, seed: int) -> CrewPlan:
        return plan_waiting_crews(asked, seconds=seconds, seed=seed)

    return worth(problem, plans, Effort(seconds=1.0, seeds=3, begun=begun), told)


class OpenBoard:
    """One board with everything plugged in; `close` it, or use it in a `with`."""

    def __init__(
        self, where: Path | str, clock: Clock, *, seed: int | None = None, name: str = "main"
    ) -> None:
        self.clock = clock
        self.stored = open_board(where, clock, board=name)
        self.desk = Desk(self.stored.journal, self.stored.snapshots, clock, FreshIds())
        self.desk.open()
        rng = np.random.default_rng(seed)
        self.ground = EditedGround(self.desk, self.stored.documents, ClosurePlanner)
        rules = WorkRules()
        travels = RoadTravel(self.ground, rules.travel, Lock())
        self.planning = Planning(
            self.desk, schedule, _chance(rng), rules, plan_goods, travels, partial(plan_goods, seconds=0.2)
        )
        self.commanding = Commanding(self.desk, self.planning, schedule, WhatIf, _chance(rng))
        self.weighing = Weighing(self.desk, self.planning, weigh)
        self.surveying = Surveying(self.desk, self.ground, read_edits)
        self.closing = Closing(self.desk, self.stored.documents, self.ground, self.planning.rules)
        self.people = People(
            self.stored.accounts, self.stored.codes, self.stored.phones, WallClock(), secrets.token_bytes
        )
        self._where = where
        self.messages = MessageOffice(
            self.desk,
            self.stored.letters,
            self.stored.subscriptions,
            self.stored.accounts,
            _folder(where),
            _path(os.environ.get("YIPANQI_CHANNELS", "")),
        )
        warm_up()

    def office(self) -> Office:
        """What the web application needs."""
        return Office(
            self.desk,
            self.planning,
            self.stored.documents,
            self.stored.accounts,
            self.surveying,
            self.closing,
            self.commanding,
            _secret(self._where),
            self.people,
            Address(os.environ.get("YIPANQI_URL", "")),
            oidc_settings(os.environ, _sign_in_server(self._where)),
            Post(self.stored.letters, self.stored.subscriptions, self.messages.push_key, self.messages.wake),
            Press(self.stored.documents),
            self.weighing,
        )

    def first_account(self) -> tuple[str, str] | None:
        """A commander's name and fresh password, made when nobody can sign in yet; None afterwards.

        The password is not kept anywhere but as a hash: whoever calls this shows it, once.
        """
        if self.stored.accounts.any():
            return None
        name, password = "commander", secrets.token_urlsafe(12)
        account = Account(name, password_hash(password), "commander", self.clock.now())
        self.stored.accounts.add(account)
        return name, password

    def close(self) -> None:
        """Keep a snapshot, record what is queued, give back every lock."""
        try:
            self.weighing.stop()
            self.desk.close()
        finally:
            self.stored.close()

    def __enter__(self) -> "OpenBoard":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class OpenPeople:
    """The people of a board, whether it is being served at the moment or not; use it in a `with`."""

    def __init__(self, where: Path | str, *, name: str = "main") -> None:
        clock = WallClock()
        try:
            self._stored = open_board(where, clock, board=name)
        except CannotOpen as why:
            if why.code != "in-use":
                raise
            self._stored = open_board(where, clock, board=name, beside=True)
        self.people = People(
            self._stored.accounts, self._stored.codes, self._stored.phones, clock, secrets.token_bytes
        )
        desk = Desk(self._stored.journal, self._stored.snapshots, clock, FreshIds())
        desk.open()
        self.board = desk.board

    def __enter__(self) -> "OpenPeople":
        return self

    def __exit__(self, *_: object) -> None:
        self._stored.close()


def _chance(rng: np.random.Generator) -> Callable[[], np.random.Generator]:
    return lambda: rng.spawn(1)[0]


def _folder(where: Path | str) -> Path | None:
    """Where a board keeps files of its own; None for one in a database server."""
    if isinstance(where, str) and "://" in where:
        return None
    place = Path(where)
    return place.parent if place.suffix else place


def _path(name: str) -> Path | None:
    return Path(name) if name else None


def _sign_in_server(where: Path | str) -> str:
    """The text of `sign-in.toml` beside the board, naming the office's own sign-in server, or ""."""
    folder = _folder(where)
    file = folder / SIGN_IN_FILE if folder is not None else None
    return file.read_text("utf-8") if file is not None and file.exists() else ""


def _secret(where: Path | str) -> bytes:
    """The key that signs sessions: made once, kept beside the board, readable by its owner alone.

    For a board in PostgreSQL it comes from the setting YIPANQI_SECRET (64 hexadecimal digits), so that
    several servers share it.
    """
    given = os.environ.get("YIPANQI_SECRET")
    if given:
        return bytes.fromhex(given)
    folder = _folder(where)
    if folder is None:
        return secrets.token_bytes(32)
    file = folder / KEY_FILE
    with suppress(FileExistsError):
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as new:
            new.write(secrets.token_bytes(32))
    return file.read_bytes()
