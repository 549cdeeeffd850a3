"""What a page's markup states of itself: a table of finders, each best first.

The reader states, the cleaner chooses: a title with the site's name, a byline with its `By`, a date as a person wrote
it are handed on as they are.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from digest.model import Statement
from digest.readers.stated import elements, meta, vicinity
from digest.readers.stated.jsonld import text, types
from digest.readers.stated.page import Page, several, statement

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from selectolax.lexbor import LexborHTMLParser

_PROPERTIES = (
    ("title", "headline"),
    ("title", "name"),
    ("date", "datePublished"),
    ("date", "dateCreated"),
    ("date", "uploadDate"),
    ("modified", "dateModified"),
    ("description", "description"),
    ("category", "articleSection"),
    ("language", "inLanguage"),
)
_MAX_BODY = 500_000  # characters; a long reportage has 50,000


def read(tree: LexborHTMLParser, url: str | None) -> tuple[Statement, ...]:
    """Return what a page states of itself, best first of each key.

    Args:
        tree: the whole page, its scripts included.
        url: where it was found; the canonical link and the dates of addresses are read against it.
    """
    page = Page(tree, url)
    found = [one for finder in FINDERS for one in finder(page)]
    for finder in WITHOUT_DATE:
        if not any(one.key == "date" and isinstance(one.value, dt.date) for one in found):
            found += finder(page)
    return tuple(dict.fromkeys(found))


def linked_data(page: Page) -> Iterator[Statement]:
    """What JSON-LD states of the article, else of the page."""
    for node in page.graph.articles():
        for key, name in _PROPERTIES:
            if one := statement(key, text(node.get(name)), f"JSON-LD {name}"):
                yield one
        for name in ("author", "creator"):
            yield from several("authors", page.graph.names(node.get(name)), f"JSON-LD {name}")
        if isinstance(body := node.get("articleBody"), str) and body.strip():
            yield Statement("body", body[:_MAX_BODY], "JSON-LD articleBody")
        publishers = list(page.graph.names(node.get("publisher")))
        yield from filter(None, [statement("publisher", one, "JSON-LD publisher") for one in publishers[:1]])
        yield from (Statement("kind", one, "JSON-LD type") for one in sorted(types(node)))
        if str(node.get("isAccessibleForFree")).lower() == "false":
            yield Statement("access", "subscribers", "JSON-LD isAccessibleForFree")
    if site := page.graph.site():
        yield Statement("publisher", site, "JSON-LD WebSite")


FINDERS: tuple[Callable[[Page], Iterator[Statement]], ...] = (
    linked_data,
    meta.statements,
    elements.headings,
    elements.authors,
    elements.address,
    vicinity.by_headline,
    elements.language,
)
"""Best first."""
WITHOUT_DATE = (elements.dates, elements.scripts, elements.last_dates)
"""In turn, until a date is found that machines can read: they cost more, and are right less often."""
