"""`digest diff`: what readers of the site will find changed since a revision of git.

Both states, the project's folder and the revision, go through the build's own steps up to the plan of the pages; so
what a build would import, hide or redirect is seen as the site would show it. Nothing is written in the project.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from digest import config as settings
from digest.errors import BuildError
from digest.model import escape_inline
from digest.run import changes, git, pipeline, store, traces
from digest.site import plan, urls

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from digest.model import Entry, Page
    from digest.run.changes import Changes
    from digest.run.options import Options
    from digest.run.rounds import Progress

_REDIRECT = "redirect.html"


@dataclass(frozen=True, slots=True)
class Item:
    """An article."""

    title: str
    path: str
    """Of its Markdown file."""
    address: str
    """Below the site's root."""


@dataclass(frozen=True, slots=True)
class Removed:
    """An article that is no longer shown."""

    title: str
    path: str
    address: str
    redirects: bool
    """Its address leads to another page."""


@dataclass(frozen=True, slots=True)
class Changed:
    """An article that says something else."""

    title: str
    path: str
    address: str
    changes: Changes


@dataclass(frozen=True, slots=True)
class Moved:
    """An article at another address."""

    title: str
    old: str
    new: str
    redirects: bool
    """The old address leads to the new one."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What is different between two states of a site."""

    revision: str
    new: tuple[Item, ...] = ()
    changed: tuple[Changed, ...] = ()
    moved: tuple[Moved, ...] = ()
    removed: tuple[Removed, ...] = ()
    pages_added: tuple[str, ...] = ()
    """Addresses of pages that are no article's."""
    pages_removed: tuple[str, ...] = ()


def diff(
    folder: Path, options: Options, revision: str | None = None, *, progress: Progress | None = None
) -> Difference:
    """Compare a project's folder with a revision of it.

    Args:
        folder: the project's.
        options: of both builds; nothing is written whatever they say.
        revision: what git calls a commit; by default the one at which the branch left the main one, else `HEAD`.
        progress: told before each source that is cleaned.

    Raises:
        UsageError: git is missing, or does not know the revision.
        BuildError: one of the states is no site.
    """
    project = store.open_project(folder, options.config)
    since = revision or git.branch_point(project.root)
    options = replace(options, dry_run=True)
    with tempfile.TemporaryDirectory(prefix="digest-diff-") as temporary:
        past = Path(temporary).resolve()
        git.extract(project.root, since, past)
        name = options.config.name if options.config else settings.FILE_NAME
        _share_traces(project.root, past)
        there = (past / name).is_file()
        old = _pages(past, replace(options, config=past / name), since, progress) if there else ()
    return _difference(since, old, _pages(project.root, options, "the project", progress))


def _share_traces(project: Path, past: Path) -> None:
    """Let the old state use what is remembered of sources: it is known by their content."""
    known = project / traces.FILE
    if known.is_file():
        (past / traces.FILE).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(known, past / traces.FILE)


def _pages(folder: Path, options: Options, name: str, progress: Progress | None) -> tuple[Page, ...]:
    built = pipeline.prepare(store.open_project(folder, options.config), options, progress=progress)
    if not built.pages:
        first = built.report.errors[0]
        raise BuildError(f"{name} makes no site: {first}", hint=first.hint)
    return built.pages


def _difference(since: str, old: Sequence[Page], new: Sequence[Page]) -> Difference:
    before, after = _entries(old), _entries(new)
    leads = {page.path: _leads_to(page) for page in new if page.template == _REDIRECT}
    here = {page.path for page in new}
    both = [(before[key], entry) for key, entry in after.items() if key in before]
    gone = [entry for key, entry in before.items() if key not in after]
    was, now = _other_pages(old), _other_pages(new)
    return Difference(
        since,
        new=tuple(_item(entry) for key, entry in after.items() if key not in before),
        changed=tuple(_changed(both)),
        moved=tuple(
            Moved(entry.title, urls.article(one), urls.article(entry), leads.get(urls.article(one)) == entry.path)
            for one, entry in both
            if urls.article(one) != urls.article(entry)
        ),
        removed=tuple(Removed(one.title, one.path, urls.article(one), urls.article(one) in here) for one in gone),
        pages_added=tuple(sorted(now - was)),
        pages_removed=tuple(sorted(was - now)),
    )


def _leads_to(page: Page) -> str:
    """Return the path of the article that a redirect leads to; empty where it leads to a tag."""
    entry: Entry | None = page.context.get("entry")
    return entry.path if entry else ""


def _entries(pages: Sequence[Page]) -> dict[str, Entry]:
    entries = (page.context["entry"] for page in pages if page.template == plan.ARTICLE)
    return {entry.id: entry for entry in sorted(entries, key=lambda entry: entry.path)}


def _other_pages(pages: Sequence[Page]) -> set[str]:
    """Return the addresses of pages that people read and that are no article's."""
    other = {plan.ARTICLE, _REDIRECT}
    return {page.path for page in pages if page.template.endswith(".html") and page.template not in other}


def _item(entry: Entry) -> Item:
    return Item(entry.title, entry.path, urls.article(entry))


def _changed(both: Sequence[tuple[Entry, Entry]]) -> Iterator[Changed]:
    for old, new in both:
        found = changes.of_values(_values(old), _values(new), (old.body, new.body), new.lang)
        if found:
            yield Changed(new.title, new.path, urls.article(new), found)


def _values(entry: Entry) -> Mapping[str, object]:
    """Return what readers see of an article beside its text."""
    values = {
        "title": entry.title,
        "date": entry.date.date() if entry.all_day else entry.date,
        "updated": entry.updated,
        "authors": entry.authors,
        "category": entry.category,
        "tags": [tag.label for tag in entry.tags],
        "lang": entry.lang,
        "summary": entry.summary,
        "source": {key: value for key, value in asdict(entry.source).items() if value is not None},
        "publish": entry.publish,
        "expires": entry.expires,
        "corrections": [f"{one.date}: {one.text}" for one in entry.corrections],
    }
    return {key: value for key, value in values.items() if value not in (None, (), [], {})}


def as_json(difference: Difference) -> str:
    """Return a difference as JSON, indented."""
    return json.dumps(asdict(difference), ensure_ascii=False, indent=2) + "\n"


def as_markdown(difference: Difference) -> str:
    """Return a difference as Markdown that fits into a comment on a pull request."""
    sections = (
        ("New articles", [_listed(one) for one in difference.new]),
        ("Changed articles", [_detailed(one) for one in difference.changed]),
        ("Moved", [_moved(one) for one in difference.moved]),
        ("No longer shown", [_listed(one) + _lost(one.redirects) for one in difference.removed]),
        ("Pages added", [f"- `{address}`" for address in difference.pages_added]),
        ("Pages removed", [f"- `{address}`" for address in difference.pages_removed]),
    )
    filled = [(title, lines) for title, lines in sections if lines]
    texts = [f"### {title} ({len(lines)})\n\n" + "\n".join(lines) for title, lines in filled]
    head = f"## Digest: changes since `{difference.revision[:12]}`"
    return "\n\n".join([head, *(texts or ["Readers will find nothing changed."])]) + "\n"


def _listed(one: Item | Removed | Changed) -> str:
    return f"- {escape_inline(one.title)} (`{one.address}`)"


def _detailed(one: Changed) -> str:
    shown = [line.replace("```", "'''") for line in changes.lines(one.changes)]
    return "\n".join([_listed(one), "", *(f"  {line}" for line in ["```diff", *shown, "```"]), ""])


def _moved(one: Moved) -> str:
    return f"- {escape_inline(one.title)}: `{one.old}` → `{one.new}`{_lost(one.redirects)}"


def _lost(redirects: bool) -> str:  # noqa: FBT001 -- the field of what is told
    return ", redirected" if redirects else ", **no redirect: links to it break**"
