"""A first look at a web page: cheap features of every block, so that most are known to be no text at one glance.

What is left is looked at closely (`closer`). Each feature is a small whole number, the bucket of a table in
`scorecard-markup.json`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING

from digest.cleaner import structure
from digest.cleaner.agreement import agreement
from digest.cleaner.features import DENSE, FAR, NEAR, PLACE, WIDE, WORDS, distance, running, shares
from digest.model import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from digest.cleaner.structure import Node
    from digest.model import Block

_TAGS = (
    "p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "div", "span", "td", "th", "blockquote", "figcaption", "dt",
    "dd", "pre", "a", "table", "section", "article", "body", "time", "strong", "em", "label", "legend",
    "summary", "caption", "header", "footer", "aside", "nav", "main",
)  # fmt: skip
_TAG_OF = {tag: number for number, tag in enumerate(_TAGS, 1)}
_KIND_OF = {kind: number for number, kind in enumerate(Kind)}
_ENDS = (".", "!", "?", "…", "。", "！", "？", "।", "۔", "؟", "።", "။", "។", "։", "“", "”", '"', "»", "’", ")", ":")
_PROSE_WORDS = 10
_WIDE_SCRIPT = 14
"""Characters a word, from which on a script is taken for one that parts none."""
_LINKED = 0.5
_OUTSIDE, _DEEPER, _FAR_OUT, _HEADINGS = 6, 3, 4, 4  # the most that is told apart

# Edges of the buckets: a value below the first edge is bucket 0.
_LINKS = (0.001, 0.1, 0.25, 0.5, 0.75, 0.999)
SHARES = (0.001, 0.02, 0.06, 0.12, 0.25, 0.45, 0.65, 0.85, 0.97)
_COUNTS = (1, 2, 3, 5, 9, 16, 30, 60, 120)
_SIZES = (3, 8, 15, 30, 60, 120, 250, 500, 1000)
_DEPTHS = (3, 5, 7, 9, 11, 13, 15, 18, 22)
_LINES = (10, 25, 60, 120, 250, 600)

_OWN = ("words", "length and end", "element", "links", "element and links", "element and words", "kind")
_ALONG = (
    "place", "place from end", "lines", "repeated", "prose before", "prose after", "prose near", "prose wide",
    "words near", "prose done", "words and prose near",
)  # fmt: skip
_BESIDE = (
    "previous words", "next words", "previous end", "next end", "previous element", "next element", "previous links",
    "next links", "heading before", "headline before",
)  # fmt: skip
_TREE = (
    "depth", "area", "siblings", "element's links", "element's prose", "parent's prose", "grandparent's prose",
    "parent's links", "same way down",
)  # fmt: skip
_MAIN = (
    "from main text", "above main text", "place in main text", "after h1", "outside and links",
    "element and main text",
)  # fmt: skip
_BRANCH = (
    "branch words", "branch prose", "branch links", "branch element", "branches alike", "branch headings",
    "branch and links",
)  # fmt: skip
GLANCE = (*_OWN, *_ALONG, *_BESIDE, *_TREE, *_MAIN, *_BRANCH, "stated text")
"""Names of the features."""
FAMILIES = (*(f"below {name}" for name in structure.FAMILIES), *(f"around {name}" for name in structure.FAMILIES))
"""Names of the families of class words, in the order of the bits of `Glance.families`: those of the block's own way
down, and those that it shares with the main text."""


class Glance:
    """What one look at a page shows.

    Args:
        blocks: of the page, in reading order.
        body: the text that the page states beside its markup.
    """

    def __init__(self, blocks: Sequence[Block], body: str | None = None) -> None:
        self.blocks = blocks
        self.body = body
        self.words = [_count(block.text) for block in blocks]
        self.ends = [block.text.endswith(_ENDS) for block in blocks]
        self.prose = [ends and words >= _PROSE_WORDS for words, ends in zip(self.words, self.ends, strict=True)]
        self.tree = structure.tree(blocks, self.words, self.prose)
        self._tags = [_TAG_OF.get(block.tag, 0) for block in blocks]
        self._links = [bisect_right(_LINKS, block.link_share) for block in blocks]
        self._lengths = [bisect_right(WORDS, count) for count in self.words]

    def families(self) -> list[int]:
        """The families around each block, as bits."""
        above: dict[int, int] = {}
        shift = len(structure.FAMILIES)
        return [node.below | _shared(node, above) << shift for node in self.tree.at]

    def rows(self) -> list[tuple[int, ...]]:
        """The features of each block, as `GLANCE` names them."""
        stated = agreement(self.blocks, self.prose, self.body)
        groups = (self._own(), self._along(), self._beside(), self._tree(), self._main(), self._branch())
        return [(*chain.from_iterable(group), state) for *group, state in zip(*groups, stated, strict=True)]

    def _own(self) -> Iterator[tuple[int, ...]]:
        columns = zip(self.blocks, self._lengths, self.ends, self._tags, self._links, strict=True)
        for block, length, end, tag, link in columns:
            yield (length, length * 2 + end, tag, link, tag * 7 + link, tag * 8 + length // 2, _KIND_OF[block.kind])

    def _along(self) -> Iterator[tuple[int, ...]]:
        """Where each block stands on the page, and how much prose there is around it."""
        total, prose = len(self.blocks), self.prose
        done = running(words if is_prose else 0 for words, is_prose in zip(self.words, prose, strict=True))
        nears, wides = shares(prose, NEAR), shares(prose, WIDE)
        words = shares(self.words, NEAR)
        before, after = distance(prose), distance(prose[::-1])[::-1]
        repeated = Counter([block.text for block in self.blocks])
        size, all_ = bisect_right(_LINES, total), done[-1] or 1
        for i, block in enumerate(self.blocks):
            near = bisect_right(DENSE, nears[i])
            yield (
                bisect_right(PLACE, i / total),
                bisect_right(PLACE, (total - 1 - i) / total),
                size,
                min(repeated[block.text], 5),
                bisect_right(FAR, before[i]),
                bisect_right(FAR, after[i]),
                near,
                bisect_right(DENSE, wides[i]),
                bisect_right(WORDS, words[i]),
                bisect_right(PLACE, done[i] / all_),
                self._lengths[i] // 2 * 10 + near,
            )

    def _beside(self) -> Iterator[tuple[int, ...]]:
        """What stands right before each block and right behind it."""
        lengths, ends, tags, links = ([one, *own, one] for own, one in self._columns())
        heading = headline = 0
        for i, block in enumerate(self.blocks):
            yield (
                lengths[i], lengths[i + 2], ends[i], ends[i + 2], tags[i], tags[i + 2], links[i], links[i + 2],
                min(heading, 7), headline,
            )  # fmt: skip
            heading += 1
            if block.kind is Kind.HEADING:
                heading, headline = 0, 1 if block.link_share > _LINKED else 2

    def _columns(self) -> tuple[tuple[list[int], int], ...]:
        """Columns with what stands for no block at all."""
        return (self._lengths, 0), (list(map(int, self.ends)), 2), (self._tags, 0), (self._links, 7)

    def _tree(self) -> Iterator[tuple[int, ...]]:
        """What the elements around each block hold."""
        total, ways = self.tree.total, Counter([node.way for node in self.tree.at])
        known: dict[int, tuple[int, ...]] = {}
        for node in self.tree.at:
            if id(node) not in known:
                parent = node.parent or node
                known[id(node)] = (
                    bisect_right(_DEPTHS, node.depth),
                    node.area,
                    bisect_right(_COUNTS, node.own),
                    bisect_right(SHARES, node.linked / (node.chars or 1)),
                    bisect_right(SHARES, node.prose / total),
                    bisect_right(SHARES, parent.prose / total),
                    bisect_right(SHARES, (parent.parent or parent).prose / total),
                    bisect_right(SHARES, parent.linked / (parent.chars or 1)),
                    bisect_right(_COUNTS, ways[node.way]),
                )
            yield known[id(node)]

    def _main(self) -> Iterator[tuple[int, ...]]:
        """Where each block stands beside the page's main text."""
        tree = self.tree
        inside = [i for i, node in enumerate(tree.at) if self.prose[i] and not node.outside]
        low, high = (inside[0], inside[-1]) if inside else (0, len(self.blocks) - 1)
        for i, node in enumerate(tree.at):
            tag, link = self._tags[i], self._links[i]
            place = 0 if i < low else 2 if i > high else 1
            outside = min(node.outside, _OUTSIDE)
            deeper = node.depth - node.branch.depth + 1 if node.branch else 0
            yield (
                outside * 4 + min(deeper, _DEEPER),
                place,
                bisect_right(SHARES, (i - low) / max(high - low, 1)) if place == 1 else 0,
                0 if tree.h1 < 0 else 1 if i < tree.h1 else 2 + bisect_right(_COUNTS, i - tree.h1),
                min(outside, _FAR_OUT) * 21 + place * 7 + link,
                tag * 15 + min(outside, _FAR_OUT) * 3 + place,
            )

    def _branch(self) -> Iterator[tuple[int, ...]]:
        """What the largest part of the page holds that a block does not share with the main text."""
        known: dict[int, tuple[int, ...]] = {0: (0, 0, 0, 0, 0, 0, 0)}
        for node, link in zip(self.tree.at, self._links, strict=True):
            branch = node.branch
            key = id(branch) if branch else 0
            if branch and key not in known:
                known[key] = self._branched(branch)
            *row, both = known[key]
            yield (*row, both + link if branch else 0)

    def _branched(self, branch: Node) -> tuple[int, ...]:
        density = bisect_right(SHARES, branch.linked / (branch.chars or 1))
        return (
            1 + bisect_right(_SIZES, branch.chars // 6),
            1 + bisect_right(SHARES, branch.prose / self.tree.total),
            1 + density,
            1 + _TAG_OF.get(branch.element.tag if branch.element else "", 0),
            bisect_right(_COUNTS, branch.alike),
            1 + min(branch.headings, _HEADINGS) + 5 * branch.top,
            1 + density * 7 + 70 * (branch.outside > 0),
        )


def _shared(node: Node, known: dict[int, int]) -> int:
    """Families of the elements that hold both a block and the main text."""
    top = node.branch.parent if node.branch else node
    way = []
    while top is not None and id(top) not in known:
        way.append(top)
        top = top.parent
    bits = known[id(top)] if top else 0
    for one in reversed(way):
        bits |= one.families
        known[id(one)] = bits
    return bits


def _count(text: str) -> int:
    """How many words a text has, roughly; where none are parted, two characters count as one."""
    count = text.count(" ") + 1
    return count if text.isascii() or len(text) < _WIDE_SCRIPT * count else max(count, len(text) // 2)
