"""Grammars of the sources that the fuzzing composes: right in most places, wrong in some."""

from __future__ import annotations

import json
from base64 import b64encode
from typing import TYPE_CHECKING

from pdf_samples import HEIGHT, WIDTH, Put, column, pdf

if TYPE_CHECKING:
    from random import Random

WORDS = (
    "The", "harbour", "of", "Whitmere", "reopened", "on", "Tuesday", "after", "eleven", "weeks.", "Der", "Rat",
    "beschließt", "heute", "Abend", "über", "die", "Fähre.", "À", "Port-Mélan", ",", "l’agence", "compte", "bouées .",
    "Cookies", "Anzeige", "Weiterlesen", "Subscribe", "Foto: Ohl", "Von", "Anna Berg", "5. März 2026", "10:30 Uhr", "©",
    "(EU)", "https://bote.example/a", "a@bote.example", "&amp;", "&lt;b&gt;", "1.", "-", "#", ">", "|", "```", "~~~",
    "[a](javascript:x)", "![", "***", "___", "$", "{{ }}", "ﬁ", "Ã¤", "\u202e", "\u00ad", "\u200b", "\ufeff",
    "漢字", "ｱ", "\\",
)  # fmt: skip
ELEMENTS = (
    "p", "div", "span", "a", "b", "i", "em", "ul", "ol", "li", "table", "tr", "td", "th", "h1", "h2", "h4", "pre",
    "code", "blockquote", "figure", "figcaption", "script", "style", "svg", "math", "iframe", "template", "noscript",
    "br", "hr", "img", "abbr", "title", "meta", "base", "form", "select", "option", "textarea", "body", "html", "head",
    "article", "main", "nav", "aside", "time", "dl", "dt", "dd", "details", "frameset", "plaintext", "xmp", "mtext",
)  # fmt: skip
ATTRIBUTES = (
    "href=https://bote.example/?utm_source=x&amp;a=1", "href='javascript:alert(1)'", "href='//[::1'", "hidden",
    "style='display:none'", "class='article-body nav'", "id=main", "itemprop=headline", "itemprop=datePublished",
    "property='og:title' content='Hafen'", "name=author content='Von Anna Berg'", "datetime=2026-03-05T25:61",
    "datetime='-0001-13-32'", "title='Europäische Küstenagentur'", "colspan=99999999", "start=-1", "charset=utf-7",
    "http-equiv=refresh content='0;url=javascript:x'", "type='application/ld+json'", "onclick=x", "dir=rtl", "<", "\0",
)  # fmt: skip
LD_JSON = (
    '<script type="application/ld+json">{"@graph":[{"@type":"NewsArticle","headline":"Hafen offen",'
    '"author":[{"name":"Anna Berg"},7,null],"datePublished":"2026-03-05T10:00:00+01:00"}]}</script>'
)
HEADERS = (
    "Subject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=", "Subject: Fwd: WG: Hafen", "From: =?x?y?z?=", "To: undisclosed",
    "Date: Thu, 5 Mar 2026 09:14:00 +0100", "Date: Mon, 31 Feb 0000 99:99:99 +9999", "List-Id: <hafen.lists.example>",
    "Content-Type: text/html; charset=utf-7", "Content-Type: text/plain; charset='x\0'", "MIME-Version: 1.0",
    "Content-Type: multipart/mixed; boundary=b", "Content-Type: multipart/alternative; boundary='b'",
    "Content-Type: message/rfc822", "Content-Transfer-Encoding: base64", "Content-Transfer-Encoding: quoted-printable",
    "Content-Transfer-Encoding: x-uuencode", "Content-Disposition: attachment; filename*=utf-8''a%ff.txt",
)  # fmt: skip
_QUOTING = (
    "> ", ">> ", "-- ", "-----Original Message-----", "Am 5. März 2026 schrieb Anna Berg:", "On Mon, Anna wrote:", "",
    "Von: Anna\nGesendet: heute\nBetreff: Hafen\n", "_" * 47, "Mit freundlichen Grüßen",
)  # fmt: skip
_ENTRY = (
    "<title>{}</title>", "<link>https://bote.example/{}</link>", "<guid>{}</guid>", "<description>{}</description>",
    "<pubDate>Thu, 05 Mar 2026 09:14:00 +0100</pubDate>", "<pubDate>{}</pubDate>", "<category>{}</category>", "<{}>",
    "<content:encoded><![CDATA[{}]]></content:encoded>", "<dc:creator>{}</dc:creator>", "<id>{}</id>",
    "<link href='x' rel='self'/>", "<updated>-2026-03-05T08</updated>", "<source>{}</source>",
    "<content type='xhtml'><div>{}</div></content>", "<content type='text/html' mode='base64'>{}</content>",
)  # fmt: skip
_FEEDS = (
    ("<rss version='2.0'><channel>", "</channel></rss>"),
    ("<feed xmlns='http://www.w3.org/2005/Atom'>", "</feed>"),
    ("<rdf:RDF>", ""),
)
_KEYS = (
    "id", "url", "external_url", "title", "content_html", "content_text", "summary", "date_published", "authors",
    "author", "tags", "language",
)  # fmt: skip
_VALUES: tuple[object, ...] = (
    None, True, -1, 1e99, [], {}, [{"name": "Anna Berg"}], ["a", 7], "2026-03-05T09:14:00Z", "https://bote.example/",
)  # fmt: skip
_DEEPEST = 4


def prose(chance: Random, most: int = 40) -> str:
    """Words in a row."""
    return " ".join(chance.choices(WORDS, k=chance.randint(1, most)))


def text(chance: Random) -> bytes:
    """Lines of any kind below each other."""
    starts = ("", "", " " * 9, "\t", "> ", "• ")
    lines = [chance.choice(starts) + prose(chance) for _ in range(chance.randint(1, 60))]
    joined = chance.choice(("\n", "\n\n", "\r\n", "\r", "\u2028")).join(lines)
    return joined.encode(chance.choice(("utf-8", "utf-16", "utf-8-sig", "cp1252", "utf-32")), "replace")


def markup(chance: Random, depth: int = 0) -> str:
    """Elements in each other, some of them never closed."""
    return "".join(_element(chance, depth) for _ in range(chance.randint(1, max(1, 6 - depth))))


def _element(chance: Random, depth: int) -> str:
    tag = chance.choice(ELEMENTS)
    inner = markup(chance, depth + 1) if depth < chance.randint(1, 9) else prose(chance)
    attributes = " ".join(chance.choices(ATTRIBUTES, k=chance.choice((0, 0, 0, 1, 3))))
    close = chance.choice((*[f"</{tag}>"] * 9, ""))
    return f"<{tag} {attributes}>{inner}{close}{prose(chance, 9)}"


def page(chance: Random) -> bytes:
    """A web page with or without a head."""
    heads = ("", "<!DOCTYPE html><title>Hafen</title>", LD_JSON, '<meta charset="utf-16">', "<?xml version='1.0'?>")
    return (chance.choice(heads) + markup(chance, chance.randint(0, 5))).encode(
        chance.choice(("utf-8", "cp1252", "utf-16")), "replace"
    )


def document(chance: Random) -> bytes:
    """PDF pages with lines anywhere on them, and outside."""
    pages = [_sheet(chance) for _ in range(chance.randint(1, 4))]
    information = {"Title": prose(chance, 5), "CreationDate": "D:20261399"}
    return pdf(*pages, info=information, lang=chance.choice(("", "de", "x\0")))


def _sheet(chance: Random) -> list[Put]:
    lines = column(40, 560, *(_printable(chance, 8) for _ in range(chance.randint(1, 40))))
    for _ in range(chance.randint(0, 30)):
        left, bottom = chance.uniform(-99, WIDTH + 99), chance.uniform(-99, HEIGHT + 99)
        lines.append(Put(left, bottom, _printable(chance, 6), chance.choice((0.01, 5, 10, 24, 9999))))
    return lines


def _printable(chance: Random, most: int) -> str:
    return prose(chance, most).encode("cp1252", "replace").decode("cp1252")


def mail(chance: Random, depth: int = 0) -> bytes:
    """Headers in any order, and parts in parts."""
    head = "".join(f"{one}\n" for one in chance.choices(HEADERS, k=chance.randint(1, 7)))
    parts = [_part(chance, depth) for _ in range(chance.randint(1, 3))]
    end = chance.choice((b"\n--b--\n", b""))
    return f"From: a@bote.example\n{head}\n--b\n".encode() + b"\n--b\n".join(parts) + end


def _part(chance: Random, depth: int) -> bytes:
    own = chance.choice((text, page, letter, None))
    nested = mail(chance, depth + 1) if own is None and depth < _DEEPEST else b""
    data = own(chance) if own else nested
    return b64encode(data) if chance.randrange(3) == 0 else data


def letter(chance: Random) -> bytes:
    """A plain text that quotes, forwards and is signed."""
    return "\n".join(chance.choice(_QUOTING) + prose(chance, 12) for _ in range(chance.randint(2, 50))).encode()


def newsletter(chance: Random) -> bytes:
    """A letter in HTML with items below headings."""
    level = chance.randint(1, 5)
    items = (
        f"<h{level}>{prose(chance, 6)}</h{level}><p>{prose(chance)}</p><a {chance.choice(ATTRIBUTES)}>"
        f"{chance.choice(('Weiterlesen ›', 'Read more', '', prose(chance, 3)))}</a>"
        for _ in range(chance.randint(1, 9))
    )
    return f"From: a@bote.example\nSubject: Bote\nContent-Type: text/html; charset=utf-8\n\n{''.join(items)}".encode()


def feed(chance: Random) -> bytes:
    """RSS, RDF or Atom, its parts in any order."""
    item = chance.choice(("item", "entry"))
    entries = []
    for _ in range(chance.randint(1, 9)):
        parts = chance.choices(_ENTRY, k=chance.randint(1, 9))
        entries.append(f"<{item}>{''.join(one.format(_escaped(chance)) for one in parts)}</{item}>")
    opening, closing = chance.choice(_FEEDS)
    return f"<?xml version='1.0'?>{opening}<title>Bote</title>{''.join(entries)}{closing}".encode()


def _escaped(chance: Random) -> str:
    inner = chance.choice((prose(chance), markup(chance, 6), prose(chance, 3)))
    return inner if chance.randrange(3) == 0 else inner.replace("&", "&amp;").replace("<", "&lt;")


def json_feed(chance: Random) -> bytes:
    """JSON Feed with values of any type."""
    items = [{key: _value(chance) for key in chance.sample(_KEYS, chance.randint(0, 9))} for _ in range(9)]
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": _value(chance), "items": items}).encode()


def _value(chance: Random) -> object:
    return chance.choice((*_VALUES, prose(chance), markup(chance, 6), prose(chance, 200)))
