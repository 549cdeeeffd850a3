"""PDF: bytes → whole paragraphs, headings and captions in reading order, from where the characters stand on the page.

`bombs` refuses what unfolds without end, `sheets` asks PDFium for characters and their boxes, `margins` finds what
repeats at the edges of the pages, `columns` puts the lines in order, `paragraphs` joins them and tells headings by
their size, `properties` reads the file's own words.
Heads and feet of pages are handed on with the context `page head` or `page foot`: the cleaner takes them out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.errors import SourceError
from digest.model import Block, Document, Source, Statement
from digest.readers.pdf import bombs, columns, margins, paragraphs, properties

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from digest.readers.pdf.lines import Sheet

_HEADLINE = "largest line of the first page"


def read(source: Source) -> Document:
    """Return the blocks of a PDF in reading order and what its properties state.

    A block's `line` counts the printed lines. A line break in a block stands behind a hyphen at the end of a printed
    line: only the cleaner knows whether the word has it.

    Raises:
        SourceError: it asks for a password, is damaged, too large, or holds no text.
    """
    pages, information, language = _opened(source)
    if not any(page.lines for page in pages):
        hint = "scanned pages need text recognition (OCR) first"
        raise SourceError("there is no text in this PDF", path=source.name, hint=hint)
    blocks = _blocks(pages)
    text = " ".join(block.text for block in blocks)
    stated = tuple(properties.stated(information, language, text))
    return Document(source, tuple(blocks), _warnings(pages), (*_headline(blocks, stated), *stated))


def _opened(source: Source) -> tuple[list[Sheet], dict[str, str], str]:
    """The pages, the document information and the language that the file names."""
    from digest.readers.pdf import sheets  # noqa: PLC0415 -- PDFium's library is large, and few sources need it

    bombs.refuse(source.data, source.name)
    document = sheets.opened(source.data, source.name)
    try:
        pages = list(sheets.sheets(document, source.name))
        return pages, sheets.information(document), sheets.language(document)
    finally:
        document.close()


def _blocks(pages: Sequence[Sheet]) -> list[Block]:
    """The text, and behind it what repeats at the edges of the pages, so that no paragraph is cut at a page's end."""
    edges = margins.edges(pages)
    lines = list(columns.in_order([line for line in page.lines if line not in edges] for page in pages))
    out: list[Block] = []
    if lines:
        usual = paragraphs.measured(lines)
        images = [image for page in pages for image in page.images]
        out = paragraphs.blocks(paragraphs.paragraphs(lines, usual), usual, images)
    apart = enumerate(edges.items(), len(lines) + 1)
    return out + [Block(line.text, line=number, gap=1, marks=(edge,)) for number, (line, edge) in apart]


def _headline(blocks: Sequence[Block], stated: Sequence[Statement]) -> Iterator[Statement]:
    """The headline, where the properties name no title; nobody lets headlines be hyphenated, so hyphens stay."""
    if any(one.key == "title" for one in stated):
        return
    for block in blocks:
        if block.level == 1:
            yield Statement("title", block.text.replace("\n", ""), _HEADLINE)


def _warnings(pages: Sequence[Sheet]) -> tuple[str, ...]:
    empty = [str(page.number) for page in pages if not page.lines]
    return (f"no text on page {', '.join(empty)}: scanned pages need text recognition",) if empty else ()
