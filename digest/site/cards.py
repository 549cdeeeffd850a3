"""Social cards: the picture that is shown where somebody shares a link to an article.

Drawn by PDFium, which reads the PDF sources, too, in the fonts that it carries: the same picture on every machine,
whatever fonts it has. Those fonts hold the letters of Western Europe; an article whose title needs others is shown by
the card of the site, and none is made where even that one cannot be written.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from digest.model import Page
from digest.site import urls
from digest.site.index import publisher_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from digest.config import Config, Site
    from digest.model import Entry
    from digest.site.words import Words

CARD = "card"
SIZE = (1200, 630)
"""Width and height in pixels: what networks show large."""

_MARGIN = 72
_SIZES = (76, 66, 56, 46)
"""Of a title, in pixels; the largest in which it takes no more lines than there is room for."""
_LINES = 5
_LONGEST = 300
"""Characters that are looked at; a card has no room for more."""
_SMALL = 30
_RULE = 12
# What the renderer makes grey becomes a colour between ink and paper.
_INK, _PAPER, _ACCENT = (0x1B, 0x19, 0x16), (0xFC, 0xFA, 0xF5), (0x8C, 0x1D, 0x18)
_BLACK, _RED, _WHITE = 0, 1, 255
_BOLD, _PLAIN = "Times-Bold", "Times-Roman"


@dataclass(frozen=True, slots=True)
class Card:
    """What is written on a card."""

    title: str
    above: str
    """The site's name."""
    below: str


def pages(entries: Iterable[Entry], config: Config, words: Words) -> Iterator[Page]:
    """Yield the site's own card and one for each article, where the settings ask for them."""
    site = config.site
    if not (site.cards and site.base_url):
        return
    if _is_writable(site.title):
        yield Page(urls.CARD, CARD, {"card": Card(site.title, "", site.description)})
    for entry in entries:
        if _is_writable(entry.title):
            below = " · ".join(filter(None, (publisher_name(entry), words.day(entry.date))))
            yield Page(urls.card(entry), CARD, {"card": Card(entry.title, site.title, below)})


def address(entry: Entry | None, site: Site) -> str:
    """Return the address of the card of an article, or of any other page; empty where there is none."""
    if entry and _is_writable(entry.title):
        return urls.card(entry)
    return urls.CARD if _is_writable(site.title) else ""


def draw(card: Card) -> bytes:
    """Return a card as PNG."""
    import pypdfium2  # noqa: PLC0415 -- sites without cards need no PDFium

    width, height = SIZE
    document = pypdfium2.PdfDocument.new()
    page = document.new_page(width, height)
    sheet = _Sheet(document, page)
    if card.above:
        sheet.write(
            sheet.cut(_writable(card.above[:_LONGEST]), _SMALL, _BOLD), _SMALL, height - _MARGIN - _RULE - _SMALL, _BOLD
        )
    lines, size = sheet.fitted(_writable(card.title[:_LONGEST]).split())
    top = (height + len(lines) * size * 1.15) / 2
    for number, line in enumerate(lines, 1):
        sheet.write(line, size, top - number * size * 1.15, _BOLD)
    if card.below:
        sheet.write(sheet.cut(_writable(card.below[:_LONGEST]), _SMALL, _PLAIN), _SMALL, _MARGIN, _PLAIN)
    sheet.finish()
    bitmap = page.render(scale=1, grayscale=True)
    data, stride = bytes(bitmap.buffer).replace(bytes([_RED]), bytes([_BLACK])), bitmap.stride
    rows = [data[start : start + width] for start in range(0, stride * height, stride)]
    document.close()
    return _png([bytes([_RED]) * width] * _RULE + rows[_RULE:])


class _Sheet:
    """A page of a PDF that lines of text are written on."""

    def __init__(self, document: Any, page: Any) -> None:  # noqa: ANN401 -- pypdfium2 ships no types
        import pypdfium2.raw as api  # noqa: PLC0415 -- as above

        self._api, self._document, self._page = api, document, page
        self._fonts = {name: api.FPDFText_LoadStandardFont(document.raw, name.encode()) for name in (_BOLD, _PLAIN)}

    def write(self, text: str, size: float, bottom: float, font: str) -> None:
        """Write a line at the left margin, so far above the lower edge."""
        line = self._line(text, size, font)
        self._api.FPDFPageObj_Transform(line, 1, 0, 0, 1, _MARGIN, bottom)
        self._api.FPDFPage_InsertObject(self._page.raw, line)

    def finish(self) -> None:
        """Make what was written part of the page."""
        self._api.FPDFPage_GenerateContent(self._page.raw)

    def fitted(self, words: Sequence[str]) -> tuple[list[str], int]:
        """Return a title in lines, and the size of its letters; what fits in no size loses its end."""
        for size in _SIZES:
            lines = self._lines(words, size)
            if len(lines) <= _LINES:
                return lines, size
        kept = lines[:_LINES]
        return [*kept[:-1], self.cut(kept[-1] + " …", size, _BOLD)], size

    def cut(self, text: str, size: int, font: str) -> str:
        """Return as much of a line as there is room for."""
        while self._width(text, size, font) > SIZE[0] - 2 * _MARGIN:
            text = text.rstrip(" …")[:-1].rstrip() + " …"
        return text

    def _lines(self, words: Sequence[str], size: int) -> list[str]:
        lines: list[str] = []
        for word in words:
            longer = f"{lines[-1]} {word}" if lines else word
            if lines and self._width(longer, size, _BOLD) <= SIZE[0] - 2 * _MARGIN:
                lines[-1] = longer
            else:
                lines.append(self.cut(word, size, _BOLD))
        return lines

    def _width(self, text: str, size: int, font: str) -> float:
        import ctypes  # noqa: PLC0415 -- few sites draw cards, and it takes its time to load

        line = self._line(text, size, font)
        left, bottom, right, top = (ctypes.c_float() for _ in range(4))
        self._api.FPDFPageObj_GetBounds(line, left, bottom, right, top)
        self._api.FPDFPageObj_Destroy(line)
        return right.value - left.value

    def _line(self, text: str, size: float, font: str) -> Any:  # noqa: ANN401 -- pypdfium2 ships no types
        import ctypes  # noqa: PLC0415 -- as above

        line = self._api.FPDFPageObj_CreateTextObj(self._document.raw, self._fonts[font], size)
        letters = ctypes.create_string_buffer(f"{text}\0".encode("utf-16-le"))
        self._api.FPDFText_SetText(line, ctypes.cast(letters, ctypes.POINTER(ctypes.c_ushort)))
        return line


def _is_writable(text: str) -> bool:
    """Whether the fonts have every letter of a text: they are encoded as Windows code page 1252."""
    try:
        text.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return bool(text.strip())


def _writable(text: str) -> str:
    return text.encode("cp1252", "ignore").decode("cp1252")


def _png(rows: Iterable[bytes]) -> bytes:
    """Return rows of palette indexes as PNG (ISO/IEC 15948)."""
    width, height = SIZE
    header = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    pixels = zlib.compress(b"".join(b"\0" + row for row in rows), 9)
    parts = ((b"IHDR", header), (b"PLTE", _palette()), (b"IDAT", pixels), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(map(_chunk, *zip(*parts, strict=True)))


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _palette() -> bytes:
    """Return the colours between ink and paper by lightness; one next to ink, which hardly differs, is the accent."""
    shades = [
        tuple(ink + (paper - ink) * grey // _WHITE for ink, paper in zip(_INK, _PAPER, strict=True))
        for grey in range(_BLACK, _WHITE + 1)
    ]
    shades[_RED] = _ACCENT
    return bytes(value for shade in shades for value in shade)
