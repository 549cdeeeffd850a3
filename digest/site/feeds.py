"""Feeds in Atom (RFC 4287) and the sitemap (sitemaps.org 0.9).

Nothing here asks the clock: a feed is as new as its newest article.
"""

from __future__ import annotations

import re
import uuid
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from digest.site import urls
from digest.site.index import publisher_name

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Sequence

    from digest.config import Config
    from digest.model import Entry

_ATOM = "http://www.w3.org/2005/Atom"
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n'
# An empty feed must state when it changed, too (RFC 4287, 4.1.1), and nothing in it says.
_NEVER = "1970-01-01T00:00:00+00:00"
# Identifiers of articles become `urn:uuid:` below this name (RFC 9562, 5.5). Never change it: every article of every
# published digest would appear as unread again.
_NAMESPACE = uuid.UUID("6f0a2f52-41d5-5b0c-9a43-3d1c5b7f8e11")
_ABSOLUTE_ID = re.compile(r"(?:urn|tag|https?):\S+$")
# Characters that XML 1.0 cannot hold, not even escaped.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def entry_id(entry: Entry) -> str:
    """Return an article's identifier as the IRI that a feed needs; it depends on `Entry.id` alone."""
    return entry.id if _ABSOLUTE_ID.match(entry.id) else f"urn:uuid:{uuid.uuid5(_NAMESPACE, entry.id)}"


class Atom:
    """Writes the feeds of one site; an article's part is made once, in however many feeds it stands.

    Args:
        config: the project's settings; `site.base_url` must not be empty.
        html: renders an article's body; asked only where the feed publishes whole articles.
    """

    def __init__(self, config: Config, html: Callable[[Entry], str]) -> None:
        self._config = config
        self._html = html
        self._written: dict[str, str] = {}

    def feed(self, title: str, address: str, home: str, entries: Sequence[Entry]) -> str:
        """Return a feed as XML.

        Args:
            title: of the feed.
            address: of the feed itself, see `digest.site.urls`.
            home: address of the page whose articles it lists.
            entries: the articles, newest first.
        """
        site = self._config.site
        here, page = urls.absolute(site.base_url, address), urls.absolute(site.base_url, home)
        feed = ET.Element("feed", {"xmlns": _ATOM, "xml:lang": site.language})
        _add(feed, "title", title)
        if site.description:
            _add(feed, "subtitle", site.description)
        _add(feed, "id", here)
        _add(feed, "link", rel="self", type="application/atom+xml", href=here)
        _add(feed, "link", rel="alternate", type="text/html", href=page)
        _add(feed, "updated", max((_changed(entry).isoformat() for entry in entries), default=_NEVER))
        _add(_add(feed, "author"), "name", site.author or site.title)
        _add(feed, "generator", "digest")
        head = ET.tostring(feed, encoding="unicode").removesuffix("</feed>")
        return f"{_DECLARATION}{head}\n{''.join(map(self._entry, entries))}</feed>\n"

    def _entry(self, entry: Entry) -> str:
        written = self._written.get(entry.path)
        if written is None:
            written = self._written[entry.path] = ET.tostring(self._element(entry), encoding="unicode") + "\n"
        return written

    def _element(self, entry: Entry) -> ET.Element:
        page = urls.absolute(self._config.site.base_url, urls.article(entry))
        element = ET.Element("entry", {"xml:lang": entry.lang})
        _add(element, "title", entry.title)
        _add(element, "id", entry_id(entry))
        _add(element, "link", rel="alternate", type="text/html", href=page)
        if original := urls.external(entry.source.url):
            _add(element, "link", rel="via", href=original)
        _add(element, "published", entry.date.isoformat())
        _add(element, "updated", _changed(entry).isoformat())
        for name in entry.authors or filter(None, [publisher_name(entry)]):
            _add(_add(element, "author"), "name", name)
        for tag in entry.tags:
            _add(element, "category", term=tag.slug, label=tag.label)
        if entry.source.licence:
            _add(element, "rights", entry.source.licence)
        self._add_text(element, entry, page)
        return element

    def _add_text(self, element: ET.Element, entry: Entry, page: str) -> None:
        """Add what the editors publish of an article: nothing, its summary, or all of it."""
        if entry.publish == "link":
            return
        if entry.summary:
            _add(element, "summary", " ".join(entry.summary))
        if entry.publish == "full" and self._config.feed.content == "full":
            content = _add(element, "content", self._html(entry), type="html")
            content.set("xml:base", page)  # relative links in the text start at the article's page


def sitemap(places: Iterable[tuple[str, Entry | None]], base_url: str) -> str:
    """Return a sitemap as XML.

    Args:
        places: address of each page, and its article if it shows one.
        base_url: absolute address of the site; not empty.
    """
    root = ET.Element("urlset", {"xmlns": _SITEMAP})
    for address, entry in places:
        place = _add(root, "url")
        _add(place, "loc", urls.absolute(base_url, address))
        if entry:
            _add(place, "lastmod", _changed(entry).date().isoformat())
    ET.indent(root, "")
    return f"{_DECLARATION}{ET.tostring(root, encoding='unicode')}\n"


def _changed(entry: Entry) -> dt.datetime:
    return max(entry.date, entry.updated or entry.date)


def _add(parent: ET.Element, tag: str, text: str = "", **attributes: str) -> ET.Element:
    child = ET.SubElement(parent, tag, {name: _NOT_XML.sub("", value) for name, value in attributes.items()})
    child.text = _NOT_XML.sub("", text) or None
    return child
