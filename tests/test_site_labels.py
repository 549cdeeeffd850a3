from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

from digest import languages
from digest.site.words import Words

THEME = Path(__file__).parent.parent / "themes" / "broadsheet"
TEMPLATES = sorted(path for path in THEME.rglob("*") if path.suffix in {".html", ".txt", ".xhtml", ".opf"})
SPEAKING = [*TEMPLATES, *(THEME.parent.parent / "digest" / "site").glob("*.py")]
CODES = [*languages.codes(), languages.NEUTRAL]
_PLAIN = re.compile(r"\bt\.(\w+)")
_SAID = re.compile(r'(?:\bw|words)\.say\("(\w+)"((?:, \w+=)?)')
_COUNTED = re.compile(r'\bw\.count\("(\w+)"')


def _used() -> set[str]:
    text = "".join(path.read_text(encoding="utf-8") for path in TEMPLATES)
    counted = {"reading_time", *_COUNTED.findall(text)}
    said = {key for path in SPEAKING for key, _ in _SAID.findall(path.read_text(encoding="utf-8"))}
    return {*_PLAIN.findall(text), *said, *(f"{key}_{form}" for key in counted for form in ("one", "other"))}


def _blanks(label: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(label) if name}


@pytest.mark.parametrize("code", CODES)
def test_each_language_has_every_label_of_the_theme_and_no_other(code: str) -> None:
    assert set(languages.get(code).labels) == _used()
    assert all(label.strip() for label in languages.get(code).labels.values())


@pytest.mark.parametrize("code", CODES)
def test_labels_have_the_same_blanks_in_each_language(code: str) -> None:
    english = languages.get("en").labels
    for key, label in languages.get(code).labels.items():
        assert _blanks(label) == _blanks(english[key]), key


def test_numbers_follow_the_languages_plural_rules() -> None:
    assert [Words.of("de").count("source", number) for number in (0, 1, 2)] == ["0 Quellen", "1 Quelle", "2 Quellen"]
    assert [Words.of("fr").count("source", number) for number in (0, 1, 2)] == ["0 source", "1 source", "2 sources"]
    assert Words.of("de").count("article", 12345) == "12.345 Artikel"


def test_reading_takes_a_minute_at_least() -> None:
    words = Words.of("en")
    assert (words.minutes(3, "en"), words.minutes(900, "en-GB")) == ("1 minute read", "4 minutes read")


def test_reading_takes_longer_where_words_are_longer() -> None:
    words = Words.of("de")
    assert [words.minutes(1800, language) for language in ("en", "de", "tlh")] == [
        "8 Minuten Lesezeit",
        "10 Minuten Lesezeit",
        "10 Minuten Lesezeit",
    ]


def test_names_are_listed_as_in_a_sentence() -> None:
    assert Words.of("fr").names(["A", "B", "C"]) == "A, B et C"
    assert Words.of("de").names([]) == ""
