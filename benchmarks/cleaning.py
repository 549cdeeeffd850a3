"""Cleaning: quality, CPU time and memory, ours beside others' in one run.

    python benchmarks/cleaning.py ../shared/corpora [--set NAME]... [--every N]

A row of the tables gives, for one system on one set:

F1, P, R   4-word shingles as multisets: mean precision, mean recall, and F1 of these two means
words      mean F1 of single words
snippets   F1, precision and recall over all sentences that must be in the text and that must not
CPU        milliseconds of processor time a page, and as a multiple of trafilatura's
memory     peak of the system's process in MB: interpreter, libraries, the page at hand

A page goes through all systems before the next one, so a busy machine is unfair to none. Each system has a process of
its own that gets pages as bytes and sends back text; scoring happens here. A page that makes a system fail counts as
one of which it found nothing. The others need the extra `benchmark`; those not installed are left out.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from statistics import mean
from typing import TYPE_CHECKING, Any

import peers

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_WORD = re.compile(r"\w+")
_SHINGLE = 4
_MAX_TOLD = 3
SETS = ("wcxb", "publishers", "german", "text/wcxb", "text/publishers")
HEAD = "| system | F1 | P | R | words | snippets F1 | P | R | CPU ms/page | × trafilatura | memory MB | failed |"


@dataclass(frozen=True, slots=True)
class Truth:
    """A page and what is known of the right extraction."""

    page: peers.Page
    text: str | None
    present: Sequence[str]
    absent: Sequence[str]


@dataclass(slots=True)
class Score:
    """One system's results on one set, page by page."""

    shingles: list[tuple[float, float]] = field(default_factory=list)
    words: list[float] = field(default_factory=list)
    found: int = 0
    lost: int = 0
    wrong: int = 0
    seconds: list[float] = field(default_factory=list)
    peak: float = 0
    failures: list[str] = field(default_factory=list)

    def add(self, truth: Truth, answer: peers.Answer) -> None:
        """Count one page."""
        self.seconds.append(answer.seconds)
        self.peak = max(self.peak, answer.peak)
        self.failures += [answer.failure] if answer.failure else []
        if truth.text is not None:
            got, want = _words(answer.text), _words(truth.text)
            self.shingles.append(overlap(_runs(got), _runs(want)))
            self.words.append(f1(*overlap(Counter(got), Counter(want))))
        flat = _flat(answer.text)
        held = [_flat(snippet) in flat for snippet in truth.present]
        self.found, self.lost = self.found + sum(held), self.lost + held.count(False)
        self.wrong += sum(_flat(snippet) in flat for snippet in truth.absent)

    @property
    def milliseconds(self) -> float:
        """CPU time a page."""
        return 1000 * mean(self.seconds)

    def cells(self, unit: float | None) -> list[str]:
        """Return the row of the table, CPU time also as a multiple of `unit` milliseconds."""
        cost = [f"{self.milliseconds:.2f}", f"{self.milliseconds / unit:.2f}" if unit else "", f"{self.peak:.0f}"]
        return [*self._text_cells(), *self._snippet_cells(), *cost, str(len(self.failures))]

    def _text_cells(self) -> list[str]:
        if not self.shingles:
            return [""] * 4
        precision, recall = (mean(column) for column in zip(*self.shingles, strict=True))
        return [f"{value:.4f}" for value in (f1(precision, recall), precision, recall, mean(self.words))]

    def _snippet_cells(self) -> list[str]:
        if not self.found + self.lost:
            return [""] * 3
        precision, recall = self.found / ((self.found + self.wrong) or 1), self.found / (self.found + self.lost)
        return [f"{value:.4f}" for value in (f1(precision, recall), precision, recall)]


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _runs(words: list[str]) -> Counter[tuple[str, ...]]:
    """Return the runs of four words; a shorter text is one run."""
    starts = range(max(1, len(words) - _SHINGLE + 1)) if words else range(0)
    return Counter(tuple(words[start : start + _SHINGLE]) for start in starts)


def _flat(text: str) -> str:
    return " ".join(text.split())


def overlap(got: Counter[Any], wanted: Counter[Any]) -> tuple[float, float]:
    """Precision and recall of multisets; nothing is right where nothing is wanted."""
    common = (got & wanted).total()
    return common / got.total() if got else float(not wanted), common / wanted.total() if wanted else float(not got)


def f1(precision: float, recall: float) -> float:
    """Return the harmonic mean."""
    return 2 * precision * recall / ((precision + recall) or 1)


def measure(truths: Iterable[Truth], systems: Iterable[str]) -> dict[str, Score]:
    """Run each page through each system."""
    scores = {name: Score() for name in systems}
    with ExitStack() as stack:
        # Started anew instead of forked: a fork begins with what this process holds.
        start = partial(ProcessPoolExecutor, 1, mp_context=get_context("spawn"))
        processes = {name: stack.enter_context(start()) for name in scores}
        for number, truth in enumerate(truths):
            for name, process in processes.items():
                if not number:
                    process.submit(
                        peers.run, name, truth.page
                    ).result()  # what is loaded on first use is no page's cost
                scores[name].add(truth, process.submit(peers.run, name, truth.page).result())
    return scores


def web_pages(folder: Path) -> Iterator[Truth]:
    """Read a set of web pages, one at a time."""
    with (folder / "truth.jsonl").open(encoding="utf-8") as rows:
        for row in map(json.loads, rows):
            data = gzip.decompress((folder / "html" / f"{row['id']}.html.gz").read_bytes())
            page = peers.Page(data, row.get("url"), row.get("language"))
            yield Truth(page, row.get("text"), row["present"], row["absent"])


def pasted_pages(file: Path, languages: Mapping[str, str | None]) -> Iterator[Truth]:
    """Read a set of pasted pages, one at a time; their lines are labelled 1 where they belong to the article."""
    with gzip.open(file, "rt", encoding="utf-8") as rows:
        for row in map(json.loads, rows):
            page = peers.Page("\n".join(row["lines"]).encode(), None, languages.get(row["id"]))
            kept = [line for line, label in zip(row["lines"], row["labels"], strict=True) if label]
            yield Truth(page, "\n".join(kept), (), ())


def _languages(folder: Path) -> dict[str, str | None]:
    with (folder / "truth.jsonl").open(encoding="utf-8") as rows:
        return {row["id"]: row.get("language") for row in map(json.loads, rows)}


def pages(corpora: Path, name: str) -> Iterator[Truth]:
    """Read one of `SETS`."""
    if name.startswith("text/"):
        return pasted_pages(corpora / f"{name}.jsonl.gz", _languages(corpora / name.removeprefix("text/")))
    return web_pages(corpora / name)


def table(scores: Mapping[str, Score]) -> str:
    """Return a Markdown table of the systems, and what the failures were."""
    unit = scores["trafilatura"].milliseconds if "trafilatura" in scores else None
    rows = [HEAD, "|---|" + "--:|" * (HEAD.count("|") - 2)]
    rows += [f"| {' | '.join([name, *score.cells(unit)])} |" for name, score in scores.items()]
    told = [f"{name}: {failure}" for name, score in scores.items() for failure in score.failures[:_MAX_TOLD]]
    return "\n".join([*rows, *(["", *told] if told else [])])


def main() -> None:
    """Print a table for each set."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", type=Path, metavar="CORPORA")
    parser.add_argument("--set", action="append", choices=SETS, metavar="NAME", help="; ".join(SETS))
    parser.add_argument("--every", type=int, default=1, metavar="N", help="take each Nth page only")
    arguments = parser.parse_args()
    for name in arguments.set or SETS:
        kind = peers.PASTED if name.startswith("text/") else peers.WEB
        scores = measure(
            islice(pages(arguments.corpora, name), 0, None, arguments.every), filter(peers.installed, kind)
        )
        print(f"### {name}, {len(next(iter(scores.values())).seconds)} pages\n\n{table(scores)}\n", flush=True)


if __name__ == "__main__":
    main()
