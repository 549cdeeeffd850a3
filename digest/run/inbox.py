"""`digest add`: files become sources of a project."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from digest.languages.slugs import slugify
from digest.run import store

if TYPE_CHECKING:
    from digest.run.store import Project


def add(project: Project, name: str, data: bytes) -> str:
    """Keep `data` as a source.

    Args:
        project: the project.
        name: how the source is called; folders in it don't count.
        data: its bytes.

    Returns:
        The source's path, relative to the project. The same bytes under the same name are there already; other bytes
        under a name that is taken get a number.

    Raises:
        BuildError: when it cannot be written.
    """
    given = PurePosixPath(name.replace("\\", "/"))
    suffix = re.sub(r"[^.\w]", "", given.suffix.lower())
    stem, number = slugify(given.stem, None), 2
    relative = f"{project.config.paths.sources}/{stem}{suffix}"
    while (path := project.path(relative)).exists():
        if path.is_file() and path.read_bytes() == data:
            return relative
        relative = f"{project.config.paths.sources}/{stem}-{number}{suffix}"
        number += 1
    store.write(path, data)
    return relative
