"""What changes for whom when a plan that waits is adopted, in Two Neighbourhoods."""

from tests.desk.memory import Office
from tests.desk.test_planning import COMMANDER, begun, first, honest, jobs, replanned
from tests.towns import NORTH_CREW, POND, SOUTH_CREW, WILLOW, at
from yipanqi.close import events as ev
from yipanqi.desk.proposal_changes import CrewChange, ProposalChanges, proposal_changes
from yipanqi.ground.ids import CrewId, OpeningId
from yipanqi.ground.refusal import Refusal


def changed(office: Office) -> ProposalChanges:
    told = proposal_changes(office.desk.board)
    assert isinstance(told, ProposalChanges), told
    return told


def of(told: ProposalChanges, crew: CrewId) -> CrewChange | None:
    return next((c for c in told.crews if c.crew == crew), None)


def test_nothing_proposed_changes_nothing_for_anybody() -> None:
    refused = proposal_changes(Office(honest).desk.board)
    assert isinstance(refused, Refusal)
    assert refused.code == "plan.nothing_proposed"


def test_a_first_plan_gives_every_crew_all_it_has() -> None:
    office = Office(honest)
    plan = first(office)
    assert not isinstance(plan, Refusal)
    told = changed(office)
    assert {o: c.crew for c in told.crews for o in c.gets} == jobs(plan)
    assert told.closings == () == told.left_out
    assert all(c.gives_up == () and c.done_before_at is None for c in told.crews)


def test_what_a_lost_crew_gives_up_others_get_and_they_are_through_later() -> None:
    office = begun()
    had = {o.id for o in office.desk.board.openings.values() if o.crew == NORTH_CREW}
    office.desk.record(ev.CrewLost(NORTH_CREW), COMMANDER, happened_at=at(2)).result()
    replanned(office, 3)
    told = changed(office)
    north, south = of(told, NORTH_CREW), of(told, SOUTH_CREW)
    assert north is not None
    assert south is not None
    assert (set(north.gives_up), north.gets, north.done_after_at) == (had, (), None)
    assert (set(south.gets), south.gives_up) == (had, ())
    assert south.done_before_at is not None
    assert south.done_after_at is not None
    assert south.done_after_at > south.done_before_at
    closings = {shift.neighbourhood: shift for shift in told.closings}
    assert closings[WILLOW].before_at is None
    assert closings[WILLOW].after_at is not None


def test_a_hole_found_tonight_is_somebodys_and_its_neighbourhood_closes_after_all() -> None:
    office = begun()
    hole = OpeningId("hole")
    found = ev.OpeningFound(hole, POND, ((121.005, 28.901), (121.00502, 28.901)), 1.8)
    office.desk.record(found, COMMANDER, happened_at=at(1)).result()
    replanned(office, 2)
    told = changed(office)
    assert [c.crew for c in told.crews if hole in c.gets]
    (pond,) = [shift for shift in told.closings if shift.neighbourhood == POND]
    assert (pond.before_at, pond.after_at is None) == (None, False)


def test_when_nothing_happened_nothing_changes() -> None:
    office = begun()
    replanned(office, 0)
    told = changed(office)
    assert (told.crews, told.left_out) == ((), ())
