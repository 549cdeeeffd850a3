"""Summaries against an editor's standfirst: ROUGE-1/2/L F1 in points and CPU time, ours and others’.

    python benchmarks/summaries.py FOLDER [--every N] [--system NAME …]

FOLDER holds `*.jsonl.gz` files with `lang, title, body, reference` a line. ROUGE after Lin (2004), on lower-case words
without stemming, as `rouge-score` counts it. Weights were chosen on the articles of even index, so that the odd half
is nearer to what to expect of texts that nobody has seen; both are printed.

- `lead`: the first three sentences.
- `sumy-…`: LexRank, TextRank and LSA of sumy (the extra `benchmark`), with its stemmers and stop words. Its own
  splitter of sentences needs a model that is downloaded, so that it gets ours: what differs is the choice alone.
- `oracle`: three sentences chosen one by one with a look at the reference, about the best that any choice can reach.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import time
from collections import Counter
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from statistics import mean
from typing import TYPE_CHECKING, Any

from digest.summarizer import rank, sentences

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    Item = dict[str, Any]
    System = Callable[[Item], list[str]]

_WORD = re.compile(r"\w+")
_SENTENCES = 3
_ORACLE_REACH = 60
# Of the languages in the sets those that sumy has a stemmer and stop words for; the others are taken for English.
_NAMES = {
    "cs": "czech",
    "de": "german",
    "en": "english",
    "es": "spanish",
    "fr": "french",
    "it": "italian",
    "sv": "swedish",
}
_SUMY = {
    "sumy-lexrank": ("lex_rank", "LexRankSummarizer"),
    "sumy-textrank": ("text_rank", "TextRankSummarizer"),
    "sumy-lsa": ("lsa", "LsaSummarizer"),
}


@dataclass(frozen=True, slots=True)
class Figures:
    """What one system reached on one set."""

    scores: tuple[tuple[float, float, float], ...]
    """ROUGE-1, -2, -L of each article, in points."""
    milliseconds: float
    """CPU time an article."""
    foreign: int
    """Sentences that are not in the text word for word."""

    def rouge(self, half: slice = slice(None)) -> tuple[float, ...]:
        """Return the three measures' means over all articles or one half of them."""
        return tuple(mean(column) for column in zip(*self.scores[half], strict=True))


def ours(item: Item) -> list[str]:
    """Summarize with `digest`."""
    title = item["title"] or None
    return rank.summarize(item["body"], language=item["lang"], title=title, sentences=_SENTENCES)


def lead(item: Item) -> list[str]:
    """Take the first sentences."""
    return sentences.split(item["body"], item["lang"])[:_SENTENCES]


def oracle(item: Item) -> list[str]:
    """Add the sentence that raises ROUGE most, again and again, until none does."""
    found = sentences.split(item["body"], item["lang"])[:_ORACLE_REACH]
    chosen: list[int] = []
    best = 0.0
    while len(chosen) < _SENTENCES:
        tried = {at: _gain(item, found, [*chosen, at]) for at in range(len(found)) if at not in chosen}
        at = max(tried, key=tried.__getitem__, default=None)
        if at is None or tried[at] <= best:
            break
        chosen, best = [*chosen, at], tried[at]
    return [found[at] for at in sorted(chosen)]


def _gain(item: Item, found: list[str], chosen: list[int]) -> float:
    return mean(rouge(item["reference"], " ".join(found[at] for at in sorted(chosen))))


class _Tokens:
    """What sumy asks of a tokenizer: our sentences, the words as its own one finds them."""

    def __init__(self, code: str) -> None:
        self.language = _NAMES.get(code, "english")
        self._code = code
        self._words = import_module("nltk").word_tokenize

    def to_sentences(self, paragraph: str) -> tuple[str, ...]:
        return tuple(sentences.split(paragraph, self._code))

    def to_words(self, sentence: str) -> tuple[str, ...]:
        return tuple(word for word in self._words(sentence, preserve_line=True) if _WORD.fullmatch(word))


@cache
def sumy(name: str, code: str) -> System:
    """Return one of sumy's methods for a language."""
    module, method = _SUMY[name]
    language = _NAMES.get(code, "english")
    parsers = import_module("sumy.parsers.plaintext")
    tool = getattr(import_module(f"sumy.summarizers.{module}"), method)(
        import_module("sumy.nlp.stemmers").Stemmer(language)
    )
    tool.stop_words = import_module("sumy.utils").get_stop_words(language)
    tokens = _Tokens(code)

    def run(item: Item) -> list[str]:
        document = parsers.PlaintextParser.from_string(item["body"], tokens).document
        return [str(sentence) for sentence in tool(document, _SENTENCES)]

    return run


def _sumy(name: str) -> System:
    return lambda item: sumy(name, item["lang"])(item)


SYSTEMS: dict[str, System] = {"digest": ours, "lead": lead, **{name: _sumy(name) for name in _SUMY}, "oracle": oracle}


def rouge(reference: str, summary: str) -> tuple[float, float, float]:
    """Return ROUGE-1, ROUGE-2 and ROUGE-L F1 in points."""
    wanted, got = _WORD.findall(reference.lower()), _WORD.findall(summary.lower())
    pairs = [(Counter(wanted), Counter(got)), (Counter(pairwise(wanted)), Counter(pairwise(got)))]
    one, two = (_f1((a & b).total(), a.total(), b.total()) for a, b in pairs)
    return one, two, _f1(_longest_common(wanted, got), len(wanted), len(got))


def measure(folder: Path, every: int = 1, systems: Sequence[str] = tuple(SYSTEMS)) -> dict[str, dict[str, Figures]]:
    """Return the figures of each system on each set: set → system → figures.

    Args:
        folder: where the sets are.
        every: take each n-th article only.
        systems: names of `SYSTEMS`.
    """
    found: dict[str, dict[str, Figures]] = {}
    for path in sorted(folder.glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            items = [json.loads(line) for line in lines][::every]
        found[path.name.removesuffix(".jsonl.gz")] = {name: _figures(SYSTEMS[name], items) for name in systems}
    return found


def _figures(system: System, items: list[Item]) -> Figures:
    system(items[0])  # what it loads once is no article's time
    start = time.process_time()
    summaries = [system(item) for item in items]
    seconds = time.process_time() - start
    pairs = list(zip(items, summaries, strict=True))
    foreign = sum(_squeezed(one) not in _squeezed(item["body"]) for item, chosen in pairs for one in chosen)
    scores = tuple(rouge(item["reference"], " ".join(chosen)) for item, chosen in pairs)
    return Figures(scores, 1000 * seconds / len(items), foreign)


def overall(figures: Iterable[Figures], half: slice = slice(None)) -> float:
    """Return the mean of the three measures over several sets, each set counting the same."""
    return mean(mean(one.rouge(half)) for one in figures)


def report(found: dict[str, dict[str, Figures]]) -> None:
    """Print a table for each set, and the means."""
    print("| set | system | ROUGE-1 | ROUGE-2 | ROUGE-L | mean | even | odd | CPU ms/article | not verbatim |")
    print("|---|---|--:|--:|--:|--:|--:|--:|--:|--:|")
    for name, systems in found.items():
        for system, one in systems.items():
            shown = " | ".join(f"{score:.2f}" for score in one.rouge())
            print(f"| {name} | {system} | {shown} | {_means([one])} | {one.milliseconds:.2f} | {one.foreign} |")
    for system in next(iter(found.values())):
        rows = [systems[system] for systems in found.values()]
        milliseconds = mean(one.milliseconds for one in rows)
        print(f"| mean | {system} | | | | {_means(rows)} | {milliseconds:.2f} | {sum(one.foreign for one in rows)} |")


def _means(rows: list[Figures]) -> str:
    return " | ".join(f"{overall(rows, half):.3f}" for half in (slice(None), slice(0, None, 2), slice(1, None, 2)))


def _squeezed(text: str) -> str:
    return "".join(text.split())


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


def main() -> None:
    """Measure what the arguments ask for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--every", type=int, default=1, help="each n-th article only")
    parser.add_argument("--system", action="append", choices=SYSTEMS, help="only these; all without it")
    options = parser.parse_args()
    report(measure(options.folder, options.every, options.system or tuple(SYSTEMS)))


if __name__ == "__main__":
    main()
