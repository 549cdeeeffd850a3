"""PDFs for the tests: written by hand, printed by a browser, exported by an office suite."""

from __future__ import annotations

import re
import zlib
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from digest.content import frontmatter
from digest.model import Block, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from digest.model import Article

WIDTH, HEIGHT = 400, 600
ENCRYPTED = b"/ID[<00><00>]/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<%s>/U<%s>>>" % (b"11" * 32, b"22" * 32)
"""What the trailer of a file says that asks for a password."""
_CHARACTER = 0.6  # of the font's size; in Courier every character is as wide, so that the tests can reckon


class Put(NamedTuple):
    """One line of a hand-made page; the origin is at the lower left, as in the format itself."""

    left: float
    bottom: float
    text: str
    size: float = 10
    font: str = "F1"


def column(left: float, top: float, *lines: str, size: float = 10, leading: float = 12) -> list[Put]:
    """Lines below each other; an empty one leaves a gap, spaces at the start indent."""
    return [
        Put(left + _CHARACTER * size * (len(line) - len(line.lstrip())), top - row * leading, line.lstrip(), size)
        for row, line in enumerate(lines)
        if line
    ]


def pdf(
    *pages: Iterable[Put],
    info: Mapping[str, str] | None = None,
    drawing: bytes = b"",
    trailer: bytes = b"",
    lang: str = "",
) -> bytes:
    """Write a PDF by hand: Courier, one content stream a page, no compression (ISO 32000-1, 7.5)."""
    kids = [5 + 2 * number for number in range(len(pages))]
    properties = "".join(f"/{key} <feff{value.encode('utf-16-be').hex()}>" for key, value in (info or {}).items())
    objects = [
        f"<</Type/Catalog/Pages 2 0 R{f'/Lang({lang})' if lang else ''}>>".encode(),
        f"<</Type/Pages/Count {len(kids)}/Kids[{' '.join(f'{kid} 0 R' for kid in kids)}]>>".encode(),
        b"<<%s>>" % b"".join(map(_font, (b"F1", b"F2"), (b"Courier", b"Courier-Bold"))),
        f"<<{properties}>>".encode(),
    ]
    for kid, page in zip(kids, pages, strict=True):
        shown = drawing + b"\n".join(map(_shown, page))
        box = f"/MediaBox[0 0 {WIDTH} {HEIGHT}]/Resources<</Font 3 0 R>>"
        objects.append(f"<</Type/Page/Parent 2 0 R{box}/Contents {kid + 1} 0 R>>".encode())
        objects.append(b"<<" + stream(shown))
    return _file(objects, trailer)


def nested(depth: int) -> bytes:
    """A page that draws a form, which draws the next one ten times, and so on."""
    form = b"<</Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %d 0 R>>>>"
    kids = [form % number + stream(b"/X Do " * 10) for number in range(6, 6 + depth)]
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources<</XObject<</X 5 0 R>>>>/Contents 4 0 R>>"
    tree = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1/Kids[3 0 R]>>", page, b"<<" + stream(b"/X Do")]
    return _file(tree + kids, b"")


def stream(content: bytes, keys: bytes = b"") -> bytes:
    """The rest of a dictionary, and a stream behind it."""
    return b"%s/Length %d>>stream\n%s\nendstream" % (keys, len(content), content)


def one_stream(content: bytes, keys: bytes) -> bytes:
    """A page whose content is as given, packed as `keys` say."""
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>"
    tree = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1/Kids[3 0 R]>>", page]
    return _file([*tree, b"<<" + stream(content, keys)], b"")


def lzw_spaces(count: int) -> bytes:
    """So many spaces at least, in LZW (ISO 32000-1, 7.4.4): each code stands for one more of them than the last."""
    bits, length = "", 0
    while length < count:
        bits += f"{256:09b}{32:09b}"
        length += 1
        for code in range(258, 4094):
            bits += f"{code:0{min(max((code + 1).bit_length(), 9), 12)}b}"
            length += code - 256
        bits += f"{256:012b}"
    bits += f"{257:09b}"
    bits += "0" * (-len(bits) % 8)
    return int(bits, 2).to_bytes(len(bits) // 8, "big")


def packed(content: bytes) -> bytes:
    """A file that holds nothing but one compressed stream."""
    return _file([b"<<" + stream(zlib.compress(content), b"/Filter/FlateDecode")], b"")


def _font(name: bytes, face: bytes) -> bytes:
    return b"/%s<</Type/Font/Subtype/Type1/BaseFont/%s/Encoding/WinAnsiEncoding>>" % (name, face)


def _shown(put: Put) -> bytes:
    text = put.text.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
    return f"BT /{put.font} {put.size} Tf {put.left} {put.bottom} Td (".encode() + text + b") Tj ET"


def _file(objects: Sequence[bytes], trailer: bytes) -> bytes:
    out, offsets = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    count = len(objects) + 1
    end = b"trailer\n<</Size %d/Root 1 0 R/Info 4 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (count, trailer, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n" % count + table + end


class Sample(NamedTuple):
    """One of the demonstration's articles."""

    title: str
    language: str
    blocks: list[Block]


def sample(path: Path) -> Sample:
    """Read an article that `digest` wrote, without its tables: the cells of a printed one come back as lines."""
    parsed = frontmatter.parse(path.read_text(encoding="utf-8"), path.name)
    parts = (part for part in parsed.body.split("\n\n") if not part.startswith("|"))
    blocks = [block for part in parts for block in _blocks(part)]
    return Sample(parsed.values["title"], parsed.values["lang"], blocks)


def is_of_a_source(path: Path) -> bool:
    """Tell whether an article was made of a source, and is none that editors wrote."""
    return bool(frontmatter.parse(path.read_text(encoding="utf-8"), path.name).values.get("digest"))


def _blocks(part: str) -> list[Block]:
    part = re.sub(r"\\([^\w\s])", r"\1", part)
    if part.startswith("> "):
        words, _, speaker = part.replace("\n> ", "\n").removeprefix("> ").partition("\n>\n— ")
        return [Block(words, Kind.QUOTE, attribution=speaker)]
    if part.startswith("- "):
        return [Block(line.removeprefix("- "), Kind.LIST_ITEM) for line in part.split("\n")]
    kind = Kind.HEADING if part.startswith("#") else Kind.PARAGRAPH
    return [Block(part.lstrip("# "), kind)]


def same(article: Article | Sample) -> list[tuple[Kind, str, str]]:
    """What must come back of an article."""
    return [(block.kind, block.text, block.attribution) for block in article.blocks]


_PAGE = """<!doctype html><html lang="{lang}"><meta charset="utf-8"><title>{title}</title><style>
@page {{ size: A4; margin: 18mm }} body {{ font: 11pt/1.3 '{font}' }} h2 {{ font-size: 13pt }}
main {{ columns: {columns} }} .indented {{ text-align: justify }} .indented p {{ margin: 0; text-indent: 1.2em }}
</style><h1>{title}</h1><main class="{style}">{body}</main>"""


def page(article: Sample, columns: int, font: str) -> str:
    """An article as a web page to print: spaced paragraphs in one column, indented and justified ones in several."""
    body = "".join(map(_element, article.blocks))
    style = "indented" if columns > 1 else ""
    title = escape(article.title)
    return _PAGE.format(lang=article.language, title=title, columns=columns, font=font, style=style, body=body)


def _element(block: Block) -> str:
    text = escape(block.text)
    match block.kind:
        case Kind.HEADING:
            return f"<h2>{text}</h2>"
        case Kind.LIST_ITEM:
            return f"<ul><li>{text}</ul>"
        case Kind.QUOTE:
            return f"<blockquote><p>{text}<p>— {escape(block.attribution)}</blockquote>"
        case _:
            return f"<p>{text}"


_NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in {
        "office": "office",
        "text": "text",
        "style": "style",
        "fo": "xsl-fo-compatible",
        "svg": "svg-compatible",
    }.items()
)
_STYLES = {
    "Title": ('fo:margin-bottom="5mm"', 'fo:font-size="20pt" fo:font-weight="bold"'),
    "Heading": ('fo:margin-top="3mm" fo:margin-bottom="1mm"', 'fo:font-size="10pt" fo:font-weight="bold"'),
    "Body": ('fo:text-indent="4mm" fo:text-align="justify"', 'fo:font-size="10pt"'),
    "Item": ('fo:margin-left="8mm"', 'fo:font-size="10pt"'),
    "Quote": ('fo:margin-left="7mm" fo:margin-right="7mm"', 'fo:font-size="10pt"'),
    "Small": ("", 'fo:font-size="8pt"'),
}


def office_text(article: Sample, columns: int, font: str) -> str:
    """An article as a flat OpenDocument text on small pages with running heads and page numbers."""
    styles = "".join(
        f'<style:style style:name="{name}" style:family="paragraph"><style:paragraph-properties {paragraph}/>'
        f'<style:text-properties style:font-name="Font" {text}/></style:style>'
        for name, (paragraph, text) in _STYLES.items()
    )
    body = "".join(map(_paragraph, article.blocks))
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document {_NAMES} office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.text">
<office:font-face-decls><style:font-face style:name="Font" svg:font-family="'{font}'"/></office:font-face-decls>
<office:styles>{styles}</office:styles><office:automatic-styles><style:page-layout style:name="Layout">
<style:page-layout-properties fo:page-width="148mm" fo:page-height="210mm" fo:margin="15mm"/>
<style:header-style/><style:footer-style/></style:page-layout>
<style:style style:name="Columns" style:family="section"><style:section-properties>
<style:columns fo:column-count="{columns}" fo:column-gap="5mm"/></style:section-properties></style:style>
</office:automatic-styles><office:master-styles>
<style:master-page style:name="Standard" style:page-layout-name="Layout">
<style:header>{_styled("Small", "Rundbrief der Küste · Frühjahr")}</style:header>
<style:footer><text:p text:style-name="Small">Seite <text:page-number/></text:p></style:footer>
</style:master-page></office:master-styles><office:body><office:text>{_styled("Title", article.title)}
<text:section text:style-name="Columns" text:name="Text">{body}</text:section></office:text></office:body>
</office:document>"""


def _paragraph(block: Block) -> str:
    match block.kind:
        case Kind.HEADING:
            return _styled("Heading", block.text)
        case Kind.LIST_ITEM:
            return _styled("Item", f"• {block.text}")
        case Kind.QUOTE:
            return _styled("Quote", block.text) + _styled("Quote", f"— {block.attribution}")
        case _:
            return _styled("Body", block.text)


def _styled(style: str, text: str) -> str:
    return f'<text:p text:style-name="{style}">{escape(text)}</text:p>'
