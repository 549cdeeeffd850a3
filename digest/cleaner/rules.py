"""What a line is for certain: an ordered table of rules, each a small function that gives a reason or none.

`STANDALONE` finds lines that interrupt a text and must be out of the way before hard-wrapped lines are joined;
`RULES` judges the paragraphs. A new rule is one function and one row.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from digest.cleaner import dates
from digest.model import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from digest.cleaner.features import Shape
    from digest.cleaner.phrases import Phrases
    from digest.model import Block

_Scene = TypeVar("_Scene")
ENDS = re.compile(r"[.!?…][\"'”“’»«)\]]*$")
BULLET = re.compile(r"[-–—•*▪◦‣·●○■]\s+(?=\S)")
_LINK = re.compile(r"(?:[-•*]\s*)?(?:(?:https?://|www\.)\S+[\s,;|]*)+|\S+@\S+\.\w+")
_NUMBER = re.compile(r"[-–—|\s]*\d{1,4}(?:\s?[/|]\s?\d{1,4})?[-–—|\s]*")
_SIGNS = re.compile(r"[\W_]+")
_MAX_NOTICE_WORDS = 25
_MAX_KICKER_WORDS = 4  # before a teaser's date: `Politik 09.11.2025`
_MAX_TEASER_LINES = 4
_MAX_TEASER_WORDS = 16
_MAX_PHRASE_WORDS = 14
# A section of boilerplate ends where the article certainly goes on; after comments and footers it hardly ever does.
_RESUMES = {"comment": 0.9, "footer": 0.9, "job": 0.9}
_RESUMES_ELSE = 0.6


@dataclass(frozen=True)
class Lines:
    """The lines of a document before they are joined."""

    blocks: Sequence[Block]
    phrases: Phrases
    language: str
    margin: int
    """Width at which the lines were broken, 0 when they were not."""


@dataclass(frozen=True)
class Draft:
    """The paragraphs of a document with all that is known before a verdict."""

    blocks: Sequence[Block]
    shapes: Sequence[Shape]
    chances: Sequence[float]
    standalone: Mapping[int, str]
    """Reasons of the blocks that were out of the way before the lines were joined, by index."""
    phrases: Phrases
    language: str

    @cached_property
    def sections(self) -> Mapping[int, str]:
        """Index → reason, for the blocks inside a section of boilerplate."""
        out, reason = {}, None
        for index, shape in enumerate(self.shapes):
            bare = BULLET.sub("", self.blocks[index].text).strip()
            reason = (self.phrases.opens(bare) if not shape.prose else None) or reason
            if reason and self._resumes(index, reason):
                reason = None
            if reason:
                out[index] = reason
        return out

    def _resumes(self, index: int, reason: str) -> bool:
        shape, text = self.shapes[index], self.blocks[index].text
        if not shape.prose or shape.reason or BULLET.match(text) or index in self.standalone:
            return False
        return self.chances[index] >= _RESUMES.get(reason, _RESUMES_ELSE)


def link(lines: Lines, index: int) -> str | None:
    """A bare address, or several."""
    return "link" if _LINK.fullmatch(lines.blocks[index].text) else None


def notice(lines: Lines, index: int) -> str | None:
    """A print notice or a page number at a page break."""
    text = lines.blocks[index].text
    if len(text.split()) <= _MAX_NOTICE_WORDS and lines.phrases.notice.fullmatch(text):
        return "print notice"
    return "page number" if _NUMBER.fullmatch(text) else None


def ornament(lines: Lines, index: int) -> str | None:
    """A line without a single letter or digit."""
    return "ornament" if _SIGNS.fullmatch(lines.blocks[index].text) else None


def caption(lines: Lines, index: int) -> str | None:
    """An image's description or credit."""
    return "caption" if lines.blocks[index].kind is Kind.CAPTION else None


def teaser(lines: Lines, index: int) -> str | None:
    """A headline of another article with its kicker and date below, in the midst of hard-wrapped text."""
    for last in range(index, min(index + _MAX_TEASER_LINES + 1, len(lines.blocks))):
        text = lines.blocks[last].text
        if _is_kicker(text, lines.language):
            return "teaser" if _after_prose(lines, index) else None
        if ENDS.search(text) or len(text) > _short(lines.margin):
            return None
    return None


STANDALONE: tuple[Callable[[Lines, int], str | None], ...] = (link, notice, ornament, caption, teaser)


def standalone(lines: Lines) -> dict[int, str]:
    """Index → reason, of the lines that stand apart from the running text."""
    found = ((index, _first(STANDALONE, lines, index)) for index in range(len(lines.blocks)))
    return {index: reason for index, reason in found if reason}


def _short(margin: int) -> float:
    return 0.8 * margin if margin else 110


def _is_kicker(text: str, language: str) -> bool:
    """`Politik 09.11.2025`: a word or two, and a date at the end."""
    if len(text.split()) > _MAX_KICKER_WORDS + 3:
        return False
    found = dates.first(text, language)
    return found is not None and found.end == len(text) and len(text[: found.start].split()) <= _MAX_KICKER_WORDS


def _after_prose(lines: Lines, index: int) -> bool:
    """Whether running text came before: else the date is the article's own."""
    if not lines.margin:
        return False
    full = [block for block in lines.blocks[:index] if len(block.text) > _short(lines.margin)]
    return len(full) > 2  # noqa: PLR2004 -- more than a headline of two lines


def apart(draft: Draft, index: int) -> str | None:
    """What stood apart before the lines were joined."""
    return draft.standalone.get(index)


def section(draft: Draft, index: int) -> str | None:
    """Everything in a section of boilerplate, up to where the article goes on."""
    return draft.sections.get(index)


def phrase(draft: Draft, index: int) -> str | None:
    """A short line with a phrase of boilerplate; in a sentence the phrase must speak for the publisher."""
    shape = draft.shapes[index]
    if not shape.reason:
        return None
    ends = ENDS.search(draft.blocks[index].text)
    if shape.address or not ends and shape.words <= _MAX_PHRASE_WORDS and not _is_heading_of_prose(draft, index):
        return shape.reason
    return None


RULES: tuple[Callable[[Draft, int], str | None], ...] = (apart, section, phrase)


def reason(draft: Draft, index: int) -> str | None:
    """Why a block is certainly no part of the article; `None` when no rule knows it."""
    return _first(RULES, draft, index)


def _is_heading_of_prose(draft: Draft, index: int) -> bool:
    """A heading inside an article about the very thing, such as cookies."""
    following = draft.shapes[index + 1 : index + 2]
    own, after = draft.shapes[index], following[0] if following else None
    if after is None or not after.prose or after.address or own.words < 3 or index == 0:  # noqa: PLR2004 -- a heading has three words
        return False
    return draft.chances[index] > _RESUMES_ELSE


def _first(table: Sequence[Callable[[_Scene, int], str | None]], scene: _Scene, index: int) -> str | None:
    return next((found for rule in table if (found := rule(scene, index))), None)
