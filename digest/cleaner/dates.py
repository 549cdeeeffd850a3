"""Dates as people write them: `13. Januar 2026`, `Jan 29, 2025`, `1er mars 2026`, `09.11.2025`, `2026-01-13`."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from digest import languages
from digest.cleaner.remembered import of_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_ISO = r"(?P<year>(?:19|20)\d\d)(?P<mark>[-./])(?P<month>\d\d)(?P=mark)(?P<day>\d\d)(?:T\d\d:\d\d\S*)?(?!\d)"
_DMY = r"(?<![\d.])(?P<day>\d{1,2})[./](?P<month>\d{1,2})[./](?P<year>(?:19|20)\d\d)"
_YEAR_FIRST = r"(?P<year>(?:19|20)\d\d),? (?P<month>{months})\.? (?P<day>\d{1,2})(?!\d)"
# Where both orders are in use, only a day above 12 tells which one it is, or two numbers that are the same, or another
# date of the same page.
_SURE_DAY, _ANY_DAY, _ANY_MONTH = r"(?P<day>1[3-9]|2\d|3[01])", r"(?P<day>[0-3]?\d)", r"(?P<month>0?\d|1[0-2])"
_ORDERED = {
    "dmy": rf"(?<![\d./]){_ANY_DAY}[./]{_ANY_MONTH}[./](?P<year>(?:19|20)\d\d)(?!\d)",
    "mdy": rf"(?<![\d./]){_ANY_MONTH}[./]{_ANY_DAY}[./](?P<year>(?:19|20)\d\d)(?!\d)",
}
_SURE = {order: pattern.replace(_ANY_DAY, _SURE_DAY) for order, pattern in _ORDERED.items()}
_SAME = r"(?<![\d./])(?P<day>0?\d|1[0-2])[./](?P<month>(?P=day))[./](?P<year>(?:19|20)\d\d)(?!\d)"
_REGION = re.compile(r"[a-z]{2,3}[-_]([A-Z]{2})", re.IGNORECASE)
_MONTH_FIRST = {"US", "PH"}
"""ISO 3166 codes, after CLDR's short dates."""
_YEAR = re.compile(r"\d{4}")
_FIRST, _LAST = 1990, 2099


@dataclass(frozen=True, slots=True)
class Found:
    """A date in a text and where it stands."""

    date: dt.date
    start: int
    end: int


@cache
def _patterns(language: str, order: str) -> tuple[re.Pattern[str], ...]:
    """Expressions of a language's dates; English ones serve where a language has none."""
    out = [_ISO]
    for code in dict.fromkeys((language, "en")):
        dates = languages.get(code).dates
        if dates.pattern:
            names = "|".join(sorted(map(re.escape, dates.months), key=lambda name: (-len(name), name)))
            out.append(r"(?<![\d.])" + dates.pattern.replace("{months}", names))
        if names := "|".join(sorted(map(re.escape, dates.months), key=lambda name: (-len(name), name))):
            out.append(_YEAR_FIRST.replace("{months}", names))
    order = languages.get(language).dates.order or order
    out += [_DMY] if order == "dmy" else [_ORDERED[order]] if order else [*_SURE.values(), _SAME]
    return tuple(re.compile(one, re.IGNORECASE) for one in out)


def find(text: str, language: str, order: str = "") -> Iterator[Found]:
    """Yield the full dates in `text`, pattern by pattern; a date without a year is none.

    Args:
        text: any.
        language: of the text.
        order: of day and month in `3/4/2026`, where the language has both: see `order_of`.
    """
    if not _YEAR.search(text):  # most lines, and the patterns are slow
        return
    for pattern in _patterns(language, order):
        for match in pattern.finditer(text):
            if date := _date(match, language):
                yield Found(date, match.start(), match.end())


@of_lines
def first(text: str, language: str, order: str = "") -> Found | None:
    """The first full date in `text`; `order` as in `find`."""
    return min(find(text, language, order), key=lambda found: (found.start, -found.end), default=None)


def order_of(codes: Iterable[str], texts: Iterable[str]) -> str:
    """Return the order of day and month in a page's dates, `dmy` or `mdy`; empty when nothing tells it.

    Args:
        codes: BCP 47 codes of the page's language; one with a region tells the order.
        texts: dates as people wrote them on the page; else one of a day above 12 tells it.
    """
    regions = (found[1].upper() for code in codes if (found := _REGION.fullmatch(code)))
    if region := next(regions, None):
        return "mdy" if region in _MONTH_FIRST else "dmy"
    known = {order for text in texts for order, pattern in _SURE.items() if re.search(pattern, text)}
    return known.pop() if len(known) == 1 else ""


def _date(match: re.Match[str], language: str) -> dt.date | None:
    parts = {key.rstrip("2"): value for key, value in match.groupdict().items() if value}
    month = parts["month"].lower()
    number = int(month) if month.isdigit() else _month(month, language)
    year = int(parts["year"])
    try:
        return dt.date(year, number, int(parts["day"])) if _FIRST <= year <= _LAST else None
    except ValueError:  # the 31st of February is no date
        return None


def _month(name: str, language: str) -> int:
    own = languages.get(language).dates.months
    return own.get(name) or languages.get("en").dates.months.get(name, 0)
