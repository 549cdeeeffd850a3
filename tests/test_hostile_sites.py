"""Ten thousand hostile sources and articles: no crash, nothing outside the project, nothing that runs in the site."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

CHILD = Path(__file__).with_name("hostile_child.py")
TIMES = 5000
# Runs whatever an element would run when somebody points at it, and tells whether anything did.
TOUCH = """() => {
  for (const one of document.querySelectorAll("*"))
    for (const name of ["mouseover", "pointerenter", "focus", "error", "load", "toggle", "begin", "animationstart"])
      one.dispatchEvent(new Event(name));
  return window.ran ?? [];
}"""
LISTEN = (
    "window.ran = []; for (const name of ['alert', 'confirm', 'prompt']) window[name] = () => window.ran.push(name);"
)


def built(folder: Path, seed: int, times: int) -> dict[str, Any]:
    command = [sys.executable, str(CHILD), str(folder), str(seed), str(times)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    told: dict[str, Any] = json.loads(result.stdout)
    return told


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
def test_hostile_sources_and_articles_get_nothing_in(tmp_path: Path, seed: int) -> None:
    told = built(tmp_path, seed, TIMES)
    assert told["findings"] == []
    assert told["sources"] + told["articles"] >= TIMES
    assert told["refused"] > TIMES // 10
    assert told["published"] > TIMES // 10
    assert told["pages"] > TIMES // 20


@pytest.mark.browser
def test_no_page_runs_anything_in_a_browser_without_the_policy(tmp_path: Path, chromium: str) -> None:
    from playwright.sync_api import sync_playwright

    assert built(tmp_path, 3, 500)["findings"] == []
    pages = sorted((tmp_path / "press/site").rglob("*.html"))
    assert len(pages) > 50
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        context = browser.new_context(bypass_csp=True)
        context.add_init_script(LISTEN)
        context.route(lambda url: not url.startswith("file://"), lambda route: route.abort())
        page = context.new_page()
        requests: list[str] = []
        page.on("request", lambda request: requests.append(request.url))
        for path in pages:
            page.goto(path.as_uri(), wait_until="load")
            assert page.evaluate(TOUCH) == [], path
        browser.close()
    # The page for unknown addresses names the theme's files by their full addresses.
    assert {url for url in requests if not url.startswith(("file://", "https://example.org/digest/assets/"))} == set()
