"""No trick gets a browser to run anything: not on the site, nor in an article's file as other programs show it."""

from __future__ import annotations

import datetime as dt
from base64 import b64encode
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import hostile
import pytest
from hostile_vectors import ADDRESSES, FIELDS, MARKUP, TEXTS
from markdown_it import MarkdownIt
from site_samples import config, editions

from digest import cleaner, readers
from digest.content import markdown, writer
from digest.errors import SourceError
from digest.model import Article, Source
from digest.run import single
from digest.site.plan import plan
from digest.site.render import Renderer, theme_folders
from digest.summarizer.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ZONE = dt.timezone(dt.timedelta(hours=1))
PROSE = "The harbour of Whitmere reopened on Tuesday after repairs that had taken eleven weeks, the council said. "
SETTINGS = config(feed={"content": "full"})
KEYS = {"title", "date", "authors", "category", "tags", "lang", "summary", "source", "abbreviations"}
FEED = "<rss version='2.0' xmlns:dc='http://purl.org/dc/elements/1.1/'><channel><title>{0}</title><item>{1}</item></channel></rss>"


class Careless(MarkdownIt):
    """What other programs may make of an article: HTML runs, and links lead anywhere."""

    def validateLink(self, _: str) -> bool:  # noqa: N802 -- the name that the parser calls
        return True


CARELESS = Careless("commonmark", {"html": True}).enable(["table", "strikethrough"])


@dataclass(frozen=True, slots=True)
class Published:
    """What becomes of a source."""

    article: Article
    matter: Mapping[str, Any]
    body: str
    site: Mapping[str, str]

    def dangers(self) -> list[str]:
        """All that a browser would run."""
        pages = [page for path, page in self.site.items() if path.endswith(".html")]
        feeds = [text for path, page in self.site.items() if path.endswith(".xml") for text in _html_in(page)]
        framed = [danger for page in pages for danger in hostile.dangers(page, page=True)]
        return framed + [danger for text in (*feeds, CARELESS.render(self.body)) for danger in hostile.dangers(text)]


def _html_in(feed: str) -> list[str]:
    """What feed readers show as HTML."""
    elements = ET.fromstring(feed).iter()  # noqa: S314 -- our own output
    return [element.text or "" for element in elements if element.get("type") in {"html", "text/html"}]


@cache
def renderer() -> Renderer:
    return Renderer(SETTINGS, theme_folders("broadsheet", Path("/nowhere")))


def published(name: str, text: str) -> Iterator[Published]:
    """Bring each item of a source to the site; nothing of one that is refused."""
    with suppress(SourceError):
        for item in readers.expand(Source(name, text.encode())):
            yield _published(cleaner.clean(readers.read(item)))


def _published(article: Article) -> Published:
    values = writer.front_matter(article, single.tag(article)[0], single.summary(article))
    file = markdown.read(
        writer.write(values | {"date": dt.date(2026, 3, 5)}, article.markdown).encode(), "content/articles/a.md"
    )
    entry = markdown.entry(file, markdown.Reading(ZONE, "en", Vocabulary().canonical))
    pages = plan(editions([entry]), [], SETTINGS, renderer().assets)
    site = {page.path: renderer().render(page).decode() for page in pages if not page.path.startswith("assets/")}
    return Published(article, file.parsed.values, file.body, site)


def page_with(vector: str) -> str:
    text = f"<p>{PROSE * 3}</p>"
    return f"<title>Harbour</title><article><h1>Harbour open</h1>{text}{vector}{text}{text}</article>"


def feed_with(channel: str = "Bote", **fields: str) -> str:
    plain = {"title": "Harbour open", "dc:creator": "Anna Berg", "category": "Ports", "link": "https://bote.example/a"}
    made = {**plain, "description": f"<p>{PROSE * 9}</p>", **fields}
    return FEED.format(escape(channel), "".join(f"<{key}>{escape(value)}</{key}>" for key, value in made.items()))


def mail_with(body: str, subject: str = "Harbour open", sender: str = "Anna Berg") -> str:
    name, title = (f"=?utf-8?B?{b64encode(one.encode()).decode()}?=" for one in (sender, subject))
    return f"From: {name} <anna@bote.example>\nSubject: {title}\nContent-Type: text/html; charset=utf-8\n\n{body}"


def vectors(table: Mapping[str, tuple[str, ...]]) -> list[Any]:
    return [pytest.param(one, id=f"{kind}-{at}") for kind, several in table.items() for at, one in enumerate(several)]


@pytest.mark.parametrize("vector", vectors(MARKUP))
def test_markup_that_runs_reaches_nobody(vector: str) -> None:
    sources = {
        "page.html": page_with(vector),
        "feed.xml": feed_with(description=f"<p>{PROSE * 9}</p>{vector}"),
        "mail.eml": mail_with(page_with(vector)),
    }
    for name, source in sources.items():
        for one in published(name, source):
            assert one.dangers() == [], name


@pytest.mark.parametrize("code", ["a = 1", "```", "```\n~~~\n", "x ````` y", "~~~\n# no heading", "`````\n<b>"])
def test_code_ends_where_it_ends(code: str) -> None:
    code = f"print('The harbour of Whitmere is open', tide(now))\n{code}\n{PROSE}"
    (one,) = published("page.html", page_with(f"<pre>{escape(code)}</pre>"))
    fences = [token.content for token in CARELESS.parse(one.body) if token.type == "fence"]
    assert fences == [f"{code}\n"]


def test_the_text_around_markup_that_runs_is_kept() -> None:
    (one,) = published("page.html", page_with(MARKUP["element"][0]))
    assert one.body.count(PROSE.strip()) > 3
    assert "alert" not in one.body
    assert any(PROSE.strip() in text for text in _html_in(one.site["feed.xml"])), "feeds are looked at, too"


@pytest.mark.parametrize("address", ADDRESSES)
def test_links_lead_only_where_a_reader_can_safely_go(address: str) -> None:
    link = f'<p>{PROSE}<a href="{address}">Text</a> {PROSE}</p>'
    for source in (link, f"<base href='https://bote.example/'>{link}", f'<base href="{address}">{link}'):
        for one in published("page.html", page_with(source)):
            assert "Text" in one.body
            assert one.dangers() == []
    for one in published("feed.xml", feed_with(link=address)):
        assert one.dangers() == []
        assert str(one.article.url or "https:").startswith("https:")


@pytest.mark.parametrize("vector", vectors(TEXTS))
def test_pasted_text_stays_text(vector: str) -> None:
    sources = {
        "text.txt": f"Harbour open\n\n{PROSE * 3}\n\n{vector}\n\n{PROSE * 3}\n",
        "line.txt": f"Harbour open\n\n{PROSE * 3} {vector} {PROSE * 3}\n",
        "page.html": page_with(f"<p>{PROSE}{escape(vector)}</p>"),
        "list.html": page_with(f"<ul><li>{PROSE}{escape(vector)}<li>{PROSE}</ul>"),
        "pre.html": page_with(f"<pre>{escape(vector)}</pre>"),
        "table.html": page_with(f"<table><tr><th>a<th>b<tr><td>{escape(vector)}<td>c</table>"),
        "quote.html": page_with(f"<blockquote>{PROSE}{escape(vector)}</blockquote>"),
    }
    for name, source in sources.items():
        for one in published(name, source):
            assert one.dangers() == [], name


@pytest.mark.parametrize("field", FIELDS)
def test_what_a_source_says_of_itself_is_no_markup_and_no_front_matter(field: str) -> None:
    head = f'<title>{escape(field)}</title><meta name=author content="{escape(field)}"><h1>{escape(field)}</h1>'
    sources = {
        "page.html": f'{head}<meta name=keywords content="{escape(field)}"><p>{PROSE * 3}</p><p>{PROSE * 3}</p>',
        "text.txt": f"{field}\n\n{PROSE * 3}\n\n{PROSE * 3}\n",
        "mail.eml": mail_with(f"<p>{PROSE * 9}</p>", subject=field, sender=field),
        "feed.xml": feed_with(channel=field, title=field, category=field, **{"dc:creator": field}),
    }
    for name, source in sources.items():
        (one,) = published(name, source)
        assert one.dangers() == [], name
        assert set(one.matter) <= KEYS, name
        assert one.matter["title"] == one.article.title
        assert one.matter.get("authors", []) == list(one.article.authors)
        assert one.matter.get("category") == one.article.category
        assert "1337" not in "".join(one.site.values()), "no template runs"
