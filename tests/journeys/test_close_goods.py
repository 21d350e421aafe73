"""A yard in a basement: hands out without a signal, is killed, comes back: nothing lost, nothing doubled."""

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.conftest import PATIENCE_S
from tests.journeys.test_close_field import AXE, serious, small_targets
from tests.journeys.waits import still, until
from tests.towns import NORTH_CREW, SOUTH_CREW, YARD
from tests.web.conftest import Person, Town
from tests.web.staff import PASSWORD, account, phone_code
from yipanqi.close.alarms import alarms
from yipanqi.close.events import CrewLoaded
from yipanqi.desk.permissions import Person as Somebody
from yipanqi.desk.permissions import Scope
from yipanqi.ground.refusal import Refusal

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

SIZES = [(390, 844), (360, 640)]


def keeper(phone: BrowserContext, town: Town, commander: Person) -> Page:
    """The yard's page on a phone that was enrolled by a code and has no password."""
    account(town, "Depot", "supplier", Scope(supplier=YARD))
    page = phone.new_page()
    page.goto(f"{town.url}/field#enrol={phone_code(commander, 'Depot')}")
    page.wait_for_url("**/goods")  # led to where a supplier's work is
    page.wait_for_selector("[data-testid=yard-yard]")
    page.evaluate("navigator.serviceWorker.ready")
    until(lambda: bool(page.evaluate("navigator.serviceWorker.controller !== null")), page, "the worker")
    return page


def hand_out(page: Page, crew: str, amount: int, signer: str) -> None:
    """To a crew that is expected, signed for by a tap on a name."""
    page.click(f"[data-testid=hand-{crew}]")
    page.fill("input[name=amount]", str(amount))
    assert page.is_disabled("[data-testid=goods-save]"), "nobody has signed yet"
    page.click(f".goods-sign button:has-text('{signer}')")
    page.click("[data-testid=goods-save]")
    expect(page.locator(".goods-sheet")).to_have_count(0)


def says_left(page: Page, text: str) -> None:
    """Waits until the yard's page says that so much net is left."""
    expect(page.locator("[data-testid=yard-yard] .goods-stock > :first-child b")).to_have_text(text)


def handed(town: Town) -> list[tuple[str, int, str]]:
    """Every hand-out the board holds, oldest first."""
    outs = town.board.desk.board.goods.hand_outs.get(YARD, ())
    return [(out.crew, out.amount, out.signed_by) for out in outs]


def test_a_yard_hands_out_without_a_signal_and_the_board_has_it_once_when_it_comes_back(
    town: Town, commander: Person, phone: BrowserContext
) -> None:
    page = keeper(phone, town, commander)
    says_left(page, "100 米")
    phone.set_offline(True)
    hand_out(page, NORTH_CREW, 60, "North 1")
    says_left(page, "40 米")
    page.close()  # the system ends the app
    page = phone.new_page()
    page.goto(f"{town.url}/goods")  # opens without a signal
    says_left(page, "40 米")
    expect(page.locator(".goods-unsent")).to_have_count(1)
    hand_out(page, SOUTH_CREW, 30, "South 1")
    expect(page.locator("[data-testid=standing] b")).to_contain_text("2")
    assert handed(town) == []

    commander.say(CrewLoaded(NORTH_CREW, YARD, 60), minutes=5)  # the crew's own word, and no second load
    lost: list[str] = []

    def lose_the_first_receipts(route: Route) -> None:
        if lost:
            route.continue_()
            return
        lost.append(route.request.url)
        route.fetch(timeout=PATIENCE_S * 1000)  # it arrives, and the answer never does
        route.abort()

    phone.route("**/api/reports/", lose_the_first_receipts)
    phone.set_offline(False)
    page.wait_for_selector("[data-testid=standing][data-level=good]")
    expect(page.locator(".goods-unsent"), "the yard is as the board has it").to_have_count(0)
    assert len(lost) == 1
    assert handed(town) == [(NORTH_CREW, 60, "North 1"), (SOUTH_CREW, 30, "South 1")]
    yard = town.board.desk.board.suppliers[YARD]
    assert (yard.stock_m, yard.handed_out_m) == (10, 90)
    says_left(page, "10 米")

    assert "supplier_short" in {alarm.code for alarm in alarms(town.board.desk.board, town.clock.now())}
    phone.unroute_all()


def test_what_a_yard_may_not_report_stays_visible_with_the_reason(
    town: Town, commander: Person, phone: BrowserContext
) -> None:
    page = keeper(phone, town, commander)
    phone.set_offline(True)
    hand_out(page, NORTH_CREW, 60, "North 1")
    elsewhere = Somebody("commander", "commander")
    changed = town.board.people.reassign(  # the office gave the yard to somebody else meanwhile
        elsewhere, "Depot", "lender", Scope(organisation="north"), town.board.desk.board
    )
    assert not isinstance(changed, Refusal)
    phone.set_offline(False)
    page.wait_for_selector(".banner.bad button")
    page.click(".banner.bad button")
    page.wait_for_selector("[data-testid=report][data-state=kept]")
    expect(page.locator("[data-testid=report]")).to_contain_text("North 1")
    assert handed(town) == []


@pytest.mark.parametrize("size", SIZES)
def test_axe_finds_nothing_serious_on_the_yards_page_and_nothing_sticks_out(
    town: Town, commander: Person, phone: BrowserContext, size: tuple[int, int]
) -> None:
    if not AXE.exists():
        pytest.skip("axe-core is not installed")
    page = keeper(phone, town, commander)
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.evaluate(AXE.read_text("utf-8"))
    for name, clicks in {"yard": [], "hand out": [f"[data-testid=hand-{NORTH_CREW}]"]}.items():
        for selector in clicks:
            page.click(selector)
        expect(page.locator(".goods-sheet")).to_have_count(1 if clicks else 0)
        still(page)
        assert serious(page) == [], name
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0], name
        assert small_targets(page) == [], name


def test_a_supplier_with_a_password_comes_to_the_goods_and_finds_the_ways_from_there(
    town: Town, chromium: Browser
) -> None:
    account(town, "Depot", "supplier", Scope(supplier=YARD))
    page = signed_in(chromium, town, "Depot")
    page.wait_for_url("**/goods")
    page.wait_for_selector("[data-testid=yard-yard]")
    page.click("[data-testid=standing]")
    expect(page.locator("[data-testid=way-field]")).to_have_attribute("href", "/field")
    page.click("[data-testid=way-board]")
    page.wait_for_selector("[data-testid=account]")
    page.context.close()


def test_whoever_has_nothing_to_do_with_goods_is_led_from_there_to_the_phones_page(
    town: Town, chromium: Browser
) -> None:
    account(town, "Ann", "gatekeeper")
    page = signed_in(chromium, town, "Ann")
    page.wait_for_url("**/field")
    page.goto(f"{town.url}/goods")
    page.wait_for_selector("a.way[href='/field']")
    page.context.close()


def signed_in(browser: Browser, town: Town, name: str) -> Page:
    """Somebody with a password, in a browser of their own."""
    context = browser.new_context(
        locale="en-GB", viewport={"width": 390, "height": 844}, reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto(f"{town.url}/sign-in")
    page.fill("input[name=name]", name)
    page.fill("input[name=password]", PASSWORD)
    page.click("button")
    return page
