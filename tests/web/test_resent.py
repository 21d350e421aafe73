"""What comes again, late, or in a shape nobody expected: nothing is lost, nothing counts twice."""

import gzip
import json
from collections.abc import Sequence
from datetime import timedelta
from uuid import uuid4

import httpx
import pytest

from tests.towns import NORTH_CREW, WILLOW_LANE, at, by_two_crews
from tests.web.conftest import Person, Town, report
from tests.web.staff import someone
from yipanqi.close.board import fold
from yipanqi.close.events import OpeningDone, OpeningStarted
from yipanqi.close.state import Board
from yipanqi.desk.permissions import Scope
from yipanqi.ground.ids import Actor, PlanId
from yipanqi.journal.envelope import Entry

DONE = OpeningDone(WILLOW_LANE, NORTH_CREW, net_m=4)


def receipt(answer: httpx.Response) -> dict[str, object]:
    assert answer.status_code == 200, answer.text
    first: dict[str, object] = answer.json()["receipts"][0]
    return first


def kept(commander: Person) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = commander.get("/api/quarantine").json()
    return rows


def test_other_content_under_a_known_id_is_kept_beside_it_and_shown(commander: Person) -> None:
    first = report(DONE, 30)
    other = first | {"body": {"opening": WILLOW_LANE, "crew": NORTH_CREW, "net_m": 9}}
    assert "differs" not in receipt(commander.tell([first]))
    for _ in range(2):
        told = receipt(commander.tell([other]))
        assert (told["differs"], told["event_id"]) == (True, first["event_id"])
    (row,) = kept(commander)
    assert (row["problem"], row["readable"], row["opening"]) == ("differs", True, WILLOW_LANE)
    assert json.loads(str(row["raw"]))["body"]["net_m"] == 9
    loads = {c["id"]: c["load_m"] for c in commander.get("/api/board").json()["crews"]}
    assert commander.post(f"/api/quarantine/{row['id']}/accept", json={}).status_code == 200
    after = {c["id"]: c["load_m"] for c in commander.get("/api/board").json()["crews"]}
    assert after != loads or loads[NORTH_CREW] == 0


def test_the_same_from_another_phone_is_no_contradiction(town: Town, commander: Person) -> None:
    lead = someone(town, "Li", "crew_lead", Scope(crew=NORTH_CREW))
    other = someone(town, "Wang", "crew_lead", Scope(crew=NORTH_CREW))
    sent = [report(DONE, 30)]
    receipt(lead.tell(sent, device="Li's"))
    told = receipt(other.tell(sent, device="Wang's"))
    assert told == {"event_id": sent[0]["event_id"], "position": told["position"], "again": True}
    assert kept(commander) == []


def test_a_receipt_tells_what_became_of_it_and_not_what_would_now(town: Town, commander: Person) -> None:
    volunteer = someone(town, "Chen", "volunteer")
    mine, theirs = [report(DONE, 30)], [report(DONE, 31)]
    assert receipt(volunteer.tell(mine))["quarantined"] == "not_yours"
    again = receipt(commander.tell(mine))  # who may report it, but it lies apart already
    assert (again.get("quarantined"), again.get("differs"), again["again"]) == ("not_yours", None, True)
    receipt(commander.tell(theirs))
    believed = receipt(volunteer.tell(theirs))  # who may not, but it is believed already
    assert (believed.get("quarantined"), believed.get("differs")) == (None, None)
    assert len(kept(commander)) == 1


def test_a_report_believed_later_counts_from_when_it_happened_by_the_right_clock(
    town: Town, commander: Person
) -> None:
    town.board.desk.record(by_two_crews(), Actor("office")).result()
    town.board.desk.adopt(PlanId("plan-1"), 0, Actor("office")).result()
    volunteer = someone(town, "Chen", "volunteer")
    fast = timedelta(hours=5)
    town.clock.at = at(40)
    wrong = report(DONE, 30) | {"happened_at": (at(30) + fast).isoformat()}
    batch = {"reports": [wrong], "device": "Chen's", "sent_at": (at(40) + fast).isoformat()}
    name = receipt(volunteer.post("/api/reports", json=batch))["event_id"]
    assert kept(commander)[0]["happened_at"] == at(30).isoformat().replace("+00:00", "Z")
    commander.say(OpeningStarted(WILLOW_LANE, NORTH_CREW), minutes=35)
    assert commander.post(f"/api/quarantine/{name}/accept", json={}).status_code == 200
    row = next(o for o in commander.get("/api/board").json()["openings"] if o["id"] == WILLOW_LANE)
    assert row["state"] != "done", "it was begun again after that"


def test_a_long_report_kept_apart_can_still_be_believed(town: Town, commander: Person) -> None:
    volunteer = someone(town, "Chen", "volunteer")
    long = report(OpeningStarted(WILLOW_LANE, NORTH_CREW), 5)
    long["body"] = {"opening": WILLOW_LANE, "crew": NORTH_CREW, "unknown_here": "长" * 60_000}
    assert receipt(volunteer.tell([long]))["quarantined"] == "not_yours"
    assert kept(commander)[0]["readable"]


def test_a_report_too_deep_for_anybody_is_kept_apart(commander: Person) -> None:
    deep = "[" * 20_000 + "]" * 20_000
    head = f'"event_id":"{uuid4()}","kind":"opening.done","happened_at":"{at(1).isoformat()}"'
    named = f'{{{head},"body":{deep}}}'
    good = json.dumps(report(DONE, 30))
    body = f'{{"reports":[{named},{good}]}}'.encode()
    answer = commander.post("/api/reports", content=body, headers={"content-type": "application/json"})
    assert answer.status_code in {200, 400}, answer.text
    if answer.status_code == 200:
        assert [bool(r.get("quarantined")) for r in answer.json()["receipts"]] == [True, False]
    assert len(kept(commander)) == 1


def test_a_batch_that_was_compressed_on_its_way_is_read(commander: Person) -> None:
    body = gzip.compress(json.dumps({"reports": [report(DONE, 30)]}).encode())
    packed = {"content-type": "application/json", "content-encoding": "gzip"}
    assert "quarantined" not in receipt(commander.post("/api/reports", content=body, headers=packed))
    bomb = gzip.compress(b" " * 200_000_000)
    answer = commander.post("/api/reports", content=bomb, headers=packed)
    assert answer.status_code == 413, answer.text
    cut = commander.post("/api/reports", content=body[:-12], headers=packed)
    assert (cut.status_code, cut.json()["code"]) == (400, "reports.unreadable")


def test_twenty_thousand_reports_in_one_batch_are_taken(commander: Person) -> None:
    sent = [report(OpeningStarted(WILLOW_LANE, NORTH_CREW), n / 1000) for n in range(20_000)]
    answer = commander.tell(sent)
    assert answer.status_code == 200, answer.text
    assert [r["event_id"] for r in answer.json()["receipts"]] == [r["event_id"] for r in sent]


def test_a_newer_kind_of_another_version_is_kept_apart_with_its_time(commander: Person) -> None:
    newer = report(DONE, 30) | {"kind": "opening.welded", "schema": 7}
    assert "opening.welded" in str(receipt(commander.tell([newer]))["quarantined"])
    (row,) = kept(commander)
    assert (row["readable"], row["claimed_kind"]) == (False, "opening.welded")


@pytest.mark.parametrize("town", ["sqlite"], indirect=True)
class TestWhenOursFails:
    """A fault of ours between the journal and the board loses nothing of either."""

    def test_an_entry_that_breaks_its_rule_is_a_line_and_the_next_one_counts(
        self, town: Town, commander: Person, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def broken(*_: object) -> Board:
            raise TypeError("a slip of ours")

        with monkeypatch.context() as patch:
            patch.setitem(__import__("yipanqi.close.board", fromlist=["RULES"]).RULES, OpeningStarted, broken)
            receipt(commander.say(OpeningStarted(WILLOW_LANE, NORTH_CREW), minutes=5))
            receipt(commander.say(DONE, minutes=30))
        shown = commander.get("/api/board").json()
        assert shown["position"] == 3
        assert next(o for o in shown["openings"] if o["id"] == WILLOW_LANE)["state"] == "done"

    def test_a_watcher_that_fails_keeps_no_other_from_hearing(self, town: Town, commander: Person) -> None:
        heard: list[int] = []

        def fails(_: Board, __: Sequence[Entry]) -> None:
            raise RuntimeError("a slip of ours")

        town.board.desk.watch(fails)
        town.board.desk.watch(lambda _, entries: heard.extend(e.position for e in entries))
        for minutes in (5, 6, 7):
            receipt(commander.say(OpeningStarted(WILLOW_LANE, NORTH_CREW), minutes=minutes))
        assert heard == [2, 3, 4]
        assert town.board.desk.board == fold(Board(), town.board.desk.read(0))
