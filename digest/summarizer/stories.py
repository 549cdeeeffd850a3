"""Stories and editions: which articles tell of the same event, and what appeared on one day.

Two articles within three days whose openings use the same rare words tell the same story (see `likeness`). Articles
are placed oldest first, each in the light of those before it, so that a new one moves none of the others. Editors have
the last word: a story named in the front matter holds exactly the articles that name it.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

from digest.languages.slugs import slugify
from digest.model import Edition, Story
from digest.summarizer import likeness

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence

    from digest.model import Entry


@dataclass(frozen=True, slots=True)
class Placed:
    """What was found when an article was compared with those before it."""

    text: str
    """Hash of the beginning of its text, by which its words are known to be the same."""
    words: str
    """Hash of the words that it was compared by."""
    like: str
    """Id of the article that tells the same story; empty where none does."""
    is_copy: bool
    """It is the text of that one."""


def editions(entries: Sequence[Entry], placed: Sequence[Placed] | None = None) -> tuple[Edition, ...]:
    """Return the days on which articles appeared, the newest first, each with its stories, the leading one first.

    A story that runs over several days stands in each of them with that day's articles. `placed` is as for `group`.
    """
    by_day: dict[dt.date, list[Story]] = defaultdict(list)
    for story in group(entries, placed):
        for day, that_day in groupby(sorted(story.entries, key=_day), key=_day):
            by_day[day].append(_story(story.id, that_day, story.copies))
    return tuple(Edition(day, tuple(sorted(by_day[day], key=_rank))) for day in sorted(by_day, reverse=True))


def group(entries: Sequence[Entry], placed: Sequence[Placed] | None = None) -> tuple[Story, ...]:
    """Return the stories that `entries` tell, each entry in exactly one; the leading story first.

    A story's id is the one that an editor gave it, or that of its oldest article, so that it stays when others join.
    The order of `entries` does not matter.

    Args:
        entries: all articles.
        placed: what `place` returned for these articles; `None` where it is to be found.
    """
    oldest_first = sorted(entries, key=_age)
    if placed is None:
        placed = place(entries)
    members: dict[str, list[Entry]] = defaultdict(list)
    ids: dict[str, str] = {}
    alone = [entry for entry in oldest_first if not entry.story]
    for entry, one in zip(alone, placed, strict=True):
        ids[entry.id] = ids[one.like] if one.like else entry.id
    copies = frozenset(entry.id for entry, one in zip(alone, placed, strict=True) if one.is_copy)
    for entry in alone:
        members[ids[entry.id]].append(entry)
    for entry in oldest_first:
        if entry.story:
            members[slugify(entry.story, entry.lang)].append(entry)
    return tuple(sorted((_story(name, found, copies) for name, found in members.items()), key=_rank))


def _story(name: str, entries: Iterable[Entry], copies: frozenset[str]) -> Story:
    ordered = _lead_first(entries)
    return Story(name, ordered, copies & {entry.id for entry in ordered})


def place(entries: Sequence[Entry], known: Sequence[Placed] = ()) -> tuple[Placed, ...]:
    """Compare the articles that no editor put into a story with those before them, oldest first.

    An article is weighed by those before it and by nothing else. So what is known holds up to the first article that is
    compared by other words than then, and only from there on are articles compared.

    Args:
        entries: all articles, in any order.
        known: what this function returned before, for these articles or others.
    """
    alone = sorted((entry for entry in entries if not entry.story), key=_age)
    hashes = {one.text: one.words for one in known}
    placed: list[Placed] = []
    articles, ids = None, {""}
    for at, entry in enumerate(alone):
        text, words, opening = _hashes(entry, hashes)
        if articles is None and at < len(known) and known[at].words == words and known[at].like in ids:
            ids.add(entry.id)
            placed.append(replace(known[at], text=text))
            continue
        articles = articles or _learned(alone[:at])
        match = articles.add(entry, opening)
        placed.append(Placed(text, words, match.id if match else "", bool(match and match.is_copy)))
    return tuple(placed)


def compared(entries: Iterable[Entry], placed: Iterable[Placed]) -> dict[str, str]:
    """Return, by path, the hash of the words that each article was compared by; those of editors' stories were not.

    Args:
        entries: all articles, in any order.
        placed: what `place` returned for them.
    """
    alone = sorted((entry for entry in entries if not entry.story), key=_age)
    return {entry.path: one.words for entry, one in zip(alone, placed, strict=True)}


def words_hash(entry: Entry) -> str:
    """Return the hash of the words that an article is compared by."""
    return _words_hash(entry, likeness.tokens(entry))


def is_in_order(edition: Edition) -> bool:
    """Tell whether an edition's stories, and the articles of each, stand in the order that their texts give them."""
    stories = edition.stories
    return sorted(stories, key=_rank) == [*stories] and all(one.entries == _lead_first(one.entries) for one in stories)


def _learned(entries: Iterable[Entry]) -> likeness.Index:
    """Return an index of articles that need not be compared."""
    articles = likeness.Index()
    for entry in entries:
        articles.learn(entry)
    return articles


def _hashes(entry: Entry, known: Mapping[str, str]) -> tuple[str, str, list[str] | None]:
    """Return hashes of an article's beginning and of the words of it that are compared; and these, if they are new.

    Args:
        entry: the article.
        known: hash of a beginning → that of its words.
    """
    text = _hash(*_facts(entry), entry.title, likeness.beginning(entry))
    if text in known:
        return text, known[text], None
    opening = likeness.tokens(entry)
    return text, _words_hash(entry, opening), opening


def _words_hash(entry: Entry, opening: Iterable[str]) -> str:
    return _hash(*_facts(entry), " ".join(opening))


def _facts(entry: Entry) -> tuple[str, str, str]:
    return entry.id, str(entry.date.timestamp()), entry.lang


def _hash(*texts: str) -> str:
    parted = "".join([f"{len(text)}:{text}" for text in texts])
    return hashlib.blake2b(parted.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _age(entry: Entry) -> tuple[dt.datetime, str]:
    return entry.date, entry.id


def _lead_first(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    return tuple(sorted(entries, key=lambda entry: (-len(entry.body), -entry.date.timestamp(), entry.id)))


def _rank(story: Story) -> tuple[int, int, float, str]:
    """More sources with a text of their own first, then the longer, then the newer.

    Lengths count in powers of two: an added sentence should not move a story on its page.
    """
    sources = {entry.source.name or entry.id for entry in story.entries if entry.id not in story.copies}
    newest = max(entry.date.timestamp() for entry in story.entries)
    return -len(sources), -max(len(entry.body) for entry in story.entries).bit_length(), -newest, story.id


def _day(entry: Entry) -> dt.date:
    return entry.date.date()
