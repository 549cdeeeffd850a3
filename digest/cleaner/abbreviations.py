"""Abbreviations with their tooltip glued on, as a browser copies them: `EUEuropäische Union`.

The initials must spell the acronym, so nothing else in a text is ever taken for a tooltip: the acronym's letters are
read off the expansion's words, small words may be skipped, and a compound gives several letters (`BMVg`:
*B*undes*m*inisterium der *V*erteidi*g*ung). The idea of matching letters within words is that of Schwartz and Hearst,
"A Simple Algorithm for Identifying Abbreviation Definitions in Biomedical Text" (PSB 2003).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

# An acronym (two capitals or more), at once followed by a word: capitalised, or in lower case after capitals alone.
# It begins with the capital, and looks behind it afterwards, so that the search skips to capitals.
_GLUED = re.compile(
    r"[A-ZÄÖÜ](?<![^\W_].)(?:(?=[^\W_]*[A-ZÄÖÜ])[^\W\d_]{1,11}(?=[A-ZÄÖÜÀ-Þ][a-zäöüßà-þ])"
    r"|[A-ZÄÖÜ]{1,7}(?=[a-zäöüßà-þ]{3}))"
)
_WORD = re.compile(r"[^\W\d_]+")
_MAX_WORDS = 10
_MIN_LETTERS_IN_ONE_WORD = 3
# One more capitalised word of the tooltip may follow the last initial, before a hyphen: `GIUK… Kingdom Gap-Lücke`.
_SURPLUS = re.compile(r" [A-ZÄÖÜ][a-zäöüß]+(?=-[A-ZÄÖÜ])")


def unglue(text: str, small: frozenset[str]) -> tuple[str, dict[str, str]]:
    """Take tooltips out of a text.

    Args:
        text: one paragraph.
        small: lower-case words that an acronym may skip.

    Returns:
        The text with the bare acronyms, and acronym → expansion in the order of the text.
    """
    found: dict[str, str] = {}
    parts, at = [], 0
    while start := _GLUED.search(text, at):
        acronym, end = _match(text, start.start(), start.end(), small)
        if not acronym:
            parts.append(text[at : start.end()])
            at = start.end()
            continue
        begin = start.start() + len(acronym)
        found.setdefault(acronym, text[begin:end])
        parts.append(text[at:begin])
        surplus = _SURPLUS.match(text, end)
        at = surplus.end() if surplus else end
    return "".join(parts) + text[at:], found


def _match(text: str, start: int, longest: int, small: frozenset[str]) -> tuple[str, int]:
    """Find the split of acronym and expansion; the longest acronym that its words spell wins."""
    for split in range(min(longest + 1, len(text) - 1), start + 1, -1):  # `GDPgross`: the last capital may be its own
        acronym = text[start:split]
        if text[split].lower() != text[start].lower() or sum(map(str.isupper, acronym)) < 2:  # noqa: PLR2004 -- an acronym has two
            continue
        words, ends = _words_after(text, split)
        ways = _WAYS if words and words[0][0].isupper() else _WAYS[-1:]
        used = next((used for way in ways if (used := _spells(acronym, words, small, way))), 0)
        if used > 1 or (used == 1 and len(acronym) >= _MIN_LETTERS_IN_ONE_WORD):
            return acronym, ends[used - 1]
    return "", start


def _words_after(text: str, start: int) -> tuple[list[str], list[int]]:
    """The words from `start` on that are parted by one space or hyphen, and where each ends."""
    words: list[str] = []
    ends: list[int] = []
    at = start
    for word in _WORD.finditer(text, start):
        if (word.start() != at and text[at : word.start()] not in {" ", "-"}) or len(words) == _MAX_WORDS:
            break
        words.append(word[0])
        ends.append(word.end())
        at = word.end()
    return words, ends


@dataclass(frozen=True, slots=True)
class _Way:
    """How strictly an acronym is read off its words."""

    case: bool
    """A capital stands for a capitalised word only."""
    inside: bool
    """A word may give more letters than its initial."""
    skips: int
    """How many words, beside the small ones, may give no letter."""


# The strictest reading that works is the right one: a looser one would take in words of the sentence.
_WAYS = (
    _Way(case=True, inside=False, skips=0),
    _Way(case=True, inside=False, skips=1),
    _Way(case=True, inside=True, skips=0),
    _Way(case=False, inside=False, skips=0),
)


def _spells(acronym: str, words: Sequence[str], small: frozenset[str], way: _Way) -> int:
    """How many of the words it takes to spell the acronym; 0 when they don't."""
    letters = acronym.lower()

    @cache
    def spell(letter: int, word: int, skips: int) -> int:
        if letter == len(letters):
            return word
        if word == len(words):
            return 0
        own = words[word].lower()
        if own[0] == letters[letter] and not (way.case and acronym[letter].isupper() and words[word][0].islower()):
            for after in _inside(own, letters, letter + 1) if way.inside else [letter + 1]:
                if used := spell(after, word + 1, skips):
                    return used
        if not word:
            return 0
        if own in small:
            return spell(letter, word + 1, skips)
        return spell(letter, word + 1, skips - 1) if skips and words[word][0].isupper() else 0

    return spell(0, 0, way.skips)


def _inside(word: str, letters: str, letter: int) -> list[int]:
    """How far in the acronym one word can reach: its initial alone first, then further letters inside it."""
    reach, at = [letter], 1
    while letter < len(letters):
        at = word.find(letters[letter], at) + 1
        if not at:
            break
        letter += 1
        reach.append(letter)
    return reach
