"""Tags of an article: the people, organisations, places and topics it is about, each in its canonical form.

Names are gathered from the running text (`names`), brought to one form (`subjects`: a surname to the full name, an
expansion to its acronym, a demonym to its place), and weighed by how often and where they stand. A tag needs the title,
repetition, or a second article that has it too; common nouns need the title or a heading, or the editors' vocabulary.
"""

from __future__ import annotations

import re
from collections import Counter
from math import sqrt
from typing import TYPE_CHECKING, NamedTuple

from digest import languages
from digest.model import Kind, Tag
from digest.summarizer import nouns, places, subjects, wholes
from digest.summarizer.names import Sort
from digest.summarizer.vocabulary import Vocabulary, fold
from digest.summarizer.words import WORD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from digest.languages import Language, Tagging
    from digest.model import Article
    from digest.summarizer.subjects import Subject

__all__ = ["MOST", "Candidate", "Vocabulary", "candidates", "choose", "propose"]

MOST = 10
"""Tags an article has at most: more are not read."""

# Judged by eye on German, English and French articles. A name in the title is what an article is about, whatever its
# count; the root keeps one name that stands in every sentence from drowning the others.
_TITLE = 2.0
_HEADING = 0.5
_LEAD = 0.5
_LINKED = 1.0
"""The source itself links or lists it as a topic."""
_NOUN = 0.5
"""Weight of a common noun against a name."""
_PLACE = 0.8
"""Weight of a place: it is often but the scene."""
_REPEATED = 2
_REPEATED_SINGLE = 3
_REPEATED_NOUN = 4
_MIN_ACRONYM = 3
"""Letters; of two letters are too many units, clubs and legal forms."""
_BARE = 0.5
_SUMMITS = "G"
"""Initials of groups that are called by a number (G7, G20)."""
_PARTS = re.compile(r"[:|(),–—]|\.(?=\w)|\s-\s")
"""What parts a publisher's name from a place, a slogan or a domain's ending."""
_LONGEST_TERM = 5
"""Words of the longest name of the vocabulary that is looked for."""


class Candidate(NamedTuple):
    """A tag that an article may get."""

    slug: str
    label: str
    former: tuple[str, ...]
    score: float
    sure: bool
    """The article alone is reason enough."""
    settled: bool = False
    """A place, or a term of the editors."""


def propose(articles: Sequence[Article], vocabulary: Vocabulary) -> list[tuple[Tag, ...]]:
    """Return the tags of each article, the most telling first, ten at most.

    Args:
        articles: as cleaned; those handed in together support each other's tags.
        vocabulary: the editors' spelling, aliases and stop list.
    """
    found = [candidates(article, vocabulary) for article in articles]
    support = Counter(slug for one in found for slug in one)
    return [choose(one, support) for one in found]


def choose(proposed: Mapping[str, Candidate], support: Mapping[str, int]) -> tuple[Tag, ...]:
    """Return the tags of an article, the most telling first, ten at most.

    Args:
        proposed: what `candidates` tells of it.
        support: slug → in how many articles it is a candidate, this one among them.
    """
    return tuple(Tag(one.slug, one.label, one.former) for one in _best(proposed, support))


def _best(drafts: Mapping[str, Candidate], support: Mapping[str, int]) -> list[Candidate]:
    kept = [draft for slug, draft in drafts.items() if draft.sure or support[slug] > 1]
    best: list[Candidate] = []
    for draft in sorted(kept, key=_order):
        if len(best) < MOST and not any(_is_twin(draft, other) for other in best):
            best.append(draft)
    return best


def _order(draft: Candidate) -> tuple[bool, float, int, str]:
    """Sure ones first, then the better; of equals the fuller name."""
    return not draft.sure, -draft.score, -len(draft.label), draft.slug


def _is_twin(one: Candidate, other: Candidate) -> bool:
    """Of `Muster` and `Muster Kombi` a reader needs one; but a place is no twin of what lies in it."""
    if _closed(one.label) == _closed(other.label):
        return True
    shorter, longer = sorted((one, other), key=lambda draft: len(draft.label))
    within = f" {fold(shorter.label)} " in f" {fold(longer.label)} ".replace("-", " ")
    return (within and not shorter.settled) or _abbreviates(shorter, longer)


def _closed(label: str) -> str:
    """`Muster Kombi` and `MusterKombi` are one."""
    return re.sub(r"[\s-]", "", fold(label))


def _abbreviates(one: Candidate, other: Candidate) -> bool:
    """`KH Muster` is `Krankenhaus Muster`."""
    (short, _, rest), (long, _, same) = (draft.label.partition(" ") for draft in (one, other))
    letters = iter(long.casefold())
    return bool(rest) and rest == same and short.isupper() and all(sign in letters for sign in short.casefold())


def candidates(article: Article, vocabulary: Vocabulary) -> dict[str, Candidate]:
    """Return what an article may be tagged with, by slug; of two that lead to the same tag the better counts."""
    language = article.language or languages.guess(article.text)
    own = _own(article)
    linked = {fold(name) for name in article.keywords}
    found: dict[str, Candidate] = {}
    for label, score, sure, is_place in (*_terms(article, vocabulary), *_subjects(article, language)):
        tag = None if fold(label) in own else vocabulary.canonical(label, language)
        if tag is None:
            continue
        is_linked = fold(label) in linked
        settled = is_place or vocabulary.term(label) is not None
        draft = Candidate(tag.slug, tag.label, tag.former, score + _LINKED * is_linked, sure or is_linked, settled)
        other = found.get(tag.slug, draft)
        best = max(draft, other, key=lambda one: one.score)
        found[tag.slug] = best._replace(sure=draft.sure or other.sure)
    return found


def _own(article: Article) -> set[str]:
    """What the authors and the publisher are called: `Der Bote | Musterstadt`, its parts and its initials."""
    publisher = article.publisher or ""
    initials = "".join(word[0] for word in re.split(r"[\W_]+", publisher) if word[:1].isupper())
    return {fold(name) for name in (publisher, initials, *_PARTS.split(publisher), *article.authors)}


def _subjects(article: Article, code: str | None) -> Iterator[tuple[str, float, bool, bool]]:
    language = languages.get(code)
    known, stop = language.tagging, language.words.stop
    texts = subjects.texts(article, code)
    for subject in subjects.find(article, code):
        is_noun = known.capital_nouns and subject.sort is Sort.SINGLE and not _is_surname(subject, language)
        if fold(subject.label) in known.generic or fold(subject.label) in stop:
            continue
        if not _is_fit(subject, known, is_noun=is_noun, is_known=bool(stop)):
            continue
        label = _label(subject, texts, language, is_noun=is_noun)
        if label is not None:
            score, sure = _score(subject, is_noun=is_noun), _is_sure(subject, is_noun=is_noun)
            yield label, score, sure, subject.sort is Sort.PLACE


def _is_surname(subject: Subject, language: Language) -> bool:
    """An office stands before it, and it is no noun in the plural: `Chinas Spione`."""
    return subject.introduced and not nouns.is_inflected(subject.label, language.code)


def _label(subject: Subject, texts: Sequence[str], language: Language, *, is_noun: bool) -> str | None:
    """The basic form of a noun, the whole of a name; none where the name is but part of one, or a line of words."""
    if subject.sort in (Sort.PLACE, Sort.ACRONYM):
        return subject.label
    if is_noun:
        return nouns.singular(subject.label, language.code)
    label = wholes.complete(subject.label, texts, language, is_person=subject.introduced)
    return None if label is None or _is_line(label, language) or _is_adjective(label, language) else label


def _is_line(label: str, language: Language) -> bool:
    """`Average Cost of Muster Design` is what a link says: too long for a name, and of words alone."""
    words = label.split(" ")
    is_long = len(words) >= _LONGEST_TERM and not language.tagging.capital_nouns
    return is_long and all(nouns.is_word(word, language.code) for word in words)


def _is_adjective(label: str, language: Language) -> bool:
    """`Eastern European` lacks its noun."""
    last = label.rpartition(" ")[2]
    place = places.label((last,), language.code)
    is_of_place = place is not None and fold(place) != fold(last)
    return (
        " " in label and not language.tagging.capital_nouns and (is_of_place or fold(last) in language.tagging.generic)
    )


def _is_fit(subject: Subject, known: Tagging, *, is_noun: bool, is_known: bool) -> bool:
    if is_noun:
        return subject.in_title
    if subject.common and (subject.sort in (Sort.SINGLE, Sort.NAME) or len(subject.label) > _MIN_ACRONYM):
        return subject.sort is Sort.PLACE
    if subject.sort is Sort.ACRONYM:
        return _is_long(subject.label) or subject.label in known.places or subject.in_title
    if subject.sort is Sort.SINGLE and not (subject.introduced or subject.in_title):
        is_bare = subject.certain > 0 and subject.bare >= _BARE  # but not `the Army`, `a Republican`
        return is_known and is_bare and not subject.numbered
    # `des Kalten Krieges`: an adjective and a noun, never without the ending
    if subject.sort is Sort.NAME and subject.bare < _BARE and subject.label.split(" ")[0].endswith(known.oblique):
        return False
    is_numbered = subject.numbered and subject.sort is Sort.SINGLE  # the number belongs to a longer name
    return subject.certain > 0 and not (subject.chance or is_numbered or subject.label.isupper())


def _is_long(acronym: str) -> bool:
    """Of two letters are too many units; `X80` is a model, and `G20` no such number."""
    digits = sum(map(str.isdigit, acronym))
    return len(acronym) >= _MIN_ACRONYM and (digits < len(acronym) - digits or acronym[0] in _SUMMITS)


def _score(subject: Subject, *, is_noun: bool) -> float:
    score = sqrt(subject.mentions * (1 + subject.bare) / 2) + _LEAD * subject.in_lead
    score += _TITLE * subject.in_title + _HEADING * subject.in_heading
    return score * (_NOUN if is_noun else _PLACE if subject.sort is Sort.PLACE else 1)


def _is_sure(subject: Subject, *, is_noun: bool) -> bool:
    if is_noun:
        return subject.mentions >= _REPEATED_NOUN
    is_single = subject.sort is Sort.SINGLE and not subject.introduced
    return subject.in_title or subject.mentions >= (_REPEATED_SINGLE if is_single else _REPEATED)


def _terms(article: Article, vocabulary: Vocabulary) -> Iterator[tuple[str, float, bool, bool]]:
    """The editors' own terms, wherever they stand in the text, in any case."""
    if not vocabulary.names:
        return
    in_title = set(_phrases(article.title))
    bodies = [block.text for block in article.blocks if block.kind is not Kind.CAPTION]
    counts = Counter(phrase for text in bodies for phrase in _phrases(text) if phrase in vocabulary.names)
    for name in sorted(in_title & vocabulary.names.keys() | counts.keys()):
        score = sqrt(counts[name]) + _TITLE * (name in in_title)
        yield name, score, name in in_title or counts[name] >= _REPEATED, False


def _phrases(text: str) -> Iterable[str]:
    words = [fold(word) for word in WORD.findall(text)]
    for at in range(len(words)):
        for end in range(at + 1, min(at + _LONGEST_TERM, len(words)) + 1):
            yield " ".join(words[at:end])
