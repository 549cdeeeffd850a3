"""Where a mail begins that another one quotes or forwards: by the marks that mail programs set above it."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from digest import languages
from digest.readers.letterhead import Head

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_LINE = re.compile(r"[^\n]+")
_BLANK = " \t\r*|\xa0"
_MARKS = _BLANK + ">"
"""What stands before a line that is quoted or bold."""
_MAX_LINE = 400
"""Longer lines are text; bounds the search in hostile input."""
_HEAD_LINES = 12


@dataclass(frozen=True, slots=True)
class Inner:
    """A mail inside another one."""

    begin: int
    """Place of the first mark."""
    start: int
    """Place of its own text."""
    head: Head
    attributed: bool = False
    """Announced by a sentence, as replies do: only what has a quotation mark before it need be quoted."""


def find(flat: str) -> Inner | None:
    """Return the first mail that is quoted or forwarded in a text; `None` when there is none.

    Args:
        flat: plain text, or the markup of a page with blanks in the place of its tags.
    """
    lines = list(_lines(flat))
    patterns = _patterns()
    for index, line in enumerate(lines):
        if patterns.divider.fullmatch(line.text):
            return _with_head(lines, index, index + 1)
        if _is_head(lines[index : index + _HEAD_LINES]):
            return _with_head(lines, index, index)
        for last in (index, index + 1):  # a long one is broken
            found = patterns.attribution.fullmatch(" ".join(one.text for one in lines[index : last + 1]))
            if found and last < len(lines):
                return Inner(line.start, lines[last].end, Head(sender=_group(found, "sender")), attributed=True)
    return None


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class _Patterns:
    """The marks of all languages."""

    divider: re.Pattern[str]
    attribution: re.Pattern[str]
    labels: Mapping[str, str]
    """As in a head, lower case → what it labels."""


@cache
def _patterns() -> _Patterns:
    known = [languages.get(code).mail for code in languages.codes()]
    labels = {
        label.lower(): part
        for mail in known
        for part, names in (
            ("recipient", mail.recipient),
            ("sender", mail.sender),
            ("date", mail.sent),
            ("subject", mail.subject),
        )
        for label in names
    }
    return _Patterns(
        _any(one for mail in known for one in mail.divider),
        _any(one for mail in known for one in mail.attribution),
        labels,
    )


def _any(expressions: Iterable[str]) -> re.Pattern[str]:
    parts = [one.replace("(?P<sender>", f"(?P<sender_{number}>") for number, one in enumerate(expressions)]
    return re.compile("|".join(f"(?:{part})" for part in parts), re.IGNORECASE)


def _group(found: re.Match[str], name: str) -> str:
    return next((value for key, value in found.groupdict().items() if key.startswith(name) and value), "")


def _lines(flat: str) -> Iterator[_Line]:
    """Yield the lines that hold more than blanks, without what marks them."""
    for line in _LINE.finditer(flat):
        if bare := html.unescape(line[0][:_MAX_LINE]).lstrip(_MARKS).rstrip(_BLANK):
            yield _Line(line.start(), line.end(), bare)


def _is_head(lines: Sequence[_Line]) -> bool:
    """Whether lines begin with a sender, and a date or subject and what else belongs to the head of a mail."""
    parts = [_labelled(line.text)[0] for line in lines[:3]]
    return parts[0] == "sender" and all(parts) and len(parts) > 2 and bool({"date", "subject"} & set(parts))  # noqa: PLR2004 -- two lines may be a byline


def _with_head(lines: Sequence[_Line], begin: int, first: int) -> Inner:
    """Read the lines of a head, as far as they are some."""
    values: dict[str, str] = {}
    end = lines[begin].end
    for line in lines[first : first + _HEAD_LINES]:
        part, value = _labelled(line.text)
        if not part:
            break
        values.setdefault(part, value)
        end = line.end
    values.pop("recipient", None)
    return Inner(lines[begin].start, end, Head(**values))


def _labelled(line: str) -> tuple[str, str]:
    """Return what a line of a head says, and its value; two empty texts for any other line."""
    label, colon, value = line.partition(":")
    part = _patterns().labels.get(label.strip(_BLANK).lower(), "") if colon else ""
    return part, " ".join(value.strip(_BLANK).split()) if part else ""
