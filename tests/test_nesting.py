"""Pages nested deeper than any page are flattened before they are parsed, and no other is touched."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

import digest
from digest.readers import nesting

BOMBS = ("<div>", "<ul><li>", "<span>", "<x-y>", "<b><div>", "<path/><div>", "<svg><g>", "<p><object>", "<DIV a='b'>")
LEAD = "<p>The harbour of Whitmere reopened on Tuesday after repairs that had taken eleven weeks.</p>"


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_page_of_opening_tags_is_flattened_and_keeps_its_text(bomb: str) -> None:
    page = bomb * (300_000 // len(bomb)) + LEAD
    bounded = nesting.bounded(page)
    assert depth(bounded) <= 2 * nesting.MAX_DEPTH + 10
    assert LEAD.removeprefix("<p>") in bounded


def test_a_tree_that_is_closed_again_is_as_deep_in_its_second_half() -> None:
    half = 30_000
    page = "<div>" * half + LEAD + "</div>" * half + "<section><p>The end.</p></section>"
    bounded = nesting.bounded(page)
    assert bounded.count("<div>") == bounded.count("</div>") == nesting.MAX_DEPTH
    assert bounded.endswith("<section><p>The end.</p></section>")


@pytest.mark.parametrize(
    "piece",
    [
        f"<div><img src=a.png><br>{LEAD}</div>",
        "<ul><li>One<li>Two</ul>",
        "<table><tr><td>One<td>Two</table>",
        "<svg viewBox='0 0 9 9'><g><path d='M0'/><use href='#a'/><circle r=1 /></g></svg>",
        r"<script>x('<b>one<\/b>')</script>",
    ],
)
def test_a_long_page_is_left_as_it_is(piece: str) -> None:
    page = piece * (500_000 // len(piece))
    assert nesting.bounded(page) == page


def test_a_short_page_is_left_as_it_is() -> None:
    page = "<div>" * 30_000
    assert nesting.bounded(page) == page


def test_a_nesting_bomb_is_read_at_once() -> None:
    page = f"<h1>Harbour of Whitmere open again</h1>{LEAD * 5}" + "<div>" * 400_000 + LEAD
    assert "eleven weeks" in digest.clean(page, name="page.html").text


def depth(markup: str) -> int:
    """How deep the tree is that a parser makes of a page."""
    node, level = LexborHTMLParser(markup).body, 0
    while node is not None:
        node, level = node.last_child, level + 1
    return level


TAGS = st.sampled_from(
    [
        "<div>",
        "</div>",
        "<p>",
        "</p>",
        "<br>",
        "</br>",
        "<svg>",
        "</svg>",
        "<path/>",
        "<g>",
        "</g>",
        r"<\/div>",
        "x",
        "<",
    ]
)


@given(st.lists(TAGS, max_size=60).map("".join))
def test_no_deep_page_is_taken_for_a_flat_one(page: str) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(nesting, "MAX_DEPTH", 6)
        assert nesting._may_be_deep(page) or not nesting._is_deep(page)
