"""Compounds with a hyphen, whose first part may be a name, and acronyms."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from digest.summarizer import places

if TYPE_CHECKING:
    from digest.languages import Language

_ACRONYM = re.compile(r"(?=[^\W_]*[^\W\d_])[^\W_]{2,6}(?:-\d{1,3})?")
_ROMAN = re.compile(r"[IVXLC]+")
# Of a compound, with the number that belongs to it: `COVID-19`, `B-52-Bomber`.
_HEAD = re.compile(r"[^-]*(?:-\d{1,3}(?![^-]))?")
# `Muster-B` is no compound of `Muster`.
_SHORTEST_TAIL = len("-es")


def is_compound(text: str, known: Language) -> bool:
    """`EU-Kommission`, `Ukraine-Hilfe`; but `Jean-Claude` and `Baden-Württemberg`."""
    if "-" not in text:
        return False
    first = head(text, known)
    if len(text) - len(first) < _SHORTEST_TAIL or places.label((text,), known.code):
        return False
    return is_acronym(first) or places.label((first,), known.code) is not None


def head(text: str, known: Language) -> str:
    """Return the first part of a compound; the whole of any other word."""
    first = text.partition("-")[0]
    found = _HEAD.match(text)
    return first if found is None or places.label((first,), known.code) else found[0]


def is_acronym(text: str) -> bool:
    """`EU`, `G20` and `COVID-19`, but no Roman number."""
    return text.isupper() and bool(_ACRONYM.fullmatch(text)) and not _ROMAN.fullmatch(text)
