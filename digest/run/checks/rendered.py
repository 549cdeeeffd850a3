"""The rendered site as a browser and a server see it: what refers to what, and how much goes over the wire."""

from __future__ import annotations

import gzip
import posixpath
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from digest.site import forms, urls

if TYPE_CHECKING:
    from collections.abc import Iterator

    from digest.model import Page
    from digest.run.pipeline import Built
    from digest.run.shelf import Shelf

_LINKING = ("href", "src")
# What a browser loads of its own accord: elements, and relations of `link`.
_LOADING = frozenset({"script", "img", "iframe", "source", "audio", "video", "embed", "input"})
_LOADED = frozenset({"stylesheet", "icon", "preload", "modulepreload", "manifest"})
_KEPT = (".xml", ".json")


class Scan(HTMLParser):
    """What a page refers to and can be referred to by.

    Args:
        text: the page.
    """

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.links: dict[str, None] = {}
        """Targets of links and images as written, each once, in the order of the page."""
        self.loaded: dict[str, None] = {}
        """Those among them that a browser fetches with the page."""
        self.undescribed: dict[str, None] = {}
        """Images without a text in their place."""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take down what an element refers to."""
        values = {name: value for name, value in attrs if value is not None}
        self.ids |= {values["id"]} if values.get("id") else set()
        targets = [values[name] for name in _LINKING if name in values]
        self.links.update(dict.fromkeys(targets))
        if tag in _LOADING or _LOADED & set(values.get("rel", "").split()):
            self.loaded.update(dict.fromkeys(targets))
        if tag == "img" and not values.get("alt", "").strip():
            self.undescribed[values.get("src", "")] = None


@dataclass(frozen=True, slots=True)
class Rendered:
    """All files of a site."""

    root: str
    """Path of the site's root on its domain, with a slash at the end."""
    base_url: str
    """Absolute address of the site, with a slash at the end; empty when it is not known."""
    scans: dict[str, Scan] = field(default_factory=dict)
    """Address of a page → what it refers to."""
    sizes: dict[str, int] = field(default_factory=dict)
    """Address of a file → bytes that a server sends, compressed by gzip."""
    kept: dict[str, bytes] = field(default_factory=dict)
    """Address of a file for programs → its content."""

    def target(self, page: str, link: str) -> tuple[str, str] | None:
        """Return address and anchor that an internal link leads to; `None` for a link that leaves the site."""
        if self.base_url and link.startswith(self.base_url):
            page, link = urls.FRONT, link.removeprefix(self.base_url) or urls.FRONT
        parts = urlsplit(link)
        if parts.scheme or parts.netloc:
            return None
        path = unquote(parts.path)
        if path.startswith("/"):
            address = path.removeprefix(self.root) if path.startswith(self.root) else path
        else:
            address = posixpath.normpath(posixpath.join(posixpath.dirname(page), path)) if path else page
        if address in {"", "."} or path.endswith("/"):
            address = posixpath.normpath(posixpath.join(address, urls.FRONT))
        return address, unquote(parts.fragment)

    def weight(self, page: str) -> int:
        """Return how many bytes are sent for a page with all that a browser loads with it."""
        targets = (self.target(page, link) for link in self.scans[page].loaded)
        files = {page, *(target[0] for target in targets if target)}
        return sum(self.sizes.get(address, 0) for address in files)


@dataclass(frozen=True, slots=True)
class Subject:
    """All that is checked."""

    built: Built
    site: Rendered
    articles: Shelf

    def place(self, address: str, text: str) -> tuple[str, int | None]:
        """Return the file and line where editors wrote what stands on a page; the address where a template did it."""
        page = next(page for page in self.built.pages if page.path == address)
        thing = page.context.get("entry") or page.context.get("static")
        if thing is None:
            return address, None
        lines = self.built.project.path(thing.path).read_text(encoding="utf-8", errors="replace").splitlines()
        found = next((number for number, line in enumerate(lines, 1) if unquote(text) in unquote(line)), None)
        return (thing.path, found) if found else (address, None)

    def links(self) -> Iterator[tuple[str, str]]:
        """Yield the address of each page with each of its links.

        What pages to print link to stands on the articles' own pages, where their editors can be told.
        """
        printed = {page.path for page in page_of(self, forms.PRINT)}
        scans = ((address, scan) for address, scan in self.site.scans.items() if address not in printed)
        return ((address, link) for address, scan in scans for link in scan.links)


def rendered(built: Built) -> Rendered:
    """Render a site and look at it.

    Raises:
        BuildError: a template is wrong.
    """
    base_url = built.project.config.site.base_url
    site = Rendered(urlsplit(base_url).path or "/", base_url)
    for address, data in built.files():
        site.sizes[address] = len(gzip.compress(data, 6))
        if address.endswith(".html"):
            site.scans[address] = Scan(data.decode())
        elif address.endswith(_KEPT):
            site.kept[address] = data
    return site


def page_of(subject: Subject, template: str) -> Iterator[Page]:
    """Yield the pages that a template makes."""
    return (page for page in subject.built.pages if page.template == template)
