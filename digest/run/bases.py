"""`content/.base/`: what the machine wrote last of each article, so that it can tell its own text from an editor's.

A file for each article, named by its identifier, so that it is found whatever the article's own file is called, and
that two branches change the same base only where they change the same article. It holds the bytes that were written;
version control stores those of an article that nobody edited only once. Commit the folder with the articles. A base
that is missing or out of date is no harm: the hashes in the article tell which of its values still count.

The article and its base are two files, and a kill may come between them. So a new base waits beside the old one until
the article is written; the next build takes it over if it belongs to the article that it finds, and drops it if not.
"""

from __future__ import annotations

import contextlib
import os
import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from digest.content import frontmatter, markdown, ownership
from digest.errors import ContentError, DigestError, system_fault
from digest.run import store

if TYPE_CHECKING:
    from collections.abc import Iterable

    from digest.content.frontmatter import Parsed
    from digest.content.markdown import ArticleFile
    from digest.run.store import Project

FOLDER = ".base"
_NEXT = ".next"
_OURS = re.compile(r"[0-9a-f]{16}")


def path(project: Project, identifier: str) -> str:
    """Return the path of an article's base, relative to the project."""
    name = _name(identifier)
    return f"{folder(project)}/{name[:2]}/{name}"


def folder(project: Project) -> str:
    """Return the path of the folder, which lies beside that of the articles."""
    return (PurePosixPath(project.config.paths.articles).parent / FOLDER).as_posix()


def load(project: Project, identifier: str) -> Parsed | None:
    """Return what the machine wrote last of an article; `None` where that is not known or cannot be read."""
    name = path(project, identifier)
    try:
        return frontmatter.parse(frontmatter.decode(project.path(name).read_bytes(), name), name)
    except (OSError, ContentError):
        return None


def begin(project: Project, identifier: str, data: bytes) -> None:
    """Keep what the machine is about to write of an article that is not there yet: till it is, nobody asks for it.

    Raises:
        BuildError: when the disk refuses.
    """
    base = project.path(path(project, identifier))
    try:
        store.put(base, data)
    except OSError as error:
        raise system_fault(error, str(base)) from error


def announce(project: Project, identifier: str, data: bytes) -> None:
    """Keep what the machine is about to write of an article beside what it wrote last.

    Raises:
        BuildError: when the disk refuses.
    """
    store.write(project.path(path(project, identifier) + _NEXT), data)


def settle(project: Project, identifier: str) -> None:
    """Put what was announced in place of the last base, now that the article is written.

    Raises:
        BuildError: when the disk refuses.
    """
    base = project.path(path(project, identifier))
    try:
        base.with_name(base.name + _NEXT).replace(base)
    except OSError as error:
        raise system_fault(error, str(base)) from error


def complete(project: Project, files: Iterable[ArticleFile]) -> None:
    """Make good what is missing: settle what a killed build announced, and keep each article that nobody has edited.

    Raises:
        BuildError: when the disk refuses.
    """
    there = {name for _, _, names in os.walk(project.path(folder(project))) for name in names}
    for file in files:
        identifier = file.matter.id or ""
        name = _name(identifier)
        if name + _NEXT in there and _belongs(project, identifier, file):
            settle(project, identifier)
        elif file.matter.digest.written and name not in there and not ownership.edited_keys(file):
            store.write(project.path(path(project, identifier)), file.text.encode())
    for name in there:
        if name.endswith(_NEXT):
            with contextlib.suppress(OSError):
                project.path(f"{folder(project)}/{name[:2]}/{name}").unlink(missing_ok=True)


def _belongs(project: Project, identifier: str, file: ArticleFile) -> bool:
    """Tell whether an article was written after its base had been announced: it has the hashes of that base."""
    name = path(project, identifier) + _NEXT
    try:
        announced = markdown.read(project.path(name).read_bytes(), name)
    except (OSError, DigestError):
        return False
    return announced.matter.digest.written == file.matter.digest.written


def _name(identifier: str) -> str:
    """Return the name of a base's file: editors may have chosen an identifier that is none."""
    return f"{identifier if _OURS.fullmatch(identifier) else ownership.fingerprint(identifier)}.md"
