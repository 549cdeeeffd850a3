"""What programs read: feeds in Atom, RSS and JSON, and the sitemap."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from digest.errors import BuildError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from digest.run.checks.rendered import Subject

_ATOM = "{http://www.w3.org/2005/Atom}"
_SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
# What a feed and an entry must have: RFC 4287, 4.1.1 and 4.1.2; https://www.jsonfeed.org/version/1.1/
_ATOM_MUST = ("id", "title", "updated")
_JSON_FEED = "https://jsonfeed.org/version/"


def unreadable(subject: Subject) -> Iterator[BuildError]:
    """Yield feeds and sitemaps that a strict reader would refuse, and links in them that lead nowhere."""
    for address, data in subject.site.kept.items():
        complaints = _json(data, subject) if address.endswith(".json") else _xml(data, subject)
        for complaint in complaints:
            yield BuildError(complaint, path=address)


def _xml(data: bytes, subject: Subject) -> Iterator[str]:
    try:
        root = ET.fromstring(data)  # noqa: S314 -- the site's own, rendered a moment ago
    except ET.ParseError as error:
        yield f"not XML: {error}"
        return
    if root.tag == f"{_ATOM}feed":
        yield from _atom(root, subject)
    elif root.tag == f"{_SITEMAP}urlset":
        yield from _astray((place.text or "" for place in root.iter(f"{_SITEMAP}loc")), subject)
    elif root.tag == "rss":
        items = root.findall("channel/item")
        yield from _twice([item.findtext("guid") or item.findtext("link") for item in items])
        yield from _astray((item.findtext("link") or "" for item in items), subject)


def _atom(root: ET.Element, subject: Subject) -> Iterator[str]:
    entries = root.findall(f"{_ATOM}entry")
    for kind, element in [("feed", root), *(("entry", entry) for entry in entries)]:
        for name in _ATOM_MUST:
            if not (element.findtext(_ATOM + name) or "").strip():
                yield f"Atom: {kind} without `{name}`"
    yield from _twice([entry.findtext(f"{_ATOM}id") for entry in entries])
    links = (link.get("href", "") for link in root.iter(f"{_ATOM}link") if link.get("rel") != "via")
    yield from _astray(links, subject)


def _json(data: bytes, subject: Subject) -> Iterator[str]:
    try:
        feed: Any = json.loads(data)
    except ValueError as error:
        yield f"not JSON: {error}"
        return
    if not isinstance(feed, dict) or not str(feed.get("version", "")).startswith(_JSON_FEED):
        return
    items: list[Mapping[str, Any]] = feed.get("items", [])
    yield from (f"JSON Feed without `{name}`" for name in ("title", "items") if name not in feed)
    yield from _twice([item.get("id") for item in items])
    yield from _astray((str(item.get("url", "")) for item in items), subject)


def _twice(identifiers: list[str | None]) -> Iterator[str]:
    """Complain of what feed readers would show once only, or not know again."""
    if not all(identifiers):
        yield "an entry has no identifier"
    yield from (
        f"the identifier {one!r} stands twice"
        for one in sorted({*filter(None, identifiers)})
        if identifiers.count(one) > 1
    )


def _astray(links: Iterator[str], subject: Subject) -> Iterator[str]:
    site = subject.site
    for link in dict.fromkeys(links):
        target = site.target("", link)
        if link.startswith(site.base_url) and target and target[0] not in site.sizes:
            yield f"the address {link!r} leads nowhere"
