"""What a web page's markup says of a block: its element, its surroundings, and its place beside the page's main text.

The families of class words in `templates.toml` are the vocabulary of templates, not of any one site; how much each is
worth was learned.
"""

from __future__ import annotations

import tomllib
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.cleaner.features import Shape
    from digest.model import Block

Context = tuple[str, ...]
"""The elements around a block, outermost first."""

_FAMILIES = tomllib.loads(Path(__file__).with_name("templates.toml").read_text(encoding="utf-8"))
FAMILIES = tuple(_FAMILIES)
_FAMILY_OF = {word: number for number, words in enumerate(_FAMILIES.values()) for word in words}
_TAGS = (
    "p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "div", "span", "td", "th", "blockquote", "figcaption", "dt",
    "dd", "pre", "a", "table", "section", "article", "body", "time", "strong", "em", "label", "legend",
    "summary", "caption", "header", "footer", "aside", "nav", "main",
)  # fmt: skip
_TAG_OF = {tag: number for number, tag in enumerate(_TAGS, 1)}
_AREAS = {"nav": 1, "aside": 2, "footer": 3, "header": 4, "form": 5, "figure": 6, "main": 7, "article": 8, "section": 9}
_NEAREST = 3
_LINKED = 0.5
_MOST = 0.5

_LINKS = (0.001, 0.1, 0.25, 0.5, 0.75, 0.999)
_DEPTHS = (3, 5, 7, 9, 11, 13, 15, 18, 22)
_SHARES = (0.001, 0.02, 0.06, 0.12, 0.25, 0.45, 0.65, 0.85, 0.97)
_BLOCKS = (1, 2, 3, 5, 9, 16, 30, 60, 120)
_STEPS = (1, 2, 3, 4, 5, 7, 10)

MARKUP = (
    "element", "links", "depth", "area", "in article", "in main", "in list", "in table",
    *(f"near {name}" for name in FAMILIES),
    *(f"around {name}" for name in FAMILIES),
    "siblings", "siblings' prose", "parent's prose", "grandparent's prose", "from main text", "above main text",
    "place in main text", "after h1", "element and links", "main text and links", "element and main text", "same path",
    "siblings' links", "heading before",
)  # fmt: skip


@lru_cache(maxsize=20_000)
def _families(element: str) -> int:
    """The families whose words stand in an element's class, id or role, as bits."""
    bits = 0
    for word in element.split()[1:]:
        if (number := _FAMILY_OF.get(word)) is not None:
            bits |= 1 << number
    return bits


@dataclass(frozen=True, slots=True)
class _Page:
    """What is counted once for a whole page."""

    prose: Counter[Context]
    """Words of prose below each element."""
    children: Counter[Context]
    """Blocks directly below each element."""
    linked: Counter[Context]
    """Those of them that are links."""
    paths: Counter[Context]
    """Blocks with the very same surroundings."""
    total: int
    main: Context
    """The deepest surroundings that hold most of the prose."""
    low: int
    """First block of the main text."""
    high: int
    """Its last block."""
    h1: int
    """The first headline; -1 where there is none."""


def markup(blocks: Sequence[Block], shapes: Sequence[Shape]) -> list[tuple[int, ...]]:
    """Measure the structure around each block; the features of `MARKUP`."""
    page = _count(blocks, shapes)
    rows, heading = [], 0
    for index, block in enumerate(blocks):
        rows.append(tuple(map(int, (*_own(block), *_relative(block, index, page), min(heading, 7)))))
        heading = 0 if block.tag[:1] == "h" and block.tag[1:].isdigit() else heading + 1
    return rows


def _count(blocks: Sequence[Block], shapes: Sequence[Shape]) -> _Page:
    weights = [
        shape.words if shape.prose and block.link_share < _LINKED else 0
        for block, shape in zip(blocks, shapes, strict=True)
    ]
    total = sum(weights) or 1
    prose: Counter[Context] = Counter()
    children: Counter[Context] = Counter()
    linked: Counter[Context] = Counter()
    for block, weight in zip(blocks, weights, strict=True):
        children[block.context[:-1]] += 1
        linked[block.context[:-1]] += block.link_share > _LINKED
        for depth in range(len(block.context) if weight else 0):
            prose[block.context[:depth]] += weight
    main = _main_text(prose, total)
    inside = [i for i, block in enumerate(blocks) if weights[i] and block.context[: len(main)] == main]
    low, high = (inside[0], inside[-1]) if inside else (0, len(blocks) - 1)
    h1 = next((i for i, block in enumerate(blocks) if block.tag == "h1"), -1)
    paths = Counter(block.context for block in blocks)
    return _Page(prose, children, linked, paths, total, main, low, high, h1)


def _own(block: Block) -> tuple[int, ...]:
    """The element and what is named around it."""
    context = block.context
    near = around = 0
    for element in context[-_NEAREST:]:
        near |= _families(element)
    for element in context[:-_NEAREST]:
        around |= _families(element)
    tags = [element.partition(" ")[0] for element in context]
    return (
        _TAG_OF.get(block.tag, 0),
        bisect_right(_LINKS, block.link_share),
        bisect_right(_DEPTHS, len(context)),
        next((_AREAS[name] for name in reversed(tags) if name in _AREAS), 0),
        "article" in tags,
        "main" in tags,
        "li" in tags,
        "table" in tags,
        *(near >> number & 1 for number in range(len(FAMILIES))),
        *(around >> number & 1 for number in range(len(FAMILIES))),
    )


def _relative(block: Block, index: int, page: _Page) -> tuple[int, ...]:
    """Where the block stands beside the page's main text and among its siblings."""
    context = block.context
    parent = context[:-1]
    common = _common(context, page.main)
    outside, deeper = len(page.main) - common, len(context) - common
    tag, links = _TAG_OF.get(block.tag, 0), bisect_right(_LINKS, block.link_share)
    place = 0 if index < page.low else 2 if index > page.high else 1
    share = (index - page.low) / max(page.high - page.low, 1)
    return (
        bisect_right(_BLOCKS, page.children[parent]),
        bisect_right(_SHARES, page.prose[parent] / page.total),
        bisect_right(_SHARES, page.prose[context[:-2]] / page.total),
        bisect_right(_SHARES, page.prose[context[:-3]] / page.total),
        min(outside, 6) * 4 + min(deeper, 3),
        place,
        bisect_right(_SHARES, share) if place == 1 else 0,
        _after_headline(index, page),
        tag * 7 + links,
        min(outside, 4) * 21 + place * 7 + links,
        tag * 15 + min(outside, 4) * 3 + place,
        bisect_right(_BLOCKS, page.paths[context]),
        bisect_right(_SHARES, page.linked[parent] / page.children[parent]),
    )


def _after_headline(index: int, page: _Page) -> int:
    if page.h1 < 0:
        return 0
    return 1 if index < page.h1 else 2 + min(bisect_right(_BLOCKS, index - page.h1), 8)


def _main_text(prose: Counter[Context], total: int) -> Context:
    """The deepest surroundings that hold most of the page's prose."""
    best: Context = ()
    for context, words in prose.items():
        if words > _MOST * total and len(context) > len(best):
            best = context
    return best


def _common(context: Context, main: Context) -> int:
    length = 0
    for one, other in zip(context, main, strict=False):
        if one != other:
            break
        length += 1
    return length
