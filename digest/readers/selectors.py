"""Editors' CSS selectors on a parsed page: the elements they select are marked in the tree before it is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from selectolax.lexbor import LexborHTMLParser, LexborNode

    from digest.model import Rule

MARK = "data-digest-rule"
"""Attribute of the elements that a rule selects: the rule's number among those of the source."""
_CUT = "cut"
_INLINE = frozenset((
    "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "em", "font", "i", "img", "ins", "kbd", "mark", "q", "s",
    "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u",
))  # fmt: skip
_MAX_CLIMB = 8  # elements within each other around one word; a page of twenty thousand must not be climbed


def mark(tree: LexborHTMLParser, rules: Sequence[Rule]) -> None:
    """Mark the elements that rules select; of two rules for one element, the one that keeps it counts.

    Part of a sentence is no block: what is to go is cut out of the tree, what is to stay keeps the whole sentence.
    """
    selectors = sorted((rule.keep, number) for number, rule in enumerate(rules) if rule.css)
    if not selectors:
        return
    for node in tree.css(f"[{MARK}]"):  # the page has no say in this
        del node.attrs[MARK]
    for keep, number in selectors:
        for node in tree.css(rules[number].pattern):
            block, alone = _block(node)
            if alone or keep:
                block.attrs[MARK] = str(number)
            else:
                node.attrs[MARK] = _CUT
    for node in reversed(tree.css(f"[{MARK}={_CUT}]")):  # what is within another is gone before it
        node.decompose()


def is_selector(text: str) -> bool:
    """Tell whether pages can be asked for this; `:has()` takes square time on hostile ones, so they cannot."""
    from selectolax.lexbor import LexborHTMLParser, SelectolaxError  # noqa: PLC0415 -- 30 ms, and few projects need it

    try:
        LexborHTMLParser("<p>").css(text)
    except SelectolaxError:
        return False
    return ":has(" not in text.lower()


def _block(node: LexborNode) -> tuple[LexborNode, bool]:
    """Return the block that an element is, or is in, and whether there is nothing else in that block."""
    text, block = node.text().strip(), node
    for _ in range(_MAX_CLIMB):
        if block.tag not in _INLINE or block.parent is None:
            break
        block = block.parent
    return block, block.mem_id == node.mem_id or block.text().strip() == text
