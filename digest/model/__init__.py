"""The nouns that flow through `digest`, from a source's bytes to a page of the site.

`Source → Document → Article → Entry → Page`: each phase is a type of its own, frozen, and made whole; nothing is
filled in later. A step takes one and returns the next.
"""

from digest.model.article import Article, Evidence, Origin, Removed, Verdict
from digest.model.blocks import Block, Element, Kind, words_of
from digest.model.entry import Attribution, Correction, Edition, Entry, Highlight, Page, Story, Tag
from digest.model.escape import escape_inline, escape_markdown, escape_start
from digest.model.images import Image, Picture
from digest.model.letters import letters
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
