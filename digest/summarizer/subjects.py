"""What an article is about: its mentions of names, brought together under one form each."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from digest import languages
from digest.model import Kind
from digest.summarizer import names, nouns, places
from digest.summarizer.names import Mention, Sort
from digest.summarizer.vocabulary import fold
from digest.summarizer.words import WORD

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from digest.languages import Language
    from digest.model import Article

    Key = tuple[Sort, str]

_IN_BRACKETS = re.compile(r"\s*\((?P<acronym>[^\W\d_a-zß-öø-ÿ]{2,8})\)")
_ENDS = re.compile(r"[.!?…]\W*$")
_MAX_NAME_WORDS = 4
_MAX_CAPITALS = 0.6
_SMALL = 3
_LONGEST_EXPANSION = 120
"""Characters before an acronym in brackets that are looked at."""
# Shorter words keep their ending: `Peter` is no inflected `Pet`.
_MIN_INFLECTED = 6
_MIN_OWNER = 4


@dataclass(frozen=True, slots=True)
class Subject:
    """A name or noun with all its mentions."""

    label: str
    sort: Sort
    mentions: int
    certain: int
    """Mentions whose capital is not that of a sentence's first word."""
    bare: float
    """Share of its mentions that have no article or adjective before them."""
    introduced: bool
    """An office stands before it somewhere."""
    in_title: bool
    in_heading: bool
    in_lead: bool
    common: bool
    """All its words stand in the article in small letters, too, or the first if it but begins sentences (where capitals
    make names)."""
    numbered: bool
    """It never stands without a number or a letter behind it."""
    chance: bool
    """Two nouns that met once (where nouns have capitals): `im Notfall Strom`."""


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
    title = {fold(word) for word in WORD.findall(article.title)}
    forms = _Forms(found, _expansions(article, found), title, known)
    groups: dict[Key, list[_Found]] = defaultdict(list)
    for one in found:
        groups[forms.key(one.mention)].append(one)
    small = frozenset[str]() if known.tagging.capital_nouns else _small(article)
    return [_subject(key, members, small, forms) for key, members in groups.items()]


def _small(article: Article) -> frozenset[str]:
    """Words that the text has in small letters."""
    words = {word for block in article.blocks for word in WORD.findall(block.text)}
    return frozenset(filter(str.islower, words))


def _all(article: Article, language: str | None) -> Iterator[_Found]:
    for mention in names.find(article.title, language):
        if mention.sort is not Sort.SINGLE and (mention.sort is not Sort.NAME or not _is_title_case(article.title)):
            yield _Found(mention, "title")
    known = languages.get(language).tagging
    lead = next((at for at, block in enumerate(article.blocks) if block.kind is Kind.PARAGRAPH), None)
    for at, block in enumerate(article.blocks):
        place = "lead" if at == lead else "heading" if block.kind is Kind.HEADING else ""
        is_label = block.kind is Kind.HEADING or not _ENDS.search(block.text)
        in_capitals = is_label and not known.capital_nouns and _is_title_case(block.text)
        for mention in names.find(block.text, language):
            if not (in_capitals and mention.sort in (Sort.SINGLE, Sort.NAME)):
                yield _Found(mention, place)


def _is_title_case(text: str) -> bool:
    """Most words have a capital, as in American headlines and in labels: then a capital makes no name."""
    words = [word for word in WORD.findall(text) if word[0].isalpha()]
    long = [word for word in words if len(word) > _SMALL] or words  # `a`, `to` and `for` stay small there, too
    return [word[0].isupper() for word in long].count(True) > _MAX_CAPITALS * len(long)


def _expansions(article: Article, found: list[_Found]) -> dict[str, str]:
    """Expansion, folded → acronym: those that the cleaner found, and `European Space Agency (ESA)` in the text."""
    known = {fold(long): short for short, long in article.abbreviations.items()}
    by_last_word: dict[str, set[str]] = defaultdict(set)
    for one in found:
        if one.mention.sort is Sort.NAME:
            by_last_word[one.mention.text.rpartition(" ")[2]].add(one.mention.text)
    for block in article.blocks:
        for match in _IN_BRACKETS.finditer(block.text):
            before = block.text[max(0, match.start() - _LONGEST_EXPANSION) : match.start()]
            wholes = by_last_word.get(before.rpartition(" ")[2], set())
            fit = (whole for whole in wholes if before.endswith(whole) and _abbreviates(match["acronym"], whole))
            known |= {fold(whole): match["acronym"] for whole in fit}
    return known


def _abbreviates(acronym: str, whole: str) -> bool:
    """The acronym's letters stand in the name in their order, and it begins every word: `SPD` is no `Silke Pauli`."""
    letters = iter(whole.lower())
    initials = [word[0] for word in re.split(r"[\s-]+", whole) if word[:1].isupper()]
    return all(letter in letters for letter in acronym.lower()) and set(initials) <= set(acronym)


def _is_noun(mention: Mention) -> bool:
    return mention.sort is Sort.SINGLE and not (mention.bare or mention.introduced)


def _is_alone(mention: Mention) -> bool:
    return mention.sort is Sort.SINGLE and (mention.bare or mention.introduced)


class _Forms:
    """Tells which mentions mean the same."""

    def __init__(self, found: list[_Found], expansions: Mapping[str, str], title: set[str], known: Language) -> None:
        self._known = known
        self.title = title
        self._expansions = {self._stem(long): short for long, short in expansions.items()}
        self._alone = {fold(one.mention.text) for one in found if _is_alone(one.mention)}
        named = [one.mention for one in found if one.mention.sort is Sort.NAME]
        self._times = Counter(self._stem(mention.text) for mention in named)
        wholes = [one for one in named if not (one.initial or self._is_owned(one.text) or self.is_chance(one))]
        self._full = Counter(self._stem(mention.text) for mention in wholes)
        self._persons = {self._stem(mention.text) for mention in wholes if mention.introduced or mention.bare}
        self._nouns = {self._stem(one.mention.text) for one in found if _is_noun(one.mention)}
        self._handles: dict[str, list[str]] = defaultdict(list)
        last = {stem.split(" ")[-1] for stem in self._full}
        for stem in self._full:
            first, *_, surname = words = stem.split(" ")
            if len(words) <= _MAX_NAME_WORDS and first not in last:  # two surnames side by side are no name
                self._handles[surname].append(stem)
                self._handles[first].append(stem)

    def key(self, mention: Mention) -> Key:
        """Return what all mentions of the same have in common."""
        if mention.sort in (Sort.PLACE, Sort.ACRONYM):
            return mention.sort, mention.text
        stem = self._stem(mention.text)
        if mention.sort is Sort.NAME:
            stem = self._owner(mention.text) or stem
        whole = self._whole(self._full_name(mention) or stem)
        if acronym := self._expansions.get(whole):
            return Sort.ACRONYM, acronym
        return Sort.NAME if " " in whole else Sort.SINGLE, whole

    def is_chance(self, mention: Mention) -> bool:
        """Tell whether a run of nouns met by chance: behind an article, or where common nouns stand side by side."""
        if not self._known.tagging.capital_nouns or mention.sort is not Sort.NAME or mention.introduced:
            return False
        once = self._times[self._stem(mention.text)] == 1
        first, *_, last = mention.text.split(" ")
        titled = fold(last) in self.title  # as a place behind its university
        if mention.met and once and not titled:
            return True
        if re.fullmatch(f"(?:{self._known.tagging.adjectival})e[rs]?", first):
            return False
        code = self._known.code
        is_place = places.label((first,), code) is not None
        is_noun, is_common = nouns.is_common(first, code), nouns.is_common(last, code)
        is_inflected = nouns.is_inflected(last, code) or self._is_genitive(last)
        if once:
            return is_inflected or (is_place and is_common) or (is_noun and (is_common or not titled))
        return is_inflected and (is_noun or is_place)

    def is_whole(self, mention: Mention, key: Key) -> bool:
        """Tell whether a mention is itself what the key stands for: `Anna Muster`, but not `Musters Lieder`."""
        return key[0] in (Sort.PLACE, Sort.ACRONYM) or self._stem(mention.text) == key[1]

    def _is_owned(self, text: str) -> bool:
        """`Musters Lieder`, where `Muster` stands alone, too."""
        return self._is_genitive(text.partition(" ")[0])

    def _is_genitive(self, word: str) -> bool:
        """`Klage Musters`, where `Muster` stands alone, too."""
        endings = self._known.tagging.genitive
        return any(word.endswith(ending) and fold(word).removesuffix(ending) in self._alone for ending in endings)

    def _full_name(self, mention: Mention) -> str | None:
        """Return the commonest full name with this surname or given name: `Muster` → `Anna Muster`."""
        if mention.sort is not Sort.SINGLE:
            return None
        wholes = self._handles.get(self._stem(mention.text), [])
        whole = max(wholes, key=lambda stem: (stem in self._persons, self._full[stem]), default=None)
        if whole is None or not self._known.tagging.capital_nouns or mention.bare or mention.introduced:
            return whole
        is_person = whole in self._persons or self._known.tagging.particles & set(whole.split(" "))
        return whole if is_person else None  # `die Bank` need not be the one that was named

    def _whole(self, stem: str) -> str:
        """`Sängerin Anna Muster` is `Anna Muster`, if that stands in the text, too; so is `Musters Lieder`."""
        first, _, rest = stem.partition(" ")
        if rest in self._full:
            return self._whole(rest)
        if (named := _behind_particle(stem, self._known)) in self._full:  # `Trikot de Anna Muster`
            return named
        if rest and self._known.tagging.capital_nouns:
            if first in self._nouns:
                return self._with_surname(rest) or self._whole(rest)
            return self._with_surname(first) or stem
        return stem

    def _owner(self, text: str) -> str | None:
        """`Musters Lieder` → `Muster`, if that stands alone, too."""
        first = fold(text).partition(" ")[0]
        owners = [_without_ending(first, (ending,), _MIN_OWNER) for ending in self._known.tagging.genitive]
        found = next((owner for owner in owners if owner != first and owner in self._alone), None)
        return None if found is None else self._with_surname(self._stem(found)) or self._stem(found)

    def _with_surname(self, stem: str) -> str | None:
        return next((whole for whole in self._handles.get(stem, ()) if whole.endswith(f" {stem}")), None)

    def _stem(self, text: str) -> str:
        return _stem(text, self._known.code)


@lru_cache(maxsize=50_000)
def _stem(text: str, language: str) -> str:
    """Each word without the genitive's ending, then without an adjective's: `Bäckers` meets `Bäcker`."""
    tagging = languages.get(language).tagging
    words = (_without_ending(word, tagging.genitive) for word in fold(text).split(" "))
    return " ".join([_without_ending(word, tagging.inflections) for word in words])


def _behind_particle(name: str, known: Language) -> str:
    words = name.split(" ")
    at = next((at for at, word in enumerate(words) if word in known.tagging.particles), len(words))
    return " ".join(words[at + 1 :])


def _without_ending(word: str, endings: tuple[str, ...], shortest: int = _MIN_INFLECTED) -> str:
    longest_first = sorted(endings, key=len, reverse=True)
    fit = (word[: -len(ending)] for ending in longest_first if word.endswith(ending) and len(word) >= shortest)
    return next(fit, word)


def _subject(key: Key, members: list[_Found], small: frozenset[str], forms: _Forms) -> Subject:
    sort, _ = key
    mentions = [one.mention for one in members]
    places = {one.place for one in members}
    own = [one for one in mentions if one.sort is sort and forms.is_whole(one, key)] or mentions
    handles = {fold(mention.text): mention.text for mention in mentions if mention.sort is Sort.SINGLE}
    label = _label(key, own, forms.title)
    return Subject(
        label,
        sort,
        len(mentions),
        sum(not mention.initial for mention in mentions),
        sum(mention.bare for mention in own) / len(own),
        any(mention.introduced for mention in mentions),
        "title" in places or bool(handles.keys() & forms.title),
        "heading" in places,
        "lead" in places,
        _is_common(label, own, small),
        sort in (Sort.SINGLE, Sort.NAME) and all(mention.numbered for mention in mentions),
        forms.is_chance(own[0]),
    )


def _is_common(label: str, mentions: list[Mention], small: frozenset[str]) -> bool:
    words = [word.lower() for word in WORD.findall(label)]
    return bool(words) and (small.issuperset(words) or (words[0] in small and all(one.opens for one in mentions)))


def _label(key: Key, mentions: list[Mention], title: set[str]) -> str:
    """The title's form, or else the commonest; of several the shortest, which is the least inflected."""
    sort, name = key
    if sort in (Sort.PLACE, Sort.ACRONYM):
        return name
    forms = Counter(mention.text for mention in mentions)
    return min(forms, key=lambda form: (fold(form) not in title, -forms[form], len(form), form))
