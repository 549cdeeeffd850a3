"""A close look at the blocks of a web page that one glance left in question.

Their words are read now; and the first verdicts are looked up along the tree, not only along the page: what stands in
one element, or in elements of one kind, stays or goes together more often than not.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from operator import mul
from typing import TYPE_CHECKING

from digest.cleaner import features
from digest.cleaner.features import CHANCE, DENSE, NEAR, WIDE
from digest.cleaner.glance import SHARES

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

    from digest.cleaner.features import Shape
    from digest.cleaner.glance import Glance

_ENOUGH = 60  # words: more say no more of a verdict
_ALONE = 0.5  # of weights, which are whole numbers

MEANING = ("shared terms", "phrases near", "phrases wide", "previous phrase", "next phrase", "in question")
KIN = (
    "element's chance", "element's share", "element and own", "parent's chance", "parent's share",
    "grandparent's chance", "grandparent's share", "branch's chance", "branch's share", "branch and own",
    "same way's chance", "same way's share",
)  # fmt: skip
CLOSE = (*features.SECOND, *MEANING, *(f"text: {name}" for name in features.OWN), *KIN)


def rows(
    glance: Glance, chances: Sequence[float], places: Sequence[int], shapes: Sequence[Shape]
) -> list[tuple[int, ...]]:
    """The features of some blocks, as `CLOSE` names them.

    Args:
        glance: at the page.
        chances: of each block to be text, as they seemed at first.
        places: the blocks in question, ascending.
        shapes: of those blocks.
    """
    again = features.second(chances, glance.words, places)
    groups = (again, _meaning(shapes), [shape.buckets for shape in shapes], _kin(glance, chances, places))
    return [(*one, *two, *three, *four) for one, two, three, four in zip(*groups, strict=True)]


def _meaning(shapes: Sequence[Shape]) -> Iterator[tuple[int, ...]]:
    """What the words have in common with the prose, and the phrases of boilerplate around."""
    vocabulary = Counter(term for shape in shapes if shape.prose for term in shape.terms)
    marks = [int(shape.reason is not None) for shape in shapes]
    near, wide = features.shares(marks, NEAR), features.shares(marks, WIDE)
    count, last = min(len(shapes) // 10, 9), len(shapes) - 1
    for i, shape in enumerate(shapes):
        yield (
            bisect_right(DENSE, features.shared(shape, vocabulary)),
            bisect_right(DENSE, near[i]),
            bisect_right(DENSE, wide[i]),
            marks[i - 1] if i else 0,
            marks[i + 1] if i < last else 0,
            count,
        )


def _kin(glance: Glance, chances: Sequence[float], places: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """What the first look says of the elements around a block, and of those of the same kind."""
    nodes = glance.tree.at
    parents = [node.parent or node for node in nodes]
    weights = [words + 1.0 if words < _ENOUGH else _ENOUGH + 1.0 for words in glance.words]
    weighted = list(map(mul, weights, chances))
    kept = list(map(mul, glance.words, chances))
    total = sum(kept) or 1.0
    keys: tuple[Sequence[Hashable], ...] = (
        nodes,
        parents,
        [node.parent or node for node in parents],
        [node.branch for node in nodes],
        [node.way for node in nodes],
    )
    groups = []
    for own in keys:
        sums: dict[Hashable, list[float]] = {}
        for key, weight, both, words in zip(own, weights, weighted, kept, strict=True):
            known = sums.get(key)
            if known is None:
                sums[key] = [weight, both, words]
            else:
                known[0] += weight
                known[1] += both
                known[2] += words
        groups.append(sums)
    for at in places:
        own_chance, row = bisect_right(CHANCE, chances[at]), []
        for key, sums in zip(keys, groups, strict=True):
            weight, both, words = sums[key[at]]
            rest = weight - weights[at]
            row += [
                1 + bisect_right(CHANCE, (both - weighted[at]) / rest) if rest > _ALONE else 0,
                bisect_right(SHARES, words / total),
            ]
        a, b, c, d, e, f, g, h, i, j = row
        yield (a, b, a * 10 + own_chance, c, d, e, f, g, h, g * 10 + own_chance, i, j)
