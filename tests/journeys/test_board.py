"""The commander's board in a browser: a night to its end, a killed server, decisions, languages, faults."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.conftest import CHROMIUM, PATIENCE_S
from tests.journeys.conftest import DemoNight, Watch, sign_in
from tests.journeys.waits import number, until
from yipanqi.close.board import fold
from yipanqi.close.model import Totals
from yipanqi.close.state import Board
from yipanqi.close.totals import totals
from yipanqi.wiring import OpenBoard, SetClock

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

DESK: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
SHOWN = {
    "neighbourhoods_closed": "total-neighbourhoods-closed",
    "neighbourhoods": "total-neighbourhoods",
    "nets_done": "total-nets-done",
    "nets": "total-nets",
    "gates_done": "total-gates-done",
    "gates": "total-gates",
    "emergency_done": "total-emergency-done",
    "emergency": "total-emergency",
    "blocked": "total-blocked",
    "unplanned": "total-unplanned",
    "net_m_standing": "total-net-m-standing",
}
"""Which number of the totals stands where on the screen."""


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A desk's screen, in Chinese."""
    context = chromium.new_context(
        viewport=DESK, locale="zh-CN", timezone_id="Asia/Shanghai", reduced_motion="reduce"
    )
    yield context.new_page()
    context.close()


def shown(page: Page) -> tuple[int, dict[str, int]]:
    """Position and totals as a person reads them, all at one glance."""
    read: list[str] = page.evaluate(
        "(names) => names.map((name) => document.querySelector(`[data-testid=${name}]`).innerText)",
        ["position", *SHOWN.values()],
    )
    position, *numbers = (int(text.lstrip("#")) for text in read)
    return position, dict(zip(SHOWN, numbers, strict=True))


def journal_says(night: DemoNight, position: int) -> tuple[int, Totals]:
    """How far the journal on disk goes, and the totals folded from it up to a position, by nobody but us."""
    with OpenBoard(night.folder, SetClock(datetime.now(UTC)), seed=0) as board:
        entries = board.desk.read(0, position)
        assert [entry.position for entry in entries] == [*range(1, position + 1)]
        return board.desk.board.position, totals(fold(Board(), entries))


@pytest.mark.timeout(1200)  # a night is played here, on whatever machine
def test_a_night_runs_to_its_end_on_the_board_though_the_server_is_killed_in_the_middle(
    fast_night: DemoNight, page: Page
) -> None:
    watch = Watch(page)
    sign_in(page, fast_night)
    until(lambda: number(page, "total-nets-done") >= 20, page, "the night to be under way", 300)

    watch.line_may_be_down = True
    fast_night.kill()
    page.wait_for_selector("[data-testid=link][data-state=offline]")
    seen, before = shown(page)
    written, kept = journal_says(fast_night, seen)
    assert written >= seen, "nothing was shown that is not kept"
    assert before == {field: getattr(kept, field) for field in SHOWN}
    fast_night.start()
    page.wait_for_selector("[data-testid=link][data-state=live]")
    assert page.url.rstrip("/") == fast_night.url, "nobody has to sign in again"
    until(lambda: number(page, "position") >= written, page, "the board to go on from there")
    watch.line_may_be_down = False  # what it said of the line that was down has been heard by now
    assert number(page, "total-nets-done") >= before["nets_done"]

    until(fast_night.ended, page, "the night to end", 600)
    until(lambda: unexplained(page) == [], page, "an alarm for whatever does not stand")
    head = head_of(page)
    until(lambda: number(page, "position") >= head, page, "the board to catch up")
    watch.line_may_be_down = True
    fast_night.kill()
    page.wait_for_selector("[data-testid=link][data-state=offline]")
    seen, last = shown(page)
    written, kept = journal_says(fast_night, seen)
    assert head <= seen <= written
    assert last == {field: getattr(kept, field) for field in SHOWN}
    assert watch.complaints == []


def head_of(page: Page) -> int:
    """The journal's newest position, as the server has it."""
    position: int = page.evaluate("async () => (await (await fetch('/healthz')).json()).position")
    return position


def unexplained(page: Page) -> list[str]:
    """Openings that neither stand nor have an alarm that says why not."""
    board: dict[str, Any] = page.evaluate("async () => (await fetch('/api/board')).json()")
    said = {alarm["opening"] for alarm in board["pulse"]["alarms"]}
    return [
        row["id"]
        for row in board["openings"]
        if row["state"] != "done" and row["role"] != "inside" and row["id"] not in said
    ]


def test_a_replan_is_proposed_looked_at_and_adopted(slow_night: DemoNight, page: Page) -> None:
    watch = Watch(page)
    sign_in(page, slow_night)
    page.wait_for_selector("[data-testid=phase][data-phase=close]")
    page.locator(".ant-segmented-item").nth(1).click()
    page.wait_for_selector("[data-testid=plan-version]")
    version = number(page, "plan-version")
    page.click("[data-testid=propose]")
    page.click("[data-testid=adopt]")
    until(lambda: number(page, "plan-version") == version + 1, page, "the new plan to be in force")
    expect(page.locator("[data-testid=proposal-banner]")).to_have_count(0)
    assert watch.complaints == []


def test_whatever_is_searched_is_shown_in_full_and_put_away_with_escape(
    slow_night: DemoNight, page: Page
) -> None:
    watch = Watch(page)
    sign_in(page, slow_night)
    name = page.evaluate("async () => (await (await fetch('/api/board')).json()).neighbourhoods[0].name")
    page.fill(".search input", name)
    page.locator(".ant-select-item-option", has_text=name).first.click()
    expect(page.locator("[data-testid=detail]")).to_contain_text(name)
    page.keyboard.press("Escape")
    expect(page.locator("[data-testid=detail]")).to_have_count(0)
    assert watch.complaints == []


def test_the_board_changes_between_chinese_and_english(slow_night: DemoNight, page: Page) -> None:
    sign_in(page, slow_night)
    html, panel = page.locator("html"), page.locator("aside")
    expect(html).to_have_attribute("lang", "zh-CN")
    expect(panel).to_contain_text("隔离网")
    page.click("[data-testid=language]")
    expect(html).to_have_attribute("lang", "en")
    expect(panel).to_contain_text("nets")
    page.reload()
    page.wait_for_selector("[data-testid=map] canvas")
    expect(html, "the choice is kept").to_have_attribute("lang", "en")


def test_a_phone_shows_the_map_and_one_sheet_at_a_time(slow_night: DemoNight, chromium: Browser) -> None:
    context = chromium.new_context(viewport=PHONE, has_touch=True, locale="zh-CN", reduced_motion="reduce")
    page = context.new_page()
    watch = Watch(page)
    sign_in(page, slow_night)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.click("[data-testid=tab-board]")
    expect(page.locator("[data-testid=total-neighbourhoods]")).to_have_text("45")
    page.click("[data-testid=tab-crews]")
    page.locator(".crew-name").first.click()
    page.wait_for_selector("[data-testid=detail]")
    tab = page.locator("[data-testid=tab-map]")
    expect(tab, "the map comes forward").to_have_attribute("aria-current", "page")
    assert watch.complaints == []
    context.close()


def test_where_no_map_can_be_drawn_the_board_says_so_and_goes_on(
    slow_night: DemoNight, chromium: Browser
) -> None:
    plain = chromium.browser_type.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-3d-apis"])
    page = plain.new_page(viewport=DESK, locale="zh-CN", reduced_motion="reduce")
    page.set_default_timeout(PATIENCE_S * 1000)
    watch = Watch(page)
    sign_in(page, slow_night, "[data-testid=no-map]")
    expect(page.locator("[data-testid=no-map]")).to_contain_text("WebGL")
    expect(page.locator("[data-testid=total-neighbourhoods]")).to_have_text("45")
    page.locator(".crew-name").first.click()
    expect(page.locator("[data-testid=detail]")).to_be_visible()
    page.click("[data-testid=language]")
    expect(page.locator("[data-testid=no-map]")).to_contain_text("No map in this browser")
    assert watch.complaints == []
    plain.close()


def test_a_dialog_that_cannot_be_fetched_says_so_and_comes_when_it_can(
    slow_night: DemoNight, page: Page
) -> None:
    sign_in(page, slow_night)
    code = re.compile(r"/assets/RaiseDialog-.*\.js")
    page.route(code, lambda route: route.abort())
    page.click("[data-testid=problems] .push")
    expect(page.locator("[data-testid=fault-dialog]")).to_be_visible()
    expect(page.locator("[data-testid=total-neighbourhoods]"), "the board is still there").to_have_text("45")
    page.unroute(code)
    page.click("[data-testid=fault-again]")
    expect(page.locator(".ant-modal [data-testid=send-problem]")).to_be_visible()


def test_strangers_see_the_sign_in_and_nothing_else(slow_night: DemoNight, page: Page) -> None:
    page.goto(slow_night.url)
    expect(page).to_have_url(f"{slow_night.url}/sign-in")
    for path in ("/api/board", "/api/changes", "/api/map", "/api/weak-plank"):
        assert page.request.get(f"{slow_night.url}{path}").status == 401, path
