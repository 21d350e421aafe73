"""Whose problems somebody sees, over HTTP: own places, crews and words; anybody may raise anything."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from tests.towns import NORTH_CREW, POND_PATH, SOUTH_CREW, WILLOW, WILLOW_LANE, YARD, at
from tests.web.conftest import Person, Town
from tests.web.staff import someone
from tests.web.test_command import begun, decision
from yipanqi.close.events import OpeningFound
from yipanqi.close.problems_model import ProblemAnswered, ProblemRaised
from yipanqi.desk.permissions import Role, Scope
from yipanqi.ground.ids import OpeningId

RAISED = {
    "willow": ProblemRaised("willow", "danger", "secret of Willow", "office", neighbourhood=WILLOW),
    "lane": ProblemRaised("lane", "residents_object", "secret of the lane", opening=WILLOW_LANE),
    "pond": ProblemRaised("pond", "residents_object", "secret of Pond", opening=POND_PATH),
    "north": ProblemRaised("north", "too_few_hands", "secret of North", crew=NORTH_CREW),
    "yard": ProblemRaised("yard", "no_material", "secret of the yard", "office", supplier=YARD),
    "any": ProblemRaised("any", "other", "secret of nobody", "office"),
}


@pytest.fixture
def night(town: Town, commander: Person) -> Person:
    """A night in which everybody has something to say; one of the problems is decided."""
    begun(town, commander)
    commander.say(*RAISED.values(), minutes=5)
    town.clock.at = at(60)
    assert commander.post("/api/decisions", json=decision("pond", name="d-pond") | {"crew": None}).is_success
    return commander


@contextmanager
def streamed(person: Person, after: int) -> Iterator[list[dict[str, Any]]]:
    """The changes after a position, up to the first pulse."""
    found: list[dict[str, Any]] = []
    with person.stream("GET", f"/api/changes?after={after}") as stream:
        for line in stream.iter_lines():
            if line.startswith("data: "):
                data = json.loads(line[6:])
                found.append(data)
                if "clock" in data:
                    break
        yield found


SEES: list[tuple[Role, Scope, set[str]]] = [
    ("auditor", Scope(), set(RAISED)),
    ("community_lead", Scope("north"), {"willow", "lane", "north", "any"}),
    ("community_lead", Scope("south"), {"pond", "any"}),
    ("community_lead", Scope("south", ("willow",)), {"willow", "lane", "pond", "any"}),
    ("lender", Scope("north"), {"willow", "lane", "north"}),
    ("crew_lead", Scope(crew=NORTH_CREW), {"north"}),
    ("crew_lead", Scope(crew=SOUTH_CREW), set()),
    ("supplier", Scope(supplier=YARD), {"yard"}),
    ("patroller", Scope(neighbourhoods=("pond",)), {"pond"}),
    ("volunteer", Scope(), set()),
]


def test_each_sees_what_concerns_them_on_the_board_and_in_its_stream(town: Town, night: Person) -> None:
    for number, (role, scope, sees) in enumerate(SEES):
        person = someone(town, f"Wu {number}", role, scope)
        whole = person.get("/api/board")
        assert {p["id"] for p in whole.json()["problems"]} == sees, (role, scope)
        with streamed(person, after=0) as told:
            assert {p["id"] for change in told for p in change.get("problems", ())} == sees
            said = json.dumps(told) + whole.text
        assert not [name for name in RAISED.keys() - sees if RAISED[name].words in said], (role, scope)
        decisions = {d["id"] for d in whole.json()["decisions"]}
        assert decisions == ({"d-pond"} if "pond" in sees else set())


def test_a_lead_looks_back_on_no_more_than_that(town: Town, night: Person) -> None:
    lead = someone(town, "Wu", "community_lead", Scope("south"))
    for path in ("/api/replay/board", "/api/replay/changes", "/api/afterwards", "/api/replay"):
        text = lead.get(path).text
        assert "secret of Willow" not in text, path
    assert "secret of Willow" in night.get("/api/replay/changes").text
    subjects = {m["subject"] for m in lead.get("/api/replay").json()["milestones"]}
    assert "pond" in subjects
    assert not subjects & {"willow", "lane", "north", "yard"}


def test_anybody_raises_anything_and_sees_what_becomes_of_it(town: Town, night: Person) -> None:
    chen = someone(town, "Chen", "volunteer")
    told = chen.say(ProblemRaised("mine", "danger", "a wire hangs down", "office", opening=WILLOW_LANE))
    assert "quarantined" not in told.json()["receipts"][0]
    night.say(ProblemAnswered("mine", "the fitters come"), minutes=20)
    (row,) = chen.get("/api/board").json()["problems"]
    assert (row["id"], row["state"]) == ("mine", "answered")


def test_a_lead_answers_for_no_problem_that_is_not_shown(town: Town, night: Person) -> None:
    lead = someone(town, "Wu", "community_lead", Scope("south"))
    answers = [ProblemAnswered(name, "I come") for name in ("pond", "any", "north", "willow")]
    receipts = lead.say(*answers, minutes=20).json()["receipts"]
    assert [bool(r.get("quarantined")) for r in receipts] == [False, False, True, True]


def test_the_weak_plank_is_there_to_look_back_on(town: Town, night: Person) -> None:
    assert night.get("/api/replay/weak-plank?position=0").json() is None
    plank = night.get("/api/replay/weak-plank").json()
    assert plank == night.get("/api/weak-plank").json() is not None


def test_a_stream_begins_afresh_when_late_words_take_a_problem_out_of_sight(
    town: Town, commander: Person
) -> None:
    begun(town, commander)
    lead = someone(town, "Wu", "community_lead", Scope("south"))
    problem = ProblemRaised("p", "danger", "a secret", "office", opening=OpeningId("gap"))
    commander.say(problem, minutes=5)
    assert [row["id"] for row in lead.get("/api/board").json()["problems"]] == ["p"], "it names no place yet"
    after = town.board.desk.board.position
    told = []
    with lead.stream("GET", f"/api/changes?after={after}") as stream:
        lines = stream.iter_lines()
        next(line for line in lines if line.startswith("retry"))
        found = OpeningFound(
            OpeningId("gap"), WILLOW, ((121.001, 28.9), (121.00104, 28.9)), 3.0, vehicle=True
        )
        commander.say(found, minutes=6)
        told = [line for line in lines if line.startswith("event: ")]  # the server ends it
    assert told[-1] == "event: reset"
    assert lead.get("/api/board").json()["problems"] == []
