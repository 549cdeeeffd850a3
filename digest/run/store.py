"""A project on disk: what is in its folders, and the only way to write there.

Every file is written beside its place and moved there, so that a reader, or a power cut, finds the old or the new one
whole. No name, link or slug leads out of the project.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from digest.errors import ConfigError, ContentError, DigestError, SourceError, system_fault
from digest.model import Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from digest.config import Config

_TEMPORARY = ".digest-tmp"
_LEFT = f".*{_TEMPORARY}"
INCOMING = ".incoming.md"
"""Ending of what the machine would have written where an editor changed the same; no article is made of it."""
_ADDRESSES = ".url"
_DOTS = ("", ".", "..")
_LARGER = "raise limits.source_bytes in digest.toml if it is meant to be read"


@dataclass(frozen=True, slots=True)
class Project:
    """A folder with a `digest.toml`."""

    root: Path
    """Absolute, without symbolic links."""
    config: Config
    _folders: dict[str, Path] = field(default_factory=dict, repr=False, compare=False)
    """Folder → where it is, of those that were asked for."""

    @property
    def zone(self) -> ZoneInfo:
        """The site's time zone."""
        return ZoneInfo(self.config.site.time_zone)

    def path(self, relative: str) -> Path:
        """Return the absolute path of a file or folder of the project.

        Raises:
            ConfigError: when it lies outside of the project, also by a symbolic link.
        """
        folder, _, name = relative.rpartition("/")
        if folder not in self._folders:
            self._inside(relative)  # which names the whole in what it tells
            self._folders[folder] = self._inside(folder)
        path = self._folders[folder] / name
        return self._inside(relative) if name in _DOTS or os.sep in name or path.is_symlink() else path

    def _inside(self, relative: str) -> Path:
        path = _resolved(self.root / relative)
        if path is None or not path.is_relative_to(self.root):
            where = "in a circle" if path is None else "out of the project"
            raise ConfigError(f"{relative!r} leads {where}", hint="paths are relative to digest.toml")
        return path

    def relative(self, path: Path) -> str:
        """Return how users call a file of the project: relative, with `/`; absolute when it lies elsewhere."""
        text, root = os.fspath(path), f"{self.root}{os.sep}"
        if text.startswith(root):  # as for thousands of articles, for which `Path` would take its time
            return text[len(root) :].replace(os.sep, "/")
        return path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else text


def open_project(folder: Path, config_file: Path | None = None) -> Project:
    """Return the project in `folder`, or the one around `config_file`.

    Raises:
        ConfigError, Faults: when its `digest.toml` is missing or wrong.
    """
    from digest import config as settings  # noqa: PLC0415 -- loads much, and not every build reads the settings

    path = config_file or folder / settings.FILE_NAME
    root = path.parent.resolve()
    try:
        name = os.path.relpath(path)
    except ValueError:  # another drive of Windows
        name = str(path)
    return Project(root, settings.load(path, name=Path(name).as_posix()))


def source_names(project: Project) -> list[str]:
    """Names of all sources, sorted: their paths below the sources' folder, with `/`; lists of addresses are none."""
    return [name for name in _names(project) if not is_address_file(name)]


def address_files(project: Project) -> list[str]:
    """Names of the files that name addresses to be fetched, sorted, as those of sources are."""
    return [name for name in _names(project) if is_address_file(name)]


def is_address_file(name: str) -> bool:
    """Tell whether a file among the sources names addresses."""
    return name.lower().endswith(_ADDRESSES)


def article_paths(project: Project) -> list[str]:
    """Paths of all article files, relative to the project, sorted."""
    return _markdown_files(project, project.config.paths.articles)


def incoming_paths(project: Project) -> list[str]:
    """Paths of the machine's versions that wait for an editor's decision, relative to the project, sorted."""
    return sorted(map(project.relative, _walk(project.path(project.config.paths.articles), INCOMING)))


def page_paths(project: Project) -> list[str]:
    """Paths of the editors' own pages, relative to the project, sorted."""
    return _markdown_files(project, project.config.paths.pages)


def read_source(project: Project, name: str) -> Source:
    """Read a source; its size is looked at first, so that a huge file costs nothing.

    Raises:
        SourceError: when it is too large, empty, no regular file, or cannot be read.
    """
    path = project.path(project.config.paths.sources) / name
    shown = project.relative(path)
    _check_place(project, path, shown, SourceError)
    return Source(name, read_bounded(path, shown, project.config.limits.source_bytes))


def read_markdown(project: Project, relative: str) -> bytes:
    """Read an article or a page of the editors'.

    Args:
        project: the project.
        relative: the file's path, one of those that `article_paths` and `page_paths` return.

    Raises:
        ContentError: when it is too large, no regular file, a link out of the project, or cannot be read.
    """
    limit = project.config.limits.source_bytes
    if is_unicode(relative) and (data := _plain_file(f"{project.root}/{relative}", limit)) is not None:
        return data
    path = project.root / relative
    _check_place(project, path, relative, ContentError)
    try:
        if not path.is_file():
            raise ContentError("no regular file", path=relative, hint="put a file of text in its place")
        if path.stat().st_size > limit:
            raise ContentError(f"too large: the limit is {limit:,} bytes", path=relative, hint=_LARGER)
        return path.read_bytes()
    except OSError as error:
        fault = system_fault(error, what="cannot be read")
        raise ContentError(fault.message, path=relative, hint=fault.hint) from error


def _plain_file(path: str, limit: int) -> bytes | None:
    """Return a regular file's content; `None` where there is more to say, as of a link or a file that is too large.

    It asks the system as little as can be: a `Path` takes longer for each of thousands of files than reading it.
    """
    try:
        found = os.lstat(path)
        if not stat.S_ISREG(found.st_mode) or found.st_size > limit:
            return None
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123 -- see above
            return file.read()
    except OSError:
        return None


def _check_place(project: Project, path: Path, shown: str, kind: type[DigestError]) -> None:
    """Raise an error of that kind when a file's name is no text, or it is a link to what is no file of the project."""
    if not is_unicode(shown):
        raise kind("its name is not UTF-8", path=printable(shown), hint="rename the file")
    if not path.is_symlink():
        return
    real = _resolved(path)
    hint = "put what it leads to in its place"
    if real is None or not real.exists():
        raise kind("this link leads nowhere", path=shown, hint="remove it")
    if not real.is_relative_to(project.root):
        raise kind("this link leads out of the project, where nothing is read", path=shown, hint=hint)
    if real.is_dir():
        raise kind("this is a link to a folder; such links are not followed", path=shown, hint=hint)


def _resolved(path: Path) -> Path | None:
    """Return where a path leads; `None` when it leads in a circle."""
    try:
        return path.resolve()
    except (OSError, RuntimeError):
        return None


def read_bounded(path: Path, name: str, limit: int) -> bytes:
    """Return a file's bytes.

    Args:
        path: the file.
        name: how errors call it.
        limit: the most bytes it may have.

    Raises:
        SourceError: when it has more, or none, or is no regular file, or cannot be read.
    """
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise SourceError("no regular file", path=name, hint="name a file that holds a source")
        if found.st_size > limit:
            raise _too_large(name, f"{found.st_size:,} bytes", limit)
        return checked(path.read_bytes(), name, limit)
    except (FileNotFoundError, NotADirectoryError):
        raise SourceError("no such file", path=name, hint="check how its name is written") from None
    except OSError as error:
        fault = system_fault(error, what="cannot be read")
        raise SourceError(fault.message, path=name, hint=fault.hint) from error


def checked(data: bytes, name: str, limit: int) -> bytes:
    """Return `data`, or raise `SourceError` when it is empty or more than `limit` bytes."""
    if len(data) > limit:
        raise _too_large(name, "the input", limit)
    if not data.strip():
        raise SourceError("empty", path=name, hint="remove it, or save it again")
    return data


def _too_large(name: str, what: str, limit: int) -> SourceError:
    return SourceError(f"too large: {what}, the limit is {limit:,} bytes", path=name, hint=_LARGER)


def is_unicode(name: str) -> bool:
    """Tell whether a file's name is text: POSIX allows any bytes, which Python hands on as lone surrogates."""
    return name.isascii() or name == name.encode("utf-8", "replace").decode()


def printable(name: str) -> str:
    """Return a file's name with `?` for what is no text in it, or would move what stands around it on a terminal."""
    return "".join("?" if unicodedata.category(letter)[0] == "C" else letter for letter in name)


def fingerprint(data: bytes) -> str:
    """Return the hash by which a source is known to be unchanged."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def write(path: Path, data: bytes) -> bool:
    """Write a file whole or not at all; return whether anything changed.

    Raises:
        BuildError: when the disk refuses.
    """
    try:
        if path.is_file() and path.read_bytes() == data:
            return False
        temporary = path.with_name(f".{path.name[:100]}{_TEMPORARY}")
        try:
            put(temporary, data)
            temporary.replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise system_fault(error, str(path)) from error
    return True


def put(path: Path, data: bytes) -> None:
    """Write a file where nobody minds half of it, and the folder that it needs; raises `OSError`."""
    try:
        path.write_bytes(data)
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def sweep(project: Project, *more: str) -> None:
    """Remove what a process that was killed left half written, and nothing that was ever finished.

    Args:
        project: whose folders are looked through.
        more: folders beside those of sources, articles and pages.
    """
    paths = project.config.paths
    for name in (paths.sources, paths.articles, paths.pages, *more):
        _sweep(project.path(name).rglob(_LEFT))
    for name in (paths.tags, paths.publishers):
        _sweep(project.path(name).parent.glob(_LEFT))


def _sweep(found: Iterable[Path]) -> None:
    with contextlib.suppress(OSError):
        for path in found:
            path.unlink()


def keep_out_of_version_control(folder: Path) -> None:
    """Mark a folder as one whose content is no part of the project; raises `OSError`."""
    mark = folder / ".gitignore"
    if not mark.exists():
        mark.write_bytes(b"*\n")


def _names(project: Project) -> list[str]:
    folder = project.path(project.config.paths.sources)
    return [path.relative_to(folder).as_posix() for path in _files(folder)]


def _markdown_files(project: Project, relative: str) -> list[str]:
    """Paths of the Markdown files in a folder; of links to folders, too, which are no files and told as such."""
    paths = ((path, project.relative(path)) for path in _files(project.path(relative)))
    files = [shown for path, shown in paths if path.suffix == ".md" or path.is_dir()]
    return [shown for shown in files if not shown.endswith(INCOMING)]


def _files(folder: Path) -> list[Path]:
    """Files and links below `folder`, sorted by name in the same way everywhere; hidden ones are left out."""
    return sorted(_walk(folder), key=lambda path: path.parts)


def _walk(folder: Path, ending: str = "") -> Iterator[Path]:
    for parent, folders, names in os.walk(folder, onerror=_unreadable):
        folders[:] = [name for name in folders if not name.startswith(".")]
        links = (name for name in folders if Path(parent, name).is_symlink())
        yield from (Path(parent, name) for name in (*names, *links) if _is_shown(name, ending))


def _is_shown(name: str, ending: str) -> bool:
    return name.endswith(ending) and not name.startswith(".")


def _unreadable(error: OSError) -> None:
    """A folder that is not there holds nothing; one that cannot be read must not look as if it were empty."""
    if not isinstance(error, FileNotFoundError | NotADirectoryError):
        raise system_fault(error, what="cannot be read") from error
