"""Simulated crews carry out the plan in force; whatever goes wrong, all openings end barred or explained."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from shapely import LineString, Point

from tests.simulate.nights import NIGHT, ROUGH, RULES, STARTS_AT, Town, kinds, survey
from yipanqi.close.events import (
    CrewBack,
    CrewLate,
    CrewLoaded,
    CrewLost,
    CrewSetOut,
    OpeningBlocked,
    OpeningDone,
    OpeningFound,
    OpeningStarted,
    SupplierCounted,
)
from yipanqi.close.proposing import loose_ends
from yipanqi.desk.intake import understand
from yipanqi.ground.ids import Actor, CrewId, Device, OpeningId, SupplierId
from yipanqi.ground.plane import Frame
from yipanqi.simulate.luck import CALM, Trouble
from yipanqi.simulate.night import Night


def calm() -> Night:
    return Night(1, RULES, CALM)


def planned(town: Town) -> Town:
    town.plan()
    return town


def test_nothing_happens_before_a_plan_is_adopted() -> None:
    town = Town()
    assert calm().next_at(town.board) is None
    assert calm().due(town.board, NIGHT.deadline_at) == ()


def test_a_calm_night_closes_everything() -> None:
    town = planned(Town())
    said = town.play(calm())
    assert {o.state for o in town.board.openings.values()} == {"done"}
    assert {n.ring for n in town.board.neighbourhoods.values()} == {"closed"}
    assert kinds(said)["opening.done"] == kinds(said)["opening.started"] == 8
    assert loose_ends(town.board) == 0


def test_without_chance_work_takes_what_was_planned() -> None:
    town = planned(Town())
    said = town.play(calm())
    began = {s.body.opening: s.happened_at for s in said if isinstance(s.body, OpeningStarted)}
    for s in said:
        if isinstance(s.body, OpeningDone):
            took = (s.happened_at - began[s.body.opening]).total_seconds()
            assert took == pytest.approx(town.board.planned[s.body.opening].work_s, abs=0.01)


def test_a_crew_says_one_thing_after_the_other() -> None:
    town = planned(Town())
    said = town.play(Night(5, RULES, ROUGH))
    for crew in town.board.crews:
        own = [
            s.happened_at for s in said if getattr(s.body, "crew", None) == crew and s.kind != "opening.found"
        ]
        assert own == sorted(set(own)), crew


def test_a_crew_sets_out_starts_and_is_done() -> None:
    town = planned(Town(survey(neighbourhoods=1, openings=1, crews=1)))
    said = town.play(calm())
    assert [s.kind for s in said] == ["crew.set_out", "opening.started", "opening.done"]
    assert all(s.happened_at >= STARTS_AT for s in said)


def test_a_crew_with_an_empty_van_loads_before_its_first_net() -> None:
    town = planned(Town(survey(neighbourhoods=1, openings=2, crews=1)))
    said = town.play(calm())
    order = [s.kind for s in said]
    net = next(k for k, s in enumerate(said) if isinstance(s.body, OpeningDone) and s.body.net_m)
    assert "crew.loaded" in order[:net]
    assert all(c.load_m >= 0 for c in town.board.crews.values())


def test_a_full_van_is_not_filled_again() -> None:
    town = planned(Town(survey(loaded_m=80)))
    assert kinds(town.play(calm()))["crew.loaded"] == 0


def test_the_same_seed_gives_the_same_night() -> None:
    one, two = planned(Town()), planned(Town())
    assert one.play(Night(3, RULES, ROUGH)) == two.play(Night(3, RULES, ROUGH))


def test_another_seed_gives_another_night() -> None:
    one, two = planned(Town()), planned(Town())
    assert one.play(Night(3, RULES, ROUGH)) != two.play(Night(4, RULES, ROUGH))


@settings(max_examples=12, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_whatever_happens_every_opening_ends_barred_or_explained(seed: int) -> None:
    town = planned(Town(survey(crews=4)))
    town.play(Night(seed, RULES, ROUGH))
    for row in town.board.openings.values():
        explained = row.state == "blocked" and row.reason and row.note
        assert row.state == "done" or explained or row.undone_why, row


@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_after_a_restart_the_night_goes_on_as_if_nothing_had_been(seed: int) -> None:
    """A new `Night` for every single step says what one that ran through says."""
    through, restarted = planned(Town()), planned(Town())
    whole = through.play(Night(seed, RULES, ROUGH))
    assert restarted.play(lambda: Night(seed, RULES, ROUGH)) == whole


def test_reports_lost_on_the_way_come_again_under_the_same_id() -> None:
    town = planned(Town())
    night = Night(2, RULES, ROUGH)
    town.play(night, until=STARTS_AT + timedelta(hours=1))
    lost = night.due(town.board, STARTS_AT + timedelta(hours=2))
    assert lost
    again = Night(2, RULES, ROUGH).due(town.board, STARTS_AT + timedelta(hours=2))
    assert [s.event_id for s in again] == [s.event_id for s in lost]


def test_every_report_has_an_id_of_its_own() -> None:
    said = planned(Town()).play(Night(2, RULES, ROUGH))
    assert len({s.event_id for s in said}) == len(said)


def test_the_desk_understands_every_report() -> None:
    for seed in range(6):
        for s in planned(Town()).play(Night(seed, RULES, ROUGH)):
            taken = understand(s.raw(), Actor(s.actor), Device(s.device), NIGHT.deadline_at)
            assert not taken.problem
            assert (taken.draft.event_id, taken.draft.kind) == (s.event_id, s.kind)
            assert taken.draft.happened_at == s.happened_at


def test_due_gives_nothing_of_the_future() -> None:
    town = planned(Town())
    night = Night(2, RULES, ROUGH)
    for minutes in range(0, 300, 20):
        now = STARTS_AT + timedelta(minutes=minutes)
        due = night.due(town.board, now)
        assert all(s.happened_at <= s.sent_at <= now for s in due)
        town.take(due)


def test_a_replan_is_followed_and_work_under_way_stays() -> None:
    town = planned(Town(survey(crews=2, loaded_m=80)))
    town.play(calm(), until=STARTS_AT + timedelta(minutes=20))
    working = {c.id: c.job for c in town.board.crews.values() if c.state == "working"}
    assert working
    lost = CrewId("k0")
    town.record(CrewLost(lost), STARTS_AT + timedelta(minutes=20))
    town.now = STARTS_AT + timedelta(minutes=21)
    town.plan()
    said = town.play(calm())
    after = {s.body.opening: s.body.crew for s in said if isinstance(s.body, OpeningDone)}
    assert set(after.values()) == {CrewId("k1")}
    assert after.get(working[CrewId("k1")]) == "k1"  # type: ignore[arg-type]
    assert {o.state for o in town.board.openings.values()} == {"done"}


def test_a_lost_crew_says_nothing_more() -> None:
    town = planned(Town(survey(neighbourhoods=6)))
    said = town.play(Night(1, RULES, Trouble(lost_crews=1, found=(0, 0))))
    (gone,) = [s for s in said if isinstance(s.body, CrewLost)]
    later = [s for s in said[said.index(gone) + 1 :] if getattr(s.body, "crew", None) == gone.body.crew]  # type: ignore[attr-defined]
    assert later == []
    assert {o.state for o in town.board.openings.values()} <= {"done", "blocked"}


def test_a_late_crew_says_so_first_and_keeps_its_word() -> None:
    town = planned(Town())
    said = town.play(Night(1, RULES, Trouble(late_crews=1, lost_crews=0, found=(0, 0))))
    (late,) = [s.body for s in said if isinstance(s.body, CrewLate)]
    own = [s for s in said if getattr(s.body, "crew", None) == late.crew]
    assert isinstance(own[0].body, CrewLate)
    assert all(s.happened_at >= late.from_at for s in own[1:])


def test_what_a_crew_without_a_signal_did_arrives_late_and_as_it_happened() -> None:
    quiet = Trouble(blocked=0, late_crews=0, lost_crews=0, short_suppliers=0, silent_crews=1, found=(0, 0))
    town, heard = planned(Town(survey(neighbourhoods=6))), planned(Town(survey(neighbourhoods=6)))
    said = town.play(Night(1, RULES, quiet))
    late = [s for s in said if s.sent_at > s.happened_at]
    assert late
    assert len({s.device for s in late}) == 1
    assert len({s.sent_at for s in late}) == 1
    same = heard.play(Night(1, RULES, replace(quiet, silent_crews=0)))
    assert {s.event_id for s in same} == {s.event_id for s in said}


def test_what_is_stopped_is_tried_again_once_settled() -> None:
    always = Trouble(blocked=1.0, settled=1.0, late_crews=0, lost_crews=0, short_suppliers=0, found=(0, 0))
    town = planned(Town())
    said = town.play(Night(1, RULES, always))
    stopped = [s.body.opening for s in said if isinstance(s.body, OpeningBlocked)]
    assert sorted(stopped) == sorted(town.board.openings)
    assert {o.state for o in town.board.openings.values()} == {"done"}


def test_what_is_never_settled_stays_blocked_with_its_reason() -> None:
    never = Trouble(blocked=1.0, settled=0.0, late_crews=0, lost_crews=0, short_suppliers=0, found=(0, 0))
    town = planned(Town())
    town.play(Night(1, RULES, never))
    assert all(o.state == "blocked" and o.reason and o.note for o in town.board.openings.values())
    assert loose_ends(town.board) == 0


def test_openings_the_map_did_not_know_are_found_and_barred() -> None:
    town = planned(Town(survey(openings=2)))
    said = town.play(Night(1, RULES, Trouble(blocked=0, lost_crews=0, found=(3, 3))))
    found = [s.body for s in said if isinstance(s.body, OpeningFound)]
    assert len({f.opening for f in found}) == 3
    assert all(town.board.openings[f.opening].state == "done" for f in found)


def test_a_found_opening_is_on_the_edge_and_away_from_the_known() -> None:
    town = planned(Town(survey(openings=2)))
    said = town.play(Night(1, RULES, Trouble(blocked=0, lost_crews=0, found=(4, 4))))
    west, south, east, north = town.board.bounds
    frame = Frame(((west + east) / 2, (south + north) / 2))
    for found in (s.body for s in said if isinstance(s.body, OpeningFound)):
        ring = LineString([frame.xy(p) for p in town.board.neighbourhoods[found.neighbourhood].area[0]])
        ends = [Point(frame.xy(p)) for p in found.line]
        assert all(ring.distance(end) < 0.1 for end in ends)
        assert ends[0].distance(ends[1]) == pytest.approx(found.width_m, rel=0.3)
        known = [LineString([frame.xy(p) for p in o.line]) for o in town.seen.openings]
        assert all(line.distance(ends[0]) > 8 for line in known)


def test_a_crew_nobody_wants_any_more_says_that_it_is_free() -> None:
    town = planned(Town(survey(neighbourhoods=1, openings=1, crews=1)))
    night = calm()
    town.take(night.due(town.board, night.next_at(town.board) or STARTS_AT))
    (crew,) = town.board.crews.values()
    assert crew.state == "on_the_way"
    town.record(OpeningDone(OpeningId("n0/0"), CrewId("somebody else")), STARTS_AT + timedelta(seconds=200))
    said = town.play(night)
    assert [type(s.body) for s in said] == [CrewBack]
    assert town.board.crews[crew.id].state == "idle"


def test_what_a_plan_leaves_undone_is_a_loose_end_once_somebody_is_free() -> None:
    town = Town(survey(neighbourhoods=1, openings=2, crews=1))
    town.plan(undone={"n0/1": "nobody has the time"})
    assert loose_ends(town.board) == 0
    town.play(calm(), replan=False)
    assert town.board.openings[OpeningId("n0/1")].state == "planned"
    assert loose_ends(town.board) == 1
    town.play(calm())
    assert {o.state for o in town.board.openings.values()} == {"done"}


def test_an_empty_yard_sends_the_crew_to_the_next() -> None:
    town = planned(Town(survey(neighbourhoods=1, crews=1, stocks_m=(80, 80))))
    first = next(s.at for s in town.board.crews[CrewId("k0")].steps if s.do == "load")
    town.record(SupplierCounted(SupplierId(first), 0), STARTS_AT)
    said = town.play(calm())
    loads = {s.body.supplier: s.body.net_m for s in said if isinstance(s.body, CrewLoaded)}
    assert set(loads) == {"s0", "s1"} - {first}
    assert {o.state for o in town.board.openings.values()} == {"done"}


def test_two_vans_never_take_the_same_net() -> None:
    town = planned(Town(survey(neighbourhoods=3, crews=6, stocks_m=(100,))))
    night = calm()
    for minutes in range(0, 600, 10):
        now = STARTS_AT + timedelta(minutes=minutes)
        while due := night.due(town.board, now):
            town.take(due)
            assert (town.board.suppliers[SupplierId("s0")].stock_m or 0) >= 0
    assert town.board.suppliers[SupplierId("s0")].handed_out_m >= 100


def test_when_nobody_has_net_the_openings_wait_and_more_is_found() -> None:
    town = planned(Town(survey(neighbourhoods=1, crews=1, stocks_m=(80,))))
    town.record(SupplierCounted(SupplierId("s0"), 0), STARTS_AT)
    said = town.play(calm())
    reasons = {s.body.reason for s in said if isinstance(s.body, OpeningBlocked)}
    assert reasons == {"no_material"}
    assert kinds(said)["supplier.counted"] == 1
    assert {o.state for o in town.board.openings.values()} == {"done"}


def test_a_crew_on_its_way_to_what_another_has_done_turns_to_its_next() -> None:
    town = planned(Town(survey(neighbourhoods=1, crews=1, loaded_m=80)))
    night = calm()
    town.take(night.due(town.board, night.next_at(town.board) or STARTS_AT))
    (crew,) = town.board.crews.values()
    assert crew.state == "on_the_way"
    assert crew.job is not None
    town.record(OpeningDone(crew.job, CrewId("somebody else")), STARTS_AT + timedelta(seconds=200))
    said = town.play(night)
    assert isinstance(said[0].body, CrewSetOut)
    assert said[0].body.to != crew.job
    assert crew.job not in {s.body.opening for s in said if isinstance(s.body, OpeningStarted)}
