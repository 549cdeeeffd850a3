"""The learned part of the classifier: points for each feature, added up twice.

The first stage looks at a block and where it stands, the second also at what the first says of its neighbours. The
points are in `scorecard.json`, a row a feature and a column a bucket, made by `benchmarks/train_scorecard.py`; nothing
but additions happens here, so every chance can be traced to its points.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from digest.cleaner import features

if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.cleaner.features import Shape
    from digest.model import Block

PATH = Path(__file__).with_name("scorecard.json")


@dataclass(frozen=True, slots=True)
class Stage:
    """Points of one stage: for each feature, in the order of the features, one number a bucket."""

    bias: float
    points: tuple[tuple[float, ...], ...]

    def chance(self, buckets: Sequence[int]) -> float:
        """Probability that a block belongs to the article, by the logistic function of its points."""
        total = self.bias
        for row, bucket in zip(self.points, buckets, strict=True):
            total += row[bucket] if bucket < len(row) else row[-1]
        return 1 / (1 + math.exp(-total))


@dataclass(frozen=True, slots=True)
class Scorecard:
    """Both stages, and the chance from which on a block is kept."""

    first: Stage
    second: Stage
    threshold: float

    def chances(self, blocks: Sequence[Block], shapes: Sequence[Shape]) -> list[float]:
        """Probability of each block to belong to the article."""
        rows = [own.buckets + around for own, around in zip(shapes, features.context(blocks, shapes), strict=True)]
        chances = [self.first.chance(row) for row in rows]
        again = features.second(chances, shapes)
        return [self.second.chance(row + more) for row, more in zip(rows, again, strict=True)]


@cache
def load() -> Scorecard:
    """Read `scorecard.json`."""
    data = json.loads(PATH.read_text(encoding="utf-8"))
    own = features.OWN + features.CONTEXT
    return Scorecard(
        first=_stage(data["first"], own),
        second=_stage(data["second"], own + features.SECOND),
        threshold=data["threshold"],
    )


def _stage(data: dict[str, dict[str, list[float]]], names: Sequence[str]) -> Stage:
    return Stage(data["bias"], tuple(tuple(data["points"][name]) for name in names))  # type: ignore[arg-type] # a number
