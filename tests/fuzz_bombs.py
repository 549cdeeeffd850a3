"""Sources whose cost may outgrow their size: nesting, repetition, entities, and what unfolds when it is unpacked."""

from __future__ import annotations

import gzip
import io
import zipfile
from base64 import b64encode
from typing import TYPE_CHECKING

from fuzz_grammar import LD_JSON
from pdf_samples import Put, column, nested, packed, pdf

if TYPE_CHECKING:
    from collections.abc import Iterator

SIZE = 100_000
_LINES = (
    "a", " ", "a ", "a.", "\n", "a\n", "(", "> ", "- a\n", "A. ", "http://a", "Foto: ", "1.1.26 ", "*", "Ã¤", "é\u0301",
    "EU (EU) ", "Von A und ", "a-\n", "Der Kran hob den Kutter am Abend aus der Einfahrt. ",
)  # fmt: skip
_MARKUP = (
    "<div>", "<b>", "<a href=x>", "<table><tr><td>", "<ul><li>", "<blockquote>", "<svg><p>", "<template>", "<!--",
    "<a b=", "&", "&lt;", "<p>a", "<br>", "<h1>a</h1>", "<a href=x>a</a>", "<abbr title=a>a</abbr>", "<td>a", LD_JSON,
    "<time datetime=2026>", "<meta property=og:title content=a>", "<p hidden>", "<font><p>", "<i><b><p>a</i>",
)  # fmt: skip
_HTML_MAIL = b"From: a@b.example\nContent-Type: text/html\n\n"
_XML = b"<?xml version='1.0'?>"
_RSS = _XML + b"<rss version='2.0'><channel>"


def text() -> Iterator[bytes]:
    """Yield one thing over and over, and archives that call themselves texts."""
    yield from map(_full, _LINES)
    yield b"\xff" * SIZE
    yield gzip.compress(b"x" * 20_000_000)
    yield _zipped()


def page() -> Iterator[bytes]:
    """Yield elements without end, and values without end."""
    yield from (_full(unit) + b"<p>The harbour of Whitmere reopened." for unit in _MARKUP)
    for begin in ("<title>", "<h1>", "<meta name=author content='", "<link rel=canonical href='http://a/"):
        yield begin.encode() + _full("ab ") + b"'></title></h1><p>The harbour of Whitmere reopened."
    yield b"<p class='" + b"aB" * (SIZE // 2) + b"'>a"
    yield b"<p " + b"".join(b"a%d=1 " % number for number in range(SIZE // 8)) + b">a"
    yield b"<script type='application/ld+json'>" + b"[" * SIZE + b"</script><p>a"
    yield b"<script type='application/ld+json'>" + b'{"a":' * (SIZE // 5) + b"</script><p>a"
    yield b"<!DOCTYPE html [<!ENTITY a 'ha'><!ENTITY b '&a;&a;'>]><p>" + b"&b;" * (SIZE // 3)
    yield b"<table>" + b"<tr><td>a<td>b" * (SIZE // 14) + b"</table>"


def document() -> Iterator[bytes]:
    """Yield forms in forms, packed zeros, and characters upon each other."""
    yield nested(9)
    yield nested(90)
    yield packed(b"\0" * 200_000_000)
    yield packed(b"BT (a) Tj ET " * 400_000)
    yield pdf(*([Put(40, 500, "a")] for _ in range(300)))
    yield pdf(column(40, 560, *["a b c d e f g h"] * 900, leading=0.5))
    yield pdf([Put(number % 390, number % 590, "a") for number in range(3000)])
    yield pdf([Put(40, 500, "a " * 8000)])


def mail() -> Iterator[bytes]:
    """Yield parts in parts, headers without end, and an archive that is attached."""
    parts = (f"Content-Type: multipart/mixed; boundary=b{number}\n\n--b{number}\n" for number in range(3000))
    yield f"From: a@b.example\n{''.join(parts)}\nText".encode()
    yield b"From: a@b.example\n" + b"Content-Type: message/rfc822\n\n" * 3000
    yield b"From: a@b.example\nContent-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\na\n" * (SIZE // 8)
    for header in ("Subject: =?utf-8?Q?a?=\n", "From: <a@b.example>\n", "X: y\n"):
        yield b"From: a@b.example\n" + _full(header) + b"\nText"
    for begin, unit in (("From: ", "<a@b.example>,"), ("Subject: ", "=?utf-8?B?YQ==?= "), ("Subject: ", "Re: ")):
        yield begin.encode() + _full(unit) + b"\nFrom: a@b\n\nText"
    for unit in ("> a\n", ">", "-----Original Message-----\nFrom: a\nSent: b\nSubject: c\n\n", "--\n"):
        yield b"From: a@b.example\n\n" + _full(unit)
    head = b"From: a@b.example\nContent-Type: application/zip; name=a.zip\nContent-Transfer-Encoding: base64\n\n"
    yield head + b64encode(_zipped())
    yield _HTML_MAIL + _full("<div>") + b"Text"


def newsletter() -> Iterator[bytes]:
    """Yield items without end, and what only begins to be one."""
    words = "Wort " * 14
    yield _HTML_MAIL + _full(f"<h2>Hafen</h2><p>{words}</p><a href='https://bote.example/a'>Weiterlesen</a>")
    yield _HTML_MAIL + _full("<h4>a</h4><a href=https://bote.example/>b</a>")
    yield _HTML_MAIL + b"<h2>a</h2>" * 5000 + b"<a href=x>b</a>" * 3000
    yield _HTML_MAIL + _full("<h2>")
    yield _HTML_MAIL + _full("<a href=")


def feed() -> Iterator[bytes]:
    """Yield entities that double sixty times, entries without end, and elements in elements."""
    entities = b"".join(b"<!ENTITY a%d '&a%d;&a%d;'>" % (number + 1, number, number) for number in range(60))
    item = b"<rss><channel><item><title>&a60;</title></item></channel></rss>"
    yield _XML + b"<!DOCTYPE rss [<!ENTITY a0 'ha'>" + entities + b"]>" + item
    yield _RSS + _full("<item><title>a</title></item>") + b"</channel></rss>"
    yield _RSS + _full("<item>")
    yield _RSS + b"<item><description>" + _full("&lt;div&gt;") + b"</description></item></channel></rss>"
    yield _XML + b"<feed xmlns='http://www.w3.org/2005/Atom'><entry><content type='xhtml'>" + _full("<div>")
    yield _RSS + b"<item><title>" + _full("<![CDATA[")
    yield _XML + b"<a " + b" ".join(b"a%d='b'" % number for number in range(SIZE // 10)) + b"/>"
    yield _full("<")
    yield _full("&")


def json_feed() -> Iterator[bytes]:
    """Yield brackets without end, items without end, and a number of a hundred thousand digits."""
    yield _full("[")
    yield _full('{"items":')
    yield b'{"items":[' + b"{}," * (SIZE // 3) + b"{}]}"
    yield b'{"items":[{"title":' + b"9" * SIZE + b"}]}"
    yield b'{"items":[{"content_html":"' + _full("<div>") + b'"}]}'
    yield b'{"items":[{"tags":[' + _full('"a",') + b'"b"],"content_text":"a"}]}'


def _full(unit: str) -> bytes:
    return unit.encode() * (SIZE // len(unit.encode()))


def _zipped() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", b"\0" * 20_000_000)
    return out.getvalue()
