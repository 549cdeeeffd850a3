"""The sentences of an article that a summary may take, and why not the others."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from digest import languages
from digest.model import Block, Kind
from digest.summarizer import references, sentences, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    Marks = Mapping[tuple[int, int], bool]

FRAGMENT = "fragment"
"""Fault of a sentence that is too short or has no end."""
ENDLESS = "endless"
"""Fault of what is no sentence: a table or a list without any full stop, on one line."""
PART = "part of a quotation"
"""Fault of a sentence that begins or ends inside a quotation."""
BANNED = "left out by an editor"
"""Fault of a sentence that an editor marked so."""

# Shorter sentences are headings, datelines and exclamations; `Er kam nach Rom.` is the shortest that still tells.
_MIN_WORDS = 4
# In characters; the longest sentences of newspapers and of laws have 1,500.
_MAX_LENGTH = 5_000
# Fewer words beside a quotation name nobody who says it.
_MIN_UNQUOTED = 2
_QUOTES = '"„“”«»'
_QUOTE = re.compile(f"[{_QUOTES}]")
_QUOTED = re.compile(f"[{_QUOTES}][^{_QUOTES}]*[{_QUOTES}]")
_ENDS_WHOLE = re.compile(rf"[.!…][{_QUOTES}'’)\]]*$")
_ASKS = re.compile(rf"\?[{_QUOTES}'’)\]]*$")


class Candidate(NamedTuple):
    """One sentence of an article."""

    text: str
    block: int
    """Index of its block."""
    number: int
    """Place among the article's sentences, from 0."""
    fault: str
    """Why a summary never takes it; empty when it may."""
    pinned: bool
    """An editor wants it in the summary, whatever its faults."""
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


def find(blocks: Sequence[Block], language: str | None, marks: Marks | None = None) -> list[Candidate]:
    """Return every sentence of `blocks`, in order.

    Args:
        blocks: of the article.
        language: BCP 47 code.
        marks: editors' marks: index of a block and offset in its text → whether the sentence before is wanted.
    """
    by_block: dict[int, dict[int, bool]] = defaultdict(dict)
    for (at, offset), wanted in (marks or {}).items():
        by_block[at][offset] = wanted
    found: list[Candidate] = []
    for at, block in enumerate(blocks):
        spans = sentences.spans(block.text, language)
        marked = _marked(spans, by_block.get(at, {}))
        for (start, end), quoted in zip(spans, _in_quotation(block.text, spans), strict=True):
            text = block.text[start:end]
            tokens = words.WORD.findall(text)
            wish = marked.get(start)
            fault = _fault(block, text, tokens, language, quoted=quoted) if wish is None else "" if wish else BANNED
            leans = references.points_back(text, tokens, language)
            stems = words.stems(text, tokens, language)
            found.append(Candidate(text, at, len(found), fault, bool(wish), leans, len(tokens), stems, block.kind))
    return found


def quotes(text: str) -> bool:
    """Return whether a sentence has a quotation mark in it."""
    return '"' in text if text.isascii() else _QUOTE.search(text) is not None


def _marked(spans: Sequence[tuple[int, int]], marks: Mapping[int, bool]) -> dict[int, bool]:
    """Return the start of each marked sentence, the last one that begins before the mark."""
    starts = [start for start, _ in spans]
    before = {offset: bisect_left(starts, offset) - 1 for offset in marks}
    return {starts[before[offset]]: wanted for offset, wanted in marks.items() if before[offset] >= 0}


def _in_quotation(text: str, spans: Sequence[tuple[int, int]]) -> Iterator[bool]:
    """Tell of each sentence whether it begins or ends inside a quotation that goes on over sentences."""
    is_open = False
    if not quotes(text):  # as in most paragraphs
        yield from (False for _ in spans)
        return
    for start, end in spans:
        was_open = is_open
        is_open ^= sum(text.count(quote, start, end) for quote in _QUOTES) % 2 == 1
        yield was_open or is_open


def _fault(block: Block, text: str, tokens: list[str], language: str | None, *, quoted: bool) -> str:
    if len(text) > _MAX_LENGTH:
        return ENDLESS
    if block.kind is not Kind.PARAGRAPH:
        return block.kind.value
    return PART if quoted else next((name for name, has in _FAULTS if has(text, tokens, language)), "")


def _asks(text: str, _tokens: list[str], _language: str | None) -> bool:
    return "?" in text and _ASKS.search(text) is not None


def _is_fragment(text: str, tokens: list[str], _language: str | None) -> bool:
    return len(tokens) < _MIN_WORDS or not (text.endswith(".") or _ENDS_WHOLE.search(text))


def _is_speakerless(text: str, _tokens: list[str], _language: str | None) -> bool:
    return quotes(text) and len(words.WORD.findall(_QUOTED.sub("", text))) < _MIN_UNQUOTED


def _is_caption(text: str, _tokens: list[str], language: str | None) -> bool:
    return ":" in text and _captions(language).search(text) is not None


@cache
def _captions(language: str | None) -> re.Pattern[str]:
    """A credit alone tells: what the cleaner knows a caption by stands in one of 5,000 sentences of a text, too."""
    credits_ = "|".join(map(re.escape, languages.get(language).cleaning.credit))
    return re.compile(rf"(?:\A|[(\[])(?:{credits_})s?\s?:", re.IGNORECASE)


_FAULTS: tuple[tuple[str, Callable[[str, list[str], str | None], bool]], ...] = (
    ("question", _asks),
    (FRAGMENT, _is_fragment),
    ("quotation without speaker", _is_speakerless),
    ("like a caption", _is_caption),
)
