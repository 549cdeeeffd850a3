"""Stories and editions: which articles tell of the same event, and what appeared on one day.

Two articles within three days whose openings use the same rare words tell the same story (see `likeness`). Articles
are placed oldest first, each in the light of those before it, so that a new one moves none of the others. Editors have
the last word: a story named in the front matter holds exactly the articles that name it.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import groupby
from typing import TYPE_CHECKING

from digest.languages.slugs import slugify
from digest.model import Edition, Story
from digest.summarizer import likeness

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

    from digest.model import Entry


def editions(entries: Sequence[Entry]) -> tuple[Edition, ...]:
    """Return the days on which articles appeared, the newest first, each with its stories, the leading one first.

    A story that runs over several days stands in each of them with that day's articles.
    """
    by_day: dict[dt.date, list[Story]] = defaultdict(list)
    for story in group(entries):
        for day, that_day in groupby(sorted(story.entries, key=_day), key=_day):
            by_day[day].append(_story(story.id, that_day, story.copies))
    return tuple(Edition(day, tuple(sorted(by_day[day], key=_rank))) for day in sorted(by_day, reverse=True))


def group(entries: Sequence[Entry]) -> tuple[Story, ...]:
    """Return the stories that `entries` tell, each entry in exactly one; the leading story first.

    A story's id is the one that an editor gave it, or that of its oldest article, so that it stays when others join.
    The order of `entries` does not matter.
    """
    oldest_first = sorted(entries, key=lambda entry: (entry.date, entry.id))
    alone = [entry for entry in oldest_first if not entry.story]
    members: dict[str, list[Entry]] = defaultdict(list)
    ids, copies = _compared(alone)
    for entry in alone:
        members[ids[entry.id]].append(entry)
    for entry in oldest_first:
        if entry.story:
            members[slugify(entry.story, entry.lang)].append(entry)
    return tuple(sorted((_story(name, found, copies) for name, found in members.items()), key=_rank))


def _story(name: str, entries: Iterable[Entry], copies: frozenset[str]) -> Story:
    ordered = _lead_first(entries)
    return Story(name, ordered, copies & {entry.id for entry in ordered})


def _compared(entries: Sequence[Entry]) -> tuple[dict[str, str], frozenset[str]]:
    """Return for each entry, oldest first, the story of the most similar one before it or a new one; and the copies."""
    known = likeness.Index()
    ids: dict[str, str] = {}
    copies: set[str] = set()
    for entry in entries:
        match = known.add(entry)
        ids[entry.id] = ids[match.id] if match else entry.id
        if match and match.is_copy:
            copies.add(entry.id)
    return ids, frozenset(copies)


def _lead_first(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    return tuple(sorted(entries, key=lambda entry: (-len(entry.body), -entry.date.timestamp(), entry.id)))


def _rank(story: Story) -> tuple[int, int, float, str]:
    """More sources with a text of their own first, then the longer, then the newer."""
    sources = {entry.source.name or entry.id for entry in story.entries if entry.id not in story.copies}
    newest = max(entry.date.timestamp() for entry in story.entries)
    return -len(sources), -max(len(entry.body) for entry in story.entries), -newest, story.id


def _day(entry: Entry) -> dt.date:
    return entry.date.date()
