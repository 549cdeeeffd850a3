"""What every page and every article depends on beside the content: the program, its libraries, themes. Loads nothing.

Files are known by their state in the file system (size, times, number), read in one walk; a file that is written
anew, or put in another's place, has another state.
"""

from __future__ import annotations

import hashlib
import marshal
import os
import stat
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

State = tuple[str, int, int, int, int, int]
"""Path, kind, size, time of writing, time of change, number."""

_PACKAGE = Path(__file__).parent.parent
_BESIDE = (_PACKAGE.parent / "themes",)  # in a checkout; the wheel holds them in the package
_PLAIN = 0  # version of `marshal` in which equal values are written alike
_SKIPPED = frozenset({"__pycache__"})


@cache
def program() -> str:
    """Return a hash that changes with this program, the Python that runs it, and what is installed beside it.

    Found once: what changes later is not what runs.
    """
    libraries = sorted(name for folder in sys.path if folder for name in _installed(folder))
    return fingerprint([sys.version, *libraries, *states([_PACKAGE, *_BESIDE])])


def newest(found: Iterable[State]) -> int:
    """Return the latest time at which one of these files was written or put in its place, in nanoseconds."""
    return max((max(state[3], state[4]) for state in found), default=0)


def states(paths: Iterable[Path | str]) -> Iterator[State]:
    """Yield the state of each file, and of all files and folders below each folder, in the order of their names.

    Links are followed, each folder is looked into once, and a name that is not there has a state, too.
    """
    return _states((os.fspath(path) for path in paths), set())


def _states(paths: Iterable[str], seen: set[tuple[int, int]]) -> Iterator[State]:
    for path in paths:
        try:
            found = os.stat(path)  # noqa: PTH116 -- a `Path` for each of thousands would take longer than the rest
        except OSError as error:
            yield path, error.errno or 0, 0, 0, 0, 0
            continue
        yield path, found.st_mode, found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino
        place = found.st_dev, found.st_ino
        if stat.S_ISDIR(found.st_mode) and place not in seen:
            seen.add(place)
            yield from _states(_names_in(path), seen)


def _names_in(folder: str) -> list[str]:
    try:
        return [f"{folder}/{name}" for name in sorted(os.listdir(folder)) if name not in _SKIPPED]  # noqa: PTH208 -- a `Path` for each would take longer
    except OSError:
        return []


def fingerprint(parts: Iterable[str | State]) -> str:
    """Return a hash of texts and states in their order."""
    return hashlib.blake2b(marshal.dumps(list(parts), _PLAIN), digest_size=16).hexdigest()


def _installed(folder: str) -> list[str]:
    try:
        return [name for name in os.listdir(folder) if name.endswith(".dist-info")]  # noqa: PTH208 -- a `Path` for each would take longer
    except OSError:
        return []
