"""Copies of this process that share its work: what it has read and planned is there in each of them at no cost.

For work whose results are files, on Linux alone: elsewhere a copy of a process may not use what the system's libraries
hold, and a copy of one with threads may wait for ever for a thread that it does not have.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Task = Callable[[int, str], None]

# Numbers of parts wait in a pipe, which holds a page of memory (4 KiB) even where a user has no more pipes.
_MOST_PARTS, _NUMBER = 1_000, 4
_PART = 16
"""Tasks that a process takes at a time, at least: more would leave one at work when the others are done."""


def can_share() -> bool:
    """Tell whether this process can be copied."""
    return sys.platform == "linux" and threading.active_count() == 1


def shared(task: Task, count: int, processes: int, folder: str) -> bool:
    """Do `task(number, folder)` for each number below `count`, in several processes.

    Each process but this one makes `folder` its own current folder, and hands `.` to the task: where another build
    has replaced the folder meanwhile, as this process was killed, nothing of theirs comes into the new one.

    Args:
        task: writes files below the folder that it is given.
        count: of the numbers.
        processes: how many work, this one among them.
        folder: absolute.

    Returns:
        Whether all was done; if not, it is to be done again in this process alone, which tells what is wrong.
    """
    size = max(_PART, -(-count // _MOST_PARTS))
    team: list[int] = []
    with _queue(-(-count // size)) as queue:
        try:
            with contextlib.suppress(OSError):  # there are too many processes: then fewer do it
                while len(team) < processes - 1:
                    team.append(_copy(task, _parts(queue, count, size), folder))
            for number in _parts(queue, count, size):
                task(number, folder)
        except BaseException:
            for one in team:
                os.kill(one, signal.SIGKILL)
            raise
        finally:
            done = [os.waitpid(one, 0)[1] == 0 for one in team]
    return all(done)


@contextlib.contextmanager
def _queue(parts: int) -> Iterator[int]:
    """Put the numbers of all parts into a pipe, from which each process takes the next one."""
    reading, writing = os.pipe()
    try:
        os.write(writing, b"".join(part.to_bytes(_NUMBER, "big") for part in range(parts)))
        os.close(writing)
        yield reading
    finally:
        os.close(reading)


def _parts(queue: int, count: int, size: int) -> Iterator[int]:
    """Yield the numbers of the parts that this process takes, until none is left."""
    while taken := os.read(queue, _NUMBER):
        start = int.from_bytes(taken, "big") * size
        yield from range(start, min(start + size, count))


def _copy(task: Task, numbers: Iterator[int], folder: str) -> int:
    """Return the number of a new process that does its part, and ends when this one ends."""
    parent = os.getpid()
    made = os.fork()
    if made:
        return made
    status = 1
    try:
        os.chdir(folder)
        for number in numbers:
            if os.getppid() != parent:
                break
            task(number, ".")
        else:
            status = 0
    finally:
        os._exit(status)  # whatever happened: nothing of what the copied process would do at its end
