"""New and changed sources, each item of a feed for itself, become article files; what editors wrote stays in them.

A source is cleaned when it is new, or when its content, or this machine, has changed since. The first import gives an
article its identifier, its path and, where the source states no date, the day it was first seen: these never change.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from digest.content import markdown, merge, ownership, writer
from digest.errors import ContentError, DigestError, SourceError
from digest.languages.slugs import slugify
from digest.model import Origin
from digest.run import bases, items, publishers, revision, rounds, tagging, traces
from digest.run.report import Outcome, Status
from digest.run.shelf import Claims
from digest.summarizer import tags

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping, Sequence

    from digest.content.markdown import ArticleFile
    from digest.model import Article, Tag
    from digest.run.cleaning import Draft
    from digest.run.items import Item
    from digest.run.retrievals import Retrieval
    from digest.run.revision import Revision
    from digest.run.rounds import Cleaned, Progress
    from digest.run.shelf import Shelf
    from digest.run.store import Project
    from digest.summarizer.vocabulary import Vocabulary

MACHINE = "3"
"""Version of what readers, cleaner and summarizer make of a source; raise it when their results change."""


@dataclass(frozen=True, slots=True)
class Import:
    """What the sources became."""

    shelf: Shelf
    """The articles as they were before, with what is to be decided among its errors; of a dry run, as they would be."""
    outcomes: tuple[Outcome, ...]
    """One for each item of the sources, in their order."""
    written: tuple[str, ...] = ()
    """Paths of the articles that are no longer what is on the shelf: there may be too many to hold them all."""
    revisions: Mapping[str, Revision] = field(default_factory=dict)
    """Of a dry run, what would have been written, by the source's name as users call it."""


@dataclass(frozen=True, slots=True)
class _Pending:
    """An item whose article is to be written, or is to be written only if it turns out otherwise than it is."""

    item: Item
    file: ArticleFile | None
    """Its article from an earlier import."""
    id: str
    """Permanent identifier of the article."""
    basis: str | None = None
    """What was known of its publisher when the article was written; `None` when it has to be cleaned anyway."""


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
        ContentError, Faults: when what editors settled of their publishers is wrong.
    """
    if not desk.dry_run:
        bases.complete(desk.project, desk.shelf.files)
    found = tuple(items.of(desk.project, desk.retrievals))
    decisions = tuple(_decisions(desk, found))
    pending = [decision for decision in decisions if isinstance(decision, _Pending)]
    settled = publishers.load(desk.project)
    bench = rounds.Bench(desk.project, MACHINE, settled, desk.retrievals, desk.jobs, progress, desk.vocabulary)
    cleaned = rounds.clean(bench, found, {one.item.name: one.basis for one in pending})
    done = {one.item.name: made for one, made in _done(desk, pending, cleaned)}
    outcomes = tuple(one if isinstance(one, Outcome) else done[one.item.name].outcome for one in decisions)
    if not desk.dry_run:
        traces.save(desk.project, cleaned.traces)
    revisions = [one.revision for one in done.values() if one.revision]
    shelf = desk.shelf.with_files([one.file for one in revisions if one.file])
    shelf = shelf.with_conflicts([one.incoming for one in done.values() if one.incoming])
    shown = {one.outcome.name: one.revision for one in done.values() if one.revision}
    written = () if desk.dry_run else tuple(one.outcome.article for one in done.values() if one.written)
    return Import(shelf, outcomes, written, shown)


@dataclass(frozen=True, slots=True)
class _Done:
    """What is left of an item whose article was to be written."""

    outcome: Outcome
    written: bool = False
    """Its article is another one now."""
    incoming: str = ""
    """Where the machine's version waits for an editor."""
    revision: Revision | None = None
    """Of a dry run."""


def _decisions(desk: Desk, found: Sequence[Item]) -> Iterator[Outcome | _Pending]:
    """Yield, for each item of the sources in order, what became of it, or that it may have to be cleaned."""
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
            yield _known(item, file, _machine(desk))
        elif broken := claims.unreadable(name):
            yield Outcome(shown, Status.SKIPPED, f"its article {broken} has to be mended first", broken)
        else:
            yield _Pending(item, None, _new_id(name, content, ids))


def _machine(desk: Desk) -> str:
    """Return the version that wrote an article, and what it was told to write: a change of either writes all anew."""
    return f"{MACHINE}+images" if desk.project.config.cleaner.images else MACHINE


def _known(item: Item, file: ArticleFile, machine: str) -> Outcome | _Pending:
    """Decide on a source that has an article; one that was only moved is noted down anew."""
    provenance = file.matter.digest
    same = provenance.hash == item.content
    if not provenance.written:  # an editor took the machine's notes out: all of it is theirs
        return Outcome(item.shown, Status.UNCHANGED, article=file.path)
    if merge.is_locked(file):
        reason = ", ".join(ownership.edited_keys(file))
        return Outcome(item.shown, Status.UNCHANGED if same else Status.LOCKED, reason, file.path)
    current = same and provenance.cleaner == machine and provenance.source == item.name
    known_id = file.matter.id or markdown.stable_id(item.name)
    return _Pending(item, file, known_id, provenance.publisher if current else None)


def _done(desk: Desk, pending: Sequence[_Pending], cleaned: Cleaned) -> Iterator[tuple[_Pending, _Done]]:
    """Write the articles, one after the other, and let go of each."""
    support = cleaned.results.support
    support.update(tagging.support(cleaned.results.drafts(), desk.shelf, desk.vocabulary))
    taken = _taken(desk)
    for one in pending:
        draft = cleaned.results.get(one.item.name)
        if draft is None:
            yield one, _Done(Outcome(one.item.shown, Status.UNCHANGED, article=one.file.path if one.file else ""))
        elif isinstance(draft, DigestError):
            yield one, _Done(_skipped(one.item.shown, draft))
        else:
            revision = _revision(desk, one, *_article(desk, one, draft, cleaned), taken)
            yield one, _outcome(one, draft, revision, keep=desk.dry_run)


def _article(desk: Desk, one: _Pending, draft: Draft, cleaned: Cleaned) -> tuple[dict[str, Any], str]:
    """Return an article's front matter, signed, and its text."""
    notes = {"publisher": basis} if (basis := cleaned.bases[one.item.name]) else {}
    values = _values(desk, one, draft, tags.choose(draft.candidates, cleaned.results.support))
    return ownership.signed(values, draft.body, _notes(desk, one, draft) | notes), draft.body


def _revision(
    desk: Desk, pending: _Pending, values: Mapping[str, Any], body: str, taken: set[str]
) -> Revision | DigestError:
    """Write one article; a new one takes a path that is free."""
    if pending.file is None:
        path = _new_path(desk.project, values, taken)
        taken.add(path.casefold())
        return revision.first(desk.project, path, values, body, dry_run=desk.dry_run)
    try:
        return revision.of(desk.project, pending.file, values, body, dry_run=desk.dry_run)
    except ContentError as error:
        return error


def _values(desk: Desk, pending: _Pending, draft: Draft, chosen: Sequence[Tag]) -> dict[str, Any]:
    """Return the front matter of an article."""
    article, publisher = draft.article, draft.publisher
    values = writer.front_matter(article, chosen, draft.summary) | {
        "date": _date(desk, article, pending.file)[0],
        "lang": article.language or desk.project.config.site.language,
        "id": pending.id,
    }
    if retrieval := desk.retrievals.get(pending.item.name):
        values["source"] |= {"retrieved": retrieval.moment}
    if draft.images:
        values["images"] = [image.values for image in draft.images]
    if publisher:
        values["source"] |= {"licence": publisher.licence}
        values["publish"] = publisher.publish
    return values


def _notes(desk: Desk, pending: _Pending, draft: Draft) -> dict[str, Any]:
    """Return what the machine notes down for itself."""
    return {
        "source": pending.item.name,
        "hash": pending.item.content,
        "cleaner": _machine(desk),
        "title": str(draft.article.title_origin or ""),
        "date": str(_date(desk, draft.article, pending.file)[1]),
        "removed": draft.removed,
    }


def _date(desk: Desk, article: Article, file: ArticleFile | None) -> tuple[dt.date, Origin]:
    """Return the article's own date, else the day on which its source was first seen."""
    if article.date is not None:
        return article.date, article.date_origin or Origin.SOURCE
    if file and file.matter.date and file.matter.digest.date == Origin.FIRST_SEEN:
        return revision.last_date(desk.project, file) or file.matter.date, Origin.FIRST_SEEN
    return desk.today, Origin.FIRST_SEEN


def _new_id(name: str, content: str, taken: set[str | None]) -> str:
    """Return an identifier made of the source's name, or also of its content where an older source had that name."""
    by_name = markdown.stable_id(name)
    return markdown.stable_id(f"{name}\n{content}") if by_name in taken else by_name


def _taken(desk: Desk) -> set[str]:
    """Return the paths that no new article may have: those of articles, and those that gave it an article's address."""
    language = desk.project.config.site.language
    named = (
        (file.matter.date, file.matter.slug or markdown.slug_of(file.path, file.matter.lang or language))
        for file in desk.shelf.files
    )
    return desk.shelf.paths | {f"{_stem(desk.project, day, slug)}.md".casefold() for day, slug in named if day}


def _stem(project: Project, day: dt.date, slug: str) -> str:
    return f"{project.config.paths.articles}/{day:%Y/%m}/{slug}"


def _new_path(project: Project, values: Mapping[str, Any], taken: set[str]) -> str:
    """Return a path that is free: `2026/01/title.md`, else `title-2.md` and so on."""
    stem = _stem(project, values["date"], slugify(values["title"], values["lang"]))
    path, number = f"{stem}.md", 2
    while path.casefold() in taken:
        path, number = f"{stem}-{number}.md", number + 1
    return path


def _outcome(pending: _Pending, draft: Draft, revision: Revision | DigestError, *, keep: bool) -> _Done:
    if isinstance(revision, DigestError):
        return _Done(_skipped(pending.item.shown, revision))
    reason = ", ".join(revision.conflicts or revision.edited)
    outcome = Outcome(pending.item.shown, revision.status, reason, revision.path, notes=draft.article.warnings)
    return _Done(outcome, written=True, incoming=revision.incoming, revision=revision if keep else None)


def _skipped(shown: str, error: DigestError) -> Outcome:
    return Outcome(shown, Status.SKIPPED, error.message, warnings=(error,))
