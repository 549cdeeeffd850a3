"""What a cluster's executor may do to a job: the run goes on, or ends with an error, and never waits for nothing."""

from __future__ import annotations

from concurrent.futures import CancelledError, Executor, Future
from typing import TYPE_CHECKING, Any

import pytest

from digest.errors import BuildError
from digest.run.cluster import Jobs

if TYPE_CHECKING:
    from collections.abc import Callable


class Client:
    """Has no cluster; its executor's futures end as `outcomes` say, one after the other, then well."""

    status = "running"

    def __init__(self, *outcomes: Callable[[Client, Future[Any]], None]) -> None:
        self.outcomes, self.given = list(outcomes), list[int]()

    def get_executor(self, *, pure: bool) -> Executor:
        assert not pure
        client = self

        class Some(Executor):
            def submit(self, task: Any, job: Any, /) -> Future[Any]:  # type: ignore[override]  # noqa: ANN401
                client.given.append(job)
                future: Future[Any] = Future()
                if client.outcomes:
                    client.outcomes.pop(0)(client, future)
                else:
                    future.set_result(task(job))
                return future

        return Some()

    def nthreads(self) -> dict[str, int]:
        return {"worker": 1}


def fails(error: Exception) -> Callable[[Client, Future[Any]], None]:
    return lambda _client, future: future.set_exception(error)


def breaks_off(client: Client, _future: Future[Any]) -> None:
    client.status = "closed"


def twice(number: int) -> int:
    return 2 * number


@pytest.mark.parametrize("error", [ValueError("not enough values to unpack"), CancelledError(), OSError("closed")])
def test_a_result_that_was_lost_on_its_way_is_made_again_in_its_place(error: Exception) -> None:
    client = Client(fails(error), fails(error))
    assert list(Jobs(client, 60).run(twice, range(3))) == [0, 2, 4]
    assert client.given == [0, 1, 2, 0, 1]


def test_an_error_of_the_job_itself_comes_out() -> None:
    client = Client(*[fails(ZeroDivisionError())] * 3)
    with pytest.raises(ZeroDivisionError):
        list(Jobs(client, 60).run(twice, [1]))
    assert client.given == [1, 1, 1]


def test_a_job_that_nobody_has_any_more_is_not_waited_for() -> None:
    with pytest.raises(BuildError, match="the cluster went away"):
        list(Jobs(Client(breaks_off), 60).run(twice, [1]))


def test_a_client_that_is_closed_ends_the_run_whatever_its_error() -> None:
    def close(client: Client, future: Future[Any]) -> None:
        breaks_off(client, future)
        raise AttributeError

    with pytest.raises(BuildError, match="the cluster went away"):
        list(Jobs(Client(close), 60).run(twice, [1]))
