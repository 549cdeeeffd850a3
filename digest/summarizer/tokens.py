"""The words of a sentence as the search for names sees them: capitals, neighbours, closed word classes."""

from __future__ import annotations

import re
from enum import Enum, auto
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from digest import languages
from digest.summarizer.words import WORD

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from digest.languages import Language

# As many whole words in small letters as stand in a row, or any one.
_SMALL_LETTERS = "[a-zß-öø-ÿ]++"
_PIECE = re.compile(rf"{_SMALL_LETTERS}(?: {_SMALL_LETTERS})*(?![^\W_]|[-'\u2019][^\W_])|{WORD.pattern}")
# Marks after which a new sentence may begin within a sentence.
_OPENS = re.compile(r"[\"„“«»:–—(\[]\s*$")
# Begins where no other such letter ends and gives nothing back, so that a long row of them is looked at once.
_STOPPED = re.compile(r"\b(?<!\b[^\W\d_]\.)(?:[^\W\d_]\.){2,}+(?![^\W_])")
_IDENTIFIER = re.compile(r"\b\w*_\w*|\\\w+")
# A possessive's, and the plural's of an acronym: `APIs`.
_ENDING = re.compile(r"['\u2019]s$|(?<=[A-Z]{2})s$")
_JOINTS = (" & ", " + ")
# Shorter endings (`dr`) meet by chance.
_MIN_ROLE_ENDING = 4
_MIN_GENERAL_ENDING = 7


class Word(Enum):
    """What a word may be to a name."""

    NAME = auto()
    """A capitalised word that may be part of one."""
    ROLE = auto()
    """An office or profession."""
    PARTICLE = auto()
    """A small word that may stand inside one."""
    PLACE = auto()
    """Several words that name a place."""
    JOINT = auto()
    """A sign that joins names to one: `Muster & Muster`."""
    OTHER = auto()
    """It parts names."""


class Token(NamedTuple):
    """One word with what its neighbours tell of it."""

    text: str
    """Without a possessive and without what is elided before it."""
    initial: bool
    """It begins a sentence, also inside a quotation."""
    joined: bool
    """Nothing but space parts it from the token before."""
    bare: bool
    """Neither article nor adjective stands before it."""
    article: str
    """The article right before it, in small letters; also a preposition that holds one."""
    word: Word
    inside: str
    """As it is written inside a longer name: `d'Estaing`."""
    owns: str = ""
    """The possessive's ending, which stands inside a longer name only: `Queen's College`."""


class Form(NamedTuple):
    """A word as it is written, alone."""

    text: str
    inside: str
    owns: str
    word: Word
    is_article: bool
    """An article is elided before it."""


def find(sentence: str, known: Language, idle: Mapping[str, bool] | None = None) -> Iterator[Token]:
    """Yield the words of a sentence in order; of `U.S.` its full stops are left out.

    Args:
        sentence: as it is written.
        known: its language.
        idle: tells of a word as it is written whether it may be left out behind another such word; `None`: none may.
    """
    if "_" in sentence or "\\" in sentence:
        sentence = _IDENTIFIER.sub(";", sentence)
    if sentence.count(".") > 1:
        sentence = _STOPPED.sub(lambda match: match[0].replace(".", ""), sentence)
    before, end, was_idle = "", 0, True
    for match in (WORD if idle is None else _PIECE).finditer(sentence):
        words, start = match[0].split(" "), match.start()
        if was_idle and idle is not None and all(map(idle.__getitem__, words)):  # as most words are
            before, end = words[-1], match.end()
            continue
        for word in words:
            is_idle = idle is not None and idle[word]
            if not (is_idle and was_idle):
                between = sentence[end:start]
                if end and between in _JOINTS:
                    yield _joint(between[1])
                yield _token(before, between, word, known.code)
            before, end, was_idle = word, start + len(word), is_idle
            start = end + 1


def _token(before: str, between: str, whole: str, code: str) -> Token:
    """Return a word, in the light of the one before, if there is any, and of what stands between them."""
    text, inside, owns, word, is_article = form(whole, code)
    follows, initial = True, False
    if not before or between != " ":  # few words
        if between.endswith(".") and (between[-2:-1].isspace() or (between == "." and not before)):
            word = Word.OTHER  # `.NET` without the full stop
        follows = before != "" and (between.isspace() or between in _JOINTS)
        initial = not before or (not follows and bool(_OPENS.search(between)))
    attribute, article = _before(before, code) if follows else _NOTHING_BEFORE
    bare = not (is_article or attribute)
    return Token._make((text, initial, follows and not is_article, bare, article, word, inside, owns))


_NOTHING_BEFORE = (False, "")


@cache
def _joint(sign: str) -> Token:
    return Token(sign, initial=False, joined=True, bare=True, article="", word=Word.JOINT, inside=sign)


@lru_cache(maxsize=50_000)
def _before(previous: str, code: str) -> tuple[bool, str]:
    """Return whether a word is an attribute of the next one, and which article it is, if any."""
    known = languages.get(code)
    return is_attribute(previous, known), _article(previous, known)


@lru_cache(maxsize=50_000)
def form(whole: str, code: str) -> Form:
    """Return what a word of a language is by itself."""
    known = languages.get(code)
    elided, rest = _elision(whole, known)
    text = _ENDING.sub("", rest)
    owns = rest.removeprefix(text)
    return Form(text, whole if elided else text, owns, _word(text, known), elided in known.words.articles)


def is_attribute(word: str, known: Language) -> bool:
    """An article, in German also what ends like an adjective: a noun behind it is no name."""
    return _is_attribute(word, known.code)


@lru_cache(maxsize=50_000)
def _is_attribute(word: str, code: str) -> bool:
    known = languages.get(code)
    if known.tagging.capital_nouns:
        return word.islower() and bool(re.fullmatch(known.tagging.attribute, word))
    return word.lower().partition("'")[0] in known.words.articles


def _article(word: str, known: Language) -> str:
    lower = word.lower()
    return lower if lower in known.words.articles or lower in known.tagging.contractions else ""


def _elision(word: str, known: Language) -> tuple[str, str]:
    """Part `l'Élysée` and `d'Estaing` from what is elided; `O'Brien` is whole."""
    head, _, rest = word.replace("\u2019", "'").partition("'")
    elided = head.lower() if rest[:1].isupper() else ""
    if elided in known.words.articles or elided in known.tagging.particles:
        return elided, rest
    return "", word


def kind(text: str, known: Language) -> Word:
    """Tell what a word may be to a name, as it is written without an ending or an elision."""
    return form(text, known.code).word


def _word(text: str, known: Language) -> Word:
    lower = text.lower()
    if text in known.tagging.particles:
        return Word.PARTICLE
    if _is_role(lower, known):
        return Word.ROLE
    is_small = lower in small(known.code) or _is_general(text, known)
    has_letters = len(re.split(r"['\u2019]", text)[0]) > 1  # `I've` and a lone initial are no names
    return Word.NAME if _is_capital(text, known) and has_letters and not is_small else Word.OTHER


def _is_capital(text: str, known: Language) -> bool:
    """`Muster`, and `al-Muster`."""
    head, _, rest = text.partition("-")
    return text[0].isupper() or (head in known.tagging.particles and rest[:1].isupper())


def _is_role(lower: str, known: Language) -> bool:
    """An office or a word like it, or in German (and behind a hyphen) a compound that ends in an office."""
    last = lower.rpartition("-")[2]
    if {lower, last} & _describing(known.code):
        return True
    return known.tagging.capital_nouns and last.endswith(_role_endings(known.code))


@cache
def _describing(code: str) -> frozenset[str]:
    return languages.get(code).words.roles | languages.get(code).tagging.descriptors


@cache
def _role_endings(code: str) -> tuple[str, ...]:
    return tuple(sorted(role for role in languages.get(code).words.roles if len(role) >= _MIN_ROLE_ENDING))


def is_date(lower: str, known: Language) -> bool:
    """A month or a weekday."""
    return not {lower, lower.removesuffix("s")}.isdisjoint([*known.dates.weekdays, *known.dates.months])


def _is_general(text: str, known: Language) -> bool:
    """Months and weekdays part a run, and where all nouns are capitalised the general ones and their compounds."""
    lower = text.lower()
    if is_date(lower, known):
        return True
    forms = [lower.removesuffix(ending) for ending in known.tagging.genitive]
    if not known.tagging.capital_nouns:
        return text.isupper() and lower in known.tagging.generic  # `Muster CEO Anna Muster`
    return bool({lower, *forms} & known.tagging.generic) or lower.endswith(_endings(known.code))


@cache
def _endings(code: str) -> tuple[str, ...]:
    return tuple(sorted(word for word in languages.get(code).tagging.generic if len(word) >= _MIN_GENERAL_ENDING))


@cache
def small(code: str) -> frozenset[str]:
    """Return the words of the closed classes."""
    words = languages.get(code).words
    return words.stop | words.pronouns | words.prepositions | words.articles | words.auxiliaries
