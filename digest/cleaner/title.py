"""The title: a line above the text, a name in the boilerplate, or the first sentence's own words."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from digest.cleaner import dates
from digest.cleaner.evidence import Body, Finding, sentences
from digest.cleaner.signs import BULLET, ENDS
from digest.model import Origin

if TYPE_CHECKING:
    from collections.abc import Iterator

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_CLAUSE = re.compile(r"[,;:–—(]\s|\s[–—(]")
_MIN_WORDS, _MAX_WORDS, _MAX_LENGTH = 2, 30, 200
_DERIVED_LENGTH = 90
_MIN_DERIVED_WORDS = 3


def stated(body: Body) -> Iterator[Finding]:
    """The line above the text that shares most with it; of equals the one nearest to the text."""
    ranked = sorted((_score(body, i), i) for i in body.head if _is_candidate(body, i))
    if ranked and ranked[-1][0] > 0:
        index = ranked[-1][1]
        yield Finding("title", body.blocks[index].text, Origin.SOURCE, "the line above the text", index)


def in_boilerplate(body: Body) -> Iterator[Finding]:
    """A title that comment rules or share links name; the one named most often."""
    named = Counter[str]()
    where: dict[str, int] = {}
    for index, block in body.removed():
        for pattern in body.draft.phrases.title:
            for found in pattern.finditer(block.text):
                named[found["title"].strip()] += 1
                where.setdefault(found["title"].strip(), index)
    for title, _ in named.most_common(1):
        if _terms(title) & body.vocabulary:
            yield Finding("title", title, Origin.SOURCE, "named in the boilerplate", where[title], claims=False)


def derived(body: Body) -> Iterator[Finding]:
    """Words of the first sentence, in their order; an article always has some title."""
    texts = [body.blocks[i].text for i in sorted(body.kept)] or [block.text for block in body.blocks]
    first = sentences(texts[0])[0]
    yield Finding("title", _shortened(first, body) or first[:_DERIVED_LENGTH], Origin.DERIVED, "the first sentence")


FINDERS = (stated, in_boilerplate, derived)


def _is_candidate(body: Body, index: int) -> bool:
    text = body.blocks[index].text
    if not body.free(index) or body.reasons.get(index) or len(text) > _MAX_LENGTH:
        return False
    if (
        BULLET.match(text)
        or not _MIN_WORDS <= len(text.split()) <= _MAX_WORDS
        or text[:1].islower()
        or text.endswith((".", ",", ":"))
    ):
        return False
    found = dates.first(text, body.language)
    dated = found is not None and len(text) - (found.end - found.start) < 25  # noqa: PLR2004 -- a date line's other words
    return (
        not dated and not body.draft.phrases.byline.fullmatch(text) and not body.draft.phrases.category.fullmatch(text)
    )


def _score(body: Body, index: int) -> float:
    """Shared terms weigh most, then the classifier's chance, then nearness to the text; navigation is short."""
    terms = _terms(body.blocks[index].text)
    shared = len(terms & body.vocabulary)
    distance = body.first - index
    length = min(body.draft.shapes[index].words, 10) / 10
    near = distance <= 3 and length >= 0.3  # noqa: PLR2004 -- right above the text, three words or more
    return (shared or near) and 2 * min(shared, 4) + 2 * body.draft.chances[index] + 2 * length - distance / 8


def _terms(text: str) -> frozenset[str]:
    return frozenset(word.lower() for word in re.findall(r"[^\W\d_]{4,}", text))


def _shortened(sentence: str, body: Body) -> str:
    """Cut a sentence to a headline: its adverbial without preposition and article, or its first clause."""
    words = sentence.split()
    known = body.words
    if words[0].lower() in known.prepositions:
        verb = next((i for i, word in enumerate(words) if word.lower().strip(",") in known.auxiliaries), 0)
        start = 2 if len(words) > 1 and words[1].lower() in known.articles else 1
        phrase = " ".join(words[start:verb]).strip(" ,")
        if verb - start >= _MIN_DERIVED_WORDS and len(phrase) <= _DERIVED_LENGTH and not ENDS.search(phrase):
            return phrase[0].upper() + phrase[1:]
    if len(sentence) <= _DERIVED_LENGTH:
        return sentence.rstrip(".")
    cut = [found.start() for found in _CLAUSE.finditer(sentence[: _DERIVED_LENGTH + 1])]
    clause = sentence[: cut[-1]] if cut else ""
    if len(clause.split()) > _MIN_DERIVED_WORDS:
        return clause
    return sentence[:_DERIVED_LENGTH].rsplit(" ", 1)[0].rstrip(" ,;:–—(") + " …"
