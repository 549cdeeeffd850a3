"""`digest clean --scheduler`: the same as on this machine, also when a worker is killed on the way."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING, NamedTuple

import pytest
from web_archive import record, write

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.slow
RECORDS = 600


def start(log: Path, *arguments: str) -> subprocess.Popen[bytes]:
    with log.open("wb") as out:
        return subprocess.Popen((sys.executable, "-m", "distributed.cli." + arguments[0], *arguments[1:]), stderr=out)


def told(log: Path, pattern: str) -> str:
    """What a process says once it is ready."""
    for _ in range(600):
        if found := re.search(pattern, log.read_text(encoding="utf-8")):
            return found[1]
        time.sleep(0.1)
    raise AssertionError(log.read_text(encoding="utf-8"))


class Scheduler(NamedTuple):
    process: subprocess.Popen[bytes]
    address: str


@pytest.fixture
def scheduler(tmp_path: Path) -> Iterator[Scheduler]:
    log = tmp_path / "scheduler"
    process = start(log, "dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")
    yield Scheduler(process, told(log, r"Scheduler at:\s+(tcp://\S+)"))
    process.kill()
    process.wait()


@pytest.fixture
def workers(scheduler: Scheduler, tmp_path: Path) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Two processes without a nanny, so that one that is killed stays dead."""
    options = ("--host", "127.0.0.1", "--nthreads", "1", "--no-nanny", "--no-dashboard")
    logs = [tmp_path / f"worker-{number}" for number in range(2)]
    here = ("--local-directory", str(tmp_path))
    started = [start(log, "dask_worker", scheduler.address, *options, *here) for log in logs]
    for log in logs:
        told(log, r"(Registered to)")
    yield started
    for worker in started:
        worker.kill()
        worker.wait()


@contextlib.contextmanager
def clean(tmp_path: Path, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    command = (sys.executable, "-m", "digest", "clean", "archive", "--format", "json", *arguments)
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=tmp_path, stdout=pipe, stderr=pipe, text=True, encoding="utf-8") as process:
        try:
            yield process
        finally:
            process.kill()


def test_a_worker_is_killed_and_nothing_is_lost_or_doubled(
    tmp_path: Path, scheduler: Scheduler, workers: list[subprocess.Popen[bytes]]
) -> None:
    folder = tmp_path / "archive"
    folder.mkdir()
    broken = record(0, b"\xff", head="Content-Type: text/html\r\nContent-Encoding: br\r\n")
    write(folder / "a.warc.gz", *(record(number) if number % 100 else broken for number in range(RECORDS)))
    with clean(tmp_path, "--jobs", "1") as process:
        here, errors = process.communicate()
    assert here.count("\n") == RECORDS - RECORDS // 100

    with clean(tmp_path, "--scheduler", scheduler.address) as process:
        assert process.stdout
        first = [process.stdout.readline() for _ in range(100)]
        assert process.poll() is None
        os.kill(workers[0].pid, signal.SIGKILL)
        out, told = process.communicate(timeout=120)

    assert workers[1].poll() is None
    assert workers[0].wait() == -signal.SIGKILL
    assert "".join(first) + out == here, told
    assert [line for line in told.splitlines() if line in errors.splitlines()] == errors.splitlines()
    assert process.returncode == 1  # for the broken records


@pytest.mark.parametrize("printed", [1, 40, 150])
def test_a_cluster_that_goes_away_ends_the_run_with_an_error(
    tmp_path: Path, scheduler: Scheduler, workers: list[subprocess.Popen[bytes]], printed: int
) -> None:
    folder = tmp_path / "archive"
    folder.mkdir()
    write(folder / "a.warc", *(record(number) for number in range(2 * RECORDS)))
    with clean(tmp_path, "--scheduler", scheduler.address) as process:
        assert process.stdout
        first = [process.stdout.readline() for _ in range(printed)]
        assert len(workers) == 2
        scheduler.process.kill()
        out, told = process.communicate(timeout=120)
    assert process.returncode == 1
    assert printed <= ("".join(first) + out).count("\n") < 2 * RECORDS
    assert "error: the cluster went away" in told
