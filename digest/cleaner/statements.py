"""What a source states beside its text, read as findings: dates, publisher, category, topics, description, address."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from digest.cleaner import characters, dates
from digest.cleaner.evidence import Body, Finding
from digest.model import Origin

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from digest.model import Statement

SHOWN = "next to the headline"
"""Detail of the statements of what readers see there."""
# No value of an article's front matter is longer; a text that stands in the place of a title is none.
_MAX_LENGTH, _MAX_VALUES = 2_000, 200
# What the front matter takes for an address.
_ADDRESS = re.compile(r"https?://[^\s<>\"'\\]+", re.IGNORECASE)
PLAIN = ("category", "description", "url", "places", "publisher")
"""Keys of what is taken as it is stated."""
_MAX_SHOWN = 4
"""More dates than those of an article, its change and a few others are those of a table or a list."""
_MIN_DESCRIPTION_WORDS = 4
_MAX_KEYWORDS, _MAX_KEYWORD_WORDS = 20, 5


def mended(statements: Iterable[Statement]) -> tuple[Statement, ...]:
    """The statements with their texts mended as the lines of a text are; what is too long for a value is none."""
    return tuple(replace(one, value=_mended(one.value)) for one in statements if _is_value(one.value))


def date(body: Body) -> Iterator[Finding]:
    """The day or moment of publication, also where a person wrote it.

    A page that was published anew states the day of that; the earlier one that readers see is the article's.
    """
    found = list(_dated(body, "date"))
    shown = [one for one in found if one.detail == SHOWN]
    if 0 < len(shown) <= _MAX_SHOWN and _date_of(shown[0].value) < _date_of(found[0].value):
        yield shown[0]
    yield from found


def modified(body: Body) -> Iterator[Finding]:
    """The latest change, where nothing tells of the publication."""
    yield from _dated(body, "modified")


def plain(body: Body, key: str) -> Iterator[Finding]:
    """What is taken as it is stated."""
    for one in body.stated("place" if key == "places" else key):
        if value := _VALUES.get(key, str.strip)(one.value):
            yield Finding(key, value, Origin.SOURCE, one.detail)


def keywords(body: Body) -> Iterator[Finding]:
    """The topics in the markup, one by one."""
    for one in body.stated("keywords"):
        split = [part.strip() for value in one.value for part in value.split(",")]
        words = dict.fromkeys(word for word in split if word and len(word.split()) <= _MAX_KEYWORD_WORDS)
        if 0 < len(words) <= _MAX_KEYWORDS:
            yield Finding("keywords", tuple(words), Origin.SOURCE, one.detail)


def site(body: Body) -> Iterator[Finding]:
    """The name that stands in the address, where nothing better is stated."""
    for one in body.stated("url"):
        bare = (urlsplit(one.value).hostname or "").removeprefix("www.")
        if "." in bare:
            words = bare.rsplit(".", 1)[0].split(".")[-1].split("-")
            yield Finding("publisher", " ".join(map(str.capitalize, words)), Origin.DERIVED, "address")


def _dated(body: Body, key: str) -> Iterator[Finding]:
    written = (one.value for one in body.stated("date", "modified") if isinstance(one.value, str))
    order = dates.order_of((one.value for one in body.stated("language")), written)
    for one in body.stated(key):
        if value := _day(one.value, body.language, order):
            yield Finding("date", value, Origin.SOURCE, one.detail)


def _is_value(value: Any) -> bool:  # noqa: ANN401 -- what a statement holds
    if isinstance(value, tuple):
        return len(value) <= _MAX_VALUES and all(map(_is_value, value))
    return not isinstance(value, str) or len(value) <= _MAX_LENGTH


def _mended(value: Any) -> Any:  # noqa: ANN401 -- what a statement holds
    if isinstance(value, str):
        return characters.mend(value)
    return tuple(map(_mended, value)) if isinstance(value, tuple) else value


def _date_of(value: dt.date) -> dt.date:
    return value.date() if isinstance(value, dt.datetime) else value


def _day(value: str | dt.date, language: str, order: str) -> dt.date | None:
    if isinstance(value, dt.date):
        return value
    found = dates.first(value, language, order)
    return found.date if found else None


def _description(text: str) -> str | None:
    """A sentence at least: single words are the site's motto or search terms."""
    return text.strip() if len(text.split()) >= _MIN_DESCRIPTION_WORDS else None


def _publisher(text: str) -> str | None:
    """A name; an address tells of the site by its host, see `site`."""
    return None if "://" in text else text.strip()


def _url(text: str) -> str | None:
    return text.strip() if _ADDRESS.fullmatch(text.strip()) else None


def _places(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split("/") if part.strip())


_VALUES: dict[str, Callable[[str], object]] = {
    "description": _description,
    "places": _places,
    "publisher": _publisher,
    "url": _url,
}
