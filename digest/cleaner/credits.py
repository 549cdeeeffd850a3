"""Authors as markup names them: persons told from teams, agencies, accounts and what else stands in such places."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from digest import languages
from digest.cleaner import dates
from digest.cleaner.names import is_name, is_role
from digest.cleaner.phrases import group

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from digest.cleaner.phrases import Phrases

_CUT = re.compile(
    r"\s*(?:\s[|•·–—]|[|•·]|\s-\s|\(|\[|\d{2,}"
    r"|\b(?:published|updated|posted|publié|aktualisiert|reviewed|edited|on behalf|stand:"
    r"|photo|foto|illustration|last\b|follow\b|min read|contributor\b|on (?=[A-Z]\w+ \d))).*$",
    re.IGNORECASE | re.DOTALL,
)
_SPLIT = re.compile(r"\s*(?:,|;|\s/\s|\s&\s|\+|\bund\b|\band\b|\bet\b|\by\b|\bog\b|\boch\b)\s*")
_ADDRESS = re.compile(r"https?:|www\.|@|^/|\.(?:com|org|net|de|fr)\b", re.IGNORECASE)
_DEGREES = {"PhD", "Ph.D.", "Ph.D", "MD", "M.D.", "MBA", "RD", "RDN", "CPA", "JD", "Esq.", "MPH", "M.A.", "M.Sc."}
_DEGREE = re.compile(r"(?:Ph\.?\s?D|Jr|Sr|Esq|[A-Z][A-Za-z]?\.?[A-Z][A-Za-z.]{0,4})\.?")
_TITLE = re.compile(r"^(?:Dr|Prof|Mr|Mrs|Ms|Dipl\.-\w+)\.?\s+(?=\S+\s+\S)")
_ACCOUNT = re.compile(
    r"(?:web|site)?-?_?(?:admin(?:istrator)?|editor|master|user|guest|staff|author|anonymous|redaktion|redaktor|team|autor)"
    r"s?\d*|marketing|unknown|none|null|default|contributors?|online|wp|by|(?:the |about the )?authors?",
    re.IGNORECASE,
)
# News agencies sign what they wrote; they are no author of it in the sense of a byline.
_AGENCY = re.compile(
    r"(?:dpa|afp|ap|apa|epd|kna|sid|ots|upi|pti|ani|efe|ansa|ats|sda|belga|tt|ntb|rtr|reuters|bloomberg"
    r"|associated press"
    r"|agence france-presse|keystone-sda|press association|deutsche presse-agentur)"
    r"(?:[ /-].{0,20})?",
    re.IGNORECASE,
)
_INVERTED = re.compile(r"([^\s,]+), (\S+(?: [^\s,]+)*)")
_SENTENCE = re.compile(r"(?:[a-zà-ÿ]\S* ){2}[a-zà-ÿ]")
"""Words of a sentence; a name in small letters has two parts."""
_EDGES = " .:,|•·–-"
_GIVEN_AND_SURNAME = 2
_MAX_WORDS, _MAX_LENGTH, _MAX_NAMES = 6, 60, 12


@dataclass(frozen=True, slots=True)
class Credit:
    """Who a statement names, in its order."""

    persons: tuple[str, ...]
    others: tuple[str, ...]
    """Teams, organisations, pen names."""


def read_credits(values: Iterable[str], phrases: Phrases, language: str, sites: Sequence[str]) -> Credit:
    """Tell apart whom a statement of authors names.

    Args:
        values: the names as stated, each perhaps a whole byline or a list.
        phrases: those of the text's language.
        language: of the text.
        sites: names of the site and its publisher, who are no authors beside a person.
    """
    known = {site.casefold() for site in sites}
    names = dict.fromkeys(name for value in values for name in _names(value, phrases, language))
    unique = {name.casefold(): name for name in reversed(names)}
    kept = list(reversed(unique.values()))[:_MAX_NAMES]
    persons = [one for one in kept if one.casefold() not in known and _is_person(one, language)]
    return Credit(tuple(persons), tuple(one for one in kept if one not in persons))


def given_first(name: str) -> str:
    """`Surname, Given`, as catalogues have it, in the order of a byline."""
    found = _INVERTED.fullmatch(name.strip())
    return f"{found[2]} {found[1]}" if found else name


def _names(value: str, phrases: Phrases, language: str) -> Iterator[str]:
    if _ADDRESS.search(value):
        return
    text = _CUT.sub("", _unlabelled(_undated(value, phrases, language), phrases)).strip(_EDGES)
    for place, part in enumerate([text] if _is_team(text) and "," not in text else _SPLIT.split(text)):
        name = _bare(part, phrases, language)
        if not name or (place and _DEGREE.fullmatch(name)):
            continue
        if not _may_sign(name) or (place and any(is_role(word, language) for word in part.split())):
            return  # what follows an office or an agency is no name
        yield name


def _undated(text: str, phrases: Phrases, language: str) -> str:
    """A byline without the date before or behind the names."""
    found = dates.first(text, language)
    if found is None:
        return text
    before = text[: found.start].strip(_EDGES)
    return before if " " in _unlabelled(before, phrases) else text[found.end :].strip(_EDGES)


def _unlabelled(text: str, phrases: Phrases) -> str:
    found = phrases.byline.fullmatch(text)
    return (group(found, "names") or text) if found else text


def _bare(part: str, phrases: Phrases, language: str) -> str:
    """A name without label, title, offices before it and degrees behind it."""
    words = _TITLE.sub("", _unlabelled(part, phrases)).strip(_EDGES).split()
    while len(words) > 1 and (_is_label(words[0]) or (is_role(words[0], language) and words[2:])):
        words = words[1:]
    while len(words) > _GIVEN_AND_SURNAME and (is_role(words[-1], language) or words[-1] in _DEGREES):
        words = words[:-1]
    return " ".join(words)


def _is_label(word: str) -> bool:
    """`Author`, which may stand before a name; `Team` is part of one."""
    return bool(_ACCOUNT.fullmatch(word)) and not _is_team(word)


def _may_sign(name: str) -> bool:
    long = len(name.split()) > _MAX_WORDS or len(name) > _MAX_LENGTH
    other = _SENTENCE.match(name) or _ACCOUNT.fullmatch(name) or _AGENCY.fullmatch(name)
    return name[0].isalpha() and not long and not other


def _is_person(name: str, language: str) -> bool:
    shouted = name.title() if name.isupper() or name.islower() else name
    return is_name(shouted, language) and not _is_team(name)


@cache
def _teams() -> frozenset[str]:
    return frozenset(word for code in languages.codes() for word in languages.get(code).pages.teams)


def _is_team(name: str) -> bool:
    return any(word.strip(".,").lower() in _teams() for word in name.split())
