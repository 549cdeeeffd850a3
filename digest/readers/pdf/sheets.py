"""What PDFium finds on the pages of a file: characters and their boxes, pictures, small drawn signs.

The only module that calls the library; its functions are those of PDFium's public headers `fpdf_text.h` and
`fpdf_edit.h`.
"""

from __future__ import annotations

import contextlib
import ctypes
import itertools
import re
import statistics
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pypdfium2
from pypdfium2 import raw

from digest.errors import SourceError
from digest.readers.pdf.lines import Image, Line, Sheet

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pypdfium2 import PdfDocument, PdfPage, PdfTextPage

# A book of 500 pages has a million characters; no article, release or report for the press comes near.
MAX_PAGES, MAX_CHARACTERS, MAX_OBJECTS = 500, 1_000_000, 20_000
_MAX_SIGNS = 300  # on a page; a drawing made of more is no list, and each is compared with each line
# In heights of a line: wider than any space but a justified line's, no wider than the narrowest gutter in use.
_WIDE_GAP = 1.0
_OTHER_SIZE = 1.5
_BOLD = re.compile(r"bold|black|heavy|demi", re.IGNORECASE)
_HYPHENS = {"\x02", "\ufffe", "\u00ad", "\u2010"}
_MAX_SIGN, _MIN_IMAGE = 0.7, 1.5  # of a line's height
_FAR = 1e6  # points; the largest sheet that programs agree upon has 14,400 (ISO 32000-1, annex C.2)
_PASSWORD = (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY)


@dataclass(frozen=True, slots=True)
class _Box:
    left: float
    right: float
    bottom: float
    top: float

    @property
    def middle(self) -> float:
        return (self.bottom + self.top) / 2

    @property
    def height(self) -> float:
        return max(self.top - self.bottom, 0.1)

    @property
    def is_somewhere(self) -> bool:
        """Whether a printer could find it; what broken numbers place has edges that are not even numbers."""
        return all(abs(edge) < _FAR for edge in (self.left, self.right, self.bottom, self.top))


def opened(data: bytes, name: str) -> PdfDocument:
    """Return the document in `data`, to be closed by the caller.

    Raises:
        SourceError: it asks for a password, is damaged, or has too many pages.
    """
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) in _PASSWORD:
            raise SourceError("this PDF asks for a password", path=name, hint="save a copy without one") from error
        raise SourceError("this PDF is damaged", path=name, hint="print it to a new PDF, or get it again") from error
    if not 0 < len(document) <= MAX_PAGES:
        count = len(document)
        document.close()
        raise SourceError(f"{count} pages are not 1 to {MAX_PAGES}", path=name, hint="cut out the article's pages")
    return document


def information(document: PdfDocument) -> dict[str, str]:
    """Return the document information, as far as it can be read: `Title`, `Author` and others."""
    out = {}
    for key in document.METADATA_KEYS:
        with contextlib.suppress(UnicodeDecodeError):
            out[key] = document.get_metadata_value(key)
    return out


def language(document: PdfDocument) -> str:
    """Return the language that the file's catalogue names; empty when there is none."""
    size = raw.FPDFCatalog_GetLanguage(document, None, 0)
    buffer = ctypes.create_string_buffer(size)
    raw.FPDFCatalog_GetLanguage(document, ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR)), size)
    return buffer.raw.decode("utf-16-le", "replace").rstrip("\0")


def sheets(document: PdfDocument, name: str) -> Iterator[Sheet]:
    """Yield the pages of an open document; a page that cannot be read is an empty one.

    Raises:
        SourceError: they hold more text or drawing than any article.
    """
    room = MAX_CHARACTERS
    for number in range(1, len(document) + 1):
        try:
            page = document[number - 1]
            text = page.get_textpage()
        except pypdfium2.PdfiumError:
            yield Sheet(number, (), ())
            continue
        room -= text.count_chars()
        if room < 0:
            raise SourceError(f"more than {MAX_CHARACTERS} characters", path=name, hint="cut out the article's pages")
        yield _sheet(page, text, number)
        text.close()
        page.close()


def _sheet(page: PdfPage, text: PdfTextPage, number: int) -> Sheet:
    lines = [replace(line, page=number) for line in _lines(text)]
    if not lines:
        return Sheet(number, (), ())
    usual = statistics.median(line.height for line in lines)
    pictures, signs = _drawings(page, usual)
    images = tuple(Image(box.left, box.right, box.bottom, box.top, number) for box in pictures)
    return Sheet(number, tuple(_with_bullets(lines, signs)), images)


def _drawings(page: PdfPage, usual: float) -> tuple[list[_Box], list[_Box]]:
    """Pictures, and drawn signs as small as a bullet; `usual` is the height of a line."""
    kinds = (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_PATH)
    pictures, signs = [], []
    for drawn in itertools.islice(page.get_objects(filter=kinds), MAX_OBJECTS):
        try:
            left, bottom, right, top = drawn.get_bounds()
        except pypdfium2.PdfiumError:
            continue
        box = _Box(left, right, bottom, top)
        width = right - left
        if drawn.type == raw.FPDF_PAGEOBJ_IMAGE and min(width, box.height) > _MIN_IMAGE * usual:
            pictures.append(box)
        elif 0.1 * usual < min(width, box.height) and max(width, box.height) < _MAX_SIGN * usual:
            signs.append(box)
    return pictures[:_MAX_SIGNS], signs if len(signs) <= _MAX_SIGNS else []


def _with_bullets(lines: Iterable[Line], signs: list[_Box]) -> Iterator[Line]:
    """Browsers draw the bullets of a list and write none."""
    for line in lines:
        bullet = any(
            0 < line.left - sign.right < 2 * line.height and line.bottom < sign.middle < line.top for sign in signs
        )
        yield replace(line, text=f"• {line.text}") if bullet else line


def _lines(text: PdfTextPage) -> Iterator[Line]:
    """Parts of lines: runs of characters beside each other, of about one size, without a wide gap."""
    run: list[tuple[int, str, _Box]] = []  # a space belongs to the character behind it
    joint, space = False, ""
    for index in range(text.count_chars()):
        char = chr(raw.FPDFText_GetUnicode(text, index) or 0xFFFD)
        if char in "\r\n":
            yield from _line(text, run, joint=joint)
            run, joint, space = [], False, ""
        elif char.isspace():
            space = " "
        elif (box := _box(text, index)).is_somewhere:
            if run and not _is_beside(text, run[-1], (index, box)) and (apart := _apart(run[-1][2], box)):
                yield from _line(text, run, joint=joint)
                run, joint, space = [], apart == "gap", ""
            run.append((index, space * bool(run) + ("-" if char in _HYPHENS else char), box))
            space = ""
    yield from _line(text, run, joint=joint)


def _apart(before: _Box, box: _Box) -> str:
    """Why a character begins another run; empty when it goes on with the one before."""
    small, large = sorted((before.height, box.height))
    if large > _OTHER_SIZE * small or abs(before.middle - box.middle) > small / 2:
        return "line"
    gap = box.left - before.right
    return "gap" if gap > _WIDE_GAP * large else "line" if gap < -2 * large else ""


def _is_beside(text: PdfTextPage, last: tuple[int, str, _Box], following: tuple[int, _Box]) -> bool:
    """Whether two characters differ in height alone: PDFium gives a part of a ligature the box of its glyph."""
    before, (index, box) = last[2], following
    if before.height == box.height or not -box.height < box.left - before.right < box.height:
        return False
    inner, outer = sorted((before, box), key=lambda one: one.height)
    inside = outer.bottom - 1 < inner.bottom and inner.top < outer.top + 1
    return inside and _size(text, last[0]) == _size(text, index)


def _line(text: PdfTextPage, run: list[tuple[int, str, _Box]], *, joint: bool) -> Iterator[Line]:
    if not run:
        return
    boxes = [box for _, _, box in run]
    words = itertools.takewhile(lambda one: one[0] is run[0] or not one[1].startswith(" "), ((c, c[1]) for c in run))
    lead = sum(1 for _ in words)
    yield Line(
        text="".join(char for _, char, _ in run),
        left=boxes[0].left,
        right=boxes[-1].right,
        bottom=statistics.median_low(box.bottom for box in boxes),
        top=statistics.median_low(box.top for box in boxes),
        size=_size(text, run[len(run) // 2][0]),
        bold=all(_is_bold(text, index) for index in {run[0][0], run[len(run) // 2][0], run[-1][0]}),
        lead=boxes[lead - 1].right - boxes[0].left,
        joint=joint,
    )


def _box(text: PdfTextPage, index: int) -> _Box:
    """The box of a character, as high as its font and not as its glyph."""
    rect = raw.FS_RECTF()
    raw.FPDFText_GetLooseCharBox(text, index, rect)
    return _Box(rect.left, rect.right, rect.bottom, rect.top)


def _size(text: PdfTextPage, index: int) -> float:
    """Size of the font as printed: what the text asks for times what the page makes of it."""
    matrix = raw.FS_MATRIX()
    raw.FPDFText_GetMatrix(text, index, matrix)
    scale = (matrix.c**2 + matrix.d**2) ** 0.5
    size = float(raw.FPDFText_GetFontSize(text, index)) * (scale or 1.0)
    return size if size < _FAR else 1.0  # nor is the size of every font a number


def _is_bold(text: PdfTextPage, index: int) -> bool:
    """Whether the font says so in its name: weights that PDFium derives are no guide (340 and 415 in one family)."""
    buffer = ctypes.create_string_buffer(128)
    raw.FPDFText_GetFontInfo(text, index, buffer, len(buffer), ctypes.c_int())
    return bool(_BOLD.search(buffer.value.decode("utf-8", "replace")))
