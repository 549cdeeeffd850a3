"""What a PDF says of itself in its document information, as far as somebody meant it.

Programs fill these fields by themselves: a file's name for a title, an account's for an author, the day of printing
for a date. Those are left out (ISO 32000-1, 14.3.3).
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from digest.model import Statement

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

DETAIL = "PDF properties"
_DATE = re.compile(r"(?:D:)?(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)?)?(?:(Z|[+-])(?:(\d\d)'?(\d\d)?)?)?")
_FILE = re.compile(
    r"\.\w{2,5}$|^(?:microsoft (?:word|powerpoint)|powerpoint|layout|about:blank|file:|https?:)", re.IGNORECASE
)
_NO_TITLE = re.compile(
    r"(?:untitled|unbenannt|sans titre|document|dokument|print|druck(?:en)?|slide|folie)[\s\d_-]*|[\W\d_]*|\S{1,3}",
    re.IGNORECASE,
)
_NO_PERSON = re.compile(
    r"(?:.* )?(?:user|admin(?:istrator)?|author|autor|auteur|unknown|unbekannt|anonymous|owner|root|default|guest)\d*"
    r"|\S{1,3}|\W*",
    re.IGNORECASE,
)
_BROWSER = re.compile(r"mozilla|chrom|safari|skia|wkhtml|quartz", re.IGNORECASE)


def stated(properties: Mapping[str, str], language: str, text: str) -> Iterator[Statement]:
    """Yield what the properties say that is worth knowing.

    Args:
        properties: `Title, Author, Keywords, CreationDate, Creator, Producer`, as far as there are any.
        language: the catalogue's, a BCP 47 code, or empty.
        text: all that is printed. An author who is not named there is who typed it.
    """
    title = " ".join(properties.get("Title", "").split())
    if title and not _FILE.search(title) and not _NO_TITLE.fullmatch(title):
        yield Statement("title", title, DETAIL)
    names = (" ".join(name.split()) for name in re.split(r"[;,]", properties.get("Author", "")))
    if authors := tuple(name for name in names if name in text and not _NO_PERSON.fullmatch(name)):
        yield Statement("authors", authors, DETAIL)
    if keywords := tuple(filter(None, (word.strip() for word in re.split(r"[;,]", properties.get("Keywords", ""))))):
        yield Statement("keywords", keywords, DETAIL)
    made_by = properties.get("Creator", "") + properties.get("Producer", "")
    if not _BROWSER.search(made_by) and (date := _date(properties.get("CreationDate", ""))):
        yield Statement("modified", date, DETAIL)  # the file's day: a date in the text is the better one
    if re.fullmatch(r"[A-Za-z]{2,3}(?:-\w{2,8})*", language):
        yield Statement("language", language, DETAIL)


def _date(text: str) -> dt.date | dt.datetime | None:
    """Read a date of PDF (ISO 32000-1, 7.9.4); without a zone only its day is sure."""
    found = _DATE.match(text)
    if not found:
        return None
    year, month, day, hour, minute, second, sign, hours, minutes = found.groups()
    try:
        date = dt.date(int(year), int(month), int(day))
        if not (hour and sign):
            return date
        offset = dt.timedelta(hours=int(hours or 0), minutes=int(minutes or 0)) * (-1 if sign == "-" else 1)
        return dt.datetime(
            date.year, date.month, date.day, int(hour), int(minute), int(second or 0), tzinfo=dt.timezone(offset)
        )
    except ValueError:
        return None
