"""Expressions are tried behind plain words that each match must hold: that may cost time, and never a match."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest import languages
from digest.cleaner.expressions import needed, table
from digest.cleaner.phrases import phrases

CODES = ("de", "en", "fr")
BOILERPLATE = {code: languages.get(code).cleaning.boilerplate for code in CODES}
EXPRESSIONS = sorted({one for reasons in BOILERPLATE.values() for some in reasons.values() for one in some})


def plainly(pairs: list[tuple[str, str]], text: str) -> str | None:
    return next((name for name, one in pairs if re.search(one, text, re.IGNORECASE)), None)


@pytest.mark.parametrize(
    ("expression", "words"),
    [
        (r"\bcookies?\b.*\b(?:accept|reject)", {"cookie"}),
        (r"\b(?:buy|order) (?:now|here)\b", {"buy", "order"}),
        (r"\b(?:read|see(?: also)?) it", {"read", "see"}),
        (r"Rechte (?:vorbehalten)?", {"rechte "}),
        (r"\(c\)|copyright", {"c", "copyright"}),
        (r"(?P<name>hello|world) x", {"hello", "world"}),
        (r"(?:subscrib|)e", {"e"}),
        (r"(?!never)ever", {"ever"}),
        (r"fo{2}bar", {"bar"}),
        (r"a??bc", {"bc"}),
    ],
)
def test_a_match_holds_one_of_the_words_read_off_its_expression(expression: str, words: set[str]) -> None:
    assert needed(expression) == words


@pytest.mark.parametrize("expression", [r"\d+", r"(?:abc)?", r"(?:abc|\d)", r"[abc]{3}", r"(?i:abc)", r"(?=abc)", ""])
def test_where_no_word_is_certain_none_is_claimed(expression: str) -> None:
    assert needed(expression) == frozenset()


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_every_phrase_of_the_languages_is_found_in_what_it_matches(expression: str) -> None:
    found = table([("found", expression)])

    @settings(max_examples=5, derandomize=True, database=None)
    @given(st.from_regex(re.compile(expression)))
    def check(text: str) -> None:
        assert found.find(text) == "found"
        assert found.find(text.upper().lower()) == plainly([("found", expression)], text.upper().lower())

    check()


@pytest.mark.parametrize("code", CODES)
@settings(max_examples=40, derandomize=True, database=None)
@given(words=st.lists(st.sampled_from(re.findall(r"\w+|\W+", " ".join(EXPRESSIONS))), max_size=30))
def test_of_several_reasons_the_first_in_the_file_counts(code: str, words: list[str]) -> None:
    own, common = BOILERPLATE[code], BOILERPLATE["en"]
    pairs = [(reason, one) for reason in {**own, **common} for some in (own, common) for one in some.get(reason, ())]
    assert phrases(code).reason(" ".join(words)) == plainly(pairs, " ".join(words)[:600])


def test_an_expression_that_begins_the_line_is_found_nowhere_else() -> None:
    found = table([("late", "lesen"), ("begins", "^mehr|^noch mehr"), ("begins", "^lesen")])
    assert found.find("Noch mehr davon") == "begins"
    assert found.find("Und mehr davon") is None
    assert found.find("Lesen") == "late"
