"""What a block looks like, in numbers: its own words, its neighbours', and where it stands in the document.

Each feature is a small whole number, the bucket of a table in `scorecard-*.json`; so the model is a list of points that
a person can read, and classifying is adding up. The features go back to Kohlschütter et al., "Boilerplate Detection
using Shallow Text Features" (WSDM 2010); the neighbours' verdicts as features of a second stage to Cohen and Carvalho,
"Stacked Sequential Learning" (IJCAI 2005).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING

from digest.cleaner import address
from digest.cleaner.signs import ENDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from digest.cleaner.phrases import Phrases
    from digest.languages import Words
    from digest.model import Block

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff]")  # written without spaces, about two characters a word
_INNER_END = re.compile(r"[.!?][\"'”“’»)]*\s+[\"'“„«(]?[A-ZÄÖÜÀ-Þ]")
# These begin with a capital or a digit, and look behind it afterwards, so that the search skips to one.
_GLUED = re.compile(r"[A-ZÄÖÜ](?<=[a-zäöüß.!?].)[a-zäöü](?:[A-ZÄÖÜ](?=[a-zäöü]))?")
_DATE = re.compile(r"[0-9](?<!\w.)(?:\d?[./]\d{1,2}[./]\d{2,4}|\d{3}-\d\d-\d\d|\d?:\d\d|(?:(?<=1)9|(?<=2)0)\d\d)\b")
_ADDRESS = re.compile(r"https?://|www\.|\S@\S+\.\w|\b\w+\.(?:com|org|net|de|fr|uk)\b")
_SIGNS = re.compile(r"[|•·»›→▶►●☰✕×©®]|\s/\s")
_SPEECH = '"“”„«»'
_DIGIT = re.compile(r"[0-9]")
_ADDRESSED = ("://", "www.", "@", ".com", ".org", ".net", ".de", ".fr", ".uk")
"""One of these stands in every address."""
_TAIL = 12
_MIN_TERM = 4
_LONG = 4000  # characters of a block that its features are taken from: bounds the work for hostile input

# Edges of the buckets, also those of other looks: a value below the first edge is bucket 0.
WORDS = (1, 2, 3, 4, 5, 7, 9, 12, 16, 21, 28, 38, 55, 80, 130)
_SHARE = (0.01, 0.15, 0.3, 0.45, 0.6, 0.8, 0.999)
DENSE = (0.01, 0.1, 0.2, 0.3, 0.4, 0.5, 0.65, 0.8, 0.95)
_COUNT = (1, 2, 3, 5, 9)
PLACE = (0.01, 0.05, 0.1, 0.2, 0.3, 0.45, 0.6, 0.75, 0.88, 0.96)
FAR = (1, 2, 3, 4, 6, 9, 14, 25, 60)
CHANCE = (0.03, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 0.97)

_TOLD = 3  # buckets of how many pronouns of address a block holds
_PROSE_WORDS = 10  # with a sentence's end: the best one-line rule for prose (F1 0.83 on the pasted pages)
_EVEN = 0.5
NEAR, WIDE = 3, 8  # neighbours on each side


@dataclass(frozen=True, slots=True)
class Shape:
    """What one block shows by itself."""

    words: int
    prose: bool
    reason: str | None
    opens: str | None
    buckets: tuple[int, ...]
    """One for each name in `OWN`; none of a block that was not measured."""
    text: str
    known: Words
    """Of the language."""
    measured: frozenset[str] | None = None
    """Its terms, where it was measured."""

    @property
    def address(self) -> bool:
        """Whether it speaks for the publisher or to the reader, outside any quotation."""
        return bool(self.buckets[-1] % _TOLD if self.buckets else address.count(self.text, self.known.address))

    @property
    def terms(self) -> frozenset[str]:
        """Its words that are no function words, in lower case."""
        return _terms(_WORD.findall(self.text.lower()), self.known) if self.measured is None else self.measured


OWN = (
    "words", "ends", "sentences", "stop words", "capitals", "digits", "signs", "glued", "dates", "addresses",
    "speech", "commas", "phrase", "opens", "short phrase", "first", "length and end", "last sign", "address",
)  # fmt: skip
CONTEXT = (
    "place", "place from end", "lines", "repeated", "shared terms", "prose before", "prose after", "prose near",
    "prose wide", "words near", "phrases near", "phrases wide", "previous words", "next words", "previous ends",
    "next ends", "prose done", "sections since prose", "previous phrase", "next phrase", "words and prose near",
)  # fmt: skip
SECOND = (
    "own chance", "chance -1", "chance +1", "chance -2", "chance +2", "chance near", "chance wide", "best before",
    "best after", "chance done", "run", "own and near", "own and wide",
)  # fmt: skip


def shape(block: Block, known: Words, phrases: Phrases) -> Shape:
    """Measure one block by itself."""
    text = block.text[:_LONG]
    words = _WORD.findall(text)
    plain = text.isascii()
    unspaced = 0 if plain else len(_UNSPACED.findall(text))
    total = len(words) + unspaced // 2
    # Where words are not parted headlines end in `？` and `…`, too; only a full stop somewhere tells a sentence.
    ends = bool(ENDS.search(text[-_TAIL:])) and (unspaced <= len(text) * _EVEN or "。" in text)
    lower = " ".join(words).lower().split(" ")
    reason, opens = phrases.reason(text), phrases.opens(text)
    length = bisect_right(WORDS, total)
    speech = text.count('"') if plain else sum(map(text.count, _SPEECH))
    digits = len(_DIGIT.findall(text))
    spoken = address.count(text, known.address) if address.may_hold(lower, known.address) else 0
    buckets = (
        length,
        int(ends),
        bisect_right(_COUNT, len(_INNER_END.findall(text)) if total > 1 else 0),
        bisect_right(DENSE, sum(map(known.stop.__contains__, lower)) / total if total else 0.0),
        bisect_right(_SHARE, sum([word[0].isupper() for word in words]) / total if total else 0.0),
        bisect_right(_SHARE, digits / len(text)),
        bisect_right(_COUNT, text.count("|") + text.count(" / ") if plain else len(_SIGNS.findall(text))),
        bisect_right(_COUNT, len(_GLUED.findall(text))),
        bisect_right(_COUNT, len(_DATE.findall(text)) if digits else 0),
        bisect_right(_COUNT, len(_ADDRESS.findall(text)) if any(map(text.__contains__, _ADDRESSED)) else 0),
        bisect_right(_COUNT, speech),
        bisect_right(_COUNT, text.count(",")),
        int(reason is not None),
        int(opens is not None),
        (reason is not None) * (1 + min(total // 12, 3)),
        _first(text),
        length * 2 + ends,
        _last(text),
        min(spoken, 2) + _TOLD * (speech > 1),
    )
    prose = total >= _PROSE_WORDS and (ends or text.endswith(":"))
    return Shape(total, prose, reason, opens, buckets, text, known, _terms(lower, known))


def outline(block: Block, known: Words, phrases: Phrases, *, words: int, prose: bool) -> Shape:
    """Say of a block that is settled what the rules ask for."""
    text = block.text[:_LONG]
    return Shape(words, prose, phrases.reason(text), phrases.opens(text), (), text, known)


def _terms(words: Iterable[str], known: Words) -> frozenset[str]:
    return frozenset([word for word in words if len(word) >= _MIN_TERM]) - known.stop


def _first(text: str) -> int:
    char = text[0]
    if char.isalpha():
        return 1 if char.isupper() else 0
    return 2 if char.isdigit() else 3 if char in "\"'“„«»(‘" else 4


def _last(text: str) -> int:
    char = text[-1]
    if char.isalnum():
        return 0
    return {".": 1, "!": 2, "?": 3, ":": 4, ",": 5, ";": 5, "…": 6, "”": 7, "“": 7, '"': 7, "»": 7, ")": 8}.get(char, 9)


def context(blocks: Sequence[Block], shapes: Sequence[Shape]) -> list[tuple[int, ...]]:
    """Measure where each block stands: its neighbours, its repetitions, what it shares with the prose."""
    total = len(shapes)
    prose = running(shape.words * shape.prose for shape in shapes)
    marks = [int(shape.prose) for shape in shapes]
    phrases = [int(shape.reason is not None) for shape in shapes]
    prose_near, prose_wide = shares(marks, NEAR), shares(marks, WIDE)
    words_near = shares([shape.words for shape in shapes], NEAR)
    phrases_near, phrases_wide = shares(phrases, NEAR), shares(phrases, WIDE)
    repeated = Counter(block.text for block in blocks)
    vocabulary = Counter(term for shape in shapes if shape.prose for term in shape.terms)
    before = distance([shape.prose for shape in shapes])
    after = distance([shape.prose for shape in reversed(shapes)])[::-1]
    since = _sections_since_prose(shapes)
    rows: list[tuple[int, ...]] = []
    for i, own in enumerate(shapes):
        near = prose_near[i]
        previous, following = shapes[max(i - 1, 0)], shapes[min(i + 1, total - 1)]
        rows.append((
            bisect_right(PLACE, i / total),
            bisect_right(PLACE, (total - 1 - i) / total),
            bisect_right((10, 25, 60, 120, 250, 600), total),
            bisect_right(_COUNT, repeated[blocks[i].text] - 1),
            bisect_right(DENSE, shared(own, vocabulary)),
            bisect_right(FAR, before[i]),
            bisect_right(FAR, after[i]),
            bisect_right(DENSE, near),
            bisect_right(DENSE, prose_wide[i]),
            bisect_right(WORDS, int(words_near[i])),
            bisect_right(DENSE, phrases_near[i]),
            bisect_right(DENSE, phrases_wide[i]),
            bisect_right(WORDS, previous.words) * (i > 0),
            bisect_right(WORDS, following.words) * (i < total - 1),
            previous.buckets[1] + 2 * (i == 0),
            following.buckets[1] + 2 * (i == total - 1),
            bisect_right(PLACE, prose[i] / prose[-1]) if prose[-1] else 0,
            bisect_right(_COUNT, since[i]),
            int(previous.reason is not None and i > 0),
            int(following.reason is not None and i < total - 1),
            min(own.buckets[0] // 2, 5) * 10 + bisect_right(DENSE, near),
        ))  # fmt: skip
    return rows


def second(
    chances: Sequence[float], words: Sequence[int], places: Sequence[int] | None = None
) -> list[tuple[int, ...]]:
    """Measure what the first stage says of each block and of its neighbours.

    Args:
        chances: of each block to be text.
        words: of each block.
        places: the blocks that are asked for; `None` for all.
    """
    total = len(chances)
    means, wider = shares(chances, NEAR), shares(chances, WIDE)
    kept = running(chance * count for chance, count in zip(chances, words, strict=True))
    padded = [0.0, 0.0, *chances, 0.0, 0.0]
    ahead = list(accumulate(chances, max))
    behind = list(accumulate(reversed(chances), max))[::-1]
    run = distance([chance < _EVEN for chance in chances])
    rows: list[tuple[int, ...]] = []
    for i in range(total) if places is None else places:
        own = bisect_right(CHANCE, chances[i])
        near, wide = means[i], wider[i]
        rows.append((
            own,
            bisect_right(CHANCE, padded[i + 1]),
            bisect_right(CHANCE, padded[i + 3]),
            bisect_right(CHANCE, padded[i]),
            bisect_right(CHANCE, padded[i + 4]),
            bisect_right(CHANCE, near),
            bisect_right(CHANCE, wide),
            bisect_right(CHANCE, ahead[i - 1]) if i else 0,
            bisect_right(CHANCE, behind[i + 1]) if i < total - 1 else 0,
            bisect_right(PLACE, kept[i] / kept[-1]) if kept[-1] else 0,
            bisect_right(FAR, run[i]),
            own * 10 + bisect_right(CHANCE, near),
            own * 10 + bisect_right(CHANCE, wide),
        ))  # fmt: skip
    return rows


def running(values: Iterable[float]) -> list[float]:
    """Sums up to each place: the sum over any window is then one subtraction."""
    return list(accumulate(values, initial=0.0))


def shares(values: Iterable[float], reach: int) -> list[float]:
    """For each value the mean over its `reach` neighbours on each side, without itself; 0 where it has none."""
    own = list(values)
    total, sums = len(own), running(own)
    edge = min(reach, total)
    lows = [0.0] * edge + sums[: total - edge]
    highs = sums[reach + 1 :] + [sums[-1]] * edge
    return list(map(_mean, highs, lows, own, _neighbours(total, reach)))


def _mean(high: float, low: float, own: float, count: int) -> float:
    return (high - low - own) / count


@lru_cache(maxsize=8)
def _neighbours(total: int, reach: int) -> tuple[int, ...]:
    """How many neighbours each of some values has within reach; at least 1, to divide by."""
    return tuple(max(min(at + reach + 1, total) - max(at - reach, 0) - 1, 1) for at in range(total))


def distance(marks: Sequence[bool]) -> list[int]:
    """How many blocks ago the last marked one was, for each; the largest bucket when there was none."""
    far, out = FAR[-1], []
    for mark in marks:
        out.append(far)
        far = 1 if mark else far + 1
    return out


def _sections_since_prose(shapes: Sequence[Shape]) -> list[int]:
    """How many headings of boilerplate sections came since the last prose."""
    count, out = 0, []
    for own in shapes:
        out.append(count)
        count = 0 if own.prose and own.reason is None else count + (own.opens is not None)
    return out


def shared(own: Shape, vocabulary: Counter[str]) -> float:
    """Share of the block's terms that the document's prose, leaving the block itself aside, holds too."""
    if not own.terms:
        return 0.0
    return sum(1 for term in own.terms if vocabulary[term] > own.prose) / len(own.terms)
