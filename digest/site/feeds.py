"""Feeds: Atom (RFC 4287), RSS 2.0 (rssboard.org/rss-specification) and JSON Feed 1.1 (jsonfeed.org/version/1.1).

Nothing here asks the clock: a feed is as new as its newest article.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from digest.site import urls
from digest.site.embedding import without_illegal
from digest.site.items import Items

if TYPE_CHECKING:
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
# An empty feed must state when it changed, too (RFC 4287, 4.1.1), and nothing in it says.
_NEVER = "1970-01-01T00:00:00+00:00"


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
        key = (form, getattr(thing, "path", "") or str(thing.date))
        if key not in self._written:
            item = self._items.of(thing)
            self._written[key] = item, write(item)
        return self._written[key]

    def _places(self, feed: Feed) -> tuple[str, str]:
        return urls.absolute(self._site.base_url, feed.address), urls.absolute(self._site.base_url, feed.home)

    def _atom(self, feed: Feed, items: Sequence[Item]) -> str:
        here, page = self._places(feed)
        root = ET.Element("feed", {"xmlns": _ATOM, "xml:lang": self._site.language})
        _add(root, "title", feed.title)
        if self._site.description:
            _add(root, "subtitle", self._site.description)
        _add(root, "id", here)
        _add(root, "link", rel="self", type=MEDIA_TYPES[ATOM], href=here)
        _add(root, "link", rel="alternate", type="text/html", href=page)
        _add(root, "updated", max((item.updated.isoformat() for item in items), default=_NEVER))
        _add(_add(root, "author"), "name", self._site.author or self._site.title)
        _add(root, "generator", "digest")
        return f"{_DECLARATION}{_xml(root).removesuffix('</feed>')}\n\0</feed>\n"

    def _rss(self, feed: Feed, items: Sequence[Item]) -> str:
        here, page = self._places(feed)
        names = {"xmlns:atom": _ATOM, "xmlns:dc": _DUBLIN_CORE, "xmlns:content": _CONTENT}
        root = ET.Element("rss", {"version": "2.0", **names})
        channel = _add(root, "channel")
        _add(channel, "title", feed.title)
        _add(channel, "link", page)
        _add(channel, "description", self._site.description or feed.title)
        _add(channel, "language", self._site.language)
        if items:
            _add(channel, "lastBuildDate", format_datetime(max(item.updated for item in items)))
        _add(channel, "generator", "digest")
        _add(channel, "atom:link", rel="self", type=MEDIA_TYPES[RSS], href=here)
        return f"{_DECLARATION}{_xml(root).removesuffix('</channel></rss>')}\n\0</channel></rss>\n"

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
    element = ET.Element("entry", {"xml:lang": item.language})
    _add(element, "title", item.title)
    _add(element, "id", item.id)
    _add(element, "link", rel="alternate", type="text/html", href=item.url)
    if item.original:
        _add(element, "link", rel="via", href=item.original)
    _add(element, "published", item.published.isoformat())
    _add(element, "updated", item.updated.isoformat())
    for name in item.authors:
        _add(_add(element, "author"), "name", name)
    for tag in item.tags:
        _add(element, "category", term=tag.slug, label=tag.label)
    if item.licence:
        _add(element, "rights", item.licence)
    if item.summary:
        _add(element, "summary", item.summary)
    if item.html:
        _add(element, "content", item.html, type="html")
    return _xml(element) + "\n"


def _rss_item(item: Item) -> str:
    element = ET.Element("item")
    _add(element, "title", item.title)
    _add(element, "link", item.url)
    _add(element, "guid", item.id, isPermaLink="false")
    _add(element, "pubDate", format_datetime(item.published))
    for name in item.authors:
        _add(element, "dc:creator", name)  # RSS's own `author` is an e-mail address
    for tag in item.tags:
        _add(element, "category", tag.label)
    if item.licence:
        _add(element, "dc:rights", item.licence)
    if item.summary:
        _add(
            element, "description", item.summary.replace("&", "&amp;").replace("<", "&lt;")
        )  # readers take it for HTML
    if item.html:
        _add(element, "content:encoded", item.html)
    return _xml(element) + "\n"


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


def _add(parent: ET.Element, tag: str, text: str = "", **attributes: str) -> ET.Element:
    child = ET.SubElement(parent, tag, {name: without_illegal(value) for name, value in attributes.items()})
    child.text = without_illegal(text) or None
    return child


def _xml(element: ET.Element) -> str:
    return ET.tostring(element, encoding="unicode")


def _json(values: Mapping[str, Any]) -> str:
    """Return a JSON object without empty values, on one line; taken for a page it holds no tag that runs."""
    filled = {key: value for key, value in values.items() if value}
    return json.dumps(filled, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
