"""Claims over HTTP: of many who take an opening at once exactly one does, and the others are told who."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest

from tests.towns import NORTH_CREW, POND_GATE, POND_PATH, SOUTH_CREW, WILLOW_LANE
from tests.web.conftest import Person, Town
from tests.web.staff import code_of, someone
from yipanqi.desk.permissions import Scope

ROUND_OPENINGS: tuple[str, ...] = (WILLOW_LANE, POND_PATH, POND_GATE)


@pytest.fixture
def begun(town: Town, commander: Person) -> Person:
    """The commander of a town whose plan is in force."""
    plan = town.propose()
    assert commander.post(f"/api/plans/{plan.id}/adopt", json={"on_version": 0}).status_code == 200
    return commander


def test_a_crew_takes_an_opening_and_the_other_is_told_who_and_when(town: Town, begun: Person) -> None:
    south = someone(town, "South 1", "crew_lead", Scope(crew=SOUTH_CREW))
    north = someone(town, "North 1", "crew_lead", Scope(crew=NORTH_CREW))
    assert south.post(f"/api/jobs/{WILLOW_LANE}/take", json={}).status_code == 200
    late = north.post(f"/api/jobs/{WILLOW_LANE}/take", json={"on_version": 0})
    assert (late.status_code, code_of(late)) == (409, "job.taken_meanwhile")
    facts = late.json()["facts"]
    assert (facts["crew"], facts["by"]) == (SOUTH_CREW, "South 1")
    assert facts["at"]
    assert south.post(f"/api/jobs/{WILLOW_LANE}/give-back", json={}).status_code == 200
    assert north.post(f"/api/jobs/{WILLOW_LANE}/take", json={}).status_code == 200


def test_a_lead_speaks_for_the_own_crew_only(town: Town, begun: Person) -> None:
    south = someone(town, "South 1", "crew_lead", Scope(crew=SOUTH_CREW))
    refused = south.post(f"/api/jobs/{WILLOW_LANE}/take", json={"crew": NORTH_CREW})
    assert (refused.status_code, code_of(refused)) == (403, "job.not_yours")
    assert begun.post(f"/api/jobs/{WILLOW_LANE}/take", json={"crew": NORTH_CREW}).status_code == 200


def test_a_claim_sent_again_gets_the_first_receipt(begun: Person) -> None:
    asked = {"crew": SOUTH_CREW, "event_id": str(uuid4())}
    first = begun.post(f"/api/jobs/{WILLOW_LANE}/take", json=asked).json()
    again = begun.post(f"/api/jobs/{WILLOW_LANE}/take", json=asked).json()
    assert again == first | {"again": True}


def test_a_community_lead_moves_within_the_own_community_only(town: Town, begun: Person) -> None:
    lead = someone(town, "lead", "community_lead", Scope(organisation="south"))
    version = begun.get("/api/board").json()["plan"]["version"]
    theirs = {"opening": WILLOW_LANE, "crew": NORTH_CREW, "on_version": version}
    for path in ("/api/plans/put", "/api/plans/lock"):
        answer = lead.post(path, json=theirs)
        assert (answer.status_code, code_of(answer)) == (403, "job.not_yours")
    own = lead.post("/api/plans/lock", json={"opening": POND_PATH, "crew": SOUTH_CREW})
    assert own.status_code in {200, 409}, own.text
    assert not own.is_error or code_of(own) != "job.not_yours"


def race(begun: Person, clients: int, rounds: int) -> None:
    """Many clients claim each of three openings at once, round after round: each time one of them has it.

    Between two rounds the winner gives it back. All claims are made on the version everybody saw.
    """
    start = Barrier(clients, timeout=60)  # whoever fails must not leave the others waiting for ever
    board = begun.get("/api/board").json()
    versions = {o["id"]: (o["claim"] or {"version": 0})["version"] for o in board["openings"]}

    def run(number: int) -> list[tuple[int, str, str]]:
        crew = (NORTH_CREW, SOUTH_CREW)[number % 2]
        with Person(str(begun.base_url)) as me:
            me.cookies.update(dict(begun.cookies))
            me.headers["x-csrftoken"] = begun.headers["x-csrftoken"]
            outcomes = []
            for turn in range(rounds):
                start.wait()
                for opening in ROUND_OPENINGS:
                    on = versions[opening] + 2 * turn
                    answer = me.post(f"/api/jobs/{opening}/take", json={"crew": crew, "on_version": on})
                    outcomes.append((turn, opening, "won" if answer.status_code == 200 else code_of(answer)))
                    if answer.status_code == 200:
                        won.append((opening, crew))
                start.wait()
                if number == 0:
                    for opening, winner in won:
                        back = begun.post(f"/api/jobs/{opening}/give-back", json={"crew": winner})
                        assert back.status_code == 200, back.text
                    won.clear()
            return outcomes

    won: list[tuple[str, str]] = []
    with ThreadPoolExecutor(clients) as pool:
        tallies = Counter(o for outcomes in pool.map(run, range(clients)) for o in outcomes)
    for turn in range(rounds):
        for opening in ROUND_OPENINGS:
            assert tallies[turn, opening, "won"] == 1, (turn, opening, tallies)
            assert tallies[turn, opening, "job.taken_meanwhile"] == clients - 1, (turn, opening, tallies)


def test_of_many_who_claim_at_once_exactly_one_wins(begun: Person) -> None:
    race(begun, clients=16, rounds=3)


@pytest.mark.slow
@pytest.mark.timeout(1500)
def test_of_64_clients_and_ten_thousand_claims_each_has_one_winner(begun: Person) -> None:
    race(begun, clients=64, rounds=53)
