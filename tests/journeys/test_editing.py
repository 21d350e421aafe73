"""Editing in a browser: what is drawn is planned again at once, shown as a difference, adopted and undone."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.desk.yards_board import DUSK, adopted, ruled, surveyed
from tests.journeys.conftest import Watch
from tests.survey.yards import MILL, opening
from tests.web.conftest import Town
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
SECONDS = 20_000


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
    context = chromium.new_context(viewport=DESK, locale="en-GB", timezone_id="Asia/Shanghai")
    page = context.new_page()
    signed_in(page, town)
    edit_mill_yard(page)
    yield page
    context.close()


def signed_in(page: Page, town: Town) -> None:
    page.goto(f"{town.url}/sign-in")
    page.fill("input[name=name]", town.account[0])
    page.fill("input[name=password]", town.account[1])
    page.click("form button")
    page.wait_for_selector("[data-testid=map] canvas", timeout=60_000)
    page.wait_for_selector("[data-testid=link][data-state=live]", timeout=60_000)


def edit_mill_yard(page: Page) -> None:
    """From the search to its card, from there by the key E."""
    page.fill(".search input", "Mill Yard")
    page.locator(".ant-select-item-option").first.click()
    page.wait_for_selector("[data-testid=edit-enter]")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("e")
    page.wait_for_selector("[data-testid=edit-panel]")
    page.wait_for_timeout(1200)  # the map is on its way there


def nets(page: Page) -> list[str]:
    """Nets now and then, as the difference has them."""
    return page.locator(".difference tbody tr").first.locator("td").all_inner_texts()[:2]


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
    page.wait_for_selector("[data-testid=difference]", timeout=SECONDS)
    assumed = page.locator(".difference tbody tr").last
    assert "−" in assumed.inner_text(), "what was only assumed is a wall now"
    page.click("[data-testid=undo-edit]")
    expect(page.locator("[data-testid=said]")).to_have_text(
        "Planned again: nothing changes.", timeout=SECONDS
    )
    expect(assumed.locator("td").last).to_have_text("")
    assert watch.complaints == []


def test_an_opening_that_is_none_is_taken_off_adopted_and_brought_back(page: Page) -> None:
    watch = Watch(page)
    page.click(f"[data-testid='edit-opening-{PATH}']")
    page.click("[data-testid=absent]")
    page.wait_for_selector("[data-testid=difference]", timeout=SECONDS)
    assert nets(page) == ["3", "2"]
    assert "Barrier net → not there" in page.inner_text("[data-testid=difference]")
    assert row(page, PATH)["role"] == "bar", "nothing changes before it is adopted"
    page.click("[data-testid=adopt-closure]")
    expect(page.locator("[data-testid=said]")).to_have_text("Adopted. The closure is in force.")
    assert row(page, PATH)["gone"]

    page.click("[data-testid=undo]")
    page.wait_for_selector("[data-testid=difference]", timeout=SECONDS)
    assert nets(page) == ["2", "3"]
    page.click("[data-testid=redo]")
    expect(page.locator("[data-testid=said]")).to_have_text(
        "Planned again: nothing changes.", timeout=SECONDS
    )
    assert watch.complaints == []


def test_a_gate_is_forbidden_by_keys_and_the_old_plan_kept(page: Page) -> None:
    watch = Watch(page)
    gate = next(o for o in board(page)["openings"] if o["role"] == "gate" and o["neighbourhood"] == MILL)
    page.focus(f"[data-testid='edit-opening-{gate['id']}']")
    page.keyboard.press("Enter")
    page.locator("[data-testid=opening-tools] input[type=radio]").first.focus()
    page.keyboard.press("ArrowDown")
    page.wait_for_selector("[data-testid=difference]", timeout=SECONDS)
    page.locator("[data-testid=opening-tools] input[type=radio]:checked").focus()
    page.keyboard.press("ArrowDown")
    changes = page.locator("[data-testid=difference] .changed-openings")
    expect(changes).to_contain_text("Gate → Barrier net", timeout=SECONDS)
    page.click("[data-testid=keep-old]")
    assert page.locator("[data-testid=difference]").count() == 0
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
    assert page.inner_text("[data-testid=said]").startswith("Corner 2 moved 10 m east")
    page.keyboard.press("Escape")
    assert "Nothing was changed" in page.inner_text("[data-testid=said]")
    assert page.locator("[data-testid=edit-line]").count() == 0
    assert watch.complaints == []


def test_a_leak_in_the_closure_in_force_is_named_and_shown(page: Page) -> None:
    watch = Watch(page)
    page.click("[data-testid=tool-opening]")
    page.click("[data-testid=add-here]")  # it keeps to the edge, wherever the middle is
    page.click("[data-testid=record]")
    page.wait_for_selector("[data-testid=difference]", timeout=SECONDS)
    page.click("[data-testid=keep-old]")
    page.click("[data-testid=leave-editing]")
    page.locator(".panel-head .ant-segmented-item").nth(1).click()
    page.click("[data-testid=verify]")
    expect(page.locator("[data-testid=verdict]")).to_contain_text("does not hold", timeout=SECONDS)
    page.locator("[data-testid=findings] .link").first.click()
    assert watch.complaints == []


def test_a_file_with_a_fault_is_refused_with_its_place(page: Page, tmp_path: Path) -> None:
    page.click("[data-testid=leave-editing]")
    page.locator(".panel-head .ant-segmented-item").nth(0).click()
    file = tmp_path / "edits.geojson"
    file.write_text('{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {}}]}')
    page.set_input_files("[data-testid=file-input]", file)
    page.wait_for_selector("[data-testid=import-problems]", timeout=SECONDS)
    assert page.locator("[data-testid=import-problems] tbody tr").count() >= 1


def test_nobody_is_kept_out_by_how_the_tools_are_made(page: Page) -> None:
    if not AXE.exists():
        pytest.skip("axe-core is not installed: make setup")
    wall_across_the_path(page)
    page.wait_for_selector("[data-testid=difference]", timeout=SECONDS)
    assert faults(page) == []
    page.click(f"[data-testid='edit-opening-{DRIVE}']")
    assert faults(page) == []
    page.click("[data-testid=opening-tools] .link")
    page.click("[data-testid=tool-boundary]")
    assert faults(page) == []
    page.keyboard.press("Escape")
    for tab in (1, 2):
        page.locator(".edit-body .ant-segmented-item").nth(tab).click()
        page.wait_for_timeout(500)
        assert faults(page) == []


def faults(page: Page) -> list[str]:
    """What axe-core calls serious or critical among the tools."""
    page.wait_for_timeout(600)  # buttons take their colours slowly
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("async () => (await axe.run('[data-testid=edit-panel]')).violations")
    return [
        f"{fault['id']}: {node['target']}"
        for fault in found
        if fault["impact"] in {"serious", "critical"}
        for node in fault["nodes"]
    ]


def test_a_phone_has_the_tools_below_its_map(chromium: Browser, town: Town) -> None:
    context = chromium.new_context(viewport=PHONE, has_touch=True, locale="zh-CN")
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
    page.wait_for_selector("[data-testid=difference]", timeout=SECONDS)
    context.close()
