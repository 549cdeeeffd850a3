"""The evaluation data as labelled blocks: what the scorecards are learned from.

Pasted pages come with a label a line. Web pages come with the text that a right extraction gives, or with snippets that
it must and must not hold: a block belongs to the article when most of its 4-word shingles stand in that text.
"""

from __future__ import annotations

import gzip
import json
import re
import zlib
from bisect import bisect
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import numpy as np

from digest import languages
from digest.cleaner import closer, features, scorecard
from digest.cleaner.glance import FAMILIES, Glance
from digest.cleaner.phrases import phrases
from digest.errors import SourceError
from digest.model import Block, Source
from digest.readers import html

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from digest.model import Document

CROP_BEFORE, CROP_AFTER, FEW = 7, 13, 6
SHINGLE, COVERED = 4, 0.6
LONG, NEAR, FAR = 8, 3, 10**6
# Publishers' pages are what users paste, and 125 against 789. Cross-validated F1 of the two sets, whole pages: counted
# twice 0.927 and 0.903, four times 0.927 and 0.916; with cropped pages at 0.3 besides 0.929 and 0.921, and without any
# 0.925 and 0.923, where cropped pages would be unknown.
PASTED = {"wcxb": 1.0, "publishers": 4.0}
"""Set of pasted pages → how much a page of it counts."""
VARIANTS = {"whole": 1.0, "cropped": 0.3, "short": 1.0}
"""Part of a pasted page → how much it counts."""


Rows = list[tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Page:
    """One labelled page, or a part of one."""

    set: str
    domain: str
    texts: list[str]
    labels: np.ndarray[Any, Any]
    weights: np.ndarray[Any, Any]
    """0 for blocks of which nobody said whether they belong to the article."""
    words: np.ndarray[Any, Any]
    rows: np.ndarray[Any, Any]
    """Features of the first stage."""
    families: np.ndarray[Any, Any]
    """A column a bit."""
    second: Callable[[list[float]], tuple[Sequence[int], Rows]]
    """First chances → the blocks that the second stage looks at, and what it looks at besides."""
    kind: str
    truth: str
    """The right text; empty where only snippets are known."""
    present: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    """Snippets that the right text holds, and that it does not."""


def checksum(text: str, modulus: int) -> int:
    """A number below `modulus` that depends on nothing but the text."""
    return zlib.crc32(text.encode()) % modulus


def pasted(corpora: Path) -> Iterator[Page]:
    """The pasted pages, each whole, cropped and shortened."""
    for name in ("wcxb", "publishers"):
        hosts = {row["id"]: _host(row) for row in _truth(corpora, name)}
        with gzip.open(corpora / "text" / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            for row in map(json.loads, lines):
                pairs = [(line, label) for line, label in zip(row["lines"], row["labels"], strict=True) if line.strip()]
                for kind, places in _variants(row["id"], [label for _, label in pairs]).items():
                    blocks = [Block(text=pairs[place][0].strip(), line=place) for place in places]
                    labels = [pairs[place][1] for place in places]
                    page = _pasted(name, hosts[row["id"]], blocks, labels)
                    truth = "\n".join(pairs[place][0] for place in places if pairs[place][1])
                    weights = page.weights * PASTED[name] * VARIANTS[kind]
                    yield replace(page, weights=weights, kind=kind, truth=truth)


def web(corpora: Path) -> Iterator[Page]:
    """The web pages."""
    for name in ("wcxb", "publishers", "german"):
        for row in _truth(corpora, name):
            data = gzip.decompress((corpora / name / "html" / f"{row['id']}.html.gz").read_bytes())
            try:
                document = html.read(Source("page.html", data, url=row.get("url")))
            except SourceError:
                continue
            truth = row.get("text")
            blocks = document.blocks
            labels = _by_text(blocks, truth) if truth is not None else _by_snippets(blocks, row)
            present, absent = (tuple(" ".join(one.split()) for one in row[key]) for key in ("present", "absent"))
            page = _web(name, _host(row), document, labels)
            yield replace(page, truth=truth or "", present=present, absent=absent)


def _truth(corpora: Path, name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (corpora / name / "truth.jsonl").open(encoding="utf-8")]


def _host(row: dict[str, Any]) -> str:
    return urlsplit(row.get("url") or "").hostname or row["id"].split("_")[0]


def _variants(key: str, labels: list[int]) -> dict[str, list[int]]:
    """The parts of a page to learn from: name → places of its lines."""
    whole = list(range(len(labels)))
    kept = [place for place, label in enumerate(labels) if label]
    if not kept:
        return {"whole": whole}
    low = max(kept[0] - checksum(key + "before", CROP_BEFORE), 0)
    high = min(kept[-1] + 1 + checksum(key + "after", CROP_AFTER), len(labels))
    few = 2 + checksum(key + "few", FEW)
    start = checksum(key + "start", max(len(kept) - few, 1))
    dropped = set(kept[:start] + kept[start + few :])
    inside = set(range(kept[0], kept[-1] + 1)) - set(kept[start : start + few])
    short = [place for place in range(low, high) if place not in dropped and (place not in inside or place % 4 == 0)]
    return {"whole": whole, "cropped": whole[low:high], "short": short}


def _pasted(name: str, domain: str, blocks: list[Block], labels: list[int]) -> Page:
    shapes = _shapes(blocks)
    words = [shape.words for shape in shapes]

    def second(chances: list[float]) -> tuple[Sequence[int], Rows]:
        return range(len(blocks)), scorecard.second_rows(chances, shapes)

    return _page(name, domain, blocks, labels, words, scorecard.first_rows(blocks, shapes), second)


def _web(name: str, domain: str, document: Document, labels: Sequence[int | None]) -> Page:
    body = next((one.value for one in document.statements if one.key == "body"), None)
    glance = Glance(document.blocks, body)
    shapes = _shapes(document.blocks)

    def second(chances: list[float]) -> tuple[Sequence[int], Rows]:
        places = [i for i, chance in enumerate(chances) if chance >= scorecard.IN_QUESTION]
        asked = [i for i in places if chances[i] < scorecard.SETTLED]
        known = [shapes[i] if chances[i] < scorecard.SETTLED else replace(shapes[i], buckets=()) for i in places]
        return asked, closer.rows(glance, chances, places, known)

    page = _page(name, domain, document.blocks, labels, glance.words, glance.rows(), second)
    bits = [[families >> bit & 1 for bit in range(len(FAMILIES))] for families in glance.families()]
    return replace(page, families=np.array(bits, dtype=np.int8))


def _page(  # noqa: PLR0913, PLR0917 -- one argument a field
    name: str,
    domain: str,
    blocks: Sequence[Block],
    labels: Sequence[int | None],
    words: Sequence[int],
    rows: Rows,
    second: Callable[[list[float]], tuple[Sequence[int], Rows]],
) -> Page:
    known = np.array([label is not None for label in labels], dtype=float)
    # A page counts about as much as any other, a block by the root of its words: so does it in the measure.
    weights = np.sqrt(np.minimum(np.array(words) + 1, 60)) * known
    weights = weights / max(weights.sum(), 1) * 6 * (np.log(len(words)) + 1)
    return Page(
        name,
        domain,
        [block.plain for block in blocks],
        np.array([label or 0 for label in labels], dtype=float),
        weights,
        np.array(words),
        np.array(rows, dtype=np.int32),
        np.zeros((len(blocks), 0), dtype=np.int8),
        second,
        "whole",
        "",
    )


def _shapes(blocks: Sequence[Block]) -> list[features.Shape]:
    longest = sorted((block.text for block in blocks), key=len, reverse=True)[:12]
    language = languages.guess("\n".join(longest))
    return [_shape(block.text, language) for block in blocks]


@cache
def _shape(text: str, language: str | None) -> features.Shape:
    """Measure a line once for all parts of its page."""
    return features.shape(Block(text=text), languages.get(language).words, phrases(language))


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def _by_text(blocks: Sequence[Block], truth: str) -> list[int]:
    """Label by the right text; of equal blocks those nearest to certain ones count."""
    words = _words(truth)
    known = {tuple(words[i : i + SHINGLE]) for i in range(len(words) - SHINGLE + 1)}
    lines = {tuple(_words(line)) for line in truth.split("\n")}
    own = [_words(block.text) for block in blocks]
    covered = [_covered(one, known, lines) for one in own]
    certain = [i for i, one in enumerate(own) if covered[i] > COVERED and len(one) >= LONG]
    twins: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for i, one in enumerate(own):
        twins[tuple(one)].append(i)
    flat = f" {' '.join(words)} "
    reach = [NEAR if len(one) < SHINGLE else FAR for one in own]
    labels = [int(share > COVERED and _distance(certain, i) <= reach[i]) for i, share in enumerate(covered)]
    for key, places in twins.items():
        allowed = max(1, flat.count(f" {' '.join(key)} "))
        for place in sorted(places, key=lambda i: (_distance(certain, i), i))[allowed:]:
            labels[place] = 0
    return labels


def _covered(words: list[str], known: set[tuple[str, ...]], lines: set[tuple[str, ...]]) -> float:
    """Share of a block's shingles that the right text holds; a short block must be a line of it."""
    if len(words) < SHINGLE:
        return float(bool(words) and tuple(words) in lines)
    own = [tuple(words[i : i + SHINGLE]) for i in range(len(words) - SHINGLE + 1)]
    return sum(one in known for one in own) / len(own)


def _distance(certain: list[int], place: int) -> int:
    at = bisect(certain, place)
    return min((abs(certain[i] - place) for i in (at - 1, at) if 0 <= i < len(certain)), default=FAR)


def _by_snippets(blocks: Sequence[Block], row: dict[str, Any]) -> list[int | None]:
    """Label the blocks that hold a snippet; of the others nothing is known."""
    present = [" ".join(snippet.split()) for snippet in row["present"]]
    absent = [" ".join(snippet.split()) for snippet in row["absent"]]
    out: list[int | None] = []
    for block in blocks:
        has, has_not = any(one in block.text for one in present), any(one in block.text for one in absent)
        out.append(None if has == has_not else int(has))
    return out
