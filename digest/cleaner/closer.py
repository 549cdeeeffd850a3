"""A close look at the blocks of a web page that one glance left in question.

Their words are read now; and the first verdicts are looked up along the tree, not only along the page: what stands in
one element, or in elements of one kind, stays or goes together more often than not.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from itertools import accumulate
from typing import TYPE_CHECKING

from digest.cleaner import features

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

    from digest.cleaner.features import Shape
    from digest.cleaner.glance import Glance

_CHANCE = (0.03, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 0.97)
_SHARES = (0.001, 0.02, 0.06, 0.12, 0.25, 0.45, 0.65, 0.85, 0.97)
_DENSE = (0.01, 0.1, 0.2, 0.3, 0.4, 0.5, 0.65, 0.8, 0.95)
_NEAR, _WIDE = 3, 8
_ENOUGH = 60  # words: more say no more of a verdict

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
    running = list(accumulate(marks, initial=0))
    count, last = min(len(shapes) // 10, 9), len(shapes) - 1
    for i, shape in enumerate(shapes):
        yield (
            bisect_right(_DENSE, features.shared(shape, vocabulary)),
            bisect_right(_DENSE, features.share(running, i, _NEAR)),
            bisect_right(_DENSE, features.share(running, i, _WIDE)),
            marks[i - 1] if i else 0,
            marks[i + 1] if i < last else 0,
            count,
        )


class _Verdicts:
    """The first verdicts of groups of blocks, by their words."""

    def __init__(self, keys: Sequence[Hashable], glance: Glance, chances: Sequence[float]) -> None:
        self.keys = keys
        self.weights: dict[Hashable, float] = defaultdict(float)
        self.chances: dict[Hashable, float] = defaultdict(float)
        self.words: dict[Hashable, float] = defaultdict(float)
        for key, words, chance in zip(keys, glance.words, chances, strict=True):
            weight = min(words, _ENOUGH) + 1.0
            self.weights[key] += weight
            self.chances[key] += weight * chance
            self.words[key] += words * chance

    def of(self, at: int, words: int, chance: float, total: float) -> tuple[int, int]:
        """The mean chance of the rest of a block's group; the group's share of the page's text."""
        key, weight = self.keys[at], min(words, _ENOUGH) + 1.0
        rest = self.weights[key] - weight
        mean = 1 + bisect_right(_CHANCE, (self.chances[key] - weight * chance) / rest) if rest > 0.5 else 0  # noqa: PLR2004 -- weights are whole
        return mean, bisect_right(_SHARES, self.words[key] / total)


def _kin(glance: Glance, chances: Sequence[float], places: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """What the first look says of the elements around a block, and of those of the same kind."""
    nodes = glance.tree.at
    parents = [node.parent or node for node in nodes]
    keys: tuple[Sequence[Hashable], ...] = (
        [id(node) for node in nodes],
        [id(node) for node in parents],
        [id(node.parent or node) for node in parents],
        [id(node.branch) for node in nodes],
        [node.way for node in nodes],
    )
    groups = [_Verdicts(one, glance, chances) for one in keys]
    total = sum(words * chance for words, chance in zip(glance.words, chances, strict=True)) or 1.0
    for at in places:
        words, chance = glance.words[at], chances[at]
        own = bisect_right(_CHANCE, chance)
        (a, b), (c, d), (e, f), (g, h), (i, j) = [group.of(at, words, chance, total) for group in groups]
        yield (a, b, a * 10 + own, c, d, e, f, g, h, g * 10 + own, i, j)
