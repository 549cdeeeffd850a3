"""What only pasted text needs: without markup, a page's own habits must tell its parts apart.

Lines of one pattern (`12 hours ago`, `Reply`) are a list or comments; what begins like another line is its teaser or
its caption; a credit gives a caption away; and an article is one long run of prose, so that what stands far from the
longest run is rarely part of it. That the best segment of a sequence of gains finds the text of a page was shown by
Pasternack and Roth, "Extracting Article Text from the Web with Maximum Subsequence Segmentation" (WWW 2009).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from functools import cache
from itertools import chain
from math import sqrt
from typing import TYPE_CHECKING

from digest import languages
from digest.cleaner.features import CHANCE, DENSE, NEAR, WIDE, shares
from digest.cleaner.remembered import of_lines
from digest.cleaner.signs import unsigned

if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.cleaner.features import Shape
    from digest.model import Block

FIRST = (
    "form repeated", "same head", "same tail", "same beginning", "forms near", "forms wide",
    "dates near", "dates wide", "page dates",
    "length to prose", "run to longest", "run size", "run place", "page prose", "prose share",
    "kicker", "credit", "credit before", "credit after",
)  # fmt: skip
"""Names of the features of the first stage, in the order of `first`."""
SECOND = (
    "segment place", "segment run", "article terms", "page kept", "chance to mean", "place and own", "terms and own",
)  # fmt: skip
"""Names of the features of the second stage, in the order of `second`."""

# Edges of the buckets: a value below the first edge is bucket 0.
_COUNT = (1, 2, 3, 5, 9, 20)
_FAR = (1, 2, 3, 4, 6, 9, 14, 25, 60, 120)
_RATIO = (0.1, 0.2, 0.35, 0.5, 0.75, 1, 1.5, 2.5)
_SIZE = (10, 25, 50, 100, 200, 400, 800, 1600, 3200)
_DATES = (1, 2, 3, 5, 9, 20, 50)
_BEFORE, _AFTER = 1, 13  # first buckets of the places before a run and behind it; in it is 0

_GAP = 3  # a run of prose goes on across two other lines, such as a heading and a caption
_LONG, _START, _END, _TAIL = 400, 28, 60, 130  # characters looked at: in all, of the beginning, of the end, for credits
_PAIR = 2  # words of a head or a tail that others may share
_DATE = 8  # place of the dates among the buckets of a shape
_MAX_DATE_WORDS = 12
_PROSE_WORDS = 20  # of a paragraph, on a page that has none to compare with
_KEPT, _GAIN = 0.5, 0.4  # chances from which on a block is kept, and from which on it speaks for a segment
_ENOUGH = 60  # words: more say no more for a segment
_UNKNOWN = 10  # bucket of what has no terms to compare

_DIGITS = re.compile(r"\d+")
_KICKER = re.compile(r"[A-ZÄÖÜÅÆØÉ][A-ZÄÖÜÅÆØÉ\d .,!?-]{2,30}(?::|\s[-–—|]\s)")
_NAME = r"[A-ZÄÖÜÀ-Þ][\w.&'’-]*"
_AGENCIES = (
    "AA|AFP|Alamy|ANSA|AP|Associated Press|Belga|BELGA|Bloomberg|Canadian Press|dpa|DPA|EFE|EPA|epa|Getty|Getty Images"
    "|imago|IMAGO|Imago|Keystone|KEYSTONE|NTB|PAP|Press Association|Reuters|REUTERS|Ritzau|Ritzau Scanpix|Shutterstock"
    "|TASS|TT|Xinhua|Yonhap"
)
_LONGEST_AGENCY = 30
_HINT = re.compile(r"[:/|©(\[]|[.!?”][A-ZÄÖÜÀ-Þ]")
"""What every credit holds that is no bare agency."""


def first(blocks: Sequence[Block], shapes: Sequence[Shape]) -> list[tuple[int, ...]]:
    """Measure each block against its page: one bucket for each name in `FIRST`."""
    groups = zip(_forms(blocks), _dates(shapes), _runs(shapes), _marks(blocks, shapes), strict=True)
    return [tuple(chain.from_iterable(group)) for group in groups]


def second(chances: Sequence[float], shapes: Sequence[Shape]) -> list[tuple[int, ...]]:
    """Measure what the first stage says of the page as a whole: one bucket for each name in `SECOND`."""
    start, end = _best_segment(chances, shapes)
    kept = [chance >= _KEPT for chance in chances]
    inside = [start <= i < end and kept[i] and shape.prose for i, shape in enumerate(shapes)]
    article = Counter(term for i, shape in enumerate(shapes) if inside[i] for term in shape.terms)
    runs = _run_words(kept, shapes)
    longest = max(runs, default=0) or 1
    size = bisect_right(_SIZE, sum(shape.words for i, shape in enumerate(shapes) if kept[i]))
    prose = [chance for chance, shape in zip(chances, shapes, strict=True) if shape.prose]
    mean = bisect_right(CHANCE, sum(prose) / len(prose) if prose else _KEPT)
    rows: list[tuple[int, ...]] = []
    for i, (chance, shape) in enumerate(zip(chances, shapes, strict=True)):
        own, place = bisect_right(CHANCE, chance), _place(i, start, end - 1)
        terms = _shared(shape, article, inside=inside[i])
        beside = (place >= _BEFORE) + (place >= _AFTER)
        share = bisect_right(DENSE, runs[i] / longest)
        rows.append((place, share, terms, size, own * 10 + mean, own * 3 + beside, own * 11 + terms))
    return rows


def _forms(blocks: Sequence[Block]) -> list[tuple[int, ...]]:
    """How many lines have a block's form, its first or last words, or its beginning; how many near it are repeated."""
    keys = zip(*(_keys(block.text) for block in blocks), strict=True)
    same_form, same_head, same_tail, same_start = map(_others, keys)
    repeated = list(map(bool, same_form))
    near, wide = shares(repeated, NEAR), shares(repeated, WIDE)
    return [
        (
            bisect_right(_COUNT, same_form[i]),
            bisect_right(_COUNT, same_head[i]),
            bisect_right(_COUNT, same_tail[i]),
            bisect_right(_COUNT, same_start[i]) if not same_form[i] else 0,
            bisect_right(DENSE, near[i]),
            bisect_right(DENSE, wide[i]),
        )
        for i in range(len(blocks))
    ]


@of_lines
def _keys(text: str) -> tuple[str, str, str, str]:
    """A line's form, its first and last words, its beginning: what other lines may share."""
    form = _DIGITS.sub("0", text[:_LONG].lower())
    head = _pair(form.split(maxsplit=_PAIR)[:_PAIR])
    tail = _pair(form[-_END:].rsplit(maxsplit=_PAIR)[-_PAIR:])
    return form, head, tail, form[:_START] if len(form) >= _START else ""


def _pair(words: Sequence[str]) -> str:
    return " ".join(words) if len(words) == _PAIR else ""


def _others(keys: Sequence[str]) -> list[int]:
    """How many others have the same key; none without one."""
    counts = Counter(keys)
    counts[""] = 1
    return [counts[key] - 1 for key in keys]


def _dates(shapes: Sequence[Shape]) -> list[tuple[int, ...]]:
    """Short lines with dates, near a block and on the page: comments and lists of articles have many."""
    dated = [shape.buckets[_DATE] > 0 and shape.words <= _MAX_DATE_WORDS for shape in shapes]
    near, wide = shares(dated, NEAR), shares(dated, WIDE)
    all_ = bisect_right(_DATES, sum(dated))
    return [(bisect_right(DENSE, one), bisect_right(DENSE, two), all_) for one, two in zip(near, wide, strict=True)]


def _runs(shapes: Sequence[Shape]) -> list[tuple[int, ...]]:
    """A block beside the page's paragraphs, its run beside the longest one."""
    prose = sorted(shape.words for shape in shapes if shape.prose)
    typical = prose[len(prose) // 2] if prose else _PROSE_WORDS
    page = (bisect_right(_SIZE, sum(prose)), bisect_right(DENSE, len(prose) / max(len(shapes), 1)))
    runs = _run_words(_bridged([shape.prose for shape in shapes]), shapes, prose_only=True)
    longest = max(runs, default=0)
    start = runs.index(longest) if longest else 0
    end = start
    while longest and end + 1 < len(runs) and runs[end + 1] == longest:
        end += 1
    if not longest:
        end = len(runs)
    return [
        (
            bisect_right(_RATIO, shape.words / typical),
            bisect_right(DENSE, runs[i] / longest) if longest else 0,
            bisect_right(_SIZE, runs[i]),
            _place(i, start, end),
            *page,
        )
        for i, shape in enumerate(shapes)
    ]


def _bridged(marks: Sequence[bool]) -> list[bool]:
    """Gaps of a few blocks between marked ones are marked, too."""
    out, last = list(marks), -_GAP
    for i, mark in enumerate(marks):
        if mark:
            if i - last <= _GAP and last >= 0:
                out[last:i] = [True] * (i - last)
            last = i
    return out


def _run_words(marks: Sequence[bool], shapes: Sequence[Shape], *, prose_only: bool = False) -> list[int]:
    """For each marked block, the words of all marked blocks that it stands together with; 0 for others."""
    out, start = [0] * len(marks), 0
    for i, mark in enumerate((*marks, False)):
        if not mark:
            words = sum(shape.words for shape in shapes[start:i] if shape.prose or not prose_only)
            out[start:i] = [words] * (i - start)
            start = i + 1
    return out


def _marks(blocks: Sequence[Block], shapes: Sequence[Shape]) -> list[tuple[int, ...]]:
    """A kicker in capitals; a credit as the whole line (1) or at its end (2), in the line, before and after it."""
    found = [0, *(_credit(block.text) for block in blocks), 0]
    return [
        (int(bool(_KICKER.match(block.text))), found[i + 1] * 2 + shapes[i].prose, found[i], found[i + 2])
        for i, block in enumerate(blocks)
    ]


@of_lines
def _credit(text: str) -> int:
    tail = unsigned(text)[-_TAIL:]
    if not (_HINT.search(tail) or _agency().search(tail, max(len(tail) - _LONGEST_AGENCY, 0))):  # as most lines
        return 0
    found = _credits().search(tail)
    return 0 if not found else 2 if found.start() or len(text) > _TAIL else 1


@cache
def _agency() -> re.Pattern[str]:
    return re.compile(rf"(?:{_AGENCIES})(?: Photo| Images| News)?[).\]]?$")


@cache
def _credits() -> re.Pattern[str]:
    """What ends in a credit, in any language: `Photo: …`, `© …`, `Name/Agency`, an agency, names in brackets."""
    every = [languages.get(code).cleaning.credit for code in (*languages.codes(), None)]
    words = "|".join(map(re.escape, sorted(set(chain.from_iterable(every)), key=lambda word: (-len(word), word))))
    kinds = (
        rf"\b(?i:{words})\s?[:/]\s?\S.{{0,100}}",
        r"(?:©|\([cC]\))\s?\S.{0,80}",
        rf"\b{_NAME}(?: {_NAME}){{0,3}}\s?[/|]\s?{_NAME}(?:[ /|]{{1,3}}{_NAME}){{0,5}}",
        rf"\b(?:{_AGENCIES})(?: Photo| Images| News)?",
        rf"[.!?”]{_NAME}(?: {_NAME}){{1,3}}",
        rf"\((?:{_NAME} ?){{2,4}}\)",
        r"\[[^\[\]]{4,60}\]",
    )
    return re.compile(rf"(?:{'|'.join(kinds)})[).\]]?$")


def _best_segment(chances: Sequence[float], shapes: Sequence[Shape]) -> tuple[int, int]:
    """Begin and end of the blocks in a row with the greatest sum of gains, by one pass."""
    best, start, end = 0.0, 0, 0
    total, begin = 0.0, 0
    for i, (chance, shape) in enumerate(zip(chances, shapes, strict=True)):
        if total <= 0:
            total, begin = 0.0, i
        total += (chance - _GAIN) * sqrt(min(shape.words, _ENOUGH) + 1)
        if total > best:
            best, start, end = total, begin, i + 1
    return start, end


def _shared(shape: Shape, article: Counter[str], *, inside: bool) -> int:
    """Share of a block's terms that the article's other paragraphs hold, too."""
    if not shape.terms:
        return _UNKNOWN
    return bisect_right(DENSE, sum(article[term] > inside for term in shape.terms) / len(shape.terms))


def _place(index: int, start: int, last: int) -> int:
    """How far before or behind a run a block stands."""
    if index < start:
        return _BEFORE + bisect_right(_FAR, start - index)
    return _AFTER + bisect_right(_FAR, index - last) if index > last else 0
