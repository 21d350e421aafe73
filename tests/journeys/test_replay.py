"""Looking back in a browser: a night played through, a milestone, the account, an alert, messages."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec import Struct
from msgspec.structs import replace
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.conftest import PATIENCE_S
from tests.journeys.conftest import Watch
from tests.journeys.waits import still
from tests.towns import (
    NORTH_CREW,
    POND_GATE,
    POND_PATH,
    SOUTH_CREW,
    WILLOW_LANE,
    YARD,
    at,
    by_two_crews,
    two_neighbourhoods,
)
from tests.web.conftest import Person, Town
from tests.web.test_field import STREETS
from yipanqi.close.events import CrewLoaded, CrewLost, OpeningBlocked, OpeningDone, OpeningStarted
from yipanqi.close.problems_model import ProblemRaised
from yipanqi.ground.ids import Actor, PlanId
from yipanqi.web.app import STATIC

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.skipif(not (STATIC / "index.html").exists(), reason="the client has not been built"),
]

AXE = Path(__file__).parents[2] / "app" / "node_modules" / "axe-core" / "axe.min.js"
DESK: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
NO_PAPER = b'{"type":"FeatureCollection","features":[]}'
NIGHT: tuple[tuple[float, Struct], ...] = (
    (12, CrewLoaded(SOUTH_CREW, YARD, 60)),
    (14, OpeningStarted(WILLOW_LANE, NORTH_CREW)),
    (16, OpeningStarted(POND_PATH, SOUTH_CREW)),
    (20, OpeningBlocked(WILLOW_LANE, NORTH_CREW, "residents_object")),
    (21, ProblemRaised("p1", "residents_object", "They stand in the lane", opening=WILLOW_LANE)),
    (40, OpeningDone(POND_PATH, SOUTH_CREW)),
    (41, OpeningStarted(POND_GATE, SOUTH_CREW)),
    (62, OpeningDone(POND_GATE, SOUTH_CREW)),
    (80, CrewLost(NORTH_CREW, "van broke down")),
)
"""Minutes into the night, and what was reported: a plan, a problem, Pond closed, a crew lost."""


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    """Two Neighbourhoods after a short night, each thing recorded when it happened."""
    town = Town(tmp_path)
    desk, survey = town.board.desk, two_neighbourhoods()
    streets = town.board.stored.documents.put(STREETS, "application/geo+json")
    paper = town.board.stored.documents.put(NO_PAPER, "application/geo+json")
    desk.record(replace(survey, map_digest=streets), Actor("office")).result()
    desk.record(replace(by_two_crews(), digest=paper), Actor("office")).result()
    desk.adopt(PlanId("plan-1"), 0, Actor("commander")).result()
    with Person(town.url) as phone:
        phone.sign_in(town.account)
        for minutes, fact in NIGHT:
            town.clock.at = at(minutes)
            assert phone.say(fact, minutes=minutes).status_code < 300
    yield town
    town.stop()


def opened(browser: Browser, town: Town, path: str, size: ViewportSize = DESK, locale: str = "en-GB") -> Page:
    """A page of the commander's."""
    context = browser.new_context(
        viewport=size, locale=locale, timezone_id="Asia/Shanghai", reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto(f"{town.url}/sign-in")
    page.fill("input[name=name]", town.account[0])
    page.fill("input[name=password]", town.account[1])
    page.click("form button")
    page.wait_for_url(f"{town.url}/")
    page.goto(f"{town.url}{path}")
    page.wait_for_selector("[data-testid=map] canvas")
    return page


def gone_to(page: Page, words: str) -> None:
    """Choose a milestone from the list."""
    page.get_by_test_id("milestones").click()
    page.locator(".replay-list li button", has_text=words).first.click()
    expect(page.get_by_test_id("last-mark")).to_contain_text(words)


def search(page: Page, name: str) -> None:
    """Find something on the board."""
    page.fill(".search input", name)
    page.locator(".ant-select-item-option", has_text=name).first.click()


def test_a_short_night_is_played_through_and_stands_as_the_journal_has_it(
    town: Town, chromium: Browser
) -> None:
    page = opened(chromium, town, "/replay")
    watch = Watch(page)
    expect(page.get_by_test_id("past")).to_be_visible()
    page.locator("[data-testid=speed] .ant-segmented-item", has_text="1000×").click()
    page.locator("body").press("Home")
    expect(page.get_by_test_id("replay")).to_have_attribute("data-position", "4")
    page.get_by_test_id("play").click()
    expect(page.get_by_test_id("play")).to_have_attribute("data-playing", "false")
    last = town.board.desk.board
    expect(page.get_by_test_id("replay")).to_have_attribute("data-position", str(last.position))
    expect(page.get_by_test_id("total-neighbourhoods-closed")).to_have_text("1")
    with Person(town.url) as person:
        past = (
            person.sign_in(town.account).get("/api/replay/board", params={"position": last.position}).json()
        )
    done = sum(step["state"] == "done" for crew in past["crews"] for step in crew["steps"])
    expect(page.locator(".timeline-rows .step.done")).to_have_count(done)
    expect(page.locator(".events li")).to_have_count(len(past["happenings"]))
    assert watch.complaints == []
    page.context.close()


def test_a_jump_to_a_milestone_shows_each_opening_as_it_was_then(town: Town, chromium: Browser) -> None:
    page = opened(chromium, town, "/replay")
    watch = Watch(page)
    gone_to(page, "Pond closed")
    expect(page.get_by_test_id("past-clock")).to_have_text("19:02:00")
    page.get_by_test_id("detail").get_by_role("button", name="pond-path").click()
    expect(page.get_by_test_id("detail-state")).to_have_text("Stands")
    page.keyboard.press("Escape")
    page.keyboard.press(",")
    expect(page.get_by_test_id("last-mark")).to_contain_text("Problem raised")
    expect(page.get_by_test_id("past-clock")).to_have_text("18:21:00")
    search(page, "pond-path")
    expect(page.get_by_test_id("detail-state")).to_have_text("Under way")
    assert watch.complaints == []
    page.context.close()


def test_nothing_can_be_done_in_the_past(town: Town, chromium: Browser) -> None:
    page = opened(chromium, town, "/replay")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method))
    gone_to(page, "Crew lost")
    for tab in range(3):
        page.locator(".panel .ant-segmented-item").nth(tab).click()
        still(page)
        acting = (
            "propose decide carried-out do-it edit-enter move-to-crew verify alarm-decide rule alert-open"
        )
        for name in acting.split():
            assert page.locator(f"[data-testid={name}] button, button[data-testid={name}]").count() == 0, name
        assert page.locator(".panel .push, .panel a[href^='tel:']").count() == 0
    assert set(sent) <= {"GET"}
    page.context.close()


def test_the_account_an_alert_and_the_messages_are_reached_from_the_board(
    town: Town, chromium: Browser, tmp_path: Path
) -> None:
    page = opened(chromium, town, "/")
    watch = Watch(page)
    page.get_by_test_id("account").click()
    page.get_by_test_id("account-menu").click()
    expect(page.get_by_test_id("account-figures")).to_contain_text("2 of 5")
    pdf = page.request.get(f"{town.url}/api/afterwards/account.pdf?lang=en", timeout=PATIENCE_S * 1000)
    assert pdf.body().startswith(b"%PDF")
    page.screenshot(path=tmp_path / "account.png")
    assert serious(page) == "", "account"
    page.keyboard.press("Escape")

    page.get_by_test_id("account").click()
    page.get_by_test_id("messages-menu").click()
    expect(page.get_by_test_id("push")).not_to_have_attribute("data-state", "")
    still(page)
    page.screenshot(path=tmp_path / "messages.png")
    assert serious(page) == "", "messages"
    page.keyboard.press("Escape")

    search(page, "Pond")
    page.get_by_test_id("alert-open").click()
    expect(page.get_by_test_id("alert-words")).to_contain_text("Pond")
    still(page)
    page.screenshot(path=tmp_path / "alert.png")
    assert serious(page) == "", "alert"
    page.get_by_test_id("alert-send").click()
    expect(page.get_by_test_id("alert")).to_contain_text("Alert 1")
    xml = page.request.get(f"{town.url}/api/alerts/pond/cap.xml", timeout=PATIENCE_S * 1000).text()
    assert "<status>Exercise</status>" in xml
    assert watch.complaints == []
    page.context.close()


@pytest.mark.parametrize(("size", "locale"), [(DESK, "en-GB"), (PHONE, "zh-CN")], ids=["desktop", "phone"])
def test_axe_finds_nothing_serious_in_the_past(
    town: Town, chromium: Browser, size: ViewportSize, locale: str, tmp_path: Path
) -> None:
    page = opened(chromium, town, "/replay", size, locale)
    gone_to(page, "Pond")
    still(page)
    page.screenshot(path=tmp_path / "past.png")
    assert serious(page) == ""
    page.get_by_test_id("milestones").click()
    expect(page.locator(".replay-list li").first).to_be_visible()
    page.screenshot(path=tmp_path / "list.png")
    assert serious(page) == "", "list"
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    page.context.close()


def serious(page: Page) -> str:
    """What axe-core calls serious or critical on the page as it is."""
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
    return "\n".join(
        f"{v['id']}: {node['html'][:200]} {node['failureSummary'][:200]}"
        for v in found["violations"]
        if v["impact"] in {"serious", "critical"}
        for node in v["nodes"]
    )
