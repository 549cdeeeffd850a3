"""What readers see next to the headline: dates and bylines, whatever their markup."""

from __future__ import annotations

from itertools import islice, pairwise
from typing import TYPE_CHECKING

from digest.model import Statement
from digest.readers.stated import instants
from digest.readers.stated.elements import is_foreign
from digest.readers.stated.labels import DATE_LENGTH, DAY, before_change, bylines, date_key
from digest.readers.stated.page import Page, several

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selectolax.lexbor import LexborNode

BY_HEADLINE = "next to the headline"
"""Detail of what readers see there, whatever its markup."""
_BYLINE_LENGTH, _LABEL_LENGTH = 160, 20
_LINES_AFTER, _LINES_BEFORE = 30, 12
_FRAME = frozenset({"footer", "aside", "nav"})
_UNSHOWN = frozenset({"script", "style", "noscript", "template"})


def by_headline(page: Page) -> Iterator[Statement]:
    """Short lines next to the headline with a date or names; those after it first, nearest first."""
    for line, following in _lines(page):
        if len(line) <= DATE_LENGTH and DAY.search(line):
            text = before_change(line)
            yield Statement(date_key(text), instants.read(text) or text, BY_HEADLINE)
        if len(line) <= _BYLINE_LENGTH and bylines().fullmatch(line):
            yield from several("authors", [line], BY_HEADLINE)
        elif len(line) <= _LABEL_LENGTH and bylines().fullmatch(f"{line} {following}"):
            yield from several("authors", [f"{line} {following}"], BY_HEADLINE)


def _lines(page: Page) -> Iterator[tuple[str, str]]:
    """Yield the lines after the headline, then those before it, each with the one that follows."""
    heading = next(page.tagged("h1"), None)
    if heading is None:
        return
    title = " ".join(heading.text(separator=" ").split())
    yield from pairwise([*islice(_after(heading), _LINES_AFTER), ""])
    yield from ((line, following) for following, line in pairwise([title, *islice(_before(heading), _LINES_BEFORE)]))


def _after(node: LexborNode) -> Iterator[str]:
    """Yield the texts behind an element, each piece of the markup by itself."""
    place: LexborNode | None = node
    while place is not None:
        if place.next is None:
            place = place.parent
        else:
            place = place.next
            if not (place.tag in _FRAME and is_foreign(place)):
                yield from filter(None, (_text(node, above) for above, node in _nodes(place)))


def _before(node: LexborNode) -> Iterator[str]:
    """Yield the texts in front of an element, nearest first."""
    place: LexborNode | None = node
    while place is not None:
        if place.prev is None:
            place = place.parent
        else:
            place = place.prev
            yield from filter(None, (_text(node, above) for above, node in reversed(list(_nodes(place)))))


def _nodes(root: LexborNode) -> Iterator[tuple[LexborNode | None, LexborNode]]:
    """Yield an element and what is in it, each with the one before."""
    above: LexborNode | None = None
    for node in root.traverse(include_text=True, skip_empty=True):
        yield above, node
        above = node


def _text(node: LexborNode, above: LexborNode | None) -> str:
    """What readers see of a node: its words, unless they are a script's."""
    if not node.is_text_node or (above and above.tag in _UNSHOWN):
        return ""
    return " ".join((node.text_content or "").split())
