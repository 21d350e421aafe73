"""Real phones, and everything breaks: what each phone says it sent is what the journal holds, once."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from playwright.async_api import async_playwright
from playwright.sync_api import Browser

from tests.whole.phones import Storm, Weather, as_told, spoken
from tests.whole.storm import digest
from yipanqi.storage import open_board
from yipanqi.web.field import BUILT
from yipanqi.wiring import WallClock

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def blown(storm: Storm, weather: Weather, at_most_s: float) -> None:
    """Run a storm to its end in a thread of its own: this one's event loop is another browser's."""
    if not (BUILT / "field.html").exists():
        pytest.skip("the phone's client has not been built: make setup")

    async def until_over() -> None:
        async with async_playwright() as play, asyncio.timeout(at_most_s):
            await storm.blow(play, weather)

    with ThreadPoolExecutor(1) as elsewhere:
        elsewhere.submit(asyncio.run, until_over()).result()


def check(storm: Storm) -> None:
    """What each phone has on its own list is what the journal holds of it."""
    with open_board(storm.board.folder, WallClock()) as stored:
        entries = stored.journal.read(0, 1_000_000)
    raised = [e for e in entries if e.kind == "problem.raised"]
    told = {str(e.event_id): as_told(bytes(e.body)) for e in raised}
    assert len(told) == len(raised), "something counts twice"
    assert [e.position for e in entries] == list(range(1, len(entries) + 1))
    assert not [e for e in entries if e.kind == "quarantine.kept"]
    for phone, rows in zip(storm.phones, storm.lists, strict=True):
        own = [(str(e.event_id), as_told(bytes(e.body))) for e in raised if e.actor == phone.name]
        assert sorted(own) == sorted(spoken(rows))
        assert {row["state"] for row in rows} == {"received"}, "a person would have to see to one"
        words = [row["body"]["words"] for row in rows]
        assert len(set(words)) == len(words), "one tap, two reports"
        assert phone.ledger.sure <= set(words), "told that it was kept, and lost"
        assert set(words) <= phone.ledger.perhaps
    assert digest(list(told.items())) == digest([r for rows in storm.lists for r in spoken(rows)])


@pytest.mark.timeout(600)
def test_three_phones_lose_and_double_nothing_in_a_short_storm(chromium: Browser, tmp_path: Path) -> None:
    storm = Storm(tmp_path, phones=3, seed=1)
    weather = Weather(reports=5, server_kills=2, lost=5, doubled=3, cuts=3, browser_kills=3)
    blown(storm, weather, at_most_s=500)
    check(storm)
    print(storm)  # noqa: T201 - how rough it was is worth reading where it failed


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_eight_phones_lose_and_double_nothing_in_a_long_one(chromium: Browser, tmp_path: Path) -> None:
    storm = Storm(tmp_path, phones=8, seed=2)
    weather = Weather(reports=20, server_kills=10, lost=40, doubled=20, cuts=40, browser_kills=20)
    blown(storm, weather, at_most_s=1700)
    check(storm)
    print(storm)  # noqa: T201
