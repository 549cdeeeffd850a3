"""Blocks: the pieces of a text between reader and page, and how each is written as CommonMark."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from digest.model.publisher import Rule

# A character that would start markup: always inside a line, and some only at its start.
_INLINE = re.compile(r"([\\`*_\[\]<]|&(?=[#\w]+;)|~~)")
_LINE_START = re.compile(r"^(\s*)(#{1,6}(?=\s|$)|[-+>](?=\s|$)|>|={3,}\s*$|-{3,}\s*$|\d{1,9}(?=[.)](?:\s|$))|~~~)")


class Kind(StrEnum):
    """What a block is, in the words of an editor."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    LIST_ITEM = "list item"
    QUOTE = "quote"
    CAPTION = "caption"
    TABLE = "table"
    CODE = "code"


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
    """The text as CommonMark with links and emphasis, escaped already; `None` where a reader knows nothing of them."""
    tag: str = ""
    """Name of the element it was, in markup."""
    context: tuple[str, ...] = ()
    """Elements around it, outermost first, each as `tag` or `tag class-and-id words` in lower case."""
    link_share: float = 0.0
    """Share of its characters that are links, 0 to 1."""
    rule: Rule | None = None
    """What an editor settled of it before anything is judged."""

    @property
    def markdown(self) -> str:
        """This block as CommonMark, without a final line break."""
        text = escape_markdown(self.text) if self.inline is None else self.inline
        match self.kind:
            case Kind.HEADING:
                return f"{'#' * max(self.level, 2)} {text}"
            case Kind.LIST_ITEM:
                return f"{'   ' * max(self.level - 1, 0)}{f'{self.number}.' if self.number else '-'} {text}"
            case Kind.QUOTE:
                speaker = f"\n>\n> — {escape_markdown(self.attribution)}" if self.attribution else ""
                return f"> {text}{speaker}"
            case _:
                return text

    @property
    def plain(self) -> str:
        """The words alone; of a quote, its speaker on a line of its own."""
        return f"{self.text}\n— {self.attribution}" if self.attribution else self.text


def escape_markdown(text: str) -> str:
    """Return `text` such that CommonMark renders it as the same characters.

    Underscores inside words are left alone: CommonMark gives them no meaning there, and editors read better without.
    """
    return escape_start(escape_inline(text))


def escape_inline(text: str) -> str:
    """Escape what CommonMark reads as markup inside a line."""
    return _INLINE.sub(_escape_inline, text)


def escape_start(text: str) -> str:
    """Escape what would make a line a heading, a quotation or an item of a list."""
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
