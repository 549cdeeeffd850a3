"""Processes that do one task after another; one that takes too long, or too much, is ended and replaced.

The standard library's pools end all their processes when one dies, and can end none that runs on. Results come in the
order of the jobs, so how many processes there are shows in nothing but the time. Jobs are drawn as they are needed, a
few ahead of the result that is waited for, so that any number of them takes no more memory.
"""

from __future__ import annotations

import contextlib
import math
import multiprocessing
import os
import signal
import time
from collections import deque
from enum import Enum
from itertools import count, islice
from multiprocessing import connection
from typing import TYPE_CHECKING, Generic, TypeVar

from digest.run.bounds import hold_memory

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from multiprocessing.connection import Connection

    from digest.run.bounds import Bounds

J = TypeVar("J")
R = TypeVar("R")

# Started afresh: a copy of a process with threads, such as the live-reload server, may hang.
_CONTEXT = multiprocessing.get_context("spawn")
_SECONDS_TO_START = 60.0
# Jobs a worker that are drawn before the first of them is done: enough for the others to go on while one takes long.
_AHEAD = 32
_OUT_OF_MEMORY = 97  # exit code of a worker, which Python itself never gives
_KILLED = -9  # nobody but the system kills a worker and leaves it to us: Linux does so when all memory is taken


class Loss(Enum):
    """Why nothing came of a job."""

    TIME = "time"
    """It took longer than it may."""
    MEMORY = "memory"
    """It asked for more memory than it may have."""
    DEATH = "death"
    """Its process ended: a fault of a library in C, or the way in which that says that it got no memory."""


class NoWorkersError(Exception):
    """No process can be started here."""


def run(task: Callable[[J], R], jobs: Iterable[J], workers: int, bounds: Bounds) -> Iterator[R | Loss]:
    """Yield what `task` makes of each job, or why nothing came of it, in the order of the jobs.

    Args:
        task: a function of a module, so that a new process finds it.
        jobs: what it is called with; may be endless.
        workers: how many processes work at a time.
        bounds: what each job may take.

    Raises:
        NoWorkersError: a process could not be started; the jobs for which nothing was yielded are still to be done.
    """
    team = _Team(task, iter(jobs), bounds)
    try:
        team.draw(workers * _AHEAD)
        team.start(min(workers, team.drawn))
        for number in count():
            while number < team.drawn and number not in team.results:
                team.wait()
            if number not in team.results:
                return
            yield team.results.pop(number)
            team.draw(1)
    finally:
        team.end()


class _Worker(Generic[J, R]):
    """A process, and which job it is at."""

    def __init__(self, task: Callable[[J], R], memory: int) -> None:
        self.starting = True
        self.number: int | None = None
        """Of its job; none while it starts, and when there is nothing left to do."""
        self.until = time.monotonic() + _SECONDS_TO_START
        self.connection, theirs = _CONTEXT.Pipe()
        self.process = _CONTEXT.Process(target=_serve, args=(theirs, task, memory), daemon=True)
        try:
            self.process.start()
        except (OSError, AssertionError) as error:  # there are too many; or this one is a daemon, which may have none
            raise NoWorkersError(str(error)) from error
        finally:
            theirs.close()

    def give(self, number: int, job: J, seconds: float) -> None:
        self.number, self.until = number, time.monotonic() + seconds
        with contextlib.suppress(OSError):  # it is dead, which is seen when its answer is read
            self.connection.send(job)

    def rest(self) -> None:
        self.number, self.until = None, math.inf

    @property
    def is_resting(self) -> bool:
        return self.number is None and not self.starting

    def why_dead(self) -> Loss:
        self.process.join()
        return Loss.MEMORY if self.process.exitcode in {_OUT_OF_MEMORY, _KILLED} else Loss.DEATH

    def end(self) -> None:
        self.process.kill()
        self.process.join()
        self.connection.close()


class _Team(Generic[J, R]):
    """The processes at work, the jobs that none of them has yet, and the results that nobody fetched yet."""

    def __init__(self, task: Callable[[J], R], jobs: Iterator[J], bounds: Bounds) -> None:
        self.results: dict[int, R | Loss] = {}
        self.drawn = 0
        """How many jobs there are so far."""
        self._task, self._bounds = task, bounds
        self._jobs = jobs
        self._left: deque[tuple[int, J]] = deque()
        self._workers: list[_Worker[J, R]] = []
        self._size = 0

    def draw(self, most: int) -> None:
        """Take in so many jobs more, if there are; a worker that rests gets one."""
        for job in islice(self._jobs, most):
            self._left.append((self.drawn, job))
            self.drawn += 1
            if idle := next((worker for worker in self._workers if worker.is_resting), None):
                idle.give(*self._left.popleft(), self._bounds.seconds)
            elif len(self._workers) < self._size:  # one was lost when there was nothing left to do
                self.start(1)

    def start(self, count: int) -> None:
        """Start so many workers."""
        for _ in range(count):
            self._workers.append(_Worker(self._task, self._bounds.memory))
        self._size = max(self._size, len(self._workers))

    def wait(self) -> None:
        """Wait until a worker answers, dies, or has had its time."""
        soonest = min(worker.until for worker in self._workers) - time.monotonic()
        links = [worker.connection for worker in self._workers]
        heard = connection.wait(links, None if soonest == math.inf else max(soonest, 0))
        for worker in tuple(self._workers):
            if worker.connection in heard:
                self._hear(worker)
            elif time.monotonic() >= worker.until:
                self._lose(worker, Loss.TIME)

    def end(self) -> None:
        for worker in self._workers:
            worker.end()

    def _hear(self, worker: _Worker[J, R]) -> None:
        try:
            answer = worker.connection.recv()
        except (EOFError, OSError):
            self._lose(worker, worker.why_dead())
            return
        if worker.number is not None:
            self.results[worker.number] = answer
        worker.starting = False
        if self._left:
            worker.give(*self._left.popleft(), self._bounds.seconds)
        else:
            worker.rest()

    def _lose(self, worker: _Worker[J, R], loss: Loss) -> None:
        worker.end()
        self._workers.remove(worker)
        if worker.starting:
            raise NoWorkersError(loss.value)
        if worker.number is not None:
            self.results[worker.number] = loss
        if self._left:
            self.start(1)


def _serve(link: Connection, task: Callable[[J], R], memory: int) -> None:
    """What a worker does: say that it is there, then one job after another, until nobody listens any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who presses Ctrl-C ends the main process, and that ends this one
    hold_memory(memory)
    link.send(None)
    with contextlib.suppress(EOFError, BrokenPipeError):
        while True:
            job = link.recv()
            try:
                link.send(task(job))
            except MemoryError:
                os._exit(_OUT_OF_MEMORY)  # what is left of the job goes with the process
