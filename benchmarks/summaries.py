"""Summaries against an editor's standfirst: mean ROUGE-1/2/L F1 in points, ours and the lead's, and our time.

    python benchmarks/summaries.py FOLDER [EVERY]

FOLDER holds `*.jsonl.gz` files with `lang, title, body, reference` a line; EVERY takes each n-th article only.
ROUGE after Lin (2004), on lower-case words without stemming, F1.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
import time
from collections import Counter
from itertools import pairwise
from pathlib import Path
from statistics import mean
from typing import TYPE_CHECKING, Any

from digest.summarizer import rank, sentences

if TYPE_CHECKING:
    from collections.abc import Callable

    Item = dict[str, Any]

_WORD = re.compile(r"\w+")
_SENTENCES = 3


def ours(item: Item) -> list[str]:
    """Summarize with `digest`."""
    title = item["title"] or None
    return rank.summarize(item["body"], language=item["lang"], title=title, sentences=_SENTENCES)


def lead(item: Item) -> list[str]:
    """Take the first sentences."""
    return sentences.split(item["body"], item["lang"])[:_SENTENCES]


SYSTEMS: dict[str, Callable[[Item], list[str]]] = {"digest": ours, "lead": lead}


def rouge(reference: str, summary: str) -> tuple[float, float, float]:
    """Return ROUGE-1, ROUGE-2 and ROUGE-L F1 in points."""
    wanted, got = _WORD.findall(reference.lower()), _WORD.findall(summary.lower())
    pairs = [(Counter(wanted), Counter(got)), (Counter(_bigrams(wanted)), Counter(_bigrams(got)))]
    one, two = (_f1((a & b).total(), a.total(), b.total()) for a, b in pairs)
    return one, two, _f1(_longest_common(wanted, got), len(wanted), len(got))


def measure(folder: Path, every: int = 1) -> dict[str, float]:
    """Print a line per set and system; return each system's mean over sets and measures."""
    totals: dict[str, list[float]] = {name: [] for name in SYSTEMS}
    for path in sorted(folder.glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            items = [json.loads(line) for line in lines][::every]
        for name, system in SYSTEMS.items():
            start = time.process_time()
            summaries = [" ".join(system(item)) for item in items]
            seconds = time.process_time() - start
            pairs = zip(items, summaries, strict=True)
            scores = [mean(column) for column in zip(*(rouge(i["reference"], s) for i, s in pairs), strict=True)]
            totals[name].append(mean(scores))
            figures = " / ".join(f"{score:5.2f}" for score in scores)
            print(f"{path.name[:-9]:12} {name:8} {figures}  {1000 * seconds / len(items):6.2f} ms")
    return {name: mean(values) for name, values in totals.items()}


def _bigrams(words: list[str]) -> list[tuple[str, str]]:
    return list(pairwise(words))


def _f1(common: int, wanted: int, got: int) -> float:
    return 200 * common / (wanted + got) if wanted + got else 0.0


def _longest_common(one: list[str], other: list[str]) -> int:
    previous = [0] * (len(other) + 1)
    for word in one:
        row = [0]
        for at, candidate in enumerate(other):
            row.append(previous[at] + 1 if word == candidate else max(previous[at + 1], row[-1]))
        previous = row
    return previous[-1]


if __name__ == "__main__":
    for system_name, total in measure(Path(sys.argv[1]), int((*sys.argv[2:], "1")[0])).items():
        print(f"{'mean':12} {system_name:8} {total:.3f}")
