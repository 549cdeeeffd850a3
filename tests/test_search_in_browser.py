"""The search page as readers use it: by keyboard and address, from a server, below a project path, and from disk."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect, sync_playwright
from site_samples import BASE, DIKES, config, editions, entry, newspaper
from site_server import served

from digest.model import Attribution
from digest.site import search
from digest.site.index import index
from digest.site.plan import plan
from digest.site.render import Renderer, theme_folders

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parent.parent
_COAST = Attribution("Küstenbote")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds a site with thirty articles more as `project/`."""
    made = tmp_path_factory.mktemp("search")
    more = [
        entry(f"bericht-{n}", day=1 + n % 4, body="Vom Pegelnetz.", tags=(DIKES,), source=_COAST) for n in range(30)
    ]
    street = entry("strasse", title="Die Straße nach Torsund", body="Über Häfen führt sie.", day=2)
    setting = config(BASE)
    renderer = Renderer(setting, theme_folders("broadsheet", ROOT))
    for page in plan(editions([*newspaper(), *more, street]), [], setting, renderer.assets):
        place = made / "project" / page.path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(renderer.render(page))
    return made


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture(scope="module")
def site(folder: Path) -> Iterator[str]:
    with served(folder) as root:
        yield f"{root}project/"


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context()
    yield made
    made.close()


@pytest.fixture
def window(context: BrowserContext) -> Iterator[Page]:
    """A page of which nothing may be heard on the console."""
    said: list[str] = []
    page = context.new_page()
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page
    assert said == []


def _titles(window: Page) -> list[str]:
    return window.locator("#results h2").all_inner_texts()


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("strasse", "Die Straße nach Torsund"),
        ("ueber", "Die Straße nach Torsund"),
        ("hafen", "Die Straße nach Torsund"),
        ("theatre", "À Saint-Aubrac, le théâtre renaît"),
        ("deiche alle", "Nordmark hebt „alle“ Deiche an"),
        ("Nordm", "Nordmark hebt „alle“ Deiche an"),
    ],
)
def test_what_is_typed_is_found(window: Page, site: str, typed: str, found: str) -> None:
    window.goto(site + "search.html")
    window.locator("#search input[name=q]").fill(typed)
    expect(window.locator("#results h2").filter(has_text=found)).to_be_visible()


def test_part_of_a_compound_finds_all_its_articles_ten_at_a_time(window: Page, site: str) -> None:
    window.goto(site + "search.html?q=netz")
    expect(window.locator("#status")).to_have_text("30 Artikel gefunden")
    assert len(_titles(window)) == 10
    window.get_by_role("button", name="Weitere Ergebnisse").click()
    expect(window.locator("#results h2")).to_have_count(20)
    assert window.evaluate("document.activeElement.closest('li') === document.querySelectorAll('#results li')[10]")
    window.get_by_role("button", name="Weitere Ergebnisse").click()
    expect(window.locator("#results h2")).to_have_count(30)
    assert window.get_by_role("button", name="Weitere Ergebnisse").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_results_can_be_used_by_everybody(browser: Browser, site: str, scheme: Any) -> None:  # noqa: ANN401 -- a literal
    window = browser.new_page(color_scheme=scheme)
    window.goto(site + "search.html?q=netz")
    expect(window.locator("#results h2")).to_have_count(10)
    found = Axe().run(window)
    assert found.violations_count == 0, found.generate_report()
    window.close()


def test_what_is_found_can_be_narrowed(window: Page, site: str) -> None:
    window.goto(site + "search.html?q=netz")
    status = window.locator("#status")
    expect(status).to_have_text("30 Artikel gefunden")
    window.locator("[name=from]").fill("2026-03-03")
    expect(status).to_have_text("14 Artikel gefunden")
    window.locator("[name=to]").fill("2026-03-03")
    expect(status).to_have_text("7 Artikel gefunden")
    window.locator("[name=topic]").select_option("kuestenschutz")
    expect(status).to_have_text("7 Artikel gefunden")
    window.locator("[name=source]").select_option("ministerium-fuer-kuestenschutz")
    expect(status).to_have_text("Kein Artikel enthält diese Wörter.")


def test_a_choice_alone_lists_the_newest_first(window: Page, site: str) -> None:
    window.goto(site + "search.html")
    window.locator("[name=source]").select_option("ministerium-fuer-kuestenschutz")
    expect(window.locator("#results h2")).to_have_text(["Nordmark hebt „alle“ Deiche an"])
    window.locator("[name=source]").select_option("")
    window.locator("[name=topic]").select_option("hafen-torsund")
    expect(window.locator("#results h2")).to_have_count(4)
    assert _titles(window)[-1] == "Meldung winter"


def test_nothing_of_the_index_is_loaded_before_the_form_is_used(window: Page, site: str) -> None:
    asked: list[str] = []
    window.on("request", lambda request: asked.append(request.url.removeprefix(site).split("?", maxsplit=1)[0]))
    window.goto(site + "index.html")
    assert not [address for address in asked if address.endswith(".js")]
    window.goto(site + "search.html", wait_until="networkidle")
    assert [address for address in asked if address.endswith(".js")] == ["search/search.js"]
    with window.expect_response("**/search/index.js?*"):
        window.locator("#search input[name=q]").focus()
    assert not [address for address in asked if address.startswith("search/w")]


def test_the_box_on_every_page_leads_to_its_answers(window: Page, site: str) -> None:
    window.goto(site + "tags/kuestenschutz.html")
    box = window.locator(".masthead input[name=q]")
    box.fill("Straße")
    box.press("Enter")
    window.wait_for_url(site + "search.html?q=Stra%C3%9Fe")
    link = window.get_by_role("link", name="Die Straße nach Torsund")
    link.click()
    window.wait_for_url(site + "articles/2026/03/strasse.html")


def test_the_search_works_from_disk(window: Page, folder: Path) -> None:
    window.goto((folder / "project" / "index.html").as_uri())
    box = window.locator(".masthead input[name=q]")
    box.fill("netz")
    box.press("Enter")
    expect(window.locator("#status")).to_have_text("30 Artikel gefunden")
    window.locator("#results a").first.click()
    expect(window.locator("h1")).to_contain_text("Meldung bericht-")


def test_without_a_script_the_box_leads_to_the_topics(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    window = context.new_page()
    window.goto(site + "index.html")
    box = window.locator(".masthead input[name=q]")
    box.fill("netz")
    box.press("Enter")
    window.wait_for_url(site + "tags.html")
    context.close()


def test_an_index_that_cannot_be_loaded_is_told(context: BrowserContext, site: str) -> None:
    context.route("**/search/index.js*", lambda route: route.abort())
    window = context.new_page()
    window.goto(site + "search.html?q=netz")
    expect(window.locator("#status")).to_contain_text("Der Suchindex lässt sich nicht laden.")


def _news(count: int) -> list[Any]:
    """Return the articles of the benchmarks."""
    import sys

    place = ROOT / "benchmarks" / "site_content.py"
    spec = importlib.util.spec_from_file_location("site_content", place)
    assert spec
    assert spec.loader
    module = sys.modules["site_content"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return [*module.articles(count)]


@pytest.mark.slow
def test_a_first_answer_among_a_thousand_articles_is_light(browser: Browser, tmp_path: Path) -> None:
    news = [
        entry(one.slug, title=one.title, body=one.body, summary=one.summary, source=Attribution(one.source))
        for one in _news(1000)
    ]
    page = next(page for page in plan(editions(news), [], config()) if page.path == "search.html")
    renderer = Renderer(config(), theme_folders("broadsheet", ROOT))
    (tmp_path / "search").mkdir()
    (tmp_path / "search.html").write_bytes(renderer.render(page))
    for address, text in search.build(index(editions(news), "de"), {item.path: item for item in news}).files:
        (tmp_path / address).write_text(text, encoding="utf-8")
    sizes: list[int] = []
    window = browser.new_page()
    window.on("response", lambda response: sizes.append(len(response.body())))
    with served(tmp_path) as root:
        word = max(news[0].title.split(), key=len)
        window.goto(f"{root}search.html?q={word}", wait_until="networkidle")
        expect(window.locator("#results h2").first).to_be_visible()
    window.close()
    assert len(sizes) > 5
    assert sum(sizes) <= 150_000  # uncompressed, with the page itself
