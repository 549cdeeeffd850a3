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
# Signs that mean something within a paragraph. Looking for one after the other is faster than any expression.
_SIGNS = "\n", "\\", "`", "*", "_", "[", "<", "&", "~"


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
    plain = not any(sign in block for sign in _SIGNS)
    if kind == "words":
        return _paragraph(_inline(block) if plain else parser.parseInline(block)[0])
    marks, _, words = block.partition(" ")
    if plain and "#" not in words and words and not words[0].isspace():
        return _heading(marks, _inline(words))
    return parser.parse(block)


def _inline(words: str) -> Token:
    return Token("inline", "", 0, content=words, block=True, children=[Token("text", "", 0, content=words)])


def _paragraph(inline: Token) -> Iterable[Token]:
    inline.level, inline.block = 1, True
    return Token("paragraph_open", "p", 1, block=True), inline, Token("paragraph_close", "p", -1, block=True)


def _heading(marks: str, inline: Token) -> Iterable[Token]:
    inline.level = 1
    name = f"h{len(marks)}"
    opening = Token("heading_open", name, 1, markup=marks, block=True)
    return opening, inline, Token("heading_close", name, -1, markup=marks, block=True)
