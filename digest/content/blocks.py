"""A Markdown body as blocks: what blank lines part, each with the gap that follows it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from digest.content import threeway

_GAP = re.compile(r"(\n(?:[ \t]*\n)+)")
_BLANK_LINE = "\n\n"


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a body; two of them are the same where their texts are, whatever follows them."""

    text: str
    gap: str = field(default=_BLANK_LINE, compare=False)
    """The line breaks behind it; nothing at the end of a body."""


def split(body: str) -> list[Block]:
    """Return the blocks of a body without blank lines around it; `join` gives it back to the byte."""
    parts = [*_GAP.split(body), ""] if body else []
    return [Block(text, gap) for text, gap in zip(parts[::2], parts[1::2], strict=True)]


def join(blocks: tuple[Block, ...] | list[Block]) -> str:
    """Return the body that the blocks make; a blank line parts those that none stood between."""
    return "".join(block.text + (block.gap or _BLANK_LINE) for block in blocks[:-1]) + "".join(
        block.text for block in blocks[-1:]
    )


def merge(base: str, ours: str, theirs: str) -> tuple[str, bool]:
    """Return our body with what they changed in other blocks, and whether that was all that they changed."""
    merged = threeway.merge(split(base), split(ours), split(theirs))
    return join(merged.items), merged.is_clean
