"""Blocks written as CommonMark and rendered again: the same words, links and emphasis."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from digest.model import Block, Kind
from digest.model.body import commonmark
from digest.model.runs import BREAK, EMPHASIS, STRONG, STRUCK, VERBATIM, Run, Runs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it.token import Token

_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
_WORDS = st.text(st.sampled_from('abé1 \xa0.,:!"„*_`~[]()<>&;#+-=|\\ß\n') | st.just(BREAK), max_size=8)
_HREFS = st.sampled_from([None, None, None, "https://quay.example/a", "https://quay.example/b?x=1&y=2", "", "#top"])
_STYLES = st.sampled_from([0, 0, EMPHASIS, STRONG, EMPHASIS | STRONG, STRUCK, VERBATIM, STRONG | VERBATIM])
_RUNS = st.lists(st.builds(Run, _WORDS, _HREFS, _STYLES), min_size=1, max_size=6)


def rendered(markdown: str) -> list[tuple[str, str, frozenset[str]]]:
    """Return the text of some CommonMark: each piece with its link and the marks around it."""
    return [piece for token in _MARKDOWN.parse(markdown) for piece in _pieces(token)]


def _pieces(token: Token) -> Iterator[tuple[str, str, frozenset[str]]]:
    href, marks = "", []
    for child in token.children or ():
        if child.type == "link_open":
            href = str(child.attrs["href"])
        elif child.type == "link_close":
            href = ""
        elif child.nesting > 0:
            marks.append(child.tag)
        elif child.nesting < 0:
            marks.remove(child.tag)
        elif child.type in {"softbreak", "hardbreak"}:
            yield "\n", href, frozenset(marks)
        else:
            assert child.type in {"text", "code_inline"}, child
            yield child.content, href, frozenset([*marks, *(["code"] if child.tag == "code" else [])])


def letters(pieces: list[tuple[str, str, frozenset[str]]], mark: str = "") -> str:
    shown = (text for text, _, marks in pieces if not mark or mark in marks)
    return "".join(filter(str.isalnum, "".join(shown)))


def squeezed(text: str) -> str:
    return "".join(text.split())


@settings(max_examples=400, deadline=None)
@given(_RUNS)
def test_runs_show_the_words_they_hold(parts: list[Run]) -> None:
    pieces = rendered(Runs(tuple(parts)).commonmark())
    assert squeezed("".join(text for text, _, _ in pieces)) == squeezed("".join(run.text for run in parts))


@settings(max_examples=400, deadline=None)
@given(_RUNS)
def test_each_word_in_a_link_leads_where_the_link_does(parts: list[Run]) -> None:
    pieces = rendered(Runs(tuple(parts)).commonmark())
    goals = [(letter, run.href if (run.href or "").startswith("http") else "") for run in parts for letter in run.text]
    shown = [(letter, href) for text, href, _ in pieces for letter in text]
    assert [one for one in shown if one[0].isalnum()] == [one for one in goals if one[0].isalnum()]


@settings(max_examples=400, deadline=None)
@given(_RUNS)
def test_no_word_is_emphasised_that_was_not(parts: list[Run]) -> None:
    pieces = rendered(Runs(tuple(parts)).commonmark())
    shown = [(letter, marks) for text, _, marks in pieces for letter in text if letter.isalnum()]
    styles = [run.style for run in parts for letter in run.text if letter.isalnum()]
    for (_, marks), style in zip(shown, styles, strict=True):
        assert "code" not in marks or style & VERBATIM
        assert "strong" not in marks or style & STRONG
        assert "em" not in marks or style & EMPHASIS
        assert "s" not in marks or style & STRUCK


@settings(max_examples=400, deadline=None)
@given(_RUNS)
def test_words_between_spaces_keep_their_emphasis(parts: list[Run]) -> None:
    spaced = [run._replace(text=f" {run.text.strip()} ") for run in parts]
    pieces = rendered(Runs(tuple(spaced)).commonmark())
    for mark, style in (("strong", STRONG), ("em", EMPHASIS)):
        meant = [run for run in spaced if run.style & style and not run.style & (VERBATIM | STRUCK)]
        assert letters(pieces, mark) == "".join(filter(str.isalnum, "".join(run.text for run in meant)))


_BLOCKS = st.builds(
    lambda text, runs, kind, level, number: Block(
        " ".join(("".join(run.text for run in runs) if runs else text).split()),
        kind,
        level=level,
        number=number,
        runs=Runs(tuple(runs)) if runs else None,
    ),
    st.text("ab1.# -+>=\\*|", max_size=9),
    st.none() | _RUNS,
    st.sampled_from([Kind.PARAGRAPH, Kind.HEADING, Kind.LIST_ITEM, Kind.QUOTE, Kind.CAPTION]),
    st.integers(1, 4),
    st.sampled_from([0, 0, 1, 2, 10]),
).filter(lambda block: any(map(str.isalnum, block.text)))


@settings(max_examples=400, deadline=None)
@given(st.lists(_BLOCKS, max_size=5))
def test_blocks_show_the_words_they_hold_once(blocks: list[Block]) -> None:
    pieces = rendered(commonmark(blocks))
    assert squeezed("".join(text for text, _, _ in pieces)) == squeezed("".join(block.text for block in blocks))


def test_marks_stand_where_commonmark_takes_them_for_marks() -> None:
    runs = Runs((Run("Note:", None, STRONG), Run("this, foo"), Run("„bar“", None, EMPHASIS), Run("baz")))
    assert runs.commonmark() == "**Note**:this, foo„*bar*“baz"


def test_a_link_within_emphasis_is_in_it() -> None:
    goal = "https://harbour.example/plan"
    runs = Runs((Run("See ", None, STRONG), Run("the plan", goal, STRONG), Run(" now", None, STRONG), Run(".")))
    assert runs.commonmark() == f"**See [the plan]({goal}) now**."


def test_a_link_behind_an_exclamation_mark_is_no_image() -> None:
    assert Runs((Run("Read!"), Run("more", "https://a.example/"))).commonmark() == "Read\\![more](https://a.example/)"


def test_queries_without_tracking_stay_as_they_are() -> None:
    runs = Runs((Run("x", "https://a.example/?q=a%20b&flag&utm_source=n&c=%C3%BC"),))
    assert runs.commonmark() == "[x](https://a.example/?q=a%20b&flag&c=%C3%BC)"


def test_lines_of_a_verse_stay_lines() -> None:
    assert Runs((Run("first"), Run(BREAK), Run("- second"))).commonmark() == "first\\\n\\- second"


def test_a_heading_may_begin_with_a_number_and_end_with_a_hash() -> None:
    block = Block("1. The language C #", Kind.HEADING, level=2)
    assert block.content == "## 1. The language C \\#"
    assert re.sub(r"\W", "", letters(rendered(block.content))) == "1ThelanguageC"
