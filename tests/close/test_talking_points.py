"""Talking points: every question answered from the plan, and nothing promised that nobody decided."""

from datetime import timedelta

from msgspec.structs import replace

from tests.towns import DAWN, POND, POND_PATH, WILLOW, WILLOW_GATE, by_two_crews, night_begun
from yipanqi.close.board import fold
from yipanqi.close.decisions_model import KeyGiven, TermsSet
from yipanqi.close.state import Board
from yipanqi.close.talking_points import TalkingPoint, TalkingPoints, talking_points
from yipanqi.ground.ids import NeighbourhoodId
from yipanqi.ground.refusal import Refusal
from yipanqi.plan.events import PlanAdopted

TERMS = TermsSet("Order 7", "Secretary Lin", DAWN + timedelta(days=14), DAWN + timedelta(days=7), "8123 4567")


def points(board: Board, place: NeighbourhoodId = WILLOW, paper: object = None) -> dict[str, TalkingPoint]:
    told = talking_points(board, place, paper)  # type: ignore[arg-type]
    assert isinstance(told, TalkingPoints), told
    assert all(p.zh and p.en and p.asked_zh and p.asked_en for p in told.points)
    return {p.code: p for p in told.points}


def night() -> Board:
    return fold(Board(), night_begun().entries)


def test_it_says_how_many_ways_in_there_were_and_which_one_stays() -> None:
    told = points(night())
    assert "3 ways in" in told["why"].en
    assert "With 2 of them barred" in told["why"].en
    assert WILLOW_GATE in told["gate"].en
    assert "4 m wide" in told["gate"].en


def test_an_end_nobody_has_set_is_said_to_be_open() -> None:
    assert "not set yet" in points(night())["until"].en
    assert "没有定" in points(night())["until"].zh


def test_the_terms_of_one_neighbourhood_go_before_those_of_all() -> None:
    told = night_begun()
    told.say(TERMS, 5)
    told.say(replace(TERMS, neighbourhood=POND, basis="Order 8", phone="8000 0000"), 6)
    board = fold(Board(), told.entries)
    assert "Order 7" in points(board)["until"].en
    assert "8123 4567" in points(board)["call"].zh
    assert "Order 8" in points(board, POND)["until"].en


def test_an_emergency_opening_is_named_with_who_holds_its_key() -> None:
    told = night_begun()
    emergency = tuple(
        replace(p, role="emergency") if p.opening == POND_PATH else p for p in by_two_crews().openings
    )
    told.say(replace(by_two_crews("plan-2", 1), openings=emergency), 4)
    told.say(PlanAdopted(by_two_crews("plan-2").id), 5)
    unnamed = points(fold(Board(), told.entries), POND)["emergency"]
    assert POND_PATH in unnamed.en
    assert "holder to be named" in unnamed.en
    told.say(KeyGiven(POND_PATH, "Ms Chen, house 3", "138 0000"), 6)
    named = points(fold(Board(), told.entries), POND)["emergency"]
    assert "Ms Chen, house 3 138 0000" in named.en
    assert "Ms Chen" in named.zh


def test_what_the_map_could_not_show_is_told_in_metres() -> None:
    line = [[121.0, 28.9], [121.0, 28.901]]
    paper = {
        "features": [
            {
                "properties": {"kind": "assumed", "neighbourhoods": [WILLOW]},
                "geometry": {"type": "LineString", "coordinates": line},
            }
        ]
    }
    assert "111 m" in points(night(), paper=paper)["proved"].en
    assert "does not show" not in points(night(), POND, paper)["proved"].en


def test_neighbourhoods_in_one_ring_are_told_of_each_other() -> None:
    told = night_begun()
    told.say(replace(by_two_crews("plan-2", 1), rings=((WILLOW, POND),)), 4)
    told.say(PlanAdopted(by_two_crews("plan-2").id), 5)
    assert "Pond" in points(fold(Board(), told.entries))["why"].en


def test_there_is_nothing_to_tell_of_an_unknown_place_or_before_a_plan() -> None:
    unknown = talking_points(night(), NeighbourhoodId("nowhere"), None)
    assert isinstance(unknown, Refusal)
    assert unknown.code == "neighbourhood.unknown"
    early = talking_points(fold(Board(), night_begun().entries[:1]), WILLOW, None)
    assert isinstance(early, Refusal)
