"""What changed on disk, found by looking: works alike on every system, in containers and on network drives."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    State = dict[str, tuple[int, int, int]]

PAUSE = 0.1
"""Seconds between two looks: with a second look for calm, a change is seen after a tenth of a second on average."""
CALM = 0.02
"""Seconds without another change: a program that saves a file may do so in several steps."""
_SHARE = 10  # looking takes a tenth of the time at most: at a thousand articles it takes three milliseconds


def look(paths: Iterable[Path]) -> State:
    """Return what tells whether a file was changed, for each file at or below `paths`; what is hidden is left out."""
    return dict(entry for path in paths for entry in _states(str(path)))


def wait(paths: Iterable[Path], seen: State) -> State:
    """Wait until something is otherwise than it was `seen`, and until nothing changes any more; return how it is."""
    paths = tuple(paths)
    while True:
        began = time.perf_counter()
        now = look(paths)
        if now != seen:
            return _calm(paths, now)
        time.sleep(max(PAUSE, _SHARE * (time.perf_counter() - began)))


def _calm(paths: tuple[Path, ...], now: State) -> State:
    while True:
        time.sleep(CALM)
        before, now = now, look(paths)
        if now == before:
            return now


def _states(path: str) -> Iterator[tuple[str, tuple[int, int, int]]]:
    """Yield the files; what goes away meanwhile, or cannot be read, is not there."""
    try:
        with os.scandir(path) as entries:
            for entry in entries:
                if entry.name.startswith("."):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    yield from _states(entry.path)
                else:
                    yield entry.path, _state(entry.stat())
    except NotADirectoryError:
        yield path, _state(os.stat(path))  # noqa: PTH116 -- thousands a second
    except OSError:
        return


def _state(found: os.stat_result) -> tuple[int, int, int]:
    return found.st_mtime_ns, found.st_size, found.st_ino
