"""The whole flow, from sources to a site: every step is called here, in order, and nowhere else."""

from __future__ import annotations

import contextlib
import gc
import os
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from digest.config import FILE_NAME
from digest.content import markdown, rights
from digest.content.markdown import Reading
from digest.content.visibility import hidden_because, span
from digest.errors import ContentError, DigestError, Faults
from digest.run import (
    addresses,
    bases,
    clock,
    kept,
    lock,
    marked,
    output,
    placed,
    plans,
    retrievals,
    shelf,
    store,
    tagging,
    templates,
    unchanged,
)
from digest.run.options import Options, with_base_url
from digest.run.report import Hidden, Report
from digest.run.weighed import Weighed
from digest.site import plan
from digest.site.render import Renderer, theme_folders
from digest.summarizer import highlights, stories

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Sequence

    from digest.config import Summary
    from digest.content.markdown import ArticleFile
    from digest.model import Entry, Page
    from digest.run.rounds import Progress
    from digest.run.shelf import Shelf
    from digest.run.store import Project
    from digest.site.plan import StaticPage
    from digest.summarizer.stories import Placed
    from digest.summarizer.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Built:
    """A site that is ready to be rendered, and what was found on the way."""

    project: Project
    renderer: Renderer
    pages: tuple[Page, ...]
    """Empty when the site cannot be built; `report.errors` tells why."""
    report: Report
    started: float
    """When the build began, on the performance counter."""
    validity: unchanged.Validity
    """For when the same articles are published."""
    facts: plans.Facts
    """For when nothing but texts will have changed."""

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Render page after page; yields each file's address and content."""
        return ((page.path, self.renderer.render(page)) for page in self.pages)


def build(
    folder: Path | str,
    options: Options | None = None,
    *,
    progress: Progress | None = None,
    **more: Any,  # noqa: ANN401 -- the fields of `Options`
) -> Report:
    """Bring articles and site of a project up to date.

    Args:
        folder: the project's folder, with `digest.toml` in it.
        options: what to do otherwise than usual.
        progress: told before each source that is cleaned.
        **more: fields of `Options`, in place of those of `options`.

    Returns:
        What was done. Faults of single sources and articles are in it, the rest is built; where the site cannot be
        built at all, its errors say why, and the last site stays.

    Raises:
        UsageError: an option, `digest.toml` or the theme is wrong.
        BuildError: another process is at work in the project, or the output folder is not ours.
    """
    options = replace(options or Options(), **more)
    project = store.open_project(Path(folder), options.config)
    target = output_folder(project, options)
    with writing(project, options, "digest build"), without_collector():
        start = begun(project, options)
        built = prepare(project, options, progress=progress)
        templates.load(project.root)
        last = kept.load(built.project, target)
        pages = kept.Pages(last, built.pages, built.renderer)
        report = finish(built, pages.files(), target, options, last.spare)
        if report.pages and not options.dry_run:
            pages.site().save(project.root)
            templates.save(project.root)
        if report.pages and not (options.dry_run or options.drafts or options.future):
            _note_addresses(project, built.pages)
        plan = plans.save(project, built.pages, built.facts) if report.pages and not options.dry_run else ""
        start.remember(built.validity, report, target, plan)
        return report


def begun(project: Project, options: Options) -> unchanged.Begun:
    """Note what is to be read: the settings, all content, the themes."""
    paths = project.config.paths
    content = (project.path(one) for one in (paths.sources, paths.articles, paths.pages, paths.tags, paths.publishers))
    themes = (project.root / "themes", *theme_folders(project.config.site.theme, project.root))
    settings = options.config or project.root / FILE_NAME
    written = [project.path(bases.folder(project))]
    return unchanged.Begun.of(project.root, options, [settings.resolve(), *content, *themes], written)


def _note_addresses(project: Project, pages: Sequence[Page]) -> None:
    """Remember where the articles are that everybody sees from now on."""
    entries = [page.context["entry"] for page in pages if page.template == plan.ARTICLE]
    addresses.save(project, addresses.load(project).updated(entries))


@contextlib.contextmanager
def without_collector() -> Iterator[None]:
    """Keep Python from looking for cycles: a build makes millions of objects, hardly any in a cycle, and drops few."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@contextlib.contextmanager
def writing(project: Project, options: Options, doing: str) -> Iterator[None]:
    """Keep others from writing in the project meanwhile, and clear away what a killed process left half written.

    Raises:
        BuildError: another process is at work there; `doing` is what it is told of this one.
    """
    if options.dry_run:
        yield
        return
    with lock.held(project, doing) as killed:
        if killed:
            store.sweep(project, bases.folder(project))
        yield


def finish(
    built: Built, files: Iterable[output.File], target: Path, options: Options, spare: Path | None = None
) -> Report:
    """Render the site and put it in place of the last one, which stays where that fails; return the report."""
    report = replace(built.report, output=os.path.relpath(target), dry_run=options.dry_run)
    if built.pages:
        try:
            if options.dry_run:
                done = output.rehearse(files)
            else:
                done = output.publish(files, target, options.processes, spare)
            report = replace(report, pages=done)
        except DigestError as error:
            report = replace(report, errors=(*report.errors, *_each(error)))
    return replace(report, seconds=time.perf_counter() - built.started)


def output_folder(project: Project, options: Options) -> Path:
    """Return the absolute path of the output folder.

    Raises:
        BuildError: when it holds what `digest` did not make.
    """
    target = (options.output or project.root / project.config.paths.output).resolve()
    output.check_ours(target)
    return target


def prepare(project: Project, options: Options, *, progress: Progress | None = None) -> Built:
    """Do all steps up to the pages' plan; articles are written, unless it is a dry run.

    Raises:
        UsageError: an option, a folder or the theme is wrong.
        ContentError, Faults: the tags file is wrong, or that of the publishers; no article may be made without them.
    """
    started = time.perf_counter()
    if options.base_url is not None:
        project = with_base_url(project, options.base_url)
    config = project.config
    now = clock.now(options.clock, config.site.time_zone)
    renderer = Renderer(config, theme_folders(config.site.theme, project.root))
    vocabulary = tagging.load_vocabulary(project)
    articles, written, report = _imported(project, options, vocabulary, now, progress)
    articles = shelf.renewed(project, articles, written)
    report = replace(report, errors=articles.errors)
    owner = config.site.author
    reading = Reading(project.zone, config.site.language, vocabulary.canonical, config.rights, owner)
    entries, errors = _entries(articles, reading, config.summary)
    statics, faulty = _statics(project, options)
    errors += faulty
    visible, hidden = _parted(entries, now, options)
    visible = addresses.load(project).redirected(visible)
    found = _placed(project, visible, options)
    weighed = Weighed(project)
    try:
        editions = highlights.with_highlights(stories.editions(visible, found))
        pages = plan.plan(editions, statics, config, renderer.assets, weighed)
        if not options.dry_run:
            weighed.save()
    except DigestError as error:
        pages, errors = (), [*errors, *_each(error)]
    report = replace(report, articles=len(visible), hidden=tuple(hidden), errors=(*report.errors, *errors))
    validity = unchanged.Validity(config.site.time_zone, *span(entries, now))
    heads = {file.path: plans.Head.of(file) for file in articles.files}
    facts = plans.Facts(heads, stories.compared(visible, found), weighed.known)
    return Built(project, renderer, pages, report, started, validity, facts)


def _placed(project: Project, entries: Sequence[Entry], options: Options) -> Sequence[Placed]:
    """Compare articles with each other, those after the first that changed since the last build."""
    known = placed.load(project)
    found = stories.place(entries, known)
    if found != known and not options.dry_run:
        placed.save(project, found)
    return found


def take_in(folder: Path | str, options: Options, *, progress: Progress | None = None) -> Report:
    """Bring the articles up to date with the sources, and leave the site as it is; the caller holds the lock.

    Raises:
        UsageError: an option or `digest.toml` is wrong.
        ContentError, Faults: the tags file is wrong, or that of the publishers; no article may be made without them.
    """
    project = store.open_project(Path(folder), options.config)
    now = clock.now(options.clock, project.config.site.time_zone)
    with without_collector():
        return _imported(project, options, tagging.load_vocabulary(project), now, progress)[-1]


def _imported(
    project: Project, options: Options, vocabulary: Vocabulary, now: dt.datetime, progress: Progress | None
) -> tuple[Shelf, Sequence[str], Report]:
    """Bring the articles up to date; return them, which of them have to be read again, what became of the sources."""
    articles = shelf.load(project, save=not options.dry_run)
    if _is_all_by_hand(project, articles):
        return articles, (), Report(errors=articles.errors)
    from digest.run.importer import Desk, import_sources  # noqa: PLC0415 -- loads all readers: half of all modules

    known = options.processes, options.dry_run, retrievals.load(project)
    imported = import_sources(Desk(project, articles, vocabulary, now.date(), *known), progress)
    warnings = tuple(warning for outcome in imported.outcomes for warning in outcome.warnings)
    report = Report(outcomes=imported.outcomes, warnings=warnings, errors=imported.shelf.errors)
    return imported.shelf, imported.written, report


def _is_all_by_hand(project: Project, articles: Shelf) -> bool:
    """Tell whether there is nothing for the importer: no source, nothing that it made of one, no rules to check."""
    made = any(file.matter.digest.source or file.matter.digest.written for file in articles.files)
    return not made and not store.source_names(project) and not project.path(project.config.paths.publishers).is_file()


def _entries(articles: Shelf, reading: Reading, limits: Summary) -> tuple[list[Entry], list[DigestError]]:
    """Return all articles as they will be published, and the faults of those that cannot be."""
    entries: list[Entry] = []
    errors: list[DigestError] = []
    owners: dict[str, str] = {}
    for file in articles.files:
        try:
            entry = marked.summarized(markdown.entry(file, reading), file, limits)
            _check_id(file, entry, owners)
            entries.append(rights.capped(entry, reading.rights.verbatim_share))
        except DigestError as error:
            errors += _each(error)
    return entries, errors


def _check_id(file: ArticleFile, entry: Entry, owners: dict[str, str]) -> None:
    """Refuse a second article of one identifier: feed readers would show only one of them."""
    owner = owners.setdefault(entry.id, entry.path)
    if owner != entry.path:
        raise file.parsed.fault(("id",), f"{owner} has the same id", "remove the line from the copy")


def _statics(project: Project, options: Options) -> tuple[list[StaticPage], list[DigestError]]:
    """Return the editors' own pages, and the faults of those that cannot be read."""
    statics: list[StaticPage] = []
    errors: list[DigestError] = []
    for path in store.page_paths(project):
        try:
            file = markdown.read(store.read_markdown(project, path), path)
        except DigestError as error:
            errors += shelf.faults(error)
            continue
        if options.drafts or not file.matter.draft:
            slug = file.matter.slug or markdown.slug_of(path, project.config.site.language)
            statics.append(plan.StaticPage(path, slug, file.title, file.body, file.matter.lang or ""))
    return statics, errors


def _parted(entries: Sequence[Entry], now: dt.datetime, options: Options) -> tuple[list[Entry], list[Hidden]]:
    """Part what the public sees from what it doesn't."""
    visible: list[Entry] = []
    hidden: list[Hidden] = []
    for entry in entries:
        reason = hidden_because(entry, now, drafts=options.drafts, future=options.future)
        if reason:
            hidden.append(Hidden(entry.path, reason))
        else:
            visible.append(entry)
    return visible, hidden


def _each(error: DigestError) -> tuple[DigestError, ...]:
    """Return the faults one by one; a fault of the user's settings is not one of the content and ends the build."""
    if error.exit_code > ContentError.exit_code:
        raise error
    return error.errors if isinstance(error, Faults) else (error,)
