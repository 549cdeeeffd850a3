"""Dates as machines write them: ISO 8601, RFC 5322, seconds since 1970, and those in addresses."""

from __future__ import annotations

import datetime as dt
import re
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from digest.readers.stated.labels import months

_ISO = re.compile(
    r"(?P<day>(?:19|20)\d\d-?[01]\d-?[0-3]\d)"
    r"(?:[T ]\s?(?P<clock>\d\d:?\d\d(?::?\d\d)?)(?:[.,]\d+)?\s?(?P<zone>Z|UTC|GMT|[+-]\d\d:?\d\d|[+-]\d\d)?(?![\w+-]).*"
    r"|(?!\d).*)",
    re.IGNORECASE | re.DOTALL,
)
_RFC = re.compile(r"(?:[A-Za-z]{3},? )\d{1,2} [A-Za-z]{3} \d{4} \d\d:\d\d")
_SECONDS = re.compile(r"1\d{9}(?:\d{3})?")
_PATH_DAY = re.compile(
    r"(?<!\d)(?P<y>(?:19[89]|20[0-4])\d)(?P<mark>[/_.-]?)(?P<m>0?[1-9]|1[0-2])(?P=mark)(?P<d>0?[1-9]|[12]\d|3[01])(?!\d)"
)
_NAMED_DAY = re.compile(r"/(?P<y>(?:19[89]|20[0-4])\d)/(?P<m>[a-z]{3,9})/(?P<d>0?[1-9]|[12]\d|3[01])(?![^/])")
_FIRST, _LAST = 1990, 2099


def read(text: str) -> dt.date | dt.datetime | None:
    """Return the day or the moment with its zone; `None` when a person wrote it, or it is out of the web's time.

    A time without a zone says nothing that could be compared, so the day alone is taken from it.
    """
    text = text.strip()
    try:
        found = _iso(text) or _rfc(text) or _seconds(text)
    except (ValueError, OverflowError, OSError):  # the 31st of February, an offset of two days
        return None
    return found if found and _FIRST <= found.year <= _LAST else None


def in_address(url: str | None) -> dt.date | None:
    """The day in an address: `/2026/03/02/`, `/2026-03-02-name`, `/20260302/`, `/2026/march/02/`."""
    path = urlsplit(url).path if url else ""
    for found in (*_PATH_DAY.finditer(path), *_NAMED_DAY.finditer(path.lower())):
        try:
            return dt.date(int(found["y"]), months().get(found["m"]) or int(found["m"]), int(found["d"]))
        except ValueError:
            continue
    return None


def _iso(text: str) -> dt.date | dt.datetime | None:
    found = _ISO.match(text)
    if found is None:
        return None
    day = dt.date.fromisoformat(found["day"])
    if not found["clock"] or not found["zone"]:
        return day
    zone = "+00:00" if found["zone"].isalpha() else found["zone"]
    return dt.datetime.fromisoformat(f"{day}T{found['clock']}{zone}")


def _rfc(text: str) -> dt.date | dt.datetime | None:
    if not _RFC.match(text):
        return None
    found = parsedate_to_datetime(text)
    return found if found.tzinfo else found.date()


def _seconds(text: str) -> dt.datetime | None:
    return dt.datetime.fromtimestamp(int(text[:10]), dt.UTC) if _SECONDS.fullmatch(text) else None
