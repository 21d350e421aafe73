"""What a screen folds from the stream is the board, at any position, however often it is cut off."""

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from msgspec import Struct

from tests.towns import (
    NORTH_CREW,
    POND,
    POND_PATH,
    SOUTH_CREW,
    WILLOW,
    WILLOW_GATE,
    WILLOW_LANE,
    WILLOW_STEPS,
    YARD,
    at,
    by_two_crews,
)
from tests.web.conftest import Person, Town, report
from tests.web.staff import someone
from yipanqi.close import events as ev
from yipanqi.close.decisions_model import DecisionCarriedOut
from yipanqi.close.problems_model import ProblemAnswered, ProblemClosed, ProblemPassedOn, ProblemRaised
from yipanqi.desk.permissions import Scope
from yipanqi.ground.ids import Actor, OpeningId, PlanId

ROWS = ("neighbourhoods", "openings", "crews", "suppliers", "problems", "decisions")
WHOLE = ("position", "totals", "phase", "night", "plan", "proposal", "locks", "standing_rule", "rule_version")
SHOWN = 50
"""Lines of the log that a board carries."""


class Screen:
    """A browser's copy of the board: fetched once, then folded from the stream alone."""

    def __init__(self, person: Person, chance: random.Random, sees_all: bool) -> None:
        self.person = person
        self.sees_all = sees_all
        self._chance = chance
        self.fetch()

    def fetch(self) -> None:
        """Begin anew from the whole board."""
        board = self.person.get("/api/board").json()
        self.rows = {part: {row["id"]: row for row in board[part]} for part in ROWS}
        self.whole = {part: board[part] for part in WHOLE}
        self.log: list[Any] = board["happenings"]
        self.heard: list[int] = []

    def catch_up(self, position: int) -> None:
        """Read on to a position, hanging up every now and then."""
        while self.whole["position"] < position:
            hang_up_after = self._chance.randint(1, 8)
            if not self.sees_all:
                self.fetch()  # as the client does before each new stream
                if self.whole["position"] >= position:
                    return
            last = {"last-event-id": str(self.whole["position"])}
            with self.person.stream("GET", "/api/changes", headers=last) as stream:
                for change in _changes(stream):
                    if change is None:  # what was told before is seen no more, or only now
                        self.fetch()
                        break
                    self._take(change)
                    hang_up_after -= 1
                    if not hang_up_after or change["position"] >= position:
                        break

    def _take(self, change: dict[str, Any]) -> None:
        self.heard.append(change["position"])
        for part in ROWS:
            self.rows[part] |= {row["id"]: row for row in change[part]}
        self.whole = {part: change[part] for part in WHOLE}
        if change["happening"] is not None:
            self.log = [change["happening"], *self.log][:SHOWN]

    def check(self) -> None:
        """It shows what somebody who comes now is shown."""
        board = self.person.get("/api/board").json()
        assert self.whole == {part: board[part] for part in WHOLE}
        for part in ROWS:
            assert self.rows[part] == {row["id"]: row for row in board[part]}, part
        assert self.log[:20] == board["happenings"][:20]
        if self.heard:
            assert self.heard == list(range(self.heard[0], self.heard[0] + len(self.heard))), (
                "no gap, no repeat"
            )


def _changes(stream: httpx.Response) -> Iterator[dict[str, Any] | None]:
    name = ""
    for line in stream.iter_lines():
        if line.startswith("event: "):
            name = line[7:]
        if line.startswith("data: "):
            assert name in ("change", "pulse", "reset"), line
            if name != "pulse":
                yield json.loads(line[6:]) if name == "change" else None


def happens(chance: random.Random, number: int) -> Struct:
    """Something somebody reports in the night."""
    crew = chance.choice((NORTH_CREW, SOUTH_CREW))
    found = OpeningId(f"found-{chance.randint(1, 4)}")
    opening = chance.choice((WILLOW_GATE, WILLOW_LANE, WILLOW_STEPS, POND_PATH, found))
    problem = f"p{chance.randint(1, 6)}"
    gap = ((121.001, 28.9), (121.00104, 28.9))
    return chance.choice(
        (
            ev.CrewSetOut(crew, opening),
            ev.CrewLoaded(crew, YARD, chance.randint(1, 60)),
            ev.CrewLost(crew, "van"),
            ev.CrewBack(crew),
            ev.OpeningStarted(opening, crew),
            ev.OpeningDone(opening, crew, net_m=chance.randint(0, 8)),
            ev.OpeningBlocked(opening, crew, "residents_object"),
            ev.OpeningUnblocked(opening, "settled"),
            ev.OpeningFound(found, chance.choice((WILLOW, POND)), gap, 3.0, vehicle=True, name="a gap"),
            ev.SupplierCounted(YARD, chance.randint(0, 100)),
            ProblemRaised(problem, "other", f"words {number}", opening=opening, crew=crew),
            ProblemPassedOn(problem, "too much"),
            ProblemAnswered(problem, "so be it"),
            ProblemClosed(problem),
            DecisionCarriedOut(f"d-{problem}"),
        )
    )


def decides(chance: random.Random, commander: Person) -> None:
    """Something the office decides, or tries to."""
    problem = f"p{chance.randint(1, 6)}"
    version = commander.get("/api/board").json()["rule_version"]
    decision = {
        "decision": f"d-{problem}",
        "about": problem,
        "on_version": 0,
        "what": "other",
        "words": "w",
        "why": "y",
        "signed_by": "Lin",
        "carried_out_by": "North",
        "by_at": at(90).isoformat(),
    }
    asked: list[tuple[str, dict[str, object]]] = [
        ("/api/decisions", decision),
        ("/api/standing-rule", {"most_moved_share": 0.1, "least_gain_min": 5, "on_version": version}),
        ("/api/standing-rule/lift", {"on_version": version}),
        ("/api/plans/lock", {"opening": WILLOW_LANE, "crew": NORTH_CREW}),
        ("/api/plans/lock", {"opening": WILLOW_LANE}),
        (f"/api/jobs/{WILLOW_STEPS}/take", {"crew": NORTH_CREW}),
        (f"/api/jobs/{WILLOW_STEPS}/give-back", {"crew": NORTH_CREW}),
    ]
    path, body = chance.choice(asked)
    assert commander.post(path, json=body).status_code in (200, 403, 404, 409)


def _night(folder: Path, seed: int, batches: int) -> None:
    chance = random.Random(seed)
    town = Town(folder)
    commander = Person(town.url).sign_in(town.account)
    people = [
        commander,
        someone(town, "Lead North", "community_lead", Scope("north")),
        someone(town, "Auditor", "auditor"),
    ]
    screens = [
        Screen(person, chance, sees_all) for person, sees_all in zip(people, (True, False, True), strict=True)
    ]
    for number in range(batches):
        if number == batches // 4:
            town.board.desk.record(by_two_crews(), Actor("office")).result()
        if number == batches // 3:
            town.board.desk.adopt(PlanId("plan-1"), 0, Actor("office")).result()
        if number == batches // 2:  # the server goes, and comes again somewhere else
            town.stop()
            town = Town(folder)
            for person in people:
                person.base_url = town.url
        facts = [report(happens(chance, number), chance.uniform(0, 90)) for _ in range(chance.randint(1, 9))]
        assert commander.tell(facts).status_code == 200
        decides(chance, commander)
        for screen in screens:
            if chance.random() < 0.6:
                screen.catch_up(town.board.desk.board.position)
                screen.check()
    for screen in screens:
        screen.catch_up(town.board.desk.board.position)
        screen.check()
        screen.person.close()
    town.stop()


@pytest.mark.parametrize("seed", [1, 2])
def test_a_screen_shows_the_board_at_every_position(tmp_path: Path, seed: int) -> None:
    _night(tmp_path, seed, batches=14)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(10, 20))
def test_a_screen_shows_the_board_through_long_nights(tmp_path: Path, seed: int) -> None:
    _night(tmp_path, seed, batches=120)
