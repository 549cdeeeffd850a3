"""One process at a time writes in a project: a lock on a file, which the system lifts when its process ends or dies.

The file stays where it is, as deleting it would let two processes lock two files of one name. It tells who holds the
lock; an orderly end empties it, so that the next process knows whether the last one was killed.
"""

from __future__ import annotations

import contextlib
import errno
import os
import sys
import time
from typing import TYPE_CHECKING, BinaryIO

from digest.errors import BuildError, system_fault
from digest.run import store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from digest.run.store import Project

FILE = ".cache/digest/lock"
PATIENCE = 3.0
"""Seconds for which a command waits: a preview that rebuilds after each change holds the lock for less."""
_PAUSE = 0.05
_BUSY = frozenset({errno.EACCES, errno.EAGAIN, errno.EDEADLK})
_READ_ONLY = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
# By this process; the system's locks keep apart processes, not threads.
_held: set[str] = set()


@contextlib.contextmanager
def held(project: Project, doing: str, patience: float | None = None) -> Iterator[bool]:
    """Keep other processes from writing in the project for as long as the block runs.

    Args:
        project: it is locked as a whole. One that cannot be written at all is left unlocked.
        doing: what others are told is going on, such as `digest build`.
        patience: seconds to wait for another process; `PATIENCE` when left out.

    Yields:
        Whether the process that held the lock last was killed, and may have left something half done.

    Raises:
        BuildError: another process holds it, or another thread of this one; or the disk refuses.
    """
    file = _opened(project)
    if file is None:
        yield False
        return
    with file:
        _wait(file, time.monotonic() + (PATIENCE if patience is None else patience))
        _held.add(file.name)
        try:
            killed = bool(_note(file))
            _write(file, f"{os.getpid()} {doing}")
            yield killed
        finally:
            _write(file, "")
            _held.discard(file.name)


def _opened(project: Project) -> BinaryIO | None:
    """Return the file of the lock; `None` where nothing can be written, by no other process either."""
    path: Path = project.path(FILE)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        store.keep_out_of_version_control(path.parent)
        path.touch()
        return path.open("r+b", buffering=0)
    except OSError as error:
        if error.errno in _READ_ONLY:
            return None
        raise system_fault(error, str(path)) from error


def _wait(file: BinaryIO, until: float) -> None:
    while not _taken(file):
        if time.monotonic() >= until:
            raise _busy(file)
        time.sleep(_PAUSE)


def _busy(file: BinaryIO) -> BuildError:
    number, _, doing = (_note(file) or f"{os.getpid()} digest").partition(" ")
    return BuildError(
        f"`{doing}` is at work in this project (process {number})", hint="wait until it is done, then try again"
    )


def _note(file: BinaryIO) -> str:
    """Return what the last holder of the lock wrote."""
    file.seek(0)
    return file.read(200).decode("utf-8", "replace").strip()


def _write(file: BinaryIO, note: str) -> None:
    """Say who holds the lock; a full disk may keep that from others, but not the work from being done."""
    with contextlib.suppress(OSError):
        file.seek(0)
        file.truncate()
        file.write(f"{note}\n".encode() if note else b"")


def _taken(file: BinaryIO) -> bool:
    """Take the lock, unless somebody has it."""
    if file.name in _held:
        return False
    try:
        _lock(file.fileno())
    except OSError as error:
        if error.errno in _BUSY:
            return False
        # The file system, on another machine, knows no locks: then there is none.
    return True


if sys.platform == "win32":
    import msvcrt

    _FAR = 1 << 30  # what is locked cannot be read by others, so it is a place behind the note

    def _lock(number: int) -> None:
        os.lseek(number, _FAR, os.SEEK_SET)
        msvcrt.locking(number, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(number: int) -> None:
        # A record lock: it is this process's own, and goes with it. `flock` would live on in what was forked from it.
        fcntl.lockf(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
