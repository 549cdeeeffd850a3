"""Mentions of names in running text: capitalised runs, acronyms, first parts of compounds, places.

No part-of-speech tagger is at hand; what decides is capitals, neighbours and the closed word classes of a language.
Offices (`Minister`, `Außenbeauftragte`) and words too general for a name part a run; an office before a name marks it
as a person's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import cache
from typing import TYPE_CHECKING

from digest import languages
from digest.summarizer import places, sentences
from digest.summarizer.words import WORD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from digest.languages import Language

_ACRONYM = re.compile(r"(?=[^\W_]*[^\W\d_])[^\W_]{2,6}")
_ROMAN = re.compile(r"[IVXLC]+")
# Marks after which a new sentence may begin within a sentence.
_OPENS = re.compile(r"[\"„“«»:–—(\[]\s*$")
_POSSESSIVE = re.compile(r"['\u2019]s$")
# A shorter ending meets by chance: `Viking` is no king.
_MIN_ROLE_ENDING = 5
# What adjectives, participles and `im`, `zum`, `zur` end with: a German noun behind one is no name.
_ATTRIBUTE = re.compile(r"\w+(?:e|er|es|em|en)|[a-zäöü]{0,3}(?:[dk]?ein|im|am|um|om|ur)|das")


class Sort(Enum):
    """What a mention looks like."""

    NAME = auto()
    """Two or more words."""
    SINGLE = auto()
    """One capitalised word: a surname, an organisation, in German any noun."""
    ACRONYM = auto()
    PLACE = auto()


@dataclass(frozen=True, slots=True)
class Mention:
    """One mention of what may be a name."""

    text: str
    """As it stands there; of a place its canonical label."""
    sort: Sort
    initial: bool = False
    """It begins a sentence, so that its capital says little."""
    introduced: bool = False
    """An office stands before it."""
    bare: bool = True
    """Neither article nor adjective stands before it."""


class _Word(Enum):
    NAME = auto()
    ROLE = auto()
    PARTICLE = auto()
    PLACE = auto()
    """Several words that name a place."""
    OTHER = auto()


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    initial: bool
    joined: bool
    """Nothing but space parts it from the token before."""
    bare: bool
    word: _Word


def find(text: str, language: str | None) -> list[Mention]:
    """Return the mentions in a paragraph, in order."""
    known = languages.get(language)
    found: list[Mention] = []
    for sentence in sentences.split(text, language):
        if not sentence.isupper():  # a line in capitals tells no name from a word
            found += _mentions(list(_tokens(sentence, known)), known)
    return found


def _tokens(sentence: str, known: Language) -> Iterator[_Token]:
    end, previous = 0, ""
    for match in WORD.finditer(sentence):
        between = sentence[end : match.start()]
        text = _POSSESSIVE.sub("", _without_elision(match[0], known))
        initial = not end or bool(_OPENS.search(between))
        bare = bool(between.strip()) or not (previous.islower() and _ATTRIBUTE.fullmatch(previous))
        yield _Token(text, initial, bool(end) and not between.strip(), bare, _word(text, known, initial=initial))
        end, previous = match.end(), match[0]


def _without_elision(word: str, known: Language) -> str:
    """`l'Élysée` → `Élysée`, but `O'Brien`."""
    head, _, rest = word.replace("\u2019", "'").partition("'")
    return rest if rest[:1].isupper() and head.lower() in known.tagging.particles else word


def _word(text: str, known: Language, *, initial: bool) -> _Word:
    lower = text.lower()
    if text in known.tagging.particles:
        return _Word.PARTICLE
    if _is_role(lower, known):
        return _Word.ROLE
    if not text[0].isupper() or lower in _never(known.code) or (initial and lower in _small(known.code)):
        return _Word.OTHER
    return _Word.NAME


def _is_role(lower: str, known: Language) -> bool:
    """An office, or in German (and behind a hyphen) a compound that ends in one."""
    last = lower.rpartition("-")[2]
    if last in known.words.roles:
        return True
    return known.tagging.capital_nouns and any(
        last.endswith(role) for role in known.words.roles if len(role) >= _MIN_ROLE_ENDING
    )


@cache
def _never(code: str) -> frozenset[str]:
    known = languages.get(code)
    return known.tagging.generic | known.dates.weekdays | frozenset(known.dates.months)


@cache
def _small(code: str) -> frozenset[str]:
    words = languages.get(code).words
    return words.stop | words.pronouns | words.prepositions | words.articles | words.auxiliaries


def _mentions(tokens: list[_Token], known: Language) -> Iterator[Mention]:
    run: list[_Token] = []
    introduced = False
    for token in _with_places(tokens, known):
        if run and not _goes_on(run, token, known):
            yield from _of_run(run, known, introduced=introduced)
            run, introduced = [], False
        if token.word is _Word.PLACE:
            yield _place(places.label((token.text,), known.code) or token.text)
            continue
        yield from _of_compound(token, known)
        if _belongs(token, run, known):
            run.append(token)
        else:
            introduced = token.word is _Word.ROLE
            yield from _of_adjective(token, known)
    if run:
        yield from _of_run(run, known, introduced=introduced)


def _with_places(tokens: list[_Token], known: Language) -> Iterator[_Token]:
    """Make one token of each place with several words (`Union européenne`) that is not part of a longer name."""
    at = 0
    while at < len(tokens):
        words = next((n for n in _lengths(tokens[at], known) if _is_place(tokens[at : at + n], n, known)), 1)
        after = tokens[at + words : at + words + 1]
        if words > 1 and not (after and after[0].joined and after[0].word is _Word.NAME):
            yield replace(tokens[at], text=" ".join(token.text for token in tokens[at : at + words]), word=_Word.PLACE)
        else:
            words = 1
            yield tokens[at]
        at += words


def _lengths(token: _Token, known: Language) -> tuple[int, ...]:
    return places.openers(known.code).get(token.text.lower(), ())


def _is_place(tokens: list[_Token], words: int, known: Language) -> bool:
    joined = len(tokens) == words and all(token.joined for token in tokens[1:])
    return joined and places.label(tuple(token.text for token in tokens), known.code) is not None


def _belongs(token: _Token, run: list[_Token], known: Language) -> bool:
    if token.word is _Word.PARTICLE:
        return bool(run)
    return token.word is _Word.NAME and not _is_compound(token.text, known)


def _goes_on(run: list[_Token], token: _Token, known: Language) -> bool:
    """Whether `token` may belong to the name that `run` began."""
    if not token.joined or token.word is _Word.PLACE or _is_compound(token.text, known):
        return False
    if token.word is not _Word.PARTICLE:
        return token.word is _Word.NAME
    if not known.tagging.capital_nouns:
        return True
    # `Ursula von der …` is a name, but `die Freunde von …`, `Freunde der …` and `Anna Maria Muster von der …` are not.
    follows_particle = run[-1].word is _Word.PARTICLE
    return run[0].bare and (follows_particle or (len(run) == 1 and token.text not in known.words.articles))


def _is_compound(text: str, known: Language) -> bool:
    """`EU-Kommission`, `Ukraine-Hilfe`; but `Jean-Claude` and `Baden-Württemberg`."""
    head, hyphen, _ = text.partition("-")
    if not hyphen or places.label((text,), known.code):
        return False
    return _is_acronym(head) or places.label((head,), known.code) is not None


def _is_acronym(text: str) -> bool:
    return text.isupper() and bool(_ACRONYM.fullmatch(text)) and not _ROMAN.fullmatch(text)


def _of_compound(token: _Token, known: Language) -> Iterator[Mention]:
    """The first part of a compound; of `Juncker-Ära` it may be a surname."""
    head, hyphen, _ = token.text.partition("-")
    if hyphen and head[:1].isupper() and not places.label((token.text,), known.code):
        yield _single(head, known)


def _of_adjective(token: _Token, known: Language) -> Iterator[Mention]:
    """`ukrainische` names a place, too."""
    if token.text.isalpha() and (place := places.label((token.text,), known.code)):
        yield _place(place, bare=token.text[0].isupper())


def _of_run(run: list[_Token], known: Language, *, introduced: bool) -> Iterator[Mention]:
    while run[-1].word is _Word.PARTICLE:
        run = run[:-1]
    texts = tuple(token.text for token in run)
    first = run[0]
    if place := places.label(texts, known.code):
        yield _place(place)
    elif len(run) == 1:
        yield _single(first.text, known, initial=first.initial, introduced=introduced, bare=first.bare)
    else:
        if origin := places.label(texts[:1], known.code):
            yield _place(origin, bare=False)
        elif _is_acronym(first.text):
            yield Mention(first.text, Sort.ACRONYM)
        doubtful = first.initial and known.tagging.capital_nouns and bool(_ATTRIBUTE.fullmatch(first.text.lower()))
        yield Mention(" ".join(texts), Sort.NAME, doubtful and not introduced, introduced, first.bare)


def _single(
    text: str, known: Language, *, initial: bool = False, introduced: bool = False, bare: bool = True
) -> Mention:
    if place := places.label((text,), known.code):
        return _place(place)
    if _is_acronym(text):
        return Mention(text, Sort.ACRONYM)
    return Mention(text, Sort.SINGLE, initial, introduced, bare)


def _place(label: str, *, bare: bool = True) -> Mention:
    """`EU` and `NATO` act as organisations, though the table of places knows them; an adjective is not bare."""
    return Mention(label, Sort.ACRONYM if label.isupper() else Sort.PLACE, bare=bare)
