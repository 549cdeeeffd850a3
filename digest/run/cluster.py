"""A Dask cluster as a place where jobs are done, through its concurrent.futures interface.

The scheduler does a job again elsewhere when the worker that had it is gone; here, each job has one future, whose
result is taken once. Needs the extra `cluster`.
"""

from __future__ import annotations

import contextlib
from collections import deque
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

from digest import __version__
from digest.errors import BuildError, UsageError
from digest.run.workers import Loss

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from concurrent.futures import Executor, Future

    from digest.run.archive import Spread
    from digest.run.bounds import Bounds

J = TypeVar("J")
R = TypeVar("R")

# For each thread of the cluster: one that it works at, one that is on its way, and some so that one that takes long
# keeps nobody waiting. Each is in memory with its source, or its result, until all before it are done.
_AHEAD = 8
_SECONDS_TO_CONNECT = 30
_SECONDS_TO_LEAVE = 10
_SECONDS_TO_MOVE = 60.0  # to another worker, when the one that had it is gone
_SECONDS_TO_LOOK = 1.0  # whether the scheduler is still there
_TRIALS = 3
_AGAIN = "what was printed is whole; start it again for the rest"
_INSTALL = "pip install 'digest-press[cluster]'"


@contextlib.contextmanager
def at(address: str, bounds: Bounds) -> Iterator[Spread]:
    """Connect to a scheduler, and return what has jobs done there.

    Args:
        address: as Dask writes it, such as `tcp://scheduler.example:8786`.
        bounds: what a job may take; memory is what each worker of the cluster was given.

    Raises:
        UsageError: `distributed` is not installed, there is no scheduler, or its workers do not have this program.
        BuildError: the cluster went away.
    """
    client = _client(address)
    try:
        _check(client, address)
        yield Jobs(client, bounds.seconds + _SECONDS_TO_MOVE).run
    finally:
        with contextlib.suppress(OSError):  # TimeoutError among them: there is nobody to take leave of
            client.close(_SECONDS_TO_LEAVE)  # which cancels what nobody waits for any more


def version() -> str:
    """Return the version of this program; asked of each worker."""
    return __version__


def _client(address: str) -> Any:  # noqa: ANN401 -- an optional package
    try:
        from distributed import Client  # noqa: PLC0415 -- an extra
    except ImportError as error:
        raise UsageError("--scheduler needs the package `distributed`", hint=_INSTALL) from error
    try:
        return Client(address, timeout=_SECONDS_TO_CONNECT, set_as_default=False)  # type: ignore[no-untyped-call]  # it has no types
    except (OSError, ValueError, TypeError) as error:  # TimeoutError among them
        hint = "`dask scheduler` prints the address when it starts"
        raise UsageError(f"there is no scheduler at {address}", hint=hint) from error


def _check(client: Any, address: str) -> None:  # noqa: ANN401 -- an optional package
    """Wait for a worker, and make sure that all have this program."""
    try:
        client.wait_for_workers(1, timeout=_SECONDS_TO_CONNECT)
        found = set(client.run(version).values())
    except TimeoutError as error:
        raise UsageError(f"{address} has no workers", hint=f"`dask worker {address}` starts one") from error
    except ImportError as error:
        raise UsageError("a worker of the cluster does not have this program", hint=_INSTALL) from error
    if found - {__version__}:
        versions = ", ".join(sorted(found))
        raise UsageError(f"the workers have digest {versions}, this is {__version__}", hint="install the same")


class Jobs:
    """Does jobs in their order, so many at a time as there are threads for."""

    def __init__(self, client: Any, seconds: float) -> None:  # noqa: ANN401 -- an optional package
        self._client, self._seconds = client, seconds
        self._executor: Executor = client.get_executor(pure=False)  # a job that is given out again is another one

    def run(self, task: Callable[[J], R], jobs: Iterable[J]) -> Iterator[R | Loss]:
        """Yield what `task` makes of each job, or why nothing came of it, in the order of the jobs.

        Raises:
            BuildError: the cluster went away.
        """
        left, given, until_look, size = iter(jobs), deque[tuple[J, Any]](), 0, 0
        while True:
            if not until_look:  # workers come and go
                until_look = size = _AHEAD * max(1, self._threads())
            until_look -= 1
            for job in islice(left, max(0, size - len(given))):
                given.append((job, self._submit(task, job)))
            if not given:
                return
            yield self._result(task, *given.popleft())

    def _result(self, task: Callable[[J], R], job: J, future: Future[R], trials: int = _TRIALS) -> R | Loss:
        """Wait for the oldest job, which a worker is at by now.

        A worker that dies while its result is on the way here leaves the executor with an error of some kind: then
        the job is given out again.
        """
        try:
            return self._settled(future)
        except BuildError:
            raise
        except Exception as error:
            if self._client.status != "running":
                raise _gone() from error
            if trials == 1:  # it was no worker's death
                raise
        return self._result(task, job, self._submit(task, job), trials - 1)

    def _settled(self, future: Future[R]) -> R | Loss:
        from distributed.scheduler import KilledWorker  # noqa: PLC0415 -- an extra

        try:
            return self._wait(future)
        except TimeoutError as error:
            if not self._threads():
                raise BuildError("the cluster has no workers any more", hint=_AGAIN) from error
            future.cancel()
            return Loss.TIME
        except MemoryError:
            return Loss.MEMORY
        except KilledWorker:  # several workers, one after the other
            return Loss.DEATH

    def _wait(self, future: Future[R]) -> R:
        """Wait in short turns, as what is handed in while the connection breaks is never answered nor cancelled."""
        for _ in range(round(self._seconds / _SECONDS_TO_LOOK)):
            with contextlib.suppress(TimeoutError):
                return future.result(_SECONDS_TO_LOOK)
            if self._client.status != "running":  # all that it had was cancelled, even if it finds the scheduler again
                raise _gone()
        raise TimeoutError

    def _threads(self) -> int:
        threads: dict[str, int] = self._of_client(self._client.nthreads)
        return sum(threads.values())

    def _submit(self, task: Callable[[J], R], job: J) -> Future[R]:
        return self._of_client(partial(self._executor.submit, task, job))

    def _of_client(self, ask: Callable[[], R]) -> R:
        try:
            return ask()
        except OSError as error:
            raise _gone() from error
        except Exception as error:
            if self._client.status == "running":
                raise
            raise _gone() from error  # a client that is closed has errors of many kinds


def _gone() -> BuildError:
    return BuildError("the cluster went away", hint=_AGAIN)
