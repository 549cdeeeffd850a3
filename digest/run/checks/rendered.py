"""The rendered site as a browser and a server see it: what refers to what, and how much goes over the wire."""

from __future__ import annotations

import gzip
import posixpath
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from selectolax.lexbor import LexborHTMLParser

from digest.site import forms, urls

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from digest.model import Page
    from digest.run.pipeline import Built
    from digest.run.shelf import Shelf

_LINKING = ("href", "src")
# What a browser loads of its own accord: elements, and relations of `link`.
_LOADING = frozenset({"script", "img", "iframe", "source", "audio", "video", "embed", "input"})
_LOADED = frozenset({"stylesheet", "icon", "preload", "modulepreload", "manifest"})
_KEPT = (".xml", ".json")


@dataclass(frozen=True, slots=True)
class Scan:
    """What a page refers to and can be referred to by; each target as written, once, in the order of the page."""

    ids: frozenset[str]
    links: tuple[str, ...]
    """Targets of links and images."""
    loaded: tuple[str, ...]
    """Those among them that a browser fetches with the page."""
    undescribed: tuple[str, ...]
    """Images without a text in their place."""

    @classmethod
    def of(cls, text: str) -> Scan:
        """Look at a page."""
        nodes = LexborHTMLParser(text).css("[id], [href], [src], img")
        found = [(node.tag, {name: value or "" for name, value in node.attributes.items()}) for node in nodes]
        targets = [(tag, values, values[name]) for tag, values in found for name in _LINKING if name in values]
        return cls(
            frozenset(values["id"] for _, values in found if values.get("id")),
            _once(target for _, _, target in targets),
            _once(target for tag, values, target in targets if _is_loaded(tag, values)),
            _once(values.get("src", "") for tag, values in found if tag == "img" and not values.get("alt", "").strip()),
        )


def _is_loaded(tag: str | None, values: Mapping[str, str]) -> bool:
    return tag in _LOADING or bool(_LOADED & set(values.get("rel", "").split()))


def _once(targets: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(targets))


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
            site.scans[address] = Scan.of(data.decode())
        elif address.endswith(_KEPT):
            site.kept[address] = data
    return site


def page_of(subject: Subject, template: str) -> Iterator[Page]:
    """Yield the pages that a template makes."""
    return (page for page in subject.built.pages if page.template == template)
