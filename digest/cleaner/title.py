"""The title: a line above the text, a name in the boilerplate, or the first sentence's own words."""

from __future__ import annotations

import re
from collections import Counter
from operator import mul
from typing import TYPE_CHECKING

from digest.cleaner import dates
from digest.cleaner.evidence import Body, Finding, sentences
from digest.cleaner.signs import BULLET, ENDS
from digest.model import Origin, letters

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_CLAUSE = re.compile(r"[,;:–—(]\s|\s[–—(]")
_PARTED = re.compile(r"\s[|–—·•»/-]\s|[|»]")
_UNLIKE = re.compile(r"[.,:][\"'”“’»«)]*$")
_YEAR = re.compile(r"\d{4}")
_MIN_WORDS, _MAX_WORDS, _MAX_LENGTH = 2, 30, 200
_SHORT, _LONG = 3, 12  # words: of navigation at most, of a paragraph at least
_USUAL = (7, 16)
_FAR = 60  # lines above the text
_ENOUGH = 0.0
POINTS = {
    "terms shared with the text": 1.0,
    "share of them": 2.1,
    "lines that name it": 1.2,
    "date or byline below": 2.6,
    "paragraph below": 1.0,
    "navigation above": 0.8,
    "lines above the text": -0.1,
    "in the text": -2.5,
    "usual length": 0.9,
    "three words or less": -1.9,
    "two words": -1.8,
    "share of capitals": 1.4,
    "parted by a sign": -1.4,
    "holds a year": 1.2,
}
"""What each of `features` counts, as `benchmarks/train_titles.py` found it, rounded: of pages that it
did not learn from it chooses 65 of 100 titles."""
_DERIVED_LENGTH = 90
_MIN_DERIVED_WORDS = 3


def stated(body: Body) -> Iterator[Finding]:
    """The line above the text, or among its first ones, that is most like a title; of equals the one nearest to it."""
    ranked = sorted((sum(map(mul, POINTS.values(), row)), i) for i, row in features(body).items())
    if ranked and ranked[-1][0] > _ENOUGH:
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
    shape, in_section = body.draft.shapes[index], index in body.draft.sections
    is_notice = body.reasons.get(index) and (shape.reason or not in_section)  # a section may have begun too early
    if is_notice or not body.free(index) or len(text) > _MAX_LENGTH or (index >= body.first and shape.prose):
        return False
    if (
        BULLET.match(text)
        or not _MIN_WORDS <= len(text.split()) <= _MAX_WORDS
        or text[:1].islower()
        or _UNLIKE.search(text)
    ):
        return False
    found = dates.first(text, body.language) if any(map(str.isdigit, text)) else None
    dated = found is not None and len(text) - (found.end - found.start) < 25  # noqa: PLR2004 -- a date line's other words
    known = body.draft.phrases
    is_signed = any(pattern.search(text) for pattern in known.publisher)
    return not (dated or is_signed or known.byline.fullmatch(text) or known.category.fullmatch(text))


def features(body: Body) -> dict[int, tuple[float, ...]]:
    """Return what is known of each line that may be the title: index → values in the order of `POINTS`."""
    places = [i for i in (*range(max(body.first - _FAR, 0), body.first), *body.begin[:2]) if _is_candidate(body, i)]
    named = _named(body, places)
    return {i: _features(body, i, named[i]) for i in places}


def _features(body: Body, index: int, named: int) -> tuple[float, ...]:
    text, words = body.blocks[index].text, body.blocks[index].text.split()
    terms, inside = _terms(text), index >= body.first
    shared = len(terms & body.vocabulary)
    return (
        min(shared, 4),
        shared / max(len(terms), 1),
        min(named, 2),
        _leads_to_head(body, index),
        _leads_to_text(body, index),
        sum(len(body.blocks[i].text.split()) <= _SHORT for i in range(max(index - 2, 0), index)),
        0 if inside else min(body.first - index, 20),
        inside,
        _USUAL[0] <= len(words) <= _USUAL[1],
        len(words) <= _SHORT,
        len(words) == _MIN_WORDS,
        sum(word[:1].isupper() for word in words) / len(words),
        bool(_PARTED.search(text)),
        bool(_YEAR.search(text)),
    )


def _leads_to_head(body: Body, index: int) -> bool:
    """Whether a date or a byline is among the next lines."""
    return any(body.draft.standalone.get(i) in {"byline", "date line"} for i in range(index + 1, index + 4))


def _leads_to_text(body: Body, index: int) -> bool:
    """Whether a paragraph is among the next two lines."""
    return any(len(block.text.split()) >= _LONG for block in body.blocks[index + 1 : index + 3])


def _named(body: Body, places: Sequence[int]) -> dict[int, int]:
    """How many longer lines hold each of these, as a browser's tab and a breadcrumb hold the title."""
    lines = [letters(block.text) for block in body.blocks]
    found = {}
    for place in places:
        own = lines[place]
        longest = 4 * len(own) + 40
        found[place] = sum(own in line for line in lines if len(own) < len(line) < longest)
    return found


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
