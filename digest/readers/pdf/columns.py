"""Reading order: the columns of a page, and the lines across them.

A gutter is a strip that many lines end before and as many others begin behind, all at one edge. What crosses it, such
as a headline, parts the page into bands; in each band the columns are read from the left, and may have gutters of
their own. Unlike cuts at the widest white strip (Nagy and Seth's X-Y cut), this reads a column to its end where its
neighbour has a paragraph's gap at the same height.
"""

from __future__ import annotations

import itertools
import statistics
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from digest.readers.pdf.lines import Line

# Three lines of one justified paragraph may by chance have a wide space at one place; four do not. Where a page before
# has a gutter, one line is enough: the last page of a text in columns may have no more.
_MIN_ROWS, _MIN_ALIGNED = 4, 2
_JOINT = 0.25  # what such a piece of a justified line, which the file itself joins to the one before, counts
_MIN_WIDTH = 5  # of the left column, in font sizes: bullets and numbers before a list are none
_MAX_EDGES, _MAX_DEPTH = 8, 5  # bound the work for hostile pages; a page of six columns has five gutters
_NEAR = 1.5  # points; edges of one column differ by rounding
_SAME_ROW = 0.4  # of the lower line's height; superscripts and subscripts move by less
_DROP_CAPITAL, _MAX_CAPITALS = 1.6, 12  # times the usual size; on a page


def in_order(pages: Iterable[Sequence[Line]]) -> Iterator[Line]:
    """Yield the lines of each page in reading order, parts of one line joined, each with its region and its edges."""
    known: frozenset[int] = frozenset()
    for lines in pages:
        ordered = _ordered(lines, known)
        first = min((line.start for line in ordered), default=0.0)
        known |= {round(line.start) for line in ordered if line.start > first + _NEAR}
        yield from ordered


def _ordered(lines: Sequence[Line], known: frozenset[int]) -> list[Line]:
    """The lines of one page; `known` are the left edges of columns on pages before."""
    capitals, rest = _drop_capitals(lines)
    regions = enumerate(_regions(rest, _edges(rest), known, 0))
    ordered = [line for number, region in regions for line in region.lines(number)]
    for capital in capitals:
        ordered = _with_capital(ordered, capital)
    return ordered


@dataclass(frozen=True, slots=True)
class _Region:
    """A column, or a band across columns, with the edges between which its lines are set."""

    parts: Sequence[Line]
    edges: tuple[float, float]

    def lines(self, number: int) -> list[Line]:
        start, limit = self.edges
        return [replace(line, region=number, start=start, limit=limit) for line in _rows(self.parts)]


def _regions(lines: Sequence[Line], edges: tuple[float, float], known: frozenset[int], depth: int) -> Iterator[_Region]:
    gutter = _gutter(lines, known) if depth < _MAX_DEPTH else None
    if gutter is None:
        yield _Region(lines, edges)
        return
    bands = _bands(lines, gutter)
    left, right = (_edges([line for band in bands if len(band) > 1 for line in band[side]]) for side in (0, 1))
    for band in bands:
        if len(band) == 1:
            yield _Region(band[0], edges)
        else:
            yield from _regions(band[0], (edges[0], left[1]), known, depth + 1)
            yield from _regions(band[1], (right[0], edges[1]), known, depth + 1)


def _edges(lines: Sequence[Line]) -> tuple[float, float]:
    return min((line.left for line in lines), default=0.0), max((line.right for line in lines), default=0.0)


def _gutter(lines: Sequence[Line], known: frozenset[int]) -> float | None:
    """Left edge of the column, right of another one, at which most lines begin; `None` in a single column."""
    starts = Counter(round(line.left) for line in lines)
    common = sorted(starts, key=lambda edge: (-starts[edge] - starts[edge + 1], edge))[:_MAX_EDGES]
    best = max(((_support(lines, edge - _NEAR, known), -edge) for edge in common), default=(0.0, 0))
    return -best[1] - _NEAR if best[0] >= _MIN_ALIGNED else None


def _support(lines: Sequence[Line], edge: float, known: frozenset[int]) -> float:
    """How many lines begin at `edge` beside a column that ends before it; enough of them at an edge that is known."""
    size = statistics.median(line.size for line in lines)
    again = any(edge < one < edge + 2 * _NEAR for one in known)
    total = 0.0
    for columns in _bands(lines, edge):
        if len(columns) == 1:
            continue
        left, right = columns
        low, high = min(line.bottom for line in right), max(line.top for line in right)
        beside = [line for line in left if line.top > low and line.bottom < high]
        wide = max((line.right - line.left for line in beside), default=0.0) > _MIN_WIDTH * size
        if wide and min(len(right), len(beside)) >= (1 if again else _MIN_ROWS):
            aligned = [line for line in right if line.left < edge + 2 * _NEAR]
            total += sum(_MIN_ALIGNED if again else _JOINT if line.joint else 1.0 for line in aligned)
    return total


def _bands(lines: Sequence[Line], edge: float) -> list[list[list[Line]]]:
    """Cut a page at the lines across `edge`: bands from the top, each of one column or of two."""
    out: list[list[list[Line]]] = []
    by_height = sorted(lines, key=lambda line: (-line.top, line.left))
    for crosses, group in itertools.groupby(by_height, key=lambda line: line.left < edge < line.right):
        band = list(group)
        left = [line for line in band if line.right <= edge]
        right = [line for line in band if line.left >= edge]
        if not crosses and left and right:
            out.append([left, right])
        elif out and len(out[-1]) == 1:
            out[-1][0] += band
        else:
            out.append([band])
    return out


def _rows(lines: Sequence[Line]) -> list[Line]:
    """Lines from top to bottom, the parts of each joined."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: (-line.bottom, line.left)):
        if rows and rows[-1][0].bottom - line.bottom < _SAME_ROW * min(line.height, rows[-1][0].height):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [whole for row in rows for whole in _joined(sorted(row, key=lambda line: line.left))]


def _joined(row: Sequence[Line]) -> list[Line]:
    out = [row[0]]
    for line in row[1:]:
        last = out[-1]
        if line.joint or line.left - last.right < max(line.size, last.size):
            space = " " if line.left - last.right > last.size / 10 else ""
            bold, top = last.bold and line.bold, max(last.top, line.top)
            out[-1] = replace(last, text=last.text + space + line.text, right=line.right, bold=bold, top=top)
        else:
            out.append(line)
    return out


def _drop_capitals(lines: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    usual = statistics.median(line.size for line in lines) if lines else 0.0
    parted: tuple[list[Line], list[Line]] = ([], [])
    for line in lines:
        large = len(line.text) == 1 and line.text.isalpha() and line.size > _DROP_CAPITAL * usual
        parted[not large].append(line)
    return parted if len(parted[0]) <= _MAX_CAPITALS else ([], list(lines))


def _with_capital(lines: list[Line], capital: Line) -> list[Line]:
    """Put a drop capital before the topmost line beside it; what it makes of the word is the cleaner's matter."""
    beside = [
        i
        for i, line in enumerate(lines)
        if capital.bottom < (line.bottom + line.top) / 2 < capital.top
        and 0 <= line.left - capital.left < 3 * capital.size
    ]
    if not beside:
        return [*lines, capital]
    first = beside[0]
    return [replace(line, text=f"{capital.text} {line.text}") if i == first else line for i, line in enumerate(lines)]
