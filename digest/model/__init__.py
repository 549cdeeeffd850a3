"""The nouns that flow through `digest`, from a source's bytes to a page of the site.

`Source → Document → Article → Entry → Page`: each phase is a type of its own, frozen, and made whole; nothing is
filled in later. A step takes one and returns the next.
"""

from digest.model.article import Article, Evidence, Origin, Removed, Verdict
from digest.model.blocks import Block, Kind, escape_inline, escape_markdown, escape_start
from digest.model.entry import Attribution, Correction, Edition, Entry, Page, Story, Tag
from digest.model.publisher import Publisher, Rule
from digest.model.source import Document, Source, Statement

__all__ = [
    "Article",
    "Attribution",
    "Block",
    "Correction",
    "Document",
    "Edition",
    "Entry",
    "Evidence",
    "Kind",
    "Origin",
    "Page",
    "Publisher",
    "Removed",
    "Rule",
    "Source",
    "Statement",
    "Story",
    "Tag",
    "Verdict",
    "escape_inline",
    "escape_markdown",
    "escape_start",
]
