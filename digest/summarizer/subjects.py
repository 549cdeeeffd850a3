"""What an article is about: its mentions of names, brought together under one form each."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from digest import languages
from digest.model import Kind
from digest.summarizer import names
from digest.summarizer.names import Mention, Sort
from digest.summarizer.vocabulary import fold
from digest.summarizer.words import WORD

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from digest.languages import Language
    from digest.model import Article

    Key = tuple[Sort, str]

_IN_BRACKETS = re.compile(r"\s*\((?P<acronym>[^\W\d_a-zß-öø-ÿ]{2,8})\)")
_MAX_NAME_WORDS = 4
# Shorter words keep their ending: `Peter` is no inflected `Pet`.
_MIN_INFLECTED = 6


@dataclass(frozen=True, slots=True)
class Subject:
    """A name or noun with all its mentions."""

    label: str
    sort: Sort
    mentions: int
    certain: int
    """Mentions whose capital is not that of a sentence's first word."""
    bare: int
    """Mentions without article or adjective."""
    introduced: bool
    """An office stands before it somewhere."""
    in_title: bool
    in_heading: bool
    in_lead: bool


@dataclass(frozen=True, slots=True)
class _Found:
    """A mention and where it stands."""

    mention: Mention
    place: str
    """`title`, `heading`, `lead` or empty."""


def find(article: Article, language: str | None) -> list[Subject]:
    """Return the subjects of an article in the order of their first mention, whether worth a tag or not."""
    known = languages.get(language)
    found = list(_all(article, language))
    forms = _Forms(found, _expansions(article, found), known)
    groups: dict[Key, list[_Found]] = defaultdict(list)
    for one in found:
        groups[forms.key(one.mention)].append(one)
    title = {fold(word) for word in WORD.findall(article.title)}
    return [_subject(key, members, title) for key, members in groups.items()]


def _all(article: Article, language: str | None) -> Iterator[_Found]:
    for mention in names.find(article.title, language):
        if mention.sort in (Sort.PLACE, Sort.ACRONYM):  # a title's capitals tell little, in English nothing
            yield _Found(mention, "title")
    lead = next((at for at, block in enumerate(article.blocks) if block.kind is Kind.PARAGRAPH), None)
    for at, block in enumerate(article.blocks):
        place = "lead" if at == lead else "heading" if block.kind is Kind.HEADING else ""
        for mention in names.find(block.text, language):
            yield _Found(mention, place)


def _expansions(article: Article, found: list[_Found]) -> dict[str, str]:
    """Expansion, folded → acronym: those that the cleaner found, and `European Space Agency (ESA)` in the text."""
    known = {fold(long): short for short, long in article.abbreviations.items()}
    wholes = {one.mention.text for one in found if one.mention.sort is Sort.NAME}
    for block in article.blocks:
        for match in _IN_BRACKETS.finditer(block.text):
            before = block.text[: match.start()]
            known |= {
                fold(whole): match["acronym"]
                for whole in wholes
                if before.endswith(whole) and _abbreviates(match["acronym"], whole)
            }
    return known


def _abbreviates(acronym: str, whole: str) -> bool:
    """The acronym's letters stand in the name in their order, and it begins every word: `SPD` is no `Silke Pauli`."""
    letters = iter(whole.lower())
    initials = [word[0] for word in re.split(r"[\s-]+", whole) if word[:1].isupper()]
    return all(letter in letters for letter in acronym.lower()) and set(initials) <= set(acronym)


class _Forms:
    """Tells which mentions mean the same."""

    def __init__(self, found: list[_Found], expansions: Mapping[str, str], known: Language) -> None:
        self._known = known
        self._expansions = {self._stem(long): short for long, short in expansions.items()}
        self._full = {
            self._stem(one.mention.text) for one in found if one.mention.sort is Sort.NAME and not one.mention.initial
        }
        self._introduced = {self._stem(one.mention.text) for one in found if one.mention.introduced}
        last = {stem.split(" ")[-1] for stem in self._full}
        self._surnames: dict[str, set[str]] = defaultdict(set)
        for stem in self._full:
            first, *_, surname = words = stem.split(" ")
            if len(words) <= _MAX_NAME_WORDS and first not in last:  # two surnames side by side are no name
                self._surnames[surname].add(stem)

    def key(self, mention: Mention) -> Key:
        """Return what all mentions of the same have in common."""
        stem = self._stem(mention.text)
        if mention.sort is Sort.PLACE:
            return Sort.PLACE, mention.text
        if acronym := self._expansions.get(stem):
            return Sort.ACRONYM, acronym
        if mention.sort is Sort.NAME:
            return Sort.NAME, self._whole(stem)
        if mention.sort is Sort.SINGLE and (full := self.full_name(mention)):
            return Sort.NAME, full
        return mention.sort, mention.text if mention.sort is Sort.ACRONYM else stem

    def full_name(self, mention: Mention) -> str | None:
        """Return the one full name that ends in this word: `Muster` → `Anna Muster`."""
        wholes = self._surnames.get(self._stem(mention.text), set())
        whole = next(iter(wholes)) if len(wholes) == 1 else None
        if whole is None or not self._known.tagging.capital_nouns or mention.bare or mention.introduced:
            return whole
        is_person = whole in self._introduced or self._known.tagging.particles & set(whole.split(" "))
        return whole if is_person else None  # `die Bank` need not be the one that was named

    def _whole(self, stem: str) -> str:
        """`Sängerin Anna Muster` is `Anna Muster`, if that stands in the text, too."""
        shorter = stem.partition(" ")[2]
        return self._whole(shorter) if shorter in self._full else stem

    def _stem(self, text: str) -> str:
        return " ".join(self._stem_word(word) for word in fold(text).split(" "))

    def _stem_word(self, word: str) -> str:
        endings = sorted((*self._known.tagging.inflections, *self._known.tagging.genitive), key=len, reverse=True)
        fit = (word[: -len(ending)] for ending in endings if word.endswith(ending) and len(word) >= _MIN_INFLECTED)
        return next(fit, word)


def _subject(key: Key, members: list[_Found], title: set[str]) -> Subject:
    sort, _ = key
    mentions = [one.mention for one in members]
    label = _label(key, mentions)
    places = {one.place for one in members}
    alone = [mention for mention in mentions if mention.sort is Sort.SINGLE]
    handles = {fold(mention.text) for mention in alone} | ({fold(label)} if " " not in label else set())
    return Subject(
        label,
        sort,
        len(mentions),
        sum(not mention.initial for mention in mentions),
        sum(mention.bare for mention in mentions),
        any(mention.introduced for mention in mentions),
        "title" in places or bool(handles & title),
        "heading" in places,
        "lead" in places,
    )


def _label(key: Key, mentions: list[Mention]) -> str:
    """The commonest form; of several the shortest, which is the least inflected."""
    sort, name = key
    if sort in (Sort.PLACE, Sort.ACRONYM):
        return name
    forms = Counter(mention.text for mention in mentions if mention.sort is sort)
    return min(forms, key=lambda form: (-forms[form], len(form), form))
