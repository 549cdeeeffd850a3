"""The theme in a real browser: who can use it, on what screen, by keyboard alone, and whom it asks for anything."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from site_samples import HARBOUR, ZONE, config, editions, entry, newspaper, statics
from site_server import served

from digest.model import Attribution, Correction
from digest.site.plan import plan
from digest.site.render import Renderer, theme_folders

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

    from digest.model import Entry

DESKTOP: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
# WCAG 2.2, 1.4.10: 1280 CSS pixels at 400 %.
ZOOMED: ViewportSize = {"width": 320, "height": 256}
PAGES = {
    "front": "index.html",
    "article": "articles/2026/03/deiche.html",
    "right-to-left": "articles/2026/03/namal.html",
    "tag": "tags/kuestenschutz.html",
    "topics": "tags.html",
    "story": "stories/deichbau.html",
    "search": "search.html",
    "unknown": "404.html",
    "edition": "editions/2026-03-05.html",
    "newsletter": "newsletters/2026-03-05.html",
    "print": "print/2026-03-05.html",
}
FOCUSABLE = "a[href], button, input, select, textarea, summary"

# The two pages that use most of the theme are looked at in each run of the fast tests, the others where there is time.
QUICK = {"front", "article"}
MARKS = {True: (), False: (pytest.mark.browser,)}

each_page = pytest.mark.parametrize("kind", [pytest.param(kind, marks=MARKS[kind in QUICK]) for kind in PAGES])
each_look = pytest.mark.parametrize(
    "look",
    [
        "light-desktop",
        "dark-phone",
        pytest.param("light-phone", marks=pytest.mark.browser),
        pytest.param("dark-desktop", marks=pytest.mark.browser),
    ],
)


def hebrew() -> Entry:
    """A harbour's new opening hours."""
    return entry(
        "namal",
        lang="he",
        title="הנמל של טורסונד ייפתח שעה מוקדם יותר",
        body="הנמל של טורסונד ייפתח מעתה בשש בבוקר.\n\n- הדייגים ביקשו זאת.\n- העיר הסכימה.",
        summary=("הנמל של טורסונד ייפתח מעתה בשש בבוקר.",),
        tags=(HARBOUR,),
        source=Attribution(name="עיריית טורסונד", url="https://torsund.example/namal"),
        corrections=(Correction(dt.date(2026, 3, 6), "השעה תוקנה."),),
        date=dt.datetime(2026, 3, 5, tzinfo=ZONE),
    )


def written(folder: Path, theme: str = "broadsheet", language: str = "de") -> Path:
    """Write the sample site into a folder."""
    setting = config(base_url="", language=language, edition={"newsletter": True, "epub": True, "print": True})
    renderer = Renderer(setting, theme_folders(theme, Path("/nowhere")))
    for page in plan(editions([*newspaper(), hebrew()]), statics(), setting, renderer.assets):
        file = folder / page.path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(renderer.render(page))
    return folder


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the sample site, below a project's path."""
    folder = tmp_path_factory.mktemp("site")
    written(folder / "project")
    with served(folder) as root:
        yield f"{root}project/"


@pytest.fixture(scope="module")
def desktop(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport=DESKTOP, reduced_motion="reduce")
    yield context
    context.close()


@pytest.fixture
def window(desktop: BrowserContext) -> Iterator[Page]:
    page = desktop.new_page()
    yield page
    page.close()


def as_seen(look: str) -> dict[str, Any]:
    """Settings of a browser with this colour scheme and screen."""
    scheme, screen = look.split("-")
    return {"viewport": PHONE if screen == "phone" else DESKTOP, "color_scheme": scheme}


def show(window: Page, address: str) -> list[str]:
    """Open a page; return all that the browser complains of, and each request that leaves the host."""
    found: list[str] = []
    window.on("console", lambda message: found.append(message.text) if message.type in {"error", "warning"} else None)
    window.on("pageerror", lambda error: found.append(str(error)))
    window.on("request", lambda request: found.append(request.url) if _leaves(request.url, address) else None)
    window.goto(address)
    return found


def _leaves(url: str, address: str) -> bool:
    return urlsplit(url)[:2] != urlsplit(address)[:2]


def violations(window: Page) -> list[str]:
    """Return what axe-core finds against WCAG 2.2 and its own best practices."""
    # Off unless it is asked for: https://www.w3.org/TR/WCAG22/#target-size-minimum
    rules = {"target-size": {"enabled": True}}
    response: Any = Axe().run(window, options={"resultTypes": ["violations"], "rules": rules}).response
    return [
        f"{fault['id']}: {node['html'][:120]} {node['failureSummary'][:200]}"
        for fault in response["violations"]
        for node in fault["nodes"]
    ]


@each_look
@each_page
def test_axe_finds_no_barrier(browser: Browser, site: str, kind: str, look: str) -> None:
    with browser.new_context(**as_seen(look)) as context:
        window = context.new_page()
        window.goto(site + PAGES[kind])
        assert violations(window) == []


@each_page
def test_a_page_asks_nobody_else_and_the_browser_has_nothing_to_say(window: Page, site: str, kind: str) -> None:
    assert show(window, site + PAGES[kind]) == []


@each_page
def test_text_reads_at_400_percent_without_scrolling_sideways(window: Page, site: str, kind: str) -> None:
    window.set_viewport_size(ZOOMED)
    window.goto(site + PAGES[kind])
    assert window.evaluate("document.scrollingElement.scrollWidth") <= ZOOMED["width"]


@pytest.mark.parametrize("kind", ["front", "article", "search"])
def test_the_tabulator_reaches_everything_and_shows_where_it_is(window: Page, site: str, kind: str) -> None:
    window.goto(site + PAGES[kind])
    wanted = window.locator(FOCUSABLE).count()
    reached: dict[int, bool] = {}
    for _ in range(wanted + _PARTS_OF_A_DATE * window.locator("[type=date]").count()):
        window.keyboard.press("Tab")
        place, seen = window.evaluate(_FOCUS)
        reached[place] = seen
    assert len(reached) == wanted
    assert all(reached.values())


# Day, month and year, and the button of the calendar, are stops of their own; the first is counted with the field.
_PARTS_OF_A_DATE = 3

# The focused element's place in the page, and whether its outline can be seen where it is on the screen.
_FOCUS = """() => {
    const focused = document.activeElement, box = focused.getBoundingClientRect(), style = getComputedStyle(focused);
    const seen = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 && box.width > 0 && box.left >= 0
        && box.bottom > 0 && box.top < innerHeight;
    return [[...document.querySelectorAll("*")].indexOf(focused), seen];
}"""


def test_the_first_key_offers_the_way_to_the_text(window: Page, site: str) -> None:
    window.goto(site + PAGES["article"])
    window.keyboard.press("Tab")
    window.keyboard.press("Enter")
    assert window.evaluate("document.activeElement.id") == "main"


def test_a_sentence_of_the_summary_leads_to_its_paragraph(window: Page, site: str) -> None:
    window.goto(site + PAGES["article"])
    window.get_by_role("link", name="Die Republik Nordmark hebt ihre Deiche an.").click()
    assert window.locator(":target").inner_text().startswith("Die Republik Nordmark hebt ihre Deiche an.")


def test_without_a_script_everything_but_search_works(browser: Browser, site: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        window = context.new_page()
        window.goto(site)
        window.get_by_role("link", name="Nordmark hebt „alle“ Deiche an").first.click()
        assert window.get_by_role("heading", level=1).inner_text() == "Nordmark hebt „alle“ Deiche an"
        window.get_by_role("searchbox").fill("Deich")
        window.keyboard.press("Enter")
        window.wait_for_url("**/tags.html")
        assert window.get_by_role("heading", level=1).inner_text() == "Themen"


def test_a_passage_from_right_to_left_stands_so_in_a_page_from_left_to_right(window: Page, site: str) -> None:
    window.goto(site + PAGES["right-to-left"])
    assert window.locator("h1").evaluate("e => getComputedStyle(e).direction") == "rtl"
    assert window.locator(".sections").evaluate("e => getComputedStyle(e).direction") == "ltr"
    item: Any = window.locator(".text li").first.bounding_box()
    box: Any = window.locator(".text").bounding_box()
    assert box["x"] + box["width"] - item["x"] - item["width"] > 10  # room for the bullet, on the right


def test_a_site_from_right_to_left_is_the_mirror_of_one_from_left_to_right(
    window: Page, site: str, tmp_path: Path
) -> None:
    edges = []
    for start in (site, f"{written(tmp_path, language='he').as_uri()}/"):
        window.goto(start + PAGES["article"])
        text: Any = window.locator(".text").bounding_box()
        margin: Any = window.locator(".margin").bounding_box()
        edges.append(text["x"] < margin["x"])
    assert edges == [True, False]


def test_nothing_moves_for_those_who_want_it_so(window: Page, site: str) -> None:
    window.goto(site)
    moving = "[...document.querySelectorAll('*')].filter(e => parseFloat(getComputedStyle(e).transitionDuration) > 0)"
    assert window.evaluate(f"{moving}.length") == 0
    window.emulate_media(reduced_motion="no-preference")
    assert window.evaluate(f"{moving}.length") > 0


def test_paper_gets_the_text_and_no_menu(window: Page, site: str) -> None:
    window.goto(site + PAGES["article"])
    window.emulate_media(media="print")
    assert window.locator(".text").is_visible()
    assert [name for name in (".bar", ".topics", ".turn", ".skip") if window.locator(name).is_visible()] == []


@pytest.mark.browser
@each_look
def test_the_plain_theme_has_no_barrier_either(browser: Browser, tmp_path: Path, look: str) -> None:
    root = written(tmp_path, "plain").as_uri()
    with browser.new_context(**as_seen(look)) as context:
        window = context.new_page()
        for kind, address in PAGES.items():
            window.goto(f"{root}/{address}")
            assert violations(window) == [], kind


@pytest.mark.browser
def test_the_plain_theme_reads_at_400_percent_too(window: Page, tmp_path: Path) -> None:
    root = written(tmp_path, "plain").as_uri()
    window.set_viewport_size(ZOOMED)
    for kind, address in PAGES.items():
        window.goto(f"{root}/{address}")
        assert window.evaluate("document.scrollingElement.scrollWidth") <= ZOOMED["width"], kind
