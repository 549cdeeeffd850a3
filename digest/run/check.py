"""`digest check`: is every internal link and anchor good? The pages are rendered and looked at; nothing is written."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from digest.errors import BuildError, DigestError
from digest.run import pipeline, store

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from digest.model import Page
    from digest.run.pipeline import Built, Options
    from digest.run.report import Report

_LINKING = ("href", "src")


@dataclass(frozen=True, slots=True)
class Findings:
    """What a check found."""

    report: Report
    """Of the build, with the links' faults among its errors."""
    links: int
    """Internal links looked at."""


class _Scan(HTMLParser):
    """Collects the identifiers and links of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.links: dict[str, None] = {}
        self.feed(text)
        self.close()

    def handle_starttag(self, _tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id" and value:
                self.ids.add(value)
            elif name in _LINKING and value is not None:
                self.links[value] = None


@dataclass(frozen=True, slots=True)
class _Site:
    """The rendered site, as a browser sees it."""

    root: str
    """Path of the site's root on its domain, with a slash at the end."""
    scans: dict[str, _Scan] = field(default_factory=dict)
    addresses: set[str] = field(default_factory=set)

    def target(self, page: str, link: str) -> tuple[str, str] | None:
        """Return address and anchor that an internal link leads to; `None` for a link that leaves the site."""
        parts = urlsplit(link)
        if parts.scheme or parts.netloc:
            return None
        path = unquote(parts.path)
        if path.startswith("/"):
            address = path.removeprefix(self.root) if path.startswith(self.root) else path
        else:
            address = posixpath.normpath(posixpath.join(posixpath.dirname(page), path)) if path else page
        if address in {"", "."} or path.endswith("/"):
            address = posixpath.normpath(posixpath.join(address, "index.html"))
        return address, unquote(parts.fragment)

    def complaint(self, page: str, link: str) -> str | None:
        """Return what is wrong with a link, `None` when it is good."""
        target = self.target(page, link)
        if target is None:
            return None
        address, anchor = target
        if address not in self.addresses:
            return f"the link {link!r} leads nowhere"
        if anchor and address in self.scans and anchor not in self.scans[address].ids:
            return f"the link {link!r} leads to an anchor that {address} does not have"
        return None


def check(folder: Path, options: Options) -> Findings:
    """Check the front matter of all content, and all links within the site; nothing is written.

    Raises:
        UsageError: an option, `digest.toml` or the theme is wrong.
    """
    project = store.open_project(folder, options.config)
    built = pipeline.prepare(project, replace(options, dry_run=True))
    try:
        site = _render(built)
    except DigestError as error:
        return Findings(replace(built.report, errors=(*built.report.errors, error)), 0)
    faults = tuple(_faults(built, site))
    links = sum(site.target(page, link) is not None for page, scan in site.scans.items() for link in scan.links)
    return Findings(
        replace(built.report, errors=(*built.report.errors, *faults), pages=len(built.pages), dry_run=True), links
    )


def _render(built: Built) -> _Site:
    site = _Site(urlsplit(built.project.config.site.base_url).path or "/")
    for address, data in built.files():
        site.addresses.add(address)
        if address.endswith(".html"):
            site.scans[address] = _Scan(data.decode())
    return site


def _faults(built: Built, site: _Site) -> Iterator[BuildError]:
    pages: Mapping[str, Page] = {page.path: page for page in built.pages}
    for address, scan in site.scans.items():
        for link in scan.links:
            complaint = site.complaint(address, link)
            if complaint:
                path, line = _owner(built, pages[address], link)
                yield BuildError(complaint, path=path, line=line, hint="links are relative to the page")


def _owner(built: Built, page: Page, link: str) -> tuple[str, int | None]:
    """Return the file and line that an editor has to change; the page's own address where a template made the link."""
    thing = page.context.get("entry") or page.context.get("static")
    if thing is None:
        return page.path, None
    lines = built.project.path(thing.path).read_text(encoding="utf-8", errors="replace").splitlines()
    found = next((number for number, line in enumerate(lines, 1) if unquote(link) in unquote(line)), None)
    return (thing.path, found) if found else (page.path, None)
