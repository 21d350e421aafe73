"""A telephone in a browser: two neighbourhoods with a plan, a phone that enrols, and how long to wait."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace
from playwright.sync_api import Browser, BrowserContext, Geolocation, Page

from tests.journeys.waits import until
from tests.towns import DUSK, NORTH_CREW, by_two_crews, two_neighbourhoods
from tests.web.conftest import Person, Town
from tests.web.staff import account, phone_code
from tests.web.test_field import STREETS
from yipanqi.desk.permissions import Scope
from yipanqi.ground.ids import Actor, PlanId
from yipanqi.web.field import BUILT
from yipanqi.wiring import PacedClock

AT_THE_LANE: Geolocation = {"longitude": 121.00102, "latitude": 28.9004, "accuracy": 8}


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the phone's client that a test may change, as a new release would."""
    if not (BUILT / "field.html").exists():
        pytest.skip("the phone's client has not been built: make setup")
    copy = tmp_path / "field"
    shutil.copytree(BUILT, copy)
    monkeypatch.setattr("yipanqi.web.field.BUILT", copy)
    return copy


@pytest.fixture
def town(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Town]:
    """Two Neighbourhoods with streets, a plan in force, and a clock that runs."""
    monkeypatch.setattr("tests.web.conftest.SetClock", lambda at: PacedClock(at, 1.0))
    town = Town(tmp_path)
    desk = town.board.desk
    digest = town.board.stored.documents.put(STREETS, "application/geo+json")
    desk.record(replace(two_neighbourhoods(), map_digest=digest), Actor("office")).result()
    desk.record(by_two_crews(), Actor("office")).result()
    desk.adopt(PlanId("plan-1"), 0, Actor("commander")).result()
    town.clock.start(DUSK)  # type: ignore[attr-defined]
    yield town
    town.stop()


@pytest.fixture
def commander(town: Town) -> Iterator[Person]:
    """The commander, signed in."""
    with Person(town.url) as person:
        yield person.sign_in(town.account)


@pytest.fixture
def phone(chromium: Browser) -> Iterator[BrowserContext]:
    """A telephone, in Chinese, that may tell its place."""
    context = chromium.new_context(
        viewport={"width": 390, "height": 844},
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        has_touch=True,
        is_mobile=True,
        reduced_motion="reduce",  # nothing fades: what is there is there
        permissions=["geolocation"],
        geolocation=AT_THE_LANE,
    )
    yield context
    context.close()


def enrolled(phone: BrowserContext, town: Town, commander: Person, name: str = "North 1") -> Page:
    """The phone's page, enrolled by scanning a code, with its first job before it and its shell kept."""
    account(town, name, "crew_lead", Scope(crew=NORTH_CREW))
    page = phone.new_page()
    page.goto(f"{town.url}/field#enrol={phone_code(commander, name)}")
    page.wait_for_selector("[data-testid=job]")
    page.evaluate("navigator.serviceWorker.ready")
    until(lambda: bool(page.evaluate("navigator.serviceWorker.controller !== null")), page, "the worker")
    return page


def press(page: Page, expected: str) -> None:
    """The large button, which must say what is expected of it, and may be resting from the last time."""
    page.wait_for_selector(f"[data-testid=main-button][data-saying={expected}][aria-disabled=false]")
    page.click("[data-testid=main-button]")


def saying(page: Page, expected: str) -> None:
    """Waits until the large button says so: what was reported last is on the phone."""
    page.wait_for_selector(f"[data-testid=main-button][data-saying={expected}]")


def said(town: Town, after: int = 4) -> list[tuple[str, dict[str, Any]]]:
    """Kind and body of everything reported since the night began."""
    entries = town.board.desk.read(after)
    return [(e.kind, msgspec.json.decode(e.body)) for e in entries]
