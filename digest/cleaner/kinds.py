"""What each kept block is: a heading, an item of a list, a paragraph."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from digest.cleaner import metadata
from digest.cleaner.signs import BULLET, ENDS
from digest.model import Kind
from digest.model.runs import STRONG

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from digest.cleaner.evidence import Body
    from digest.model import Block

_DEEPEST, _LOWEST = 6, 7
"""Level of the smallest heading, and of a heading that is marked by nothing but its looks: below all others."""
_MAX_HEADING_WORDS, _MAX_HEADING_LENGTH = 16, 120
_MAX_HEADING_MARKED = 150
"""Characters; of 3,187 headings that were kept on 320 pages twelve are longer, and ten of these are standfirsts."""
_MIN_PARAGRAPH_WORDS, _SHORT_QUESTION = 8, 5
_HEADING_END = re.compile(r"[.,;:…—–-]$")
_DATED = re.compile(r"\d{1,2}\b[^:]{0,25}:\s")
"""`1 June: first timetable` is a line of a calendar."""
_INNER_END = re.compile(r"[.!?]\s")


def finished(kept: Sequence[tuple[int, Block]], body: Body) -> tuple[Block, ...]:
    """Give each kept block its kind, and take the dateline off the first paragraph."""
    out = []
    bullets = Counter(found[0] for _, block in kept if (found := BULLET.match(block.text)))
    for place, (index, block) in enumerate(kept):
        text = block.text
        if index == body.first and (found := metadata.dateline(body)):
            text = text[found.end() :]
        following = kept[place + 1][1] if place + 1 < len(kept) else None
        whole = block
        if text != block.text:
            whole = replace(block, text=text, inline=_without_dateline(block.written), runs=None)
        out.append(_with_kind(whole, following, bullets, body.words.stop))
    return _levelled(out)


def _without_dateline(written: str) -> str:
    """Leave out the dateline of a text with Markdown's marks; what is strong across its end stays strong."""
    found = metadata.DATELINE.match(written.replace("**", ""))
    if not found:
        return written
    end = plain = 0
    while plain < found.end():
        step = 2 if written.startswith("**", end) else 1
        plain += step == 1
        end += step
    return "**" * (written[:end].count("**") % 2) + written[end:]


def _levelled(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Headings begin at the second level, below the title, and leave no level out."""
    levels = sorted({block.level for block in blocks if block.kind is Kind.HEADING})
    depth = {level: place for place, level in enumerate(levels, 2)}
    out, above = [], 1
    for block in blocks:
        if block.kind is Kind.HEADING:
            above = min(depth[block.level], above + 1, _DEEPEST)
        out.append(replace(block, level=above) if block.kind is Kind.HEADING and block.level != above else block)
    return tuple(out)


def _with_kind(block: Block, following: Block | None, bullets: Mapping[str, int], stop: frozenset[str]) -> Block:
    if block.kind is Kind.HEADING and len(block.text) > _MAX_HEADING_MARKED:
        return replace(block, kind=Kind.PARAGRAPH, level=0)
    if block.kind is not Kind.PARAGRAPH:
        return block
    bullet = BULLET.match(block.text)
    if bullet and bullet[0][0] != "—" and (bullet[0][0] not in "-–—" or bullets[bullet[0]] > 1):
        written = BULLET.sub("", block.written.removeprefix("\\"), count=1)
        return replace(block, kind=Kind.LIST_ITEM, level=1, text=block.text[bullet.end() :], inline=written, runs=None)
    strong = block.runs.stripped(STRONG) if block.runs else None
    if (strong or not block.tag) and _is_heading(block.text, following, stop):
        return replace(block, kind=Kind.HEADING, level=_LOWEST, runs=strong)
    return block


def _is_heading(text: str, following: Block | None, stop: frozenset[str]) -> bool:
    """A short line that ends no sentence, above a paragraph. On a web page it is bold, too."""
    if following is None or len(text) > _MAX_HEADING_LENGTH or len(text.split()) > _MAX_HEADING_WORDS:
        return False
    words = text.split()
    if (
        _INNER_END.search(text)
        or _HEADING_END.search(text.rstrip("\"'”“’»"))
        or text[:1].islower()
        or _DATED.match(text)
        or BULLET.match(following.text)
    ):
        return False
    if text.endswith("?") and len(words) <= _SHORT_QUESTION and words[0].lower() in stop:
        return False  # `Why now?` is a sentence of the text
    return len(following.text.split()) >= _MIN_PARAGRAPH_WORDS and bool(ENDS.search(following.text))
