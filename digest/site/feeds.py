"""Feeds: Atom (RFC 4287), RSS 2.0 (rssboard.org/rss-specification) and JSON Feed 1.1 (jsonfeed.org/version/1.1).

Nothing here asks the clock: a feed is as new as its newest article.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING, Any

from digest.site import urls
from digest.site.embedding import without_illegal
from digest.site.items import Items

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Mapping, Sequence

    from digest.config import Config
    from digest.model import Edition, Entry
    from digest.site.items import Item
    from digest.site.words import Words

ATOM, RSS, JSON = "atom", "rss", "json"
"""Formats of feeds."""
MEDIA_TYPES = {ATOM: "application/atom+xml", RSS: "application/rss+xml", JSON: "application/feed+json"}

_ATOM = "http://www.w3.org/2005/Atom"
_DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"
_CONTENT = "http://purl.org/rss/1.0/modules/content/"
_DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n'
_ATTRIBUTE = str.maketrans({'"': "&quot;", "\r": "&#13;", "\n": "&#10;", "\t": "&#09;"})
# An empty feed must state when it changed, too (RFC 4287, 4.1.1), and nothing in it says.
_NEVER = "1970-01-01T00:00:00+00:00"
_ENCODED = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed before it is written."""

    title: str
    address: str
    """Of the feed itself; of an alias, that of the feed it stands for."""
    home: str
    """Address of the page whose articles it lists."""
    contents: Sequence[Entry | Edition]
    """What it lists, newest first."""
    format: str = ATOM


class Writer:
    """Writes the feeds of one site; an article's part is made once a format, in however many feeds it stands.

    Args:
        config: the project's settings; `site.base_url` must not be empty.
        html: renders an article's body; asked only where the feed publishes whole articles.
        words: the site's own.
    """

    def __init__(self, config: Config, html: Callable[[Entry], str], words: Words) -> None:
        self._site = config.site
        self._items = Items(config, html, words)
        self._known: dict[str, Item] = {}
        self._written: dict[tuple[str, str], tuple[Item, str]] = {}
        self._formats: Mapping[str, tuple[Callable[[Feed, Sequence[Item]], str], Callable[[Item], str]]] = {
            ATOM: (self._atom, _atom_entry),
            RSS: (self._rss, _rss_item),
            JSON: (self._json, _json_item),
        }

    def write(self, feed: Feed) -> str:
        """Return a feed's file."""
        frame, item = self._formats[feed.format]
        written = [self._part(thing, feed.format, item) for thing in feed.contents]
        head, tail = frame(feed, [one for one, _ in written]).split("\0")
        return f"{head}{(',' if feed.format == JSON else '').join(text for _, text in written)}{tail}"

    def _part(self, thing: Entry | Edition, form: str, write: Callable[[Item], str]) -> tuple[Item, str]:
        name = getattr(thing, "path", "") or str(thing.date)
        if (form, name) not in self._written:
            item = self._known[name] = self._known.get(name) or self._items.of(thing)
            self._written[form, name] = item, write(item)
        return self._written[form, name]

    def _places(self, feed: Feed) -> tuple[str, str]:
        return urls.absolute(self._site.base_url, feed.address), urls.absolute(self._site.base_url, feed.home)

    def _atom(self, feed: Feed, items: Sequence[Item]) -> str:
        here, page = self._places(feed)
        parts = (
            _element("title", feed.title),
            _element("subtitle", self._site.description) if self._site.description else "",
            _element("id", here),
            _element("link", rel="self", type=MEDIA_TYPES[ATOM], href=here),
            _element("link", rel="alternate", type="text/html", href=page),
            _element("updated", max((item.updated.isoformat() for item in items), default=_NEVER)),
            _author(self._site.author or self._site.title),
            _element("generator", "digest"),
        )
        language = _attribute(self._site.language)
        return f'{_DECLARATION}<feed xmlns="{_ATOM}" xml:lang="{language}">{"".join(parts)}\n\0</feed>\n'

    def _rss(self, feed: Feed, items: Sequence[Item]) -> str:
        here, page = self._places(feed)
        parts = (
            _element("title", feed.title),
            _element("link", page),
            _element("description", self._site.description or feed.title),
            _element("language", self._site.language),
            _element("lastBuildDate", _moment(max(item.updated for item in items))) if items else "",
            _element("generator", "digest"),
            _element("atom:link", rel="self", type=MEDIA_TYPES[RSS], href=here),
        )
        names = f'xmlns:atom="{_ATOM}" xmlns:dc="{_DUBLIN_CORE}" xmlns:content="{_CONTENT}"'
        head = f'<rss version="2.0" {names}><channel>{"".join(parts)}'
        return f"{_DECLARATION}{head}\n\0</channel></rss>\n"

    def _json(self, feed: Feed, _: Sequence[Item]) -> str:
        here, page = self._places(feed)
        head = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": feed.title,
            "home_page_url": page,
            "feed_url": here,
            "description": self._site.description,
            "authors": [{"name": self._site.author or self._site.title}],
            "language": self._site.language,
        }
        return f'{_json(head).removesuffix("}")},"items":[\0\n]}}\n'


def _atom_entry(item: Item) -> str:
    parts = (
        _element("title", item.title),
        _element("id", item.id),
        _element("link", rel="alternate", type="text/html", href=item.url),
        _element("link", rel="via", href=item.original) if item.original else "",
        _element("published", item.published.isoformat()),
        _element("updated", item.updated.isoformat()),
        *map(_author, item.authors),
        *[_element("category", term=tag.slug, label=tag.label) for tag in item.tags],
        _element("rights", item.licence) if item.licence else "",
        _element("summary", item.summary) if item.summary else "",
        _element("content", item.html, type="html") if item.html else "",
    )
    return f'<entry xml:lang="{_attribute(item.language)}">{"".join(parts)}</entry>\n'


def _rss_item(item: Item) -> str:
    parts = (
        _element("title", item.title),
        _element("link", item.url),
        _element("guid", item.id, isPermaLink="false"),
        _element("pubDate", _moment(item.published)),
        *[_element("dc:creator", name) for name in item.authors],  # RSS's own `author` is an e-mail address
        *[_element("category", tag.label) for tag in item.tags],
        _element("dc:rights", item.licence) if item.licence else "",
        # Readers take it for HTML.
        _element("description", item.summary.replace("&", "&amp;").replace("<", "&lt;")) if item.summary else "",
        _element("content:encoded", item.html) if item.html else "",
    )
    return f"<item>{''.join(parts)}</item>\n"


def _json_item(item: Item) -> str:
    """An item must have a content: where nothing more is published, its title is that."""
    content = {"content_html": item.html} if item.html else {"content_text": item.summary or item.title}
    values = {
        "id": item.id,
        "url": item.url,
        "external_url": item.original,
        "title": item.title,
        **content,
        "summary": item.summary if item.html else "",
        "date_published": item.published.isoformat(),
        "date_modified": item.updated.isoformat(),
        "authors": [{"name": name} for name in item.authors],
        "tags": [tag.label for tag in item.tags],
        "language": item.language,
    }
    return "\n" + _json(values)


@lru_cache(1 << 12)
def _author(name: str) -> str:
    return f"<author>{_element('name', name)}</author>"


def _element(tag: str, text: str = "", **attributes: str) -> str:
    """Return an element of XML that holds nothing but words."""
    words = escape(without_illegal(text), quote=False)
    named = "".join([f' {name}="{_attribute(value)}"' for name, value in attributes.items()])
    return f"<{tag}{named}>{words}</{tag}>" if words else f"<{tag}{named} />"


def _moment(when: dt.datetime) -> str:
    """Return a moment as RSS has it (RFC 822)."""
    from email.utils import format_datetime  # noqa: PLC0415 -- loads what speaks to networks, and RSS alone needs it

    return format_datetime(when)


@lru_cache(1 << 12)  # the same tags come again and again
def _attribute(value: str) -> str:
    return escape(without_illegal(value), quote=False).translate(_ATTRIBUTE)


def _json(values: Mapping[str, Any]) -> str:
    """Return a JSON object without empty values, on one line; taken for a page it holds no tag that runs."""
    return _ENCODED({key: value for key, value in values.items() if value}).replace("<", "\\u003c")
