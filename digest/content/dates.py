"""Dates in front matter: ISO 8601 is taken, anything ambiguous is refused with a suggestion."""

from __future__ import annotations

import datetime as dt
import re

_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_MOMENT = re.compile(
    r"(?P<day>\d{4}-\d{1,2}-\d{1,2})(?:[Tt]|\s+)(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,]\d+)?)?"
    r"\s*(?P<zone>[Zz]|[+-]\d\d:?\d\d)?"
)
_NUMBERS = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})")
_ISO_HINT = "write the date as 2026-01-31 or 2026-01-31T09:30:00+01:00"
# An aware moment in the first or last year can leave the calendar when it is moved to another time zone.
_YEARS = range(2, 9999)


class DateError(ValueError):
    """A text that is no ISO 8601 date.

    Args:
        message: what is wrong.
        hint: what to write instead.
    """

    def __init__(self, message: str, hint: str = _ISO_HINT) -> None:
        super().__init__(message)
        self.hint = hint


def parse(text: str) -> dt.date | dt.datetime:
    """Return the day or the moment that `text` names; a moment is naive when it states no offset.

    Raises:
        DateError: when it is not ISO 8601, or no day of the calendar.
    """
    text = text.strip()
    try:
        if found := _DAY.fullmatch(text):
            return _in_range(dt.date(*map(int, found.groups())))
        if found := _MOMENT.fullmatch(text):
            return _moment(found)
    except ValueError as error:
        raise DateError(f"{text!r} is no date of the calendar: {error}") from error
    if found := _NUMBERS.fullmatch(text):
        raise DateError(f"{text!r} is ambiguous", _suggestion(found))
    raise DateError(f"{text!r} is not a date")


def rewritten(text: str) -> str | None:
    """Return a day as ISO 8601 has it, where it is written otherwise and can mean no other; else `None`."""
    text = text.strip()
    if found := _DAY.fullmatch(text):
        parts = [tuple(map(int, found.groups()))]
    elif found := _NUMBERS.fullmatch(text):
        parts = [(int(found[4]), month, day) for month, day in _readings(found)]
    else:
        return None
    days = {day.isoformat() for day in map(_calendar, parts) if day}
    return days.pop() if len(days) == 1 and text not in days else None


def moment(value: dt.date | dt.datetime, zone: dt.tzinfo) -> dt.datetime:
    """Return `value` as a moment in `zone`: a day begins, and a time without offset is meant, there."""
    if not isinstance(value, dt.datetime):
        return dt.datetime.combine(value, dt.time(), zone)
    return value.astimezone(zone) if value.tzinfo else value.replace(tzinfo=zone)


def end(value: dt.date | dt.datetime, zone: dt.tzinfo) -> dt.datetime:
    """Return the moment at which `value` is over: a day ends when the next one begins."""
    if isinstance(value, dt.datetime):
        return moment(value, zone)
    return moment(value + dt.timedelta(days=1), zone)


def _in_range(day: dt.date) -> dt.date:
    if day.year not in _YEARS:
        raise ValueError("the year is out of range")
    return day


def _moment(found: re.Match[str]) -> dt.datetime:
    day = _in_range(dt.date(*map(int, found["day"].split("-"))))
    time = dt.time(int(found["hour"]), int(found["minute"]), int(found["second"] or 0), tzinfo=_zone(found["zone"]))
    return dt.datetime.combine(day, time)


def _zone(text: str | None) -> dt.tzinfo | None:
    if not text:
        return None
    if text in "Zz":
        return dt.UTC
    sign = -1 if text[0] == "-" else 1
    return dt.timezone(sign * dt.timedelta(hours=int(text[1:3]), minutes=int(text[-2:])))


def _suggestion(found: re.Match[str]) -> str:
    """Name what the writer may have meant: with dots the day comes first, with slashes it may be either."""
    texts = [f"{found[4]}-{month:02}-{day:02}" for month, day in _readings(found) if month in range(1, 13)]
    return f"write {' or '.join(texts)}" if texts else _ISO_HINT


def _readings(found: re.Match[str]) -> list[tuple[int, int]]:
    """Return month and day as the writer may have meant them."""
    first, mark, second = int(found[1]), found[2], int(found[3])
    return list(dict.fromkeys([(second, first)] if mark == "." else [(second, first), (first, second)]))


def _calendar(parts: tuple[int, ...]) -> dt.date | None:
    """Return year, month and day as a day of the calendar, if there is one."""
    try:
        return _in_range(dt.date(*parts))
    except ValueError:
        return None
