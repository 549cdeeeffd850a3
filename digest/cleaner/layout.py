"""From lines to paragraphs: what a PDF or a mail broke at the right margin is joined again.

A line that was broken by the margin goes on in the next: its sentence is unfinished, or the next line's first word
would not have fitted. A line that its author ended is short. Pages pasted from a browser have no margin; nothing is
joined there, and their lines are paragraphs already.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from dataclasses import replace
from functools import partial, reduce
from typing import TYPE_CHECKING

from digest.cleaner import words
from digest.cleaner.signs import ENDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from digest.model import Block

_LOWER = re.compile(r"[a-zäöüßà-þ(„“\"«]*[a-zäöüßà-þ]")
_BULLET = re.compile(r"[-–—•*▪◦‣·●○■]\s+\S|\d{1,2}[.)]\s+\S")
_LONE_CAPITAL = re.compile(r"[\"„“«»]?[A-ZÄÖÜÀ-Þ]$")
_WORDS = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
# No printed column is wider; measured on PDFs' text layers, mails end at 72 to 78 characters.
MAX_MARGIN = 130
_MIN_MARGIN = 30
# A region is hard-wrapped when at least this share of its longer lines breaks off in mid-sentence. In pasted pages
# without wrapping it is under 0.08, in hard-wrapped text 0.5 to 0.9 (paragraphs of two to ten lines).
_MIN_BROKEN = 0.3
_LONG_LINE = 0.6
_MIN_FILLED = 3
# Letters differ in width, so a full line of a proportional font may hold a sixth fewer characters than the widest.
_FULL = 0.85


def unwrapped(blocks: Sequence[Block], language: str) -> Sequence[Block]:
    """Join the lines inside blocks: their reader knew that they belong together, and not what a hyphen there means."""
    if not any("\n" in block.text for block in blocks):
        return blocks
    join = partial(words.joined, language=language, vocabulary=_vocabulary(blocks))
    return [replace(block, text=reduce(join, block.text.split("\n"))) for block in blocks]


def paragraphs(blocks: Sequence[Block], apart: AbstractSet[int], language: str) -> list[Block]:
    """Join hard-wrapped lines.

    Args:
        blocks: a block a line, mended.
        apart: indexes of the lines that do not belong to the running text (links, notices, teasers): they stay blocks
            of their own, and the text before them goes on behind them.
        language: of the text.

    Returns:
        Blocks in the order of their first lines.
    """
    regions = [(region, margin_of(region)) for region in _regions(blocks, apart)]
    vocabulary = _vocabulary(blocks) if any(margin for _, margin in regions) else frozenset()
    out = [blocks[index] for index in sorted(apart)]
    for region, margin in regions:
        out += _join(region, margin, language, vocabulary) if margin else region
    return sorted(out, key=lambda block: block.line)


def _vocabulary(blocks: Sequence[Block]) -> frozenset[str]:
    return frozenset(word.lower() for block in blocks for word in _WORDS.findall(block.text))


def _regions(blocks: Sequence[Block], apart: AbstractSet[int]) -> Iterator[list[Block]]:
    """Runs of lines that one margin may have broken, without the lines that stand apart."""
    region: list[Block] = []
    for index, block in enumerate(blocks):
        if index in apart:
            continue
        if len(block.text) > MAX_MARGIN:
            yield region
            yield [block]
            region = []
        else:
            region.append(block)
    yield region


def margin_of(blocks: Sequence[Block]) -> int:
    """Return the width in characters at which these lines were broken; 0 when they were not.

    Lines whose sentence goes on show it: one that nobody broke may be longer. Where few of them go on with a small
    letter, as nouns have capitals, their lengths tell: the next line's first word never fits.
    """
    if len(blocks) < 2 or max(len(block.text) for block in blocks) > MAX_MARGIN:  # noqa: PLR2004 -- one line was not broken
        return 0
    pairs = [(one.text, after) for one, after in itertools.pairwise(blocks) if not _BULLET.match(after.text)]
    open_ = [(line, after) for line, after in pairs if not ENDS.search(line)]
    broken = sorted(len(line) for line, after in open_ if _goes_on(line, after.text))
    if not broken:
        return 0
    margin = broken[min(int(len(broken) * 0.95), len(broken) - 1)]
    long = sum(len(line) >= _LONG_LINE * margin for line, _ in pairs)
    enough = sum(length >= _LONG_LINE * margin for length in broken) >= max(_MIN_BROKEN * long, 1)
    return margin if margin >= _MIN_MARGIN and enough else _filled([one for one in open_ if not one[1].gap])


def _filled(pairs: Sequence[tuple[str, Block]]) -> int:
    """The width of lines that stand close together and hold as many words as they can; 0 when some hold fewer."""
    pairs = [(line, after) for line, after in pairs if len(line) >= _MIN_MARGIN]
    margin = max((len(line) for line, _ in pairs), default=0)
    full = sum(len(line) + 1 + len(after.text.split(maxsplit=1)[0]) > margin for line, after in pairs)
    return margin if len(pairs) >= _MIN_FILLED and full == len(pairs) else 0


def _goes_on(line: str, following: str) -> bool:
    return bool(_LOWER.match(following)) or (line.endswith(("-", ",")) and following[:1].isalnum())


def _join(region: Sequence[Block], margin: int, language: str, vocabulary: frozenset[str]) -> list[Block]:
    usual = _usual_gap(region)
    out: list[Block] = []
    lines: list[str] = []  # of the paragraph under way
    for block in region:
        if out and _continues(lines, block, margin, usual):
            text = _capital_joined(out[-1].text, block.text) or words.joined(
                out[-1].text, block.text, language, vocabulary
            )
            out[-1] = replace(out[-1], text=text)
            lines.append(block.text)
        else:
            out.append(block)
            lines = [block.text]
    return out


def _usual_gap(region: Sequence[Block]) -> int:
    """Empty lines within a paragraph, as lines whose sentence goes on show them; or else those between most lines."""
    pairs = list(itertools.pairwise(region))
    broken = (after.gap for line, after in pairs if not ENDS.search(line.text) and _goes_on(line.text, after.text))
    gaps = Counter(broken) or Counter(after.gap for _, after in pairs)
    return min(gaps, key=lambda gap: (-gaps[gap], gap))


def _capital_joined(before: str, after: str) -> str | None:
    """A drop capital on a line of its own."""
    return before + after if _LONE_CAPITAL.match(before) and after[:1].islower() else None


def _continues(lines: Sequence[str], block: Block, margin: int, usual_gap: int) -> bool:
    """Whether a line goes on with the paragraph that the lines before it make."""
    last, following = lines[-1], block.text
    ended = bool(ENDS.search(last))
    if _BULLET.match(following) and not _by_chance(lines, following, margin):
        return following[0] in "–—" and len(lines) == 1 and not ended and block.gap == 0
    if _LONE_CAPITAL.match(following):
        return False
    if not ended and (_LOWER.match(following) or last.endswith("-") or _LONE_CAPITAL.match(last)):
        return True
    if block.gap > usual_gap:
        return False
    first_word = following.split(maxsplit=1)[0]
    if ended:
        return _FULL * margin < len(last) + 1 + len(first_word) and len(last) <= margin / _FULL
    heading = all(len(line) + 1 + len(first_word) <= _FULL * margin for line in lines)
    return not heading


def _by_chance(lines: Sequence[str], following: str, margin: int) -> bool:
    """Whether a dash or a number begins a line only because the margin is there: `am` / `2. März`."""
    last = lines[-1]
    if _BULLET.match(lines[0]) or ENDS.search(last) or last.endswith(":"):
        return False
    return len(last) + 1 + len(following.split(maxsplit=1)[0]) > _FULL * margin
