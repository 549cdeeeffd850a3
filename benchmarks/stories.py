"""Stories: planted near duplicates among thousands of articles: found, joined wrongly, time, memory.

    python benchmarks/stories.py FOLDER... [--articles 10000] [--days 100] [--seed 1]

Each FOLDER holds `*.jsonl.gz` files or a `truth.jsonl` with `lang, title, body`, or `language, title, text`, a line.
The articles are these texts, a copy of every third (made in one of the ways of `COPIES`, dated within two days of it),
and, to fill up, texts of sentences that were drawn from many articles, each sentence once. Dates are drawn
evenly over the days. A pair of articles in one story is right where it was planted; where two of the texts themselves
tell of one event, that counts as false here.
"""

from __future__ import annotations

import argparse
import datetime as dt
import gzip
import json
import random
import resource
import time
from collections import Counter
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any

from digest.model import Attribution, Entry
from digest.summarizer import likeness, sentences, stories

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_START = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
_SHORTEST = 60
"""Words that a text has at least; of fewer no reader could say what they are a copy of."""
_FEWEST = 6
"""Sentences that a text has at least."""
_DRAWN = 10
"""Sentences of a drawn text; none is drawn from a text's own first ones."""
_MIN_POOL = 1000
"""Sentences of a language from which texts are drawn: of fewer, each would be made of the same few texts."""
_PLACED = 200
"""Articles that are placed one by one."""


@dataclass(frozen=True, slots=True)
class Text:
    """One text of a corpus."""

    lang: str
    title: str
    sentences: tuple[str, ...]


def shortened(text: Text, _: random.Random) -> Text:
    """Cut the last third off and lose the title, as an editor does who has less room."""
    return replace(text, title=text.sentences[0][:60], sentences=text.sentences[: max(3, len(text.sentences) * 2 // 3)])


def wire(text: Text, chance: random.Random) -> Text:
    """Leave some sentences out, and put an agency's line before and after, as papers do that print its report."""
    kept = tuple(one for at, one in enumerate(text.sentences) if not at or chance.random() > 1 / 6)
    return replace(text, sentences=("NORDHAVEN (kpa) -", *kept, "kpa/rb/lm"))


def touched_up(text: Text, chance: random.Random) -> Text:
    """Change one word in twelve, and one title word in two."""
    title = " ".join(word for word in text.title.split() if chance.random() > 1 / 2)
    words = ([word if chance.random() > 1 / 12 else word[::-1] for word in one.split()] for one in text.sentences)
    return replace(text, title=title, sentences=tuple(map(" ".join, words)))


def updated(text: Text, chance: random.Random) -> Text:
    """Put three sentences of news first and leave the end out."""
    news = chance.sample(text.sentences, 3)
    return replace(text, sentences=(*news, *text.sentences[: max(3, len(text.sentences) - 3)]))


COPIES: tuple[Callable[[Text, random.Random], Text], ...] = (shortened, wire, touched_up, updated)


def corpus(folders: Sequence[Path]) -> list[Text]:
    """Return the texts, none twice."""
    found: dict[tuple[str, ...], Text] = {}
    for item in (item for folder in folders for item in _items(folder)):
        lang = item.get("lang") or item.get("language") or "en"
        split = tuple(sentences.split(item.get("body") or item.get("text") or "", lang))
        if len(split) >= _FEWEST and sum(len(one.split()) for one in split) >= _SHORTEST:
            found.setdefault(split, Text(lang, item["title"] or split[0][:60], split))
    return list(found.values())


def _items(folder: Path) -> Iterator[dict[str, Any]]:
    for path in sorted([*folder.glob("*.jsonl.gz"), *folder.glob("truth.jsonl")]):
        opened = gzip.open if path.suffix == ".gz" else open
        with opened(path, "rt", encoding="utf-8") as lines:
            yield from map(json.loads, lines)


def made(texts: Sequence[Text], total: int, days: int, chance: random.Random) -> tuple[list[Entry], dict[str, str]]:
    """Return the articles, and copy's id → the name of how it was made; both share the id's number."""
    articles: list[Entry] = []
    kinds: dict[str, str] = {}
    for number, text in enumerate(texts):
        at = chance.uniform(0, days)
        articles.append(_entry(f"{number:05}-first", text, at))
        if number % 3 == 0:
            make = COPIES[number // 3 % len(COPIES)]
            kinds[f"{number:05}-copy"] = make.__name__
            articles.append(_entry(f"{number:05}-copy", make(text, chance), at + chance.uniform(0, 2)))
    for number, text in zip(range(len(articles), total), _drawn(texts, chance), strict=False):
        articles.append(_entry(f"d{number:05}", text, chance.uniform(0, days)))
    return articles[:total], kinds


def _drawn(texts: Sequence[Text], chance: random.Random) -> Iterator[Text]:
    pools: dict[str, list[str]] = {}
    for text in texts:
        pools.setdefault(text.lang, []).extend(text.sentences[_DRAWN:])
    for lang, pool in sorted(pools.items()):
        chance.shuffle(pool)
        for at in range(0, len(pool) - _MIN_POOL, _DRAWN):
            yield Text(lang, pool[at][:60], tuple(pool[at : at + _DRAWN]))


def _entry(name: str, text: Text, day: float) -> Entry:
    date = _START + dt.timedelta(days=day)
    source = Attribution(name.rpartition("-")[2])
    return Entry(name, f"{name}.md", name, text.title, date, "\n\n".join(text.sentences), lang=text.lang, source=source)


def report(articles: Sequence[Entry], kinds: dict[str, str]) -> None:
    """Print what grouping finds, and what it costs."""
    started = time.process_time()
    grouped = stories.group(articles)
    seconds = time.process_time() - started
    joined = [pair for story in grouped for pair in combinations(sorted(one.id for one in story.entries), 2)]
    right = Counter(kinds[one] for one, other in joined if one in kinds and one[:5] == other[:5])
    planted = Counter(kinds.values())
    print(f"{len(articles)} articles, {planted.total()} planted copies, {len(grouped)} stories")
    for kind in sorted(planted):
        print(f"  {kind}: {right[kind] / planted[kind]:.1%} found")
    false = len(joined) - right.total()
    print(f"  all: {right.total() / planted.total():.1%} found, {false} false pairs, {false / len(joined):.2%}")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"  {seconds:.1f} s of processor time, {memory:.0f} MB")
    print(f"  one more article: {_slowest(articles) * 1000:.0f} ms at most")


def _slowest(articles: Sequence[Entry]) -> float:
    """Seconds of processor time that the slowest of the last articles took to be placed."""
    ordered = sorted(articles, key=lambda entry: entry.date)
    index = likeness.Index()
    for entry in ordered[:-_PLACED]:
        index.add(entry)
    taken: list[float] = []
    for entry in ordered[-_PLACED:]:
        started = time.process_time()
        index.add(entry)
        taken.append(time.process_time() - started)
    return max(taken)


def main() -> None:
    """Read the command line, make the articles, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--days", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    report(*made(corpus(given.folders), given.articles, given.days, random.Random(given.seed)))  # noqa: S311 -- no secret


if __name__ == "__main__":
    main()
