"""Growth: does a source of ten times the size take ten times the time and memory, whatever its shape?

    python benchmarks/growth.py [--size BYTES] [--shape NAME]...

Each shape is made twice, of `--size` and of ten times as many bytes, and cleaned in a process of its own: CPU seconds,
megabytes that cleaning adds to the process, and how many times as much of both the larger one takes. A ratio above
`LIMIT` is marked and gives exit code 1.
"""

from __future__ import annotations

import argparse
import contextlib
import random
import resource
import sys
import time
from email.message import EmailMessage
from typing import TYPE_CHECKING, NamedTuple

from digest import readers
from digest.errors import SourceError
from digest.model import Source
from digest.run import single, workers
from digest.run.bounds import Bounds

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

GROWTH = 10
LIMIT = 12.0
"""Linear is 10. Python's collector goes through a large heap more often, which adds up to a fifth; a busy machine adds
some of its own. What grows with the square comes to 30 and more."""
_LEAST_SECONDS, _LEAST_MEGABYTES = 0.25, 50.0
_BOUNDS = Bounds(120, 4_000_000_000)  # what takes more is not waited for
_WORDS = (
    "harbour council ferry tide gauge mayor quay lamp winter bridge of the and with from over under after before to "
    "said built closed opened measured paid by for three eleven ninety north old new quiet broken public stone"
)
_SENTENCES = 400


class Cost(NamedTuple):
    """What cleaning one source took."""

    seconds: float
    megabytes: float


def _sentences() -> list[str]:
    chance = random.Random(7)  # noqa: S311 -- the same sentences every time
    words = _WORDS.split()
    return [f"{' '.join(chance.choices(words, k=chance.randint(6, 22))).capitalize()}." for _ in range(_SENTENCES)]


def _filled(size: int, piece: Callable[[int], str], between: str = "\n") -> str:
    """So many pieces as it takes to fill `size` characters; a piece gets its number."""
    pieces: list[str] = []
    left, number = size, 0
    while left > 0:
        pieces.append(piece(number))
        left -= len(pieces[-1]) + len(between)
        number += 1
    return between.join(pieces)


_TEXT = _sentences()


def _sentence(number: int) -> str:
    return _TEXT[number % _SENTENCES]


def _paragraph(number: int) -> str:
    return " ".join(_sentence(5 * number + k) for k in range(5))


def _page(body: str, head: str = "") -> str:
    lead = "".join(f"<p>{_paragraph(k)}</p>" for k in range(4))
    title = "Harbour council opens the new quay"
    return f"<!doctype html><html lang=en><title>{title}</title>{head}<article><h1>{title}</h1>{lead}{body}</article>"


def _deep(size: int) -> str:
    depth = size // 11
    return _page("<div>" * depth + _paragraph(0) + "</div>" * depth)


def _attributes(size: int) -> str:
    """Long values of the attributes that are looked at."""
    word = "share-bar related "
    value = word * (size // 5 // len(word))
    keys = ("class", "id", "style", "title", "href")
    return _page("".join(f'<p><a {key}="{value}">{_sentence(k)}</a></p>' for k, key in enumerate(keys)))


def _stated(size: int) -> str:
    """A head full of what pages state of themselves."""
    one = '<meta property="article:author" content="{}"><meta property="og:title" content="{}">'
    return _page("", _filled(size, lambda n: one.format(f"Ada Quill {n}", _sentence(n))))


def _linked_data(size: int) -> str:
    one = '{{"@type":"NewsArticle","headline":"{}","author":{{"name":"Ada Quill {}"}}}}'
    data = _filled(size, lambda n: one.format(_sentence(n), n), ",")
    return _page("", f'<script type="application/ld+json">[{data}]</script>')


def _mail(size: int, kind: str) -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "press@quillport.example", "desk@digest.example", "The quay"
    message["Date"] = "Wed, 04 Mar 2026 09:05:00 +0100"
    html = kind == "html"
    body = _filled(size, lambda n: f"<p>{_paragraph(n)}</p>" if html else _paragraph(n), "\n" if html else "\n\n")
    message.set_content(body, subtype=kind)
    return message.as_bytes()


def _feed(size: int) -> str:
    entry = "<item><title>{}</title><guid>quay-{}</guid><description>{}</description></item>"
    entries = _filled(size, lambda n: entry.format(_sentence(n), n, _paragraph(n)))
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Quay</title>{entries}</channel></rss>'


def _list_item(number: int) -> str:
    return f"<li>{_sentence(number)}"


def _row(number: int) -> str:
    return "<tr>" + "".join(f"<td>{_sentence(number + k)}" for k in range(4))


def _inline(number: int) -> str:
    return f"<b>{_TEXT[number % _SENTENCES][:9]}</b> <i>of</i> <a href=/{number}>it</a>"


def _many(piece: Callable[[int], str]) -> Callable[[int], str]:
    """A page of nothing but such pieces, behind the beginning of an article."""
    return lambda size: _page(_filled(size, piece))


def _plain(piece: Callable[[int], str], between: str = "\n") -> Callable[[int], str]:
    return lambda size: _filled(size, piece, between)


SHAPES: Mapping[str, tuple[str, Callable[[int], str | bytes]]] = {
    "article": ("page.html", _many(lambda n: f"<p>{_paragraph(n)}</p>")),
    "links": ("page.html", _many(lambda n: f"<p><a href=/news/{n}>{_sentence(n)}</a></p>")),
    "short links": ("page.html", _many(lambda n: f"<a href=/{n}>Quay {n}</a>")),
    "nesting": ("page.html", _deep),
    "unclosed": ("page.html", _many(lambda n: f"<b><i>{_sentence(n)}")),
    "table": ("page.html", lambda size: _page(f"<table>{_filled(size, _row)}</table>")),
    "tables": ("page.html", _many(lambda n: f"<table>{_row(n)}</table>")),
    "one paragraph": ("page.html", lambda size: _page(f"<p>{_filled(size, _sentence, ' ')}</p>")),
    "inline": ("page.html", lambda size: _page(f"<p>{_filled(size, _inline, ' ')}</p>")),
    "breaks": ("page.html", lambda size: _page(f"<p>{_filled(size, _sentence, '<br>')}</p>")),
    "list": ("page.html", lambda size: _page(f"<ul>{_filled(size, _list_item)}</ul>")),
    "nested lists": ("page.html", _many(lambda n: "<ul><li>" * 5 + _sentence(n) + "</ul>" * 5)),
    "headings": ("page.html", _many(lambda n: f"<h2>{_sentence(n)}</h2>")),
    "quotations": ("page.html", _many(lambda n: f"<blockquote>{_sentence(n)}</blockquote>")),
    "figures": ("page.html", _many(lambda n: f"<figure><img src={n}.png><figcaption>{_sentence(n)}</figure>")),
    "code": ("page.html", lambda size: _page(f"<pre>{_filled(size, _sentence)}</pre>")),
    "attributes": ("page.html", _attributes),
    "comments": ("page.html", _many(lambda n: f"<!-- {_sentence(n)} -->")),
    "scripts": ("page.html", _many(lambda n: f"<script>var a={n}</script>")),
    "statements": ("page.html", _stated),
    "linked data": ("page.html", _linked_data),
    "entities": ("page.html", _many(lambda _: "&amp;&#8222;")),
    "text": ("page.txt", _plain(_paragraph, "\n\n")),
    "short lines": ("page.txt", _plain(lambda n: _sentence(n)[:30])),
    "broken lines": ("page.txt", _plain(lambda n: _paragraph(n)[:72])),
    "one line": ("page.txt", _plain(_sentence, " ")),
    "one word": ("page.txt", lambda size: "quay" * (size // 4)),
    "spaces": ("page.txt", lambda size: _paragraph(0) + " " * size + _paragraph(1)),
    "empty lines": ("page.txt", lambda size: _paragraph(0) + " \n" * (size // 2) + _paragraph(1)),
    "full stops": ("page.txt", lambda size: _paragraph(0) + ". " * (size // 2)),
    "mail": ("mail.eml", lambda size: _mail(size, "plain")),
    "mail of HTML": ("mail.eml", lambda size: _mail(size, "html")),
    "quoted mail": ("mail.eml", lambda size: _mail(size, "plain").replace(b"\n\n", b"\n\n> > ")),
    "feed": ("feed.xml", _feed),
}
"""What can be measured: a name, and from a size in bytes a source of about that size."""


def made(shape: str, size: int) -> Source:
    """Return a source of a shape and size."""
    name, make = SHAPES[shape]
    content = make(size)
    return Source(name, content if isinstance(content, bytes) else content.encode())


def clean(source: Source) -> None:
    """Do with a source what an import does."""
    with contextlib.suppress(SourceError):  # refusing a source is an answer that may take no longer either
        if source.name.endswith(".xml"):
            readers.expand(source)  # each entry is cleaned by itself, which grows with their number alone
        else:
            single.summary(single.article(source))


def cost(job: tuple[str, int]) -> Cost:
    """Clean a source of a shape and size in this process, and tell what that took."""
    source = made(*job)
    before, started = _peak(), time.process_time()
    clean(source)
    return Cost(time.process_time() - started, _peak() - before)


def _peak() -> float:
    """Most megabytes that this process has had."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1e6 if sys.platform == "darwin" else 1e3)


def measured(shape: str, size: int) -> Cost:
    """Measure in a new process, after a first small source, so that what is loaded once does not count."""
    _, result = workers.run(cost, [(shape, 2000), (shape, size)], 1, _BOUNDS)
    return result if isinstance(result, Cost) else Cost(_BOUNDS.seconds, _BOUNDS.memory / 1e6)


def ratio(small: float, large: float, least: float) -> float:
    """How many times as much the larger one took; what is less than `least` is noise and taken for that."""
    return large / max(small, least / GROWTH)


def main() -> int:
    """Print the table; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=500_000)
    parser.add_argument("--shape", action="append", choices=SHAPES)
    options = parser.parse_args()
    print("| shape | seconds | of ten times the size | ratio | MB | of ten times the size | ratio | |")
    print("|---|---|---|---|---|---|---|---|")
    bad = 0
    for shape in options.shape or SHAPES:
        small, large = measured(shape, options.size), measured(shape, GROWTH * options.size)
        times = ratio(small.seconds, large.seconds, _LEAST_SECONDS)
        memories = ratio(small.megabytes, large.megabytes, _LEAST_MEGABYTES)
        fails = max(times, memories) > LIMIT
        bad += fails
        figures = (f"{small.seconds:.2f}", f"{large.seconds:.2f}", f"{times:.1f}")
        figures += (f"{small.megabytes:.0f}", f"{large.megabytes:.0f}", f"{memories:.1f}")
        print(f"| {shape} | {' | '.join(figures)} | {'too much' if fails else ''} |", flush=True)
    return min(bad, 1)


if __name__ == "__main__":
    sys.exit(main())
