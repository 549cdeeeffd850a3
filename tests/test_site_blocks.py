"""Parsing block by block gives the tokens, and so the bytes, of parsing the whole text."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from unittest.mock import Mock

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from digest.site import blocks

if TYPE_CHECKING:
    from markdown_it.token import Token

PARSER = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
_STARTS = [
    "",
    "",
    "",
    "# ",
    "## ",
    "- ",
    "- ",
    "* ",
    "1. ",
    "2) ",
    "> ",
    "    ",
    "| ",
    "[a]: ",
    "---",
    "===",
    "```",
    "2026 ",
]
_WORDS = st.text("aB1 \t\r\\`*_[]()<>&~!|:#-+.\"'„–é\u2028\x00", max_size=12)
_LINES = st.builds("{}{}".format, st.sampled_from(_STARTS), st.sampled_from(["Wort", "a b", "", "[a]"]) | _WORDS)
_TEXTS = st.lists(st.tuples(_LINES, st.sampled_from(["\n", "\n\n", "\n\n", "\n\n\n", "\n \n"])), max_size=7)


def placeless(tokens: list[Token]) -> list[Token]:
    """Return tokens without their lines, which nothing asks for."""
    return [replace(token, map=None, children=token.children and placeless(token.children)) for token in tokens]


@settings(max_examples=300)
@given(_TEXTS.map(lambda pairs: "".join(line + end for line, end in pairs)))
@example("[a] b\n\n[a]: /x")
@example("a [b]\n\n- c\n- [b]: /x\n\nd")
@example("- a\n\n- b\n")
@example("- a\n\nb\n---\n")
@example("a\n1. b\n")
@example("a | b\n--|--\n")
@example("## a ##\n\n## a\\\n\nb  \nc")
@example("## a\n\n#\n\n# \n\n##  a\n\n###### b #\n\n# \u2028")
@example("a *b* [c](/d)\ne\n\nf `g`\u2003")
@example("a\r\r[b]: /x\n\n[b]")
@example("a [b](https://c.example/d/e-f.html) [g](http://h.example), i\n\n## j [k](https://c.example/)\n\nl ] m")
@example("a ![b](https://c.example) [d [e](https://c.example) f]\n\ng [h](https://c.example/i\n\nj [k](l) [m]")
@example("a [b](https://xn--mller-kva.example/c) [d](https://e.example//f/..) [ g ](https://h.example/i)")
def test_tokens_are_those_of_the_whole_text(text: str) -> None:
    assert placeless(blocks.parse(PARSER, text)) == placeless(PARSER.parse(text))


_NAMES = st.text("aB1 !.)(é", max_size=6)
_ADDRESSES = st.builds("{}://{}".format, st.sampled_from(["http", "https"]), st.text("ax1.-/:", max_size=12))


@settings(max_examples=300)
@given(
    st.lists(st.tuples(_NAMES, st.sampled_from(["[{}]({})", "![{}]({})", "[{}] ({})"]), _NAMES, _ADDRESSES), max_size=3)
)
def test_links_are_those_of_the_parser(parts: list[tuple[str, str, str, str]]) -> None:
    text = "a" + "".join(before + link.format(name, address) for before, link, name, address in parts) + "b"
    assert placeless(blocks.parse(PARSER, text)) == placeless(PARSER.parse(text))


def test_blocks_of_nothing_but_words_need_no_parser() -> None:
    parser = Mock(spec=MarkdownIt)
    tokens = blocks.parse(
        parser, "„Gebaut wird ab Mai“, sagt [das Amt](https://amt.example/bau).\n\n## Wann\n\n2026 beginnt der Bau."
    )
    assert not parser.mock_calls
    contents = [token.content for token in tokens if token.type == "inline"]
    assert contents[1:] == ["Wann", "2026 beginnt der Bau."]


@pytest.mark.parametrize(
    "text", ["a\n\n> b", "a\n\n1. b", "- a\n\n- b", "| a |\n|---|", "a\n\n    b", "[a]: /b\n\n[a]"]
)
def test_what_may_reach_into_other_blocks_is_parsed_as_a_whole(text: str) -> None:
    parser = Mock(spec=MarkdownIt)
    blocks.parse(parser, text)
    parser.parse.assert_called_once_with(text)
