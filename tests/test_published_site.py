"""The demonstration as its readers get it: valid, whole at every address, and shown by a real browser."""

from __future__ import annotations

import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urldefrag, urljoin, urlsplit
from urllib.request import pathname2url, urlopen

import feedparser
import pytest
from site_server import served

import digest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ROOT = Path(__file__).parent.parent


class Links(HTMLParser):
    """Every address that a page refers to, and every place in it that one can be linked to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.anchors: set[str] = set()
        self.feed(text)

    def handle_starttag(self, _tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.found |= {values[name] or "" for name in ("href", "src") if values.get(name)}
        self.anchors.add(values.get("id") or "")


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds the built site as `project/`, and the icon that browsers ask every host for."""
    folder = tmp_path_factory.mktemp("demonstration")
    shutil.copy(ROOT / "digest.toml", folder)
    shutil.copytree(ROOT / "content", folder / "content")
    report = digest.build(folder, output=folder / "public" / "project", clock="2026-03-06T12:00+01:00")
    assert report.exit_code(strict=True) == 0
    (folder / "public" / "favicon.ico").touch()
    return folder / "public"


def crawl(start: str) -> dict[str, Links]:
    """Follow all links that stay at `start`'s host (or on disk); a broken one raises."""
    pages: dict[str, Links] = {}
    waiting = [start]
    while waiting:
        page = waiting.pop()
        if page in pages:
            continue
        with urlopen(page) as answer:  # noqa: S310 -- loopback and local files alone
            text = answer.read().decode("utf-8", "replace")
        pages[page] = Links(text if page.endswith((".html", "/")) else "")
        targets = (urldefrag(urljoin(page, link))[0] for link in pages[page].found)
        waiting += [target for target in targets if _inside(target, start)]
    return pages


def _inside(target: str, start: str) -> bool:
    return target.startswith(start.rpartition("/")[0] + "/")


def assert_whole(pages: dict[str, Links]) -> None:
    """Each link was followed; each fragment names a place in its page."""
    assert len([page for page in pages if page.endswith(".html")]) > 50
    for page, links in pages.items():
        for link in links.found:
            target, fragment = urldefrag(urljoin(page, link))
            if fragment and target in pages:
                assert fragment in pages[target].anchors, f"{page}: {link}"


def test_no_link_is_broken_under_a_project_path(published: Path) -> None:
    with served(published) as root:
        assert_whole(crawl(f"{root}project/index.html"))


def test_no_link_is_broken_at_the_root(published: Path) -> None:
    with served(published / "project") as root:
        assert_whole(crawl(f"{root}index.html"))


def test_no_link_is_broken_on_disk(published: Path) -> None:
    assert_whole(crawl(f"file://{pathname2url(str(published / 'project' / 'index.html'))}"))


def test_every_page_is_valid_html(published: Path, vnu: list[str]) -> None:
    site = published / "project"
    done = subprocess.run(
        [*vnu, "--errors-only", "--skip-non-html", str(site)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert len(list(site.rglob("*.html"))) > 50


def test_feed_readers_find_nothing_to_complain_about(published: Path) -> None:
    feeds = sorted((published / "project").rglob("*.xml"))
    atoms = [feedparser.parse(path.read_bytes()) for path in feeds if path.name != "sitemap.xml"]
    assert atoms
    for parsed in atoms:
        assert not parsed.bozo, parsed.get("bozo_exception")
        assert parsed.version in {"atom10", "rss20"}
        assert all(urlsplit(entry.link).scheme == "https" for entry in parsed.entries)
        assert len({entry.id for entry in parsed.entries}) == len(parsed.entries)


@pytest.mark.parametrize("place", ["disk", "project"])
def test_a_browser_finds_every_page_and_has_nothing_to_say(published: Path, browser: Browser, place: str) -> None:
    with served(published) as root, browser.new_context() as context:
        start = f"{(published / 'project').as_uri()}/" if place == "disk" else f"{root}project/"
        window, said, failed = context.new_page(), [], []
        window.on("console", lambda message: said.append(message.text))
        window.on("pageerror", lambda error: said.append(str(error)))
        window.on("response", lambda answer: None if answer.ok else failed.append(answer.url))
        seen, waiting = set(), {f"{start}index.html"}
        while waiting:
            address = waiting.pop()
            window.goto(address)
            seen.add(address)
            links = window.evaluate("[...document.links].map(link => link.href.split('#')[0])")
            waiting |= {link for link in links if link.startswith(start) and link.endswith(".html")} - seen
    site = published / "project"
    pages = {path.relative_to(site).as_posix() for path in site.rglob("*.html") if not redirects(path)}
    assert {unquote(address.removeprefix(start)) for address in seen} >= {
        page for page in pages if page.startswith(("articles/", "editions/", "tags/", "stories/", "sources/"))
    }
    assert (failed, said) == ([], [])


def redirects(page: Path) -> bool:
    """Tell whether a page but leads to another, which is there: nothing links it, old links do."""
    text = page.read_text(encoding="utf-8")
    if 'http-equiv="refresh"' not in text:
        return False
    assert any((page.parent / unquote(link)).is_file() for link in Links(text).found), page
    return True
