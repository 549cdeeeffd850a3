"""Other forms of an edition than its page: a newsletter with its plain-text twin, a book, a page to print."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from digest.site import urls

if TYPE_CHECKING:
    from collections.abc import Iterator

    from digest.config import EditionForms
    from digest.model import Edition

NEWSLETTER = "newsletter.html"
TWIN = "newsletter.txt"
PRINT = "print.html"
EPUB = "epub"
"""What makes a page of the book: no single template does, see `digest.site.epub`."""

PRINT_ASSETS = frozenset({urls.asset("print.css"), urls.asset("icon.svg")})
"""Addresses of the theme's files that the page to print refers to."""


@dataclass(frozen=True, slots=True)
class Form:
    """One form of an edition."""

    label: str
    """Key of the label that names it in a link."""
    path: str
    """Address of its file."""
    template: str
    """What renders it."""
    media_type: str


def of(edition: Edition, settings: EditionForms) -> tuple[Form, ...]:
    """Return the forms that an edition has beside its page, as the settings want them."""
    return tuple(_forms(urls.edition(edition).removeprefix("editions/").removesuffix(".html"), settings))


def _forms(name: str, settings: EditionForms) -> Iterator[Form]:
    if settings.newsletter:
        yield Form("newsletter", f"newsletters/{name}.html", NEWSLETTER, "text/html")
        yield Form("newsletter_text", f"newsletters/{name}.txt", TWIN, "text/plain")
    if settings.epub:
        yield Form("epub", f"editions/{name}.epub", EPUB, "application/epub+zip")
    if settings.print:
        yield Form("print_page", f"print/{name}.html", PRINT, "text/html")
