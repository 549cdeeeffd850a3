"""Cleaning of pasted pages: quality and time, ours beside others' in one run.

    python benchmarks/cleaning.py FILE... [--every N]

FILE is a `*.jsonl.gz` with `lines` and `labels` (1: of the article) in each line; N takes each n-th page only. A line
of the table gives mean precision and recall of 4-word shingles as multisets, F1 of the two means, CPU a page, and that
as a multiple of ours: a page goes through all systems before the next, so a busy machine is unfair to none.

`justext` is the algorithm of Pomikálek, "Removing Boilerplate and Duplicate Content from Web Corpora" (2011), with each
line as a paragraph and told the language; it needs the extra `bench` and is left out without it.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import time
from collections import Counter
from functools import cache, partial
from importlib.util import find_spec
from pathlib import Path
from statistics import mean
from typing import TYPE_CHECKING, Any

import digest
from digest import languages

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    System = Callable[[list[str], str | None], str]
    Shingles = Counter[tuple[str, ...]]

_WORD = re.compile(r"\w+")
_SENTENCE_END = re.compile(r"[.!?:…][\"'”“»«)\]]*$")
_MIN_WORDS = 10
_LENGTH = 4


def ours(lines: list[str], _: str | None) -> str:
    """Clean with `digest`, which finds the language by itself."""
    return digest.clean("\n".join(lines), name="page.txt").text


def long_sentences(lines: list[str], _: str | None) -> str:
    """Keep lines of ten words that end like a sentence: the best rule of one line."""
    return "\n".join(line for line in lines if len(line.split()) >= _MIN_WORDS and _SENTENCE_END.search(line.strip()))


def justext(lines: list[str], language: str | None) -> str:
    """Keep what jusText calls good, with its own thresholds."""
    from justext import core, paragraph  # noqa: PLC0415 -- of the extra `bench`

    paragraphs = [paragraph.Paragraph(core.PathInfo()) for _ in lines]
    for one, line in zip(paragraphs, lines, strict=True):
        one.append_text(line)
    core.classify_paragraphs(paragraphs, _stop_words(language))
    core.revise_paragraph_classification(paragraphs)
    return "\n".join(one.text for one in paragraphs if not one.is_boilerplate)


@cache
def _stop_words(language: str | None) -> frozenset[str]:
    from justext import get_stoplist  # noqa: PLC0415 -- of the extra `bench`

    return frozenset(get_stoplist({"de": "German", "fr": "French"}.get(language or "", "English")))


SYSTEMS: dict[str, System] = {"digest": ours, "10 words": long_sentences}
if find_spec("justext"):
    SYSTEMS["justext"] = justext


def measure(pages: Sequence[dict[str, Any]]) -> dict[str, tuple[float, float, float, float]]:
    """Return F1, precision, recall and CPU milliseconds a page of each system."""
    scores: dict[str, list[tuple[float, float]]] = {name: [] for name in SYSTEMS}
    seconds = dict.fromkeys(SYSTEMS, 0.0)
    for number, page in enumerate(pages):
        lines: list[str] = page["lines"]
        wanted = shingles("\n".join(line for line, kept in zip(lines, page["labels"], strict=True) if kept))
        language = languages.guess("\n".join(sorted(lines, key=len)[-12:]))
        for name, system in SYSTEMS.items():
            if not number:
                system(lines, language)  # what is loaded on first use is no cost of a page
            start = time.process_time()
            got = system(lines, language)
            seconds[name] += time.process_time() - start
            scores[name].append(overlap(shingles(got), wanted))
    return {name: (*_means(scores[name]), 1000 * seconds[name] / len(pages)) for name in SYSTEMS}


def shingles(text: str) -> Shingles:
    """Return the runs of four words of a text; a shorter text is one run."""
    words = _WORD.findall(text.lower())
    return (
        Counter(tuple(words[i : i + _LENGTH]) for i in range(max(1, len(words) - _LENGTH + 1))) if words else Counter()
    )


def overlap(got: Shingles, wanted: Shingles) -> tuple[float, float]:
    """Precision and recall; nothing is right where nothing is wanted."""
    common = (got & wanted).total()
    return common / got.total() if got else float(not wanted), common / wanted.total() if wanted else float(not got)


def _means(pairs: Sequence[tuple[float, float]]) -> tuple[float, float, float]:
    precision, recall = (mean(column) for column in zip(*pairs, strict=True))
    return 2 * precision * recall / ((precision + recall) or 1), precision, recall


def _pages(path: Path, every: int) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines][::every]


def main() -> None:
    """Print a table for each file."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=partial(argparse.RawTextHelpFormatter, width=99)
    )
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--every", type=int, default=1, metavar="N")
    arguments = parser.parse_args()
    for path in arguments.files:
        pages = _pages(path, arguments.every)
        found = measure(pages)
        print(f"{path.name}, {len(pages)} pages, {mean(len(page['lines']) for page in pages):.0f} lines each")
        print(f"{'':10}    F1      P      R   ms/page   × ours")
        for name, (f1, precision, recall, cost) in found.items():
            print(f"{name:10} {f1:.4f} {precision:.4f} {recall:.4f} {cost:8.2f} {cost / found['digest'][3]:8.2f}")


if __name__ == "__main__":
    main()
