"""What stood beside the text: image captions and credits, and pull quotes with their speakers.

In a pasted page they are lines among lines. A credit gives a caption away; a person's name under a sentence makes the
sentence a quotation. Both are marked by the kind of their block; whether they stay is the classifier's matter.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from digest import languages
from digest.cleaner.names import is_role
from digest.cleaner.remembered import of_lines
from digest.cleaner.signs import ENDS, count_words
from digest.model import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.cleaner.phrases import Phrases
    from digest.model import Block

_NAME_PART = r"[A-ZÄÖÜÀ-Þ][\w.&'’-]*"
_AGENCY = re.compile(rf"(?:{_NAME_PART} ){{0,3}}{_NAME_PART}\s?/\s?{_NAME_PART}(?:[ /]{_NAME_PART}){{0,5}}[ /]?")
_GLUED_SPEAKER = re.compile(r"[.!?…][\"”“»]?(?=[A-ZÄÖÜÀ-Þ][\w-]+ )")
_DASHED_SPEAKER = re.compile(r"[\"”“»]\s*[—–-]\s*(?=[A-ZÄÖÜÀ-Þ])")
_TRAILING_CREDIT = re.compile(
    rf"[\s,|]+(?:{_NAME_PART}/{_NAME_PART}(?: {_NAME_PART}){{0,2}}|\(?(?:©|[Ff]oto:|[Pp]hoto ?:).*)$"
)
_QUOTED = re.compile(r"[\"„“«»].*[\"”“»«][.!?]?$")
_LEAD_DASH = re.compile(r"^[—–-]\s*")
_SPEAKER_WORD = re.compile(r"[^\s,]+")
_MIN_NAME_WORDS, _MAX_SPEAKER_WORDS, _MAX_CREDIT_WORDS = 2, 12, 16
# Pull quotes and captions are short: the longest of the four kinds of page looked at had 41 and 38 words.
_MAX_QUOTE_WORDS, _MAX_CAPTION_WORDS = 45, 45
_UNMARKED_QUOTE_WORDS = 30
_LONG = 200_000  # characters in which a speaker's name is looked for: bounds the work for hostile input


@dataclass(frozen=True, slots=True)
class _Speaker:
    name: str
    dashed: bool
    credited: bool
    role: bool
    """An office stands before the name, or something after it behind a comma."""


@dataclass(frozen=True)
class Figures:
    """Finds captions, credits and pull quotes among the lines of one document."""

    blocks: Sequence[Block]
    phrases: Phrases
    language: str

    def mark(self) -> list[Block]:
        """Return the blocks with their kinds; a quotation and its speaker become one block."""
        out: list[Block] = []
        skip = False
        for index, block in enumerate(self.blocks):
            if skip:
                skip = False
                continue
            quote, skip = self._quote(index)
            if quote and quote.attribution and self._has_credit(index + skip):
                self._caption_above(out, block)
            out.append(quote or self._caption(index) or block)
        return out

    @cached_property
    def _credits(self) -> Sequence[bool]:
        """Of each line, whether it is nothing but an image credit."""
        return [is_credit(block.text, self.phrases) for block in self.blocks]

    @cached_property
    def _whole(self) -> str:
        return "\n".join(block.text for block in self.blocks)[:_LONG]

    def _caption(self, index: int) -> Block | None:
        block = self.blocks[index]
        described = _is_described(block.text, self.phrases)
        if self._credits[index] or (described and not self._inside(index)) or self._above_credit(index):
            return replace(block, kind=Kind.CAPTION)
        return None

    def _above_credit(self, index: int) -> bool:
        """A line of its own right above a credit; a line of running text that a credit interrupts is none."""
        block = self.blocks[index]
        following = self.blocks[index + 1 : index + 2]
        if not following or following[0].gap or not self._credits[index + 1]:
            return False
        if self.phrases.reason(block.text):
            return False
        return block.text[:1].isupper() and count_words(block.text) <= _MAX_CAPTION_WORDS and not self._inside(index)

    def _inside(self, index: int) -> bool:
        """Whether the line goes on with the one before: then it is running text."""
        block, before = self.blocks[index], self.blocks[max(index - 1, 0)]
        begun = not block.text[:1].isupper() or count_words(before.text) >= 8  # noqa: PLR2004 -- a line of prose
        return index > 0 and not block.gap and begun and not ENDS.search(before.text)

    @staticmethod
    def _caption_above(out: list[Block], quote: Block) -> None:
        """The description of the speaker's portrait stands above a quotation that ends in a credit."""
        if out and not quote.gap and out[-1].kind is Kind.PARAGRAPH:
            out[-1] = replace(out[-1], kind=Kind.CAPTION)

    def _has_credit(self, index: int) -> bool:
        return bool(_TRAILING_CREDIT.search(self.blocks[index].text))

    def _quote(self, index: int) -> tuple[Block | None, bool]:
        """The pull quote that begins here, and whether its speaker stood on the next line."""
        block = self.blocks[index]
        if count_words(block.text) > _MAX_QUOTE_WORDS + _MAX_SPEAKER_WORDS:
            return None, False
        for pattern in (_DASHED_SPEAKER, _GLUED_SPEAKER):
            ends = [found.end() for found in pattern.finditer(block.text)]
            if ends and (speaker := self._speaker(block.text[ends[-1] :], glued=True)):
                words = _LEAD_DASH.sub("", block.text[: ends[-1]].rstrip(" —–-"))
                return replace(block, text=words, kind=Kind.QUOTE, attribution=speaker.name), False
        following = self.blocks[index + 1 : index + 2]
        if following and not following[0].gap and ENDS.search(block.text) and not self._inside(index):
            speaker = self._speaker(following[0].text)
            if speaker and self._is_pulled(block.text, speaker):
                return replace(block, kind=Kind.QUOTE, attribution=speaker.name), True
        return None, False

    @staticmethod
    def _is_pulled(text: str, speaker: _Speaker) -> bool:
        words = count_words(text)
        if _QUOTED.match(text) or speaker.dashed or speaker.credited:
            return words <= _MAX_QUOTE_WORDS
        return speaker.role and words <= _UNMARKED_QUOTE_WORDS

    def _speaker(self, text: str, *, glued: bool = False) -> _Speaker | None:
        """Read a line as a person's name with an office before or after it; glued to a sentence it needs no more."""
        dashed = bool(_LEAD_DASH.match(text))
        bare = _LEAD_DASH.sub("", text)
        name = _TRAILING_CREDIT.sub("", bare).strip(" ,|")
        words = _SPEAKER_WORD.findall(name)
        known = languages.get(self.language).words
        if not _MIN_NAME_WORDS <= len(words) <= _MAX_SPEAKER_WORDS or ENDS.search(name) or any(map(str.isdigit, name)):
            return None
        lower = [word for word in words if not word[0].isupper() and word.lower() not in known.small]
        roles = [word for word in words if is_role(word, self.language)]
        if (any(word not in roles for word in lower) and "," not in name) or len(words) - len(lower) < _MIN_NAME_WORDS:
            return None
        capitals = [word for word in words if word[0].isupper() and word not in roles]
        if len(capitals) < _MIN_NAME_WORDS or not (glued or dashed or roles or self._named_elsewhere(capitals)):
            return None
        return _Speaker(name, dashed, name != bare, bool(roles) or "," in name)

    def _named_elsewhere(self, names: Sequence[str]) -> bool:
        """A speaker is somebody of whom the text speaks."""
        end = self._whole.find("\n", self._whole.find(names[-1]))
        return end >= 0 and self._whole.find(names[-1], end) >= 0


@of_lines
def _is_described(text: str, phrases: Phrases) -> bool:
    """Whether a line says of itself that it describes an image."""
    return count_words(text) <= _MAX_CAPTION_WORDS and phrases.caption.find(text) is not None


@of_lines
def is_credit(text: str, phrases: Phrases) -> bool:
    """Whether a line is nothing but an image credit: `Foto: …`, `© …`, `Name/Agency`."""
    if count_words(text) > _MAX_CREDIT_WORDS or "://" in text:
        return False
    return bool(phrases.credit.fullmatch(text) or _AGENCY.fullmatch(text)) and not phrases.reason(text)
