"""A Dask cluster as a place where jobs are done, through its concurrent.futures interface.

The scheduler does a job again elsewhere when the worker that had it is gone; here, each job has one future, whose
result is taken once. Needs the extra `cluster`.
"""

from __future__ import annotations

import contextlib
from collections import deque
from concurrent.futures import CancelledError
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
_SECONDS_TO_MOVE = 60.0  # to another worker, when the one that had it is gone
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
        yield _Cluster(client, bounds.seconds + _SECONDS_TO_MOVE).run
    finally:
        client.close()  # which cancels what nobody waits for any more


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


class _Cluster:
    """Does jobs in their order, so many at a time as there are threads for."""

    def __init__(self, client: Any, seconds: float) -> None:  # noqa: ANN401 -- an optional package
        self._client, self._seconds = client, seconds
        self._executor: Executor = client.get_executor()

    def run(self, task: Callable[[J], R], jobs: Iterable[J]) -> Iterator[R | Loss]:
        """Yield what `task` makes of each job, or why nothing came of it, in the order of the jobs."""
        left, given, until_look, size = iter(jobs), deque[Any](), 0, 0
        while True:
            if not until_look:  # workers come and go
                until_look = size = _AHEAD * max(1, self._threads())
            until_look -= 1
            given.extend(self._executor.submit(task, job) for job in islice(left, max(0, size - len(given))))
            if not given:
                return
            yield self._result(given.popleft())

    def _result(self, future: Future[R]) -> R | Loss:
        """Wait for the oldest job, which a worker is at by now."""
        from distributed.scheduler import KilledWorker  # noqa: PLC0415 -- an extra

        try:
            return future.result(self._seconds)
        except TimeoutError as error:
            if not self._threads():
                raise BuildError("the cluster has no workers any more", hint=_AGAIN) from error
            future.cancel()
            return Loss.TIME
        except MemoryError:
            return Loss.MEMORY
        except KilledWorker:  # several workers, one after the other
            return Loss.DEATH
        except (CancelledError, OSError) as error:
            raise BuildError("the cluster went away", hint=_AGAIN) from error

    def _threads(self) -> int:
        return sum(self._client.nthreads().values())
