"""Real phones, and everything breaks: what each phone says it sent is what the journal holds, once."""

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from playwright.async_api import async_playwright
from playwright.sync_api import Browser

from tests.whole.phones import Board, Weather, as_told, blow, spoken
from tests.whole.storm import digest
from yipanqi.storage import open_board
from yipanqi.web.field import BUILT
from yipanqi.wiring import WallClock

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def weathered(folder: Path, phones: int, weather: Weather, seed: int) -> str:
    """Blow a storm over so many phones, check that nothing is lost or doubled, and tell what it was like."""
    if not (BUILT / "field.html").exists():
        pytest.skip("the phone's client has not been built: make setup")
    board = Board(folder / "board", phones)

    async def storm() -> str:
        async with async_playwright() as play:
            real, lists, line = await blow(board, folder, play, weather, seed)
        with open_board(board.folder, WallClock()) as stored:
            entries = stored.journal.read(0, 1_000_000)
        raised = [e for e in entries if e.kind == "problem.raised"]
        bodies = {e.event_id: json.loads(bytes(e.body)) for e in raised}
        assert len(bodies) == len(raised), "something counts twice"
        assert [e.position for e in entries] == list(range(1, len(entries) + 1))
        assert not [e for e in entries if e.kind == "quarantine.kept"]
        for phone, rows in zip(real, lists, strict=True):
            said = {e: body for e, body in bodies.items() if body["words"].startswith(phone.name + " ")}
            assert digest([(e, as_told(body)) for e, body in said.items()]) == digest(spoken(rows))
            words = [body["words"] for body in said.values()]
            assert len(set(words)) == len(words), "one tap, two reports"
            assert phone.ledger.sure <= set(words), "told that it was kept, and lost"
            assert set(words) <= phone.ledger.perhaps
        return (
            f"{len(raised)} reports of {len(real)} phones; killed: server {board.kills}, "
            f"pages {sum(p.deaths for p in real)}, line {line.cuts}; answers lost {line.lost}, "
            f"sent twice {line.doubled}"
        )

    with ThreadPoolExecutor(1) as elsewhere:  # this thread's event loop is another browser's
        return elsewhere.submit(asyncio.run, storm()).result()


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_three_phones_lose_and_double_nothing_in_a_short_storm(chromium: Browser, tmp_path: Path) -> None:
    weather = Weather(reports=6, server_kills=2, lost=5, doubled=3, cuts=3, deaths=4)
    weathered(tmp_path, 3, weather, seed=1)


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_eight_phones_lose_and_double_nothing_in_a_long_one(chromium: Browser, tmp_path: Path) -> None:
    weather = Weather(reports=40, server_kills=20, lost=150, doubled=75, cuts=100, deaths=60)
    print(weathered(tmp_path, 8, weather, seed=2))  # noqa: T201 - what the long run was like is worth reading
