"""`digest.toml` as values: every setting with its default, and what it means.

The file is one of the two gates where input is validated (the other is an article's front matter), so the models are
pydantic's: all faults are found in one run and a JSON Schema for editors' tools comes for free.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class _Section(BaseModel):
    """A table of `digest.toml`: frozen, and a key it does not know is a fault."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Site(_Section):
    """What the published site is called and where it lives."""

    title: str = "Digest"
    description: str = ""
    base_url: str = ""
    """Absolute address of the published site; feeds and sitemap need it, pages never do."""
    language: str = "en"
    """Language of the site's own words, a BCP 47 code; each article keeps its own."""
    time_zone: str = "UTC"
    """IANA name; a date without a time means that whole day here."""
    theme: str = "broadsheet"
    author: str = ""
    """Publisher of the digest, named in feeds and footer."""


class Paths(_Section):
    """Folders, relative to `digest.toml`."""

    sources: str = "content/sources"
    articles: str = "content/articles"
    pages: str = "content/pages"
    tags: str = "content/tags.toml"
    output: str = "site"


class Summary(_Section):
    """How long a summary may be."""

    sentences: int = Field(default=3, ge=1, le=10)
    max_words: int = Field(default=90, ge=10, le=1000)


class Feed(_Section):
    """Atom feed."""

    entries: int = Field(default=30, ge=1, le=500)
    content: Literal["full", "summary"] = "summary"


class Limits(_Section):
    """Bounds that keep one bad source from stopping the rest."""

    source_bytes: int = Field(default=25_000_000, ge=1)
    """A longer source is refused with a clear error: the longest real page seen has 1.5 MB."""


class Config(_Section):
    """All of `digest.toml`."""

    site: Site = Site()
    paths: Paths = Paths()
    summary: Summary = Summary()
    feed: Feed = Feed()
    limits: Limits = Limits()
    theme_options: dict[str, str | int | float | bool | list[str]] = Field(default_factory=dict)
    """Handed to the theme's templates as `theme`."""
