"""Words as CommonMark that shows the same characters."""

from __future__ import annotations

import re

# A character that would start markup: always inside a line, and some only at its start. A line of `=` or `-` would make
# a heading of the one above it, a line of `-|:` a table.
_INLINE = re.compile(r"([\\`*_\[\]<]|&(?=[#\w]+;)|~~)")
_LINE_START = re.compile(r"^(\s*)(#{1,6}(?=\s|$)|[-+>](?=\s|$)|>|=+\s*$|[-|:][-|:\s]*$|\d{1,9}(?=[.)](?:\s|$))|~~~)")

_NUMBER = re.compile(r"^(\d{1,9})\\(?=[.)])")
_HASHES = re.compile(r"(^|\s)(#+)$")
_TICKS = re.compile(r"`+")


def escape_markdown(text: str) -> str:
    """Return `text` such that CommonMark renders it as the same characters.

    Underscores inside words are left alone: CommonMark gives them no meaning there, and editors read better without.
    """
    return escape_start(escape_inline(text))


def escape_inline(text: str) -> str:
    """Escape what CommonMark reads as markup inside a line."""
    return _INLINE.sub(_escape_inline, text)


def escape_start(text: str) -> str:
    """Escape what would make a line a heading, a quotation or an item of a list."""
    return _LINE_START.sub(_escape_start, text)


def heading_line(written: str) -> str:
    """Return an escaped text as what follows a heading's `#`: one line, which numbers may begin and no `#` end."""
    return _HASHES.sub(r"\1\\\2", _NUMBER.sub(r"\1", written.replace("\\\n", " ")))


def fenced(code: str) -> str:
    """Return code between fences that are longer than any in it, so that it cannot end there."""
    longest = max(map(len, _TICKS.findall(code)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}\n{code}\n{fence}"


def _escape_inline(match: re.Match[str]) -> str:
    found, text, at = match[0], match.string, match.start()
    before, after = text[at - 1 : at], text[match.end() : match.end() + 1]
    if found == "_" and before.isalnum() and after.isalnum():
        return found
    if found == "*" and before == after == " ":
        return found
    return "\\" + found


def _escape_start(match: re.Match[str]) -> str:
    marker = match[2]
    if marker.isdigit():  # `1.` would begin an ordered list
        return f"{match[1]}{marker}\\"
    return f"{match[1]}\\{marker}"
