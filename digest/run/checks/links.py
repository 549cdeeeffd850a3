"""Links and images within the site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.errors import BuildError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from digest.run.checks.rendered import Rendered, Subject


def broken(subject: Subject) -> Iterator[BuildError]:
    """Yield links and images that lead nowhere, and links to anchors that are not there."""
    for address, link in subject.links():
        if complaint := _complaint(subject.site, address, link):
            path, line = subject.place(address, link)
            yield BuildError(complaint, path=path, line=line, hint="links are relative to the page")


def undescribed(subject: Subject) -> Iterator[BuildError]:
    """Yield images without a description (WCAG 2.2, 1.1.1)."""
    for address, scan in subject.site.scans.items():
        for source in scan.undescribed:
            path, line = subject.place(address, source)
            hint = "write what it shows between the brackets: ![a dike at low tide](dike.jpg)"
            yield BuildError(f"the image {source!r} has no description", path=path, line=line, hint=hint)


def _complaint(site: Rendered, page: str, link: str) -> str | None:
    """Return what is wrong with a link, `None` when it is good."""
    target = site.target(page, link)
    if target is None:
        return None
    address, anchor = target
    if address not in site.sizes:
        return f"the link {link!r} leads nowhere"
    if anchor and address in site.scans and anchor not in site.scans[address].ids:
        return f"the link {link!r} leads to an anchor that {address} does not have"
    return None
