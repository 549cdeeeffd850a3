"""Pages that are no article: indexes of headlines, errors, questions of consent; and articles behind a paywall.

Only pages with markup are judged, and only where the signs agree: a wrong refusal costs an article, a page too many
costs an editor a glance. Measured on the 789 articles of the development set: see `benchmarks/metadata.py`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING

from digest import languages
from digest.cleaner.expressions import Table, table
from digest.model import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from digest.model import Block, Document

_ERROR = "this looks like an error page or a question of consent, not an article"
_INDEX = "this looks like an index page, not an article"
_PAYWALL = "this is the beginning of an article that the publisher sells"

# Characters of unlinked paragraphs. An error page explains itself in a sentence or two.
_MAX_ERROR_TEXT = 700
_MAX_TEASER = 1_500
"""Longest beginning of an article behind a paywall; who shows more shows the article."""
_MIN_PARAGRAPH = 80
# A headline that leads elsewhere has four words or more; an index has a dozen of them at least, and between two of them
# never more than a teaser's text.
_MIN_HEADLINE_WORDS, _MAX_HEADLINE_WORDS, _MIN_HEADLINES = 4, 30, 12
_LINKED = 0.8
_MAX_RUN = 400
_ARTICLE = re.compile(r"article|posting|report|recipe|howto|review|scholarly|news(?!paper)", re.IGNORECASE)
_OUTSIDE = re.compile(r"^(?:footer|nav)\b|\b(?:cookie|consent)", re.IGNORECASE)
_WALL_WORDS = 60


@dataclass(frozen=True, slots=True)
class PageKind:
    """What a page is instead of a whole article."""

    reason: str
    """For people, as a clause."""
    refused: bool
    """Nothing of it is worth importing."""


def judge(document: Document) -> PageKind | None:
    """Tell what a page is where it is no whole article; `None` for articles, and for all that has no markup."""
    if not any(block.tag for block in document.blocks):
        return None
    for sign, kind in _SIGNS:
        if sign(document):
            return kind
    return None


def _is_error(document: Document) -> bool:
    titles = [one.value for one in document.statements if one.key == "title"]
    headings = [block.text for block in document.blocks if block.kind is Kind.HEADING][:3]
    said = any(_errors(title) for title in (*titles, *headings))
    return said and not _has_text(document.blocks, _MAX_ERROR_TEXT)


def _is_index(document: Document) -> bool:
    if any(one.key == "kind" and _ARTICLE.search(one.value) for one in document.statements):
        return False
    headlines = {block.text for block in document.blocks if _is_headline(block)}
    return len(headlines) >= _MIN_HEADLINES and max(_runs(document.blocks), default=0) <= _MAX_RUN


def _is_paywalled(document: Document) -> bool:
    if _has_text(document.blocks, _MAX_TEASER):
        return False
    sold = any(one.key == "access" and one.value == "subscribers" for one in document.statements)
    return sold or any(map(_is_wall, document.blocks))


_SIGNS = (
    (_is_error, PageKind(_ERROR, refused=True)),
    (_is_index, PageKind(_INDEX, refused=True)),
    (_is_paywalled, PageKind(_PAYWALL, refused=False)),
)


def _parts(title: str) -> Iterator[str]:
    """The whole title, and its parts: the site's name stands before or behind the rest."""
    yield title
    yield from re.split(r"\s[|–—·•:-]\s|\s*[|»]\s*", title)


def _has_text(blocks: Iterable[Block], most: int) -> bool:
    """Whether the unlinked paragraphs that are no furniture hold more than a number of characters."""
    return any(length > most for length in accumulate(len(block.text) for block in blocks if _is_text(block)))


def _runs(blocks: Sequence[Block]) -> Iterator[int]:
    """Lengths of what stands between two linked headlines."""
    length = 0
    for block in blocks:
        if _is_headline(block):
            yield length
            length = 0
        elif _is_text(block):
            length += len(block.text)
    yield length


def _is_text(block: Block) -> bool:
    long = len(block.text) >= _MIN_PARAGRAPH and block.link_share < 1 - _LINKED
    return long and not any(map(_is_outside, block.context))


@lru_cache(maxsize=4096)
def _is_outside(around: str) -> bool:
    """Remembered, because the blocks of a page share the elements around them."""
    return bool(_OUTSIDE.search(around))


def _is_headline(block: Block) -> bool:
    return block.link_share >= _LINKED and _MIN_HEADLINE_WORDS <= len(block.text.split()) <= _MAX_HEADLINE_WORDS


def _is_wall(block: Block) -> bool:
    return len(block.text.split()) <= _WALL_WORDS and bool(_walls().find(block.text))


@lru_cache(maxsize=1024)
def _errors(title: str) -> bool:
    """Whether a title, or a part of it, is that of an error; remembered, because a page states its title many times."""
    return any(_error().fullmatch(part.strip()) for part in _parts(title))


@cache
def _error() -> re.Pattern[str]:
    expressions = (one for code in languages.codes() for one in languages.get(code).pages.error)
    return re.compile("|".join(f"(?:{one})" for one in expressions), re.IGNORECASE)


@cache
def _walls() -> Table:
    return table(("paywall", one) for code in languages.codes() for one in languages.get(code).pages.paywall)
