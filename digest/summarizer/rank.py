"""Extractive summaries: the sentences of an article that say most, word for word and in the text's order.

A sentence's score is position × (1 + centrality + overlap with the title) × penalty; `choice` takes the best ones. News
is written with the most important first, so that the lead alone beats all purely statistical rankings; the other parts
only correct it where they have reason to.
"""

from __future__ import annotations

from collections import Counter
from itertools import chain
from math import sqrt
from typing import TYPE_CHECKING, NamedTuple

from digest import languages
from digest.model import Block
from digest.summarizer import candidates, choice, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from digest.summarizer.candidates import Candidate, Marks

# Chosen on the articles of even index in five sets with an editor's standfirst (German, English, French): mean ROUGE is
# flat around these values. There it is 0.57 points above the lead's first three sentences, on the odd half 0.45.
_DECAY = 0.3
_SLOPE = 0.7
"""How fast the position's weight falls: sentence n weighs 1 / (1 + decay × n) ^ slope; with less the lead breaks up."""
_CENTRALITY = 1.5
_TITLE = 0.6
_LONG = 35
"""Words; longer sentences tire the reader and leave no room for others."""
_LONG_PENALTY = 0.7
_QUOTING = 0.75
"""Factor of a sentence that quotes somebody: it comments on the news more often than it tells them."""
_COMMA = 0.98
"""Factor for each comma: of two sentences that say as much the simpler one reads better."""
# Short sentences would lead the ranking by one frequent word alone: as if each had some words more.
_SMOOTHING = 4


class Parts(NamedTuple):
    """What a sentence's score is made of, each from 0 to 1."""

    position: float
    centrality: float
    """How much its words are those of the article's other sentences; 1 for the most central one."""
    title: float
    """Share of the title's content words that it holds."""
    penalty: float
    """1 for a fit sentence; less for a long, a quoting or a nested one; 0 where `Scored.reason` tells its fault."""


class Scored(NamedTuple):
    """A sentence, what it scores and whether the summary takes it; shown by `digest explain`."""

    sentence: str
    block: int
    """Index of the block it stands in."""
    score: float
    parts: Parts
    chosen: bool = False
    reason: str = ""
    """Why no summary takes it, or this one in any case, for people; empty where the score alone decides."""


def summarize(
    text: str,
    *,
    language: str | None = None,
    title: str | None = None,
    sentences: int = 3,
    max_words: int | None = None,
) -> list[str]:
    """Return the most telling sentences of `text`, word for word and in its order.

    Args:
        text: plain text; each line is a paragraph.
        language: BCP 47 code; `None` lets the function words of the text decide.
        title: sentences that share its words score higher.
        sentences: how many to take at most; prose gives at least one, unless its sentences have no end.
        max_words: how many words they may have together; a single sentence may have more.
    """
    blocks = [Block(line) for line in text.splitlines() if line.strip()]
    return summarize_blocks(blocks, language=language, title=title, sentences=sentences, max_words=max_words)


def summarize_blocks(  # noqa: PLR0913 -- each an option by its name
    blocks: Sequence[Block],
    *,
    language: str | None = None,
    title: str | None = None,
    sentences: int = 3,
    max_words: int | None = None,
    marks: Marks | None = None,
) -> list[str]:
    """Return the most telling sentences of an article's blocks; as `summarize`, but only paragraphs are looked at.

    Editors' marks have the last word, see `score_blocks`.
    """
    found, scored = _scored(blocks, language or _guessed(blocks), title, marks)
    chosen = choice.choose(found, [one.score for one in scored], sentences, max_words)
    return [one.text for one in found if one.number in chosen]


def score_blocks(  # noqa: PLR0913 -- each an option by its name
    blocks: Sequence[Block],
    *,
    language: str | None = None,
    title: str | None = None,
    sentences: int = 3,
    max_words: int | None = None,
    marks: Marks | None = None,
) -> list[Scored]:
    """Return every sentence of the blocks with its score, and which of them `summarize_blocks` takes.

    Args:
        blocks: of the article.
        language: BCP 47 code; `None` lets the function words of the text decide.
        title: of the article.
        sentences: how many to take at most; what editors pinned is taken in any case.
        max_words: how many words they may have together.
        marks: what editors marked: index of a block and offset in its text → whether they want the sentence before.
    """
    found, scored = _scored(blocks, language or _guessed(blocks), title, marks)
    chosen = choice.choose(found, [one.score for one in scored], sentences, max_words)
    return [
        score._replace(chosen=one.number in chosen, reason=choice.reason(one, found, chosen))
        for score, one in zip(scored, found, strict=True)
    ]


def _guessed(blocks: Sequence[Block]) -> str | None:
    return languages.guess("\n".join(block.text for block in blocks))


def _scored(
    blocks: Sequence[Block], language: str | None, title: str | None, marks: Marks | None
) -> tuple[list[Candidate], list[Scored]]:
    """Return the sentences, and what each scores."""
    found = candidates.find(blocks, language, marks)
    return found, list(map(_score, found, _parts(found, frozenset(words.content(title or "", language)))))


def _parts(found: list[Candidate], title: frozenset[str]) -> Iterable[Parts]:
    counts = Counter(chain.from_iterable(one.stems for one in found))
    centralities = [_centrality(one, counts) for one in found]
    most = max(centralities, default=0.0) or 1.0
    place = 0
    for one, centrality in zip(found, centralities, strict=True):
        overlap = len(title & one.stems) / len(title) if title else 0.0
        yield Parts(1 / (1 + _DECAY * place) ** _SLOPE, centrality / most, overlap, _penalty(one))
        place += one.is_prose


def _centrality(one: Candidate, counts: Counter[str]) -> float:
    """In how many other sentences its words occur, all told; by the root of its length, as in a cosine."""
    return (sum(map(counts.__getitem__, one.stems)) - len(one.stems)) / sqrt(len(one.stems) + _SMOOTHING)


def _penalty(one: Candidate) -> float:
    if one.fault:
        return 0.0
    long = _LONG_PENALTY if one.length > _LONG else 1.0
    quoting = _QUOTING if candidates.quotes(one.text) else 1.0
    return float(long * quoting * _COMMA ** one.text.count(","))


def _score(one: Candidate, parts: Parts) -> Scored:
    weight = 1 + _CENTRALITY * parts.centrality + _TITLE * parts.title
    return Scored(one.text, one.block, parts.position * weight * parts.penalty, parts)
