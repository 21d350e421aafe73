"""Editing in a browser: what is drawn is planned again at once, shown as a difference, adopted and undone."""

from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, FilePayload, Page, ViewportSize, expect

from tests.desk.yards_board import DUSK, adopted, ruled, surveyed
from tests.journeys.conftest import Watch
from tests.journeys.waits import still, until
from tests.survey.test_blocks import chessboard
from tests.survey.yards import MILL, opening
from tests.web.conftest import Town
from tests.web.staff import PASSWORD, account
from yipanqi.survey.edits import NeighbourhoodAdded
from yipanqi.web.app import STATIC
from yipanqi.wiring import PacedClock

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

AXE = Path(__file__).parents[2] / "app" / "node_modules" / "axe-core" / "axe.min.js"
DESK: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
PATH, DRIVE = opening(106), opening(104)
"""Where a path leads into Mill Yard in the middle of its east side, and where its drive does."""
EAST_PX = 122
"""From the middle of the map to that side: 90 m at the scale a neighbourhood is shown at."""


@pytest.fixture
def town(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Town]:
    """Two Yards with a plan in force, on a clock that runs."""
    if not (STATIC / "index.html").exists():
        pytest.skip("the client has not been built: make setup")
    monkeypatch.setattr("tests.web.conftest.SetClock", lambda at: PacedClock(at, 1.0))
    town = Town(tmp_path)
    surveyed(town.board)
    ruled(town.board, "asked")
    adopted(town.board)
    town.clock.start(DUSK)  # type: ignore[attr-defined]
    yield town
    town.stop()


@pytest.fixture
def page(chromium: Browser, town: Town) -> Iterator[Page]:
    """The commander at a desk, about to edit Mill Yard."""
    context = chromium.new_context(
        viewport=DESK, locale="en-GB", timezone_id="Asia/Shanghai", reduced_motion="reduce"
    )
    page = context.new_page()
    signed_in(page, town)
    edit_mill_yard(page)
    yield page
    context.close()


def signed_in(page: Page, town: Town, who: tuple[str, str] | None = None) -> None:
    name, password = who or town.account
    page.goto(f"{town.url}/sign-in")
    page.fill("input[name=name]", name)
    page.fill("input[name=password]", password)
    page.click("form button")
    page.wait_for_selector("[data-testid=map] canvas")
    page.wait_for_selector("[data-testid=link][data-state=live]")


def edit_mill_yard(page: Page) -> None:
    """From the search to its card, from there by the key E."""
    page.fill(".search input", "Mill Yard")
    page.locator(".ant-select-item-option").first.click()
    page.wait_for_selector("[data-testid=edit-enter]")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("e")
    expect(page.locator("[data-testid=said]")).to_contain_text(
        "Mill Yard"
    )  # last of what the panel begins with
    still(page)  # the map goes there at once where nothing may move


def shows_nets(page: Page, now: int, then: int) -> None:
    """Waits for a difference that has so many nets now, and so many then."""
    cells = page.locator(".difference tbody tr").first.locator("td")
    expect(cells.nth(0)).to_have_text(str(now))
    expect(cells.nth(1)).to_have_text(str(then))


def board(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate("async () => (await fetch('/api/board')).json()")
    return found


def row(page: Page, name: str) -> dict[str, Any]:
    return next(o for o in board(page)["openings"] if o["id"] == name)


def wall_across_the_path(page: Page) -> None:
    """Drawn with the pointer along Mill Yard's east side, where the path leads in."""
    box = page.locator("[data-testid=map] canvas").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2 + EAST_PX, box["y"] + box["height"] / 2
    page.click("[data-testid=tool-wall]")
    page.mouse.click(x, y - 20)
    page.mouse.click(x, y + 20)
    page.click("[data-testid=record]")


def test_a_wall_is_drawn_with_the_pointer_and_its_edit_undone(page: Page) -> None:
    watch = Watch(page)
    wall_across_the_path(page)
    page.wait_for_selector("[data-testid=difference]")
    assumed = page.locator(".difference tbody tr").last
    expect(assumed, "what was only assumed is a wall now").to_contain_text("−")
    page.click("[data-testid=undo-edit]")
    expect(assumed.locator("td").last).to_have_text("")
    expect(page.locator("[data-testid=said]")).to_have_text("Planned again: nothing changes.")
    assert watch.complaints == []


def test_an_opening_that_is_none_is_taken_off_adopted_and_brought_back(page: Page) -> None:
    watch = Watch(page)
    page.click(f"[data-testid='edit-opening-{PATH}']")
    page.click("[data-testid=absent]")
    shows_nets(page, 3, 2)
    expect(page.locator("[data-testid=difference]")).to_contain_text("Barrier net → not there")
    assert row(page, PATH)["role"] == "bar", "nothing changes before it is adopted"
    page.click("[data-testid=adopt-closure]")
    expect(page.locator("[data-testid=said]")).to_have_text("Adopted. The closure is in force.")
    expect(page.locator("[data-testid=difference]")).to_have_count(0)
    assert row(page, PATH)["gone"]

    page.click("[data-testid=undo]")
    shows_nets(page, 2, 3)
    page.click("[data-testid=redo]")
    expect(page.locator("[data-testid=said]")).to_have_text("Planned again: nothing changes.")
    assert watch.complaints == []


def test_a_gate_is_forbidden_by_keys_and_the_old_plan_kept(page: Page) -> None:
    watch = Watch(page)
    gate = next(o for o in board(page)["openings"] if o["role"] == "gate" and o["neighbourhood"] == MILL)
    page.focus(f"[data-testid='edit-opening-{gate['id']}']")
    page.keyboard.press("Enter")
    choices = page.locator("[data-testid=opening-tools] input[type=radio]")
    choices.first.focus()
    page.keyboard.press("ArrowDown")
    page.wait_for_selector("[data-testid=difference]")
    expect(choices.nth(1)).to_be_checked()
    expect(page.locator("[data-testid=opening-tools] [aria-busy=true]")).to_have_count(0)
    expect(choices.nth(1)).to_be_focused()
    page.keyboard.press("ArrowDown")
    changes = page.locator("[data-testid=difference] .changed-openings")
    expect(changes).to_contain_text("Gate → Barrier net")
    page.click("[data-testid=keep-old]")
    expect(page.locator("[data-testid=difference]")).to_have_count(0)
    assert row(page, gate["id"])["role"] == "gate"
    page.locator(".edit-body .ant-segmented-item").nth(2).click()
    expect(page.locator("[data-testid=edit-line]")).to_have_count(2)
    assert watch.complaints == []


def test_a_boundary_moves_by_keys_and_says_so(page: Page) -> None:
    watch = Watch(page)
    page.click("[data-testid=tool-boundary]")
    page.focus("[data-testid=corners]")
    page.keyboard.press("ArrowDown")
    page.focus("[data-testid=move-north]")
    page.keyboard.press("Shift+ArrowRight")
    expect(page.locator("[data-testid=said]")).to_contain_text("Corner 2 moved 10 m east")
    page.keyboard.press("Escape")
    expect(page.locator("[data-testid=said]")).to_contain_text("Nothing was changed")
    assert rings_recorded(page) == []
    assert watch.complaints == []


def test_a_leak_in_the_closure_in_force_is_named_and_shown(page: Page) -> None:
    watch = Watch(page)
    page.click("[data-testid=tool-opening]")
    page.click("[data-testid=add-here]")  # it keeps to the edge, wherever the middle is
    page.click("[data-testid=record]")
    page.wait_for_selector("[data-testid=difference]")
    page.click("[data-testid=keep-old]")
    page.click("[data-testid=leave-editing]")
    page.locator(".panel-head .ant-segmented-item").nth(1).click()
    page.click("[data-testid=verify]")
    expect(page.locator("[data-testid=verdict]")).to_contain_text("does not hold")
    page.locator("[data-testid=findings] .link").first.click()
    assert watch.complaints == []


def test_a_file_with_a_fault_is_refused_with_its_place(page: Page, tmp_path: Path) -> None:
    page.click("[data-testid=leave-editing]")
    page.locator(".panel-head .ant-segmented-item").nth(0).click()
    file = tmp_path / "edits.geojson"
    file.write_text('{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {}}]}')
    page.set_input_files("[data-testid=file-input]", file)
    page.wait_for_selector("[data-testid=import-problems]")
    expect(page.locator("[data-testid=import-problems] tbody tr").first).to_be_visible()


def test_a_file_dropped_on_the_board_is_taken_in(page: Page) -> None:
    watch = Watch(page)
    page.click("[data-testid=leave-editing]")
    page.locator(".panel-head .ant-segmented-item").nth(0).click()
    box = page.locator("[data-testid=drop]")
    files = page.evaluate_handle(
        """(text) => {
            const files = new DataTransfer();
            files.items.add(new File([text], "widths.csv", { type: "text/csv" }));
            return files;
        }""",
        f"do,opening,width_m\nwidth,{PATH},2.5\n",
    )
    box.dispatch_event("dragover", {"dataTransfer": files})
    expect(box).to_have_class("drop over")
    box.dispatch_event("drop", {"dataTransfer": files})
    expect(page.locator("[data-testid=import-done]")).to_contain_text("widths.csv")
    expect(page.locator("[data-testid=edit-line]")).to_have_count(1)
    assert row(page, PATH)["width_m"] == 2.5
    assert watch.complaints == []


def test_a_photo_is_sent_and_shown_at_its_opening(page: Page) -> None:
    watch = Watch(page)
    page.click(f"[data-testid='edit-opening-{PATH}']")
    picture = page.evaluate(
        """() => {
            const canvas = document.createElement("canvas");
            [canvas.width, canvas.height] = [2000, 1000];
            canvas.getContext("2d").fillRect(0, 0, 900, 900);
            return canvas.toDataURL("image/png").split(",")[1];
        }"""
    )
    file: FilePayload = {"name": "path.png", "mimeType": "image/png", "buffer": b64decode(picture)}
    page.set_input_files("[data-testid=photo-input]", file)
    shown = page.locator(".photo-field img")
    shown.wait_for()
    until(lambda: bool(shown.evaluate("(img) => img.naturalWidth > 0")), page, "the photo to be drawn")
    assert shown.evaluate("(img) => [img.naturalWidth, img.naturalHeight]") == [1280, 640], (
        "shrunk on the way"
    )
    page.set_input_files("[data-testid=photo-input]", {**file, "buffer": b"no picture"})
    page.wait_for_selector(".photo-field [role=alert]")
    assert watch.complaints == []


def test_a_piece_is_left_out_of_the_boundary_by_keys_and_put_back(page: Page) -> None:
    watch = Watch(page)
    yard = next(n for n in board(page)["neighbourhoods"] if n["id"] == MILL)
    (west, south), (east, north) = yard["area"][0][0], yard["area"][0][2]
    page.click("[data-testid=tool-hole]")
    for x, y in ((0.89, 0.34), (0.96, 0.34), (0.96, 0.43)):
        place = f"{south + y * (north - south):.6f}, {west + x * (east - west):.6f}"
        page.click("[data-testid=add-here]")
        page.fill("[data-testid=coordinates]", place)
        page.keyboard.press("Enter")
        expect(page.locator("[data-testid=said]")).to_contain_text(place)
    page.click("[data-testid=record]")
    page.wait_for_selector("[data-testid=hole-1]")
    assert rings_recorded(page) == [2]
    page.click("[data-testid=hole-1]")
    page.click("[data-testid=fill-hole]")
    page.wait_for_selector("[data-testid=tool-hole]")
    expect(page.locator("[data-testid=hole-1]")).to_have_count(0)
    assert rings_recorded(page) == [1, 2]
    assert watch.complaints == []


def rings_recorded(page: Page) -> list[int]:
    """Of each boundary recorded, the newest first: its outer edge, and one more for each hole."""
    edits = page.evaluate("async () => (await (await fetch('/api/survey/edits')).json()).edits")
    return [len(view["edit"]["area"]) for view in edits if view["edit"]["do"] == "boundary"]


def test_a_block_is_shown_named_and_accepted_where_no_neighbourhood_is_mapped(
    chromium: Browser, tmp_path: Path
) -> None:
    town = Town(tmp_path)
    surveyed(town.board, chessboard())
    context = chromium.new_context(viewport=DESK, locale="zh-CN", reduced_motion="reduce")
    page = context.new_page()
    watch = Watch(page)
    signed_in(page, town)
    page.click("[data-testid=find-blocks]")
    blocks = page.locator("[data-testid=block]")
    expect(blocks).to_have_count(2)
    blocks.first.locator("button").first.click()
    page.fill("[data-testid=block] input", "东一块")
    page.click("[data-testid=accept-block]")
    expect(blocks).to_have_count(1)
    [row] = town.board.desk.board.editing.edits.values()
    assert isinstance(row.edit, NeighbourhoodAdded)
    assert row.edit.name == "东一块"
    assert watch.complaints == []
    context.close()
    town.stop()


def test_the_commander_sets_the_rules_of_the_closure_and_others_read_them(
    page: Page, town: Town, chromium: Browser
) -> None:
    watch = Watch(page)
    page.click("[data-testid=leave-editing]")
    page.locator(".panel-head .ant-segmented-item").nth(1).click()
    rules = page.locator("[data-testid=closure-rules]")
    expect(rules).to_contain_text("silence is a no")
    page.click("[data-testid=change-closure-rules]")
    page.get_by_text("Assumed: silence is a yes").click()
    page.get_by_text("Trust the ground").click()
    page.click("[data-testid=save-closure-rules]")
    expect(page.locator("[data-testid=closure-rules-form]")).to_have_count(0)
    expect(rules).to_contain_text("silence is a yes")
    closure = town.board.closing.state()
    assert (closure.sharing, closure.rules.trust, closure.rules.joint_most) == ("assumed", "ground", 4)

    account(town, "Auditor", "auditor")
    context = chromium.new_context(viewport=DESK, locale="en-GB", reduced_motion="reduce")
    other = context.new_page()
    signed_in(other, town, ("Auditor", PASSWORD))
    other.locator(".panel-head .ant-segmented-item").nth(1).click()
    expect(other.locator("[data-testid=closure-rules]")).to_contain_text("The commander sets these")
    assert other.locator("[data-testid=change-closure-rules]").count() == 0
    assert watch.complaints == []
    context.close()


def test_nobody_is_kept_out_by_how_the_tools_are_made(page: Page) -> None:
    if not AXE.exists():
        pytest.skip("axe-core is not installed: make setup")
    wall_across_the_path(page)
    page.wait_for_selector("[data-testid=difference]")
    assert faults(page) == []
    page.click(f"[data-testid='edit-opening-{DRIVE}']")
    assert faults(page) == []
    page.click("[data-testid=opening-tools] .link")
    page.click("[data-testid=tool-boundary]")
    assert faults(page) == []
    page.keyboard.press("Escape")
    for tab in (1, 2):
        page.locator(".edit-body .ant-segmented-item").nth(tab).click()
        still(page)
        assert faults(page) == []


def faults(page: Page) -> list[str]:
    """What axe-core calls serious or critical among the tools."""
    still(page)
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("async () => (await axe.run('[data-testid=edit-panel]')).violations")
    return [
        f"{fault['id']}: {node['target']}"
        for fault in found
        if fault["impact"] in {"serious", "critical"}
        for node in fault["nodes"]
    ]


def test_a_phone_has_the_tools_below_its_map(chromium: Browser, town: Town) -> None:
    context = chromium.new_context(viewport=PHONE, has_touch=True, locale="zh-CN", reduced_motion="reduce")
    page = context.new_page()
    signed_in(page, town)
    page.click("[data-testid=tab-board]")
    page.fill(".search input", "Mill Yard")
    page.locator(".ant-select-item-option").first.click()
    page.click("[data-testid=edit-enter]")
    page.wait_for_selector(".edit-dock [data-testid=edit-panel]")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.click("[data-testid=tool-opening]")
    page.click("[data-testid=add-here]")
    page.click("[data-testid=record]")
    page.wait_for_selector("[data-testid=difference]")
    context.close()
