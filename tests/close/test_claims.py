"""A crew takes an opening by itself: first come, and not for ever."""

from datetime import timedelta

from msgspec.structs import replace

from tests.towns import NORTH_CREW, POND_GATE, SOUTH_CREW, WILLOW_LANE, at, by_two_crews, night_begun
from yipanqi.close.board import fold
from yipanqi.close.claims import give_back, held, holder, take
from yipanqi.close.claims_model import HOLDS_FOR, JobGivenBack, JobTaken
from yipanqi.close.events import OpeningDone, OpeningStarted
from yipanqi.close.state import Board
from yipanqi.ground.ids import CrewId, OpeningId, PlanId
from yipanqi.ground.refusal import Refusal
from yipanqi.plan.events import PlanAdopted

LAPSED = at(20) + HOLDS_FOR


def south_takes_willow_lane() -> Board:
    """Willow Lane is North's by the plan; South takes it twenty minutes into the night."""
    told = night_begun()
    told.say(JobTaken(WILLOW_LANE, SOUTH_CREW), 20, actor="South 1")
    return fold(Board(), told.entries)


def code(decided: object) -> str:
    assert isinstance(decided, Refusal), decided
    return decided.code


def test_what_is_taken_is_the_takers_and_shows_who_and_how_long() -> None:
    row = south_takes_willow_lane().openings[WILLOW_LANE]
    assert (row.crew, row.state) == (SOUTH_CREW, "given")
    assert row.claim is not None
    assert (row.claim.by, row.claim.at, row.claim.lapses_at) == ("South 1", at(20), LAPSED)


def test_the_second_is_told_who_was_first_and_when() -> None:
    refused = take(south_takes_willow_lane(), WILLOW_LANE, NORTH_CREW, at(25), None)
    assert code(refused) == "job.taken_meanwhile"
    assert isinstance(refused, Refusal)
    assert (refused.facts["crew"], refused.facts["by"]) == (SOUTH_CREW, "South 1")
    assert refused.facts["at"] == at(20).isoformat()


def test_a_claim_lapses_by_the_clock_alone() -> None:
    board = south_takes_willow_lane()
    row = board.openings[WILLOW_LANE]
    assert holder(row, LAPSED - timedelta(microseconds=1)) == SOUTH_CREW
    assert holder(row, LAPSED) is None
    assert take(board, WILLOW_LANE, NORTH_CREW, LAPSED, None) == JobTaken(WILLOW_LANE, NORTH_CREW)


def test_work_begun_keeps_a_claim_beyond_its_time() -> None:
    told = night_begun()
    told.say(JobTaken(WILLOW_LANE, SOUTH_CREW), 20)
    told.say(OpeningStarted(WILLOW_LANE, SOUTH_CREW), 45)
    board = fold(Board(), told.entries)
    assert holder(board.openings[WILLOW_LANE], at(300)) == SOUTH_CREW
    assert code(take(board, WILLOW_LANE, NORTH_CREW, at(300), None)) == "job.taken_meanwhile"


def test_what_is_given_back_is_again_whose_the_plan_says() -> None:
    told = night_begun()
    told.say(JobTaken(WILLOW_LANE, SOUTH_CREW), 20)
    told.say(JobGivenBack(WILLOW_LANE, SOUTH_CREW), 22)
    row = fold(Board(), told.entries).openings[WILLOW_LANE]
    assert (row.crew, row.state, row.due_at) == (NORTH_CREW, "given", at(40))
    assert row.claim is not None
    assert row.claim.held is not None, "and the timeline can still say who had it"
    assert (row.claim.held.crew, row.claim.held.at, row.claim.at) == (SOUTH_CREW, at(20), at(22))
    taken_again = told.say(JobTaken(WILLOW_LANE, SOUTH_CREW), 25)
    again = fold(Board(), told.entries).openings[WILLOW_LANE].claim
    assert again is not None
    assert (again.version, again.crew, again.held) == (taken_again.version, SOUTH_CREW, None)


def test_only_the_taker_gives_back_and_only_while_it_holds() -> None:
    board = south_takes_willow_lane()
    assert code(give_back(board, WILLOW_LANE, NORTH_CREW, at(25), None)) == "job.not_taken"
    assert code(give_back(board, WILLOW_LANE, SOUTH_CREW, LAPSED, None)) == "job.not_taken"
    back = give_back(board, WILLOW_LANE, SOUTH_CREW, at(25), None)
    assert back == JobGivenBack(WILLOW_LANE, SOUTH_CREW)


def test_a_claim_on_an_old_version_is_refused() -> None:
    told = night_begun()
    taken = told.say(JobTaken(WILLOW_LANE, SOUTH_CREW), 20)
    told.say(JobGivenBack(WILLOW_LANE, SOUTH_CREW), 22)
    board = fold(Board(), told.entries)
    assert code(take(board, WILLOW_LANE, NORTH_CREW, at(23), taken.version)) == "job.wrong_version"
    newest = board.openings[WILLOW_LANE].claim
    assert newest is not None
    assert take(board, WILLOW_LANE, NORTH_CREW, at(23), newest.version) == JobTaken(WILLOW_LANE, NORTH_CREW)


def test_work_of_another_is_not_taken_from_under_its_hands() -> None:
    told = night_begun()
    told.say(OpeningStarted(WILLOW_LANE, NORTH_CREW), 15)
    told.say(OpeningDone(POND_GATE, SOUTH_CREW), 15)
    board = fold(Board(), told.entries)
    assert code(take(board, WILLOW_LANE, SOUTH_CREW, at(20), None)) == "job.not_free"
    assert code(take(board, POND_GATE, NORTH_CREW, at(20), None)) == "job.not_free"


def test_nothing_is_taken_that_nobody_knows_or_planned() -> None:
    board = fold(Board(), night_begun().entries[:1])
    assert code(take(board, WILLOW_LANE, NORTH_CREW, at(1), None)) == "job.not_free"
    assert code(take(board, OpeningId("nowhere"), NORTH_CREW, at(1), None)) == "job.unknown"
    assert code(take(board, WILLOW_LANE, CrewId("nobody"), at(1), None)) == "job.unknown"


def test_a_replan_leaves_a_claim_with_its_crew_until_it_lapses() -> None:
    board = south_takes_willow_lane()
    assert held(board, at(25)) == {WILLOW_LANE: SOUTH_CREW}
    assert held(board, LAPSED) == {}


def test_a_plan_adopted_later_overrules_a_claim() -> None:
    told = night_begun()
    told.say(JobTaken(WILLOW_LANE, SOUTH_CREW), 20)
    told.say(replace(by_two_crews("plan-2", 1), kind="replan"), 21)
    told.say(PlanAdopted(PlanId("plan-2")), 22)
    row = fold(Board(), told.entries).openings[WILLOW_LANE]
    assert row.crew == NORTH_CREW
    assert holder(row, at(23)) is None


def test_a_report_of_work_by_another_crew_is_believed_over_a_claim() -> None:
    told = night_begun()
    told.say(JobTaken(WILLOW_LANE, SOUTH_CREW), 20)
    told.say(OpeningDone(WILLOW_LANE, NORTH_CREW), 25)
    row = fold(Board(), told.entries).openings[WILLOW_LANE]
    assert (row.state, row.crew) == ("done", NORTH_CREW)
    assert holder(row, at(26)) is None
