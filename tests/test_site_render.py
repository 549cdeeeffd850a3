from __future__ import annotations

import posixpath
import re
import subprocess
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from site_samples import BASE, HARBOUR, config, editions, entry, newspaper, statics

from digest.errors import BuildError, ConfigError
from digest.model import Attribution, Correction, Entry, Page, Tag
from digest.site.plan import StaticPage, plan
from digest.site.render import Renderer, theme_folders

NOWHERE = Path("/nowhere")
EVIL = '"><script>alert(1)</script><img src=x onerror=alert(1)>{{ 7 * 191 }}'


def _site(entries: list[Entry], pages: list[StaticPage] | None = None, **settings: str) -> dict[str, str]:
    """Render a whole site, as address → text."""
    setting = config(**settings)
    renderer = Renderer(setting, theme_folders("broadsheet", NOWHERE))
    planned = plan(editions(entries), statics() if pages is None else pages, setting, renderer.assets)
    return {page.path: renderer.render(page).decode() for page in planned}


@pytest.fixture(scope="module")
def site() -> dict[str, str]:
    return _site(newspaper())


@pytest.fixture(scope="module")
def article(site: dict[str, str]) -> str:
    return site["articles/2026/03/deiche.html"]


class _Links(HTMLParser):
    """Collects where a page leads and what it may be pointed at."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self.ids: list[str] = []
        self.tags: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.found += [(tag, value or "") for name, value in attrs if name in {"href", "src"}]
        self.ids += [value or "" for name, value in attrs if name == "id"]
        assert not [name for name, _ in attrs if name == "style" or name.startswith("on")]


@pytest.mark.parametrize("base_url", [BASE, ""])
@pytest.mark.parametrize("language", ["de", "en", "fr", "es"])
def test_every_internal_link_leads_to_a_file(base_url: str, language: str) -> None:
    site = _site(newspaper(), base_url=base_url, language=language)
    for path, html in site.items():
        if not path.endswith(".html"):
            continue
        for _, link in _Links(html).found:
            target = urlsplit(link.removeprefix(BASE)) if base_url and link.startswith(BASE) else urlsplit(link)
            here = "" if link.startswith(BASE) else posixpath.dirname(path)
            if target.scheme or not target.path:
                continue
            assert posixpath.normpath(posixpath.join(here, unquote(target.path))) in site, (path, link)


def _programs(html: str) -> list[str]:
    """Return the tags of scripts; JSON-LD is data that no browser runs."""
    return [tag for tag in re.findall(r"<script\b[^>]*>", html) if tag != '<script type="application/ld+json">']


def test_pages_load_nothing_from_anywhere_else(site: dict[str, str]) -> None:
    for path, html in site.items():
        if path.endswith(".html"):
            links = _Links(html)
            assert not {"iframe", "object", "embed", "style"} & set(links.tags)
            assert _programs(html) == (['<script defer src="search/search.js">'] if path == "search.html" else [])
            assert not [link for tag, link in links.found if tag == "img"]
            assert path.startswith(("alt/", "deiche", "stories/2026")) or "default-src 'none'" in html
    assert not re.search(r"url\(|@import|@font-face", site["assets/style.css"])


def test_identifiers_are_unique_in_a_page(site: dict[str, str]) -> None:
    for path, html in site.items():
        ids = _Links(html).ids if path.endswith(".html") else []
        assert len(ids) == len(set(ids)), path


def test_whatever_an_article_says_it_runs_nothing() -> None:
    hostile = entry(
        "evil",
        title=EVIL,
        body=EVIL + "\n\n## " + EVIL + "\n\n[x](javascript:alert(1))",
        summary=(EVIL,),
        category=EVIL,
        authors=(EVIL,),
        lang='de" onload="alert(1)',
        tags=(Tag("evil", EVIL),),
        source=Attribution(EVIL, "javascript:alert(1)", EVIL, licence=EVIL),
        abbreviations={"script": EVIL},
        corrections=(Correction(entry("x").date.date(), EVIL),),
        aliases=("/old/",),
    )
    for path, text in _site([hostile], [StaticPage("p.md", "p", EVIL, EVIL, "en")]).items():
        if path.endswith(".html"):
            links = _Links(text)
            assert "img" not in links.tags, path
            assert len(_programs(text)) == (path == "search.html"), path
            assert not [link for _, link in links.found if "javascript" in link], path
            assert "1337" not in text


def test_an_article_shows_where_it_is_from_and_what_was_done_to_it(article: str) -> None:
    for words in (
        "Nordmark hebt „alle“ Deiche an",
        "Von Jorun Halvard und Mette Ohlsen",
        '<time datetime="2026-03-05">5. März 2026</time>',
        '<a href="#corrections">Berichtigt am 7. März 2026</a>',
        '<a href="../../../stories/deichbau.html">Der ganze Verlauf</a>',
        "<dt>EKA</dt><dd>Europäische Küstenagentur</dd>",
        '<a href="https://kueste.example/41?a=1&amp;b=2">',
        "CC BY 4.0",
        "Pressestelle",
        "14 Zeilen entfernt",
        "Zwei Zahlen waren vertauscht.",
        "Minute Lesezeit",
        '<abbr title="Europäische Küstenagentur">EKA</abbr>',
        "<figcaption>— Almut Brandis</figcaption>",
        'href="../../../tags/kuestenschutz.html"',
        'href="../../../sources/ministerium-fuer-kuestenschutz.html"',
    ):
        assert words in article, words


def test_each_sentence_of_the_summary_leads_to_its_paragraph(article: str) -> None:
    assert '<li><a href="#p1">Die Republik Nordmark hebt ihre Deiche an.</a></li>' in article
    assert '<p id="p1">Die Republik Nordmark hebt ihre Deiche an. Die <abbr' in article


def test_a_sentence_that_an_editor_wrote_leads_nowhere(article: str) -> None:
    assert "<li>Gebaut wird ab Mai.</li>" in article


def test_a_summary_of_other_sentences_is_the_standfirst(site: dict[str, str]) -> None:
    assert '<p class="standfirst">Es wird teuer.</p>' in site["articles/2026/03/kosten.html"]


def test_an_update_on_the_day_itself_counts_where_the_hour_is_known() -> None:
    nine, ten = (entry("a").date.replace(hour=hour) for hour in (9, 10))
    shown = [
        "Aktualisiert" in _site([entry("a", **dates)])["articles/2026/03/a.html"]
        for dates in (
            {"updated": nine},
            {"date": nine, "all_day": False, "updated": ten},
            {"date": ten, "updated": nine},
        )
    ]
    assert shown == [False, True, False]


def test_what_may_not_be_republished_is_not(site: dict[str, str]) -> None:
    summary, link = site["articles/2026/03/sonden.html"], site["articles/2026/03/ferries.html"]
    assert "Zweihundert Sonden." in summary
    assert "Der Text von" not in summary
    assert "Der Text von" not in link
    assert '<a href="https://www.ferry.example/" hreflang="en">Weiterlesen bei ferry.example</a>' in link


def test_a_link_alone_shows_no_summary_anywhere() -> None:
    hidden = entry("a", publish="link", summary=("Nur beim Verlag.",), tags=(HARBOUR,))
    assert not [path for path, text in _site([hidden]).items() if "Nur beim Verlag." in text]


def test_passages_in_another_language_say_so(site: dict[str, str]) -> None:
    french = site["articles/2026/03/theatre.html"]
    assert '<html lang="de">' in french
    assert '<h1 lang="fr">' in french
    assert '<div class="text" lang="fr">' in french
    assert '<time datetime="2026-03-05T14:30+01:00">5. März 2026, 14:30</time>' in french
    assert '<a href="articles/2026/03/theatre.html" hreflang="fr">' in site["index.html"]
    assert '<h2 lang="fr">' in site["index.html"]


def test_scripts_from_right_to_left_run_from_right_to_left() -> None:
    arabic = _site([entry("a", lang="ar")])["articles/2026/03/a.html"]
    assert '<h1 lang="ar" dir="rtl">' in arabic
    assert '<html lang="ar" dir="rtl">' in _site([], language="ar")["index.html"]


def test_articles_on_one_story_stand_together(site: dict[str, str]) -> None:
    front = site["index.html"]
    assert "Auch dazu" in front
    assert front.index("Deiche an") < front.index("Gemeinden rechnen nach") < front.index("le théâtre")


def test_an_old_address_sends_readers_on(site: dict[str, str]) -> None:
    assert 'content="0; url=../../articles/2026/03/deiche.html"' in site["alt/deiche/index.html"]
    assert f'<link rel="canonical" href="{BASE}articles/2026/03/deiche.html">' in site["deiche.html"]


def test_the_page_for_unknown_addresses_works_at_any_depth(site: dict[str, str]) -> None:
    links = [link for _, link in _Links(site["404.html"]).found if not link.startswith("#")]
    assert all(link.startswith(BASE) for link in links)


def test_the_same_site_gives_the_same_bytes(site: dict[str, str]) -> None:
    assert _site(newspaper()) == site


@pytest.mark.parametrize("language", ["de", "en", "fr", "es", "de-AT", "xx"])
def test_the_site_speaks_the_language_it_is_set_to(language: str) -> None:
    front = _site(newspaper(), language=language)["index.html"]
    expected = {"de": "Donnerstag, 5. März 2026", "fr": "jeudi 5 mars 2026", "es": "jueves, 5 de marzo de 2026"}
    assert expected.get(language[:2], "Thursday, March 5, 2026") in front
    assert {"de": "Titelseite", "fr": "À la une"}.get(language[:2], "Front page") in front


def test_the_style_sheet_stays_small(site: dict[str, str]) -> None:
    assert len(site["assets/style.css"].encode()) < 18_000


def test_a_projects_own_template_replaces_its_namesake(tmp_path: Path) -> None:
    own = tmp_path / "themes" / "broadsheet"
    (own / "assets").mkdir(parents=True)
    (own / "404.html").write_text("{{ theme.greeting }} {{ t.topics }}", encoding="utf-8")
    (own / "assets" / "own.css").write_bytes(b"\xff{}")
    renderer = Renderer(config(theme_options={"greeting": "<Moin>"}), theme_folders("broadsheet", tmp_path))
    pages = {page.path: page for page in plan([], [], config(), renderer.assets)}
    assert renderer.assets == ("icon.svg", "own.css", "print.css", "style.css")
    assert renderer.render(pages["404.html"]) == b"&lt;Moin&gt; Themen"
    assert renderer.render(pages["assets/own.css"]) == b"\xff{}"
    assert b"<main" in renderer.render(pages["index.html"])


def test_a_projects_own_template_may_extend_the_one_it_replaces(tmp_path: Path) -> None:
    own = tmp_path / "themes" / "broadsheet"
    own.mkdir(parents=True)
    extended = '{% extends "broadsheet/404.html" %}{% block main %}<p>Moin.</p>{{ super() }}{% endblock %}'
    (own / "404.html").write_text(extended, encoding="utf-8")
    renderer = Renderer(config(), theme_folders("broadsheet", tmp_path))
    page = renderer.render(Page("404.html", "404.html", {"menu": ()})).decode()
    assert "<p>Moin.</p>" in page
    assert "<h1>Seite nicht gefunden</h1>" in page


def test_what_a_theme_does_not_hold_comes_from_broadsheet() -> None:
    plain = Renderer(config(), theme_folders("plain", NOWHERE))
    full = Renderer(config(), theme_folders("broadsheet", NOWHERE))
    pages = {page.path: page for page in plan(editions(newspaper()), statics(), config(), plain.assets)}
    differing = [path for path, page in pages.items() if plain.render(page) != full.render(page)]
    assert differing == ["assets/style.css"]


def test_the_themes_options_have_defaults_that_a_project_changes() -> None:
    changed = config(theme_options={"accent": "green", "search": False, "imprint": ["Am Deich 1 <Torsund>"]})
    pages = [
        Renderer(setting, theme_folders("broadsheet", NOWHERE)).render(Page("404.html", "404.html", {"menu": ()}))
        for setting in (config(), changed)
    ]
    facts = [(b'data-accent="green"' in page, b'role="search"' in page, b"1 &lt;Torsund&gt;" in page) for page in pages]
    assert facts == [(False, True, False), (True, False, True)]


def test_an_unknown_theme_is_a_fault_of_the_configuration() -> None:
    with pytest.raises(ConfigError) as raised:
        theme_folders("tabloid", NOWHERE)
    assert "broadsheet" in (raised.value.hint or "")


@pytest.mark.parametrize("broken", ["a\n{% if %}", "a\n{{ nothing.there }}", "a\n{{ w.say('article') }}"])
def test_a_broken_template_is_named_with_its_line(tmp_path: Path, broken: str) -> None:
    (tmp_path / "404.html").write_text(broken, encoding="utf-8")
    with pytest.raises(BuildError) as raised:
        Renderer(config(), [tmp_path]).render(Page("404.html", "404.html", {}))
    assert Path(raised.value.path or "").name == "404.html"
    assert raised.value.line == 2


def test_a_missing_template_is_named(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match=r"front\.html"):
        Renderer(config(), [tmp_path]).render(Page("index.html", "front.html", {}))


@pytest.mark.slow
def test_every_page_is_valid_html(tmp_path: Path, vnu: list[str]) -> None:
    sites = {language: _site(newspaper(), language=language) for language in ("de", "en", "fr", "ar")}
    sites |= {
        "bare": _site([], [], base_url=""),
        "evil": _site([entry("evil", title=EVIL, body=EVIL, summary=(EVIL,))]),
    }
    for name, pages in sites.items():
        for path, text in pages.items():
            file = tmp_path / name / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
    done: Any = subprocess.run(
        [*vnu, "--errors-only", "--skip-non-html", str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_a_site_without_a_search_does_not_speak_of_one(site: dict[str, str]) -> None:
    setting = config()
    setting = setting.model_copy(update={"site": setting.site.model_copy(update={"search": False})})
    renderer = Renderer(setting, theme_folders("broadsheet", NOWHERE))
    planned = plan(editions(newspaper()), statics(), setting, renderer.assets)
    made = {page.path: renderer.render(page).decode() for page in planned}
    assert not [address for address in made if "search" in address]
    assert not [address for address, text in made.items() if "search.html" in text or "SearchAction" in text]
    assert "search.html" in site["index.html"]
    assert "SearchAction" in site["index.html"]
