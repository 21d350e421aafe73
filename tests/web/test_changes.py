"""The stream of changes: every position once, in order, and after any break it goes on where it was."""

import json
import threading
from collections.abc import Iterator
from typing import Any

import httpx

from tests.towns import NORTH_CREW, SOUTH_CREW, WILLOW_LANE
from tests.web.conftest import Person, Town
from yipanqi.close.events import CrewBack, OpeningDone


def events(response: httpx.Response) -> Iterator[tuple[str, str, Any]]:
    """(event, id, data) as they come; comments and retry lines are passed over."""
    name, number = "message", ""
    for line in response.iter_lines():
        field, _, value = line.partition(": ")
        if field == "event":
            name = value
        elif field == "id":
            number = value
        elif field == "data":
            yield name, number, json.loads(value)
            name, number = "message", ""


def positions(person: Person, up_to: int, **headers: str) -> list[int]:
    """Ids of `change` events until one reaches `up_to`."""
    seen = []
    with person.stream("GET", "/api/changes", headers=headers) as response:
        for name, number, _ in events(response):
            if name == "change":
                seen.append(int(number))
                if seen[-1] >= up_to:
                    return seen
    return seen


def test_last_event_id_resumes_without_gap_or_repeat(commander: Person) -> None:
    commander.say(*[CrewBack(NORTH_CREW)] * 7)
    assert positions(commander, 8, **{"last-event-id": "3"}) == [4, 5, 6, 7, 8]


def test_a_watcher_sees_what_is_reported_while_it_watches(commander: Person) -> None:
    found: list[int] = []
    with commander.stream("GET", "/api/changes?after=1") as response:
        reading = events(response)
        commander.say(OpeningDone(WILLOW_LANE, NORTH_CREW))
        for name, number, data in reading:
            if name == "change":
                found.append(int(number))
                assert data["openings"][0]["state"] == "done"
                break
    assert found == [2]


def test_many_writers_and_many_breaks_lose_and_repeat_nothing(town: Town, commander: Person) -> None:
    total = 120

    def write(crew: str) -> None:
        with Person(town.url) as writer:
            writer.sign_in(town.account)
            for _ in range(total // 2):
                writer.say(CrewBack(crew))  # type: ignore[arg-type]

    writers = [threading.Thread(target=write, args=(c,)) for c in (NORTH_CREW, SOUTH_CREW)]
    for thread in writers:
        thread.start()
    seen, last = [], 1
    while last < total + 1:
        with commander.stream("GET", "/api/changes", headers={"last-event-id": str(last)}) as response:
            for taken, (name, number, _) in enumerate(events(response)):
                if name == "change":
                    last = int(number)
                    seen.append(last)
                if taken >= 4 or last >= total + 1:
                    break
    for thread in writers:
        thread.join()
    assert seen == list(range(2, total + 2))


def test_a_client_that_knows_more_than_the_server_is_told_to_start_again(commander: Person) -> None:
    with commander.stream("GET", "/api/changes?after=999") as response:
        assert next(events(response))[0] == "reset"


def test_rows_of_a_missed_stretch_come_with_its_first_change(commander: Person) -> None:
    commander.say(OpeningDone(WILLOW_LANE, NORTH_CREW, net_m=4))
    commander.say(CrewBack(SOUTH_CREW))
    with commander.stream("GET", "/api/changes?after=1") as response:
        name, number, data = next(e for e in events(response) if e[0] == "change")
    assert (name, number) == ("change", "2")
    assert [o["id"] for o in data["openings"]] == [WILLOW_LANE]
    assert {c["id"] for c in data["crews"]} == {NORTH_CREW, SOUTH_CREW}


def test_the_pulse_tells_the_boards_time(commander: Person) -> None:
    with commander.stream("GET", "/api/changes") as response:
        pulse = next(data for name, _, data in events(response) if name == "pulse")
    assert pulse["clock"] == {"now": "2026-02-03T09:50:00Z", "rate": 0.0}
