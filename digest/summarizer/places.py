"""Places by name: the territories and cities of CLDR, and each language's own adjectives, inhabitants and regions."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

from digest import languages

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from babel import Locale

# Groups of territories in UN M49 that CLDR names; the world and statistical regions are no tags.
_CONTINENTS = ("002", "005", "003", "142", "150", "419")
# Shorter stems meet by chance: `Mali` and `Malinas`.
_MIN_STEM = 4
# Codes that CLDR keeps for the unknown, for tests and for groups of states.
_NO_PLACES = ("EZ", "QO", "XA", "XB", "ZZ")


@lru_cache(maxsize=50_000)
def label(words: tuple[str, ...], language: str | None) -> str | None:
    """Return the place that `words` name, in the language's canonical form; `None` when they name none.

    A form that is always capitalised (`Turkey`) or in capitals (`US`) has to be so in the text.
    """
    table = _table(language)
    found = next((table[form] for form in _forms(words, language) if form in table), None)
    if found is None:
        return None
    name, form = found
    return name if _fits(words[0], form) else None


@cache
def openers(language: str | None) -> Mapping[str, tuple[int, ...]]:
    """Return the first words, lower case, of names with several → how many words such names have, longest first."""
    found: dict[str, set[int]] = {}
    for form in _table(language):
        first, *others = form.split(" ")
        if others:
            found.setdefault(first, set()).add(len(others) + 1)
    return {first: tuple(sorted(lengths, reverse=True)) for first, lengths in found.items()}


def _fits(word: str, form: str) -> bool:
    if form.isupper():
        return word.isupper()
    return word[0].isupper() or form[0].islower()


def _forms(words: tuple[str, ...], language: str | None) -> Iterator[str]:
    form = " ".join(words).lower()
    yield form
    for ending in languages.get(language).tagging.inflections:
        if form.endswith(ending) and len(form) - len(ending) >= _MIN_STEM:
            yield form[: -len(ending)]


@cache
def _table(language: str | None) -> dict[str, tuple[str, str]]:
    """Form in lower case → canonical label and the form as written; the language's own data has the last word."""
    territories = _territories(language)
    table = {name.lower(): (name, name) for name in (*_cities(language), *territories.values())}
    for key, forms in languages.get(language).tagging.places.items():
        name = key if key in forms else territories.get(key, key)
        table |= {form.lower(): (name, form) for form in (name, *forms)}
    return table


@cache
def _territories(language: str | None) -> dict[str, str]:
    names = _locale(language).territories
    wanted = (code for code in sorted(names) if code in _CONTINENTS or (code.isalpha() and code not in _NO_PLACES))
    return {code: names[code] for code in wanted}


def _cities(language: str | None) -> list[str]:
    from babel.core import get_global  # noqa: PLC0415 -- loads its data when imported; most commands never tag

    named = _locale(language).time_zones
    zones = (zone for zone in sorted(get_global("zone_territories")) if zone.count("/") == 1)
    cities = (zone for zone in zones if not zone.startswith(("Antarctica/", "Etc/")))
    return [named.get(zone, {}).get("city") or zone.split("/")[1].replace("_", " ") for zone in cities]


def _locale(language: str | None) -> Locale:
    """The language's names, or English ones where CLDR does not know the language."""
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 -- as above

    try:
        return Locale(languages.get(language).code)
    except UnknownLocaleError:
        return Locale("en")
