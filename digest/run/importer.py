"""New and changed sources, each item of a feed for itself, become article files; what editors wrote is left alone.

A source is cleaned when it is new, or when its content, or this machine, has changed since. The first import gives an
article its identifier, its path and, where the source states no date, the day it was first seen: these never change.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from digest.content import frontmatter, markdown, merge, writer
from digest.errors import DigestError, SourceError
from digest.languages.slugs import slugify
from digest.model import Origin
from digest.run import cleaning, items, store, tagging
from digest.run.bounds import Bounds
from digest.run.cleaning import Draft
from digest.run.report import Outcome, Status
from digest.run.shelf import Claims

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from digest.content.markdown import ArticleFile
    from digest.model import Article, Tag
    from digest.run.items import Item
    from digest.run.retrievals import Retrieval
    from digest.run.shelf import Shelf
    from digest.run.store import Project
    from digest.summarizer.vocabulary import Vocabulary

    Progress = Callable[[int, int, str], None]
    """Called before each source that is cleaned: how many are done, how many there are, its name."""

MACHINE = "1"
"""Version of what readers, cleaner and summarizer make of a source; raise it when their results change."""


@dataclass(frozen=True, slots=True)
class Import:
    """What the sources became."""

    shelf: Shelf
    """The articles, the new and changed ones among them."""
    outcomes: tuple[Outcome, ...]
    """One for each item of the sources, in their order."""


@dataclass(frozen=True, slots=True)
class _Pending:
    """An item that has to be cleaned."""

    name: str
    shown: str
    source: str
    """Name of the file it is in."""
    kind: str
    """Its media type."""
    content: str
    """Hash of what it holds."""
    file: ArticleFile | None
    """Its article from an earlier import."""
    id: str
    """Permanent identifier of the article."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What an import works with."""

    project: Project
    shelf: Shelf
    """The articles as they are."""
    vocabulary: Vocabulary
    """The editors' tags."""
    today: dt.date
    """The day on which a source without a date is first seen."""
    jobs: int = 1
    """Processes that clean."""
    dry_run: bool = False
    """Write nothing; what is returned is the same."""
    retrievals: Mapping[str, Retrieval] = field(default_factory=dict)
    """How the fetched sources were fetched, by their names."""


def import_sources(desk: Desk, progress: Progress | None = None) -> Import:
    """Bring the articles up to date with the sources.

    Args:
        desk: the project, and what is known of it.
        progress: told before each source that is cleaned.

    Raises:
        BuildError: when an article cannot be written.
    """
    decisions = tuple(_decisions(desk))
    pending = [decision for decision in decisions if isinstance(decision, _Pending)]
    results = dict(zip((item.name for item in pending), _clean(desk, pending, progress), strict=True))
    drafts = {name: result for name, result in results.items() if isinstance(result, Draft)}
    files = _write_all(desk, [item for item in pending if item.name in drafts], drafts)
    outcomes = (item if isinstance(item, Outcome) else _outcome(item, results[item.name], files) for item in decisions)
    return Import(desk.shelf.with_files(files.values()), tuple(outcomes))


def _decisions(desk: Desk) -> Iterator[Outcome | _Pending]:
    """Yield, for each item of the sources in order, what became of it, or that it has to be cleaned."""
    found = tuple(items.of(desk.project, desk.retrievals))
    claims = Claims(desk.shelf, [item.name for item in found])
    ids = {file.matter.id for file in desk.shelf.files}
    first: dict[str, str] = {}
    for item in found:
        name, shown, content = item.name, item.shown, item.content
        if item.fault:
            yield _skipped(shown, item.fault)
            continue
        file = claims.article(name, content)
        twin = first.setdefault(file.path if file else content, name)
        if not file and twin == name:
            twin = claims.twin(content) or name
        if twin != name:
            yield _skipped(shown, SourceError(f"the same as {twin}", path=shown, hint="remove one of them"))
        elif file:
            yield _known(item, file)
        elif broken := claims.unreadable(name):
            yield Outcome(shown, Status.SKIPPED, f"its article {broken} has to be mended first", broken)
        else:
            yield _Pending(name, shown, item.file, item.kind, content, None, _new_id(name, content, ids))


def _known(item: Item, file: ArticleFile) -> Outcome | _Pending:
    """Decide on a source that has an article; one that was only moved is noted down anew."""
    provenance = file.matter.digest
    same = provenance.hash == item.content
    moved = provenance.source != item.name
    edited = merge.edited_keys(file)
    if same and (edited or (provenance.cleaner == MACHINE and not moved)):
        return Outcome(item.shown, Status.UNCHANGED, article=file.path)
    if edited:
        return Outcome(item.shown, Status.EDITED, ", ".join(edited), file.path)
    known_id = file.matter.id or markdown.stable_id(item.name)
    return _Pending(item.name, item.shown, item.file, item.kind, item.content, file, known_id)


def _clean(desk: Desk, pending: Sequence[_Pending], progress: Progress | None) -> Iterator[Draft | DigestError]:
    config = desk.project.config
    folder = desk.project.path(config.paths.sources)
    length = (config.summary.sentences, config.summary.max_words)
    jobs = [
        cleaning.Job(
            item.name,
            item.shown,
            folder / item.source,
            config.limits.source_bytes,
            *length,
            retrieval=desk.retrievals.get(item.source),
            file=item.source,
            kind=item.kind,
        )
        for item in pending
    ]
    bounds = Bounds(config.limits.source_seconds, config.limits.source_memory)
    results = cleaning.clean_all(jobs, desk.jobs, bounds)
    for done, job in enumerate(jobs):
        if progress:
            progress(done, len(jobs), job.shown)
        yield next(results)


def _write_all(desk: Desk, pending: Sequence[_Pending], drafts: Mapping[str, Draft]) -> dict[str, ArticleFile]:
    """Write the articles; return them by their source's name."""
    tags = tagging.propose({name: draft.article for name, draft in drafts.items()}, desk.shelf, desk.vocabulary)
    taken = desk.shelf.paths
    files: dict[str, ArticleFile] = {}
    for item in pending:
        body = frontmatter.without_controls(drafts[item.name].article.markdown)
        values = _values(desk, item, drafts[item.name], tags[item.name], body)
        path = item.file.path if item.file else _new_path(desk.project, values, taken)
        taken.add(path.casefold())
        data = _text(item.file, values, body).encode()
        files[item.name] = markdown.read(data, path)
        if not desk.dry_run:
            store.write(desk.project.path(path), data)
    return files


def _text(file: ArticleFile | None, values: Mapping[str, Any], body: str) -> str:
    """Return the article's file; an old one keeps its comments and the order of its keys."""
    return writer.refresh(file.text, values, body) if file else writer.write(values, body)


def _values(desk: Desk, item: _Pending, draft: Draft, tags: Sequence[Tag], body: str) -> dict[str, Any]:
    """Return the front matter of an article, signed."""
    article = draft.article
    date, date_origin = _date(article, item.file, desk.today)
    values = writer.front_matter(article, tags, draft.summary) | {
        "date": date,
        "lang": article.language or desk.project.config.site.language,
        "id": item.id,
    }
    if retrieval := desk.retrievals.get(item.name):
        values["source"] |= {"retrieved": retrieval.moment}
    notes = {
        "source": item.name,
        "hash": item.content,
        "cleaner": MACHINE,
        "title": str(article.title_origin or ""),
        "date": str(date_origin),
        "removed": len(article.removed),
    }
    return merge.signed(values, body, notes)


def _date(article: Article, file: ArticleFile | None, today: dt.date) -> tuple[dt.date, Origin]:
    """Return the article's own date, else the day on which its source was first seen."""
    if article.date is not None:
        return article.date, article.date_origin or Origin.SOURCE
    if file and file.matter.date and file.matter.digest.date == Origin.FIRST_SEEN:
        return file.matter.date, Origin.FIRST_SEEN
    return today, Origin.FIRST_SEEN


def _new_id(name: str, content: str, taken: set[str | None]) -> str:
    """Return an identifier made of the source's name, or also of its content where an older source had that name."""
    by_name = markdown.stable_id(name)
    return markdown.stable_id(f"{name}\n{content}") if by_name in taken else by_name


def _new_path(project: Project, values: Mapping[str, Any], taken: set[str]) -> str:
    """Return a path that no article has: `2026/01/title.md`, else `title-2.md` and so on."""
    stem = f"{project.config.paths.articles}/{values['date']:%Y/%m}/{slugify(values['title'], values['lang'])}"
    path, number = f"{stem}.md", 2
    while path.casefold() in taken:
        path, number = f"{stem}-{number}.md", number + 1
    return path


def _outcome(item: _Pending, result: Draft | DigestError, files: Mapping[str, ArticleFile]) -> Outcome:
    if isinstance(result, DigestError):
        return _skipped(item.shown, result)
    status = Status.CHANGED if item.file else Status.NEW
    return Outcome(item.shown, status, article=files[item.name].path, notes=result.article.warnings)


def _skipped(shown: str, error: DigestError) -> Outcome:
    return Outcome(shown, Status.SKIPPED, error.message, warnings=(error,))
