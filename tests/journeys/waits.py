"""How the journeys wait: for what is meant, long enough for a slow machine, and never for a while."""

import time
from collections.abc import Callable

from playwright.sync_api import Page

from tests.conftest import PATIENCE_S
from tests.web.conftest import Town


def until(true: Callable[[], bool], page: Page, what: str, seconds: float = 2 * PATIENCE_S) -> None:
    """Wait while the page goes on, at most so many seconds."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, f"waited {seconds} s for {what}"
        page.wait_for_timeout(100)


def still(page: Page) -> None:
    """Waits until the page has drawn what was asked of it: what follows a click does so in two frames."""
    page.evaluate("() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))")


def number(page: Page, name: str) -> int:
    """A number on the screen."""
    return int(page.inner_text(f"[data-testid={name}]").lstrip("#"))


def caught_up(page: Page, town: Town) -> None:
    """Waits until the board on the screen has heard of everything recorded so far."""
    head = town.board.desk.board.position
    until(lambda: number(page, "position") >= head, page, "the screen to catch up")
