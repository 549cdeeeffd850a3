"""Invented news for benchmarks of sites: the same articles every time, in any number."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_SEED = 20260131
_LATEST = dt.date(2026, 1, 31)
_PER_DAY = 12
_TAGS, _SOURCES = 400, 40
_TAGS_EACH = (2, 5)
_WORDS = 4_000
_MANDELBROT = 2.7
"""The most frequent words are not quite as frequent as Zipf has it."""
_PARAGRAPHS = (6, 9)
_WORDS_EACH = (400, 600)
_SENTENCE = (8, 24)
_LINKS, _HEADINGS, _LISTS = 0.5, 0.4, 0.1
"""Shares of articles with a link, with a heading in the middle, with a list at the end."""
_STARTS = ("b", "br", "d", "dr", "f", "g", "h", "k", "kl", "l", "m", "n", "p", "r", "s", "st", "t", "tr", "v", "w")
_MIDDLES = ("a", "e", "i", "o", "u", "ai", "ea", "ou")
_ENDS = ("", "", "l", "m", "n", "nd", "r", "rt", "s", "st", "t", "ck")


@dataclass(frozen=True, slots=True)
class News:
    """An invented article."""

    slug: str
    title: str
    day: dt.date
    tags: tuple[str, ...]
    source: str
    summary: tuple[str, ...]
    body: str

    @property
    def name(self) -> str:
        """Its file's name below the articles' folder."""
        return f"{self.day:%Y/%m}/{self.slug}.md"


def articles(count: int) -> Iterator[News]:
    """Yield `count` articles of 400 to 600 words, newest first, a dozen a day; their tags are drawn by Zipf's law."""
    chance = random.Random(_SEED)  # noqa: S311 -- the same articles every time
    words = _Words(chance)
    tags, sources = words.names(_TAGS), [f"{name} Bureau" for name in words.names(_SOURCES)]
    for number in range(count):
        day = _LATEST - dt.timedelta(days=number // _PER_DAY)
        yield _article(number, day, words, words.drawn(tags, chance.randint(*_TAGS_EACH)), words.drawn(sources, 1)[0])


def _article(number: int, day: dt.date, words: _Words, tags: Sequence[str], source: str) -> News:
    chance = words.chance
    wanted = chance.randint(*_WORDS_EACH)
    paragraphs = [words.paragraph(wanted // chance.randint(*_PARAGRAPHS)) for _ in range(_PARAGRAPHS[1])]
    summary = (paragraphs[0][0], paragraphs[1][0])
    blocks = list(_cut(paragraphs, wanted))
    if chance.random() < _LINKS:
        blocks[1] += f" More is told by the [{source}](https://example.org/{number})."
    if chance.random() < _HEADINGS:
        blocks.insert(len(blocks) // 2, f"## {words.title()}")
    if chance.random() < _LISTS:
        blocks.append("\n".join(f"- {words.title()}" for _ in range(4)))
    return News(f"story-{number:06}", words.title(), day, tuple(tags), source, summary, "\n\n".join(blocks))


def _cut(paragraphs: Sequence[Sequence[str]], wanted: int) -> Iterator[str]:
    """Yield paragraphs until there are as many words as are wanted."""
    for paragraph in paragraphs:
        if wanted <= 0:
            return
        text = " ".join(paragraph)
        wanted -= text.count(" ") + 1
        yield text


class _Words:
    """A vocabulary of invented words, the frequent ones short, drawn by Zipf's law."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        found: dict[str, None] = {}
        while len(found) < _WORDS:
            found[self._made(1 if len(found) < 200 else chance.choice((2, 2, 3)))] = None  # noqa: PLR2004 -- as articles and prepositions are
        self._words = list(found)
        self._weights = _zipf(_WORDS, _MANDELBROT)

    def names(self, count: int) -> list[str]:
        """So many capitalised names, no two alike."""
        found: dict[str, None] = {}
        while len(found) < count:
            found[self._made(3).capitalize()] = None
        return list(found)

    def drawn(self, names: Sequence[str], count: int) -> list[str]:
        """So many of the names, each once, the first ones more often."""
        found: dict[str, None] = {}
        weights = _zipf(len(names))
        while len(found) < count:
            found[self.chance.choices(names, cum_weights=weights)[0]] = None
        return list(found)

    def title(self) -> str:
        """A headline of four to eight words."""
        return self._drawn(self.chance.randint(4, 8)).capitalize()

    def paragraph(self, length: int) -> list[str]:
        """Sentences of about so many words together."""
        sentences: list[str] = []
        while length > 0:
            size = self.chance.randint(*_SENTENCE)
            length -= size
            sentences.append(self._sentence(size))
        return sentences

    def _sentence(self, size: int) -> str:
        words = self._drawn(size)
        half = words.find(" ", len(words) // 2)
        comma = "," if self.chance.random() < _LINKS else ""
        return f"{words[:half]}{comma}{words[half:]}.".capitalize()

    def _drawn(self, count: int) -> str:
        return " ".join(self.chance.choices(self._words, cum_weights=self._weights, k=count))

    def _made(self, syllables: int) -> str:
        pick = self.chance.choice
        return "".join(pick(_STARTS) + pick(_MIDDLES) for _ in range(syllables)) + pick(_ENDS)


def _zipf(count: int, offset: float = 0) -> list[float]:
    return list(accumulate(1 / (rank + offset) for rank in range(1, count + 1)))
