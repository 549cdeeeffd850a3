"""Sources and documents: what comes in, and what a reader makes of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from digest.model.blocks import Block
    from digest.model.images import Picture
    from digest.model.publisher import Rule


@dataclass(frozen=True, slots=True)
class Statement:
    """A piece of metadata that a source states beside its text: in markup, in the header of a mail, in a feed."""

    key: str
    """`title, date, modified, authors, publisher, url, language, category, keywords, description, place`; `kind`, as
    the markup calls the page (`article`, `website`), `access`: `subscribers`, `sender`: the address of a mail, and
    `body`: the whole text, as one string."""
    value: Any
    """A `str`; for `date` and `modified` a `date` or an aware `datetime`, or a `str` as a person wrote it; for
    `authors` and `keywords` a tuple of `str`."""
    detail: str
    """Where it stands, for people: `JSON-LD headline`, `mail subject`."""


@dataclass(frozen=True, slots=True)
class Source:
    """One input as it came in."""

    name: str
    """How a user would name it: a path below `content/sources/`, or a file name."""
    data: bytes
    media_type: str | None = None
    """As in HTTP, without parameters; `None` lets the readers decide by name and content."""
    url: str | None = None
    language: str | None = None
    """BCP 47 code that the caller knows; `None` lets the cleaner decide."""
    charset: str | None = None
    """Encoding that the server named; readers believe the bytes first."""
    statements: tuple[Statement, ...] = ()
    """What the container says of it that it came in (a feed, a mail), most trustworthy first."""
    warnings: tuple[str, ...] = ()
    """What an editor should know of it beside its own text: that its feed holds only a teaser."""
    rules: tuple[Rule, ...] = ()
    """What editors settled of its publisher's sources."""
    repeated: Mapping[int, int] = field(default_factory=dict, hash=False)
    """Key of a line → how many other documents of its publisher hold that line; see `cleaner.repetition`."""


@dataclass(frozen=True, slots=True)
class Document:
    """A source taken apart into blocks, in reading order."""

    source: Source
    blocks: tuple[Block, ...]
    warnings: tuple[str, ...] = ()
    statements: tuple[Statement, ...] = ()
    """What the source states of itself outside its text, most trustworthy first; those of its container come before."""
    pictures: tuple[Picture, ...] = ()
    """Of a web page, in reading order."""
