"""Names of persons and their offices, and the bylines that hold them."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from digest import languages
from digest.cleaner.phrases import group
from digest.cleaner.remembered import of_lines
from digest.cleaner.signs import count_words

if TYPE_CHECKING:
    from digest.cleaner.phrases import Phrases

_PART = re.compile(r"(?:[A-ZÄÖÜÀ-Þ][\w'’.-]*|[a-z]{1,3}['’][A-ZÄÖÜÀ-Þ][\w-]+)$")
_PARTICLES = {"von", "van", "de", "der", "den", "du", "la", "le", "di", "da", "zu", "del", "y", "al", "bin", "ten"}
_CUT = re.compile(r"\s*(?:\||•|·|–|—|\(|\d|[Pp]ublished|[Uu]pdated|[Pp]osted|[Pp]ublié|[Aa]ktualisiert|[Ss]tand:).*$")
_SPLIT = re.compile(r"\s*(?:,|;|/|&|\+|\bund\b|\band\b|\bet\b|\bmit\b|\bwith\b|\bavec\b)\s*")
_MAX_LINE_WORDS, _MAX_PARTS = 18, 5


@of_lines
def signed(text: str, phrases: Phrases, language: str) -> tuple[str, ...]:
    """The names in a byline; none when the line is no byline."""
    found = phrases.byline.fullmatch(text) if count_words(text) <= _MAX_LINE_WORDS else None
    return read_names(group(found, "names") or "", language) if found else ()


def read_names(text: str, language: str) -> tuple[str, ...]:
    """Split a byline into names; what follows the last name (a date, an agency, an office) is left out."""
    names = []
    for part in _SPLIT.split(_CUT.sub("", text).strip(" .:,")):
        words = part.split()
        while words and is_role(words[0], language):
            words = words[1:]
        if not is_name(" ".join(words), language):
            break
        names.append(" ".join(words))
    return tuple(names)


def is_name(text: str, language: str) -> bool:
    """Whether a text can be a person's name: two to five capitalised parts, particles aside."""
    words = text.split()
    capitals = [word for word in words if word not in _PARTICLES]
    if not 2 <= len(capitals) <= len(words) <= _MAX_PARTS or any(word.isupper() and len(word) > 2 for word in words):  # noqa: PLR2004 -- initials
        return False
    return all(map(_PART.match, capitals)) and not any(is_role(word, language) for word in words)


def is_role(word: str, language: str) -> bool:
    """Whether a word names an office; in German also as the end of a compound (`Verteidigungsminister`)."""
    roles = languages.get(language).words.roles
    lower = word.lower().strip(".")
    return lower in roles or (language == "de" and lower.endswith(_endings(roles)))


@cache
def _endings(roles: frozenset[str]) -> tuple[str, ...]:
    return tuple(role for role in roles if len(role) > 4)  # noqa: PLR2004 -- not `Umfrau`
