"""One article brought up to date: written for the first time, or merged with what an editor made of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from digest.content import dates, frontmatter, markdown, merge, ownership, splice, writer
from digest.errors import ContentError, DigestError
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
    """An article as it shall be."""

    file: ArticleFile
    data: bytes
    """Of its file."""
    machine: bytes
    """What the machine alone would write."""
    status: Status
    before: Parsed | None = None
    """What the machine wrote last, where that is known."""
    edited: tuple[str, ...] = ()
    """Keys that editors had changed, `body` for the text."""
    conflicts: tuple[str, ...] = ()
    """Those that the source changed, too."""


def first(path: str, values: Mapping[str, Any], body: str) -> Revision:
    """Return a new article.

    Args:
        path: where it shall be.
        values: its front matter, signed.
        body: its text.
    """
    data = writer.write(values, body).encode()
    return Revision(markdown.read(data, path), data, data, Status.NEW)


def of(project: Project, file: ArticleFile, values: Mapping[str, Any], body: str) -> Revision:
    """Return an article with what the machine would write now merged in.

    Args:
        project: whose article it is.
        file: the article as it was read.
        values: the front matter that the machine would write, signed.
        body: the text that it would write.

    Raises:
        ContentError: when the file is no longer what was read.
    """
    data = _unchanged(project, file)
    machine = writer.write(values, body).encode()
    base = bases.load(project, file.matter.id or "")
    edited = ownership.edited_keys(file)
    merged = merge.merge(file, base, values, body)
    new = splice.spliced(data, file.path, merged.values, merged.body)
    conflicts = merged.conflicts if new is not None else (_WHOLE, *merged.conflicts)
    status = Status.CONFLICT if conflicts else Status.MERGED if edited else Status.CHANGED
    before = base if edited else file.parsed
    new = data if new is None else new
    return Revision(markdown.read(new, file.path), new, machine, status, before, edited, conflicts)


def save(project: Project, revision: Revision) -> None:
    """Write the article, then what the machine would write for the next merge, and beside it where both disagree.

    Killed in between, the next merge misses the last text and asks an editor rather than guess.

    Raises:
        BuildError: when the disk refuses.
    """
    if incoming := _incoming(project, revision):
        store.write(project.path(incoming), revision.machine)
    store.write(project.path(revision.file.path), revision.data)
    bases.save(project, revision.file.matter.id or "", revision.machine)


def last_date(project: Project, file: ArticleFile) -> dt.date | None:
    """Return the date that the machine wrote last, where an editor wrote another one in its place."""
    base = bases.load(project, file.matter.id or "") if "date" in ownership.edited_keys(file) else None
    try:
        return dates.parse(str(base.values["date"])) if base else None
    except (KeyError, dates.DateError):
        return None


def incoming_path(path: str, number: int = 1) -> str:
    """Return where the machine's version of an article lies while it waits for an editor."""
    return path.removesuffix(_SUFFIX) + (f".{number}" if number > 1 else "") + store.INCOMING


def _incoming(project: Project, revision: Revision) -> str | None:
    """Return where the machine's version is to be written: not over one in which an editor has worked."""
    number, path = 1, incoming_path(revision.file.path)
    while project.path(path).exists() and not _is_machines(project, path):
        number, path = number + 1, incoming_path(revision.file.path, number + 1)
    return path if revision.conflicts or project.path(path).exists() else None


def _is_machines(project: Project, path: str) -> bool:
    """Tell whether nobody has changed a file that the machine wrote."""
    try:
        return not ownership.edited_keys(markdown.read(project.path(path).read_bytes(), path))
    except (DigestError, OSError):
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
