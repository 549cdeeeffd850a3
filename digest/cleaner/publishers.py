"""What editors settled of a publisher's lines goes before any verdict of the machine."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from digest.model import Block, Rule


def settled(blocks: Iterable[Block], rules: Sequence[Rule]) -> list[Block]:
    """Return the blocks, each with the rule it falls under; a pattern for lines tells more than a selector.

    Args:
        blocks: lines or paragraphs.
        rules: of the publisher; of two for one line, the one that keeps it counts.
    """
    patterns = sorted((rule for rule in rules if not rule.css), key=lambda rule: not rule.keep)
    return [_settled(block, patterns) for block in blocks] if patterns else list(blocks)


def _settled(block: Block, patterns: Iterable[Rule]) -> Block:
    found = next((rule for rule in patterns if rule.fits(block.text)), block.rule)
    return block if found is block.rule else replace(block, rule=found)
