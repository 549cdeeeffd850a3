"""The site's own words: labels of its language, and dates, numbers and lists as CLDR has them for it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_interval, format_skeleton, format_time
from babel.lists import format_list
from babel.numbers import format_decimal

from digest import languages

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from digest.model import Entry

# Words a minute that readers manage in texts of the same content and difficulty: Trauzettel-Klosinski and Dietz 2012,
# "Standardized Assessment of Reading Performance: The New International Reading Speed Texts IReST", table 2. The
# figures mirror how long the words of a language are; others get the mean.
_WORDS_PER_MINUTE = {
    "ar": 138, "de": 179, "en": 228, "es": 218, "fi": 161, "fr": 195, "he": 187, "it": 188, "nl": 202, "pl": 166,
    "pt": 181, "ru": 184, "sl": 180, "sv": 199, "tr": 166,
}  # fmt: skip
_MEAN_WORDS_PER_MINUTE = 184


@dataclass(frozen=True, slots=True)
class Words:
    """How the site speaks.

    Templates use the labels as `t.name` and the methods for everything that holds a number, a date or a name.
    """

    labels: Mapping[str, str]
    locale: Locale

    @classmethod
    def of(cls, language: str) -> Words:
        """Words of a language; one without labels of its own speaks English, with its own dates where CLDR has them."""
        return cls(languages.get(language).labels, _locale(language))

    def say(self, key: str, **values: object) -> str:
        """Return a label with its blanks filled in."""
        return self.labels[key].format(**values)

    def count(self, key: str, number: int) -> str:
        """Return the label `key_one` or `key_other`, as the language's plural rules say, with the number filled in."""
        return self.labels[f"{key}_{_form(number, self.locale)}"].format(n=_number(number, self.locale))

    def number(self, number: int) -> str:
        """Return a number with its thousands parted."""
        return _number(number, self.locale)

    def names(self, names: Sequence[str]) -> str:
        """Return names as a list in a sentence: `A, B and C`."""
        return format_list(list(names), locale=self.locale)

    def day(self, day: dt.date, style: str = "long") -> str:
        """Return a day; `full` with the day of the week, `long` without."""
        return _day((day.year, day.month, day.day), style, self.locale)

    def moment(self, when: dt.date, *, all_day: bool = True) -> str:
        """Return a day, and the time of day where one is known."""
        if all_day or not isinstance(when, dt.datetime):
            return self.day(when)
        return f"{self.day(when)}, {self.hour(when)}"

    def hour(self, when: dt.datetime) -> str:
        """Return the time of day."""
        return str(format_time(when, "short", tzinfo=when.tzinfo, locale=self.locale))

    def span(self, first: dt.date, last: dt.date) -> str:
        """Return the days from `first` to `last`, naming once what they share."""
        return str(format_interval(first, last, "yMMMMd", locale=self.locale)) if first != last else self.day(first)

    def month(self, day: dt.date) -> str:
        """Return the month that `day` is in, with its year."""
        return format_skeleton("yMMMM", day, locale=self.locale)

    def minutes(self, words: int, language: str) -> str:
        """Return how long a text of so many words in a language takes to read."""
        speed = _WORDS_PER_MINUTE.get(language.partition("-")[0], _MEAN_WORDS_PER_MINUTE)
        return self.count("reading_time", max(round(words / speed), 1))

    def changed(self, entry: Entry) -> str:
        """Return when an article was last changed, where that is not the moment it appeared; else nothing.

        On the day that it appeared, only a change whose time is known counts.
        """
        if not entry.updated or entry.updated <= entry.date:
            return ""
        if entry.updated.date() != entry.date.date():
            return self.day(entry.updated)
        return "" if entry.all_day else self.moment(entry.updated, all_day=False)


@cache
def direction(language: str) -> str:
    """Return `ltr` or `rtl`: which way a language is written."""
    return str(_locale(language).text_direction)


@cache
def _locale(language: str) -> Locale:
    for code in (language.replace("_", "-"), language.replace("_", "-").split("-")[0]):
        try:
            return Locale.parse(code, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return Locale("en")


@cache
def _form(number: int, locale: Locale) -> str:
    return "one" if locale.plural_form(number) == "one" else "other"


@cache
def _number(number: int, locale: Locale) -> str:
    return str(format_decimal(number, locale=locale))


@cache
def _day(day: tuple[int, int, int], style: str, locale: Locale) -> str:
    return str(format_date(dt.date(*day), style, locale=locale))
