"""Words before names and dates, of all languages at once: a page's furniture often speaks another than its article."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from digest import languages

if TYPE_CHECKING:
    from collections.abc import Iterable

DAY = re.compile(r"\d(?<!\d\d)(?:(?:(?<=1)9|(?<=2)0)\d\d(?!\d)|\d?[./-]\d{1,2}[./-]\d{2,4}(?!\d))")
"""What every written date holds: a year, or three numbers."""
DATE_LENGTH = 80
"""Of a text that is a date and its label."""
_GROUP = re.compile(r"\(\?P<\w+>")


@cache
def bylines() -> re.Pattern[str]:
    """Matches a whole byline."""
    return _any(one for code in languages.codes() for one in languages.get(code).cleaning.byline)


@cache
def changes() -> re.Pattern[str]:
    """Finds what a date of change is called, also by a class."""
    return _any(one for code in languages.codes() for one in (*languages.get(code).pages.changed, "updat", "modif"))


@cache
def months() -> dict[str, int]:
    """Name of a month in any language, lower case → 1 to 12."""
    return {name: number for code in languages.codes() for name, number in languages.get(code).dates.months.items()}


def date_key(label: str) -> str:
    """Whether a date's label or class calls it one of a change: the key of a statement."""
    return "modified" if changes().search(label) and "publi" not in label.lower() else "date"


def before_change(text: str) -> str:
    """Of `2 March 2026. Updated: 4 March 2026` the first day; any other text as it is."""
    found = changes().search(text)
    first = text[: found.start()] if found else ""
    return first if DAY.search(first) else text


def _any(expressions: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{_GROUP.sub('(?:', one)})" for one in expressions), re.IGNORECASE)
