"""Titles, dates and authors of web pages, ours beside trafilatura's and htmldate's, in one run.

    python benchmarks/metadata.py FOLDER [EVERY]

FOLDER holds `truth.jsonl`, with `id, url, title, author, date` a line, and `html/ID.html.gz`; EVERY takes each n-th
page only. Where `../text/NAME.jsonl.gz` beside it has the same pages as somebody pastes them (`id, lines` a line), the
line `pasted` tells what is found in these.

A line a system: percent of the pages whose truth states a value that have exactly it, as a whole and on each half (we
tune on pages whose CRC 32 is even and look at the odd ones), and milliseconds of CPU a page. The others are run where
they are installed (`pip install trafilatura htmldate`). `refused` counts the pages, all of them articles, that we take
for an index or an error page.

Titles are compared without regard to white space, case and a site's name behind them; days as ISO 8601; authors as sets
of names without case, order, separators and degrees.
"""

from __future__ import annotations

import datetime as dt
import gzip
import html
import importlib
import json
import re
import sys
import time
import unicodedata
import zlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from digest import cleaner, readers
from digest.errors import SourceError
from digest.model import Source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    System = Callable[["Page"], dict[str, Any]]

_QUOTES = str.maketrans("’‘“”–—", "''\"\"--")
_SUFFIX = re.compile(r"\s*[|\-·•:»/]+\s.{1,60}")
_BETWEEN = re.compile(r"\s*(?:[,;&/]|\band\b|\bund\b)\s*")
_DEGREE = re.compile(r"(?:ph\.?d|m\.?d|[a-z]{2,5})\.?")
_KEYS = ("title", "date", "author")


@dataclass(frozen=True, slots=True)
class Page:
    """A page and its truth."""

    truth: dict[str, Any]
    data: bytes
    pasted: str | None = None
    """As a browser's copy and paste gives it."""

    @property
    def half(self) -> int:
        """0 for a page to tune on, 1 for one to look at."""
        return zlib.crc32(self.truth["id"].encode()) % 2


def ours(page: Page) -> dict[str, Any]:
    """Read and clean a page with `digest`."""
    return _found(Source(page.truth["id"], page.data, "text/html", page.truth["url"]))


def pasted(page: Page) -> dict[str, Any]:
    """Clean a page as somebody pasted it."""
    return {} if page.pasted is None else _found(Source(f"{page.truth['id']}.txt", page.pasted.encode()))


def _found(source: Source) -> dict[str, Any]:
    try:
        found = cleaner.clean(readers.read(source))
    except SourceError:  # a page without any text
        return dict.fromkeys(_KEYS)
    day = found.date.date() if isinstance(found.date, dt.datetime) else found.date
    return {
        "title": found.title,
        "date": day.isoformat() if day else None,
        "author": "; ".join(found.authors),
        "refused": found.refused,
    }


def trafilatura(page: Page) -> dict[str, Any]:
    """Read a page's metadata with trafilatura."""
    module = importlib.import_module("trafilatura.metadata")
    found = module.extract_metadata(_text(page), default_url=page.truth["url"])
    return {"title": found.title, "date": found.date, "author": found.author}


def htmldate(page: Page) -> dict[str, Any]:
    """Read a page's date with htmldate."""
    module = importlib.import_module("htmldate")
    return {"date": module.find_date(_text(page), url=page.truth["url"], original_date=True)}


SYSTEMS: dict[str, System] = {"digest": ours, "pasted": pasted, "trafilatura": trafilatura, "htmldate": htmldate}


def is_right(key: str, truth: str, got: str | None) -> bool:
    """Compare one value with the truth, as this module's head says."""
    if key == "date":
        return truth == got
    if key == "author":
        return bool(got) and _names(truth) == _names(got or "")
    wanted, found = _plain(truth), _plain(got or "")
    return bool(found) and (wanted == found or _is_suffixed(wanted, found) or _is_suffixed(found, wanted))


def pages(folder: Path, every: int) -> Iterator[Page]:
    """Yield the pages with their truth."""
    lines = (folder / "truth.jsonl").read_text(encoding="utf-8").strip().split("\n")[::every]
    texts = _texts(folder.parent / "text" / f"{folder.name}.jsonl.gz")
    for truth in map(json.loads, lines):
        data = gzip.decompress((folder / "html" / f"{truth['id']}.html.gz").read_bytes())
        yield Page(truth, data, texts.get(truth["id"]))


@cache
def _texts(path: Path) -> dict[str, str]:
    """Identifier → lines of the pasted pages; nothing where there are none."""
    if not path.exists():
        return {}
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return {one["id"]: "\n".join(one["lines"]) for one in map(json.loads, lines)}


def measure(name: str, system: System, folder: Path, every: int) -> dict[str, list[tuple[int, bool]]]:
    """Run a system over all pages; print its line; return, per key, half and verdict of each page."""
    results: dict[str, list[tuple[int, bool]]] = {key: [] for key in _KEYS}
    seconds, refused, count = 0.0, 0, 0
    for page in pages(folder, every):
        begin = time.process_time()
        found = system(page)
        seconds += time.process_time() - begin
        count += 1
        refused += bool(found.get("refused"))
        for key in _KEYS:
            if page.truth.get(key) and key in found:
                results[key].append((page.half, is_right(key, page.truth[key], found.get(key))))
    cells = "".join(_cell(results[key]) for key in _KEYS)
    print(f"{name:12}{cells}{1000 * seconds / max(count, 1):8.1f}{refused:8}", flush=True)
    return results


def main(folder: Path, every: int = 1) -> None:
    """Print a line for each system that is installed."""
    print(" " * 12 + "".join(f"{key:>8} (even/ odd)" for key in _KEYS) + "      ms refused")
    for name, system in SYSTEMS.items():
        try:
            measure(name, system, folder, every)
        except ImportError as error:
            print(f"{name:12}  not installed ({error})")


def _cell(verdicts: list[tuple[int, bool]]) -> str:
    if not verdicts:
        return f"{'–':>8} ({'':9})"
    parts = [[right for half, right in verdicts if half in halves] for halves in ((0, 1), (0,), (1,))]
    whole, even, odd = (100 * sum(part) / max(len(part), 1) for part in parts)
    return f"{whole:8.1f} ({even:4.1f}/{odd:4.1f})"


def _text(page: Page) -> str:
    return page.data.decode("utf-8", "replace")


def _plain(text: str) -> str:
    composed = unicodedata.normalize("NFKC", html.unescape(text)).translate(_QUOTES)
    return " ".join(composed.split()).casefold()


def _is_suffixed(long: str, short: str) -> bool:
    return long.startswith(short) and bool(_SUFFIX.fullmatch(long[len(short) :]))


def _names(text: str) -> frozenset[str]:
    first, *others = [part for part in _BETWEEN.split(_plain(text)) if part] or [""]
    parts = (first, *(part for part in others if not _DEGREE.fullmatch(part)))
    return frozenset("".join(filter(str.isalnum, part)) for part in parts)


if __name__ == "__main__":
    main(Path(sys.argv[1]), *map(int, sys.argv[2:3]))
