"""Which blocks stand in the text that a page states beside its markup (JSON-LD `articleBody`).

Publishers write that text for search engines and readers aloud: without captions, boxes and teasers. Some state but its
first words, so that how much of the page it covers is told, too.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from digest.model import letters

if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.model import Block

_MIN_BODY = 400
"""Letters; less is a teaser."""
_PIECE = 40
_MIN_LETTERS = 8
ABSENT, PART, WHOLE = 1, 2, 3
_COVERED = (0.2, 0.5, 0.8)


def agreement(blocks: Sequence[Block], prose: Sequence[bool], body: str | None) -> list[int]:
    """Return for each block a number: 0 where no text is stated, else whether it stands there, and what it is worth.

    Args:
        blocks: of a page.
        prose: whether each reads like running text.
        body: the text that the page states.
    """
    stated = letters(body or "")
    if len(stated) < _MIN_BODY:
        return [0] * len(blocks)
    found = [_found(letters(block.text), stated) for block in blocks]
    long = sum(len(block.text) for block, is_prose in zip(blocks, prose, strict=True) if is_prose)
    there = sum(
        len(block.text)
        for block, is_prose, state in zip(blocks, prose, found, strict=True)
        if is_prose and state > ABSENT
    )
    covered = bisect_right(_COVERED, there / (long or 1))
    return [covered * 3 + state for state in found]


def _found(own: str, stated: str) -> int:
    if len(own) < _MIN_LETTERS:
        return ABSENT
    begins, ends = own[:_PIECE] in stated, own[-_PIECE:] in stated
    return WHOLE if begins and ends else PART if begins or ends else ABSENT
