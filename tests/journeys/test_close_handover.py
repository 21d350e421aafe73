"""One phone takes over what another could not send: as a file, or by looking at one code after another."""

import json
import re
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.journeys.phones import enrolled, press, said
from tests.journeys.waits import until
from tests.towns import NORTH_CREW
from tests.web.conftest import Person, Town
from tests.web.staff import account, phone_code
from yipanqi.desk.permissions import Scope

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

CAMERA = """() => {
    const seen = new OffscreenCanvas(1, 1);
    const screen = Object.assign(document.createElement("canvas"), { width: 480, height: 480 });
    const pen = screen.getContext("2d");
    pen.fillRect(0, 0, 480, 480);
    navigator.mediaDevices.getUserMedia = () => Promise.resolve(screen.captureStream(30));
    window.lookAt = async (picture) => {
        const bytes = Uint8Array.from(atob(picture), (one) => one.charCodeAt(0));
        const image = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
        pen.fillStyle = "#888";
        pen.fillRect(0, 0, 480, 480);
        pen.drawImage(image, 20, 20, 440, 440);
    };
}"""
"""A camera that is pointed at a picture; all behind it is the browser's own and the page's."""


@pytest.fixture
def other(chromium: Browser, town: Town, commander: Person) -> Iterator[Page]:
    """Another phone of the same crew, with a signal."""
    context = chromium.new_context(
        locale="en-GB", viewport={"width": 390, "height": 844}, reduced_motion="reduce"
    )
    context.add_init_script(f"({CAMERA})()")
    account(town, "North 2", "crew_lead", Scope(crew=NORTH_CREW))
    page = context.new_page()
    page.goto(f"{town.url}/field#enrol={phone_code(commander, 'North 2')}")
    page.wait_for_selector("[data-testid=job]")
    page.click("[data-testid=standing]")
    yield page
    context.close()


def full_of_reports(phone: BrowserContext, town: Town, commander: Person) -> Page:
    """A phone without a signal that holds two reports, its list of them open."""
    page = enrolled(phone, town, commander)
    phone.set_offline(True)
    press(page, "set_out")
    press(page, "loaded")
    page.click("[data-testid=send-loaded]")
    page.click("[data-testid=standing]")
    expect(page.locator("[data-testid=report][data-state=waiting]")).to_have_count(2)
    return page


def once_it_has_a_signal_again_nothing_is_doubled(page: Page, town: Town) -> None:
    """The first phone sends what it still holds, and the board has each report once."""
    page.context.set_offline(False)
    page.click("[data-testid=send-now]")
    page.wait_for_selector("[data-testid=standing][data-level=good]")
    expect(page.locator("[data-testid=report][data-state=received]")).to_have_count(2)
    expect(page.locator("[data-testid=report][data-state=kept]")).to_have_count(0)
    assert len(said(town)) == 2


def test_another_phone_takes_the_reports_of_one_whose_battery_dies(
    town: Town, commander: Person, phone: BrowserContext, other: Page, tmp_path: Path
) -> None:
    page = full_of_reports(phone, town, commander)
    with page.expect_download() as caught:
        page.click("[data-testid=give-file]")
    file = tmp_path / "parcel.json"
    caught.value.save_as(file)

    other.set_input_files("[data-testid=take-file]", file)
    until(lambda: len(said(town)) == 2, other, "the other phone to send")
    ids = [r["id"] for r in json.loads(file.read_text("utf-8"))["reports"]]
    entries = town.board.desk.read(4)
    assert [e.event_id for e in entries] == ids
    assert all(" via " in e.device for e in entries)
    once_it_has_a_signal_again_nothing_is_doubled(page, town)


def test_another_phone_takes_the_reports_by_looking_at_the_first_ones_codes(
    town: Town, commander: Person, phone: BrowserContext, other: Page
) -> None:
    page = full_of_reports(phone, town, commander)
    page.click("[data-testid=give-qr]")
    code = page.locator("svg.qr")
    frame = re.fullmatch(r"YPQ1:\w+:\d+/(\d+):.+", code.get_attribute("data-frame") or "")
    assert frame is not None
    assert int(frame[1]) > 1, "one code alone would show nothing of their order"
    other.click("[data-testid=take-qr]")
    expect(other.locator("video")).to_be_visible()
    told = other.locator("[data-testid=handed-over]")

    def taken() -> bool:
        """The camera is held before whatever code is shown now."""
        picture = b64encode(code.screenshot()).decode()
        other.evaluate("(picture) => window.lookAt(picture)", picture)
        other.wait_for_timeout(150)
        return "2 reports taken in" in told.inner_text()

    until(taken, other, "the parcel to be whole")
    until(lambda: len(said(town)) == 2, other, "the other phone to send")
    assert [kind for kind, _ in said(town)] == ["crew.set_out", "crew.loaded"]
    entries = town.board.desk.read(4)
    assert all(" via " in e.device for e in entries)
    page.keyboard.press("Escape")
    once_it_has_a_signal_again_nothing_is_doubled(page, town)
