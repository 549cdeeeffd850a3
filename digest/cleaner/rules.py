"""What a paragraph is for certain: an ordered table of rules, each a small function that gives a reason or none.

A new rule is one function and one row; what no rule knows is left to the scorecard.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from digest import languages
from digest.cleaner.signs import BULLET, ENDS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from digest.cleaner.features import Shape
    from digest.cleaner.phrases import Phrases
    from digest.model import Block

_HEAD = 4
_MAX_PHRASE_WORDS = 14
_LIKELY = 0.5
# A section of boilerplate ends where the article certainly goes on; after comments and footers it hardly ever does.
_RESUMES = {"comment": 0.9, "footer": 0.9, "job": 0.9}
_RESUMES_ELSE = 0.5
_RESUMES_PASTED = 0.35  # 0.001 better than 0.5 on publishers' pages, 0.001 worse on wcxb; a lost end of a text is worse
_CERTAIN = 0.8


@dataclass(frozen=True)
class Draft:
    """The paragraphs of a document with all that is known before a verdict."""

    blocks: tuple[Block, ...]
    shapes: Sequence[Shape]
    chances: Sequence[float]
    standalone: Mapping[int, str]
    """Reasons of the blocks that were out of the way before the lines were joined, by index."""
    phrases: Phrases
    language: str
    threshold: float
    """Chance from which on a block is text."""

    @cached_property
    def sections(self) -> Mapping[int, str]:
        """Index → reason, for the blocks inside a section of boilerplate."""
        out, reason, begun = {}, None, False
        for index, shape in enumerate(self.shapes):
            begun = begun or (shape.prose and index not in self.standalone)
            if not begun:  # above the text such a line is a link of its own
                continue
            bare = BULLET.sub("", self.blocks[index].text).strip()
            reason = (self.phrases.opens(bare) if not shape.prose else None) or reason
            if reason and self._resumes(index, reason):
                reason = None
            if reason:
                out[index] = reason
        return out

    @cached_property
    def suspects(self) -> Sequence[int]:
        """The blocks that a rule can have a reason against, ascending; each row of `RULES` looks at one thing."""
        marked = (i for i, block in enumerate(self.blocks) if block.rule or self.shapes[i].reason)
        return sorted({*marked, *self.standalone, *self.sections})

    @cached_property
    def topics(self) -> frozenset[str]:
        """Kinds of boilerplate that the article itself is about: its title speaks of cookies, or of newsletters."""
        head = [i for i in range(len(self.blocks)) if i not in self.standalone][:_HEAD]
        return frozenset(self.shapes[i].reason or "" for i in head if _is_heading_of_prose(self, i))

    def is_clean_prose(self, index: int) -> bool:
        """Whether a block reads like a paragraph of an article and of nothing else."""
        own = self.shapes[index]
        suspect = own.reason and not self.reports(index) and (own.address or own.reason not in self.topics)
        item = BULLET.match(self.blocks[index].text)
        return own.prose and not suspect and not item and index not in self.standalone

    def reports(self, index: int) -> bool:
        """Whether a block reads like text, and a verb of saying tells whose words it holds: `she said we get mail`."""
        own = self.shapes[index]
        verbs = languages.get(self.language).words.speech
        return own.prose and self.chances[index] >= _LIKELY and not verbs.isdisjoint(own.text.lower().split())

    def _resumes(self, index: int, reason: str) -> bool:
        shape, text, chance = self.shapes[index], self.blocks[index].text, self.chances[index]
        if shape.reason or index in self.standalone:
            return False
        if self.blocks[index].tag and reason != "comment" and chance >= _CERTAIN:  # markup tells it of any line
            return True
        enough = _RESUMES.get(reason, _RESUMES_ELSE if self.blocks[index].tag else _RESUMES_PASTED)
        return shape.prose and not BULLET.match(text) and chance >= enough


def editors(draft: Draft, index: int) -> str | None:
    """What editors say is no part of this publisher's articles."""
    rule = draft.blocks[index].rule
    return rule.reason if rule and not rule.keep else None


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
    addressed = shape.address and not draft.reports(index)
    if addressed or (not ends and shape.words <= _MAX_PHRASE_WORDS and not _is_heading_of_prose(draft, index)):
        return shape.reason
    return None


RULES: tuple[Callable[[Draft, int], str | None], ...] = (editors, apart, section, phrase)


def reason(draft: Draft, index: int) -> str | None:
    """Why a block is certainly no part of the article; `None` when no rule knows it, or editors keep it."""
    settled = draft.blocks[index].rule
    if settled and settled.keep:
        return None
    return next((found for rule in RULES if (found := rule(draft, index))), None)


def _is_heading_of_prose(draft: Draft, index: int) -> bool:
    """The title or a heading of an article about the very thing, such as cookies."""
    following = draft.shapes[index + 1 : index + 2]
    if not following or not following[0].prose or following[0].address:
        return False
    own, after = draft.shapes[index], following[0]
    return own.words > 2 and (own.reason == after.reason or bool(own.terms & after.terms))  # noqa: PLR2004 -- a heading
