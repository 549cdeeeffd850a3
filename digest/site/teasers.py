"""Articles as other pages than their own know them: with all but their text.

So a text that changes changes the pages that show it, and none that only lists the article. What is not handed to a
template cannot be in its page: nobody has to declare which page shows what.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from digest.model import Edition, Entry, Story


def of(editions: Iterable[Edition]) -> tuple[Edition, ...]:
    """Return editions whose articles have an empty `body` and are otherwise the same."""
    return tuple(_without_texts(edition) for edition in editions)


def _without_texts(edition: Edition) -> Edition:
    short = {entry.path: replace(entry, body="") for entry in edition.entries}
    stories = {story.id: _with(story, short) for story in edition.stories}
    highlights = tuple(
        replace(one, story=stories[one.story.id], entry=short[one.entry.path]) for one in edition.highlights
    )
    return replace(edition, stories=tuple(stories.values()), highlights=highlights)


def _with(story: Story, entries: Mapping[str, Entry]) -> Story:
    return replace(story, entries=tuple(entries[entry.path] for entry in story.entries))
