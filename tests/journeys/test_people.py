"""A commander invites somebody, enrols a phone by its code, revokes it and takes that back."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import Watch
from tests.journeys.test_close_command import AXE, serious
from tests.journeys.waits import until
from tests.web.conftest import Person, Town
from yipanqi.web.app import STATIC

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.skipif(not (STATIC / "index.html").exists(), reason="the client has not been built"),
]
DESKTOP, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    """Two Neighbourhoods, served."""
    town = Town(tmp_path)
    yield town
    town.stop()


def people_page(browser: Browser, town: Town, size: dict[str, int], locale: str) -> Page:
    """The commander on the page of people."""
    page = browser.new_context(viewport=size, locale=locale, reduced_motion="reduce").new_page()  # type: ignore[arg-type]
    page.goto(town.url + "/people")
    page.fill("input[name=name]", town.account[0])
    page.fill("input[name=password]", town.account[1])
    page.click("button")
    page.wait_for_url(town.url + "/")
    page.goto(town.url + "/people")
    page.wait_for_selector("[data-testid=person-commander]")
    return page


def chosen(page: Page, field: str, option: str) -> None:
    """Picks from a list."""
    page.get_by_test_id(field).click()
    page.locator(f".ant-select-item-option[title='{option}']").click()


@pytest.mark.parametrize(
    ("size", "locale", "words"),
    [(DESKTOP, "en-GB", ("Crew lead", "01 North 1")), (PHONE, "zh-CN", ("封控队长", "01 North 1"))],
    ids=["desktop", "phone"],
)
def test_from_invitation_to_revocation_and_back(
    chromium: Browser, town: Town, size: dict[str, int], locale: str, words: tuple[str, str], tmp_path: Path
) -> None:
    page = people_page(chromium, town, size, locale)
    watch = Watch(page)
    page.get_by_test_id("invite").click()
    page.get_by_test_id("person-name").fill("Zhou")
    expect(page.get_by_test_id("person-role")).to_contain_text(words[0])
    chosen(page, "scope-crew", words[1])
    page.screenshot(path=tmp_path / "invite.png")
    page.get_by_test_id("save-person").click()
    expect(page.get_by_test_id("code")).to_have_text(re.compile(r"^([A-Z2-7]{4}-){3}[A-Z2-7]{4}$"))
    page.get_by_test_id("code-done").click()

    card = page.get_by_test_id("person-Zhou")
    card.get_by_test_id("enrol").click()
    expect(page.get_by_test_id("qr")).to_be_visible()
    code = page.get_by_test_id("code").inner_text()  # drawn with the picture
    page.screenshot(path=tmp_path / "code.png")
    with Person(town.url) as phone:
        got = phone.post("/api/devices/enrol", json={"code": code, "label": "Android · Chrome"}).json()
        phone.headers["authorization"] = f"Bearer {got['token']}"
        page.get_by_test_id("code-done").click()
        page.reload()
        expect(card).to_contain_text("Android · Chrome")
        page.screenshot(path=tmp_path / "list.png")

        card.get_by_test_id("revoke").click()
        until(lambda: phone.get("/api/board").status_code == 401, page, "the phone to be kept out")
        assert phone.get("/api/board").json()["code"] == "device.revoked"
        page.get_by_test_id("undo").click()  # goes by itself after a while
        expect(card.get_by_test_id("revoke")).to_be_visible()
        assert phone.get("/api/board").status_code == 200
        card.get_by_test_id("revoke").click()
        card.get_by_test_id("restore").click()  # as well, and however late
        expect(card.get_by_test_id("revoke")).to_be_visible()
        assert phone.get("/api/board").status_code == 200
    wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    assert not wide, "nothing may stand out to the side"
    assert watch.complaints == []
    page.context.close()


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_axe_finds_nothing_serious_on_the_pages_beside_the_board(
    chromium: Browser, town: Town, size: dict[str, int], tmp_path: Path
) -> None:
    if not AXE.exists():
        pytest.skip("axe-core is not installed")
    page = people_page(chromium, town, size, "zh-CN")
    pages = {
        "/people": "[data-testid=person-commander]",
        "/goods": ".goods-columns",
        "/wall": "[data-testid=wall]",
    }
    for path, shown in pages.items():
        page.goto(town.url + path)
        page.wait_for_selector(shown)
        page.screenshot(path=tmp_path / f"{path[1:]}.png")
        page.evaluate(AXE.read_text("utf-8"))
        assert serious(page) == "", path
    page.goto(town.url + "/people")
    page.get_by_test_id("invite").click()
    page.wait_for_selector(".ant-modal", state="visible")
    page.evaluate(AXE.read_text("utf-8"))
    assert serious(page) == "", "invite"
    page.context.close()
