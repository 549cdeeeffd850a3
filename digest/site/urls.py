"""Addresses: every page has a file name of its own, and every internal link is relative and names that file.

So the same folder works at a domain, below `/project/` and opened from disk. An *address* here is a path below the
site's root with `/`, not yet percent-encoded: it names the file, too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

if TYPE_CHECKING:
    import datetime as dt

    from digest.model import Edition, Entry, Tag

FRONT = "index.html"
NOT_FOUND = "404.html"
TAGS = "tags.html"
SOURCES = "sources.html"
ARCHIVE = "archive.html"
SEARCH = "search.html"
FEED = "feed.xml"
EDITION_FEED = "editions.xml"
SITEMAP = "sitemap.xml"
CARD = "cards/site.png"
NEWS_SITEMAP = "news-sitemap.xml"

# File systems allow 255 bytes a name (ext4, APFS, NTFS). Control characters, backslash and colon mean something to
# one system or another; the device names of Windows are not worth a rule, as a checkout of the content fails first.
_MAX_NAME_BYTES = 255
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f\\:*?"<>|]')

# What a reader may be sent to; everything else (`javascript:`, `data:`, `vbscript:`, `file:` …) is refused.
_SAFE_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
# Browsers drop white space and control characters from a URL before they look for its scheme (WHATWG URL, 4.4).
_DROPPED = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029]+")
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
# Characters that no URL may hold as they are.
_ILLEGAL = re.compile(r'[\s"<>\\^`{|}\[\]]')


def article(entry: Entry) -> str:
    """Address of an article's page."""
    return f"articles/{entry.date.year:04}/{entry.date.month:02}/{entry.slug}.html"


def card(entry: Entry) -> str:
    """Address of the picture that stands for an article where a link to it is shared."""
    return f"cards/{entry.date.year:04}/{entry.date.month:02}/{entry.slug}.png"


def edition(edition: Edition) -> str:
    """Address of an edition's page."""
    return f"editions/{edition.date.isoformat()}.html"


def month(day: dt.date) -> str:
    """Address of the archive page of the month that `day` is in."""
    return f"archive/{day.isoformat()[:7]}.html"


def tag(tag: Tag) -> str:
    """Address of a tag's page."""
    return f"tags/{tag.slug}.html"


def tag_feed(tag: Tag) -> str:
    """Address of a tag's feed."""
    return f"tags/{tag.slug}.xml"


def source_feed(slug: str) -> str:
    """Address of the feed of a source whose name has this slug."""
    return f"sources/{slug}.xml"


def json_feed(feed: str) -> str:
    """Address of the JSON Feed beside a feed."""
    return f"{feed.removesuffix('.xml')}.json"


def source(slug: str) -> str:
    """Address of the page of a source whose name has this slug."""
    return f"sources/{slug}.html"


def story(slug: str) -> str:
    """Address of the page of a story with this slug."""
    return f"stories/{slug}.html"


def search_file(name: str) -> str:
    """Address of a file of the search index."""
    return f"search/{name}.js"


def asset(name: str) -> str:
    """Address of one of the theme's files."""
    return f"assets/{name}"


def alias(old: str) -> str:
    """Address of the page that redirects from `old`, an address an editor wrote: `/a/b/`, `a/b` or `a/b.html`."""
    path = old.removeprefix("/")
    if path.endswith((".html", ".htm")):
        return path
    return f"{path.removesuffix('/')}/{FRONT}"


def is_confined(address: str) -> bool:
    """Whether a file of this address stays below the output folder on every system."""
    return all(
        name not in {"", ".", ".."} and len(name.encode("utf-8", "replace")) <= _MAX_NAME_BYTES
        for name in address.split("/")
    ) and not _FORBIDDEN.search(address)


def is_safe(url: str) -> bool:
    """Whether a link may lead to `url`: a relative address, or one of a few schemes."""
    scheme = _SCHEME.match(_DROPPED.sub("", unquote(unescape(url))))
    return scheme is None or scheme[1].lower() in _SAFE_SCHEMES


def is_internal(url: str) -> bool:
    """Whether `url` is an address of this site: neither a scheme nor a host."""
    return not _SCHEME.match(url) and not url.startswith("//")


@lru_cache(1 << 16)
def external(url: str | None) -> str:
    """Return the URL of another site such that it can stand in a page; empty when it is no web address."""
    url = (url or "").strip()
    if not url.lower().startswith(("http://", "https://")) or not is_safe(url):
        return ""
    return _ILLEGAL.sub(lambda found: quote(found[0]), url)


@lru_cache(1 << 16)
def quoted(address: str) -> str:
    """Return an address percent-encoded (RFC 3986); many pages link to the same ones."""
    return quote(address)


def relative(here: str, there: str) -> str:
    """Return the link from the page at address `here` to the one at `there`, percent-encoded."""
    return "../" * here.count("/") + quoted(there)


def absolute(base_url: str, address: str) -> str:
    """Return the full URL of an address; of the front page the site's own. `base_url` must not be empty."""
    return f"{base_url.rstrip('/')}/{quoted(address) if address != FRONT else ''}"


@dataclass(frozen=True, slots=True)
class Links:
    """The links of one page: called with an address, or by the kind of thing to link to; each returns an `href`."""

    root: str
    """What leads from the page to the site's root, such as `../../`."""

    @classmethod
    def of(cls, here: str, base_url: str = "") -> Links:
        """Links of the page at address `here`.

        The page for unknown addresses is served at any depth, so relative links would miss; full URLs are right
        wherever the site is published, and wrong nowhere else.
        """
        if here == NOT_FOUND and base_url:
            return cls(absolute(base_url, FRONT))
        return cls(relative(here, ""))

    def __call__(self, address: str) -> str:
        """Link to an address."""
        return self.root + quoted(address)

    def article(self, entry: Entry) -> str:
        """Link to an article."""
        return self(article(entry))

    def edition(self, to: Edition) -> str:
        """Link to an edition."""
        return self(edition(to))

    def month(self, day: dt.date) -> str:
        """Link to the archive of a month."""
        return self(month(day))

    def tag(self, to: Tag) -> str:
        """Link to a tag."""
        return self(tag(to))

    def tag_feed(self, to: Tag) -> str:
        """Link to a tag's feed."""
        return self(tag_feed(to))

    def source(self, slug: str) -> str:
        """Link to a source."""
        return self(source(slug))

    def story(self, slug: str) -> str:
        """Link to a story."""
        return self(story(slug))

    def asset(self, name: str) -> str:
        """Link to one of the theme's files."""
        return self(asset(name))
