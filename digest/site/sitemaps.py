"""Sitemaps: of all pages that search engines should show (sitemaps.org 0.9), and of the latest news of our own."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from digest.site import urls
from digest.site.embedding import without_illegal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from digest.config import Site
    from digest.model import Entry

_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_NEWS = "http://www.google.com/schemas/sitemap-news/0.9"
_DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n'
# What search engines take for news, and how many of them they read.
_FRESH = dt.timedelta(days=2)
_MAX_NEWS = 1000


def sitemap(places: Iterable[tuple[str, dt.datetime | None]], base_url: str) -> str:
    """Return a sitemap as XML.

    Args:
        places: address of each page, and when it changed last, where that is known.
        base_url: absolute address of the site; not empty.
    """
    root = ET.Element("urlset", {"xmlns": _SITEMAP})
    for address, changed in places:
        place = ET.SubElement(root, "url")
        ET.SubElement(place, "loc").text = urls.absolute(base_url, address)
        if changed:
            ET.SubElement(place, "lastmod").text = changed.isoformat()
    return _written(root)


def news(entries: Iterable[Entry], site: Site) -> str:
    """Return a news sitemap as XML: the digest's own articles of the two days before the newest, none of others'.

    Args:
        entries: all articles.
        site: the site's settings; its `base_url` is not empty.
    """
    root = ET.Element("urlset", {"xmlns": _SITEMAP, "xmlns:news": _NEWS})
    own = sorted((entry for entry in entries if not entry.republished), key=lambda entry: entry.date, reverse=True)
    for entry in own[:_MAX_NEWS]:
        if entry.date < own[0].date - _FRESH:
            break
        place = ET.SubElement(root, "url")
        ET.SubElement(place, "loc").text = urls.absolute(site.base_url, urls.article(entry))
        told = ET.SubElement(place, "news:news")
        publication = ET.SubElement(told, "news:publication")
        ET.SubElement(publication, "news:name").text = without_illegal(site.title)
        ET.SubElement(publication, "news:language").text = site.language.split("-")[0]
        ET.SubElement(told, "news:publication_date").text = entry.date.isoformat()
        ET.SubElement(told, "news:title").text = without_illegal(entry.title)
    return _written(root)


def _written(root: ET.Element) -> str:
    ET.indent(root, "")
    return f"{_DECLARATION}{ET.tostring(root, encoding='unicode')}\n"
