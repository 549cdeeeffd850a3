"""From a document to a draft: what can be known of its paragraphs before any verdict.

Pasted lines are mended, parted from what interrupts them, and joined. Of a web page, whose markup parts its paragraphs,
most blocks are out of question at first glance: only the others are mended and measured.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from digest import languages
from digest.cleaner import (
    abbreviations,
    characters,
    features,
    layout,
    lines,
    publishers,
    remembered,
    rules,
    scorecard,
    words,
)
from digest.cleaner.evidence import Finding
from digest.cleaner.figures import Figures
from digest.cleaner.glance import Glance
from digest.cleaner.phrases import phrases
from digest.cleaner.signs import unsigned
from digest.errors import SourceError
from digest.model import Block, Kind, Origin

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from digest.cleaner.phrases import Phrases
    from digest.cleaner.scorecard import Look
    from digest.model import Document

_INVISIBLE = "there is nothing but invisible characters"
_SAMPLE_LINES = 12
_VERBATIM = frozenset({Kind.CODE, Kind.TABLE})
_HEAD, _TAIL = 25, 4
"""Blocks before and behind the text of a page that may hold its metadata."""
_LIKELY = 0.5


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document's paragraphs, mended and measured."""

    draft: rules.Draft
    language: Finding
    tooltips: Mapping[int, Mapping[str, str]]
    """Index → the abbreviations whose expansion was glued on there."""


def prepare(document: Document) -> Prepared:
    """Return the draft of a document.

    Raises:
        SourceError: nothing in it can be seen: it is made of byte-order marks and zero-width spaces.
    """
    return _page(document) if _has_markup(document.blocks) else _pasted(document)


def _has_markup(blocks: Sequence[Block]) -> bool:
    return bool(blocks) and bool(blocks[0].tag)


def _page(document: Document) -> Prepared:
    """Look at a web page twice."""
    editors = document.source.rules
    given = publishers.settled(document.blocks, editors)
    body = next((one.value for one in document.statements if one.key == "body"), None)
    card = scorecard.load("markup")
    look = card.at_first(Glance(given, body))
    near = _near(look, given)
    blocks = list(given)
    seen = False
    for i in near:
        mended = _mended(given[i], characters.mend)
        if mended.text:
            blocks[i], seen = mended, True
    if not seen:
        raise SourceError(_INVISIBLE, path=document.source.name, hint="save it again, or remove it")
    language = _language(document, [blocks[i] for i in near])
    known = phrases(language.value)
    apart = lines.standalone(lines.Lines(blocks, known, language.value, 0), near)
    # Fonts lose ligatures and set large first letters apart; what markup has lost are letters of another encoding.
    tooltips = _unglued(blocks, near, language.value)
    blocks = publishers.settled(blocks, editors)
    close = _looks(look, blocks, language, known)
    chances = card.of_page(look, close)
    shapes = [_unseen(count) for count in look.page.words]
    for i, shape in zip(look.places, close, strict=True):
        shapes[i] = shape
    draft = rules.Draft(tuple(blocks), shapes, chances, apart, known, language.value, card.threshold)
    return Prepared(draft, language, tooltips)


def _near(look: Look, blocks: Sequence[Block]) -> list[int]:
    """The blocks of a page that are looked at twice: those in question, and those that may hold metadata."""
    likely = [i for i in look.places if look.chances[i] >= _LIKELY] or look.places
    if not likely:
        return list(range(len(blocks)))
    first, last = likely[0], likely[-1]
    near = {*look.places, *range(max(first - _HEAD, 0), first), *range(last + 1, min(last + 1 + _TAIL, len(blocks)))}
    near |= {i for i, block in enumerate(blocks) if block.tag == "h1" or block.rule}
    return sorted(near)


def _pasted(document: Document) -> Prepared:
    """Mend and join the lines of a text."""
    editors = document.source.rules
    lined = [_mended(block, characters.mend) for block in document.blocks]
    mended = publishers.settled((block for block in lined if block.text), editors)
    if not mended:
        raise SourceError(_INVISIBLE, path=document.source.name, hint="save it again, or remove it")
    language = _language(document, mended)
    known = phrases(language.value)
    marked = Figures(layout.unwrapped(mended, language.value), known, language.value).mark()
    margin = layout.margin_of([block for block in marked if len(block.text) <= layout.MAX_MARGIN])
    reasons = lines.standalone(lines.Lines(marked, known, language.value, margin))
    aside = {i for i, block in enumerate(marked) if i in reasons or block.rule or block.kind is not Kind.PARAGRAPH}
    by_line = {marked[i].line: reason for i, reason in reasons.items()}
    blocks = list(layout.paragraphs(marked, aside, language.value))
    vocabulary = words.Vocabulary([block.text for block in blocks])
    blocks = [_mended(block, lambda text: words.mend(text, language.value, vocabulary)) for block in blocks]
    tooltips = _unglued(blocks, range(len(blocks)), language.value)
    blocks = publishers.settled(blocks, editors)
    apart = {i: by_line[block.line] for i, block in enumerate(blocks) if block.line in by_line}
    shapes = _shapes(blocks, language, known)
    card = scorecard.load("text")
    draft = rules.Draft(
        tuple(blocks), shapes, card.of_lines(blocks, shapes), apart, known, language.value, card.threshold
    )
    return Prepared(draft, language, tooltips)


def _shapes(blocks: Sequence[Block], language: Finding, known: Phrases) -> list[features.Shape]:
    """Measure blocks, each text once: lists and tables repeat themselves."""
    measured = {text: _shape(text, language.value, known) for text in dict.fromkeys(block.text for block in blocks)}
    return [measured[block.text] for block in blocks]


def _looks(look: Look, blocks: Sequence[Block], language: Finding, known: Phrases) -> list[features.Shape]:
    """Measure the blocks of a page that are in question; of what is text at first glance only the phrases count."""
    own, page, question = languages.get(language.value).words, look.page, set(look.open)
    measured = dict(zip(look.open, _shapes([blocks[i] for i in look.open], language, known), strict=True))
    return [
        measured[i]
        if i in question
        else features.outline(blocks[i], own, known, words=page.words[i], prose=page.prose[i])
        for i in look.places
    ]


@lru_cache(maxsize=1024)
def _unseen(words: int) -> features.Shape:
    """The shape of a block that nobody looks at but for its length."""
    neutral = languages.get(languages.NEUTRAL).words
    return features.Shape(words, prose=False, reason=None, opens=None, buckets=(), text="", known=neutral)


@remembered.of_lines
def _shape(text: str, language: str, known: Phrases) -> features.Shape:
    return features.shape(Block(unsigned(text)), languages.get(language).words, known)


def _unglued(blocks: list[Block], places: Iterable[int], language: str) -> dict[int, Mapping[str, str]]:
    """Part abbreviations from their expansions in some blocks of a list; return what was found."""
    small = languages.get(language).words.small
    tooltips: dict[int, Mapping[str, str]] = {}
    for i in places:
        _, found = abbreviations.unglue(blocks[i].text, small)
        if found:
            tooltips[i] = found
            blocks[i] = _mended(blocks[i], lambda text: abbreviations.unglue(text, small)[0])
    return tooltips


def _mended(block: Block, repair: Callable[[str], str]) -> Block:
    """Apply a repair to a block's words, and to the same words with their markup."""
    if block.kind in _VERBATIM:
        return block
    text = repair(block.text)
    if text == block.text:
        return block
    if block.runs and (runs := block.runs.mended(repair)).text == text:
        return replace(block, text=text, runs=runs)
    plain = block.inline is None and block.runs is None
    return replace(block, text=text, inline=None if plain else repair(block.written), runs=None)


def _language(document: Document, mended: Sequence[Block]) -> Finding:
    """The caller's word, or else what the function words of the longest lines say: boilerplate is short."""
    if document.source.language:
        return Finding("language", document.source.language.split("-")[0].lower(), Origin.GIVEN, "given")
    longest = sorted((block.text for block in mended), key=len, reverse=True)[:_SAMPLE_LINES]
    if guessed := languages.guess("\n".join(longest)):
        return Finding("language", guessed, Origin.TEXT, "its function words")
    stated = next((one for one in document.statements if one.key == "language"), None)
    if stated:  # markup comes second: many a template says `en` whatever the text
        return Finding("language", stated.value.split("-")[0].lower(), Origin.SOURCE, stated.detail)
    return Finding("language", languages.NEUTRAL, Origin.TEXT, "its function words")
