"""Mentions of names in running text: capitalised runs, acronyms, first parts of compounds, places.

No part-of-speech tagger is at hand; what decides is capitals, neighbours and the closed word classes of a language.
Offices (`Minister`, `Außenbeauftragte`) and words too general for a name part a run; an office before a name marks it
as a person's.
"""

from __future__ import annotations

import re
from enum import Enum, auto
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from digest import languages
from digest.summarizer import compounds, idle, nouns, places, sentences, tokens
from digest.summarizer.tokens import Token, Word

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from digest.languages import Language

_NUMBER = re.compile(r"\d{1,3}|[A-Z]")
# `Christopher` is as long as given names get; a longer first word says what somebody is.
_LONGEST_GIVEN_NAME = 11


class Sort(Enum):
    """What a mention looks like."""

    NAME = auto()
    """Two or more words."""
    SINGLE = auto()
    """One capitalised word: a surname, an organisation, in German any noun."""
    ACRONYM = auto()
    PLACE = auto()


class Mention(NamedTuple):
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
    met: bool = False
    """Two nouns that may stand side by side by chance: `im Notfall Strom`."""
    opens: bool = False
    """It stands at the beginning of a sentence, whatever that says."""
    numbered: bool = False
    """A number that is no year stands behind it, or a letter: `Phase 3`, `Plan B`."""


def find(text: str, language: str | None) -> list[Mention]:
    """Return the mentions in a paragraph, in order."""
    known = languages.get(language)
    found: list[Mention] = []
    for sentence in sentences.split(text, language):
        if not sentence.isupper():  # a line in capitals tells no name from a word
            found += _mentions(_with_places(sentence, known), known)
    return found


def _mentions(sentence: Iterable[Token], known: Language) -> Iterator[Mention]:
    run: list[Token] = []
    introduced = halved = of_office = False
    for token in sentence:
        of_office = token.word is Word.ROLE or (of_office and _goes_on_in_office(token, known))
        if of_office and token.word is Word.NAME:
            introduced = True
            continue
        if not run and token.word is Word.OTHER and "-" not in token.text:  # most words
            introduced = halved = False
            yield from _of_adjective(token.text, known.code)
            continue
        if run and not _goes_on(run, token, known):
            goes_on = _is_half(run, token, known)
            if not (halved or goes_on or _is_hidden(run, token)):
                numbered = token.joined and bool(_NUMBER.fullmatch(token.text))
                name = _before_office(run, token, known)
                found = _of_run(name, known, introduced=introduced) if name else ()
                yield from (one._replace(numbered=True) for one in found) if numbered else found
            run, introduced, halved = [], False, goes_on
        elif not run:
            halved &= _belongs(token, run, known)
        if token.word is Word.PLACE:
            yield _place(places.label((token.text,), known.code) or token.text)
            continue
        yield from _of_compound(token, known)
        if _belongs(token, run, known):
            run.append(token)
        else:
            introduced = token.word is Word.ROLE
            yield from _of_adjective(token.text, known.code)
    if run and not halved:
        yield from _of_run(run, known, introduced=introduced)


def _goes_on_in_office(token: Token, known: Language) -> bool:
    """`Secretary of State`: what stands behind its preposition belongs to an office."""
    return token.joined and (token.word is Word.PARTICLE or token.text.lower() in known.tagging.generic)


def _before_office(run: list[Token], token: Token, known: Language) -> list[Token]:
    """Of `Muster House Speaker` only `Muster` is a name, of `Customer Success Manager` nothing."""
    if token.word is not Word.ROLE or not token.joined:
        return run
    is_said = (
        len(run) > 1 and not known.tagging.capital_nouns and all(nouns.is_word(one.text, known.code) for one in run)
    )
    if is_said:
        return []
    length = next((at for at in range(len(run), 1, -1) if run[at - 1].text.lower() not in known.tagging.generic), 1)
    return run[:length]


def _is_half(run: list[Token], token: Token, known: Language) -> bool:
    """`the Muster Centre for …`: the name of an organisation goes on; a person's has no article."""
    has_article = bool(run[0].article) or not run[0].bare
    return len(run) > 1 and has_article and token.joined and token.text in known.tagging.linkers


def _is_hidden(run: list[Token], token: Token) -> bool:
    """`Anna M.` is not to be known; of `Anna M. Muster` the surname will do."""
    return len(run) == 1 and token.joined and len(token.text) == 1 and token.text.isupper()


def _with_places(sentence: str, known: Language) -> Iterable[Token]:
    """The words that count; one token of each place with several (`Union européenne`) that is in no longer name."""
    found = list(tokens.find(sentence, known, idle.words(known.code)))
    openers = places.openers(known.code)
    if openers.keys().isdisjoint([token.text.lower() for token in found]):  # most sentences
        return found
    return _joined_places(list(tokens.find(sentence, known)), openers, known)


def _joined_places(sentence: list[Token], openers: Mapping[str, tuple[int, ...]], known: Language) -> Iterator[Token]:
    at = 0
    while at < len(sentence):
        token = sentence[at]
        lengths = openers.get(token.text.lower())
        if lengths is None:
            yield token
            at += 1
            continue
        length = next((n for n in lengths if _is_place(sentence[at : at + n], n, known)), 1)
        after = sentence[at + length : at + length + 1]
        goes_on = bool(after) and after[0].joined and after[0].word is Word.NAME and token.word is Word.NAME
        if length > 1 and not goes_on:
            text = " ".join(token.text for token in sentence[at : at + length])
            yield token._replace(text=text, word=Word.PLACE)
        else:
            length = 1
            yield token
        at += length


def _is_place(some: list[Token], length: int, known: Language) -> bool:
    joined = len(some) == length and all(token.joined for token in some[1:])
    return joined and places.label(tuple(token.text for token in some), known.code) is not None


def _belongs(token: Token, run: list[Token], known: Language) -> bool:
    if token.word in (Word.PARTICLE, Word.JOINT):
        return bool(run)
    return token.word is Word.NAME and not compounds.is_compound(token.text, known)


def _goes_on(run: list[Token], token: Token, known: Language) -> bool:
    """Whether `token` may belong to the name that `run` began."""
    if (
        not token.joined
        or token.word is Word.PLACE
        or compounds.is_compound(token.text, known)
        or _is_possessor(run[-1], known)
    ):
        return False
    if token.word is not Word.PARTICLE:
        return token.word in (Word.NAME, Word.JOINT)
    if not known.tagging.capital_nouns:
        return True
    # `Ursula von der …` is a name, but `die Freunde von …`, `Freunde der …` and `Anna Maria Muster von der …` are not.
    follows_particle = run[-1].text.lower() in known.tagging.particles
    return run[0].bare and (follows_particle or (len(run) == 1 and token.text not in known.words.articles))


def _is_possessor(token: Token, known: Language) -> bool:
    """`Muster's New Guide` is hers; `Queen's College` and `Lion's Mane` are names."""
    return bool(token.owns) and not nouns.is_word(token.text, known.code)


def _of_compound(token: Token, known: Language) -> Iterator[Mention]:
    """The first part of a compound; of `Muster-Ära` it may be a surname."""
    if "-" not in token.text:
        return
    head = compounds.head(token.text, known)
    if token.text.lower() in known.tagging.generic:  # `US-Dollar`
        return
    is_name = known.tagging.capital_nouns and head[:1].isupper() and not places.label((token.text,), known.code)
    if head != token.text and (is_name or compounds.is_compound(token.text, known)):
        yield _single(head, known)


@lru_cache(maxsize=50_000)
def _of_adjective(text: str, code: str) -> tuple[Mention, ...]:
    """`ukrainische` names a place, too."""
    place = places.label((text,), code) if text.isalpha() else None
    return (_place(place, bare=text[0].isupper()),) if place else ()


def _of_run(run: list[Token], known: Language, *, introduced: bool) -> Iterator[Mention]:
    while run[-1].word in (Word.PARTICLE, Word.JOINT):
        run = run[:-1]
    run = [*run[:-1], _without_noun(run[-1], known)] if len(run) > 1 else run
    first, texts = run[0], _texts(run)
    if place := places.label(tuple(texts), known.code):
        yield _place(place)
    elif len(run) == 1:
        yield _single(first.text, known, initial=first.initial, introduced=introduced, bare=first.bare)
    elif _is_owner(run[-1].text, known):  # `Norden Norwegens`
        yield from _origin(run[-1].text, known)
        yield from _of_run(run[:-1], known, introduced=False)
    elif _is_owner(first.text, known) or _is_description(run, known, introduced=introduced):
        yield from _origin(first.text, known)
        yield from _of_run(run[1:], known, introduced=not places.label((first.text,), known.code))
    elif _is_phrase(run, known, introduced=introduced):
        yield from _of_run(run[-1:], known, introduced=False)
    elif compounds.is_acronym(first.text) and run[1].word is Word.PARTICLE:  # `OPA de Muster`
        yield Mention(first.text, Sort.ACRONYM)
        yield from _of_run(_from_name(run[1:]), known, introduced=False)
    else:
        doubtful = first.initial and not introduced and _is_doubtful(first.text, known)
        text = " ".join([_nominative(run, known) + first.owns, *texts[1:]])
        met = _is_met(run, known) and not introduced
        yield Mention(text, Sort.NAME, doubtful, introduced, first.bare, met, first.initial and not introduced)


def _texts(run: list[Token]) -> list[str]:
    """The words of a name; of a possessive the ending is left out at its end alone."""
    words = [run[0].text, *(token.inside for token in run[1:])]
    inner = [word if word.endswith(token.owns) else word + token.owns for word, token in zip(words, run, strict=True)]
    return [*inner[:-1], words[-1].removesuffix(run[-1].owns)]


def _is_met(run: list[Token], known: Language) -> bool:
    """Behind an article stand an organisation and its place, but hardly two nouns that are one name."""
    is_local = places.label((run[-1].text,), known.code) is not None
    return known.tagging.capital_nouns and bool(run[0].article) and not is_local


def _nominative(run: list[Token], known: Language) -> str:
    """The first word without an article: `das Rote Kreuz` → `Rotes`, `Künstlicher Intelligenz` → `Künstliche`."""
    first, noun = run[0].text, run[-1].text
    adjective = known.tagging.adjectival and re.fullmatch(f"({known.tagging.adjectival})(e[nr]?)", first)
    if not adjective:
        return first
    stem, ending = adjective[1], adjective[2]
    if ending == "e":
        return stem + known.tagging.strong.get(run[0].article, ending)
    return f"{stem}e" if re.fullmatch(known.tagging.feminine, noun.lower()) else first


def _is_owner(first: str, known: Language) -> bool:
    """`Norwegens Fischer`: a place in the genitive is no part of a name."""
    stems = [first.removesuffix(ending) for ending in known.tagging.genitive if first.endswith(ending)]
    return any(places.label((stem,), known.code) == stem for stem in stems if stem != first)


def _is_description(run: list[Token], known: Language, *, introduced: bool) -> bool:
    """A German noun before a name: `der Bäcker Max Muster`, `Handwerkerin Anna Muster`; but `Deutsche Post`."""
    first, second, *more = (token.text for token in run)
    if not known.tagging.capital_nouns or introduced or run[1].word is not Word.NAME:
        return False
    if run[0].article and first.endswith(known.tagging.women) and first.lower() not in known.tagging.given:
        return True
    is_adjective = first.endswith(known.tagging.adjectives)
    if len(first) > _LONGEST_GIVEN_NAME and not is_adjective and not (run[0].bare and "-" in first):
        return True
    if run[0].bare:
        return False
    has_two_adjectives = is_adjective and second.endswith(known.tagging.adjectives)
    return first.endswith(known.tagging.agents) or bool(more and not has_two_adjectives)


def _is_phrase(run: list[Token], known: Language, *, introduced: bool) -> bool:
    """`Freunde von Muster`; a person's name has more particles, or an office before it."""
    particles = sum(token.word is Word.PARTICLE for token in run)
    return known.tagging.capital_nouns and particles == 1 and not introduced


def _without_noun(token: Token, known: Language) -> Token:
    """`Neue Muster-Gruppe` → `Neue Muster`."""
    head, _, tail = token.text.rpartition("-")
    if not head or not known.tagging.capital_nouns or tail.lower() not in known.tagging.generic:
        return token
    return token._replace(text=head, inside=head)


def _from_name(run: list[Token]) -> list[Token]:
    return run[next(at for at, token in enumerate(run) if token.word is Word.NAME) :]


def _is_doubtful(first: str, known: Language) -> bool:
    """Whether the first word of a sentence may be no name: in German an adjective, elsewhere any word there is."""
    if known.tagging.capital_nouns:
        return tokens.is_attribute(first.lower(), known)
    return nouns.is_word(first, known.code)


def _origin(first: str, known: Language) -> Iterator[Mention]:
    """`British Airways` and `NATO Response Force` name a place or an organisation, too."""
    place = places.label((first,), known.code)
    if place and place != first:  # `Panama City` is not in Panama
        yield _place(place, bare=False)
    elif compounds.is_acronym(first):
        yield Mention(first, Sort.ACRONYM)


def _single(
    text: str, known: Language, *, initial: bool = False, introduced: bool = False, bare: bool = True
) -> Mention:
    if place := places.label((text,), known.code):
        return _place(place)
    if compounds.is_acronym(text):
        return Mention(text, Sort.ACRONYM)
    return Mention(text, Sort.SINGLE, initial, introduced, bare)


def _place(label: str, *, bare: bool = True) -> Mention:
    """`EU` and `NATO` act as organisations, though the table of places knows them; an adjective is not bare."""
    return Mention(label, Sort.ACRONYM if label.isupper() else Sort.PLACE, bare=bare)
