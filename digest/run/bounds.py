"""How much time and memory the cleaning of one source may take, whatever is in it.

A worker process is held to both from outside (`workers`). In the process that everything else runs in there is only a
timer, and that on POSIX systems and in the main thread alone: Python lets no other be interrupted.
"""

from __future__ import annotations

import contextlib
import signal
import sys
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

TOO_LONG = "raise limits.source_seconds in digest.toml if it is wanted"
"""What to do about a source that takes longer than it may."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one source may take."""

    seconds: float
    """By the clock on the wall, as other programs may wait for it."""
    memory: int
    """Bytes of a worker process, with the program itself, which has some 60 million."""


class Overrun(BaseException):
    """The time is up; no `Exception`, because code that goes on after any fault must not go on after this one."""


@contextlib.contextmanager
def within(seconds: float) -> Iterator[None]:
    """Raise `Overrun` in the block when it takes longer; where that cannot be done, do nothing.

    Python code and its regular expressions are interrupted, a library in C first when it returns.
    """
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGALRM, _overrun)
    signal.setitimer(signal.ITIMER_REAL, seconds, 1.0)  # again and again, for code that catches all and goes on
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _overrun(_signal: int, _frame: FrameType | None) -> None:
    raise Overrun


def hold_memory(size: int) -> None:
    """Let this process take no more than so many bytes from now on; more is a `MemoryError`, in C often the end.

    Windows has no such limit. What counts is memory that is the process's own: on Linux that is `RLIMIT_DATA`,
    elsewhere all that it maps. A process that ends so leaves no dump, which would be as large.
    """
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 -- POSIX only

    kind = resource.RLIMIT_DATA if sys.platform == "linux" else resource.RLIMIT_AS
    for limit, most in ((kind, size), (resource.RLIMIT_CORE, 0)):
        hard = resource.getrlimit(limit)[1]
        with contextlib.suppress(OSError, ValueError):  # macOS knows the limit and refuses it
            resource.setrlimit(limit, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
