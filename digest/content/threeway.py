"""Three-way merges of sequences: what two hands changed in different places is in the result, item by item.

The method is that of diff3 (Khanna, Kunal, Pierce: A Formal Investigation of Diff3, 2007), with two differences.
Changes of items that stand side by side do not touch each other, since an item is a whole block of a text; and where
both changed one item, the result holds ours and tells of it, and every other change of theirs is still made.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

T = TypeVar("T", bound="Hashable")

# difflib compares each with each where items repeat: five thousand blocks are a book, and done in a second.
_MAX_ITEMS = 5_000


@dataclass(frozen=True, slots=True)
class Merged(Generic[T]):
    """What became of three versions of a sequence."""

    items: tuple[T, ...]
    is_clean: bool
    """No change of theirs was left out."""


@dataclass(frozen=True, slots=True)
class Change(Generic[T]):
    """Items that one hand put in the place of others."""

    start: int
    end: int
    """Items `start` to `end` of the common version are replaced; none, where both are the same."""
    items: tuple[T, ...]

    def touches(self, other: Change[T]) -> bool:
        """Tell whether both replace the same item, or insert at the same place."""
        if self.start == self.end == other.start == other.end:
            return True
        return self.start < other.end and other.start < self.end


def merge(base: Sequence[T], ours: Sequence[T], theirs: Sequence[T]) -> Merged[T]:
    """Return `ours` with the changes that `theirs` made to `base`; where both changed the same, ours stays.

    Every item that `ours` has and `base` has not is in the result.
    """
    mine = list(changes(base, ours))
    others = [change for change in changes(base, theirs) if change not in mine]
    accepted = [change for change in others if not any(change.touches(own) for own in mine)]
    kept = _kept(base, ours, mine)
    items: list[T] = []
    at = 0
    for change in sorted([*mine, *accepted], key=lambda change: (change.start, change.end)):
        items += kept[at : change.start] + list(change.items)
        at = change.end
    return Merged((*items, *kept[at:]), len(accepted) == len(others))


def changes(base: Sequence[T], changed: Sequence[T]) -> Iterator[Change[T]]:
    """Yield what was changed, in order; as many items in the place of as many are changes of one item each."""
    if max(len(base), len(changed)) > _MAX_ITEMS:
        yield from [] if list(base) == list(changed) else [Change(0, len(base), tuple(changed))]
        return
    for kind, start, end, first, last in SequenceMatcher(None, base, changed, autojunk=False).get_opcodes():
        if kind == "replace" and end - start == last - first:
            yield from (Change(start + n, start + n + 1, (changed[first + n],)) for n in range(end - start))
        elif kind != "equal":
            yield Change(start, end, tuple(changed[first:last]))


def _kept(base: Sequence[T], ours: Sequence[T], mine: Sequence[Change[T]]) -> list[T]:
    """Return `base` with our own copy of each item that we left as it was: it may be spelled otherwise."""
    kept = list(base)
    at = shift = 0
    for change in [*mine, Change(len(base), len(base), ())]:
        kept[at : change.start] = ours[at + shift : change.start + shift]
        at, shift = change.end, shift + len(change.items) - (change.end - change.start)
    return kept
