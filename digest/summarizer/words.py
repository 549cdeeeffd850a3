"""Content words of a text, folded such that the forms of a word mostly meet."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from digest import languages

if TYPE_CHECKING:
    from collections.abc import Sequence

WORD = re.compile(r"[^\W_]+(?:[-'\u2019][^\W_]+)*")
"""A word with its inner hyphens and apostrophes."""

# Cutting words to a prefix is the crudest stemmer, but it needs no language: swept 5 to 9 and whole words.
STEM = 7
"""Letters a word is cut to, as measured for summaries."""


def content(text: str, language: str | None, stem: int = STEM) -> list[str]:
    """Return the content words of `text` in order, lower case, function words left out.

    Args:
        text: plain text.
        language: BCP 47 code of its function words; `None` leaves none out.
        stem: letters that each word is cut to.
    """
    stop = function_words(language)
    folded = text.lower() if text.isascii() else unicodedata.normalize("NFC", text).lower()
    return [word[:stem] for word in WORD.findall(folded) if word not in stop and len(word) > 1]


def stems(text: str, found: Sequence[str], language: str | None) -> frozenset[str]:
    """Return the content words of `text`, each once; `found` are its words as they are written."""
    if not text.isascii():
        return frozenset(content(text, language))
    folded = {*map(str.lower, found)} - function_words(language)
    return frozenset([word[:STEM] for word in folded if len(word) > 1])


@cache
def function_words(language: str | None) -> frozenset[str]:
    """Return the words of a language that name nothing, lower case; none for `None`."""
    words = languages.get(language).words
    return words.stop | words.small | words.articles | words.prepositions | words.pronouns | words.auxiliaries
