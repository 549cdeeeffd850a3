"""Words as CommonMark that shows the same characters."""

from __future__ import annotations

import re

# A character that would start markup: always inside a line, and some only at its start.
_INLINE = re.compile(r"([\\`*_\[\]<]|&(?=[#\w]+;)|~~)")
_LINE_START = re.compile(r"^(\s*)(#{1,6}(?=\s|$)|[-+>](?=\s|$)|>|={3,}\s*$|-{3,}\s*$|\d{1,9}(?=[.)](?:\s|$))|~~~)")

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
    if found == "*" and not before.strip() and not after.strip():
        return found if before else "\\*"
    return "\\" + found


def _escape_start(match: re.Match[str]) -> str:
    marker = match[2]
    if marker.isdigit():  # `1.` would begin an ordered list
        return f"{match[1]}{marker}\\"
    return f"{match[1]}\\{marker}"
