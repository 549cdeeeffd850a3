"""The short build after an edit of a text: the last build's plan holds, and what shows the text is made anew.

Whatever else an edit changes, be it the summary that may be shown, the order of an edition or the story that an article
belongs to, is for a whole build. So are faults: this one tells none.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from digest.content import decoding, rights
from digest.errors import DigestError
from digest.run import kept, lock, output, plans, store, surroundings, weighed
from digest.run.store import Project
from digest.site import search
from digest.site.postings import Change
from digest.summarizer import stories

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from digest.model import Entry, Page
    from digest.run.plans import Known, Plan
    from digest.run.report import Report
    from digest.run.unchanged import Last
    from digest.run.weighed import Packed

_MOST = 20
"""Articles; where more were edited, there is little to be spared."""


class LargerEditError(Exception):
    """More than texts changed."""


def build(last: Last) -> Report | None:
    """Bring the site up to date where texts of articles were edited; return `None` where that takes a whole build.

    Args:
        last: the last build, since which something has changed.

    Raises:
        BuildError: another process is at work in the project.
    """
    paths = last.edited()
    plan = plans.load(last.root) if paths else None
    if plan is None or plan.name != last.known["plan"]:
        return None
    project = Project(last.root, plan.config)
    with lock.held(project, "digest build") as killed:
        if killed:
            from digest.run import bases  # noqa: PLC0415 -- loads much, and is seldom needed

            store.sweep(project, bases.folder(project))
        if killed or not last.is_last():
            return None
        site = kept.remembered(project.root, Path(last.known["output"]))
        if len(site.files) != last.known["report"]["pages"]:  # of some pages it is not known whether they change
            return None
        try:
            pages, terms = publish(project, plan, paths, site, last.known["terms"])
        except (LargerEditError, plans.ForgottenError, DigestError):  # a whole build tells what is wrong
            return None
        states = tuple(surroundings.states([site.folder]))
        site.with_pages(pages, states).save(project.root)
        last.remember(terms, states)
    return last.report


def publish(
    project: Project,
    plan: Plan,
    paths: Sequence[str],
    site: kept.Site,
    terms: Mapping[str, Packed],
) -> tuple[list[Page], dict[str, Packed]]:
    """Write a site anew in which nothing but texts of articles has changed.

    Args:
        project: with the settings that the site was planned with.
        plan: of the last site.
        paths: absolute, of the files that were edited since.
        site: the last one.
        terms: words of the articles that were edited since it was planned, and before.

    Returns:
        The pages that were made anew, and the words of all articles that were edited since it was planned.

    Raises:
        LargerEditError: when more has changed.
        DigestError: what a whole build will tell.
    """
    if len(paths) > _MOST:
        raise LargerEditError
    texts = {path: _edited(project, plan, path) for path in (project.relative(Path(one)) for one in paths)}
    pages, new = list(_pages(project, plan, texts)), {}
    if project.config.site.search:
        new = {path: weighed.packed(search.terms(entry)) for path, entry in texts.items()}
        pages += _index(plan, terms, new, site.folder)
    _write(project, pages, site)
    return pages, {**terms, **new}


def _write(project: Project, pages: Sequence[Page], site: kept.Site) -> None:
    from digest.run import templates  # noqa: PLC0415 -- loads all that renders, as the next line does
    from digest.site.render import Renderer, theme_folders  # noqa: PLC0415 -- as above

    templates.load(project.root)
    renderer = Renderer(project.config, theme_folders(project.config.site.theme, project.root))
    made = {page.path: renderer.render(page) for page in pages}
    files = ((path, made.get(path, f"{site.folder}/{path}")) for path in site.files)
    output.publish(files, site.folder, spare=site.spare)


def _index(plan: Plan, terms: Mapping[str, Packed], new: Mapping[str, Packed], folder: Path) -> Iterator[Page]:
    """Yield the files of the search index that change."""
    changes = [
        Change(plan.number(path), *map(weighed.unpacked, (terms.get(path) or plan.terms(path), after)))
        for path, after in new.items()
    ]
    files = search.edited(lambda address: (folder / address).read_text(encoding="utf-8"), changes, plan.spoken)
    if files is None:
        raise LargerEditError
    yield from (search.page(address, text) for address, text in files)


def _edited(project: Project, plan: Plan, path: str) -> Entry:
    """Return an article as it is now, if nothing but its text has changed."""
    if plan.day(path) is None:
        raise LargerEditError
    known = plan.known(path)
    entry = _read(project, path, known)
    whole = rights.capped(entry, project.config.rights.verbatim_share)
    same_story = not known.compared or stories.words_hash(whole) == known.compared
    if replace(whole, body="") != known.entry or not same_story:
        raise LargerEditError
    return whole


def _read(project: Project, path: str, known: Known) -> Entry:
    """Return an article with the text of its file."""
    text = decoding.decode(store.read_markdown(project, path), path)
    head = known.head
    if head is None or plans.head_sum(text[: head.length]) != head.sum:
        raise LargerEditError
    body = text[head.length :].strip("\n")
    if not plans.is_plain(body):
        raise LargerEditError
    return replace(known.entry, body=body, summary=head.summary)


def _pages(project: Project, plan: Plan, texts: dict[str, Entry]) -> Iterator[Page]:
    """Yield the pages that show one of the texts."""

    def whole(path: str) -> Entry:
        known = plan.known(path)
        if path in texts or not known.head:
            return texts.get(path, known.entry)
        return replace(_read(project, path, known), summary=known.entry.summary)

    for day in sorted({plan.day(path) or "" for path in texts}):
        articles, others = plan.pages(day, whole)
        if not all(stories.is_in_order(page.context["edition"]) for page in others):
            raise LargerEditError
        yield from (page for path, page in articles.items() if path in texts)
        yield from others
