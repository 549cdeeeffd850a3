"""Whether a text speaks for its publisher or to its reader: pronouns of address outside any quotation."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_BEGINS = re.compile(r"[.!?:…][\"'”“’»)]?\s+[\"„“«»]?$|^[\"„“«»]$")
_QUOTATION = re.compile(r"„[^“”\"]*[“”\"]|“[^”]*”|«[^»]*»|»[^«]*«|\"[^\"]*\"")


def may_hold(words: Iterable[str], address: frozenset[str]) -> bool:
    """Whether one of some words in lower case may be a pronoun of address."""
    return not _lower(address).isdisjoint(words)


def count(text: str, address: frozenset[str]) -> int:
    """Count the pronouns of address outside quotations.

    A capital at the beginning of a sentence tells nothing (`Sie`: you, or they).
    """
    found, text = 0, _QUOTATION.sub("", text)
    for word in _pronouns(address).finditer(text):
        begins = not word.start() or bool(_BEGINS.search(text[max(word.start() - 4, 0) : word.start()]))
        found += (word[0].lower() if begins else word[0]) in address
    return found


@cache
def _lower(words: frozenset[str]) -> frozenset[str]:
    return frozenset(map(str.lower, words))


@cache
def _pronouns(address: frozenset[str]) -> re.Pattern[str]:
    """Finds whole words of address, also with a capital or in capitals.

    What stands before is looked at last, so that the search skips to a letter that one of them begins with.
    """
    letter = r"[^\W\d_]"
    small = {word for word in address if word.islower()}
    forms = address | {form for word in small for form in (word.capitalize(), word.upper())}
    ways = (rf"{form}(?<!{letter}{form})(?<!{letter}['’-]{form})" for form in map(re.escape, sorted(forms)))
    return re.compile(rf"(?:{'|'.join(ways) or '(?!)'})(?!['’-]?{letter})")
