"""The nouns that flow through `digest`, from a source's bytes to a page of the site.

`Source → Document → Article → Entry → Page`: each phase is a type of its own, frozen, and made whole; nothing is
filled in later. A step takes one and returns the next.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping


class Kind(StrEnum):
    """What a block is, in the words of an editor."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    LIST_ITEM = "list item"
    QUOTE = "quote"
    CAPTION = "caption"


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
class Source:
    """One input as it came in."""

    name: str
    """How a user would name it: a path below `content/sources/`, or a file name."""
    data: bytes
    media_type: str | None = None
    """As in HTTP, without parameters; `None` lets the readers decide by name and content."""
    url: str | None = None
    language: str | None = None
    """BCP 47 code that the caller knows; `None` lets the cleaner decide."""


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph-like piece of a source with the evidence that its reader found; readers never judge."""

    text: str
    kind: Kind = Kind.PARAGRAPH
    line: int = 0
    """Line of the source where it begins, counted from 1; 0 when the reader knows no lines."""
    gap: int = 0
    """Blank lines before it."""
    indent: int = 0
    """White space before its first character, in columns."""
    level: int = 0
    """Of a heading, from 1; of a list item, its nesting from 1; else 0."""
    attribution: str = ""
    """Of a quote: who said it."""

    @property
    def markdown(self) -> str:
        """This block as CommonMark, without a final line break."""
        text = escape_markdown(self.text)
        match self.kind:
            case Kind.HEADING:
                return f"{'#' * max(self.level, 2)} {text}"
            case Kind.LIST_ITEM:
                return f"{'  ' * max(self.level - 1, 0)}- {text}"
            case Kind.QUOTE:
                speaker = f"\n>\n> — {escape_markdown(self.attribution)}" if self.attribution else ""
                return f"> {text}{speaker}"
            case _:
                return text

    @property
    def plain(self) -> str:
        """The words alone; of a quote, its speaker on a line of its own."""
        return f"{self.text}\n— {self.attribution}" if self.attribution else self.text


@dataclass(frozen=True, slots=True)
class Document:
    """A source taken apart into blocks, in reading order."""

    source: Source
    blocks: tuple[Block, ...]
    warnings: tuple[str, ...] = ()


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
        parts: list[str] = []
        previous: Block | None = None
        for block in self.blocks:
            tight = previous is not None and block.kind is previous.kind is Kind.LIST_ITEM
            parts.append(("" if previous is None else "\n" if tight else "\n\n") + block.markdown)
            previous = block
        return "".join(parts)


@dataclass(frozen=True, slots=True)
class Attribution:
    """The original that an entry was made from; front-matter key `source`."""

    name: str | None = None
    url: str | None = None
    author: str | None = None
    published: dt.date | dt.datetime | None = None
    retrieved: dt.date | dt.datetime | None = None
    licence: str | None = None


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag in its canonical form."""

    slug: str
    """Unique in the site; the page's file name."""
    label: str


@dataclass(frozen=True, slots=True)
class Correction:
    """A published correction of an article."""

    date: dt.date
    text: str


@dataclass(frozen=True, slots=True)
class Entry:
    """An article as it will be published: the Markdown file that editors see, read and validated."""

    id: str
    """Permanent; feeds use it."""
    path: str
    """Of its Markdown file, relative to the project, with `/`."""
    slug: str
    title: str
    date: dt.datetime
    """Aware; the start of the day in the site's time zone where only a day is known."""
    body: str
    """Markdown without front matter."""
    all_day: bool = True
    """Only a day is known, no time."""
    updated: dt.datetime | None = None
    authors: tuple[str, ...] = ()
    category: str | None = None
    tags: tuple[Tag, ...] = ()
    """Most telling first."""
    lang: str = "en"
    summary: tuple[str, ...] = ()
    source: Attribution = Attribution()
    publish: str = "full"
    """`full`, `summary` or `link`."""
    draft: bool = False
    expires: dt.datetime | None = None
    aliases: tuple[str, ...] = ()
    """Old addresses below the site's root that redirect here."""
    abbreviations: Mapping[str, str] = field(default_factory=dict)
    corrections: tuple[Correction, ...] = ()
    story: str | None = None
    """Identifier shared by the articles on one event."""
    removed: int = 0
    """How many lines of the source were left out."""
    extra: Mapping[str, Any] = field(default_factory=dict)
    """Front-matter keys that `digest` does not know, passed through to templates."""


@dataclass(frozen=True, slots=True)
class Story:
    """Articles on the same event, the lead first."""

    id: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Edition:
    """What appeared on one day."""

    date: dt.date
    stories: tuple[Story, ...]
    """Leading story first; an article on its own is a story of one."""

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All articles of that day, story by story."""
        return tuple(entry for story in self.stories for entry in story.entries)


@dataclass(frozen=True, slots=True)
class Page:
    """One file of the site before it is rendered."""

    path: str
    """Below the output folder, with `/`, such as `articles/2026/01/budget.html`."""
    template: str
    """Template of the theme that renders it."""
    context: Mapping[str, Any]
    """Names the template may use beside the site-wide ones."""


# A character that would start markup: always inside a line, and some only at its start.
_INLINE = re.compile(r"([\\`*_\[\]<]|&(?=[#\w]+;)|~~)")
_LINE_START = re.compile(r"^(\s*)(#{1,6}(?=\s|$)|[-+>](?=\s|$)|>|={3,}\s*$|-{3,}\s*$|\d{1,9}(?=[.)](?:\s|$))|~~~)")


def escape_markdown(text: str) -> str:
    """Return `text` such that CommonMark renders it as the same characters.

    Underscores inside words are left alone: CommonMark gives them no meaning there, and editors read better without.
    """
    text = _INLINE.sub(_escape_inline, text)
    return _LINE_START.sub(_escape_start, text)


def _escape_inline(match: re.Match[str]) -> str:
    found, text, at = match[0], match.string, match.start()
    before, after = text[at - 1 : at], text[match.end() : match.end() + 1]
    if found == "_" and before.isalnum() and after.isalnum():
        return found
    if found == "*" and not before.strip() and not after.strip():
        return found if before else "\\*"
    return "\\" + found


def _escape_start(match: re.Match[str]) -> str:
    marker = match[2]
    if marker.isdigit():  # `1.` would begin an ordered list
        return f"{match[1]}{marker}\\"
    return f"{match[1]}\\{marker}"
