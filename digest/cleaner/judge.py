"""The verdict on a document as a whole: rules first, then the scorecard, then what belongs together."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from digest import languages
from digest.cleaner import rules
from digest.cleaner.evidence import Body
from digest.cleaner.signs import BULLET, ENDS, unsigned
from digest.model import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from digest.model import Block

# For prose beside kept text. On a whole page with its navigation much that stands beside the text is none of it:
# cross-validated F1 of publishers' pages is 0.919 at 0.01, 0.920 at 0.1; of wcxb 0.931 at both. What somebody cut out
# by hand is mostly text.
_BESIDE, _BESIDE_ON_PAGE = 0.01, 0.1
_PAGE = 40  # blocks: a whole page has more
# For a line between two paragraphs, a heading or a caption. Swept on every fourth pasted page of wcxb and all of
# publishers, 0.15 to 0.45 in steps of 0.1: 0.930 at all; 0.927, 0.928, 0.930, 0.930. Headings are lost at the high end,
# captions stay at the low.
_BETWEEN = 0.25
_BETWEEN_SENTENCE = 0.15
_MAX_HEADING = 6
"""Words of a line that is rather a heading than a caption: it stays at the low end, for a lost heading is lost."""
_MAX_BETWEEN = 1
_MIN_ENCLOSED = 20
_MAX_LOOSE_WORDS = 16


def judge(draft: rules.Draft) -> Body:
    """Rules first, then the scorecard; a pull quote stays where the text around it stays."""
    reasons = {i: reason for i in draft.suspects if (reason := rules.reason(draft, i))}
    threshold = draft.threshold
    kept = {i for i, chance in enumerate(draft.chances) if i not in reasons and chance >= threshold}
    if not kept:  # a notice of a few lines is unlike the pages that the scorecard knows
        kept = {i for i in range(len(draft.blocks)) if i not in reasons and draft.is_clean_prose(i)}
    if not draft.blocks[0].tag:  # markup says by itself what belongs together: F1 is 0.007 lower with these
        kept = _with_neighbours(draft, _with_lists(draft, kept, reasons, threshold), reasons)
        first, last = min(kept, default=0), max(kept, default=-1)
        kept |= {i for i, block in enumerate(draft.blocks) if block.kind is Kind.QUOTE and first <= i <= last + 1}
    kept = _without_trailing_heading(draft, kept) | {i for i, block in enumerate(draft.blocks) if _is_settled(block)}
    return Body(draft, reasons, frozenset(kept), languages.get(draft.language).words)


def _is_settled(block: Block) -> bool:
    """Whether editors keep this block."""
    return bool(block.rule and block.rule.keep)


def _with_neighbours(draft: rules.Draft, kept: set[int], reasons: Mapping[int, str]) -> set[int]:
    """Clean prose beside kept text stays at a lower chance: at its ends an article looks less like one.

    A short line or two between them, a heading as a rule, stay with it. In what somebody cut out by hand the text goes
    on behind boilerplate, too.
    """
    out = set(kept)
    is_page = len(draft.blocks) > _PAGE
    beside = _BESIDE_ON_PAGE if is_page else _BESIDE
    order = [i for i, block in enumerate(draft.blocks) if i not in draft.standalone and block.kind is not Kind.QUOTE]
    for way in (order, order[::-1]):
        between: list[int] | None = None
        for index in way:
            clean = index not in reasons and (draft.is_clean_prose(index) or _is_enclosed(draft, index, out))
            if index in out or (between is not None and clean and draft.chances[index] >= beside):
                near = [i for i in between or () if clean and i not in reasons and _is_between(draft, i)]
                out |= {index, *near}
                between = []
            elif index in reasons and not is_page:
                continue
            elif between is not None and len(between) < _MAX_BETWEEN and index not in draft.sections:
                between.append(index)
            else:
                between = None
    return out


def _is_between(draft: rules.Draft, index: int) -> bool:
    """Whether a short line between two paragraphs stays; captions are longer than headings, and end no sentence."""
    is_caption = draft.shapes[index].words > _MAX_HEADING and not ENDS.search(draft.blocks[index].text)
    return draft.chances[index] >= (_BETWEEN if is_caption else _BETWEEN_SENTENCE)


def _is_enclosed(draft: rules.Draft, index: int, kept: set[int]) -> bool:
    """Prose between kept blocks may hold a phrase of boilerplate: a report mentions a newsletter."""
    own = draft.shapes[index]
    return own.words >= _MIN_ENCLOSED and own.prose and not own.address and {index - 1, index + 1} <= kept


def _with_lists(draft: rules.Draft, kept: set[int], reasons: Mapping[int, str], threshold: float) -> set[int]:
    """A list stays or goes as a whole, by the mean of its items; between paragraphs it belongs to the text."""
    items = [i for i, block in enumerate(draft.blocks) if BULLET.match(block.text)]
    out = set(kept)
    for _, run in itertools.groupby(enumerate(items), key=lambda pair: pair[1] - pair[0]):
        places = [place for _, place in run]
        above, below = places[0] - 1, places[-1] + 1
        announced = above in kept and draft.blocks[above].text.endswith(":")
        enclosed = above in kept and below < len(draft.blocks) and draft.is_clean_prose(below) and below not in reasons
        mean = sum(0 if i in reasons else draft.chances[i] for i in places) / len(places)
        out = out | set(places) if mean >= (_BESIDE if announced or enclosed else threshold) else out - set(places)
    return out - set(reasons)


def _without_trailing_heading(draft: rules.Draft, kept: set[int]) -> set[int]:
    """A short line that ends no sentence below the last paragraph heads nothing of the article."""
    last = max(kept, default=0)
    text = unsigned(draft.blocks[last].text)
    loose = len(kept) > 1 and not ENDS.search(text) and not BULLET.match(text) and last - 1 in kept
    heading = loose and len(text.split()) <= _MAX_LOOSE_WORDS and bool(ENDS.search(draft.blocks[last - 1].text))
    return kept - {last} if heading and draft.blocks[last].kind is Kind.PARAGRAPH else kept
