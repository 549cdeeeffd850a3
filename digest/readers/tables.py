"""Tables that hold data become tables; those that only arrange a page are walked like any other elements."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from selectolax.lexbor import LexborNode

# Cells of data are short and hold no blocks; a page's columns hold paragraphs. Looked at on 60 tables of news pages.
_MAX_CELL = 300
_ARRANGING = "table table, table p + p, table div, table ul, table form, table h1, table h2, table h3, table iframe"
_MAX_ROWS, _MAX_COLUMNS = 500, 50


class Cell(NamedTuple):
    """What a cell holds."""

    text: str = ""
    """Its words, on one line."""
    markdown: str = ""
    """They as CommonMark, on one line."""
    heads: bool = False
    """It is a `<th>`."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of data."""

    text: str
    """A line a row, cells parted by a space."""
    markdown: str
    """As a GFM table."""


def read_table(node: LexborNode, read: Callable[[str], Cell]) -> Table | None:
    """Return the data in a `<table>`; `None` where it arranges a page.

    Args:
        node: the element.
        read: takes the markup in a cell.
    """
    if node.css_first(_ARRANGING) is not None:
        return None
    reach: dict[int, int] = {}
    rows = [_cells(row, read, reach) for row in node.css("tr")[:_MAX_ROWS]]
    rows = [row for row in rows if any(cell.text for cell in row)]
    width = max(map(len, rows), default=0)
    if len(rows) < 2 or width < 2 or any(len(cell.text) > _MAX_CELL for row in rows for cell in row):  # noqa: PLR2004 -- less is no table
        return None
    title = node.css_first("caption")
    head = [] if title is None else [read(title.inner_html or "")]
    text = [" ".join(cell.text for cell in row if cell.text) for row in (head, *rows)]
    return Table("\n".join(filter(None, text)), _gfm(rows, width, "".join(cell.markdown for cell in head)))


def _gfm(rows: list[list[Cell]], width: int, title: str) -> str:
    """Write a table. GFM wants a row of heads: it is left empty where the heads stand at the left alone."""
    first, *others = rows
    sideways = first[0].heads and not any(cell.heads for cell in first[1:]) and any(row[0].heads for row in others)
    heads, body = ([], rows) if sideways else (first, others)
    lines = [_line(heads, width), "|" + " --- |" * width, *(_line(row, width) for row in body)]
    return f"**{title}**\n\n" * bool(title) + "\n".join(lines)


def _line(row: list[Cell], width: int) -> str:
    cells = [cell.markdown.replace("|", "\\|") for cell in row] + [""] * (width - len(row))
    return "| " + " | ".join(cells) + " |"


def _cells(row: LexborNode, read: Callable[[str], Cell], reach: dict[int, int]) -> list[Cell]:
    """Return the cells of a row, with empty ones behind and below a cell that spans columns or rows.

    Args:
        row: a `<tr>`.
        read: takes the markup in a cell.
        reach: column → how many rows more a cell of those above reaches down; changed for the next row.
    """
    out: list[Cell] = []
    for node in row.css("td, th"):
        _below(out, reach)
        columns, rows = _span(node, "colspan", _MAX_COLUMNS), _span(node, "rowspan", _MAX_ROWS)
        reach.update(dict.fromkeys(range(len(out), len(out) + columns), rows - 1))
        out += [read(node.inner_html or "")._replace(heads=node.tag == "th"), *[Cell()] * (columns - 1)]
    _below(out, reach)
    return out[:_MAX_COLUMNS]


def _below(out: list[Cell], reach: dict[int, int]) -> None:
    """Leave room for what reaches down from the rows above."""
    while reach.get(len(out)):
        reach[len(out)] -= 1
        out.append(Cell())


def _span(node: LexborNode, name: str, most: int) -> int:
    stated = node.attributes.get(name) or ""
    return min(max(int(stated), 1), most) if stated.isdecimal() else 1
