"""The words of a search index, each with its articles, cut into parts; and what an edited text changes in them.

Words are in order, and a part ends where there is enough in it and the next word's own hash says so, as file systems
cut files into chunks (Muthitacharoen, Chen, Mazières 2001, "A low-bandwidth network file system"): so a change in one
part moves none of the others. What a part holds follows from the articles alone, and can be read back from its text.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right, insort
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, chain
from operator import sub
from typing import TYPE_CHECKING
from zlib import crc32

from digest import languages
from digest.site import folding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    Terms = Mapping[str, int]
    """Folded words of an article, each with its weight, 0 to 3."""

# Bytes of a part at least, and of what follows on average: 15 KB, as a search loads two or three of them. At 1,000
# articles of 500 words: some 330 parts; a word's own and the list of parts are 40 KB uncompressed.
_LEAST, _MORE = 10_000, 5_000
_COMPOUND, _FIRST, _REST = 7, 3, 4
"""Letters of the shortest compound, of its first word, and of what is found in it."""


@dataclass(frozen=True, slots=True)
class Part:
    """Some of the words."""

    first: str
    """The words in it are not before this one; empty in the first part."""
    words: dict[str, str]
    """Word → its articles, see `_listed`."""
    inner: dict[str, list[str]]
    """What stands inside words, from there to their end → the articles of each of these words."""

    @property
    def text(self) -> str:
        """Two objects, of words and of what stands inside words."""
        words = ",".join([f'"{key}":{self.words[key]}' for key in sorted(self.words)])
        inner = ",".join([f'"{key}":[{",".join(self.inner[key])}]' for key in sorted(self.inner)])
        return f"{{{words}}},{{{inner}}}"

    @classmethod
    def read(cls, first: str, text: str) -> Part:
        """Return the part that has this text."""
        words, inner = json.loads(f"[{text}]")
        return cls(
            first,
            {key: _spelled(steps) for key, steps in words.items()},
            {key: [_spelled(steps) for steps in lists] for key, lists in inner.items()},
        )


@dataclass(frozen=True, slots=True)
class Change:
    """An article whose text was edited."""

    number: int
    before: Terms
    after: Terms


def parts(articles: Iterable[tuple[str, Terms]]) -> Iterator[Part]:
    """Yield all words of articles, numbered as they come, in parts.

    Args:
        articles: language and words of each.
    """
    found: defaultdict[str, dict[int, int]] = defaultdict(dict)
    joining: defaultdict[str, set[str]] = defaultdict(set)
    for number, (language, terms) in enumerate(articles):
        if languages.get(language).words.compounds:
            joining[language].update(terms)
        for term, weight in terms.items():
            found[term][number] = weight
    inner: defaultdict[str, list[str]] = defaultdict(list)
    words = {term: _listed(numbers) for term, numbers in found.items()}
    for term, starts in _all_joints(joining):
        for start in starts:
            inner[term[start:]].append(words[term])
    for lists in inner.values():
        lists.sort()
    yield from _cut(words, inner)


def changed(
    firsts: Sequence[str], read: Callable[[int], str], changes: Iterable[Change], spoken: Sequence[str]
) -> dict[int, str] | None:
    """Return the parts that an edit changes, by their places; `None` where the words would be cut otherwise.

    Args:
        firsts: first word of each part.
        read: returns the text of the part at a place.
        changes: the articles that were edited.
        spoken: language of each article of the index, by number.
    """
    known: dict[int, Part] = {}

    def part(word: str) -> Part:
        place = max(bisect_right(firsts, word) - 1, 0)
        if place not in known:
            known[place] = Part.read(firsts[place], read(place))
        return known[place]

    for change in changes:
        for term in change.before.keys() | change.after.keys():
            if change.before.get(term) != change.after.get(term):
                _change(term, change.number, change.after.get(term), part, spoken)
    if any(_is_cut_otherwise(one, is_last=place == len(firsts) - 1) for place, one in known.items()):
        return None
    return {place: one.text for place, one in sorted(known.items())}


def _change(term: str, number: int, weight: int | None, part: Callable[[str], Part], spoken: Sequence[str]) -> None:
    """Give a word another weight in an article, or take it out."""
    holder = part(term).words
    before = _numbers(holder.get(term, "[]"))
    after = before | {number: weight} if weight is not None else before.copy()
    if weight is None:
        del after[number]
    old, new = holder.pop(term, ""), _listed(dict(sorted(after.items())))
    if after:
        holder[term] = new
    for start in _joints(term, {spoken[one] for one in before}):
        inner = part(term[start:]).inner
        inner[term[start:]].remove(old)
        if not inner[term[start:]]:
            del inner[term[start:]]
    for start in _joints(term, {spoken[one] for one in after}):
        insort(part(term[start:]).inner.setdefault(term[start:], []), new)


def _cut(words: Mapping[str, str], inner: Mapping[str, list[str]]) -> Iterator[Part]:
    """Yield parts of all words, in order."""
    part, size = Part("", {}, {}), 0
    for key in sorted(words.keys() | inner.keys()):
        length = _length(key, words, inner)
        if size >= _LEAST and _may_begin(key, length):
            yield part
            part, size = Part(key, {}, {}), 0
        if key in words:
            part.words[key] = words[key]
        if key in inner:
            part.inner[key] = inner[key]
        size += length
    yield part


def _is_cut_otherwise(part: Part, *, is_last: bool) -> bool:
    """Tell whether an edit moves the beginning or the end of a part."""
    pieces = list(_cut(part.words, part.inner))
    first = min(chain(part.words, part.inner), default="")
    moved = part.first and not (first == part.first and _may_begin(first, _length(first, part.words, part.inner)))
    size = sum(_length(key, part.words, part.inner) for key in part.words.keys() | part.inner.keys())
    return bool(moved) or len(pieces) > 1 or (not is_last and size < _LEAST)


def _length(key: str, words: Mapping[str, str], inner: Mapping[str, list[str]]) -> int:
    return len(key) + len(words.get(key, "")) + sum(map(len, inner.get(key, ())))


def _may_begin(key: str, length: int) -> bool:
    """Tell whether a part may begin with a word: the chance is that of a cut in so many bytes."""
    return crc32(key.encode("utf-8", "surrogatepass")) * _MORE < length << 32


def _listed(found: Mapping[int, int]) -> str:
    """Return articles, by number, as JSON: the distance to the one before, times four, and the weight."""
    numbers = list(found)
    steps = map(sub, numbers, chain((0,), numbers))
    return f"[{','.join([str(step * 4 + weight) for step, weight in zip(steps, found.values(), strict=True)])}]"


def _numbers(listed: str) -> dict[int, int]:
    """Return what `_listed` was given."""
    steps: list[int] = json.loads(listed)
    return dict(zip(accumulate(step >> 2 for step in steps), (step & 3 for step in steps), strict=True))


def _spelled(steps: Iterable[int]) -> str:
    return f"[{','.join(map(str, steps))}]"


def _all_joints(joining: Mapping[str, set[str]]) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Yield the words that may be compounds, by the languages with compounds that use them, and their joints."""
    for term in set().union(*joining.values()):
        if len(term) >= _COMPOUND:
            yield term, _joints(term, {language for language, terms in joining.items() if term in terms})


def _joints(term: str, spoken: Iterable[str]) -> tuple[int, ...]:
    """Return where the words of a compound may begin that articles in these languages use."""
    if len(term) < _COMPOUND:
        return ()
    patterns = {_joint(language) for language in spoken if term not in _stop(language)}
    found = {place.start() for one in patterns if one for place in one.finditer(term, _FIRST, len(term))}
    return tuple(sorted(found))


@cache
def _stop(language: str) -> frozenset[str]:
    return frozenset(map(folding.fold, languages.get(language).words.stop))


@cache
def _joint(language: str) -> re.Pattern[str] | None:
    """Return an expression of the places in a compound where a word may begin; `None` in languages without compounds.

    It may do so before a vowel, and before consonants that a word of the language begins with.
    """
    known = languages.get(language).words
    several = "|".join(sorted(known.onsets, key=lambda onset: (-len(onset), onset)))
    return re.compile(rf"(?=(?:{several})?[aeiouy])(?=[a-z]{{{_REST}}})") if known.compounds else None
