"""An edition in a few sentences: its leading stories and one sentence for each, no two alike."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from digest.model import Highlight
from digest.summarizer import choice, references, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from digest.model import Edition, Entry, Story

_STORIES = 5
"""As many as a front page shows without scrolling."""


def with_highlights(editions: Iterable[Edition], count: int = _STORIES) -> tuple[Edition, ...]:
    """Return the editions, each with the highlights of its first `count` stories that have any."""
    return tuple(replace(edition, highlights=find(edition.stories, count)) for edition in editions)


def find(stories: Iterable[Story], count: int = _STORIES) -> tuple[Highlight, ...]:
    """Return one sentence for each of the first `count` stories.

    It is the first one in the summaries of the story's articles, the lead's first, that stands alone and says something
    else than those before; a story that has none is left out.

    Args:
        stories: the leading one first.
        count: how many at most.
    """
    found: list[Highlight] = []
    said: list[frozenset[str]] = []
    for story in stories:
        if len(found) >= count:
            break
        for entry, sentence in _sentences(story):
            stems = frozenset(words.content(sentence, entry.lang))
            if not any(choice.is_repetition(stems, other) for other in said):
                found.append(Highlight(story, entry, sentence))
                said.append(stems)
                break
    return tuple(found)


def _sentences(story: Story) -> Iterator[tuple[Entry, str]]:
    """Yield what may be published of the story's summaries and needs no sentence before it."""
    for entry in story.entries:
        for sentence in entry.summary if entry.publish != "link" else ():
            if not references.points_back(sentence, words.WORD.findall(sentence), entry.lang):
                yield entry, sentence
