"""Pairs of tags that may be one: inflected forms, spellings, a surname beside the full name. Editors decide."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from digest.summarizer.vocabulary import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from digest.model import Tag

_ENDINGS = ("s", "es", "n", "en", "er", "e", "em", "x")
"""Of plurals and cases in the languages with data; a pair is but proposed, so that one list does for all."""
_MIN_STEM = 4


@dataclass(frozen=True, slots=True)
class Pair:
    """Two tags that may be one."""

    tag: Tag
    """The one that would go."""
    into: Tag
    why: str


def find(tags: Sequence[tuple[Tag, int]]) -> list[Pair]:
    """Return likely twins among `tags`, given with how many articles have them; the rarer spelling would go."""
    by_name = {fold(tag.label): tag for tag, _ in tags}
    found = [*_spellings(tags), *_inflected(by_name), *_surnames(by_name)]
    unique = {(pair.tag.slug, pair.into.slug): pair for pair in reversed(found) if pair.tag.slug != pair.into.slug}
    return sorted(unique.values(), key=lambda pair: (pair.into.slug, pair.tag.slug))


def _spellings(tags: Sequence[tuple[Tag, int]]) -> Iterator[Pair]:
    """`Sao Paolo` and `São-Paolo`: the same letters, accents and signs apart."""
    first: dict[str, Tag] = {}
    for tag, _ in sorted(tags, key=lambda item: -item[1]):
        into = first.setdefault(_letters(tag.label), tag)
        yield Pair(tag, into, "another spelling")


def _letters(label: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFKD", fold(label)) if letter.isalnum()) or label


def _inflected(by_name: Mapping[str, Tag]) -> Iterator[Pair]:
    """`Werften` and `Werft`."""
    for name, tag in by_name.items():
        stems = (name.removesuffix(ending) for ending in _ENDINGS if len(name) - len(ending) >= _MIN_STEM)
        yield from (Pair(tag, by_name[stem], "an inflected form") for stem in stems if stem in by_name)


def _surnames(by_name: Mapping[str, Tag]) -> Iterator[Pair]:
    """`Brandt` and `Henrike Brandt`, where no other Brandt is."""
    full: dict[str, list[Tag]] = defaultdict(list)
    for name, tag in by_name.items():
        if " " in name:
            full[name.rpartition(" ")[2]].append(tag)
    for name, tag in by_name.items():
        if len(full[name]) == 1:
            yield Pair(tag, full[name][0], "the last part of the name")
