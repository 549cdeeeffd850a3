"""Blocks: the pieces of a text between reader and page, and how each is written as CommonMark."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from digest.model.escape import escape_inline, escape_markdown, heading_line

if TYPE_CHECKING:
    from digest.model.publisher import Rule
    from digest.model.runs import Runs

_NAMING = re.compile(r' (?:class|id|role|itemprop)="([^"]*)"')
_NAME = re.compile(r"[a-z]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


class Kind(StrEnum):
    """What a block is, in the words of an editor."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    LIST_ITEM = "list item"
    QUOTE = "quote"
    CAPTION = "caption"
    TABLE = "table"
    CODE = "code"


class Element:
    """An element of a page: what it is, where it stands. Two that are alike are two."""

    __slots__ = ("attributes", "number", "parent", "tag")

    def __init__(self, tag: str, attributes: str, parent: Element | None, number: int) -> None:
        self.tag = tag
        self.attributes = attributes
        """As HTML writes them."""
        self.parent = parent
        self.number = number
        """Its place in the page's order: larger than its parent's."""

    @property
    def path(self) -> tuple[str, ...]:
        """The elements around it and itself, outermost first, each as `tag` or `tag class-and-id words`."""
        names = []
        at: Element | None = self
        while at is not None:
            names.append(" ".join((at.tag, *words_of(at.attributes))))
            at = at.parent
        return tuple(reversed(names))


@lru_cache(maxsize=8192)
def words_of(attributes: str) -> tuple[str, ...]:
    """Return the words in the class, id, role and itemprop of an element, in lower case."""
    return tuple(_NAME.findall(_CAMEL.sub(" ", " ".join(_NAMING.findall(attributes))).lower()))


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
    number: int = 0
    """Of an item of a numbered list: its number."""
    attribution: str = ""
    """Of a quote: who said it."""
    inline: str | None = None
    """The text as CommonMark, escaped already, where somebody wrote it down; else `written` makes it."""
    runs: Runs | None = None
    """The text with its links and emphasis, where a reader found any."""
    tag: str = ""
    """Name of the element it was, in markup."""
    marks: tuple[str, ...] = ()
    """What a reader knows of it: that it is a page's foot, a mail's signature."""
    element: Element | None = field(default=None, compare=False)
    """The element that it stands in, in markup."""
    link_share: float = 0.0
    """Share of its characters that are links, 0 to 1."""
    rule: Rule | None = None
    """What an editor settled of it before anything is judged."""

    @property
    def context(self) -> tuple[str, ...]:
        """Elements around it, outermost first, as `Element.path` names them."""
        return self.element.path if self.element else ()

    @property
    def written(self) -> str:
        """Its text as CommonMark, without what its kind adds."""
        if self.inline is not None:
            return self.inline
        return self.runs.commonmark() if self.runs else escape_markdown(self.text)

    @property
    def content(self) -> str:
        """It as CommonMark, without the marks of the list or the quotation that it stands in (see `model.body`)."""
        text = self.written
        if self.kind is Kind.HEADING:
            return f"{'#' * max(self.level, 2)} {heading_line(text)}"
        return f"{text}\n\n— {escape_inline(self.attribution)}" if self.attribution else text

    @property
    def plain(self) -> str:
        """The words alone; of a quote, its speaker on a line of its own."""
        return f"{self.text}\n— {self.attribution}" if self.attribution else self.text
