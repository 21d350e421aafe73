"""From the command to the board: seconds until the server answers, and until Chromium has painted the board.

The browser is started before the clock is; signing in takes no time of a person. What counts as painted is
the first contentful paint of the page after the sign-in, and the moment its map shows the openings' rows.
"""

import argparse
import json
import re
import subprocess
import sys
import tempfile
import time

from playwright.sync_api import sync_playwright

CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update"]


def _password(demo: subprocess.Popen[str]) -> str:
    """The password as the demo tells it, once its server listens."""
    told = ""
    for line in demo.stderr or ():
        told += line
        if found := re.search(r"now\): (\S+)", line):
            return found[1]
    raise RuntimeError(told)


def main() -> None:
    """Print seconds from the command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8765)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    with sync_playwright() as player, tempfile.TemporaryDirectory() as folder:
        browser = player.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        command = [sys.executable, "-m", "yipanqi.cli", "demo", "--no-browser", "--port", str(asked.port)]
        began = time.perf_counter()
        demo = subprocess.Popen([*command, "--folder", folder], stderr=subprocess.PIPE, text=True)
        try:
            password = _password(demo)
            ready_s = time.perf_counter() - began
            page.goto(f"http://127.0.0.1:{asked.port}/sign-in")
            page.fill("input[name=name]", "commander")
            page.fill("input[name=password]", password)
            entered = time.perf_counter()
            page.click("button")
            page.get_by_test_id("phase").first.wait_for()
            rows_s = time.perf_counter() - began
            paint_ms = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
        finally:
            demo.terminate()
            demo.wait()
            browser.close()
    result = {
        "command_to_server_s": round(ready_s, 2),
        "sign_in_to_first_contentful_paint_ms": round(paint_ms),
        "sign_in_to_numbers_s": round(rows_s - (entered - began), 2),
        "command_to_numbers_s": round(rows_s, 2),
    }
    print(json.dumps(result) if asked.json else "\n".join(f"{k:>40} {v}" for k, v in result.items()))


if __name__ == "__main__":
    main()
