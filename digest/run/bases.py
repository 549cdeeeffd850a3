"""`content/.base/`: what the machine wrote last of each article, so that it can tell its own text from an editor's.

A file for each article, named by its identifier, so that it is found whatever the article's own file is called, and
that two branches change the same base only where they change the same article. It holds the bytes that were written;
version control stores those of an article that nobody edited only once. Commit the folder with the articles. A base
that is missing or out of date is no harm: the hashes in the article tell which of its values still count.
"""

from __future__ import annotations

import os
import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from digest.content import frontmatter, ownership
from digest.errors import ContentError
from digest.run import store

if TYPE_CHECKING:
    from collections.abc import Iterable

    from digest.content.frontmatter import Parsed
    from digest.content.markdown import ArticleFile
    from digest.run.store import Project

FOLDER = ".base"
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


def save(project: Project, identifier: str, data: bytes) -> None:
    """Keep what the machine wrote of an article.

    Raises:
        BuildError: when the disk refuses.
    """
    store.write(project.path(path(project, identifier)), data)


def complete(project: Project, files: Iterable[ArticleFile]) -> None:
    """Keep the text of each article that nobody has edited and that has no base yet.

    Raises:
        BuildError: when the disk refuses.
    """
    root = project.path(folder(project))
    there = {name for _, _, names in os.walk(root) for name in names}
    for file in files:
        identifier = file.matter.id or ""
        if file.matter.digest.written and _name(identifier) not in there and not ownership.edited_keys(file):
            save(project, identifier, file.text.encode())


def _name(identifier: str) -> str:
    """Return the name of a base's file: editors may have chosen an identifier that is none."""
    return f"{identifier if _OURS.fullmatch(identifier) else ownership.fingerprint(identifier)}.md"
