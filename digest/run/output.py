"""The output folder: a new site is written beside the old one and put in its place whole.

Killed at any moment, the last good site is still there, at its place or, between two renames, beside it; the next
build puts it back. Only a folder that is empty or of our own making is ever replaced.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from digest.errors import BuildError

if TYPE_CHECKING:
    from collections.abc import Iterable

MARKER = ".digest"
"""File by which a site is known as ours."""
_MARKER_TEXT = b"A site made by digest: the next build replaces this folder as a whole.\n"


def publish(files: Iterable[tuple[str, bytes]], folder: Path) -> int:
    """Write a site and put it in place of the last one; return the number of its files.

    Args:
        files: address below the site's root, and content, of each file; nothing is replaced before all are there.
        folder: the output folder; made when it is missing.

    Raises:
        BuildError: when the folder holds something else, an address leads out of it, or the disk refuses.
    """
    check_ours(folder)
    fresh, old = _beside(folder, "new"), _beside(folder, "old")
    try:
        if old.exists() and not folder.exists():
            old.rename(folder)
        _remove(fresh)
        count = _write_all(files, fresh)
        _remove(old)
        if folder.exists():
            folder.rename(old)
        fresh.rename(folder)
        _remove(old)
    except OSError as error:
        raise BuildError(f"cannot be written: {error.strerror}", path=error.filename or str(folder)) from error
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return count


def check_ours(folder: Path) -> None:
    """Raise `BuildError` when `folder` holds what `digest` did not make."""
    if folder.is_dir() and ((folder / MARKER).is_file() or not any(folder.iterdir())):
        return
    if folder.exists() or folder.is_symlink():
        what = "holds files that digest did not make" if folder.is_dir() else "is no folder"
        raise BuildError(f"the output folder {what}", path=str(folder), hint="choose another one with --output")


def _write_all(files: Iterable[tuple[str, bytes]], folder: Path) -> int:
    folder.mkdir(parents=True)
    made = {folder}
    count = 0
    for address, data in files:
        path = folder / address
        if ".." in Path(address).parts or not path.is_relative_to(folder):
            raise BuildError(f"the address {address!r} leads out of the site")
        if path.parent not in made:
            path.parent.mkdir(parents=True, exist_ok=True)
            made.add(path.parent)
        path.write_bytes(data)
        count += 1
    (folder / MARKER).write_bytes(_MARKER_TEXT)
    return count


def _beside(folder: Path, what: str) -> Path:
    return folder.with_name(f".{folder.name}.{what}")


def _remove(folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)
