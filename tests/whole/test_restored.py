"""The server's disk is lost and an older backup put in its place: all notice, and nothing is lost."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec import Struct

from tests.towns import NORTH_CREW, POND_PATH, SOUTH_CREW, WILLOW_LANE, WILLOW_STEPS, by_two_crews
from tests.web.conftest import Person, Town, report
from tests.web.staff import code_of, someone
from yipanqi.close.board import fold
from yipanqi.close.events import OpeningDone, OpeningStarted
from yipanqi.close.problems_model import ProblemRaised
from yipanqi.close.state import Board
from yipanqi.desk.permissions import Scope
from yipanqi.ground.ids import Actor, PlanId
from yipanqi.storage.copying import copy_file

Receipt = dict[str, Any]


class Phone:
    """Keeps what it has sent, and asks the server whether its newest receipt still holds."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.kept: list[dict[str, object]] = []
        self.receipts: dict[str, Receipt] = {}

    def say(self, fact: Struct, minutes: float) -> None:
        self.kept.append(report(fact, minutes))
        self._send(self.kept[-1:])

    def forgotten(self) -> bool:
        newest = max(self.receipts.values(), key=lambda r: int(r["position"]))
        told = self.person.get(
            "/api/field/card", params={"receipt": f"{newest['position']}:{newest['event_id']}"}
        )
        assert told.is_success, told.text
        return bool(told.json()["forgotten"])

    def send_again(self) -> None:
        """Everything it has, under the same ids."""
        self.receipts = {}
        self._send(self.kept)

    def _send(self, reports: list[dict[str, object]]) -> None:
        answer = self.person.tell(reports, device=self.person.headers["x-phone"])
        assert answer.status_code == 200, answer.text
        for receipt in answer.json()["receipts"]:
            assert not receipt.get("quarantined"), receipt
            assert not receipt.get("differs"), receipt
            self.receipts[receipt["event_id"]] = receipt


def crew_phone(town: Town, name: str, crew: str) -> Phone:
    person = someone(town, name, "crew_lead", Scope(crew=crew))
    person.headers["x-phone"] = f"{name}'s phone"
    return Phone(person)


@pytest.fixture
def night(tmp_path: Path) -> Iterator[tuple[Town, Person, Phone, Phone, Path]]:
    """A night begun, of which a backup was made after its first reports; then more happened."""
    town = Town(tmp_path / "board")
    commander = Person(town.url).sign_in(town.account)
    north, south = crew_phone(town, "Li", NORTH_CREW), crew_phone(town, "Wang", SOUTH_CREW)
    town.board.desk.record(by_two_crews(), Actor("office")).result()
    town.board.desk.adopt(PlanId("plan-1"), 0, Actor("office")).result()
    north.say(OpeningStarted(WILLOW_LANE, NORTH_CREW), 14)
    (tmp_path / "backup").mkdir()
    backup = copy_file(tmp_path / "board", tmp_path / "backup")
    north.say(OpeningDone(WILLOW_LANE, NORTH_CREW, net_m=4), 40)
    north.say(ProblemRaised("p1", "danger", "a wire hangs down", "office", opening=WILLOW_STEPS), 41)
    south.say(OpeningStarted(POND_PATH, SOUTH_CREW), 15)
    yield town, commander, north, south, backup
    for person in (commander, north.person, south.person):
        person.close()


def restored(town: Town, tmp_path: Path, backup: Path, *people: Person) -> Town:
    """The backup in the board's place, served again; the key of sessions was kept beside it."""
    town.stop()
    for file in (tmp_path / "board").glob("board.sqlite3*"):
        file.unlink()
    shutil.copy(backup, tmp_path / "board" / "board.sqlite3")
    again = Town(tmp_path / "board")
    for person in people:
        person.base_url = again.url
    return again


def first_event(person: Person, last: int) -> tuple[str, Any]:
    """What a screen that was at a position is told first."""
    with person.stream("GET", "/api/changes", headers={"last-event-id": str(last)}) as stream:
        name = ""
        for line in stream.iter_lines():
            if line.startswith("event: "):
                name = line[7:]
            if line.startswith("data: "):
                return name, json.loads(line[6:])
    raise AssertionError("nothing was told")


def test_phones_notice_and_send_again_and_nothing_is_lost_or_doubled(
    night: tuple[Town, Person, Phone, Phone, Path], tmp_path: Path
) -> None:
    town, commander, north, south, backup = night
    was_at = commander.get("/api/board").json()["position"]
    town = restored(town, tmp_path, backup, commander, north.person, south.person)
    now_at = commander.get("/api/board").json()["position"]
    assert now_at < was_at
    assert first_event(commander, was_at) == ("reset", {"position": now_at})
    # Meanwhile the other crew, which has no signal to hear of it, does the same opening.
    south.kept.append(report(OpeningDone(WILLOW_LANE, SOUTH_CREW, net_m=4), 45))
    assert north.forgotten()
    assert south.forgotten()
    north.send_again()
    south.send_again()
    north.send_again()  # its receipts got lost once more
    assert not north.forgotten()
    assert not south.forgotten()
    entries = town.board.desk.read(0)
    ids = [e.event_id for e in entries]
    assert len(ids) == len(set(ids))
    sent = {str(r["event_id"]) for phone in (north, south) for r in phone.kept}
    assert sent <= set(ids)
    assert fold(Board(), entries) == town.board.desk.board
    shown = commander.get("/api/board").json()
    lane = next(o for o in shown["openings"] if o["id"] == WILLOW_LANE)
    assert [flag["code"] for flag in lane["flags"]] == ["two_crews_did_it"]
    assert [p["id"] for p in shown["problems"]] == ["p1"]
    for phone in (north, south):
        jobs = phone.person.get("/api/field/card", params={"also": WILLOW_LANE}).json()["jobs"]
        (lane,) = (job for job in jobs if job["opening"] == WILLOW_LANE)
        assert len(lane["done_by"]) == 2, "both crews see that they contradict each other"
    town.stop()


def test_phones_notice_even_when_others_have_reported_past_where_they_were(
    night: tuple[Town, Person, Phone, Phone, Path], tmp_path: Path
) -> None:
    town, commander, north, _, backup = night
    town = restored(town, tmp_path, backup, commander, north.person)
    commander.say(*[OpeningStarted(WILLOW_STEPS, NORTH_CREW)] * 20)
    newest = max(int(r["position"]) for r in north.receipts.values())
    assert commander.get("/api/board").json()["position"] > newest
    assert north.forgotten()
    town.stop()


def test_a_decision_on_what_the_backup_does_not_have_is_refused(
    night: tuple[Town, Person, Phone, Phone, Path], tmp_path: Path
) -> None:
    town, commander, *_, backup = night
    terms = {
        "basis": "b",
        "signed_by": "s",
        "until_at": "2026-03-01T00:00:00Z",
        "phone": "1",
        "on_version": 0,
    }
    terms["review_at"] = terms["until_at"]
    assert commander.post("/api/terms", json=terms).status_code == 200
    town = restored(town, tmp_path, backup, commander)
    late = commander.post("/api/terms", json=terms | {"on_version": 1})
    assert (late.status_code, code_of(late)) == (409, "terms.set_meanwhile")
    assert commander.post("/api/terms", json=terms).status_code == 200
    town.stop()
