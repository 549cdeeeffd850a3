"""The search index beside Pagefind's and lunr's: time to make it, its size, bytes of a first answer, what it finds.

    python benchmarks/site_search.py            # 1,000 articles; --articles 100 for fewer
    pip install 'digest-press[benchmark]'       # brings the others

The articles are those of `site_content`, taken for German, so that the parts of compounds are indexed, too. Chromium
asks each index for the same words, on a page of its own with an empty cache; bytes are those of all answers it gets,
as they are and as servers send them (gzip). lunr is asked in Python, as its index is one file that is loaded whole.
"""

from __future__ import annotations

import argparse
import datetime as dt
import functools
import gzip
import http.server
import json
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import contextmanager
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import lunr
from lunr.index import Index as LunrIndex
from playwright.sync_api import sync_playwright
from site_content import articles

from digest.config import Config
from digest.languages.slugs import slugify
from digest.model import Attribution, Edition, Entry, Story, Tag
from digest.site import search
from digest.site.index import index
from digest.site.plan import plan
from digest.site.render import Renderer, theme_folders

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from playwright.sync_api import Browser

# What is typed, and the word of an article that it should find.
CASES = {
    "ueber": "über",
    "strasse": "Straße",
    "netz": "Pegelnetz",
    "hafen": "Häfen",
    "epave": "épave",
    "boeuf": "bœuf",
    "deiche": "Deich",
}
_SETTINGS = Config.model_validate({"site": {"base_url": "https://example.org/", "language": "de"}})


def main() -> None:
    """Measure and print two tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=1000)
    count = parser.parse_args().articles
    entries = [*_news(count), *_cases()]
    word = entries[0].body.split()[40].strip(".,").lower()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        _write(entries, Path(folder))
        rows = [
            _ours(entries, Path(folder), browser, word),
            _pagefind(Path(folder), browser, word),
            _lunr(entries, word),
        ]
    print(f"{len(entries)} articles, first answer to “{word}”\n")
    print(
        "| | seconds | files | MB | MB gz | first answer KB | KB gz | finds |\n|---|---:|---:|---:|---:|---:|---:|---|"
    )
    for row in rows:
        print(f"| {' | '.join(map(str, row))} |")


def _news(count: int) -> list[Entry]:
    return [
        Entry(
            id=news.slug,
            path=f"content/articles/{news.name}",
            slug=news.slug,
            title=news.title,
            date=dt.datetime.combine(news.day, dt.time(), dt.UTC),
            body=news.body,
            lang="de",
            tags=tuple(Tag(slugify(tag, "de"), tag) for tag in news.tags),
            summary=news.summary,
            source=Attribution(news.source),
        )
        for news in articles(count)
    ]


def _cases() -> list[Entry]:
    day = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    return [
        Entry(f"case-{n}", f"case-{n}.md", f"case-{n}", f"Fall {n}", day, f"Hier steht {word}.", lang="de")
        for n, word in enumerate(CASES.values())
    ]


def _editions(entries: Sequence[Entry]) -> list[Edition]:
    days = sorted({entry.date.date() for entry in entries})
    return [Edition(day, tuple(Story(e.id, (e,)) for e in entries if e.date.date() == day)) for day in days]


def _write(entries: Sequence[Entry], folder: Path) -> None:
    renderer = Renderer(_SETTINGS, theme_folders("broadsheet", folder))
    for page in plan(_editions(entries), [], _SETTINGS, renderer.assets):
        place = folder / page.path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(renderer.render(page))


def _ours(entries: Sequence[Entry], folder: Path, browser: Browser, word: str) -> tuple[object, ...]:
    site = index(_editions(entries), "de")
    before = time.process_time()
    made = search.build(site, {entry.path: entry for entry in entries})
    seconds = time.process_time() - before
    ask = """async (query) => {
        const form = document.getElementById("search");
        form.q.value = query;
        document.getElementById("status").textContent = "";
        document.getElementById("results").replaceChildren();
        form.dispatchEvent(new Event("input"));
        while (!document.getElementById("status").textContent) await new Promise((done) => setTimeout(done, 20));
        return [...document.querySelectorAll("#results h2")].map((one) => one.textContent);
    }"""
    with _opened(folder, browser, "search.html") as (page, sent):
        sent.clear()
        page.evaluate(ask, word)
        size = _sizes(sent)
        found = [query for n, query in enumerate(CASES) if f"Fall {n}" in page.evaluate(ask, query)]
    return (
        "digest",
        f"{seconds:.2f}",
        len(made.files),
        *_megabytes(t.encode() for _, t in made.files),
        *size,
        _told(found),
    )


def _pagefind(folder: Path, browser: Browser, word: str) -> tuple[object, ...]:
    before = time.perf_counter()
    command = [sys.executable, "-m", "pagefind", "--site", str(folder), "--glob", "articles/**/*.html"]
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603 -- a program that is installed here
    seconds = time.perf_counter() - before
    files = [
        path for path in (folder / "pagefind").rglob("*") if path.suffix in {".pf_index", ".pf_fragment", ".pf_meta"}
    ]
    (folder / "ask.html").write_text("<!doctype html><html lang=de><title>Ask</title>", encoding="utf-8")
    ask = """async (query) => {
        window.pagefind ??= await import(new URL("pagefind/pagefind.js", location.href).href);
        const { results } = await window.pagefind.search(query);
        return (await Promise.all(results.slice(0, 10).map((one) => one.data()))).map((one) => one.meta.title);
    }"""
    with _opened(folder, browser, "ask.html") as (page, sent):
        sent.clear()
        page.evaluate(ask, word)
        size = _sizes(sent)
        found = [query for n, query in enumerate(CASES) if f"Fall {n}" in page.evaluate(ask, query)]
    data = (path.read_bytes() for path in files)
    return ("Pagefind", f"{seconds:.2f} (wall)", len(files), *_megabytes(data), *size, _told(found))


def _lunr(entries: Sequence[Entry], word: str) -> tuple[object, ...]:
    fields = ("title", "summary", "body")
    documents = [
        {"id": one.id, "title": one.title, "summary": " ".join(one.summary), "body": one.body} for one in entries
    ]
    before = time.process_time()
    made = lunr.lunr(ref="id", fields=fields, documents=documents)
    seconds = time.process_time() - before
    data = json.dumps(made.serialize(), ensure_ascii=False, separators=(",", ":")).encode()
    read = LunrIndex.load(json.loads(data))
    assert read.search(word)  # noqa: S101 -- what is measured has to work
    found = [query for n, query in enumerate(CASES) if f"case-{n}" in {hit["ref"] for hit in read.search(query)}]
    return ("lunr", f"{seconds:.2f}", 1, *_megabytes([data]), *_sizes([data]), _told(found))


@contextmanager
def _opened(folder: Path, browser: Browser, address: str) -> Iterator[tuple[Any, list[bytes]]]:
    """Open a page of the site; yields it, and the bodies of all answers that it gets."""
    handler = functools.partial(_Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        page = browser.new_page()
        sent: list[bytes] = []
        page.on("requestfinished", lambda request: sent.append(_body(folder, request.url)))
        page.goto(f"http://127.0.0.1:{server.server_address[1]}/{address}")
        yield page, sent
        page.close()
        server.shutdown()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """The tables tell enough."""


def _body(folder: Path, url: str) -> bytes:
    return (folder / url.partition("?")[0].split("/", 3)[3]).read_bytes()


def _megabytes(files: Any) -> tuple[str, str]:  # noqa: ANN401 -- bytes of any number of files
    data = list(files)
    return f"{sum(map(len, data)) / 1e6:.2f}", f"{sum(len(gzip.compress(one)) for one in data) / 1e6:.2f}"


def _sizes(sent: Sequence[bytes]) -> tuple[int, int]:
    return round(sum(map(len, sent)) / 1000), round(sum(len(gzip.compress(one)) for one in sent) / 1000)


def _told(found: Sequence[str]) -> str:
    return f"{len(found)} of {len(CASES)}: {escape(', '.join(found), quote=False)}"


if __name__ == "__main__":
    main()
