"""The commander's board in a browser: a replan, a yard that runs out, a problem decided, a job dragged."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.journeys.conftest import Watch
from tests.journeys.waits import caught_up, until
from tests.towns import (
    DUSK,
    NORTH_CREW,
    POND,
    SOUTH_CREW,
    WILLOW_GATE,
    WILLOW_LANE,
    WILLOW_STEPS,
    YARD,
    by_two_crews,
    two_neighbourhoods,
)
from tests.web.conftest import Person, Town
from tests.web.staff import PASSWORD, account
from tests.web.test_field import STREETS
from yipanqi.close.events import CrewLost, SupplierCounted
from yipanqi.close.problems_model import ProblemRaised
from yipanqi.desk.permissions import Scope
from yipanqi.ground.ids import Actor, PlanId, SupplierId
from yipanqi.survey.model import Supplier
from yipanqi.web.app import STATIC
from yipanqi.wiring import PacedClock

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

AXE = Path(__file__).parents[2] / "app" / "node_modules" / "axe-core" / "axe.min.js"
DESK: ViewportSize = {"width": 1440, "height": 900}
WALL: ViewportSize = {"width": 1920, "height": 1080}
PHONE: ViewportSize = {"width": 390, "height": 844}
DEPOT = SupplierId("depot")
LEAD = "Lead of North"
NO_PAPER = b'{"type":"FeatureCollection","features":[]}'


@pytest.fixture
def town(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Town]:
    """Two Neighbourhoods with a second yard, a plan in force, and a clock that runs."""
    if not (STATIC / "index.html").exists():
        pytest.skip("the client has not been built: make setup")
    monkeypatch.setattr("tests.web.conftest.SetClock", lambda at: PacedClock(at, 1.0))
    monkeypatch.setattr("yipanqi.web.pulse.THINK_EVERY_S", 1.0)
    town = Town(tmp_path)
    desk, survey = town.board.desk, two_neighbourhoods()
    streets = town.board.stored.documents.put(STREETS, "application/geo+json")
    paper = town.board.stored.documents.put(NO_PAPER, "application/geo+json")
    depot = Supplier(DEPOT, "Depot", (121.004, 28.896), 600, stock_m=100)
    registry = replace(survey.registry, suppliers=(*survey.registry.suppliers, depot))
    desk.record(replace(survey, registry=registry, map_digest=streets), Actor("office")).result()
    desk.record(replace(by_two_crews(), digest=paper), Actor("office")).result()
    desk.adopt(PlanId("plan-1"), 0, Actor("commander")).result()
    town.clock.start(DUSK)  # type: ignore[attr-defined]
    yield town
    town.stop()


@pytest.fixture
def phones(town: Town) -> Iterator[Person]:
    """Whoever reports from outside."""
    with Person(town.url) as person:
        yield person.sign_in(town.account)


def opened(
    browser: Browser, town: Town, who: tuple[str, str], size: ViewportSize = DESK, path: str = "/"
) -> Page:
    """The board of somebody, signed in, live."""
    context = browser.new_context(
        viewport=size,
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        has_touch=size["width"] < 800,
        reduced_motion="reduce",  # nothing fades: what is there is there
    )
    page = context.new_page()
    page.goto(f"{town.url}/sign-in")
    page.fill("input[name=name]", who[0])
    page.fill("input[name=password]", who[1])
    page.click("form button")
    page.wait_for_url(f"{town.url}/")
    if path != "/":
        page.goto(f"{town.url}{path}")
        page.wait_for_selector("[data-testid=wall] canvas")
    else:
        page.wait_for_selector("[data-testid=link][data-state=live]")
    return page


def crew_of(town: Town, opening: str) -> str | None:
    """Which crew the board gives an opening to."""
    return {o.id: o.crew for o in town.board.desk.board.openings.values()}[opening]  # type: ignore[index]


def version(town: Town) -> int:
    """Of the plan in force."""
    plan = town.board.desk.board.plan
    return plan.version if plan else 0


def test_the_commander_looks_at_a_replan_and_adopts_it(town: Town, phones: Person, chromium: Browser) -> None:
    page = opened(chromium, town, town.account)
    watch = Watch(page)
    phones.say(CrewLost(NORTH_CREW, "van broke down"), minutes=0.5)
    page.wait_for_selector("[data-testid=alarm-crew_lost]")
    page.locator(".ant-segmented-item").nth(1).click()
    page.click("[data-testid=propose]")
    page.click("[data-testid=adopt]")
    until(lambda: version(town) == 2, page, "the new plan to be in force")
    assert {crew_of(town, o) for o in (WILLOW_GATE, WILLOW_LANE, WILLOW_STEPS)} == {SOUTH_CREW}
    page.locator(".ant-segmented-item").nth(2).click()
    expect(page.locator("[data-testid=alarm-count]")).to_be_visible()
    expect(page.locator("[data-testid=alarm-crew_lost]")).to_have_count(0)
    assert watch.complaints == []
    page.context.close()


def test_a_yard_runs_out_and_the_alarm_brings_the_move_that_helps(
    town: Town, phones: Person, chromium: Browser
) -> None:
    page = opened(chromium, town, town.account)
    watch = Watch(page)
    phones.say(SupplierCounted(YARD, 0), minutes=0.5)
    alarm = page.locator("[data-testid=alarm-supplier_short]")
    alarm.wait_for()
    short = page.locator("[data-testid=alarm-supplier_short], [data-testid=alarm-shortage_ahead]")
    short.locator("[data-testid=do-it]").first.click()
    until(lambda: version(town) == 2, page, "the move to be made")
    loads = {s.at for c in town.board.desk.board.crews.values() for s in c.steps if s.do == "load"}
    assert loads == {DEPOT}
    expect(alarm).to_have_count(0)
    assert watch.complaints == []
    page.context.close()


def test_a_lead_raises_a_problem_and_the_decision_comes_back_and_is_ticked_off(
    town: Town, chromium: Browser
) -> None:
    account(town, LEAD, "community_lead", Scope(organisation="north"))
    lead, commander = opened(chromium, town, (LEAD, PASSWORD)), opened(chromium, town, town.account)
    watches = [Watch(lead), Watch(commander)]
    lead.click("[data-testid=problems] .push")
    lead.locator(".ant-modal .ant-select").click()
    lead.locator(".ant-select-item-option", has_text="Willow").click()
    lead.fill(".ant-modal textarea", "居民要留路送菜，等还是做？")
    lead.click("[data-testid=send-problem]")

    commander.click("[data-testid=alarm-decide]")
    expect(commander.locator("[data-testid=decide-form]")).to_contain_text("居民要留路送菜")
    commander.click("[data-testid=choose-go_now_with_lead]")
    commander.click("[data-testid=send-decision]")
    expect(commander.locator("[data-testid=decide-form]")).to_have_count(0)

    mine, theirs = (page.locator("[data-testid^=decision-]") for page in (commander, lead))
    expect(mine, "whoever decided sees it stand open").to_have_count(1)
    expect(theirs, "the community is to carry it out").to_contain_text("North")
    theirs.locator("[data-testid=carried-out]").click()
    expect(mine).to_have_count(0)
    problem = next(iter(town.board.desk.board.problems.values()))
    assert (problem.state, problem.by) == ("closed", LEAD)
    done = next(iter(town.board.desk.board.decisions.values()))
    assert (done.made_by, done.done_by) == (town.account[0], LEAD)
    assert [w.complaints for w in watches] == [[], []]
    for page in (lead, commander):
        page.context.close()


def test_an_opening_dragged_onto_a_crew_shows_the_finish_first_and_comes_back_with_undo(
    town: Town, chromium: Browser
) -> None:
    page = opened(chromium, town, town.account)
    watch = Watch(page)
    page.locator(f"[data-step={WILLOW_STEPS}]").hover()
    page.mouse.down()
    page.locator(f"[data-crew={SOUTH_CREW}] .lane").hover(force=True)  # wherever it lies by now
    page.wait_for_selector("[data-testid=what-if]")
    page.wait_for_selector("[data-testid=what-if-line]", state="attached")
    assert crew_of(town, WILLOW_STEPS) == NORTH_CREW, "nothing has happened yet"
    page.mouse.up()
    until(lambda: crew_of(town, WILLOW_STEPS) == SOUTH_CREW, page, "the drop")
    page.click("[data-testid=undo-put]")  # at once, whether or not the screen has heard of the new plan
    until(lambda: crew_of(town, WILLOW_STEPS) == NORTH_CREW, page, "the undo")
    assert version(town) == 3, "both are decisions of their own"
    caught_up(page, town)
    page.wait_for_selector(".step.locked", state="detached")
    assert watch.complaints == []
    page.context.close()


def test_the_keyboard_does_what_dragging_does(town: Town, chromium: Browser) -> None:
    page = opened(chromium, town, town.account)
    page.fill(".search input", str(WILLOW_LANE))
    page.locator(".ant-select-item-option").first.click()
    page.locator("[data-testid=move-to-crew]").press("Enter")
    page.wait_for_selector("[data-testid=what-if]")
    page.locator("[data-testid=crew-choices]").press("Enter")
    until(lambda: crew_of(town, WILLOW_LANE) == SOUTH_CREW, page, "the crew to have it")
    page.wait_for_selector(".step.locked", state="attached")
    page.click("[data-testid=unlock]")
    until(lambda: not town.board.desk.board.locks, page, "the lock to open")
    page.wait_for_selector(".step.locked", state="detached")
    page.context.close()


def test_a_standing_rule_set_on_the_board_replans_by_itself_until_it_is_taken_back(
    town: Town, phones: Person, chromium: Browser
) -> None:
    page = opened(chromium, town, town.account)
    page.click("[data-testid=rule] .push")
    page.focus("[data-testid=rule-share]")
    for _ in range(40):
        page.keyboard.press("ArrowRight")
    page.click("[data-testid=save-rule]")
    page.wait_for_selector("[data-testid=rule][data-on=true]")
    rule = town.board.desk.board.standing_rule
    assert rule is not None
    assert rule.most_moved_share == 0.5
    phones.say(CrewLost(NORTH_CREW), minutes=0.5)
    until(lambda: town.board.desk.board.proposal is not None or version(town) == 2, page, "the rule to look")
    page.click("[data-testid=lift-rule]")
    page.wait_for_selector("[data-testid=rule][data-on=false]")
    page.context.close()


def test_the_wall_has_large_numbers_a_map_the_worst_alarms_and_nothing_to_press(
    town: Town, phones: Person, chromium: Browser
) -> None:
    phones.say(CrewLost(NORTH_CREW), minutes=0.5)
    page = opened(chromium, town, town.account, WALL, "/wall")
    page.wait_for_selector(".wall footer li")
    assert page.locator("[data-testid=wall] button:visible, [data-testid=wall] a:visible").count() == 0
    smallest = page.evaluate(
        """() => Math.min(...[...document.querySelectorAll(".wall header *, .wall aside *, .wall footer *")]
            .filter((e) => e.childElementCount === 0 && e.textContent.trim())
            .map((e) => parseFloat(getComputedStyle(e).fontSize)))"""
    )
    assert smallest >= 28, "letters that can be read from five metres"
    assert page.evaluate("document.documentElement.scrollHeight") <= WALL["height"]
    page.context.close()


@pytest.mark.parametrize("size", [DESK, PHONE])
def test_axe_finds_nothing_serious_on_the_commanders_screens(
    town: Town, phones: Person, chromium: Browser, size: ViewportSize
) -> None:
    if not AXE.exists():
        pytest.skip("axe-core is not installed")
    raised = ProblemRaised(
        "p1", "danger", "The ladder broke", level="office", neighbourhood=POND, by="South 1"
    )
    phones.say(raised, CrewLost(NORTH_CREW), SupplierCounted(YARD, 0), minutes=0.5)
    page = opened(chromium, town, town.account, size)
    if size is PHONE:
        page.click("[data-testid=tab-board]")
    page.wait_for_selector("[data-testid=do-it]")
    page.evaluate(AXE.read_text("utf-8"))
    assert serious(page) == "", "board"
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    screens = {
        "decide": "[data-testid=alarm-decide]",
        "raise": "[data-testid=problems] .push",
        "rule": "[data-testid=rule] .push",
        "situation": "[data-testid=situation-open]",
    }
    for name, button in screens.items():
        page.locator(button).first.click()
        page.wait_for_selector(".ant-modal", state="visible")
        assert serious(page) == "", name
        page.keyboard.press("Escape")
        page.wait_for_selector(".ant-modal", state="hidden")
    page.context.close()


def serious(page: Page) -> str:
    """What axe-core calls serious or critical on the page as it is."""
    found = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
    return "\n".join(
        f"{v['id']}: {node['html'][:200]} {node['failureSummary'][:200]}"
        for v in found["violations"]
        if v["impact"] in {"serious", "critical"}
        for node in v["nodes"]
    )
