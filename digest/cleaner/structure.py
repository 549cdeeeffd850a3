"""What a web page's elements say: how much text, links and prose each holds, and where it stands beside the main text.

The families of class words in `templates.toml` are the vocabulary of templates, not of any one site; how much each is
worth was learned.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from digest.model import words_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.model import Block, Element

_FAMILIES = tomllib.loads(Path(__file__).with_name("templates.toml").read_text(encoding="utf-8"))
FAMILIES = tuple(_FAMILIES)
_FAMILY_OF = {word: 1 << number for number, words in enumerate(_FAMILIES.values()) for word in words}
_AREAS = {"nav": 1, "aside": 2, "footer": 3, "header": 4, "form": 5, "figure": 6, "main": 7, "article": 8, "section": 9}
_LINKED = 0.5
_OUTSIDE_AREAS = frozenset(_AREAS[tag] for tag in ("nav", "aside", "footer"))
_MIN_INSIDE = 0.25
_OUTSIDE = sum(
    1 << FAMILIES.index(name) for name in ("comment", "navigation", "foot", "side", "consent", "related", "newsletter")
)
"""Where prose says nothing of the place of the main text."""


@lru_cache(maxsize=8192)
def families(attributes: str) -> int:
    """The families whose words stand in an element's class, id or role, as bits."""
    bits = 0
    for word in words_of(attributes):
        bits |= _FAMILY_OF.get(word, 0)
    return bits


@dataclass(slots=True, eq=False)
class Node:
    """An element with what is counted of it and all below it."""

    element: Element | None
    parent: Node | None
    depth: int
    way: tuple[str, str, int]
    """What it has in common with the elements that hold the same kind of thing."""
    families: int
    """Of its own."""
    around: int
    """Families of all elements around it, itself included."""
    area: int
    """The nearest sectioning element around, itself included."""
    own: int = 0
    """Blocks directly in it."""
    chars: int = 0
    linked: int = 0
    """Characters in links."""
    prose: int = 0
    """Words of prose outside links."""
    headings: int = 0
    top: bool = False
    """It holds the page's first headline of the first level."""
    outside: int = 0
    """Steps up from the main text to what both share; 0 in the main text."""
    branch: Node | None = None
    """Its ancestor, or itself, right below what it shares with the main text; `None` for what holds the main text."""
    below: int = 0
    """Families of the elements from the branch down to itself."""
    alike: int = 0
    """Of a branch: how many of its siblings are the same kind of element."""


@dataclass(frozen=True, slots=True)
class Tree:
    """The elements of a page that hold blocks, and its main text."""

    at: tuple[Node, ...]
    """The element of each block."""
    main: Node
    """The deepest element that holds most of the prose."""
    total: int
    """Words of prose on the page."""
    h1: int
    """The block of the first headline; -1 where there is none."""


def tree(blocks: Sequence[Block], words: Sequence[int], prose: Sequence[bool]) -> Tree:
    """Count what the elements of a page hold, and find its main text: the deepest of them with most of the prose.

    Args:
        blocks: of a page, in reading order.
        words: of each block.
        prose: whether each block reads like running text.
    """
    nodes: dict[Element | None, Node] = {None: Node(None, None, 0, ("", "", 0), 0, 0, 0)}
    at = [_node(block.element, nodes) for block in blocks]
    found: list[tuple[Node, int]] = []
    h1 = next((i for i, block in enumerate(blocks) if block.tag == "h1"), -1)
    for block, node, count, is_prose in zip(blocks, at, words, prose, strict=True):
        length, share = len(block.text), block.link_share
        node.own += 1
        node.chars += length
        node.linked += int(share * length)
        node.headings += block.level > 0 and block.tag[:1] == "h"
        if is_prose and share < _LINKED:
            found.append((node, count))
    if h1 >= 0:
        at[h1].top = True
    inside = [(node, count) for node, count in found if node.area not in _OUTSIDE_AREAS and not node.around & _OUTSIDE]
    # Some templates call everything a widget: then the names of their classes tell nothing.
    told = sum(count for _, count in inside) >= _MIN_INSIDE * sum(count for _, count in found)
    for node, count in inside if told else found:
        node.prose += count
    ordered = sorted(nodes.values(), key=_number)
    _sum_up(ordered)
    total = ordered[0].prose
    main = next((node for node in reversed(ordered) if total and node.prose * 2 > total), ordered[0])
    _place(ordered, main)
    return Tree(tuple(at), main, total or 1, h1)


def _number(node: Node) -> int:
    return node.element.number if node.element else 0


def _node(element: Element | None, nodes: dict[Element | None, Node]) -> Node:
    """Return the node of an element; nodes of those around it are made, too."""
    path = []
    while (node := nodes.get(element)) is None:
        path.append(element)
        element = element.parent if element else None
    for one in reversed(path):
        if one:
            area = _AREAS.get(one.tag, node.area)
            own = families(one.attributes) if one.attributes else 0
            # The body's classes speak of the page, not of a part of it.
            around = 0 if one.tag == "body" else node.around | own
            depth = node.depth + 1
            node = nodes[one] = Node(one, node, depth, (one.tag, one.attributes, depth), own, around, area)
    return node


def _sum_up(ordered: list[Node]) -> None:
    for node in reversed(ordered):
        if above := node.parent:
            above.chars += node.chars
            above.linked += node.linked
            above.prose += node.prose
            above.headings += node.headings
            above.top |= node.top


def _place(ordered: list[Node], main: Node) -> None:
    """Say of each element where it stands beside the main text."""
    chain: set[int] = set()
    node: Node | None = main
    while node:
        chain.add(id(node))
        node = node.parent
    kinds: Counter[tuple[int, str, str]] = Counter()
    for node in ordered:
        above = node.parent
        if id(node) in chain or above is None:
            node.outside = main.depth - node.depth
            continue
        node.outside = above.outside
        node.branch = above.branch or node
        node.below = above.below | node.families
        if node.branch is node and node.element:
            kinds[id(above), node.element.tag, node.element.attributes] += 1
    for node in ordered:
        if node.branch is node and node.element:
            node.alike = kinds[id(node.parent), node.element.tag, node.element.attributes]
