"""The nouns that flow through `digest`, from a source's bytes to a page of the site.

`Source → Document → Article → Entry → Page`: each phase is a type of its own, frozen, and made whole; nothing is
filled in later. A step takes one and returns the next.

The names below load their modules on first use (PEP 562): short builds need few of them.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from digest.model.letters import letters  # at once, or its module would take its name

if TYPE_CHECKING:
    from digest.model.article import Article, Evidence, Origin, Removed, Verdict
    from digest.model.blocks import Block, Element, Kind, words_of
    from digest.model.entry import Attribution, Correction, Edition, Entry, Highlight, Page, Story, Tag
    from digest.model.escape import escape_inline, escape_markdown, escape_start
    from digest.model.images import Image, Picture
    from digest.model.publisher import Publisher, Rule
    from digest.model.runs import Run, Runs
    from digest.model.source import Document, Source, Statement

__all__ = [
    "Article",
    "Attribution",
    "Block",
    "Correction",
    "Document",
    "Edition",
    "Element",
    "Entry",
    "Evidence",
    "Highlight",
    "Image",
    "Kind",
    "Origin",
    "Page",
    "Picture",
    "Publisher",
    "Removed",
    "Rule",
    "Run",
    "Runs",
    "Source",
    "Statement",
    "Story",
    "Tag",
    "Verdict",
    "escape_inline",
    "escape_markdown",
    "escape_start",
    "letters",
    "words_of",
]

_HOMES = {
    "Article": "article",
    "Attribution": "entry",
    "Block": "blocks",
    "Correction": "entry",
    "Document": "source",
    "Edition": "entry",
    "Element": "blocks",
    "Entry": "entry",
    "Evidence": "article",
    "Highlight": "entry",
    "Image": "images",
    "Kind": "blocks",
    "Origin": "article",
    "Page": "entry",
    "Picture": "images",
    "Publisher": "publisher",
    "Removed": "article",
    "Rule": "publisher",
    "Run": "runs",
    "Runs": "runs",
    "Source": "source",
    "Statement": "source",
    "Story": "entry",
    "Tag": "entry",
    "Verdict": "article",
    "escape_inline": "escape",
    "escape_markdown": "escape",
    "escape_start": "escape",
    "words_of": "blocks",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 -- a function or a class
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = globals()[name] = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES})
