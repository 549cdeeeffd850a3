"""`digest explain`: why the cleaner and the summarizer decided as they did, for people to read."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from digest import cleaner
from digest.content import markdown
from digest.errors import DigestError
from digest.run import items, marked, publishers, retrievals, rounds, store
from digest.run.importer import MACHINE
from digest.summarizer import rank

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from digest.content.markdown import ArticleFile
    from digest.model import Article, Publisher, Source, Verdict
    from digest.run.store import Project
    from digest.summarizer.rank import Scored

_EXCERPT = 72


def explain(source: Source, settled: Sequence[Publisher] = (), *, sentences: int, max_words: int) -> str:
    """Return a table of the source's blocks, its metadata and its summary, each with the reason.

    Of an article's file nothing was removed; its summary follows the editors' marks in it.

    Args:
        source: what to explain.
        settled: what editors settled of their publishers.
        sentences: how many sentences the summary may have.
        max_words: how many words.

    Raises:
        SourceError: when the source cannot be read.
    """
    if file := _article_file(source):
        return "\n".join(_sentences(marked.scored(file, sentences=sentences, max_words=max_words))) + "\n"
    article = cleaner.clean(publishers.read(source, settled)[0])
    scored = rank.score_blocks(
        article.blocks, language=article.language, title=article.title, sentences=sentences, max_words=max_words
    )
    return "\n".join([*_blocks(article), "", *_metadata(article), "", *_sentences(scored), *_warnings(article)]) + "\n"


def of_project(project: Project, path: Path) -> tuple[list[Source], tuple[Publisher, ...]]:
    """Return the sources in a file of a project with all that a build knows of them; none when it is no source of it.

    Raises:
        ContentError, Faults: when what editors settled of their publishers is wrong.
        SourceError: when the file cannot be taken apart.
    """
    settled = publishers.load(project)
    folder = project.path(project.config.paths.sources)
    name = path.resolve().relative_to(folder).as_posix() if path.resolve().is_relative_to(folder) else ""
    if name not in store.source_names(project):
        return [], settled
    fetched = retrievals.load(project)
    source = retrievals.described(store.read_source(project, name), fetched.get(name))
    known = rounds.repeated(rounds.Bench(project, MACHINE, settled, fetched), tuple(items.of(project, fetched)))
    return [replace(one, repeated=known.get(one.name, {})) for one in items.expanded(source, str(path))], settled


def _article_file(source: Source) -> ArticleFile | None:
    """Return the source as an article's file, if it is one: Markdown with sound front matter."""
    if not source.name.endswith(".md"):
        return None
    try:
        file = markdown.read(source.data, source.name)
    except DigestError:
        return None
    return file if file.parsed.values else None


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
    yield "Sentences: * in the summary, score (position, centrality, title, penalty), block [why not, or in any case]"
    for one in scored:
        mark = "*" if one.chosen else " "
        parts = ", ".join(f"{part:.2f}" for part in one.parts)
        reason = f"  [{one.reason}]" if one.reason else ""
        yield f"  {mark} {one.score:.2f} ({parts})  {one.block:>3}  {_excerpt(one.sentence)}{reason}"


def _warnings(article: Article) -> list[str]:
    return ["", "Warnings:", *(f"  {warning}" for warning in article.warnings)] if article.warnings else []


def _excerpt(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _EXCERPT else line[: _EXCERPT - 1] + "…"
