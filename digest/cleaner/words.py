"""Repairs that need to know words: lost ligatures, drop capitals, words broken at the end of a line.

The dictionaries are those of simplemma; a word it does not know is looked for in parts, because German compounds stand
in no dictionary.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from digest import languages

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_LOST = "\ufffd"
# `raconte-t-` goes on with `elle`: no word is broken behind a letter that stands alone.
_LETTER_BETWEEN = re.compile(r"[^\W\d_]-[^\W\d_]-$")
_MIN_PART = 4
_WORD = re.compile(r"[^\W\d_]+")
# From its first letter on, so that a long word without a lost sign is looked through once.
_LOST_WORD = re.compile(rf"(?<![^\W\d_])[^\W\d_]*+{_LOST}[^\W\d_]*(?:{_LOST}[^\W\d_]*)*")
# Of a hundred letters one or two are of a ligature. Where every tenth sign is lost, something else is broken, and the
# dictionary would be asked millions of times; so it would by a word of hundreds of letters.
_FEW_LOST, _MIN_DISTANCE = 3, 10
_MAX_WORD, _MAX_LOST = 60, 4
# By frequency in running text: the first one wins when the dictionary knows none of the words.
_LIGATURES = ("fi", "fl", "ff", "ffi", "ffl", "ft", "fb", "fh", "fk", "fj")
_MIN_PART, _AT_EDGE = 4, 2
_DROP_CAPITAL = re.compile(r"^([\"„“«»]?\s?)([A-ZÄÖÜÀ-Þ]) ([a-zäöüßà-þ]+)")
_ALL_CAPS_DROP = re.compile(r"^([\"„“«»]?\s?)([A-ZÄÖÜÀ-Þ]) ([A-ZÄÖÜÀ-Þ]{2,})\b")


def lost_ligatures(text: str, language: str, _vocabulary: Vocabulary | None = None) -> str:
    """Put back the ligature that a PDF's font lost (`ein�uss`): the one that makes a word."""
    lost = text.count(_LOST)
    if not lost or (lost > _FEW_LOST and lost * _MIN_DISTANCE > len(text)):
        return text
    return _LOST_WORD.sub(lambda found: _restored(found[0], language), text)


def drop_capital(text: str, language: str, vocabulary: Vocabulary | None = None) -> str:
    """Join a paragraph's large first letter to its word (`W ährend`)."""
    for pattern in (_DROP_CAPITAL, _ALL_CAPS_DROP):
        if (found := pattern.match(text)) and not _word_by_itself(found[2], found[3], language, vocabulary):
            return found[1] + found[2] + text[found.start(3) :]
    return text


REPAIRS: tuple[Callable[[str, str, Vocabulary | None], str], ...] = (lost_ligatures, drop_capital)


def mend(text: str, language: str, vocabulary: Vocabulary | None = None) -> str:
    """Apply all repairs to a paragraph; `vocabulary` is that of its document."""
    for repair in REPAIRS:
        text = repair(text, language, vocabulary)
    return text


def joined(before: str, after: str, language: str, vocabulary: frozenset[str]) -> str:
    """Join two lines, mending a word broken between them.

    Args:
        before: a line that goes on in the next.
        after: the next line.
        language: their language.
        vocabulary: all words of the document, lower case: they tell `well-known` from `Zusammenarbeit`.
    """
    if not before.endswith("-") or not before[-2:-1].isalpha():
        return f"{before} {after}" if not before.endswith(("-", "/")) else before + after
    head, tail = re.findall(r"[^\W\d_]+", before)[-1], re.match(r"[^\W\d_]*", after)[0]  # type: ignore[index] # * matches
    if tail.lower() in languages.get(language).words.conjunctions:
        return f"{before} {after}"
    if not tail or tail[0].isupper() or (head.isupper() and len(head) > 1) or _LETTER_BETWEEN.search(before):
        return before + after
    whole = (head + tail).lower()
    if whole not in vocabulary and f"{head}-{tail}".lower() in vocabulary:
        return before + after
    if whole in vocabulary or _known(head + tail, language):
        return before[:-1] + after
    compounds = languages.get(language).words.compounds
    # Names apart, what is no word as a whole and ends in one is rather a compound whose head the dictionary lacks.
    is_head = _known(head, language) or (head.islower() and min(len(head), len(tail)) >= _MIN_PART)
    hyphenated = not compounds and _known(tail, language) and is_head
    return before + after if hyphenated else before[:-1] + after


class Vocabulary:
    """How often words stand in a document; counted when the first is asked for.

    Args:
        texts: of the document.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = texts

    @cached_property
    def _counts(self) -> Counter[str]:
        return Counter(word for text in self._texts for word in _WORD.findall(text.lower()))

    def count(self, word: str) -> int:
        """Return how often a word stands there, in whatever case."""
        return self._counts[word.lower()]


def _word_by_itself(letter: str, rest: str, language: str, vocabulary: Vocabulary | None) -> bool:
    """Whether a capital and what follows are two words: `A fire` is, `A fter` is not.

    The document's own words are asked first: to load a dictionary takes half a second.
    """
    if letter.lower() not in languages.get(language).words.stop:
        return False
    if vocabulary:
        apart, whole = vocabulary.count(rest) > 1, vocabulary.count(letter + rest) > 0
        if apart != whole:
            return apart
    return _known(rest, language) or not _known(letter.lower() + rest, language)


def _restored(word: str, language: str) -> str:
    if len(word) > _MAX_WORD or word.count(_LOST) > _MAX_LOST:
        return word
    for _ in range(word.count(_LOST)):
        at = word.index(_LOST)
        options = [word[:at] + one + word[at + 1 :] for one in _LIGATURES]
        scores = [_span_known(option, at, language) for option in options]
        word = options[scores.index(max(scores))]
    return word


def _span_known(word: str, at: int, language: str) -> int:
    """How many letters of `word` the dictionary explains, by a word that covers the letters at `at`.

    All of them when what is left is known too, as in a compound; a part that begins or ends the word counts for more
    than one amidst it.
    """
    best = 0
    for length in range(len(word), _MIN_PART - 1, -1):
        for start in range(max(at + 2 - length, 0), min(at, len(word) - length) + 1):
            end = start + length
            if not _known(word[start:end], language):
                continue
            rest = [part for part in (word[:start], word[end:]) if part]
            whole = all(len(part) >= _MIN_PART and _known(part, language) for part in rest)
            best = max(best, len(word) + _AT_EDGE if whole else length + _AT_EDGE * (len(rest) == 1))
    return best


@lru_cache(maxsize=50_000)
def _known(word: str, language: str) -> bool:
    """Whether the dictionary holds the word, in lower case or as a noun."""
    from simplemma import is_known  # noqa: PLC0415 -- its dictionaries load in 0.3 s, and few sources need them

    if language == languages.NEUTRAL or not word:
        return False
    return any(is_known(form, lang=language) for form in {word, word.lower(), word.capitalize()})
