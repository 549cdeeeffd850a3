"""Markdown parsed block by block: most of a news text is paragraphs of nothing but words, which need no parser.

The tokens are those that markdown-it-py gives for the whole text, but for their line numbers; property tests hold that.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from markdown_it.token import Token

if TYPE_CHECKING:
    from collections.abc import Iterable

    from markdown_it import MarkdownIt

_BLANK_LINES = re.compile(r"\n\n+")
# How a line begins that is nothing but words: no mark of a list, a quotation, a table, code or a reference.
_LINE = r"(?:[^\W\d_]|[“”„‚‘’»«›‹\"'(–—…¿¡]|\d++(?![.)]))[^\n]*+"
_SIMPLE = re.compile(
    rf"(?P<heading>\#{{1,6}} [^\n]*+)|(?P<list>- {_LINE}(?:\n- {_LINE})*+)|(?P<words>{_LINE}(?:\n{_LINE})*+)"
)
# A link to an address that is written in no other way, around words.
_LINK = re.compile(r"(?<!!)\[([^\[\]!]++)\]\((https?://[a-z0-9]++(?:[.-][a-z0-9]++)++(?:/[A-Za-z0-9./-]*+)?+)\)")
_PARAGRAPH_END = Token("paragraph_close", "p", -1, block=True)
"""One for all paragraphs: nothing changes it."""


def parse(parser: MarkdownIt, text: str) -> list[Token]:
    """Return the tokens of a text.

    A text is parted at its blank lines where each part is a heading, a list of one level, or a paragraph none of whose
    lines begins like anything else: then no part goes on in the next, and none defines what links in others refer to.

    Args:
        parser: CommonMark, without raw HTML and without what changes signs on its own, such as linkify.
        text: Markdown.
    """
    blocks = _BLANK_LINES.split(text.strip("\n"))
    kinds = [found.lastgroup if (found := _SIMPLE.fullmatch(block)) else None for block in blocks]
    lists_meet = any(one == other == "list" for one, other in pairwise(kinds))
    if None in kinds or lists_meet or "\r" in text or "\0" in text:
        return parser.parse(text)
    return [token for block, kind in zip(blocks, kinds, strict=True) for token in _tokens(parser, block, kind)]


def _tokens(parser: MarkdownIt, block: str, kind: str | None) -> Iterable[Token]:
    if kind == "list" or block[-1].isspace():
        return parser.parse(block)
    plain = _is_plain(block)
    if kind == "words":
        return _paragraph((_inline(block) if plain else None) or parser.parseInline(block)[0])
    marks, _, words = block.partition(" ")
    if plain and "#" not in words and words and not words[0].isspace() and (inline := _inline(words)):
        return _heading(marks, inline)
    return parser.parse(block)


def _is_plain(block: str) -> bool:
    """Tell whether no sign means anything within a paragraph, but for brackets; no expression is as fast."""
    marked = "*" in block or "_" in block or "`" in block or "~" in block
    return not (marked or "\n" in block or "\\" in block or "<" in block or "&" in block)


def _inline(words: str) -> Token | None:
    """Return words, and links among them; `None` where a bracket may be something else."""
    children = _linked(words) if "[" in words else [_text(words)]
    return Token("inline", "", 0, content=words, block=True, children=children) if children else None


def _linked(words: str) -> list[Token]:
    """Return words and links; nothing where a bracket may be something else."""
    pieces = _LINK.split(words)
    if any("[" in plain or "]" in plain for plain in pieces[::3]):
        return []
    children = [_text(pieces[0])]
    for name, target, after in zip(pieces[1::3], pieces[2::3], pieces[3::3], strict=True):
        opening = Token("link_open", "a", 1, attrs={"href": target})
        children += opening, Token("text", "", 0, content=name, level=1), Token("link_close", "a", -1), _text(after)
    return [child for child in children if child.nesting or child.content]


def _text(words: str) -> Token:
    return Token("text", "", 0, content=words)


def _paragraph(inline: Token) -> Iterable[Token]:
    inline.level, inline.block = 1, True
    return Token("paragraph_open", "p", 1, block=True), inline, _PARAGRAPH_END


def _heading(marks: str, inline: Token) -> Iterable[Token]:
    inline.level = 1
    name = f"h{len(marks)}"
    opening = Token("heading_open", name, 1, markup=marks, block=True)
    return opening, inline, Token("heading_close", name, -1, markup=marks, block=True)
