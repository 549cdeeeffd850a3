"""Tables that hold data become tables; those that only arrange a page are walked like any other elements."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from digest.model import escape_markdown

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_SPACE = re.compile(r"\s+")
# Cells of data are short and hold no blocks; a page's columns hold paragraphs. Looked at on 60 tables of news pages.
_MAX_CELL = 300
_ARRANGING = "table table, table p + p, table div, table ul, table form, table h1, table h2, table h3, table iframe"
_MAX_ROWS = 500


@dataclass(frozen=True, slots=True)
class Table:
    """A table of data."""

    text: str
    """A line a row, cells parted by a space."""
    markdown: str
    """As a GFM table."""


def read_table(node: LexborNode) -> Table | None:
    """Return the data in a `<table>`; `None` where it arranges a page."""
    if node.css_first(_ARRANGING) is not None:
        return None
    rows = [_cells(row) for row in node.css("tr")[:_MAX_ROWS]]
    rows = [row for row in rows if any(row)]
    width = max(map(len, rows), default=0)
    if len(rows) < 2 or width < 2 or any(len(cell) > _MAX_CELL for row in rows for cell in row):  # noqa: PLR2004 -- less is no table
        return None
    padded = [row + [""] * (width - len(row)) for row in rows]
    lines = ["| " + " | ".join(escape_markdown(cell).replace("|", "\\|") for cell in row) + " |" for row in padded]
    lines.insert(1, "|" + " --- |" * width)
    return Table("\n".join(" ".join(filter(None, row)) for row in rows), "\n".join(lines))


def _cells(row: LexborNode) -> list[str]:
    return [_SPACE.sub(" ", cell.text()).strip() for cell in row.css("td, th")]
