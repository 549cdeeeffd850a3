"""Entries, and what the site arranges them in: stories, editions, pages."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Attribution:
    """The original that an entry was made from; front-matter key `source`."""

    name: str | None = None
    url: str | None = None
    author: str | None = None
    published: dt.date | dt.datetime | None = None
    retrieved: dt.date | dt.datetime | None = None
    licence: str | None = None


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag in its canonical form."""

    slug: str
    """Unique in the site; the page's file name."""
    label: str
    former: tuple[str, ...] = ()
    """Slugs that it had once; their pages redirect."""


@dataclass(frozen=True, slots=True)
class Correction:
    """A published correction of an article."""

    date: dt.date
    text: str


@dataclass(frozen=True, slots=True)
class Entry:
    """An article as it will be published: the Markdown file that editors see, read and validated."""

    id: str
    """Permanent; feeds use it."""
    path: str
    """Of its Markdown file, relative to the project, with `/`."""
    slug: str
    title: str
    date: dt.datetime
    """Aware; the start of the day in the site's time zone where only a day is known."""
    body: str
    """Markdown without front matter."""
    all_day: bool = True
    """Only a day is known, no time."""
    updated: dt.datetime | None = None
    authors: tuple[str, ...] = ()
    category: str | None = None
    tags: tuple[Tag, ...] = ()
    """Most telling first."""
    lang: str = "en"
    summary: tuple[str, ...] = ()
    source: Attribution = Attribution()
    publish: str = "full"
    """`full`, `summary` or `link`."""
    republished: bool = False
    """Its text is somebody else's: it was made from a source."""
    draft: bool = False
    expires: dt.datetime | None = None
    aliases: tuple[str, ...] = ()
    """Old addresses below the site's root that redirect here."""
    abbreviations: Mapping[str, str] = field(default_factory=dict)
    corrections: tuple[Correction, ...] = ()
    story: str | None = None
    """Identifier shared by the articles on one event."""
    removed: int = 0
    """How many lines of the source were left out."""
    extra: Mapping[str, Any] = field(default_factory=dict)
    """Front-matter keys that `digest` does not know, passed through to templates."""


@dataclass(frozen=True, slots=True)
class Story:
    """Articles on the same event, the lead first."""

    id: str
    entries: tuple[Entry, ...]
    copies: frozenset[str] = frozenset()
    """Ids of the articles that are the text of another one here: wire copy, or a later version."""


@dataclass(frozen=True, slots=True)
class Highlight:
    """A story in one sentence."""

    story: Story
    entry: Entry
    """The article that says it."""
    sentence: str
    """Of its summary."""


@dataclass(frozen=True, slots=True)
class Edition:
    """What appeared on one day."""

    date: dt.date
    stories: tuple[Story, ...]
    """Leading story first; an article on its own is a story of one."""
    highlights: tuple[Highlight, ...] = ()
    """The leading stories, no two in the same words."""

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All articles of that day, story by story."""
        return tuple(entry for story in self.stories for entry in story.entries)


@dataclass(frozen=True, slots=True)
class Page:
    """One file of the site before it is rendered."""

    path: str
    """Below the output folder, with `/`, such as `articles/2026/01/budget.html`."""
    template: str
    """Template of the theme that renders it."""
    context: Mapping[str, Any]
    """Names the template may use beside the site-wide ones."""
