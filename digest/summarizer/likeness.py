"""How much articles are alike: an index that takes one article after the other and compares each with few others.

Openings are TF-IDF vectors (Salton & Buckley 1988) over the articles that came before, met through an inverted index
and within a window of days only. Two articles of one kind, such as the daily figures of an office, use the same words,
too; so a likeness counts only if half of it rests on words of these days: words that the window holds most uses of.
Copies are known by the word triples that they share (Broder 1997).
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict, deque
from dataclasses import dataclass
from itertools import repeat, takewhile
from math import fsum, log1p, sqrt
from operator import mul, neg, truediv
from typing import TYPE_CHECKING

from digest.summarizer import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from digest.model import Entry

    Vector = dict[str, float]

SAME_STORY = 0.42
"""Likeness from which two articles tell one story, after the time between them is counted. The evidence is thin: the
only two pairs known to tell one event, both in the demonstration digest, reach 0.47 and 0.50, all others of its week at
most 0.25; at 0.38 `benchmarks/stories.py` finds no copy more and twice as many wrong pairs. Stems of 5 to 7 letters,
openings of 120 to 400 words and dampened counts differ little."""
_STEM = 6
_OPENING = 200
"""Words of the body that are looked at: what follows is background that other stories share."""
_TERMS = 100
"""Heaviest terms of an article that go into the index; the others are common and only cost time."""
_BACKGROUND = 1000
"""A small digest is weighed as if it stood among so many other articles: its own story's words would look common."""
_DAY = 86_400.0
_WINDOW = 3 * _DAY
_HALF_LIFE = 10 * _DAY
"""After so many seconds half of a likeness is left; within the window, four fifths."""
_OF_THESE_DAYS = 0.5
_SHINGLE = 3
_COPIED = 0.5
"""Share of the shorter text's word triples that a copy has at least: with one word in twelve changed 0.7 are left,
with a sentence in six left out 0.8; of two reports on one event, quotations and all, 0.1 are the same."""
_MAYBE_COPIED = 0.5
"""Likeness below which triples need not be looked at."""

# Of ASCII, what parts words; and where a hyphen or an apostrophe may stand in no word.
_PARTING = {code: " " for code in range(128) if not chr(code).isalnum() and chr(code) not in "-'"}
_LOOSE = " -", "- ", " '", "' ", "--", "''", "-'", "'-"
_LINK_TARGET = re.compile(r"\]\([^)\s]*[^)]*\)|<[^>\s]+>")


@dataclass(frozen=True, slots=True)
class Match:
    """An article that tells the same as another."""

    id: str
    likeness: float
    is_copy: bool
    """It is the same text, shortened, extended or edited: wire copy, or a corrected version."""


@dataclass(frozen=True, slots=True)
class _Known:
    """What is kept of an article."""

    id: str
    time: float
    vector: Vector
    opening: Sequence[str]


class Index:
    """Articles that are known so far, taken in oldest first.

    Of an article whose days are over only is kept which terms it had, as numbers: so an index of many years takes
    hardly more memory than that of a week.
    """

    def __init__(self) -> None:
        """Begin without any article."""
        self._total = 0
        self._articles: dict[int, _Known] = {}
        """Those of the last days by their numbers, oldest first."""
        self._holders: Counter[str] = Counter()
        self._uses: Counter[str] = Counter()
        """Term → how many articles have it among their heaviest."""
        self._postings: dict[str, deque[tuple[int, float]]] = defaultdict(deque)
        """Term → number and weight of each article of the last days that has it, oldest first."""

    def add(self, entry: Entry, opening: Sequence[str] | None = None) -> Match | None:
        """Take in an article; return what tells the same, the most alike, or `None`.

        Args:
            entry: none older than those before.
            opening: its `tokens`, where they are at hand.
        """
        known = self._weighed(entry, tokens(entry) if opening is None else opening)
        found = self._nearest(known)
        self._take(known)
        return found

    def learn(self, entry: Entry) -> None:
        """Take in an article of which it is known what tells the same."""
        self._take(self._weighed(entry, tokens(entry)))

    def _weighed(self, entry: Entry, opening: Sequence[str]) -> _Known:
        self._forget(entry.date.timestamp() - _WINDOW)
        function_words = words.function_words(entry.lang)
        count = Counter([word[:_STEM] for word in opening if word not in function_words and len(word) > 1])
        self._holders.update(count.keys())
        return _Known(entry.id, entry.date.timestamp(), self._vector(count), opening)

    def _take(self, known: _Known) -> None:
        postings, number = self._postings, self._total
        for term, weight in known.vector.items():
            postings[term].append((number, weight))
        self._uses.update(known.vector.keys())
        self._articles[number] = known
        self._total += 1

    def _forget(self, first: float) -> None:
        """Let go of articles from before that moment."""
        all_postings = self._postings
        for number in list(takewhile(lambda number: self._articles[number].time < first, self._articles)):
            for term in self._articles.pop(number).vector:
                postings = all_postings[term]
                postings.popleft()
                if not postings:
                    del all_postings[term]

    def _vector(self, count: Counter[str]) -> Vector:
        """Unit vector of the heaviest terms: tf × log(1 + n / df)."""
        total = self._total + 1 + _BACKGROUND
        rarity = map(log1p, map(truediv, repeat(total), map(self._holders.__getitem__, count)))
        # Negative, so that the heaviest come first and of two alike the first in the alphabet.
        heaviest = sorted(zip(map(mul, map(neg, count.values()), rarity), count, strict=True))[:_TERMS]
        length = -sqrt(fsum([weight * weight for weight, _ in heaviest]) or 1.0)  # `sum` differs between Pythons
        return {term: weight / length for weight, term in heaviest}

    def _nearest(self, known: _Known) -> Match | None:
        likely = sorted(self._likely(known), key=lambda found: (-found[0], found[1]))
        matches = (self._match(known, self._articles[at], likeness) for likeness, at in likely)
        return next(filter(None, matches), None)

    def _likely(self, known: _Known) -> Iterator[tuple[float, int]]:
        """Yield likeness and number of each article in the window that is alike enough."""
        likeness: dict[int, float] = defaultdict(float)
        for term, weight in known.vector.items():
            for at, its_weight in reversed(self._postings.get(term, ())):
                likeness[at] += weight * its_weight
        for at, cosine in likeness.items():
            decayed = cosine * 2 ** (-abs(self._articles[at].time - known.time) / _HALF_LIFE)
            if decayed >= SAME_STORY:
                yield decayed, at

    def _match(self, known: _Known, other: _Known, likeness: float) -> Match | None:
        if likeness >= _MAYBE_COPIED and _shared(known.opening, other.opening) >= _COPIED:
            return Match(other.id, likeness, is_copy=True)
        shares = {term: known.vector[term] * other.vector[term] for term in known.vector.keys() & other.vector.keys()}
        new = fsum(share for term, share in shares.items() if self._is_of_these_days(term))
        return Match(other.id, likeness, is_copy=False) if new >= _OF_THESE_DAYS * fsum(shares.values()) else None

    def _is_of_these_days(self, term: str) -> bool:
        return len(self._postings[term]) >= _OF_THESE_DAYS * self._uses[term]


def beginning(entry: Entry) -> str:
    """Return as much of an article's text as `tokens` looks at."""
    return entry.body[: _OPENING * 20]


def tokens(entry: Entry) -> list[str]:
    """Return the words of an article that are compared, in lower case: those of its title and of its opening."""
    body = beginning(entry)
    if "](" in body or "<" in body:
        body = _LINK_TARGET.sub("]", body)
    for enough in (_OPENING * 7, _OPENING * 10, len(body)):
        found = _words(body[:enough])
        if len(found) > _OPENING:  # of fewer, the last one may be cut, and there may be more
            break
    return [*_words(entry.title), *found[:_OPENING]]


def _words(text: str) -> list[str]:
    """Return what `words.WORD` finds in a text in lower case."""
    if text.isascii():
        parted = f" {text.lower().translate(_PARTING)} "
        if not any(map(parted.__contains__, _LOOSE)):
            return parted.split()
    return words.WORD.findall(unicodedata.normalize("NFC", text).lower())


def _shared(one: Sequence[str], other: Sequence[str]) -> float:
    """Share of the shorter text's word triples that the other has, too."""
    mine, theirs = (set(zip(*(some[at:] for at in range(_SHINGLE)), strict=False)) for some in (one, other))
    return len(mine & theirs) / (min(len(mine), len(theirs)) or 1)
