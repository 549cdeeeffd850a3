"""Common words by dictionary, for where a capital tells no name from a noun; simplemma's, which ship with it."""

from __future__ import annotations

from functools import lru_cache

from digest import languages

_UMLAUTS = str.maketrans("äöüÄÖÜ", "aouAOU")
_MIN_TAIL = 5
"""Letters of a compound's last part: `Hafen-` and `Wellen` are parts, `Bach` and `Beil` end surnames, too."""


@lru_cache(maxsize=20_000)
def is_word(word: str, language: str) -> bool:
    """Tell whether the dictionary has `word` in small letters; of a language without one any may be.

    Where capitals make names, it has some names, too, such as `Jane`.
    """
    if language not in languages.codes():
        return True
    lower = word.lower()
    has_nouns = languages.get(language).tagging.capital_nouns
    return _is_known(lower, language) and (has_nouns or not _lemma(lower, language)[:1].isupper())


@lru_cache(maxsize=20_000)
def is_common(word: str, language: str) -> bool:
    """Tell whether the dictionary has `word` as a noun with endings: given names have none, or are data."""
    known = languages.get(language).tagging
    tail = _last_part(word, language)
    if not tail or word.lower().rpartition("-")[2] in known.given:
        return False
    return _is_form(tail, language) or any(_lemma(tail + ending, language) == tail for ending in known.plurals)


@lru_cache(maxsize=20_000)
def is_inflected(word: str, language: str) -> bool:
    """Tell whether `word`, or the last part of a compound, is a noun in the plural or in a case: a name hardly is.

    A genitive's ending alone proves nothing: the dictionary takes many a surname in `s` for one.
    """
    tail = _last_part(word, language)
    return _is_form(tail, language) and _lemma(tail, language) + "s" != tail


@lru_cache(maxsize=20_000)
def singular(word: str, language: str) -> str:
    """Return a noun, or a compound by its last part, in its basic form: `Kühltürme` → `Kühlturm`."""
    tail = _last_part(word, language)
    lemma = _lemma(tail, language)
    if not lemma[:1].isupper() or lemma.startswith(tail) or not _bare(tail).startswith(_bare(lemma)[: len(lemma) // 2]):
        return word
    head = word[: len(word) - len(tail)]
    return head + (lemma.lower() if head and head[-1] != "-" else lemma)


def _bare(word: str) -> str:
    """Without the umlaut of a plural."""
    return word.translate(_UMLAUTS)


def _is_form(tail: str, language: str) -> bool:
    lemma = _lemma(tail, language)
    return lemma != tail and lemma[:1].isupper() and tail.startswith(lemma[: len(lemma) // 2])


def _last_part(word: str, language: str) -> str:
    """Return the longest end of a word that the dictionary has, with a capital; empty when there is none."""
    tails = (word[cut:].capitalize() for cut in range(max(1, len(word) - _MIN_TAIL + 1)))
    return next((tail for tail in tails if _is_known(tail, language)), "")


def _is_known(word: str, language: str) -> bool:
    from simplemma import is_known  # noqa: PLC0415 -- its dictionaries take time to load; few articles need them

    return bool(word) and bool(is_known(word, lang=language))


def _lemma(word: str, language: str) -> str:
    from simplemma import lemmatize  # noqa: PLC0415 -- as above

    return str(lemmatize(word, lang=language)) if _is_known(word, language) else ""
