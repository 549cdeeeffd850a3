r"""From printed lines to blocks: paragraphs, headings and captions.

With the widths of words at hand there is no need to guess from letters: a line goes on in the next when that line's
first word would not have fitted. So whole paragraphs are handed on. Only a hyphen at a line's end needs words to judge,
and these are the cleaner's: there a block keeps its line break (`Zusam-\nmenarbeit`).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from digest.model import Block, Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.readers.pdf.lines import Image, Line

_BULLET = re.compile(r"(?:[-–—•*▪◦‣·●○■]|\d{1,2}[.)])\s+\S")
_ENDS = re.compile(r"[.!?…:][\"'”“’»«)\]]*$")
_FULL_STOP = re.compile(r"[.,;:][\"'”“’»«)\]]*$")
_SPEAKER = re.compile(r"[—–]\s*(?P<name>\S.{2,120})")
_BROKEN = ("-", "/")
# In font sizes. A first line is set in by one size at least as a rule, rounding moves a line by a tenth.
_INDENT, _SPACE = 0.45, 0.25
# Leading within a paragraph is even; the least spacing between paragraphs in use is a quarter of a line.
_SAME_LEADING = 1.15
_USUAL_LEADING = 1.4  # of the font's size, where a size has a single line
_INSET = 1.0
_MIN_INDENTED = 2
_SAME_WIDTH = 1.1  # columns of one text; what is set across them is another
_LARGER, _SMALLER = 1.07, 0.93  # than running text, so that rounding in the file makes no heading
_MAX_HEADING_WORDS, _MAX_BOLD_WORDS, _MIN_TITLE_WORDS = 40, 20, 2
_NEAR_IMAGE = 3.0  # font sizes between a picture and its caption


@dataclass(frozen=True, slots=True)
class Measures:
    """What is usual in a document."""

    body: float
    """Size of the font that most characters are set in."""
    leading: dict[float, float]
    """Size → distance of base lines."""
    indent: float | None
    """Of a paragraph's first line, where the document has such."""


@dataclass(slots=True)
class Paragraph:
    """Lines that go on with each other."""

    first: int
    """Place of its first line in the document, counted from 1."""
    spaced: bool
    """White space stands before it."""
    lines: list[Line] = field(default_factory=list)

    @property
    def size(self) -> float:
        """Of its font."""
        return self.lines[0].size

    @property
    def inset(self) -> float:
        """Distance of its lines, the first one's indent aside, from the left edge of their region."""
        return min(line.inset for line in self.lines)

    @property
    def text(self) -> str:
        """Its lines, joined by a space, or by a line break behind a hyphen."""
        text = self.lines[0].text
        for line in self.lines[1:]:
            text += ("\n" if text.endswith(_BROKEN) else " ") + line.text
        return text


def measured(lines: Sequence[Line]) -> Measures:
    """Take a document's measures from its lines in reading order; there must be one."""
    letters = Counter[float]()
    distances: defaultdict[float, Counter[float]] = defaultdict(Counter)
    for before, line in zip((None, *lines), lines, strict=False):
        size = _rounded(line.size)
        letters[size] += len(line.text)
        if (
            before
            and _beside(before, line)
            and _rounded(before.size) == size
            and (distance := before.bottom - line.bottom) > 0
        ):
            distances[size][_rounded(distance)] += 1
    leading = {size: min(counts, key=lambda one: (-counts[one], one)) for size, counts in distances.items()}
    body = max(letters, key=lambda size: (letters[size], -size))
    return Measures(body, leading, _first_indent(lines))


def _first_indent(lines: Sequence[Line]) -> float | None:
    """The indent of most lines that begin right of the lines before and after them."""
    insets = Counter(
        _rounded(line.inset)
        for before, line, after in zip(lines, lines[1:], lines[2:], strict=False)
        if _beside(before, line)
        and _beside(line, after)
        and line.left - max(before.left, after.left) > _INDENT * line.size
    )
    inset, count = max(insets.items(), key=lambda item: (item[1], -item[0]), default=(0.0, 0))
    return inset if count >= _MIN_INDENTED else None


def paragraphs(lines: Sequence[Line], usual: Measures) -> list[Paragraph]:
    """Join lines; what is set smaller, as captions and notes are, does not end the paragraph around it."""
    out: list[Paragraph] = []
    under_way: dict[float, Paragraph] = {}
    for number, line in enumerate(lines, 1):
        size = _rounded(line.size)
        current = under_way.get(size)
        if current and _goes_on(current.lines[-1], line, usual):
            current.lines.append(line)
            continue
        spaced = number < 2 or not _is_close(lines[number - 2], line, usual)  # noqa: PLR2004 -- the first line
        out.append(Paragraph(number, spaced, [line]))
        if line.size >= _SMALLER * usual.body:
            under_way = {}
        under_way[size] = out[-1]
    return out


def blocks(found: Sequence[Paragraph], usual: Measures, images: Sequence[Image]) -> list[Block]:
    """Give each paragraph its kind: headings by size, captions by what they stand beside, quotations by their inset."""
    title = _title(found, usual)
    sizes = {_rounded(one.size) for one in found if _is_heading(one, usual) and one is not title}
    levels = {size: min(level, 6) for level, size in enumerate(sorted(sizes, reverse=True), 2)}
    out: list[Block] = []
    for before, one in zip((None, *found), found, strict=False):
        if before and (speaker := _SPEAKER.fullmatch(one.text)) and _is_quotation(before, one, usual):
            out[-1] = replace(out[-1], kind=Kind.QUOTE, attribution=speaker["name"])
            continue
        kind, level = Kind.PARAGRAPH, 0
        if _is_heading(one, usual):
            kind, level = Kind.HEADING, 1 if one is title else levels[_rounded(one.size)]
        elif _is_caption(one, usual, images):
            kind = Kind.CAPTION
        out.append(Block(one.text, kind, line=one.first, gap=int(one.spaced), level=level))
    return out


def _rounded(length: float) -> float:
    return round(2 * length) / 2


def _beside(before: Line, line: Line) -> bool:
    """Whether two lines stand in one region."""
    return (before.page, before.region) == (line.page, line.region)


def _is_close(before: Line, line: Line, usual: Measures) -> bool:
    """Whether a line stands right below another."""
    leading = min(usual.leading.get(_rounded(line.size), _USUAL_LEADING * line.size), 2 * line.size)
    overlap = before.page == line.page and before.left < line.right and line.left < before.right
    return overlap and 0 < before.bottom - line.bottom <= _SAME_LEADING * leading


def _goes_on(before: Line, line: Line, usual: Measures) -> bool:
    """Whether a line belongs to the paragraph that ends, so far, in the line before."""
    if _BULLET.match(line.text) and not _by_chance(before, line, usual):
        return False
    close = _is_close(before, line, usual)
    if line.size > _LARGER * usual.body or (before.bold and line.bold):
        return close  # headings are broken where they look best
    unfinished = not _ENDS.search(before.text)
    broken = before.text.endswith("-") or line.text[:1].islower()
    if unfinished and broken and (close or not _BULLET.match(before.text)):
        return True
    if before.bold > line.bold or (_beside(before, line) and not close):
        return False
    return _is_flush(before, line, usual, close=close) and _is_full(before, line)


def _by_chance(before: Line, line: Line, usual: Measures) -> bool:
    """Whether a dash or a number begins a line only because the margin is there: `am` / `2. März`."""
    first = usual.indent is not None and abs(before.inset - usual.indent) < 1
    inside = abs(line.inset - before.inset) < 1 or (first and abs(line.inset) < 1)
    unfinished = not _ENDS.search(before.text) and not before.text.endswith(":")
    return inside and unfinished and not _BULLET.match(before.text) and _is_full(before, line)


def _is_flush(before: Line, line: Line, usual: Measures, *, close: bool) -> bool:
    """Whether a line begins where one begins that is not a paragraph's first."""
    if usual.indent is not None and abs(line.inset - usual.indent) < 1:
        return False
    if close:
        return bool(_BULLET.match(before.text)) or line.left <= before.left + _INDENT * line.size
    above, below = before.limit - before.start, line.limit - line.start
    # The last line of a sentence may stand alone on its page, which is then as narrow as that line.
    alike = max(above, below) <= _SAME_WIDTH * min(above, below) or (below < above and not _ENDS.search(before.text))
    return line.inset <= before.inset + _INDENT * line.size and alike


def _is_full(before: Line, line: Line) -> bool:
    """Whether the first word of a line would not have fitted the line before; a quotation is inset on both sides."""
    return before.right + _SPACE * line.size + line.lead > before.limit - min(before.inset, line.inset)


def _title(found: Sequence[Paragraph], usual: Measures) -> Paragraph | None:
    """The largest heading of the first page, if no other is as large."""
    first = found[0].lines[0].page
    headings = [
        one
        for one in found
        if one.lines[0].page == first and _is_heading(one, usual) and len(one.text.split()) >= _MIN_TITLE_WORDS
    ]
    ranked = sorted(headings, key=lambda one: -one.size)
    if not ranked or any(_rounded(one.size) == _rounded(ranked[0].size) for one in ranked[1:]):
        return None
    return ranked[0]


def _is_heading(one: Paragraph, usual: Measures) -> bool:
    """Set larger than the running text, or bold and short; a standfirst ends like a sentence and is none."""
    words = len(one.text.split())
    if _FULL_STOP.search(one.text) or _BULLET.match(one.text):
        return False
    if one.size > _LARGER * usual.body:
        return words <= _MAX_HEADING_WORDS
    bold = all(line.bold for line in one.lines) and one.size > _SMALLER * usual.body
    return bold and words <= _MAX_BOLD_WORDS


def _is_quotation(quotation: Paragraph, speaker: Paragraph, usual: Measures) -> bool:
    """Whether a paragraph and the speaker's name below it are both set in by more than a first line is."""
    least = _INSET * usual.body + (usual.indent or 0)
    return least < quotation.inset < speaker.inset + 1 and not _BULLET.match(quotation.text)


def _is_caption(one: Paragraph, usual: Measures, images: Sequence[Image]) -> bool:
    """Set smaller than the running text, right above, below or beside a picture."""
    first, last = one.lines[0], one.lines[-1]
    if first.size > _SMALLER * usual.body:
        return False
    reach = _NEAR_IMAGE * first.size
    return any(
        image.page == first.page
        and image.bottom - reach < first.top
        and last.bottom < image.top + reach
        and image.left - reach < last.right
        and first.left < image.right + reach
        for image in images
    )
