"""Pages that show what they showed in the last build are not made again: their files are taken over.

A file is taken over when the page's hash is that of the last build (`site.fingerprints`), under the same program,
configuration and theme, and when the file is still the one that was written then. What is remembered is a copy of what
is known anyway: where it is gone, damaged or of another site, every page is made.
"""

from __future__ import annotations

import json
import os
import stat
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from digest.run import memory, surroundings
from digest.site.fingerprints import Fingerprints
from digest.site.themes import theme_folders

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from digest.model import Page
    from digest.run.store import Project
    from digest.run.surroundings import State
    from digest.site.render import Renderer

_FILE = "site"


@dataclass(frozen=True, slots=True)
class Site:
    """A site as it was written last."""

    folder: Path
    spare: Path | None = None
    """Where the one before it may stay, see `run.output`."""
    key: str = ""
    """Hash of what all its pages depend on."""
    files: Mapping[str, Sequence[str | int]] = field(default_factory=dict)
    """Address → hash of the page, and size, times and number of its file."""

    def written(self, hashes: Mapping[str, str | None]) -> Site:
        """Return the site as it was written anew, now that it is in its place; `hashes` are those of its pages."""
        found = ((path, _state(f"{self.folder}/{path}"), known) for path, known in hashes.items())
        return replace(self, files={path: (known, *state) for path, state, known in found if known and state})

    def with_pages(self, pages: Iterable[Page], states: Iterable[State]) -> Site:
        """Return the site as it was written anew with these pages in place of the old; `states` are its files'."""
        known = {path: one[0] for path, one in self.files.items()} | hashes(pages)
        start = len(f"{self.folder}/")
        found = ((known.get(path[start:]), path[start:], state[1:]) for path, *state in states)
        return replace(self, files={path: (sum_, *state) for sum_, path, state in found if sum_})

    def save(self, root: Path) -> None:
        """Remember the site, now that it is in its place; `root` is the project's folder."""
        text = json.dumps({"key": self.key, "folder": str(self.folder), "files": self.files})
        memory.save(root, _FILE, text.encode())


def load(project: Project, folder: Path) -> Site:
    """Return what is remembered of the site in `folder`; one without files where that is nothing, or counts no more.

    Args:
        project: with the configuration that the new site is built with.
        folder: absolute.
    """
    return still(project, remembered(project.root, folder))


def remembered(root: Path, folder: Path) -> Site:
    """Return what is remembered of the site in `folder`; one without files where that is nothing.

    Args:
        root: the project's folder, absolute.
        folder: of the site, absolute.
    """
    try:
        known = json.loads(memory.load(root, _FILE) or b"null")
        found = Site(folder, memory.spare(root), known["key"], known["files"])
        return found if known["folder"] == str(folder) else Site(folder, found.spare)
    except (ValueError, KeyError, TypeError):
        return Site(folder, memory.spare(root))


def still(project: Project, site: Site) -> Site:
    """Return the last site, without its files where they count no more for the project as it is."""
    themes = surroundings.states(theme_folders(project.config.site.theme, project.root))
    key = surroundings.fingerprint([surroundings.program(), project.config.model_dump_json(), *themes])
    return site if site.key == key else Site(site.folder, site.spare, key)


def hashes(pages: Iterable[Page]) -> dict[str, str | None]:
    """Return the hash of each page, by its address."""
    fingerprints = Fingerprints()
    return {page.path: fingerprints.of(page) for page in pages}


class Pages:
    """The files of a site: taken over from the last one, or rendered.

    Args:
        last: what is remembered of the last site.
        pages: those of the new one.
        renderer: renders what has changed.
    """

    def __init__(self, last: Site, pages: Sequence[Page], renderer: Renderer) -> None:
        self._last = last
        self._renderer = renderer
        self._hashes = hashes(pages)
        self._pages = pages

    def files(self) -> Iterator[tuple[str, bytes | str | Callable[[], bytes]]]:
        """Yield each file's address, and its content, what makes it, or the path of the file to be taken over.

        The first page of a kind is made at once: processes that share the others then share its template, too.
        """
        kinds: set[str] = set()
        for page in self._pages:
            if self._is_kept(page.path):
                yield page.path, f"{self._last.folder}/{page.path}"
            else:
                make = partial(self._renderer.render, page)
                yield page.path, make if page.template in kinds else make()
                kinds.add(page.template)

    def site(self) -> Site:
        """Return the site as it was written, now that it is in its place."""
        return self._last.written(self._hashes)

    def _is_kept(self, path: str) -> bool:
        """Tell whether the file of the last site will do, and is the one that was written then."""
        known = self._last.files.get(path)
        if not known or known[0] != self._hashes[path]:
            return False
        return _state(f"{self._last.folder}/{path}") == tuple(known[1:])


def _state(path: str) -> tuple[int, ...] | None:
    """Return size, times and number of a file; a second link to it changes one of them, so look when all is done."""
    try:
        found = os.lstat(path)
    except OSError:
        return None
    is_file = stat.S_ISREG(found.st_mode)
    return (found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino) if is_file else None
