"""Whether a name stands whole: by what stands beside it wherever it is met.

What is a unit meets many neighbours; what always has the same capitalised word beside it is a part of something longer
(accessor variety: Feng, Chen, Deng, Zheng, "Accessor Variety Criteria for Chinese Word Extraction", 2004).
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from digest.summarizer import nouns, places, tokens
from digest.summarizer.tokens import Word

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from digest.languages import Language

_REACH = 2
"""Words that a name may lack on each side."""
_SURE = 3
"""Meetings after which any word beside a name belongs to it, if it is always the same."""
_NUMBERED = 0.5
"""Share of mentions with a number behind them from which on it is the name of a series."""
_INITIAL = 5
"""Characters before a name that may tell of an initial, or of an `of`."""
_NEIGHBOUR = 40
"""Characters of a neighbour that are looked at."""
_BEFORE = re.compile(r"(?:^|(?P<stop>[^\w\s]?)\s)(?P<word>[^\W_][\w&'’-]*) $")
_AFTER = re.compile(r" (?P<word>[&+] [^\W_]\w*|[^\W_][\w&'’-]*)")
_NUMBER = re.compile(r"\d{1,3}[A-Za-z]{0,2}|[A-Z]\d{0,2}")
_BOUND = re.compile(r"([A-Z]\w+) (?!(?:and|und|or|et|ou) )([a-z]{2,3}) $")
_BINDS = re.compile(r" (?:(?:of|in|on|for)(?: the)?|and the) [A-Z]\w+")
_OWNED = re.compile(r"['\u2019]s [A-Z][\w-]+")
_LISTS = re.compile(r"(?:,| and) [A-Z]")
_LISTED = re.compile(r"\b(?:of|for) [A-Z][\w, ]*\band $")
_ATTRIBUTE = re.compile(r"[^\W\d_]{2}-[a-z]{2,}$")
_INITIALS = re.compile(r"\b[A-Z]\. ?$")
_GOES_ON = re.compile(r"[._@][^\W_]|\d")
_ACRONYM = re.compile(r" \(([A-Z]{2,8})\)")
_POSSESSIVE = re.compile(r"['’]s?$|s['’]$")


@dataclass(frozen=True, slots=True)
class _Neighbour:
    """The capitalised word beside a mention."""

    word: str
    sure: bool
    """It is part of a name by itself, and not by always being there."""


def complete(name: str, texts: Sequence[str], known: Language, *, is_person: bool) -> str | None:
    """Return a name with what it lacks, or none where that cannot be told.

    Args:
        name: as it stands in the texts.
        texts: paragraphs of the article in which capitals make names.
        known: their language.
        is_person: an office stands before it somewhere, so that nothing is missing there.
    """
    for _ in range(_REACH + 1):
        longer = _longer(name, texts, known, is_person=is_person)
        if longer is None or longer == name:
            return longer
        name = longer
    return None


def _longer(name: str, texts: Sequence[str], known: Language, *, is_person: bool) -> str | None:
    met = [(text, at, at + len(name)) for text in texts for at in _places(name, text)]
    is_words = not known.tagging.capital_nouns and all(nouns.is_word(word, known.code) for word in name.split(" "))
    if met and _is_part(name, met, known, is_words=is_words):
        return None
    if owned := _owned([(text, end) for text, _, end in met]):
        return name + owned
    after = [_after(text, end, known) for text, _, end in met]
    before = [_before(text, at, known, of_office=is_words) for text, at, _ in met]
    left = _common(before, is_described=is_person) or ("" if " " in name else _given_name(before, known))
    right = _number(after) if " " in name else _common(after)
    if right is None or (left and _is_small(left, known)):
        return None
    return " ".join(filter(None, (left, name, right)))


def _is_part(name: str, met: Sequence[tuple[str, int, int]], known: Language, *, is_words: bool) -> bool:
    """Whether it lacks something that cannot be put back."""
    if not known.tagging.capital_nouns and _ATTRIBUTE.search(name):
        return True
    if " " not in name and not any(_is_alone(*one, known) for one in met):
        return True
    if any(_is_torn(text[max(0, at - _INITIAL) : at], known) or _is_cut(text, end, name) for text, at, end in met):
        return True
    if is_words and all(_is_listed(text, at, end, name) for text, at, end in met):
        return True
    return _is_bound([text[max(0, at - _NEIGHBOUR) : at] for text, at, _ in met])


def _is_alone(text: str, at: int, end: int, known: Language) -> bool:
    """Neither another name nor a place is its neighbour: `League` never stands alone, but `Muster` does."""
    before, after = _BEFORE.search(text[max(0, at - _NEIGHBOUR) : at]), _AFTER.match(text, end, end + _NEIGHBOUR)
    kinds = {Word.NAME, Word.PLACE}
    if not known.tagging.capital_nouns and nouns.is_word(text[at:end], known.code):
        kinds.add(Word.ROLE)  # `General Assembly`, but `General Muster`
    words = [one["word"] for one in (before, after) if one]
    return not any(
        word[0].isupper() and tokens.kind(word, known) in kinds and not _POSSESSIVE.search(word) for word in words
    )


def _is_listed(text: str, at: int, end: int, name: str) -> bool:
    """`Silence of the Musters`, `Muster for Makers`, `Ministry of Fish and Reed`: it is a part of what is named."""
    goes_on = _BINDS.match(text, end) or (" of " in name and _LISTS.match(text, end))
    before = text[max(0, at - _NEIGHBOUR) : at]
    return bool(goes_on or _LISTED.search(before) or _BOUND.search(before))


def _is_torn(before: str, known: Language) -> bool:
    """Initials stand before it, or what an English `of` binds in a text of another language."""
    return bool(_INITIALS.search(before)) or (known.code != "en" and before.endswith(" of "))


def _is_bound(before: Sequence[str]) -> bool:
    """The same capitalised word and a small one always stand before it: `Muster to Coast Lamp`."""
    bound = {found.groups() if (found := _BOUND.search(one)) else None for one in before}
    return len(before) > 1 and len(bound) == 1 and None not in bound


def _owned(met: Sequence[tuple[str, int]]) -> str:
    """What most mentions own: of `Crazy Anna's Bikes`, `'s Bikes`."""
    owned = Counter(found[0] for text, end in met if (found := _OWNED.match(text, end)))
    most, times = max(owned.items(), key=lambda item: item[1], default=("", 0))
    return most if times >= _SURE and 2 * times > len(met) else ""


def _given_name(before: Sequence[_Neighbour | None], known: Language) -> str:
    """The word that stands before a surname now and then: `Anna`, in `the Anna Muster Collection`."""
    words = [one.word for one in before if one]
    is_one = len(words) > 1 and len(set(words)) == 1
    return words[0] if is_one and not known.tagging.capital_nouns and not nouns.is_word(words[0], known.code) else ""


def _is_cut(text: str, end: int, name: str) -> bool:
    """It goes on in the same word, or its acronym has more letters: `the Energy and Muster Institute (TEMI)`."""
    if _GOES_ON.match(text, end):
        return True
    acronym, initials = _ACRONYM.match(text, end), "".join(word[0] for word in name.split(" "))
    return acronym is not None and acronym[1].endswith(initials) and acronym[1] != initials


def _number(after: Sequence[_Neighbour | None]) -> str | None:
    """The number that most mentions have, as of a model, or what all have; none where it is several numbers."""
    numbers = [one.word for one in after if one and _NUMBER.fullmatch(one.word)]
    if not numbers or len(numbers) < _NUMBERED * len(after):
        return _common(after)
    return numbers[0] if len(set(numbers)) == 1 else None


def _common(neighbours: Sequence[_Neighbour | None], *, is_described: bool = False) -> str:
    """The neighbour that all mentions have, but for an ending."""
    words = {one.word for one in neighbours if one}
    shortest = min(words, key=len, default="")
    is_common = None not in neighbours and words <= {shortest, f"{shortest}s"}
    is_sure = len(neighbours) >= _SURE or (not is_described and all(one and one.sure for one in neighbours))
    return shortest if is_common and is_sure else ""


def _places(name: str, text: str) -> Iterator[int]:
    at = text.find(name)
    while at >= 0:
        end = at + len(name)
        is_model = text[end - 1].isupper() and text[end : end + 1].isdigit()  # `Muster MX` of `Muster MX300`
        if is_model or not (text[max(0, at - 1) : at].isalnum() or text[end : end + 1].isalnum()):
            yield at
        at = text.find(name, end)


def _before(text: str, at: int, known: Language, *, of_office: bool) -> _Neighbour | None:
    """The neighbour on the left; before words that are no surname an office is part of the name, too."""
    found = _BEFORE.search(text[max(0, at - _NEIGHBOUR) : at])
    if found is None or _POSSESSIVE.search(found["word"]):
        return None
    is_office = found["word"][0].isupper() and tokens.kind(found["word"], known) is Word.ROLE
    if not (_may_belong(found["word"], known) or (of_office and is_office)):
        return None
    word = found["word"]
    is_initial = found.start("word") == 0 or bool(found["stop"])
    if known.tagging.capital_nouns:  # what stands before a name may be said of it: `Gärtner Max Muster`
        is_said = _is_small(word, known) or word.endswith(known.tagging.agents)
        return None if is_said else _Neighbour(word, sure=False)
    if is_initial and _is_small(word, known):
        return None
    return _Neighbour(word, sure=not (is_initial and nouns.is_word(word, known.code)))


def _after(text: str, end: int, known: Language) -> _Neighbour | None:
    found = _AFTER.match(text, end, end + _NEIGHBOUR)
    if found is None:
        return None
    word = _POSSESSIVE.sub("", found["word"])
    if _NUMBER.fullmatch(word) or (word[0] in "&+" and word[2].isupper()):
        return _Neighbour(word, sure=True)
    if _is_small(word, known) or not _may_belong(word, known):
        return None
    return _Neighbour(word, sure=not (known.tagging.capital_nouns and _is_noun(word, known)))


def _is_noun(word: str, known: Language) -> bool:
    return tokens.kind(word, known) is Word.OTHER or nouns.is_common(word, known.code)


def _is_small(word: str, known: Language) -> bool:
    return word.lower() in tokens.small(known.code)


def _may_belong(word: str, known: Language) -> bool:
    """A capitalised word, but no office, no place, no date and no article."""
    lower = word.lower()
    if not word[0].isupper() or lower in known.words.articles or tokens.is_date(lower, known):
        return False
    return tokens.kind(word, known) in (Word.NAME, Word.OTHER) and places.label((word,), known.code) is None
