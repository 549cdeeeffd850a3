"""What the site knows of its articles as a whole: by tag, by source, by month, and which belong together.

Made once a build from postings (tag → its articles), so that its cost grows with the number of articles and not with
its square.
"""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import combinations, groupby, islice
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from digest.languages.slugs import slugify
from digest.site.coverage import coverages

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence

    from digest.model import Edition, Entry, Tag
    from digest.site.coverage import Coverage

# Related articles are sought among this many neighbours in time on either side in the posting of each tag: readers
# of news want the recent ones, and a tag that every article bears would make the search quadratic.
_NEIGHBOURS = 40
_RELATED = 5
_BESIDE = 12


@dataclass(frozen=True, slots=True)
class Topic:
    """A tag with all that bears it."""

    tag: Tag
    entries: tuple[Entry, ...]
    """Newest first."""
    beside: tuple[tuple[Tag, int], ...]
    """Tags that stand beside it on an article, and on how many; most frequent first."""


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who published originals that the digest's articles were made from."""

    name: str
    slug: str
    entries: tuple[Entry, ...]
    """Newest first."""


@dataclass(frozen=True, slots=True)
class Imprint:
    """What an article's page shows of the publisher of its original."""

    name: str
    slug: str


@dataclass(frozen=True, slots=True)
class Month:
    """A month of the archive."""

    first: dt.date
    """Its first day."""
    editions: tuple[Edition, ...]
    """Newest first."""

    @property
    def size(self) -> int:
        """Number of its articles."""
        return sum(len(edition.entries) for edition in self.editions)


@dataclass(frozen=True, slots=True)
class Index:
    """The whole site at a glance; every sequence is in the order of display."""

    editions: tuple[Edition, ...]
    """Newest first."""
    entries: tuple[Entry, ...]
    """Newest first; those of one day by prominence."""
    tags: Mapping[str, Tag]
    """Slug → tag, labelled in the site's language where an article gives such a label."""
    topics: tuple[Topic, ...]
    """By slug."""
    publishers: Mapping[str, Publisher]
    """Slug → publisher, by slug."""
    publisher_of: Mapping[str, Publisher]
    """Path of an article → publisher of its original, where one is known."""
    months: tuple[Month, ...]
    """Newest first."""
    coverages: tuple[Coverage, ...]
    """Stories that several articles tell, the one with the newest article first."""
    coverage_of: Mapping[str, Coverage]
    """Path of an article → its story, where others tell it, too."""
    positions: Mapping[str, tuple[tuple[str, int], ...]]
    """Path of an article → slug of each of its tags and its own position among that tag's articles."""
    ranked: tuple[Entry, ...]
    """Newest first; those of one moment by path."""
    ranks: Mapping[str, tuple[int, ...]]
    """Slug of a tag → its articles, newest first, each as its place in `ranked`."""

    def tags_of(self, entry: Entry) -> tuple[Tag, ...]:
        """Tags of an article, labelled as on their own pages."""
        return tuple(self.tags[slug] for slug in dict.fromkeys(tag.slug for tag in entry.tags))

    def imprint(self, entry: Entry) -> Imprint | None:
        """Publisher of an article's original, where one is known."""
        publisher = self.publisher_of.get(entry.path)
        return Imprint(publisher.name, publisher.slug) if publisher else None

    @property
    def frequent(self) -> tuple[Topic, ...]:
        """All topics, those with most articles first."""
        return tuple(sorted(self.topics, key=lambda topic: (-len(topic.entries), topic.tag.slug)))

    def related(self, entry: Entry) -> tuple[Entry, ...]:
        """Articles that share tags with `entry`, a rare tag counting for more; those of its own story left out.

        A shared tag counts 1 / (number of its articles), the simplest weight that falls with frequency.
        """
        weights: defaultdict[int, float] = defaultdict(float)
        for slug, position in self.positions[entry.path]:
            ranks = self.ranks[slug]
            weight = 1 / len(ranks)
            for rank in ranks[max(position - _NEIGHBOURS, 0) : position + _NEIGHBOURS + 1]:
                weights[rank] += weight
        coverage = self.coverage_of.get(entry.path)
        same = {other.path for other in coverage.entries} if coverage else {entry.path}
        least = sorted(weights.values(), reverse=True)[: _RELATED + len(same)]
        best = sorted([(-weight, rank) for rank, weight in weights.items() if weight >= least[-1]])
        others = (self.ranked[rank] for _, rank in best)
        return tuple(islice((other for other in others if other.path not in same), _RELATED))


def publisher_name(entry: Entry) -> str:
    """Name of the publisher of an article's original, its host where there is no name; empty when neither is known."""
    if entry.source.name:
        return entry.source.name
    host = urlsplit(entry.source.url or "").hostname or ""
    return host.removeprefix("www.")


def _publisher_slug(entry: Entry, language: str) -> str:
    """Spell all publishers in one language: an article in another one must not part a publisher in two."""
    name = publisher_name(entry)
    return slugify(name, language) if name else ""


def by_letter(topics: Iterable[Topic]) -> tuple[tuple[str, tuple[Topic, ...]], ...]:
    """Return topics by the first letter of their label, without its accents.

    Labels that begin with no letter come last, under an empty one.
    """
    letters: defaultdict[str, list[Topic]] = defaultdict(list)
    for topic in sorted(topics, key=lambda topic: (_plain(topic.tag.label), topic.tag.slug)):
        initial = _plain(topic.tag.label)[:1].upper()
        letters[initial if initial.isalpha() else ""].append(topic)
    ordered_letters = sorted(letters, key=lambda letter: (not letter, letter))
    return tuple((letter, tuple(letters[letter])) for letter in ordered_letters)


def _plain(label: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFKD", label.casefold()) if not unicodedata.combining(sign))


def index(editions: Sequence[Edition], language: str) -> Index:
    """Return the index of all articles in these editions; `language` is the site's own."""
    newest = tuple(sorted(editions, key=lambda edition: edition.date, reverse=True))
    entries = tuple(entry for edition in newest for entry in edition.entries)
    postings, tags = _postings(entries), _tags(entries, language)
    publishers, stories = _publishers(entries, language), coverages(newest)
    ranked = tuple(sorted(entries, key=lambda entry: (-entry.date.timestamp(), entry.path)))
    return Index(
        editions=newest,
        entries=entries,
        tags=tags,
        topics=_topics(entries, postings, tags),
        publishers=publishers,
        publisher_of={entry.path: publisher for publisher in publishers.values() for entry in publisher.entries},
        months=_months(newest),
        coverages=stories,
        coverage_of={entry.path: coverage for coverage in stories for entry in coverage.entries},
        positions=_positions(entries, postings),
        ranked=ranked,
        ranks=_ranks(ranked, postings),
    )


def _postings(entries: Iterable[Entry]) -> dict[str, tuple[Entry, ...]]:
    found: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        for slug in dict.fromkeys(tag.slug for tag in entry.tags):
            found[slug].append(entry)
    return {slug: tuple(found[slug]) for slug in sorted(found)}


def _ranks(ranked: Iterable[Entry], postings: Mapping[str, Sequence[Entry]]) -> dict[str, tuple[int, ...]]:
    rank_of = {entry.path: rank for rank, entry in enumerate(ranked)}
    return {slug: tuple(rank_of[entry.path] for entry in posting) for slug, posting in postings.items()}


def _positions(
    entries: Iterable[Entry], postings: Mapping[str, Sequence[Entry]]
) -> dict[str, tuple[tuple[str, int], ...]]:
    found: dict[str, list[tuple[str, int]]] = {entry.path: [] for entry in entries}
    for slug, posting in postings.items():
        for position, entry in enumerate(posting):
            found[entry.path].append((slug, position))
    return {path: tuple(places) for path, places in found.items()}


def _tags(entries: Iterable[Entry], language: str) -> dict[str, Tag]:
    """Choose one label for each tag: of the newest article in the site's language, else of the newest one."""
    chosen: dict[str, Tag] = {}
    for entry in sorted(entries, key=lambda entry: entry.lang != language):
        for tag in entry.tags:
            chosen.setdefault(tag.slug, tag)
    return chosen


def _topics(
    entries: Iterable[Entry], postings: Mapping[str, tuple[Entry, ...]], tags: Mapping[str, Tag]
) -> tuple[Topic, ...]:
    together: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for entry in entries:
        for one, other in combinations(sorted({tag.slug for tag in entry.tags}), 2):
            together[one][other] += 1
            together[other][one] += 1
    return tuple(
        Topic(tags[slug], posting, tuple((tags[other], count) for other, count in _most(together[slug])))
        for slug, posting in postings.items()
    )


def _most(counts: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:_BESIDE]


def _publishers(entries: Iterable[Entry], language: str) -> dict[str, Publisher]:
    """Spellings of one slug are one publisher, named by the commonest of them."""
    found: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        if slug := _publisher_slug(entry, language):
            found[slug].append(entry)
    return {slug: Publisher(_commonest(found[slug]), slug, tuple(found[slug])) for slug in sorted(found)}


def _commonest(entries: Iterable[Entry]) -> str:
    counts = Counter(map(publisher_name, entries))
    return min(counts, key=lambda name: (-counts[name], name))


def _months(editions: Iterable[Edition]) -> tuple[Month, ...]:
    groups = groupby(editions, key=lambda edition: edition.date.replace(day=1))
    return tuple(Month(first, tuple(group)) for first, group in groups)
