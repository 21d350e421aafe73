"""A crew's phone in a browser: a whole night in airplane mode, a dying battery, a revoked token."""

import gzip
import re
from pathlib import Path

import pytest
from msgspec.structs import replace
from playwright.sync_api import BrowserContext, Page, expect
from playwright.sync_api import Error as PlaywrightError

from tests.journeys.phones import AT_THE_LANE, enrolled, press, said, saying
from tests.journeys.waits import still, until
from tests.towns import DUSK, NORTH_CREW, by_two_crews
from tests.web.conftest import Person, Town
from tests.web.staff import phone_code
from yipanqi.close.events import OpeningStarted
from yipanqi.desk.ports import NotRecorded
from yipanqi.ground.ids import Actor, CrewId, Digest, OpeningId, PlanId
from yipanqi.web.field import BUILT

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

AXE = Path(__file__).parents[2] / "app" / "node_modules" / "axe-core" / "axe.min.js"
SCREENS = {
    "job": [],
    "list": ["[data-testid=list]"],
    "blocked": ["[data-testid=list]", "[data-testid=row-willow-lane]", "[data-testid=blocked]"],
    "found": ["[data-testid=found]"],
    "help": ["[data-testid=help]"],
    "outbox": ["[data-testid=standing]"],
    "map": [".where"],
}
"""What is pressed to come to each screen from the one before."""


def photo(page: Page, folder: Path) -> Path:
    """A large photo with a camera's own data in it: where and by what it was taken."""
    made = page.evaluate(
        """async () => {
            const canvas = new OffscreenCanvas(3000, 2000);
            const pen = canvas.getContext("2d");
            for (let k = 0; k < 900; k += 1) {
                pen.fillStyle = `hsl(${(k * 47) % 360} 70% 50%)`;
                pen.fillRect((k * 191) % 3000, (k * 83) % 2000, 160, 110);
            }
            const blob = await canvas.convertToBlob({ type: "image/jpeg", quality: 0.9 });
            return Array.from(new Uint8Array(await blob.arrayBuffer()));
        }"""
    )
    body = bytes(made)
    exif = b"Exif\0\0MM\0*\0\0\0\x08 taken at 28.9 N 121.0 E by somebody's own camera"
    marked = body[:2] + b"\xff\xe1" + (len(exif) + 2).to_bytes(2) + exif + body[2:]
    file = folder / "photo.jpg"
    file.write_bytes(marked)
    return file


def sides(jpeg: bytes) -> tuple[int, int]:
    """Width and height from a JPEG's frame header."""
    at = 2
    while jpeg[at + 1] not in {0xC0, 0xC2}:
        at += 2 + int.from_bytes(jpeg[at + 2 : at + 4])
    return int.from_bytes(jpeg[at + 7 : at + 9]), int.from_bytes(jpeg[at + 5 : at + 7])


def test_a_whole_night_in_airplane_mode_arrives_once_and_in_order_when_the_signal_is_back(
    town: Town, commander: Person, phone: BrowserContext, tmp_path: Path
) -> None:
    page = enrolled(phone, town, commander)
    file = photo(page, tmp_path)
    phone.set_offline(True)
    page.reload()  # opens without a signal

    press(page, "set_out")
    press(page, "loaded")
    page.click("[data-testid=send-loaded]")
    press(page, "set_out")
    press(page, "start")
    press(page, "done")
    page.set_input_files(".photo-button input", file)
    page.wait_for_selector(".photo-button.has-photo")
    page.click(".stepper button >> nth=1")
    page.click("[data-testid=send-done]")
    page.wait_for_selector("[data-testid=job][data-at=willow-steps]")

    page.close()  # the system ends the app
    page = phone.new_page()
    page.goto(f"{town.url}/field")
    page.wait_for_selector("[data-testid=job][data-at=willow-steps]")
    expect(page.locator("[data-testid=standing] b")).to_contain_text("5")

    press(page, "set_out")
    saying(page, "start")
    page.click("[data-testid=blocked]")
    page.click(".reasons button >> nth=4")
    page.fill(".words input", "白色面包车")
    page.click("[data-testid=send-blocked]")
    page.wait_for_selector(".where .arrow:not(.denied)")  # the phone knows its place, from where the hole is
    page.click("[data-testid=found]")
    page.click("[data-testid=send-found]")
    page.click("[data-testid=help]")
    page.click(".reasons button >> nth=0")
    page.click("[data-testid=send-help]")
    press(page, "set_out")
    press(page, "start")
    press(page, "done")
    page.click("[data-testid=send-done]")
    page.wait_for_selector("[data-testid=finished]")
    page.wait_for_timeout(300)
    assert said(town) == []

    phone.set_offline(False)
    page.wait_for_selector("[data-testid=standing][data-level=good]")
    told = said(town)
    assert [kind for kind, _ in told] == [
        "crew.set_out",
        "crew.loaded",
        "crew.set_out",
        "opening.started",
        "opening.done",
        "crew.set_out",
        "opening.blocked",
        "opening.found",
        "problem.raised",
        "crew.set_out",
        "opening.started",
        "opening.done",
    ]
    times = [e.happened_at for e in town.board.desk.read(4)]
    assert times == sorted(times)
    assert all((t - DUSK).total_seconds() < 600 for t in times), "a rehearsal's reports carry its own time"

    lane = told[4][1]
    assert (lane["opening"], lane["width_m"], lane["net_m"]) == ("willow-lane", 4.5, 5)
    blocked = told[6][1]
    assert (blocked["reason"], blocked["note"]) == ("car_in_the_way", "白色面包车")
    found = told[7][1]
    assert found["neighbourhood"] == "willow"
    assert abs(found["line"][0][1] - AT_THE_LANE["latitude"]) < 0.0003

    kept = town.board.stored.documents.get(Digest(lane["photo"]))
    assert kept is not None
    assert max(sides(kept[0])) == 1600
    assert len(kept[0]) < 1_000_000
    assert b"Exif" not in kept[0]
    assert b"somebody's own camera" not in kept[0]

    rows = town.board.desk.board.openings
    assert rows[OpeningId("willow-lane")].photo == lane["photo"]
    assert rows[OpeningId("willow-gate")].state == "done"
    assert rows[OpeningId("willow-steps")].state == "blocked"
    assert town.board.desk.board.crews[CrewId(NORTH_CREW)].load_m == 55


def test_two_open_pages_send_each_report_once(town: Town, commander: Person, phone: BrowserContext) -> None:
    first = enrolled(phone, town, commander)
    second = phone.new_page()
    second.goto(f"{town.url}/field")
    second.wait_for_selector("[data-testid=job]")
    phone.set_offline(True)
    press(first, "set_out")
    press(second, "loaded")  # heard of by the other page
    second.click("[data-testid=send-loaded]")
    phone.set_offline(False)
    for page in (first, second):
        page.wait_for_selector("[data-testid=standing][data-level=good]")
    assert [kind for kind, _ in said(town)] == ["crew.set_out", "crew.loaded"]


def test_a_revoked_phone_keeps_its_reports_and_sends_them_once_it_is_enrolled_again(
    town: Town, commander: Person, phone: BrowserContext
) -> None:
    page = enrolled(phone, town, commander)
    device = page.evaluate(
        """() => new Promise((resolve) => {
            const opening = indexedDB.open("yipanqi-field");
            opening.onsuccess = () => {
                const asked = opening.result.transaction("meta").objectStore("meta").get("enrolment");
                asked.onsuccess = () => resolve(asked.result.value.device);
            };
        })"""
    )
    assert commander.post(f"/api/devices/{device}/revoke").status_code == 200
    press(page, "set_out")
    expect(page.locator(".banner.bad")).to_contain_text("权限")
    press(page, "loaded")
    page.click("[data-testid=send-loaded]")
    page.wait_for_timeout(500)
    assert said(town) == []
    page.click(".banner.bad button")
    page.fill("[data-testid=enrol-code]", phone_code(commander, "North 1"))
    page.click("[data-testid=enrol-send]")
    page.wait_for_selector("[data-testid=standing][data-level=good]")
    assert [kind for kind, _ in said(town)] == ["crew.set_out", "crew.loaded"]


def test_a_job_that_another_crew_took_up_meanwhile_is_shown_on_both_sides(
    town: Town, commander: Person, phone: BrowserContext
) -> None:
    page = enrolled(phone, town, commander)
    phone.set_offline(True)
    page.click("[data-testid=list]")
    page.click("[data-testid=row-willow-lane]")
    press(page, "set_out")
    press(page, "start")
    given = by_two_crews("plan-2", 1)
    steps = {"north-1": given.steps[CrewId("north-1")][2:], "south-1": given.steps[CrewId("north-1")][:2]}
    town.board.desk.record(
        replace(given, kind="replan", openings=(), steps={CrewId(k): v for k, v in steps.items()}),
        Actor("office"),
    ).result()
    town.board.desk.adopt(PlanId("plan-2"), 1, Actor("commander")).result()
    commander.say(OpeningStarted(OpeningId("willow-lane"), CrewId("south-1")), minutes=400)
    phone.set_offline(False)
    page.wait_for_selector("[data-testid=standing][data-level=good]")
    assert ("opening.started", "north-1") in [(k, b.get("crew")) for k, b in said(town)]
    page.wait_for_selector("[data-testid=given-away]")
    page.click("[data-testid=list]")
    expect(page.locator(".sheet")).to_contain_text("South 1")
    expect(page.locator(".sheet")).to_contain_text("两条都在看板上")


def test_a_newer_version_waits_until_it_is_asked_for_and_drops_nothing(
    town: Town, commander: Person, phone: BrowserContext, built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = enrolled(phone, town, commander)
    phone.set_offline(True)
    press(page, "set_out")
    saying(page, "loaded")
    worker = (built / "sw.js").read_text("utf-8")
    (built / "sw.js").write_text(re.sub(r"[0-9a-f]{12}", "0123456789ab", worker, count=1), "utf-8")
    with monkeypatch.context() as full_disk:
        full_disk.setattr(town.board.desk, "report", cannot_write)
        phone.set_offline(False)
        page.evaluate("navigator.serviceWorker.getRegistration('/field').then((r) => r.update())")
        page.click(".banner button:has-text('更新')")
        until(lambda: caches(page) == ["yipanqi-field-0123456789ab"], page, "the newer version")
        saying(page, "loaded")
        expect(page.locator("[data-testid=standing] b")).to_contain_text("1")
    page.wait_for_selector("[data-testid=standing][data-level=good]")
    assert [kind for kind, _ in said(town)] == ["crew.set_out"]


def cannot_write(*_: object, **__: object) -> None:
    """A journal whose disk is full."""
    raise NotRecorded("disk-full", "no room")


def caches(page: Page) -> list[str]:
    """The versions of the page that the phone keeps; none while it is being loaded anew."""
    try:
        names: list[str] = page.evaluate("caches.keys()")
    except PlaywrightError:
        return []
    return [name for name in names if name.startswith("yipanqi-field-")]


@pytest.mark.parametrize("size", [(390, 844), (320, 568)])
def test_axe_finds_nothing_serious_and_nothing_sticks_out(
    town: Town, commander: Person, phone: BrowserContext, size: tuple[int, int]
) -> None:
    if not AXE.exists():
        pytest.skip("axe-core is not installed")
    page = enrolled(phone, town, commander)
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.evaluate(AXE.read_text("utf-8"))
    for name, clicks in SCREENS.items():
        for selector in clicks:
            page.click(selector)
        expect(page.locator(".sheet")).to_have_count(1 if clicks else 0)
        still(page)
        assert serious(page) == [], name
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0], name
        assert small_targets(page) == [], name
        if clicks:
            page.click(".sheet .icon-button")
            expect(page.locator(".sheet")).to_have_count(0)


def serious(page: Page) -> list[str]:
    """What axe-core calls serious or critical on the page as it is."""
    found = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
    return [
        f"{v['id']}: {v['nodes'][0]['html']}"
        for v in found["violations"]
        if v["impact"] in {"serious", "critical"}
    ]


def small_targets(page: Page) -> list[str]:
    """Buttons and links a gloved thumb would miss: lower or narrower than 56 pixels."""
    found: list[str] = page.evaluate(
        """() => [...(document.querySelector("dialog[open]") ?? document).querySelectorAll(
                "button, a[href], label.small")]
            .map((target) => ({ box: target.getBoundingClientRect(), text: target.outerHTML.slice(0, 90) }))
            .filter(({ box }) => box.width > 0 && (box.width < 55.5 || box.height < 55.5))
            .map(({ box, text }) => `${box.width} × ${box.height} ${text}`)"""
    )
    return found


def test_the_first_load_is_small() -> None:
    """At most 250 kB of compressed script before the first job is on the screen."""
    page = BUILT / "field.html"
    if not page.exists():
        pytest.skip("the phone's client has not been built: make setup")
    scripts = set(re.findall(r"/field/(assets/[\w.-]+\.js)", page.read_text("utf-8")))
    size = sum(len(gzip.compress((BUILT / script).read_bytes(), 6)) for script in scripts)
    assert scripts
    assert size <= 250_000
