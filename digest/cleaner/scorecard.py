"""The learned part of the classifier: points for each feature, added up twice.

The first stage looks at a block and where it stands, the second also at what the first says of its neighbours. The
points are in `scorecard-*.json`, a row a feature and a column a bucket, made by `benchmarks/train_scorecard.py`.
Nothing but additions happens here, so every chance can be traced to its points.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import cache
from operator import getitem
from pathlib import Path
from typing import TYPE_CHECKING, Any

from digest.cleaner import features, pasted, structure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.cleaner.features import Shape
    from digest.model import Block

_BUCKETS = 600  # more than any feature has
FEATURES = {
    "text": features.OWN + features.CONTEXT + pasted.FIRST,
    "markup": features.OWN + features.CONTEXT + structure.MARKUP,
}
"""Kind of document → names of the first stage's features."""
SECOND = {"text": features.SECOND + pasted.SECOND, "markup": features.SECOND}
"""Kind of document → names of the features that the second stage has besides."""


def path(kind: str) -> Path:
    """Where the points for a kind of document are kept."""
    return Path(__file__).with_name(f"scorecard-{kind}.json")


def kind_of(blocks: Sequence[Block]) -> str:
    """Which scorecard is for a document: the one with structure where its blocks have any."""
    return "markup" if blocks and blocks[0].tag else "text"


def rows(blocks: Sequence[Block], shapes: Sequence[Shape], kind: str) -> list[tuple[int, ...]]:
    """The first stage's features of each block."""
    around = features.context(blocks, shapes)
    built = pasted.first(blocks, shapes) if kind == "text" else structure.markup(blocks, shapes)
    return [own.buckets + more + last for own, more, last in zip(shapes, around, built, strict=True)]


def second_rows(
    rows: Sequence[tuple[int, ...]], chances: Sequence[float], shapes: Sequence[Shape], kind: str
) -> list[tuple[int, ...]]:
    """The second stage's features of each block: the first stage's `rows`, and what its chances say."""
    around = features.second(chances, shapes)
    if kind == "text":
        page = pasted.second(chances, shapes)
        return [row + more + last for row, more, last in zip(rows, around, page, strict=True)]
    return [row + more for row, more in zip(rows, around, strict=True)]


@dataclass(frozen=True, slots=True)
class Stage:
    """Points of one stage: for each feature, in the order of the features, one number a bucket."""

    bias: float
    points: tuple[tuple[float, ...], ...]

    def chance(self, buckets: Sequence[int]) -> float:
        """Probability that a block belongs to the article, by the logistic function of its points."""
        points = math.fsum(map(getitem, self.points, buckets))  # exact: `sum` differs between versions of Python
        return 1 / (1 + math.exp(-self.bias - points))


@dataclass(frozen=True, slots=True)
class Scorecard:
    """Both stages, and the chance from which on a block is kept."""

    first: Stage
    second: Stage
    threshold: float

    def chances(self, blocks: Sequence[Block], shapes: Sequence[Shape]) -> list[float]:
        """Probability of each block to belong to the article."""
        kind = kind_of(blocks)
        first = rows(blocks, shapes, kind)
        again = second_rows(first, [self.first.chance(row) for row in first], shapes, kind)
        return [self.second.chance(row) for row in again]


@cache
def load(kind: str) -> Scorecard:
    """Read the points for a kind of document, a key of `FEATURES`."""
    data = json.loads(path(kind).read_text(encoding="utf-8"))
    names = FEATURES[kind]
    return Scorecard(_stage(data["first"], names), _stage(data["second"], names + SECOND[kind]), data["threshold"])


def _stage(data: dict[str, Any], names: Sequence[str]) -> Stage:
    """Rows end with their last bucket that has points; the buckets behind it have none."""
    rows = (data["points"][name] for name in names)
    return Stage(data["bias"], tuple((*row, *[0.0] * (_BUCKETS - len(row))) for row in rows))
