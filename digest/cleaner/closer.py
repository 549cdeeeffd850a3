"""A close look at the blocks of a web page that one glance left in question.

Their words are read now; and the first verdicts are looked up along the page and in the element around, as what stands
in one element stays or goes together more often than not.
"""

from __future__ import annotations

from bisect import bisect_right
from operator import add, mul
from typing import TYPE_CHECKING

from digest.cleaner import features
from digest.cleaner.features import CHANCE, DENSE, NEAR, WIDE
from digest.cleaner.glance import SHARES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from digest.cleaner.features import Shape
    from digest.cleaner.glance import Glance
    from digest.cleaner.structure import Node

_ENOUGH = 60  # words: more say no more of a verdict
_ALONE = 0.5  # of weights, which are whole numbers

MEANING = ("phrases near", "phrases wide", "previous phrase", "next phrase", "in question")
KIN = ("element's chance", "element's share", "element and own")
CLOSE = (*features.SECOND, *MEANING, *(f"text: {name}" for name in features.OWN), *KIN)


def rows(
    glance: Glance, chances: Sequence[float], places: Sequence[int], shapes: Sequence[Shape]
) -> list[tuple[int, ...]]:
    """The features of those of some blocks that were measured, as `CLOSE` names them.

    Args:
        glance: at the page.
        chances: of each block to be text, as they seemed at first.
        places: the blocks that seemed to be text, ascending.
        shapes: of those blocks, with buckets where they are in question.
    """
    asked = [i for i, shape in zip(places, shapes, strict=True) if shape.buckets]
    again = features.second(chances, glance.words, asked)
    measured = [shape.buckets for shape in shapes if shape.buckets]
    groups = (again, _meaning(shapes), measured, _kin(glance, chances, asked))
    return [(*one, *two, *three, *four) for one, two, three, four in zip(*groups, strict=True)]


def _meaning(shapes: Sequence[Shape]) -> Iterator[tuple[int, ...]]:
    """The phrases of boilerplate around."""
    marks = [int(shape.reason is not None) for shape in shapes]
    near, wide = features.shares(marks, NEAR), features.shares(marks, WIDE)
    count, last = min(len(shapes) // 10, 9), len(shapes) - 1
    for i, shape in enumerate(shapes):
        if not shape.buckets:
            continue
        yield (
            bisect_right(DENSE, near[i]),
            bisect_right(DENSE, wide[i]),
            marks[i - 1] if i else 0,
            marks[i + 1] if i < last else 0,
            count,
        )


def _kin(glance: Glance, chances: Sequence[float], places: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """What the first look says of the other blocks in the element that a block stands in."""
    nodes = glance.tree.at
    weights = [words + 1.0 if words < _ENOUGH else _ENOUGH + 1.0 for words in glance.words]
    weighted, kept = list(map(mul, weights, chances)), list(map(mul, glance.words, chances))
    total = sum(kept) or 1.0
    sums: dict[Node, list[float]] = {nodes[at]: [0.0, 0.0, 0.0] for at in places}
    for node, *values in zip(nodes, weights, weighted, kept, strict=True):
        if own := sums.get(node):
            own[:] = map(add, own, values)
    for at in places:
        weight, both, words = sums[nodes[at]]
        rest = weight - weights[at]
        mean = 1 + bisect_right(CHANCE, (both - weighted[at]) / rest) if rest > _ALONE else 0
        yield mean, bisect_right(SHARES, words / total), mean * 10 + bisect_right(CHANCE, chances[at])
