"""One article brought up to date: written for the first time, or merged with what an editor made of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from digest.content import dates, frontmatter, markdown, merge, ownership, splice, writer
from digest.errors import ContentError
from digest.run import bases, store
from digest.run.report import Status

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from digest.content.frontmatter import Parsed
    from digest.content.markdown import ArticleFile
    from digest.run.store import Project

_SUFFIX = ".md"
_WHOLE = "front matter"


@dataclass(frozen=True, slots=True)
class Revision:
    """What became of an article."""

    path: str
    """Where it is, relative to the project."""
    status: Status
    file: ArticleFile | None = None
    """As it is now, or would be; `None` where it has not been read since it was written."""
    before: Parsed | None = None
    """What the machine wrote last, where that is known."""
    after: Parsed | None = None
    """What the machine alone would write now; `None` for a new article."""
    edited: tuple[str, ...] = ()
    """Keys that editors had changed, `body` for the text."""
    conflicts: tuple[str, ...] = ()
    """Those that the source changed, too."""
    incoming: str = ""
    """Where the machine's version waits for an editor; empty where it has nothing to wait for."""


def first(project: Project, path: str, values: Mapping[str, Any], body: str, *, dry_run: bool = False) -> Revision:
    """Write a new article.

    Args:
        project: whose article it is.
        path: where it shall be.
        values: its front matter, signed.
        body: its text.
        dry_run: write nothing; what is returned is the same.

    Raises:
        BuildError: when the disk refuses.
    """
    data = writer.write(values, body).encode()
    if dry_run:
        return Revision(path, Status.NEW, markdown.read(data, path))
    bases.begin(project, values["id"], data)
    store.write(project.path(path), data)
    return Revision(path, Status.NEW)


def of(project: Project, file: ArticleFile, values: Mapping[str, Any], body: str, *, dry_run: bool = False) -> Revision:
    """Merge what the machine would write now into an article.

    Args:
        project: whose article it is.
        file: the article as it was read.
        values: the front matter that the machine would write, signed.
        body: the text that it would write.
        dry_run: write nothing; what is returned is the same.

    Raises:
        ContentError: when the file is no longer what was read.
        BuildError: when the disk refuses.
    """
    data = _unchanged(project, file)
    machine = writer.write(values, body)
    base = bases.load(project, file.matter.id or "")
    edited = ownership.edited_keys(file)
    merged = merge.merge(file, base, values, body)
    spliced = splice.spliced(data, file.path, merged.values, merged.body)
    conflicts = merged.conflicts if spliced is not None else (_WHOLE, *merged.conflicts)
    new = data if spliced is None else spliced
    status = Status.CONFLICT if conflicts else Status.MERGED if edited else Status.CHANGED
    incoming = _incoming(project, file, needed=bool(conflicts))
    fresh = markdown.read(new, file.path)
    if not dry_run:
        _save(project, fresh, new, machine.encode(), incoming)
    before, after = base if edited else file.parsed, frontmatter.parse(machine, file.path)
    return Revision(file.path, status, fresh, before, after, edited, conflicts, incoming)


def _save(project: Project, file: ArticleFile, data: bytes, machine: bytes, incoming: str = "") -> None:
    """Write the article, what the machine would write for the next merge, and where both disagree beside it, first.

    Killed at any moment, the next build finds the base that belongs to the article.
    """
    identifier = file.matter.id or ""
    bases.announce(project, identifier, machine)
    if incoming:
        store.write(project.path(incoming), machine)
    store.write(project.path(file.path), data)
    bases.settle(project, identifier)


def last_date(project: Project, file: ArticleFile) -> dt.date | None:
    """Return the date that the machine wrote last, where an editor wrote another one in its place."""
    base = bases.load(project, file.matter.id or "") if "date" in ownership.edited_keys(file) else None
    try:
        return dates.parse(str(base.values["date"])) if base else None
    except (KeyError, dates.DateError):
        return None


def _incoming(project: Project, file: ArticleFile, *, needed: bool) -> str:
    """Return where the machine's version is to be written: over an older one, but for one that an editor worked in."""
    base = bases.path(project, file.matter.id or "")
    number, path = 1, _waiting(file.path, 1)
    while project.path(path).exists() and not _is_machines(project, path, base):
        number, path = number + 1, _waiting(file.path, number + 1)
    return path if needed or project.path(path).exists() else ""


def _waiting(article: str, number: int) -> str:
    return article.removesuffix(_SUFFIX) + (f".{number}" if number > 1 else "") + store.INCOMING


def _is_machines(project: Project, path: str, base: str) -> bool:
    """Tell whether nobody has changed a version of the machine's, by the byte: comments count, too."""
    try:
        return project.path(path).read_bytes() == project.path(base).read_bytes()
    except OSError:
        return False


def _unchanged(project: Project, file: ArticleFile) -> bytes:
    """Return the bytes of an article, unless an editor saved it while we worked."""
    try:
        data = project.path(file.path).read_bytes()
    except OSError as error:
        raise ContentError(f"cannot be read: {error.strerror}", path=file.path) from error
    if frontmatter.decode(data, file.path) != file.text:
        raise ContentError("it was changed while it was brought up to date", path=file.path, hint="build again")
    return data
