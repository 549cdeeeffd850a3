"""Summaries of articles in which an editor marked sentences; all others keep the summary of their file."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from digest.content import marks, ownership

if TYPE_CHECKING:
    from digest.config import Summary
    from digest.content.markdown import ArticleFile
    from digest.model import Entry
    from digest.summarizer.rank import Scored


def summarized(entry: Entry, file: ArticleFile, limits: Summary) -> Entry:
    """Return the entry with a summary that follows the marks in its text.

    A summary that an editor wrote into the front matter, or took out of it, goes before any mark.

    Args:
        entry: the article as it will be published.
        file: its file.
        limits: how long a summary may be.
    """
    if not marks.are_in(file.parsed.body) or "summary" in ownership.edited_keys(file):
        return entry
    chosen = scored(file, language=entry.lang, **limits.model_dump())
    return replace(entry, summary=tuple(one.sentence for one in chosen if one.chosen))


def scored(
    file: ArticleFile, *, language: str | None = None, sentences: int = 3, max_words: int | None = None
) -> list[Scored]:
    """Return every sentence of an article's file with its score; what an editor marked is or is not in the summary.

    Args:
        file: the article.
        language: BCP 47 code, where the file states none.
        sentences: how many the summary may have.
        max_words: how many words.
    """
    from digest.summarizer import rank  # noqa: PLC0415 -- hardly any article is marked, and it takes its time to load

    marked = marks.read(file.parsed.body)
    return rank.score_blocks(
        marked.blocks,
        language=file.matter.lang or language,
        title=file.title,
        sentences=sentences,
        max_words=max_words,
        marks=marked.wanted,
    )
