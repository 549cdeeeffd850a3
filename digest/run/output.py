"""The output folder: a new site is written beside the old one and put in its place whole.

Where the system can exchange two folders in one step (Linux, macOS), there is a whole site in the place at any moment.
Elsewhere there is none between two renames; killed there, the last site stands beside, and the next build puts it back.
Only a folder that is empty or of our own making is ever replaced.

The last site may stay as a spare: the next one is made of it. It shares its files with the site, but for those that
have changed, so that only these are written, and none in place: what the site holds is never touched.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
import sys
from typing import TYPE_CHECKING

from digest.errors import BuildError, system_fault
from digest.run import forks

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator
    from pathlib import Path

    Content = bytes | str | Callable[[], bytes]
    File = tuple[str, Content]

MARKER = ".digest"
"""File by which a site is known as ours."""
_MARKER_TEXT = b"A site made by digest: the next build replaces this folder as a whole.\n"
_MANY = 200
"""Files to be made from which on several processes are worth their start: about 0.2 seconds of work."""
_WRITING = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
_HERE = -100  # AT_FDCWD: paths are relative to the current folder
_EXCHANGE = 2  # RENAME_EXCHANGE of renameat2(2), and RENAME_SWAP of renamex_np(2)


def publish(files: Iterable[File], folder: Path, processes: int = 1, spare: Path | None = None) -> int:
    """Write a site and put it in place of the last one; return the number of its files.

    Args:
        files: address below the site's root, and content, of each file: bytes, what makes them, or the path of the
            file that it is to be taken over from; nothing is replaced before all are there.
        folder: the output folder; made when it is missing.
        processes: how many may make and write files at a time, where there are many to be made.
        spare: where the last site may stay; whatever is there counts as one.

    Raises:
        BuildError: when the folder holds something else, an address leads out of it, or the disk refuses.
    """
    check_ours(folder)
    beside, old = _beside(folder, "new"), _beside(folder, "old")
    fresh = spare if spare and _is_near(spare, folder) else beside
    try:
        _repair(folder, beside, old)
        count = _write_all(files, fresh, processes)
        _put_in_place(fresh, folder, old)
    except OSError as error:
        raise system_fault(error, error.filename or str(folder)) from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return count


def _is_near(spare: Path, folder: Path) -> bool:
    """Tell whether the last site can stay there, and become the next one: in a folder, not a link, on the same disk."""
    try:
        near = spare.lstat() if spare.exists() or spare.is_symlink() else spare.parent.stat()
        return stat.S_ISDIR(near.st_mode) and near.st_dev == folder.parent.stat().st_dev
    except OSError:
        return False


def rehearse(files: Iterable[File]) -> int:
    """Make all files of a site and write none; return their number."""
    count = 0
    for _, content in files:
        if callable(content):
            content()
        count += 1
    return count


def check_ours(folder: Path) -> None:
    """Raise `BuildError` when `folder` holds what `digest` did not make, or cannot be looked into."""
    try:
        if folder.is_dir() and ((folder / MARKER).is_file() or not any(folder.iterdir())):
            return
        taken = folder.exists() or folder.is_symlink()
    except OSError as error:
        raise system_fault(error, str(folder), what="the output folder cannot be read") from error
    if taken:
        what = "holds files that digest did not make" if folder.is_dir() else "is no folder"
        raise BuildError(f"the output folder {what}", path=str(folder), hint="choose another one with --output")


def _repair(folder: Path, fresh: Path, old: Path) -> None:
    """Undo what a build left that was killed: half a new site, or the last one beside its place."""
    _remove(fresh)
    if not folder.exists() and old.exists():
        old.rename(folder)
    elif old.exists():  # not removed under its name: what has it is whole, or it would be taken for a site one day
        old.rename(fresh)
        _remove(fresh)


def _put_in_place(fresh: Path, folder: Path, old: Path) -> None:
    """Make the folder the new site; the last one is then called `fresh`."""
    if not folder.exists():
        fresh.rename(folder)
    elif not _exchanged(fresh, folder):
        folder.rename(old)
        try:
            fresh.rename(folder)
        except OSError:
            old.rename(folder)
            raise
        old.rename(fresh)


def _exchanged(one: Path, other: Path) -> bool:
    """Exchange two folders in one step, if the system can."""
    import ctypes  # noqa: PLC0415 -- takes longer to load than the rest of this module, and only a build needs it

    paths = os.fsencode(one), os.fsencode(other)
    with contextlib.suppress(OSError, AttributeError, TypeError):  # a C library without these functions, or none
        library = ctypes.CDLL(None)
        if sys.platform == "darwin":
            return bool(library.renamex_np(*paths, _EXCHANGE) == 0)
        return bool(library.renameat2(_HERE, paths[0], _HERE, paths[1], _EXCHANGE) == 0)
    return False


def _write_all(files: Iterable[File], folder: Path, processes: int) -> int:
    if folder.exists():
        files = list(files)
        _clear(os.fspath(folder), {address for address, _ in files})
    if processes > 1 and forks.can_share():
        files = list(files)
        if sum(1 for _, content in files if callable(content)) >= _MANY:
            if _written_together(files, folder, processes):
                return len(files)
            _remove(folder)
    count = 0
    for address, content in _with_folders(files, folder):
        _write(content, f"{folder}/{address}")
        count += 1
    _put(_MARKER_TEXT, f"{folder}/{MARKER}")
    return count


def _clear(root: str, wanted: Collection[str], below: str = "") -> bool:
    """Remove what is not wanted of a spare, and folders that it leaves empty; return whether anything stays."""
    stays = False
    with os.scandir(f"{root}/{below}") as entries:
        for entry in entries:
            address = f"{below}{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                stays |= _clear(root, wanted, f"{address}/")
            elif address in wanted:
                stays = True
            else:
                os.unlink(entry.path)  # noqa: PTH108 -- as below
    if below and not stays:
        os.rmdir(f"{root}/{below}")  # noqa: PTH106 -- as below
    return stays


def _written_together(files: Iterable[File], folder: Path, processes: int) -> bool:
    """Write all files in several processes; tell whether that went well."""
    listed = list(_with_folders(files, folder))

    def write(number: int, root: str) -> None:
        address, content = listed[number]
        _write(content, f"{root}/{address}")

    if not forks.shared(write, len(listed), processes, os.fspath(folder)):
        return False
    _put(_MARKER_TEXT, f"{folder}/{MARKER}")
    return True


def _with_folders(files: Iterable[File], folder: Path) -> Iterator[File]:
    """Yield each file, and make the folder that it is in before."""
    folder.mkdir(parents=True, exist_ok=True)
    root = os.fspath(folder)  # a `Path` for each of many files would take longer than to write them
    made = {""}
    for address, content in files:
        if os.path.isabs(address) or ".." in address.replace("\\", "/").split("/"):  # noqa: PTH117 -- as above
            raise BuildError(f"the address {address!r} leads out of the site")
        parent = address.rpartition("/")[0]
        if parent not in made:
            os.makedirs(f"{root}/{parent}", exist_ok=True)  # noqa: PTH103 -- as above
            made.add(parent)
        yield address, content


def _write(content: Content, path: str) -> None:
    if isinstance(content, str):
        _take_over(content, path)
    else:
        _put(content if isinstance(content, bytes) else content(), path)


def _put(data: bytes, path: str) -> None:
    """Write a file anew: what was there may be the site's, too."""
    try:
        file = open(path, "xb", buffering=0)  # noqa: PTH123, SIM115 -- a `Path` and a buffer take longer than to write
    except FileExistsError:
        os.unlink(path)  # noqa: PTH108 -- as above
        file = open(path, "xb", buffering=0)  # noqa: PTH123, SIM115 -- as above
    with file:
        while data:  # a disk that is nearly full takes a part, and refuses the rest
            data = data[file.write(data) :]


def _take_over(file: str, path: str) -> None:
    try:
        if os.path.samestat(os.lstat(path), os.lstat(file)):
            return
        os.unlink(path)  # noqa: PTH108 -- as above
    except FileNotFoundError:
        pass
    try:
        os.link(file, path)
    except OSError:  # a file system without links
        shutil.copyfile(file, path)


def _beside(folder: Path, what: str) -> Path:
    return folder.with_name(f".{folder.name}.{what}")


def _remove(folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)
