"""The learned part of the classifier: points for each feature, added up twice.

The first stage looks at a block and where it stands, the second also at what the first says of its neighbours; of a web
page it looks only at what the first stage leaves in question. The points are in `scorecard-*.json`, a row a feature and
a column a bucket, made by `benchmarks/train_scorecard.py`. Nothing but additions happens here, so every chance can be
traced to its points.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, field
from functools import cache
from operator import getitem
from pathlib import Path
from typing import TYPE_CHECKING, Any

from digest.cleaner import closer, features, glance, pasted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.cleaner.features import Shape
    from digest.cleaner.glance import Glance
    from digest.model import Block

_BUCKETS = 600  # more than any feature has
_MOST_KNOWN = 50_000  # sums of families that a stage remembers
_UNIT = 100  # points are counted in hundredths, so that sums are exact
IN_QUESTION = 0.03
"""Chance below which a web page's block is no text at first glance: 0.1 % of the words of articles on every sixth page
of wcxb and publishers, which it was learned from, and 40 % of the blocks."""
SETTLED = 0.9
"""Chance from which on it is text without a second look. Cross-validated, at 0.8, 0.9, 0.97 and without: wcxb 0.949,
0.949, 0.950, 0.949; publishers 0.960, 0.961, 0.961, 0.961; snippets of german 0.942, 0.943, 0.942, 0.941."""
FIRST = {"text": (*features.OWN, *features.CONTEXT, *pasted.FIRST), "markup": glance.GLANCE}
"""Kind of document → names of the first stage's features."""
SECOND = {
    "text": (*FIRST["text"], *features.SECOND, *pasted.SECOND),
    "markup": (*FIRST["markup"], *closer.CLOSE),
}
"""Kind of document → names of the second stage's features."""
FAMILIES = {"text": (), "markup": glance.FAMILIES}
"""Kind of document → names of the bits that both stages look at."""


def path(kind: str) -> Path:
    """Where the points for a kind of document are kept."""
    return Path(__file__).with_name(f"scorecard-{kind}.json")


def first_rows(blocks: Sequence[Block], shapes: Sequence[Shape]) -> list[tuple[int, ...]]:
    """The first stage's features of pasted lines."""
    around, habits = features.context(blocks, shapes), pasted.first(blocks, shapes)
    return [own.buckets + more + habit for own, more, habit in zip(shapes, around, habits, strict=True)]


def second_rows(chances: Sequence[float], shapes: Sequence[Shape]) -> list[tuple[int, ...]]:
    """What the second stage looks at besides."""
    again = features.second(chances, [shape.words for shape in shapes])
    return [one + more for one, more in zip(again, pasted.second(chances, shapes), strict=True)]


@dataclass(frozen=True, slots=True)
class Stage:
    """Points of one stage: for each feature, in the order of the features, one number a bucket."""

    bias: int
    points: tuple[tuple[int, ...], ...]
    families: tuple[int, ...] = ()
    """Points of each bit."""
    _known: dict[int, int] = field(default_factory=dict)

    def chance(self, buckets: Sequence[int], families: int = 0) -> float:
        """Probability that a block belongs to the article, by the logistic function of its points."""
        points = self.bias + sum(map(getitem, self.points, buckets))
        if families:
            if len(self._known) > _MOST_KNOWN:
                self._known.clear()
            if families not in self._known:
                self._known[families] = sum(one for bit, one in enumerate(self.families) if families >> bit & 1)
            points += self._known[families]
        return 1 / (1 + math.exp(-points / _UNIT))


@dataclass(frozen=True, slots=True)
class Scorecard:
    """Both stages, and the chance from which on a block is kept."""

    first: Stage
    second: Stage
    threshold: float

    def of_lines(self, blocks: Sequence[Block], shapes: Sequence[Shape]) -> list[float]:
        """Probability of each line of a pasted page to belong to the article."""
        first = first_rows(blocks, shapes)
        again = second_rows([self.first.chance(row) for row in first], shapes)
        return [self.second.chance(row + more) for row, more in zip(first, again, strict=True)]

    def at_first(self, page: Glance) -> Look:
        """What a glance says of each block of a web page."""
        rows, families = page.rows(), page.families()
        chances = [self.first.chance(row, bits) for row, bits in zip(rows, families, strict=True)]
        places = [i for i, chance in enumerate(chances) if chance >= IN_QUESTION]
        return Look(page, rows, families, chances, places, [i for i in places if chances[i] < SETTLED])

    def of_page(self, look: Look, shapes: Sequence[Shape]) -> list[float]:
        """Probability of each block of a web page; `shapes` are those of `Look.places`."""
        chances = list(look.chances)
        again = closer.rows(look.page, look.chances, look.places, shapes)
        for place, row in zip(look.open, again, strict=True):
            chances[place] = self.second.chance(look.rows[place] + row, look.families[place])
        return chances


@dataclass(frozen=True, slots=True)
class Look:
    """A first look at a web page."""

    page: Glance
    rows: list[tuple[int, ...]]
    families: list[int]
    chances: list[float]
    places: list[int]
    """The blocks that may be text, ascending."""
    open: list[int]
    """Those of them that are in question."""


@cache
def load(kind: str) -> Scorecard:
    """Read the points for a kind of document, `text` or `markup`."""
    data = json.loads(path(kind).read_text(encoding="utf-8"))
    first, second = _stage(data["first"], FIRST[kind], kind), _stage(data["second"], SECOND[kind], kind)
    return Scorecard(first, second, data["threshold"])


def _stage(data: dict[str, Any], names: Sequence[str], kind: str) -> Stage:
    """Rows end with their last bucket that has points; the buckets behind it have none."""
    rows = ([round(one * _UNIT) for one in data["points"][name]] for name in names)
    families = tuple(round(data["families"][name] * _UNIT) for name in FAMILIES[kind])
    points = tuple((*row, *[0] * (_BUCKETS - len(row))) for row in rows)
    return Stage(round(data["bias"] * _UNIT), points, families)
