"""Which sentences a summary takes: the best one again and again, each weighed against what is taken already.

Maximal marginal relevance (Carbonell and Goldstein 1998), with what editors want first.
"""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING

from digest.summarizer import candidates

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from digest.summarizer.candidates import Candidate

PINNED = "pinned by an editor"
POINTS_BACK = "points back to a sentence that is not taken"
REPEATS = "says the same again"

# Swept with the weights of `rank`.
_REDUNDANCY = 0.3
"""Share of a sentence's score that goes when it says nothing new; 0.8 costs 0.1 points."""
_REPETITION = 0.5
"""Above this cosine a sentence says the same again, as when standfirst and first paragraph tell the news twice."""


def choose(found: Sequence[Candidate], scores: Sequence[float], limit: int, max_words: int | None) -> set[int]:
    """Return the indexes of the chosen sentences.

    Args:
        found: all sentences of an article.
        scores: of each sentence.
        limit: how many to take at most; what editors pinned is taken in any case.
        max_words: how many words they may have together; a single sentence may have more.
    """
    chosen = {one.number for one in found if one.pinned}
    likeness = [_likeness(one, found, chosen) for one in found]
    while len(chosen) < limit:
        room = None if max_words is None or not chosen else max_words - sum(found[at].length for at in chosen)
        fit = [one.number for one in found if one.number not in chosen and _fits(one, chosen, room)]
        if not fit:
            break
        best = max(fit, key=[_gain(score, same) for score, same in zip(scores, likeness, strict=True)].__getitem__)
        chosen.add(best)
        likeness = [
            max(same, similarity(one.stems, found[best].stems)) for same, one in zip(likeness, found, strict=True)
        ]
    return chosen or _any(found)


def reason(one: Candidate, found: Sequence[Candidate], chosen: AbstractSet[int]) -> str:
    """Return why a sentence is in no summary, or in this one in any case; empty where its score alone decides."""
    if one.fault or one.pinned:
        return one.fault or PINNED
    if one.number in chosen:
        return ""
    if _is_lost(one, chosen):
        return POINTS_BACK
    return REPEATS if _likeness(one, found, chosen) > _REPETITION else ""


def similarity(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the cosine of two sets of words, 0 to 1."""
    return len(one & other) / sqrt(len(one) * len(other)) if one and other else 0.0


def is_repetition(one: frozenset[str], other: frozenset[str]) -> bool:
    """Return whether two sentences of these words say the same."""
    return similarity(one, other) > _REPETITION


def _fits(one: Candidate, chosen: AbstractSet[int], room: int | None) -> bool:
    return not one.fault and not _is_lost(one, chosen) and (room is None or one.length <= room)


def _is_lost(one: Candidate, chosen: AbstractSet[int]) -> bool:
    """Whether what it points back to is not there."""
    return one.leans and one.number - 1 not in chosen


def _gain(score: float, same: float) -> float:
    return score * (1 - (1 if same > _REPETITION else _REDUNDANCY) * same)


def _likeness(one: Candidate, found: Sequence[Candidate], chosen: AbstractSet[int]) -> float:
    return max((similarity(one.stems, found[other].stems) for other in chosen), default=0.0)


def _any(found: Sequence[Candidate]) -> set[int]:
    """Of prose that holds no fit sentence, its first sentence; of lists and quotations alone, theirs."""
    short = [one for one in found if one.fault not in (candidates.ENDLESS, candidates.BANNED)]
    prose = [one for one in short if one.is_prose] or [one for one in short if one.is_body]
    return {prose[0].number} if prose else set()
