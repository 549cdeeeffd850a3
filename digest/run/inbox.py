"""What comes in: files become sources of a project, and `.url` files name the addresses that are fetched for it."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from digest.errors import DigestError, SourceError
from digest.languages.slugs import slugify
from digest.run import store
from digest.run.web.addresses import normalised

if TYPE_CHECKING:
    from collections.abc import Iterator

    from digest.run.store import Project

_SHORTCUT = "[internetshortcut]"
_URL = "url="


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


def addresses(project: Project) -> tuple[list[str], list[DigestError]]:
    """Return the addresses in a project's `.url` files, normalised, and the faults of these files.

    A `.url` file is a list with an address a line and `#` before remarks, or an Internet shortcut as Windows and
    browsers write it, of which the line `URL=` in its section `[InternetShortcut]` counts.
    """
    found = [item for name in store.address_files(project) for item in _addresses(project, name)]
    faults = [item for item in found if isinstance(item, DigestError)]
    return [item for item in found if isinstance(item, str)], faults


def _addresses(project: Project, name: str) -> Iterator[str | DigestError]:
    try:
        text = store.read_source(project, name).data.decode("utf-8-sig", "replace")
    except SourceError as error:
        yield error
        return
    for number, line in _lines(text):
        try:
            yield normalised(line)
        except SourceError as error:
            path = f"{project.config.paths.sources}/{name}"
            yield SourceError(f"{error.path}: {error.message}", path=path, line=number, hint=error.hint)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield number and address of each line that holds one."""
    section = None
    for number, line in enumerate(map(str.strip, text.splitlines()), 1):
        if line.startswith("["):
            section = line.lower()
        elif section is None and line and not line.startswith("#"):
            yield number, line
        elif section == _SHORTCUT and line.lower().startswith(_URL):
            yield number, line[len(_URL) :].strip()
