"""Running heads, running feet and page numbers: what stands in the same place of several pages.

Only geometry knows them, so they are found here; that they are no part of a text is for the cleaner to say.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.readers.pdf.lines import Line, Sheet

HEAD, FOOT = "page head", "page foot"
_EDGE_LINES = 4
_MAX_NUMBER_WORDS = 4
_DIGITS = re.compile(r"\d+|\b[ivxlc]+\b")


def edges(sheets: Sequence[Sheet]) -> dict[Line, str]:
    """Return the lines that repeat at the upper or lower edge of two pages or more, each with `HEAD` or `FOOT`.

    Numbers may differ from page to page; a page's own number at its foot is told by itself.
    """
    seen: defaultdict[tuple[str, str, int], list[Line]] = defaultdict(list)
    for sheet in sheets:
        by_height = sorted(sheet.lines, key=lambda line: (-line.top, line.left))
        for edge, lines in ((HEAD, by_height[:_EDGE_LINES]), (FOOT, by_height[_EDGE_LINES:][-_EDGE_LINES:])):
            for line in lines:
                seen[edge, _DIGITS.sub("#", line.text), round(line.bottom)].append(line)
    repeated = {key: lines for key, lines in seen.items() if len({line.page for line in lines}) > 1}
    out = {line: edge for (edge, _, _), lines in repeated.items() for line in lines}
    lowest = (min(sheet.lines, key=lambda line: line.bottom) for sheet in sheets if sheet.lines)
    return out | {line: FOOT for line in lowest if _is_number(line)}


def _is_number(line: Line) -> bool:
    """`3`, `Page 3`, `3 / 12` on page 3: that needs no other page beside it."""
    words = line.text.split()
    return len(words) <= _MAX_NUMBER_WORDS and str(line.page) in words
