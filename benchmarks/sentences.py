"""Sentence boundaries against treebanks: F1, precision, recall and CPU time, ours and others'.

    python benchmarks/sentences.py FOLDER

FOLDER holds `*.jsonl.gz` files with `lang, text, sentences` a line. A boundary is a number of characters, white
space left out; the end of a text counts for nobody. The others come with the extra `benchmark`: syntok, pySBD,
sentencex, and `naive`, an expression that splits before a capital.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
import time
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from digest.summarizer import sentences

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    System = Callable[[str, str], Iterable[str]]

_NAIVE = re.compile(r"(?<=[.!?…])\s+(?=[\"'„“«(]?[A-ZÄÖÜÀ-Þ0-9])")


def syntok(text: str, _: str) -> Iterable[str]:
    """Split with syntok."""
    for paragraph in import_module("syntok.segmenter").analyze(text):
        for tokens in filter(None, paragraph):
            yield text[tokens[0].offset : tokens[-1].offset + len(tokens[-1].value)]


def pysbd(text: str, language: str) -> Iterable[str]:
    """Split with pySBD; the text as it is, nothing cleaned."""
    return list(_segmenter(language).segment(text))


@cache
def _segmenter(language: str) -> Any:  # noqa: ANN401 -- pySBD's, which has no types
    return import_module("pysbd").Segmenter(language=language, clean=False)


def sentencex(text: str, language: str) -> Iterable[str]:
    """Split with sentencex."""
    return list(import_module("sentencex").segment(language, text))


def naive(text: str, _: str) -> Iterable[str]:
    """Split behind a mark and before a capital."""
    return _NAIVE.split(text)


SYSTEMS: dict[str, System] = {
    "digest": sentences.split,
    "syntok": syntok,
    "pySBD": pysbd,
    "sentencex": sentencex,
    "naive": naive,
}


def ends(parts: Iterable[str]) -> set[int]:
    """Return the boundaries between `parts`."""
    total, found = 0, set()
    for part in parts:
        total += len("".join(part.split()))
        found.add(total)
    return found - {total}


def measure(items: list[dict[str, Any]], system: System) -> tuple[float, float, float, float]:
    """Return F1, precision, recall and CPU milliseconds a text."""
    system(items[0]["text"], items[0]["lang"])  # what it loads once is no text's time
    right = found = wanted = 0
    seconds = 0.0
    for item in items:
        start = time.process_time()
        parts = list(system(item["text"], item["lang"]))
        seconds += time.process_time() - start
        expected, got = ends(item["sentences"]), ends(parts)
        right, found, wanted = right + len(expected & got), found + len(got), wanted + len(expected)
    return 2 * right / (found + wanted), right / found, right / wanted, 1000 * seconds / len(items)


def main(folder: Path) -> None:
    """Print a table of all sets and systems."""
    print("| set | system | F1 | P | R | CPU ms/text |")
    print("|---|---|--:|--:|--:|--:|")
    for path in sorted(folder.glob("*.jsonl.gz")):
        items = [json.loads(line) for line in gzip.decompress(path.read_bytes()).splitlines()]
        for name, system in SYSTEMS.items():
            f1, precision, recall, milliseconds = measure(items, system)
            figures = f"{f1:.4f} | {precision:.4f} | {recall:.4f} | {milliseconds:.2f}"
            print(f"| {path.name.removesuffix('.jsonl.gz')} | {name} | {figures} |")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
