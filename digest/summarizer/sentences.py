"""Sentence boundaries by rules: one pass over the places where a sentence may end, each decided from its neighbours.

A place is a run of `. ! ? …` with the quotation marks and brackets that close behind it, before white space. What the
rules know of a language (abbreviations, months, function words) is data of `digest.languages`. The rules stand in one
table and are asked in its order; a new rule is one function and one row.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from digest import languages

if TYPE_CHECKING:
    from collections.abc import Callable

_CLOSING = "\"'\u201c\u201d\u2018\u2019«»‹›)\\]」』"
_OPENING = "\"'`\u201c\u201d\u2018\u201a\u201e«»‹›(\\["
_MARKS = ".!?…。！？।؟۔"
# Possible end: the marks (also `. . .`, and an emoticon in their place), what closes behind them, then white space,
# which only the full-width marks can do without. Possessive, and never begun inside a run: a million full stops cost
# one pass. Begins with one set of characters, which the engine looks for without trying anything else.
_PLACE = re.compile(
    rf"(?P<mark>[{_MARKS}:;](?:(?<=[{_MARKS}])(?<![{_MARKS}].)(?<![{_MARKS}]\s.)(?:\s?[{_MARKS}])*+"
    rf"(?:\s[:;]-?[()DP](?!\w))?|(?<=\s[:;])-?[()DP]))"
    rf"(?P<close>[{_CLOSING}]*+(?:[ \u00a0\u202f][»\u201d](?=\s))?)(?:\s+|(?<=[。！？」』]))",
)
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n")
_FULL_STOP = (".", "")
_NEXT = re.compile(rf"(?:[{_OPENING}]\s?|[-–—•*]+\s?)*(?P<word>[^\W\d_]+(?:['\u2019-][^\W\d_]+)*|\d+|\S)?")
# The token before a full stop, with the letters of a spaced abbreviation (`z. B.`).
_BEFORE = re.compile(r"(?:(?<![^\W_])[^\W\d_]\.\s?)*[^\s\"'\u201c\u201d\u201e«»(\[/,;:–—]*$")
_LONGEST_ENUMERATOR = 8
# Longest token looked at: bounds the work at each place, so that a text without spaces stays linear.
_REACH = 40
_INITIALS = re.compile(r"(?:[^\W\d_]\.[\s-]?)*[^\W\d_]")
# Only the low marks, and « with a space behind it, open a quotation and do nothing else; “ and » open in one language
# and close in another. A longer quotation is split: its writer forgot to close it, or it is a speech.
_QUOTATION = re.compile(
    r"[\u201e\u201a][^\u201e\u201a\u201c\u201d\u2018\n]{0,400}[\u201c\u201d\u2018]"
    r"|«[ \u00a0\u202f][^«»\n]{0,400}[ \u00a0\u202f]»"
)
# What counts the items of a list written in one line; it belongs to its item.
_ENUMERATOR = re.compile(r"[(\[]?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,5}|[IVX]{1,5})(?:\.\)?|\))")
_ROMAN = re.compile(r"[IVX]{1,6}")
# A shorter word before a full stop and a small letter may be an abbreviation that no list holds.
_SURE_WORD = 4
# An ordinal has at most two digits; `2026.` ends a sentence.
_ORDINAL_DIGITS = 2


@dataclass(frozen=True, slots=True)
class _Place:
    """One place where a sentence may end."""

    mark: str
    close: str
    before: str
    """The token before the mark."""
    word: str
    """What follows, without the marks that open it; empty at the end of the text."""


@dataclass(frozen=True, slots=True)
class _Rules:
    """What is known of a language, ready for look-up."""

    abbreviations: frozenset[str]
    final_abbreviations: frozenset[str]
    endings: tuple[str, ...]
    """Ends of compounds that are abbreviated, with the rules of `final_abbreviations`."""
    months: frozenset[str]
    starters: frozenset[str]
    """Function words: capitalised, they begin a sentence and are no name."""
    speech: frozenset[str]
    ordinals: bool


def split(text: str, language: str | None = None) -> list[str]:
    """Split `text` into sentences; concatenated they hold every character of it but the white space between them.

    Linear in the length of the text. A blank line always ends a sentence, a single line break counts as a space. A
    quotation between low marks („…“) or spaced ones (« … ») stays in one piece.

    Args:
        text: plain text.
        language: BCP 47 code; `None` lets the function words of the text decide.
    """
    return [text[start:end] for start, end in spans(text, language)]


# The blocks of an article are split for its summary and for its tags.
@lru_cache(maxsize=64)
def spans(text: str, language: str | None = None) -> tuple[tuple[int, int], ...]:
    """Return where each sentence of `split` begins and ends, as offsets in `text`."""
    found: list[tuple[int, int]] = []
    start = 0
    for end in (*_boundaries(text, language or languages.guess(text)), len(text)):
        piece = text[start:end]
        bare = piece.strip()
        if len(bare) <= _LONGEST_ENUMERATOR and _ENUMERATOR.fullmatch(bare) and _goes_on(text, end):
            continue
        if bare:
            begin = start + len(piece) - len(piece.lstrip())
            found.append((begin, begin + len(bare)))
        start = end
    return tuple(found)


def _goes_on(text: str, end: int) -> bool:
    return end < len(text) and not _BLANK_LINE.match(text, end)


def _boundaries(text: str, language: str | None) -> list[int]:
    inside = set() if text.isascii() else _inside_quotations(text)
    found = [
        end
        for match in _PLACE.finditer(text)
        if (end := match.end("close")) not in inside and (_is_plain_end(match, language) or _is_end(match, language))
    ]
    blank = {match.start() for match in _BLANK_LINE.finditer(text)} if "\n" in text else None
    return sorted(blank.union(found)) if blank else found


def _is_plain_end(match: re.Match[str], language: str | None) -> bool:
    """Tell whether a whole word, a full stop and a capital, as mostly, leave nothing to be asked."""
    text, at, after = match.string, match.start(), match.end()
    if not text[after : after + 1].isupper() or match.group("mark", "close") != _FULL_STOP:
        return False
    head, _, before = text[max(0, at - _REACH) : at].rpartition(" ")
    return not head.endswith(".") and _is_whole(before, language)


@lru_cache(maxsize=50_000)
def _is_whole(before: str, language: str | None) -> bool:
    """Tell whether a token before a full stop is a word that none of the rules knows."""
    if not before.isalpha():
        return False
    rules, place = _rules(language), _Place(".", "", before, "A")
    return all(rule(place, rules) is None for rule in _RULES)


def _is_end(match: re.Match[str], language: str | None) -> bool:
    return _ends_sentence(_place(match), _rules(language))


def _inside_quotations(text: str) -> set[int]:
    """Offsets that lie strictly inside a quotation."""
    return {offset for found in _QUOTATION.finditer(text) for offset in range(found.start() + 1, found.end())}


def _place(match: re.Match[str]) -> _Place:
    text, at = match.string, match.start()
    following = _NEXT.match(text, match.end())
    before = _BEFORE.search(text[max(0, at - _REACH) : at])
    word = following["word"] if following else None
    return _Place(match["mark"], match["close"], before[0] if before else "", word or "")


def _ends_sentence(place: _Place, rules: _Rules) -> bool:
    """Ask the rules in their order; the first that knows decides, and an end is the default."""
    for rule in _RULES:
        if (verdict := rule(place, rules)) is not None:
            return verdict
    return True


def _end_of_text(place: _Place, _rules: _Rules) -> bool | None:
    return None if place.word else True


def _small_letter(place: _Place, rules: _Rules) -> bool | None:
    """`„Wirklich?“ fragte sie`, `Corp. stock`; but `Really? i think so.` as people type."""
    if not place.word[0].islower():
        return None
    if place.mark == "?" and not place.close:
        return place.word not in rules.speech
    return place.mark == "." and not place.close and _is_sure_word(place.before, rules)


def _is_sure_word(token: str, rules: _Rules) -> bool:
    lower = token.lower()
    is_known = lower in rules.abbreviations or lower in rules.final_abbreviations
    return len(token) >= _SURE_WORD and token.isalpha() and not is_known


def _strong_mark(place: _Place, _rules: _Rules) -> bool | None:
    return True if place.mark != "." or place.close else None


def _number(place: _Place, rules: _Rules) -> bool | None:
    """`13. Januar`, `1. Liga`, `XX. Parteitag`; but `im Jahr 2026. Die Stadt`."""
    if not rules.ordinals:
        return None
    if _ROMAN.fullmatch(place.before):
        return place.word.lower() in rules.starters
    if not place.before.isdigit():
        return None
    if place.word.lower() in rules.months:
        return False
    return len(place.before) > _ORDINAL_DIGITS or place.word.lower() in rules.starters


def _abbreviation(place: _Place, rules: _Rules) -> bool | None:
    whole = "".join(place.before.lower().split())
    tokens = {whole, whole.rpartition(".")[2]}  # `d. h. ca.`
    if tokens & rules.abbreviations:
        return False
    if tokens & rules.final_abbreviations or whole.endswith(rules.endings):
        return place.word[0].isupper() and place.word.lower() not in rules.final_abbreviations  # `& Co. KG`
    return None


def _initials(place: _Place, rules: _Rules) -> bool | None:
    """`J. R. Miller`, `U.S. Senate`; a function word after them begins a sentence."""
    return place.word.lower() in rules.starters if _INITIALS.fullmatch(place.before) else None


_RULES: tuple[Callable[[_Place, _Rules], bool | None], ...] = (
    _end_of_text,
    _small_letter,
    _strong_mark,
    _number,
    _abbreviation,
    _initials,
)


@cache
def _rules(language: str | None) -> _Rules:
    known = languages.get(language)
    final = known.sentences.final_abbreviations
    return _Rules(
        known.sentences.abbreviations,
        final,
        tuple(sorted(one[1:] for one in final if one.startswith("-"))),
        frozenset(known.dates.months),
        known.words.stop | known.words.pronouns | known.words.articles,
        known.words.speech,
        known.sentences.ordinals,
    )
