"""Sentences that point back: what their first words refer to stands in the sentence before."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from digest import languages

if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.languages import Words

# How many words may stand between an article and its noun: `das sehr alte Haus`.
_ARTICLE_REACH = 4
_OPENING = re.compile(r"[\s\"'„“”«»‚‘’(\[–—-]*")
_NEVER = re.compile(r"(?!)")


def points_back(text: str, tokens: Sequence[str], language: str | None) -> bool:
    """Return whether a sentence begins with a word that refers to an earlier one: `Sie …`, `Der 35-Jährige …`.

    Args:
        text: the sentence.
        tokens: its words.
        language: BCP 47 code; what is known of a language's openings is data.
    """
    known = languages.get(language).words
    pointing, free = _openings(language)
    opening = _OPENING.match(text)
    at = opening.end() if opening else 0
    if free.match(text, at):
        return False
    return bool(pointing.match(text, at)) or _begins_with_pronoun(tokens, known)


def _begins_with_pronoun(tokens: Sequence[str], known: Words) -> bool:
    first = tokens[0].lower() if tokens else ""
    if first not in known.pronouns or first in known.prepositions:
        return False
    return first not in known.articles or not _has_noun(tokens[1:], known)


def _has_noun(following: Sequence[str], known: Words) -> bool:
    """`Das neue Gesetz …` begins with an article, `Das teilte die …` with a pronoun."""
    for word in following[:_ARTICLE_REACH]:
        if word[0].isupper():
            return True
        if word in known.stop or word in known.auxiliaries or word in known.speech:
            return False
    return False


@cache
def _openings(language: str | None) -> tuple[re.Pattern[str], re.Pattern[str]]:
    known = languages.get(language).sentences
    return _any_of(known.pointing), _any_of(known.free)


def _any_of(expressions: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(expressions), re.IGNORECASE) if expressions else _NEVER
