"""The sentences of an article that a summary may take, and why not the others."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from digest import languages
from digest.model import Block, Kind
from digest.summarizer import sentences, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from digest.languages import Words

FRAGMENT = "fragment"
"""Fault of a sentence that is too short or has no end."""
ENDLESS = "endless"
"""Fault of what is no sentence: a table or a list without any full stop, on one line."""

# Shorter sentences are headings, datelines and exclamations; `Er kam nach Rom.` is the shortest that still tells.
_MIN_WORDS = 4
# In characters; the longest sentences of newspapers and of laws have 1,500.
_MAX_LENGTH = 5_000
# Fewer words beside a quotation name nobody who says it.
_MIN_UNQUOTED = 2
_QUOTES = '"„“”«»'
_QUOTED = re.compile(f"[{_QUOTES}][^{_QUOTES}]*[{_QUOTES}]")
_ENDS_WHOLE = re.compile(rf"[.!…][{_QUOTES}'’)\]]*$")
_ASKS = re.compile(rf"\?[{_QUOTES}'’)\]]*$")
# How many words may stand between an article and its noun: `das sehr alte Haus`.
_ARTICLE_REACH = 4


@dataclass(frozen=True, slots=True)
class Candidate:
    """One sentence of an article."""

    text: str
    block: int
    """Index of its block."""
    index: int
    """Place among the article's sentences, from 0."""
    fault: str
    """Why a summary never takes it; empty when it may."""
    leans: bool
    """It begins with a word that points back: readable only behind the sentence before it."""
    length: int
    """In words."""
    stems: frozenset[str]
    """Its content words, see `words.content`."""
    kind: Kind

    @property
    def is_body(self) -> bool:
        """It belongs to the text proper: no heading, no caption."""
        return self.kind not in (Kind.HEADING, Kind.CAPTION)

    @property
    def is_prose(self) -> bool:
        """It is a sentence of a paragraph, and no fragment."""
        return self.kind is Kind.PARAGRAPH and self.fault != FRAGMENT


def find(blocks: Sequence[Block], language: str | None) -> list[Candidate]:
    """Return every sentence of `blocks`, in order."""
    known = languages.get(language).words
    found: list[Candidate] = []
    for at, block in enumerate(blocks):
        for text, quoted in _with_quotation(sentences.split(block.text, language)):
            tokens = words.WORD.findall(text)
            fault = _fault_of_kind(block) or _fault(text, tokens, quoted=quoted)
            fault = ENDLESS if len(text) > _MAX_LENGTH else fault
            leans = any(one.is_body for one in found) and _leans(tokens, known)
            stems = frozenset(words.content(text, language))
            found.append(Candidate(text, at, len(found), fault, leans, len(tokens), stems, block.kind))
    return found


def _with_quotation(texts: list[str]) -> Iterator[tuple[str, bool]]:
    """Tell of each sentence whether it begins or ends inside a quotation that goes on over sentences."""
    is_open = False
    for text in texts:
        was_open = is_open
        is_open ^= sum(map(text.count, _QUOTES)) % 2 == 1
        yield text, was_open or is_open


def _fault_of_kind(block: Block) -> str:
    return "" if block.kind is Kind.PARAGRAPH else block.kind.value


def _fault(text: str, tokens: list[str], *, quoted: bool) -> str:
    if quoted:
        return "part of a quotation"
    if _ASKS.search(text):
        return "question"
    if len(tokens) < _MIN_WORDS or not _ENDS_WHOLE.search(text):
        return FRAGMENT
    if _is_speakerless(text):
        return "quotation without speaker"
    return ""


def _is_speakerless(text: str) -> bool:
    return len(words.WORD.findall(_QUOTED.sub("", text))) < _MIN_UNQUOTED


def _leans(tokens: list[str], known: Words) -> bool:
    """Whether the first word points back to the sentence before."""
    first = tokens[0].lower() if tokens else ""
    if first not in known.pronouns or first in known.prepositions:
        return False
    return first not in known.articles or not _has_noun(tokens[1:], known)


def _has_noun(following: list[str], known: Words) -> bool:
    """`Das neue Gesetz …` begins with an article, `Das teilte die …` with a pronoun."""
    for word in following[:_ARTICLE_REACH]:
        if word[0].isupper():
            return True
        if word in known.stop or word in known.auxiliaries or word in known.speech:
            return False
    return False
