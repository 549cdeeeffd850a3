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
_STOPPED = re.compile(r"\b(?:[^\W\d_]\.){2,}(?![^\W_])")
_POSSESSIVE = re.compile(r"['\u2019]s$")
# A shorter ending meets by chance: `Viking` is no king.
_MIN_ROLE_ENDING = 5
_MIN_GENERAL_ENDING = 7
# `Christopher` is as long as given names get; a longer first word says what somebody is.
_LONGEST_GIVEN_NAME = 11
_ADJECTIVE = ("e", "en", "es")
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
    inside: str
    """As it is written inside a longer name: `d'Estaing`."""


def find(text: str, language: str | None) -> list[Mention]:
    """Return the mentions in a paragraph, in order."""
    known = languages.get(language)
    found: list[Mention] = []
    for sentence in map(_without_stops, sentences.split(text, language)):
        if not sentence.isupper():  # a line in capitals tells no name from a word
            found += _mentions(list(_tokens(sentence, known)), known)
    return found


def _without_stops(sentence: str) -> str:
    """`U.S.` → `US`; a name's initials stay."""
    return _STOPPED.sub(lambda match: match[0].replace(".", ""), sentence)


def _tokens(sentence: str, known: Language) -> Iterator[_Token]:
    end, previous = 0, ""
    for match in WORD.finditer(sentence):
        between = sentence[end : match.start()]
        elided, text = _elision(match[0], known)
        text = _POSSESSIVE.sub("", text)
        initial = not end or bool(_OPENS.search(between))
        is_article = elided in known.words.articles
        follows = bool(end) and not between.strip()
        bare = not is_article and not (follows and _is_attribute(previous, known))
        word = _word(text, known, initial=initial)
        yield _Token(text, initial, follows and not is_article, bare, word, match[0] if elided else text)
        end, previous = match.end(), match[0]


def _is_attribute(word: str, known: Language) -> bool:
    """An article, in German also what ends like an adjective: a noun behind it is no name."""
    if known.tagging.capital_nouns:
        return word.islower() and bool(_ATTRIBUTE.fullmatch(word))
    return word.lower().partition("'")[0] in known.words.articles


def _elision(word: str, known: Language) -> tuple[str, str]:
    """Part `l'Élysée` and `d'Estaing` from what is elided; `O'Brien` is whole."""
    head, _, rest = word.replace("\u2019", "'").partition("'")
    elided = head.lower() if rest[:1].isupper() else ""
    if elided in known.words.articles or elided in known.tagging.particles:
        return elided, rest
    return "", word


def _word(text: str, known: Language, *, initial: bool) -> _Word:
    lower = text.lower()
    if text in known.tagging.particles:
        return _Word.PARTICLE
    if _is_role(lower, known):
        return _Word.ROLE
    small = _small(known.code) if initial else _small(known.code) - known.words.articles  # `Die Linke`, `Den Haag`
    is_small = lower in small or _is_general(text, known)
    has_letters = len(re.split(r"['\u2019]", text)[0]) > 1  # `I've` and a lone initial are no names
    return _Word.NAME if text[0].isupper() and has_letters and not is_small else _Word.OTHER


def _is_role(lower: str, known: Language) -> bool:
    """An office, or in German (and behind a hyphen) a compound that ends in one."""
    last = lower.rpartition("-")[2]
    return last in known.words.roles or (known.tagging.capital_nouns and last.endswith(_role_endings(known.code)))


@cache
def _role_endings(code: str) -> tuple[str, ...]:
    return tuple(sorted(role for role in languages.get(code).words.roles if len(role) >= _MIN_ROLE_ENDING))


def _is_general(text: str, known: Language) -> bool:
    """Months and weekdays part a run, and where all nouns are capitalised the general ones and their compounds."""
    lower = text.lower()
    if lower in known.dates.weekdays or lower in known.dates.months:
        return True
    if not known.tagging.capital_nouns:
        return text.isupper() and lower in known.tagging.generic  # `Muster CEO Anna Muster`
    return lower in known.tagging.generic or lower.endswith(_endings(known.code))


@cache
def _endings(code: str) -> tuple[str, ...]:
    return tuple(sorted(word for word in languages.get(code).tagging.generic if len(word) >= _MIN_GENERAL_ENDING))


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
    is_name = known.tagging.capital_nouns and head[:1].isupper() and not places.label((token.text,), known.code)
    if hyphen and (is_name or _is_compound(token.text, known)):
        yield _single(head, known)


def _of_adjective(token: _Token, known: Language) -> Iterator[Mention]:
    """`ukrainische` names a place, too."""
    if token.text.isalpha() and (place := places.label((token.text,), known.code)):
        yield _place(place, bare=token.text[0].isupper())


def _of_run(run: list[_Token], known: Language, *, introduced: bool) -> Iterator[Mention]:
    while run[-1].word is _Word.PARTICLE:
        run = run[:-1]
    first, texts = run[0], [run[0].text, *(token.inside for token in run[1:])]
    if place := places.label(tuple(texts), known.code):
        yield _place(place)
    elif len(run) == 1:
        yield _single(first.text, known, initial=first.initial, introduced=introduced, bare=first.bare)
    elif _is_owner(first.text, known) or _is_description(run, known, introduced=introduced):
        yield from _origin(first.text, known)
        yield from _of_run(run[1:], known, introduced=not places.label((first.text,), known.code))
    elif _is_phrase(run, known, introduced=introduced):
        yield from _of_run(run[-1:], known, introduced=False)
    else:
        yield from _origin(first.text, known)
        doubtful = first.initial and not introduced and _is_doubtful(first.text, known)
        yield Mention(" ".join(texts), Sort.NAME, doubtful, introduced, first.bare)


def _is_owner(first: str, known: Language) -> bool:
    """`Norwegens Fischer`: a place in the genitive is no part of a name."""
    stems = [first.removesuffix(ending) for ending in known.tagging.genitive if first.endswith(ending)]
    return any(places.label((stem,), known.code) == stem for stem in stems if stem != first)


def _is_description(run: list[_Token], known: Language, *, introduced: bool) -> bool:
    """A German noun before a name: `der Bäcker Max Muster`, `Handwerkerin Anna Muster`; but `Deutsche Post`."""
    first, second, *more = (token.text for token in run)
    if not known.tagging.capital_nouns or introduced or run[1].word is not _Word.NAME:
        return False
    is_adjective = first.endswith(_ADJECTIVE)
    if len(first) > _LONGEST_GIVEN_NAME and not is_adjective and not (run[0].bare and "-" in first):
        return True
    if run[0].bare:
        return False
    return first.endswith("er") or bool(more and not (is_adjective and second.endswith(_ADJECTIVE)))


def _is_phrase(run: list[_Token], known: Language, *, introduced: bool) -> bool:
    """`Freunde von Muster`; a person's name has more particles, or an office before it."""
    particles = sum(token.word is _Word.PARTICLE for token in run)
    return known.tagging.capital_nouns and particles == 1 and not introduced


def _is_doubtful(first: str, known: Language) -> bool:
    """Whether the first word of a sentence may be an adjective, or any word of a language that we know nothing of."""
    if known.tagging.capital_nouns:
        return bool(_ATTRIBUTE.fullmatch(first.lower()))
    return not known.words.stop


def _origin(first: str, known: Language) -> Iterator[Mention]:
    """`British Airways` and `NATO Response Force` name a place or an organisation, too."""
    place = places.label((first,), known.code)
    if place and place != first:  # `Panama City` is not in Panama
        yield _place(place, bare=False)
    elif _is_acronym(first):
        yield Mention(first, Sort.ACRONYM)


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
