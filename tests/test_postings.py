"""The words of a search index: an edit changes the parts that hold its words, to what a new index would hold."""

from __future__ import annotations

import random
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.site import postings

Article = tuple[str, dict[str, int]]
LANGUAGES = st.sampled_from(["de", "en", "fr"])
WORDS = ("pegel", "pegelnetz", "hafenpegel", "hafen", "seahorses", "und", "brakenhafen", "netz", "hafenmeisteramt")
TERMS = st.dictionaries(st.sampled_from(WORDS), st.integers(0, 3))


def built(articles: list[Article]) -> tuple[list[str], list[str]]:
    """Return the first words, and the texts, of all parts."""
    parts = list(postings.parts(articles))
    return [part.first for part in parts], [part.text for part in parts]


@given(st.lists(st.tuples(LANGUAGES, TERMS), min_size=1, max_size=6), st.integers(0, 5), TERMS)
def test_an_edited_index_is_a_new_one(articles: list[Article], at: int, after: dict[str, int]) -> None:
    number = at % len(articles)
    language, before = articles[number]
    firsts, texts = built(articles)
    change = postings.Change(number, before, after)
    found = postings.changed(firsts, texts.__getitem__, [change], [one for one, _ in articles])
    assert found is not None
    articles[number] = language, after
    expected = built(articles)[1]
    assert [found.get(place, text) for place, text in enumerate(texts)] == expected


@cache
def many(count: int) -> list[Article]:
    chance = random.Random(5)  # noqa: S311 -- the same words every time
    syllables = [f"{a}{b}" for a in "bdfghklmnprstw" for b in "aeiou"]
    words = ["".join(chance.choices(syllables, k=chance.randint(2, 6))) for _ in range(2_000)]
    return [("de", {word: chance.randint(0, 3) for word in chance.sample(words, 90)}) for _ in range(count)]


@pytest.mark.parametrize("number", range(0, 40, 5))
@pytest.mark.parametrize("size", [1, 30])
def test_an_edit_changes_the_parts_of_its_words(number: int, size: int) -> None:
    articles = list(many(40))
    firsts, texts = built(articles)
    assert len(firsts) > 5
    before = articles[number][1]
    after = dict(list(before.items())[size:]) | {f"{word}x": 1 for word in list(before)[:size:2]}
    changes = [postings.Change(number, before, after)]
    found = postings.changed(firsts, texts.__getitem__, changes, ["de"] * len(articles))
    articles[number] = "de", after
    again, expected = built(articles)
    if found is None:  # words are cut otherwise
        assert again != firsts
    else:
        assert [found.get(place, text) for place, text in enumerate(texts)] == expected


def test_two_edits_of_one_word_meet() -> None:
    articles = [("de", {"hafenpegel": 1}), ("de", {"hafenpegel": 2}), ("en", {"hafenpegel": 0})]
    firsts, texts = built(articles)
    changes = [postings.Change(0, {"hafenpegel": 1}, {}), postings.Change(1, {"hafenpegel": 2}, {"pegel": 1})]
    found = postings.changed(firsts, texts.__getitem__, changes, ["de", "de", "en"])
    assert found is not None
    assert [found[0]] == built([("de", {}), ("de", {"pegel": 1}), ("en", {"hafenpegel": 0})])[1]


@pytest.mark.parametrize("text", ['{"a":[4,5]},{"b":[[4],[9]]}', "{},{}"])
def test_a_part_is_read_back(text: str) -> None:
    assert postings.Part.read("", text).text == text
