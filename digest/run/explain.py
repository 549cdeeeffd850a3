"""`digest explain`: why the cleaner and the summarizer decided as they did, for people to read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest import cleaner, readers
from digest.summarizer import rank

if TYPE_CHECKING:
    from collections.abc import Iterator

    from digest.model import Article, Source, Verdict
    from digest.summarizer.rank import Scored

_EXCERPT = 72


def explain(source: Source, *, sentences: int, max_words: int) -> str:
    """Return a table of the source's blocks, its metadata and its summary, each with the reason.

    Args:
        source: what to explain.
        sentences: how many sentences the summary may have.
        max_words: how many words.

    Raises:
        SourceError: when the source cannot be read.
    """
    article = cleaner.clean(readers.read(source))
    scored = rank.score_blocks(
        article.blocks, language=article.language, title=article.title, sentences=sentences, max_words=max_words
    )
    return "\n".join([*_blocks(article), "", *_metadata(article), "", *_sentences(scored), *_warnings(article)]) + "\n"


def _blocks(article: Article) -> Iterator[str]:
    yield "Blocks: line, verdict, score, reason"
    for verdict in article.verdicts:
        yield _block(verdict)


def _block(verdict: Verdict) -> str:
    decision = "keep" if verdict.keep else "remove"
    text = _excerpt(verdict.block.text)
    return f"  {verdict.block.line:>4}  {decision:<6}  {verdict.score:.2f}  {verdict.reason:<18}  {text}"


def _metadata(article: Article) -> Iterator[str]:
    yield "Metadata: value, where it came from"
    for evidence in article.evidence:
        value = getattr(article, evidence.key, "")
        shown = ", ".join(value) if isinstance(value, tuple) else str(value)
        line = f", line {evidence.line}" if evidence.line else ""
        yield f"  {evidence.key}: {_excerpt(shown)}  ({evidence.origin}: {evidence.detail}{line})"


def _sentences(scored: list[Scored]) -> Iterator[str]:
    yield "Sentences: * in the summary, score (position, centrality, title)"
    for one in scored:
        mark = "*" if one.chosen else " "
        parts = f"{one.parts.position:.2f}, {one.parts.centrality:.2f}, {one.parts.title:.2f}"
        reason = f"  [{one.reason}]" if one.reason else ""
        yield f"  {mark} {one.score:.2f} ({parts})  {_excerpt(one.sentence)}{reason}"


def _warnings(article: Article) -> list[str]:
    return ["", "Warnings:", *(f"  {warning}" for warning in article.warnings)] if article.warnings else []


def _excerpt(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _EXCERPT else line[: _EXCERPT - 1] + "…"
