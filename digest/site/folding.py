"""Words as a search compares them: `Straße` and `strasse`, `über`, `ueber` and `uber` are spelled in one way.

A letter is spelled as the languages' files spell it in addresses, and loses its accent. Where a language writes a
letter with an accent as two (`ü` as `ue`), those two become the letter without it, in whichever language they stand:
what is asked for is spelled in the same way as what is looked through, and a few words more that are alike do no harm.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import cache, lru_cache
from itertools import chain

from digest import languages

_WORD = re.compile(r"[^\W_]+")
_MARKS = re.compile("[\u0300-\u036f]+")
_MAX_LETTERS = 40
"""What is longer is no word: a hash, an address."""


def letters() -> dict[str, str]:
    """Return how letters are spelled that do not decompose into a letter and an accent, such as `ß` → `ss`."""
    spelled = chain.from_iterable(languages.spelling(code).items() for code in languages.codes())
    return {sign: value for sign, value in sorted(spelled) if sign == sign.lower() and _bare(sign) == sign}


def digraphs() -> tuple[str, ...]:
    """Return the pairs of letters that stand for the first of them with an accent: `ae`, `oe`, `ue`."""
    spelled = chain.from_iterable(languages.spelling(code).items() for code in languages.codes())
    pairs = {value for sign, value in spelled if sign == sign.lower() and _bare(sign) == value[:1] and len(value) > 1}
    return tuple(sorted(pairs))


@lru_cache(maxsize=1 << 17)
def fold(word: str) -> str:
    """Return a word as it is compared. The function `fold` of `search.js` does the same."""
    plain = _bare(word.lower().translate(_table()))
    return _pairs().sub(lambda found: found[0][0], plain)[:_MAX_LETTERS]


def words(text: str) -> Counter[str]:
    """Return the words of a text in lower case, not folded, each with how often it stands there."""
    return Counter(_WORD.findall(unicodedata.normalize("NFC", text).lower()))


def _bare(text: str) -> str:
    return text if text.isascii() else _MARKS.sub("", unicodedata.normalize("NFKD", text))


@cache
def _table() -> dict[int, str]:
    return str.maketrans(letters())


@cache
def _pairs() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, digraphs())) or "(?!)")
