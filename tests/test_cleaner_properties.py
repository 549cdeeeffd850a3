"""What holds for every text, also for those that nobody would write."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

import digest
from digest.errors import SourceError
from digest.model import Kind

SENTENCES = (
    "Der Hafen bleibt bis zum Abend gesperrt, weil ein Kran quer über der Fahrrinne liegt.",
    "Die Stadt verteilt neue Tonnen an alle Haushalte im Westen.",
    "The ferry was late again on Tuesday, and nobody on the quay was surprised.",
    "Le tram de nuit roule seul depuis lundi, et personne ne s'en étonne.",
    "Teilen",
    "Mehr zum Thema",
    "Newsletter abonnieren",
    "© 2026 Hafenbote. Alle Rechte vorbehalten.",
    "By Ada Lowe",
    "3. März 2026",
    "https://hafenbote.example/themen/kran",
    "• ein Punkt",
    "",
)
pasted = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=25).map("\n".join)
anything = st.text(max_size=400) | st.text(alphabet="aA .-\n\t„“1:/•\u00ad\ufffd", max_size=400)


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def clean(text: str) -> digest.Article | None:
    """The article, or none where the reader refuses the source with a clear error."""
    try:
        return digest.clean(text, name="source.txt")
    except SourceError as error:
        return None if error.message and error.path == "source.txt" else pytest.fail(f"no clear error: {error!r}")


@given(pasted | anything)
def test_no_text_breaks_the_cleaner(text: str) -> None:
    article = clean(text)
    if article is not None:
        assert article.title
        assert all(block.text.strip() for block in article.blocks)


@given(pasted)
def test_every_line_is_kept_or_told(text: str) -> None:
    article = clean(text)
    if article is not None:
        told = "\n".join(verdict.block.plain for verdict in article.verdicts)
        assert sorted(words(told)) == sorted(words(text))
        assert len(article.removed) == sum(not verdict.keep for verdict in article.verdicts)


@given(pasted)
def test_kept_text_stands_in_the_source(text: str) -> None:
    article = clean(text)
    if article is not None:
        assert all(block.text in text for block in article.blocks if block.kind is not Kind.QUOTE)


@given(pasted)
def test_blocks_keep_the_order_of_the_source(text: str) -> None:
    article = clean(text)
    if article is not None:
        assert all(one.block.line <= other.block.line for one, other in pairwise(article.verdicts))


@given(pasted | anything)
def test_the_same_text_gives_the_same_article(text: str) -> None:
    assert clean(text) == clean(text)


@given(st.integers(1, 40))
def test_a_long_line_of_hostile_shapes_ends(times: int) -> None:
    article = clean("Die Zusam-„a.B" * times * 500 + "EU" * times * 200)
    assert article is not None
