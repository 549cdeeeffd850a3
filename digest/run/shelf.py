"""All article files of a project, read and validated, and which source each of them was made from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from digest.content import markdown
from digest.errors import ContentError, DigestError, Faults
from digest.run import store
from digest.run.readings import Readings

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from digest.content.markdown import ArticleFile
    from digest.run.store import Project


@dataclass(frozen=True, slots=True)
class Shelf:
    """The article files as they are on disk, or will be."""

    files: tuple[ArticleFile, ...]
    """Sorted by path."""
    errors: tuple[DigestError, ...] = ()
    """What is wrong with the files that could not be read."""
    broken: Mapping[str, str] | None = None
    """Path → text of the files that could not be read."""

    @property
    def paths(self) -> set[str]:
        """Paths that are taken, in the form in which no file system tells two of them apart."""
        return {path.casefold() for path in (*(file.path for file in self.files), *(self.broken or {}))}

    def with_files(self, files: Collection[ArticleFile]) -> Shelf:
        """Return the shelf with `files` added, or put in the place of those at the same paths."""
        by_path = {file.path: file for file in (*self.files, *files)}
        return replace(self, files=tuple(by_path[path] for path in sorted(by_path)))

    def with_conflicts(self, paths: Iterable[str]) -> Shelf:
        """Return the shelf with an error for each of the machine's versions that waits at one of `paths`, told once."""
        told = {error.path for error in self.errors}
        return replace(self, errors=(*self.errors, *(_conflict(path) for path in sorted({*paths} - told))))


def renewed(project: Project, shelf: Shelf, paths: Collection[str]) -> Shelf:
    """Return the shelf with the files at `paths` as they are now."""
    files, errors = [], list(shelf.errors)
    for path in paths:
        try:
            files.append(markdown.read(store.read_markdown(project, path), path))
        except DigestError as error:
            errors += faults(error)
    return replace(shelf.with_files(files), errors=tuple(errors)) if paths else shelf


def load(project: Project, *, save: bool = False) -> Shelf:
    """Read all article files; one that is wrong is kept apart with its faults.

    Args:
        project: whose articles they are.
        save: remember what was read; for those who write in the project anyway.
    """
    files: list[ArticleFile] = []
    errors: list[DigestError] = []
    broken: dict[str, str] = {}
    readings = Readings(project)
    for path in store.article_paths(project):
        data = b""
        try:
            data = store.read_markdown(project, path)
            files.append(readings.read(data, path))
        except DigestError as error:
            errors += faults(error)
            broken[path] = data.decode("utf-8", "replace")
    if save:
        readings.save()
    return Shelf(tuple(files), tuple(errors), broken).with_conflicts(store.incoming_paths(project))


def _conflict(path: str) -> ContentError:
    what = "the source changed what an editor had changed, too"
    return ContentError(what, path=path, hint="take from it what you want into the article, then delete it")


def faults(error: DigestError) -> list[DigestError]:
    """Return what is wrong, one by one."""
    return list(error.errors) if isinstance(error, Faults) else [error]


class Claims:
    """Finds the article that a source was made into.

    A source is known by its name; by the identifier made of it, should an editor have dropped the key `digest`; and by
    its content, should it have been moved.

    Args:
        shelf: the articles.
        names: of all sources that are there.
    """

    def __init__(self, shelf: Shelf, names: Collection[str]) -> None:
        self._broken = shelf.broken or {}
        self._names = frozenset(names)
        self._by_name = _first({file.matter.digest.source: file for file in reversed(shelf.files)})
        orphans = [file for file in reversed(shelf.files) if not file.matter.digest.source]
        self._by_id = _first({file.matter.id or "": file for file in orphans})
        self._by_hash = _first({file.matter.digest.hash: file for file in reversed(shelf.files)})

    def article(self, name: str, content: str) -> ArticleFile | None:
        """Return the article of the source `name` whose content has this hash; `None` when it is a new one."""
        found = self._by_name.get(name) or self._by_id.get(markdown.stable_id(name))
        return found or (None if self.twin(content) else self._by_hash.get(content))

    def twin(self, content: str) -> str | None:
        """Return the name of another source, still there, with the same content."""
        found = self._by_hash.get(content)
        return found.matter.digest.source if found and found.matter.digest.source in self._names else None

    def unreadable(self, name: str) -> str | None:
        """Return the path of a broken article that may be this source's: it must not be imported a second time."""
        return next((path for path, text in self._broken.items() if name in text), None)


def _first(files: dict[str, ArticleFile]) -> dict[str, ArticleFile]:
    return {key: file for key, file in files.items() if key}
