"""Marks behind a sentence: `<!-- summary: yes -->` wants it in the summary, `<!-- summary: no -->` keeps it out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

from digest.model import Block, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from markdown_it.token import Token

# What the spelling ends with is what it is replaced by while the Markdown is parsed. Unicode keeps these two for a
# program's inner use: no text that is exchanged may hold them.
_YES, _NO = "\ufdd0", "\ufdd1"
_MARK = re.compile(r"(?<!\\)<!--\s*summary:\s*(yes|no)\s*-->")
_INNER = re.compile(f"[{_YES}{_NO}]")
_KINDS = {
    "heading_open": Kind.HEADING,
    "list_item_open": Kind.LIST_ITEM,
    "blockquote_open": Kind.QUOTE,
    "table_open": Kind.TABLE,
}
_BREAKS = {"softbreak": " ", "hardbreak": "\n"}
# As the site reads it, so that a summary's sentence is one that its reader finds.
_PARSER = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])


@dataclass(frozen=True, slots=True)
class Marked:
    """A text as the summarizer takes it, and what editors want of it."""

    blocks: tuple[Block, ...]
    wanted: Mapping[tuple[int, int], bool]
    """Index of a block and offset in its text → whether the sentence before is wanted in the summary."""


def are_in(body: str) -> bool:
    """Return whether a body holds any mark."""
    return "<!--" in body and _MARK.search(body) is not None


def read(body: str) -> Marked:
    """Take a Markdown body apart into blocks of plain text, and find the marks.

    A mark stands behind its sentence, on the same line or on one of its own below the paragraph.
    """
    inner = _MARK.sub(lambda mark: _YES if mark[1] == "yes" else _NO, _INNER.sub("", body))
    blocks: list[Block] = []
    wanted: dict[tuple[int, int], bool] = {}
    for kind, text in _texts(_PARSER.parse(inner)):
        bare = _INNER.sub("", text).strip()
        if bare:
            blocks.append(Block(bare, kind))
        for offset, is_wanted in _places(text):
            at = offset if bare else len(blocks[-1].text) if blocks else 0
            wanted[max(len(blocks) - 1, 0), at] = is_wanted
    return Marked(tuple(blocks), wanted)


def _texts(tokens: list[Token]) -> Iterator[tuple[Kind, str]]:
    """Yield kind and text of each paragraph, heading, item and cell; code is nobody's sentence."""
    around: list[Kind] = []
    for token in tokens:
        if token.type in _KINDS:
            around.append(_KINDS[token.type])
        elif token.type.removesuffix("_close") + "_open" in _KINDS:
            around.pop()
        elif token.type == "inline":
            parts = (_BREAKS.get(child.type, child.content) for child in token.children or ())
            yield around[-1] if around else Kind.PARAGRAPH, "".join(parts)


def _places(text: str) -> Iterator[tuple[int, bool]]:
    """Yield each mark's offset in the text without marks and without white space around it."""
    lead = len(text) - len(text.lstrip())
    for number, mark in enumerate(_INNER.finditer(text)):
        yield len(text[lead : mark.start()].rstrip()) - number, mark[0] == _YES
