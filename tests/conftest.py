"""What tests of several packages share: one real PostgreSQL server and one browser for a whole run."""

import os
import shutil
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, expect, sync_playwright

from tests.storage.server import Server

# How fast a machine is decides no test.
settings.register_profile("anew", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("same", settings.get_profile("anew"), derandomize=True)


def pytest_configure(config: pytest.Config) -> None:
    """Properties are asked of the same cases each time, so that what is green stays so; anew with -m slow."""
    settings.load_profile("anew" if "slow" in config.option.markexpr.replace("not slow", "") else "same")


CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = ("--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader")
"""Chromium as root and without a graphics card; SwiftShader draws the map."""
PATIENCE_S = 120
"""What a browser does at all it does within a second on a quiet machine; this is for one that is not."""

expect.set_options(timeout=PATIENCE_S * 1000)


@pytest.fixture(scope="session")
def postgresql_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server of this test run's own."""
    with Server(tmp_path_factory.mktemp("postgresql")) as server:
        yield server.url


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium; where there is none the journeys skip, but not in CI."""
    if CHROMIUM is None:
        if os.environ.get("CI"):
            pytest.fail("CI must have a Chromium: the journeys may not be skipped there")
        pytest.skip("no Chromium here")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        browser.on("context", lambda made: made.set_default_timeout(PATIENCE_S * 1000))
        yield browser
        browser.close()
