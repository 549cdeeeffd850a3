"""No source takes more time or memory than it may, and the others are cleaned as if it were not there."""

from __future__ import annotations

import base64
import contextlib
import multiprocessing
import signal
import sys
import threading
import time
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from overrunning import perform
from pdf_samples import column, lzw_spaces, one_stream, pdf

import digest
from digest.errors import DigestError
from digest.model import Article
from digest.run import bounds, cleaning, single, workers
from digest.run.bounds import Bounds, Overrun
from digest.run.cleaning import Draft, Job
from digest.run.workers import Loss

if TYPE_CHECKING:
    from collections.abc import Iterator

    from digest.model import Document

AMPLE = Bounds(60, 2_000_000_000)
TIGHT = Bounds(1.5, 300_000_000)
posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no such limits")


def test_results_come_in_the_order_of_the_jobs() -> None:
    jobs = [str(number) for number in range(20)]
    assert list(workers.run(perform, jobs, 3, AMPLE)) == [f"{job} done" for job in jobs]


@posix
def test_who_overruns_is_ended_and_the_rest_is_done() -> None:
    jobs = ["one", "loop", "two", "hog", "die", "sleep", "three", "hog slowly", "four"]
    losses = [Loss.TIME, Loss.MEMORY, Loss.DEATH, Loss.TIME, Loss.MEMORY]
    results = list(workers.run(perform, jobs, 2, TIGHT))
    assert [one for one in results if isinstance(one, Loss)] == losses
    assert [one for one in results if isinstance(one, str)] == ["one done", "two done", "three done", "four done"]
    assert not multiprocessing.active_children()


def test_who_stops_asking_leaves_no_process_behind() -> None:
    results = workers.run(perform, ["one", "loop"], 2, AMPLE)
    assert next(results) == "one done"
    results.close()  # type: ignore[attr-defined]
    assert not multiprocessing.active_children()


def test_no_job_needs_no_process() -> None:
    assert list(workers.run(perform, [], 2, AMPLE)) == []


@posix
def test_a_loop_in_this_process_is_interrupted_also_one_that_goes_on_after_faults() -> None:
    before = signal.getsignal(signal.SIGALRM)
    with pytest.raises(Overrun), bounds.within(0.05):
        endless()
    assert signal.getsignal(signal.SIGALRM) is before
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


def test_outside_the_main_thread_nothing_is_interrupted() -> None:
    ended: list[bool] = []

    def work() -> None:
        with bounds.within(0.01):
            time.sleep(0.05)
        ended.append(True)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert ended == [True]


@posix
def test_one_of_few_sources_that_overruns_is_told_and_the_rest_is_cleaned(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(single, "accepted", performed)
    jobs = [job(tmp_path, text) for text in ("one", "loop", "two")]
    results = list(cleaning.clean_all(jobs, 1, Bounds(0.2, 300_000_000)))
    assert [isinstance(one, Draft) for one in results] == [True, False, True]
    assert str(results[1]) == "content/sources/1.txt: cleaning it takes longer than 0.2 seconds"
    assert "limits.source_seconds" in hint(results[1])


def test_want_of_memory_in_this_process_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def accepted(document: Document) -> Article:
        raise MemoryError(document.source.name)

    monkeypatch.setattr(single, "accepted", accepted)
    (result,) = cleaning.clean_all([job(tmp_path, "Text")], 1, TIGHT)
    assert str(result) == "content/sources/0.txt: cleaning it takes more than 300,000,000 bytes of memory"
    assert "limits.source_memory" in hint(result)


def test_where_no_process_can_be_started_sources_are_cleaned_in_this_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cleaning, "MIN_SOURCES_FOR_POOL", 2)
    monkeypatch.setattr(single, "accepted", performed)
    monkeypatch.setattr(workers._CONTEXT.Process, "start", refuse)
    jobs = [job(tmp_path, "one") for _ in range(3)]
    assert [type(one) for one in cleaning.clean_all(jobs, 2, AMPLE)] == [Draft] * 3


@posix
@pytest.mark.slow
def test_bombs_behind_any_packing_are_told_and_the_rest_is_built(tmp_path: Path) -> None:
    """The early look into the file would see these; here it does not, as it would not where a file is encrypted."""
    drawn = b"BT 0 0 Td ET " * 40_000_000
    bombs = {
        "flate.pdf": (b"FlateDecode", zlib.compress(drawn, 9)),
        "flate-in-flate.pdf": (b"FlateDecode/FlateDecode", zlib.compress(zlib.compress(drawn, 9), 9)),
        "ascii85.pdf": (b"ASCII85Decode/FlateDecode", base64.a85encode(zlib.compress(drawn, 9)) + b"~>"),
        "lzw.pdf": (b"LZWDecode", lzw_spaces(400_000_000)),
    }
    del drawn
    sources = tmp_path / "content" / "sources"
    sources.mkdir(parents=True)
    for name, (packing, content) in bombs.items():
        (sources / name).write_bytes(one_stream(content, b"/Subtype/Image/Filter[/%s]" % packing))
    lines = ("The ferry to Quillport will", "run every hour from April.", "Nobody had asked for more,", "said he.")
    (sources / "good.pdf").write_bytes(pdf(column(40, 500, *lines)))
    (tmp_path / "digest.toml").write_text("[limits]\nsource_memory = 300_000_000\nsource_seconds = 10\n")
    report = digest.build(tmp_path, jobs=2, clock="2026-03-04")
    assert {Path(one.path or "").name for one in report.warnings} == set(bombs)
    assert [one.name for one in report.outcomes if one.article] == ["content/sources/good.pdf"]


def endless() -> None:
    while True:
        with contextlib.suppress(Exception):
            sum(range(1000))


def performed(document: Document) -> Article:
    return Article(document.source.name, perform(document.source.data.decode()), ())


def refuse(_process: object) -> None:
    raise OSError("no more processes")


def hint(result: Draft | DigestError) -> str:
    return (isinstance(result, DigestError) and result.hint) or ""


def job(folder: Path, text: str) -> Job:
    path = folder / f"{len(list(folder.iterdir()))}.txt"
    path.write_text(text, encoding="utf-8")
    return Job(path.name, f"content/sources/{path.name}", path, 1000, 3, 90)


def test_jobs_are_drawn_as_they_are_needed_and_none_is_lost() -> None:
    drawn: list[str] = []

    def jobs() -> Iterator[str]:
        for number in range(300):
            drawn.append(str(number))
            yield drawn[-1]

    results = workers.run(perform, jobs(), 2, AMPLE)
    first = next(results)
    ahead = len(drawn)

    assert ahead < 150
    assert [first, *results] == [f"{number} done" for number in range(300)]
    assert len(drawn) == 300
