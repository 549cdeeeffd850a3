"""Archives cleaned without a project: folders, WARC files and single files, any number of sources in bounded memory.

Sources are read one after the other, as they are needed. Where they are cleaned, here, in processes of this machine or
on a cluster, is a function that is handed in, and makes no difference to the result.
"""

from __future__ import annotations

import os
from collections import deque
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

from digest.errors import SourceError
from digest.model import Source
from digest.readers import SUFFIXES
from digest.run import captures, cleaned, cleaning, single, store, warc, workers
from digest.run.bounds import Overrun, within
from digest.run.captures import Capture
from digest.run.cleaning import MIN_SOURCES_FOR_POOL
from digest.run.workers import Loss, NoWorkersError

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Iterator

    from digest.run.bounds import Bounds

J = TypeVar("J")
R = TypeVar("R")


class Spread(Protocol):
    """Does a task for each of many jobs, several at a time."""

    def __call__(self, task: Callable[[J], R], jobs: Iterable[J]) -> Iterator[R | Loss]:
        """Yield each job's result, or why nothing came of it, in the order of the jobs, drawing only some ahead.

        Raises:
            NoWorkersError: it cannot be done, from the job on for which nothing was yielded.
        """
        ...


@dataclass(frozen=True, slots=True)
class Form:
    """What is wanted of each article."""

    name: str = "md"
    """One of `cleaned.FORMATS`."""
    sentences: int = 3
    max_words: int = 90


@dataclass(frozen=True, slots=True)
class Job:
    """One source to be cleaned, its bytes included, as a worker of a cluster may not see our disk."""

    source: Source | SourceError
    """A fault takes its place in the order, and comes out as it went in."""
    form: Form
    captured: dt.datetime | None = None
    """When a crawler met it."""

    @property
    def name(self) -> str:
        """How users call it."""
        return (self.source.path or "") if isinstance(self.source, SourceError) else self.source.name


def jobs(what: str, form: Form, limit: int) -> Iterator[Job]:
    """Yield a job for each source in a file, a folder with all below it, or a WARC file.

    Of a folder these are the files with a suffix that readers know, in the order of their names.

    Args:
        what: its path.
        form: what is wanted of the articles.
        limit: bytes that a source may have.
    """
    path = Path(what)
    files = _files(what) if path.is_dir() else [what]
    for file in files:
        found = captures.read(Path(file), file, limit) if warc.is_archive(file) else [_read(file, limit)]
        for one in found:
            yield Job(one.source, form, one.captured) if isinstance(one, Capture) else Job(one, form)
    if not files:
        yield Job(SourceError("there is no source in this folder", path=what), form)


def clean(jobs: Iterable[Job], spread: Spread | None, bounds: Bounds) -> Iterator[str | SourceError]:
    """Yield each article in the form that is wanted, or what is wrong, in the order of the jobs.

    Args:
        jobs: drawn as they are needed.
        spread: cleans several at a time; none cleans one after the other, in this process.
        bounds: what a source may take.
    """
    left, drawn = iter(jobs), deque[Job]()

    def noted() -> Iterator[Job]:
        for job in left:
            drawn.append(job)
            yield job

    try:
        for result in spread(perform, noted()) if spread else ():
            job = drawn.popleft()
            yield from [cleaning.lost(job.name, result, bounds)] if isinstance(result, Loss) else result
    except NoWorkersError:  # what is left is done here
        pass
    for job in chain(drawn, left):
        yield from _here(job, bounds)


def locally(jobs: Iterable[Job], processes: int, bounds: Bounds) -> Iterator[str | SourceError]:
    """Do what `clean` does in so many processes of this machine, or in this one where there are few sources."""
    left = iter(jobs)
    few = list(islice(left, MIN_SOURCES_FOR_POOL))
    if processes < 2 or len(few) < MIN_SOURCES_FOR_POOL:  # noqa: PLR2004 -- one would only stand by
        return clean(chain(few, left), None, bounds)

    def spread(task: Callable[[J], R], jobs: Iterable[J]) -> Iterator[R | Loss]:
        return workers.run(task, jobs, processes, bounds)

    return clean(chain(few, left), spread, bounds)


def perform(job: Job) -> tuple[str | SourceError, ...]:
    """Return the articles in a source, of a feed several, in the form that is wanted; faults are returned, not raised.

    Raises:
        MemoryError: there is not enough.
    """
    return tuple(_performed(job))


def _performed(job: Job) -> Iterator[str | SourceError]:
    if isinstance(job.source, SourceError):
        yield job.source
        return
    write, form = cleaned.FORMATS[job.form.name], job.form
    try:
        for one in single.articles(job.source):
            if isinstance(one, SourceError):
                yield one
            else:
                yield write(one, sentences=form.sentences, max_words=form.max_words, retrieved=job.captured)
    except SourceError as error:
        yield error
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 -- whatever a source brings about, the others are still to be cleaned
        yield cleaning.crash(job.name, error)


def _here(job: Job, bounds: Bounds) -> tuple[str | SourceError, ...]:
    try:
        with within(bounds.seconds):
            return perform(job)
    except Overrun:
        return (cleaning.lost(job.name, Loss.TIME, bounds),)
    except MemoryError:
        return (cleaning.lost(job.name, Loss.MEMORY, bounds),)


def _read(name: str, limit: int) -> Source | SourceError:
    try:
        return Source(name, store.read_bounded(Path(name), name, limit))
    except SourceError as error:
        return error


def _files(folder: str) -> list[str]:
    """Return the sources below a folder; what is hidden is none."""
    found: list[str] = []
    for at, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found += [os.path.join(at, name) for name in names if _is_source(name)]  # noqa: PTH118 -- keeps `./` as it is
    return sorted(found)


def _is_source(name: str) -> bool:
    is_known = Path(name).suffix.lower() in SUFFIXES or warc.is_archive(name)
    return is_known and not name.startswith(".")
