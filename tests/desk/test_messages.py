"""Who is told what, off the board."""

from msgspec import Struct
from msgspec.structs import replace

from tests.towns import NORTH_CREW, POND_PATH, SOUTH_CREW, WILLOW_LANE, at, night_begun
from yipanqi.close.alarms import alarms
from yipanqi.close.board import fold
from yipanqi.close.decisions_model import DecisionMade
from yipanqi.close.events import CrewLost, OpeningBlocked, OpeningDone, OpeningStarted
from yipanqi.close.problems_model import ProblemPassedOn, ProblemRaised
from yipanqi.close.state import Board
from yipanqi.desk.messages import Message, messages_of, messages_of_alarms, reaches, text
from yipanqi.desk.permissions import Role, Scope

NORTH, SOUTH = Scope(organisation="north"), Scope(organisation="south")
PEOPLE: dict[str, tuple[Role, Scope]] = {
    "commander": ("commander", Scope()),
    "north's lead": ("community_lead", NORTH),
    "south's lead": ("community_lead", SOUTH),
    "north's crew": ("crew_lead", Scope(crew="north-1")),
    "south's crew": ("crew_lead", Scope(crew="south-1")),
    "volunteer": ("volunteer", Scope()),
}


def after(*events: Struct) -> tuple[Board, tuple[Message, ...]]:
    """The board after these, and what the last one has somebody told."""
    night = night_begun()
    for minute, event in enumerate(events, start=10):
        night.say(event, minute)
    board = fold(Board(), night.entries)
    return board, messages_of(board, night.entries[-1])


def who(board: Board, message: Message) -> set[str]:
    """Who of the town's people hears of it."""
    return {name for name, (role, scope) in PEOPLE.items() if reaches(message.to, role, scope, board)}


def test_an_opening_that_is_done_is_told_nobody() -> None:
    assert after(OpeningDone(WILLOW_LANE, NORTH_CREW))[1] == ()


def test_a_blocked_opening_is_told_the_lead_of_its_neighbourhood() -> None:
    board, (message,) = after(OpeningBlocked(WILLOW_LANE, NORTH_CREW, "car_in_the_way", "no plate"))
    assert who(board, message) == {"north's lead"}
    assert "Willow" in message.words["en"]
    assert "车辆挡住" in message.words["zh"]
    assert "no plate" in message.words["zh"]


def test_a_problem_goes_to_the_lead_and_once_passed_on_to_the_office_too() -> None:
    raised = ProblemRaised("p1", "no_material", "ten metres short", opening=POND_PATH, crew=SOUTH_CREW)
    board, (message,) = after(raised)
    assert who(board, message) == {"south's lead"}
    assert not message.urgent
    board, (message,) = after(raised, ProblemPassedOn("p1", "we have none"))
    assert who(board, message) == {"commander", "south's lead"}
    assert message.urgent


def test_danger_is_told_the_office_at_once() -> None:
    board, (message,) = after(ProblemRaised("p1", "danger", opening=POND_PATH))
    assert "commander" in who(board, message)
    assert message.urgent


def test_a_decision_is_told_whoever_carries_it_out() -> None:
    raised = ProblemRaised("p1", "residents_object", opening=POND_PATH, crew=SOUTH_CREW)
    decided = DecisionMade("d1", "p1", "go_now_with_lead", "at 22:00", "time", "Secretary", "South 1", at(60))
    board, (message,) = after(raised, decided)
    assert who(board, message) == {"commander", "south's lead", "south's crew"}
    assert "Secretary" in message.words["en"]
    assert "South 1" in message.words["zh"]


def test_a_lost_crew_is_told_its_lender_and_the_office() -> None:
    board, (message,) = after(CrewLost(NORTH_CREW, "van broken down"))
    assert who(board, message) == {"commander"}
    assert reaches(message.to, "lender", NORTH, board)
    assert not reaches(message.to, "lender", SOUTH, board)


def test_an_exercise_says_so_first_and_the_time_is_the_towns() -> None:
    board, (message,) = after(CrewLost(NORTH_CREW))
    assert text(message, board, "zh").startswith("【演练】10:10 UTC ")
    assert text(message, board, "en").startswith("[EXERCISE] ")
    real = replace(board, exercise=False, time_zone="Asia/Shanghai")
    assert text(message, real, "en").startswith("18:10 Crew lost")


def test_an_alarm_has_one_name_as_long_as_it_lasts() -> None:
    night = night_begun()
    night.say(OpeningStarted(WILLOW_LANE, NORTH_CREW), 5)
    board = fold(Board(), night.entries)
    told = [messages_of_alarms(board, alarms(board, at(m)), at(m)) for m in (200, 260)]
    silent = [[x for x in some if x.id.startswith("alarm/silent_crew")] for some in told]
    assert silent[0]
    assert [x.id for x in silent[0]] == [x.id for x in silent[1]]
    assert "North 1" in silent[0][0].words["en"]
