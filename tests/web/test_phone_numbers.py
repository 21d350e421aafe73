"""A crew's telephone number is shown to those who need it tonight, and to nobody else."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from msgspec.structs import replace

from tests.towns import NORTH_CREW, POND_PATH, SOUTH_CREW, by_two_crews, two_neighbourhoods
from tests.web.conftest import Person, Town
from tests.web.staff import someone
from yipanqi.close.claims_model import JobTaken
from yipanqi.close.events import CrewBack
from yipanqi.desk.permissions import ROLES, Role, Scope
from yipanqi.ground.ids import Actor, PlanId

YARDS_OWN = "0571 0000 0003"
NUMBERS = {NORTH_CREW: "138 0000 0001", SOUTH_CREW: "138 0000 0002"}


@pytest.fixture
def night(town: Town) -> Town:
    """The town with telephone numbers, and a plan in force: North does Willow, South does Pond."""
    survey = two_neighbourhoods()
    crews = tuple(replace(c, phone=NUMBERS[c.id]) for c in survey.registry.crews)
    yards = tuple(replace(s, phone=YARDS_OWN) for s in survey.registry.suppliers)
    survey = replace(survey, registry=replace(survey.registry, crews=crews, suppliers=yards))
    town.board.desk.record(survey, Actor("office")).result()
    town.board.desk.record(by_two_crews(), Actor("office")).result()
    town.board.desk.adopt(PlanId("plan-1"), 0, Actor("office")).result()
    return town


def shown(view: dict[str, Any]) -> dict[str, str]:
    return {c["id"]: c["phone"] for c in view["crews"] if c["phone"]}


def change(person: Person) -> dict[str, Any]:
    """The changes since the survey, as the stream has them."""
    with person.stream("GET", "/api/changes?after=1") as response:
        lines: Iterator[str] = response.iter_lines()
        for line in lines:
            if line.startswith("data: "):
                told: dict[str, Any] = json.loads(line[6:])
                if "crews" in told:
                    return told
    raise AssertionError("no change")


@pytest.mark.parametrize(
    ("role", "scope", "whose", "yards"),
    [
        ("commander", Scope(), {NORTH_CREW, SOUTH_CREW}, True),
        ("community_lead", Scope(organisation="north"), {NORTH_CREW}, True),
        ("community_lead", Scope(neighbourhoods=("pond",)), {SOUTH_CREW}, True),
        ("lender", Scope(organisation="south"), {SOUTH_CREW}, False),
        ("crew_lead", Scope(crew=NORTH_CREW), {NORTH_CREW}, True),
        ("crew_lead", Scope(), set(), False),
        ("gatekeeper", Scope(neighbourhoods=("willow",)), set(), False),
        ("patroller", Scope(neighbourhoods=("willow",)), set(), False),
        ("volunteer", Scope(), set(), False),
        ("supplier", Scope(supplier="yard"), {NORTH_CREW, SOUTH_CREW}, True),
        ("supplier", Scope(supplier="another"), set(), False),
        ("auditor", Scope(), set(), False),
    ],
)
def test_numbers_are_shown_to_those_who_need_them(
    night: Town, role: Role, scope: Scope, whose: set[str], yards: bool
) -> None:
    person = someone(night, "somebody", role, scope)
    expected = {c: n for c, n in NUMBERS.items() if c in whose}
    for view in (person.get("/api/board").json(), change(person)):
        assert shown(view) == expected
        assert [s["phone"] for s in view["suppliers"]] == [YARDS_OWN if yards else ""]
    card = person.get("/api/field/card", params={"crew": NORTH_CREW}).json()
    assert [y["phone"] for y in card["yards"]] == [YARDS_OWN if yards else ""]
    goods = person.get("/api/goods")
    for yard in goods.json()["yards"] if goods.status_code == 200 else []:
        assert yard["phone"] == (YARDS_OWN if yards else "")
        assert {e["phone"] for e in yard["expected"]} <= {"", *expected.values()}


def test_every_role_was_asked_about_numbers() -> None:
    marks = test_numbers_are_shown_to_those_who_need_them.pytestmark  # type: ignore[attr-defined]
    assert {case[0] for case in marks[0].args[1]} == set(ROLES)


def test_whoever_watches_live_gets_the_same(night: Town) -> None:
    lead = someone(night, "lead", "community_lead", Scope(organisation="north"))
    volunteer = someone(night, "volunteer", "volunteer")
    with (
        lead.stream("GET", "/api/changes") as of_lead,
        volunteer.stream("GET", "/api/changes") as of_volunteer,
    ):
        readers = [of_lead.iter_lines(), of_volunteer.iter_lines()]
        for reader in readers:
            next(reader)
        night.board.desk.record(CrewBack(NORTH_CREW), Actor("office")).result()
        told = [
            next(json.loads(ln[6:]) for ln in reader if ln.startswith("data: ") and '"crews"' in ln)
            for reader in readers
        ]
    assert shown(told[0]) == {NORTH_CREW: NUMBERS[NORTH_CREW]}
    assert shown(told[1]) == {}


def test_whoever_shares_an_opening_sees_the_partners_number(night: Town) -> None:
    north = someone(night, "North 1", "crew_lead", Scope(crew=NORTH_CREW))
    taken = JobTaken(by_two_crews().openings[0].opening, SOUTH_CREW)
    assert taken.opening != POND_PATH
    night.board.desk.decide(taken, Actor("South 1"), on_version=0).result()
    assert set(shown(north.get("/api/board").json())) == {NORTH_CREW, SOUTH_CREW}
