"""Reports over HTTP: every one gets a durable receipt, and nothing is lost."""

from datetime import timedelta
from uuid import uuid4

import pytest

from tests.towns import NORTH_CREW, SOUTH_CREW, WILLOW_LANE, WILLOW_STEPS, at
from tests.web.conftest import Person, Town, report
from yipanqi.close.events import OpeningBlocked, OpeningDone, OpeningStarted


def board(commander: Person) -> dict[str, dict[str, object]]:
    return {row["id"]: row for row in commander.get("/api/board").json()["openings"]}


def test_a_report_changes_the_board_once_however_often_it_is_sent(commander: Person) -> None:
    sent = [report(OpeningDone(WILLOW_LANE, NORTH_CREW, net_m=4), 30)]
    first = commander.tell(sent).json()["receipts"]
    again = commander.tell(sent).json()["receipts"]
    assert [r["position"] for r in first] == [r["position"] for r in again] == [2]
    assert again[0]["again"]
    assert board(commander)[WILLOW_LANE]["state"] == "done"
    assert commander.get("/api/board").json()["position"] == 2


def test_receipts_come_in_the_order_sent(commander: Person) -> None:
    sent = [report(OpeningStarted(WILLOW_LANE, NORTH_CREW), n) for n in range(5)]
    receipts = commander.tell(sent).json()["receipts"]
    assert [r["event_id"] for r in receipts] == [r["event_id"] for r in sent]


def test_one_bad_report_does_not_hold_up_the_others(commander: Person) -> None:
    good = report(OpeningDone(WILLOW_LANE, NORTH_CREW), 30)
    wrong_field = report(OpeningDone(WILLOW_STEPS, NORTH_CREW), 30) | {"body": {"opening": 7, "crew": "x"}}
    receipts = commander.tell([wrong_field, {"odd": True}, good]).json()["receipts"]
    assert len(receipts) == 3
    assert "$.opening" in receipts[0]["quarantined"]
    assert receipts[1]["quarantined"]
    assert "quarantined" not in receipts[2]
    kinds = [h["kind"] for h in commander.get("/api/board").json()["happenings"]]
    assert kinds[:3] == ["opening.done", "quarantine.kept", "quarantine.kept"]


def test_what_was_not_understood_is_kept_as_it_came(town: Town, commander: Person) -> None:
    commander.tell(
        [
            {
                "event_id": str(uuid4()),
                "kind": "opening.teleported",
                "happened_at": at(1).isoformat(),
                "body": {"where": "月亮"},
            }
        ]
    )
    kept = town.board.desk.read(1)[0]
    assert kept.kind == "quarantine.kept"
    assert "月亮" in bytes(kept.body).decode()


def test_an_unreadable_request_is_kept_and_said_to_be_wrong(commander: Person) -> None:
    answer = commander.post("/api/reports", content=b'{"reports": [')
    assert answer.status_code == 400
    assert answer.json()["code"] == "reports.unreadable"
    assert answer.json()["facts"]["kept_at"] == 2


def test_decisions_cannot_be_smuggled_in_as_reports(town: Town, commander: Person) -> None:
    plan = town.propose()
    smuggled = {
        "event_id": str(uuid4()),
        "kind": "plan.adopted",
        "happened_at": at(1).isoformat(),
        "body": {"plan": plan.id},
    }
    assert commander.tell([smuggled]).json()["receipts"][0]["quarantined"]
    assert commander.get("/api/board").json()["plan"] is None


def test_a_time_without_a_zone_is_not_guessed(commander: Person) -> None:
    sent = report(OpeningDone(WILLOW_LANE, SOUTH_CREW), 1) | {"happened_at": "2026-02-03T18:00:00"}
    assert "time zone" in commander.tell([sent]).json()["receipts"][0]["quarantined"]


@pytest.mark.parametrize(
    "odd",
    [
        {"happened_at": "0001-01-01T00:00:00+08:00"},
        {"happened_at": "9999-12-31T23:59:59Z"},
        {"body": {"opening": "a\0b", "crew": "north-1"}},
        {"body": {"opening": "", "crew": ""}},
        {"body": []},
        {"schema": 99},
        {"kind": ""},
    ],
)
def test_odd_reports_are_kept_and_stop_nobody(commander: Person, odd: dict[str, object]) -> None:
    good = report(OpeningDone(WILLOW_LANE, NORTH_CREW), 30)
    answer = commander.tell([report(OpeningStarted(WILLOW_STEPS, NORTH_CREW), 1) | odd, good])
    assert answer.status_code == 200, answer.text
    assert [r["position"] for r in answer.json()["receipts"]] == [2, 3]
    assert board(commander)[WILLOW_LANE]["state"] == "done"


def test_a_phone_that_is_three_hours_ahead_does_not_outdo_the_others(commander: Person, town: Town) -> None:
    blocked = OpeningBlocked(WILLOW_LANE, NORTH_CREW, "car_in_the_way")
    ahead = report(blocked, -20 + 180)
    sent_at = (town.clock.now() + timedelta(hours=3)).isoformat()
    answer = commander.post("/api/reports", json={"reports": [ahead], "device": "a", "sent_at": sent_at})
    assert answer.status_code == 200, answer.text
    commander.say(OpeningDone(WILLOW_LANE, NORTH_CREW, net_m=4), minutes=-15, device="b")
    assert board(commander)[WILLOW_LANE]["state"] == "done"
    entry = town.board.desk.read(1)[0]
    assert (entry.happened_at, entry.device_at) == (at(-20), at(160))


def test_a_report_sent_again_later_by_a_wrong_clock_is_the_same_report(commander: Person, town: Town) -> None:
    sent = [report(OpeningDone(WILLOW_LANE, NORTH_CREW), 180)]
    for minutes in (180, 181):
        stamp = (town.clock.now() + timedelta(minutes=minutes)).isoformat()
        answer = commander.post("/api/reports", json={"reports": sent, "device": "a", "sent_at": stamp})
    (receipt,) = answer.json()["receipts"]
    assert receipt["again"]
    assert "differs" not in receipt


@pytest.mark.parametrize("stamp", [7, "soon", {"at": 1}, "2026-02-03T10:00:00"])
def test_an_odd_time_of_sending_holds_nothing_up(commander: Person, stamp: object) -> None:
    sent = [report(OpeningDone(WILLOW_LANE, NORTH_CREW), 30)]
    answer = commander.post("/api/reports", json={"reports": sent, "sent_at": stamp})
    assert "quarantined" not in answer.json()["receipts"][0]
