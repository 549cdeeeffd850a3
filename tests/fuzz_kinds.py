"""What the fuzzing of each kind of source starts from: samples as they should be, and what means something in them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import fuzz_bombs as bombs
import fuzz_grammar as grammar
from fuzz_grammar import ATTRIBUTES, ELEMENTS, HEADERS, LD_JSON, WORDS
from pdf_samples import column, pdf

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from random import Random

_CASES = Path(__file__).parent / "cases"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of source."""

    suffix: str
    samples: tuple[bytes, ...]
    """Sources as they should be."""
    tokens: tuple[bytes, ...]
    """What means something in them."""
    compose: Callable[[Random], bytes]
    """Makes a source by the grammar of its kind, mostly."""
    bombs: Callable[[], Iterator[bytes]]
    """Sources whose cost may outgrow their size."""


_TEXT = "Der Hafen von <b>Ollersum</b> ist seit Dienstag wieder offen, sagte die {} am <a href='b?utm_id=2'>Abend</a>."
_PAGE = f"""<!DOCTYPE html><html lang=de><head><meta charset=utf-8><title>Hafen offen – Bote</title>{LD_JSON}
<meta property="og:site_name" content="Bote"><base href="https://bote.example/a/"></head><body>
<nav><ul><li><a href="/">Start</a></ul></nav><article><h1>Hafen offen</h1><p class="byline">Von Anna Berg</p>
<time datetime="2026-03-05">5. März 2026</time>
<p>{_TEXT.format("<abbr title='Europäische Küstenagentur'>EKA</abbr>")}</p>
<p>{_TEXT.format("Ministerin") * 4}</p><blockquote>„Wir sind froh.“</blockquote><ol><li>Eins<ul><li>Zwei</ul></ol>
<table><tr><th>Ort<th>km<tr><td>Torsund<td>61</table><figure><img src=a.jpg alt="Kran"><figcaption>Kran. Foto: Jens Ohl
</figcaption></figure><pre>a = 1</pre></article><footer>Impressum</footer>"""
_MAIL = f"""From: "Berg, Anna" <a.berg@hafenamt.example>
Subject: =?utf-8?B?R3LD?=
 =?utf-8?B?vMOfZQ==?= aus Ollersum
Date: Thu, 5 Mar 2026 09:14:00 +0100
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary="teil"

--teil
Content-Type: text/plain; charset=utf-8

Der Hafen von Ollersum ist seit Dienstag wieder offen.

--
Anna Berg
--teil
Content-Type: text/html; charset=utf-8

{_PAGE}
--teil--
"""
_NEWSLETTER = "From: a@bote.example\nSubject: Morgen\nContent-Type: text/html; charset=utf-8\n\n" + "".join(
    f"<h2>Meldung {number}</h2><p>{_TEXT.format('Ministerin')}</p><a href='https://bote.example/{number}'>Mehr</a>"
    for number in range(4)
)
_RSS = """<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Bote</title><language>de</language><item><title>Hafen &amp;amp; Deich</title>
<link>https://bote.example/hafen</link><guid isPermaLink="false">17</guid>
<pubDate>Thu, 05 Mar 2026 09:14:00 +0100</pubDate><dc:creator>Anna Berg</dc:creator><category>Hafen</category>
<content:encoded><![CDATA[<p>Der Hafen ist offen.</p>]]></content:encoded></item></channel></rss>"""
_ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://bote.example/">
<title>Bote</title><entry><id>tag:bote.example,2026:1</id><title type="html">Hafen</title><link href="hafen"/>
<published>2026-03-05T08:14:00Z</published><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">
<p>Der Hafen ist offen.</p></div></content></entry></feed>"""
_ITEM = {"id": 1, "url": "https://bote.example/", "title": "Hafen", "content_html": "<p>Der Hafen ist offen.</p>"}
_JSON = {"version": "https://jsonfeed.org/version/1.1", "title": "Bote", "items": [_ITEM]}
_PDF = pdf(column(40, 560, *["Der Hafen von Ollersum ist seit Dienstag wieder offen."] * 9), info={"Title": "Hafen"})

_BREAKS = (b"\n", b"\n\n", b"\r", b"\t", b"\0", b"\x0c", b"\x85", b"\xff", b"\xef\xbb\xbf")
_IN_MARKUP = (
    *(f" {one} ".encode() for one in (*ATTRIBUTES, *(f"<{tag}>" for tag in ELEMENTS))),
    b"<!--", b"-->", b"<![CDATA[", b"]]>", b"&#0;", b"&#x110000;", b"&nbsp;", b"</", b"<!", b"<?", b"/>", b"\0",
)  # fmt: skip
_IN_MAIL = (
    *(f"\n{one}\n".encode() for one in HEADERS),
    b"\n\n", b"\n--b\n", b"\n--b--\n", b"\n--teil\n", b"=?utf-8?B?", b"?=", b"=FF", b"boundary=", b";", b'"', b"\n> ",
)  # fmt: skip
_IN_PDF = (
    b"obj", b"endobj", b"stream", b"endstream", b" R ", b"<<", b">>", b"[", b"]", b"(", b")", b"BT", b"ET", b"Tj",
    b"Tf", b" 9 0 0 9 0 0 cm ", b"Do", b"/Length", b"/Filter/FlateDecode", b"/Kids[2 0 R]", b"/Count -1",
    b"/Contents 4 0 R", b"/Font", b"xref", b"trailer", b"startxref", b"1e999", b"/MediaBox[0 0 1e9 1e9]",
    b"/Rotate 90", b"/ObjStm",
)  # fmt: skip
_IN_JSON = (
    b"{", b"}", b"[", b"]", b":", b",", b'"', b"\\", b"\\u0000", b"\\ud800", b"null", b"-0", b"1e999", b"NaN",
    b'"items":[{}],', b'"title":"', b'"content_html":"<p>', b'"id":7,',
)  # fmt: skip


def _files(pattern: str) -> tuple[bytes, ...]:
    return tuple(path.read_bytes() for path in sorted(_CASES.glob(pattern)))


def _kind(name: str, suffix: str, samples: tuple[bytes, ...], tokens: tuple[bytes, ...]) -> Kind:
    return Kind(suffix, samples, tokens, getattr(grammar, name), getattr(bombs, name))


KINDS: Mapping[str, Kind] = {
    "text": _kind("text", "txt", _files("text/*/source.*"), tuple(word.encode() for word in WORDS) + _BREAKS),
    "html": _kind("page", "html", (_PAGE.encode(),), _IN_MARKUP + _BREAKS),
    "pdf": _kind("document", "pdf", (_PDF, *_files("pdf/*.pdf")), _IN_PDF + _BREAKS),
    "mail": _kind("mail", "eml", (_MAIL.encode(),), _IN_MAIL + _BREAKS),
    "newsletter": _kind("newsletter", "eml", (_NEWSLETTER.encode(),), _IN_MARKUP + _IN_MAIL),
    "feed": _kind("feed", "xml", (_RSS.encode(), _ATOM.encode()), _IN_MARKUP + _BREAKS),
    "json-feed": _kind("json_feed", "json", (json.dumps(_JSON).encode(),), _IN_JSON + _IN_MARKUP),
}
"""By the name of its reader, or of its form."""
