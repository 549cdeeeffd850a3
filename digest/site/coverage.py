"""Stories over all their days: what an edition shows of one day, a story's own page shows as a timeline."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from digest.site import urls

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator

    from digest.model import Edition, Entry, Story

_ADDRESS = re.compile(r"articles/(\d{4})/(\d{2})/([^/]+)\.html")
"""Of an article, as `urls.article` makes it."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """All articles on one event, of which there are at least two."""

    slug: str
    """Of its page; stays when articles join."""
    entries: tuple[Entry, ...]
    """Newest day first, each day's leading article first."""
    copies: frozenset[str]
    """Ids of the articles that are the text of another one."""
    former: tuple[str, ...] = ()
    """Names that its page had, or may have had, before its oldest article was moved, or before an editor named it."""

    @property
    def lead(self) -> Entry:
        """The leading article of the newest day."""
        return self.entries[0]

    @property
    def days(self) -> tuple[tuple[dt.date, tuple[Entry, ...]], ...]:
        """The timeline: days with their articles, newest first."""
        return tuple((day, tuple(group)) for day, group in groupby(self.entries, key=lambda entry: entry.date.date()))


def coverages(editions: Iterable[Edition]) -> tuple[Coverage, ...]:
    """Return the stories that several articles tell; those with the newest article first.

    Args:
        editions: newest first.
    """
    found: defaultdict[str, list[Story]] = defaultdict(list)
    for edition in editions:
        for story in edition.stories:
            found[story.id].append(story)
    return tuple(_joined(parts) for parts in found.values() if len(parts) > 1 or len(parts[0].entries) > 1)


def _joined(parts: list[Story]) -> Coverage:
    entries = tuple(entry for story in parts for entry in story.entries)
    slug, *former = _slugs(parts[0].id, entries)
    copies = frozenset().union(*(story.copies for story in parts))
    return Coverage(slug, entries, copies, tuple(former))


def _slugs(story: str, entries: Iterable[Entry]) -> Iterator[str]:
    """Yield the name that an editor gave the story, then those of its oldest article, which no new one changes.

    Slugs of articles are unique in a month only, so the month belongs to the name.
    """
    first = min(entries, key=lambda entry: (entry.date, entry.id))
    if first.story:
        yield story
    yield f"{first.date.date().isoformat()[:7]}-{first.slug}"
    moved = map(_ADDRESS.fullmatch, map(urls.alias, first.aliases))
    yield from (f"{found[1]}-{found[2]}-{found[3]}" for found in moved if found and urls.is_confined(found[0]))
