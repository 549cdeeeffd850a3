"""The body of an article as CommonMark: blocks that stand in an item of a list or in a quotation are written in it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from digest.model.blocks import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from digest.model.blocks import Block, Element

_LISTS = frozenset({"ol", "ul", "menu"})
_ITEM = frozenset({"li"})
_QUOTATION = frozenset({"blockquote"})


@dataclass(frozen=True, slots=True, eq=False)
class _Box:
    """A quotation, or an item of a list; each is one of its own, whatever it holds."""

    item: bool = False
    number: int = 0
    """Of an item; 0 in a list without numbers."""
    list: Element | None = None

    def around(self, text: str, *, other: bool) -> str:
        """Return what stands in it with its marks before each line.

        Args:
            text: CommonMark.
            other: take the other mark for an item: it begins a list of its own right behind another one.
        """
        first = rest = "> "
        if self.item:
            first = f"{self.number}{')' if other else '.'} " if self.number else "* " if other else "- "
            rest = " " * len(first)
        head, *lines = text.split("\n")
        return "\n".join([first + head, *(f"{rest}{line}".rstrip() if line else rest.rstrip() for line in lines)])


@dataclass(frozen=True, slots=True, eq=False)
class _Placed:
    """A block and the boxes around it, outermost first."""

    block: Block
    boxes: tuple[_Box, ...]

    def at(self, depth: int) -> _Box | _Placed:
        """Return its box at a depth, or itself where it stands free."""
        return self.boxes[depth] if depth < len(self.boxes) else self


def commonmark(blocks: Sequence[Block]) -> str:
    """Return blocks as CommonMark, parted by a blank line, items of a list by a line break."""
    around = _around(blocks, _boxes(blocks))
    return _written([_Placed(block, tuple(boxes)) for block, boxes in zip(blocks, around, strict=True)])


def _boxes(blocks: Sequence[Block]) -> dict[Element, _Box]:
    """Element → its box, of the items that begin with words of their own and of the quotations.

    An item that begins with a heading is a card or a chapter: its paragraphs are paragraphs.
    """
    boxes: dict[Element, _Box] = {}
    begun: set[Element] = set()
    for block in blocks:
        own = next(_above(block.element, _ITEM | _QUOTATION), None)
        if own and own.tag in _QUOTATION and block.kind is Kind.QUOTE:
            boxes.setdefault(own, _Box())
        elif own and own.tag in _ITEM and block.kind is Kind.LIST_ITEM and own not in begun:
            boxes[own] = _Box(item=True, number=block.number, list=next(_above(own.parent, _LISTS), None))
        begun.update(_above(block.element, _ITEM | _QUOTATION))
    return boxes


def _above(element: Element | None, tags: frozenset[str]) -> Iterator[Element]:
    """Yield an element and those around it, innermost first, that have one of these tags."""
    while element is not None:
        if element.tag in tags:
            yield element
        element = element.parent


def _around(blocks: Sequence[Block], boxes: Mapping[Element, _Box]) -> Iterator[list[_Box]]:
    """Yield the boxes around each block; where no markup tells, a list's levels do."""
    items: list[_Box] = []
    for block in blocks:
        around = [boxes[one] for one in _above(block.element, _ITEM | _QUOTATION) if one in boxes][::-1]
        if around or block.kind is not Kind.LIST_ITEM or any(_above(block.element, _ITEM)):
            items = []
            yield around or ([_Box()] if block.kind is Kind.QUOTE else [])
        else:
            del items[max(block.level - 1, 0) :]
            items.append(_Box(item=True, number=block.number))
            yield list(items)


def _written(placed: Sequence[_Placed], within: _Box | None = None, depth: int = 0) -> str:
    out, before, other = "", None, False
    for _, group in groupby(placed, key=lambda one: id(one.at(depth))):
        same = list(group)
        at = same[0].at(depth)
        if isinstance(at, _Box):
            other = isinstance(before, _Box) and _is_other(before, at, other=other)
            text = at.around(_written(same, at, depth + 1), other=other)
        else:
            text = at.block.content
        out += (_gap(before, at, within) if out else "") + text
        before = at
    return out


def _is_other(before: _Box, box: _Box, *, other: bool) -> bool:
    """Whether an item takes the other mark: with the one before, it would go on with the list before its own."""
    if not (before.item and box.item) or bool(before.number) != bool(box.number):
        return False
    return other != (before.list is not box.list)


def _gap(before: _Box | _Placed | None, at: _Box | _Placed, within: _Box | None) -> str:
    """A line break between the items of a list, and before a list in an item; otherwise a blank line.

    A number other than 1 right below a line would be a part of that (CommonMark 5.3).
    """
    if not (isinstance(at, _Box) and at.item):
        return "\n\n"
    if isinstance(before, _Box):
        return "\n" if before.item and before.list is at.list else "\n\n"
    return "\n" if within and within.item and at.number <= 1 else "\n\n"
