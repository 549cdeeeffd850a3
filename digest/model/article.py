"""Articles: what the cleaner keeps of a document, what it leaves out, and where each value came from."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from digest.model import body

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from digest.model.blocks import Block


class Origin(StrEnum):
    """Where a piece of metadata came from."""

    SOURCE = "source"
    """The source states it as such: a headline, a byline, a date line."""
    TEXT = "text"
    """Taken from a sentence of the running text."""
    DERIVED = "derived"
    """Made of the source's own words, but stated nowhere."""
    FIRST_SEEN = "first-seen"
    """The day on which the source was first imported; nothing in it says more."""
    GIVEN = "given"
    """Handed in by the caller."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the classifier says of one block, and why."""

    block: Block
    keep: bool
    reason: str
    """One of the short reasons of `digest.cleaner.rules`, or `text` for what is kept."""
    score: float
    """Estimated probability that the block belongs to the article, 0 to 1; rules give exactly 0 or 1."""


@dataclass(frozen=True, slots=True)
class Removed:
    """A piece that was left out, kept so that an editor can look at it."""

    text: str
    reason: str
    line: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where one value of the metadata came from."""

    key: str
    """`title, date, authors, publisher, category, language, url`."""
    origin: Origin
    detail: str
    """For people: `byline`, `stated in the print notice` …"""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Article:
    """What the cleaner makes of a document: the kept blocks, the metadata, and what was left out and why."""

    name: str
    """The source's name."""
    title: str
    """Never empty: derived from the text's own words where the source has none (see `title_origin`)."""
    blocks: tuple[Block, ...]
    date: dt.date | dt.datetime | None = None
    """`None` when the source states none of its own."""
    authors: tuple[str, ...] = ()
    publisher: str | None = None
    url: str | None = None
    language: str | None = None
    category: str | None = None
    places: tuple[str, ...] = ()
    """The dateline's towns."""
    keywords: tuple[str, ...] = ()
    """Topics that the source itself links or lists."""
    abbreviations: Mapping[str, str] = field(default_factory=dict)
    """Acronym → expansion, as found in the kept text's tooltips."""
    evidence: tuple[Evidence, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    """Every block of the document with its verdict, in the source's order."""
    removed: tuple[Removed, ...] = ()
    warnings: tuple[str, ...] = ()
    description: str | None = None
    """A summary that the source itself gives: a standfirst, the description in its markup."""
    refused: str | None = None
    """Why this is no article to import (an index, an error page), as a clause; among the warnings, too."""

    def origin(self, key: str) -> Origin | None:
        """Where the value of `key` came from; `None` when there is no value."""
        return next((e.origin for e in self.evidence if e.key == key), None)

    @property
    def title_origin(self) -> Origin | None:
        """Where the title came from."""
        return self.origin("title")

    @property
    def date_origin(self) -> Origin | None:
        """Where the date came from."""
        return self.origin("date")

    @property
    def text(self) -> str:
        """The body as plain text, blocks parted by a blank line."""
        return "\n\n".join(block.plain for block in self.blocks)

    @property
    def markdown(self) -> str:
        """The body as CommonMark, blocks parted by a blank line (list items by a line break), no front matter."""
        return body.commonmark(self.blocks)
