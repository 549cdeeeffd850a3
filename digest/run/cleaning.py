"""Sources to drafts, in one process or several; one bad source never stops the rest."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import TYPE_CHECKING

from digest.errors import DigestError, SourceError
from digest.model import Article, Source
from digest.run import items, retrievals, single, store

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from digest.run.retrievals import Retrieval

# Measured with two workers: a worker needs as long to start as it takes to clean some fifteen pages of text.
MIN_SOURCES_FOR_POOL = 16


@dataclass(frozen=True, slots=True)
class Job:
    """One source to be cleaned; its bytes are read where it is done."""

    name: str
    """Below the sources' folder; of one of several items `file#item`."""
    shown: str
    """How users call the file."""
    path: Path
    limit: int
    """Bytes it may have."""
    sentences: int
    max_words: int
    retrieval: Retrieval | None = None
    """How it was fetched, if it was."""
    file: str = ""
    """Name of the file it is in; empty when it is the file."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What the machine makes of a source, before tags, which need to know the other articles."""

    article: Article
    summary: tuple[str, ...]


def clean_all(jobs: Sequence[Job], workers: int) -> Iterator[Draft | DigestError]:
    """Yield a draft, or what is wrong with the source, for each job in order; the same for any number of workers."""
    if workers > 1 and len(jobs) >= MIN_SOURCES_FOR_POOL:
        yield from _in_pool(jobs, workers)
    else:
        yield from map(clean, jobs)


def clean(job: Job) -> Draft | DigestError:
    """Clean one source; a fault is returned, not raised, also one of our own making."""
    try:
        data = store.read_bounded(job.path, job.shown, job.limit)
        article = single.article(_source(job, data))
        return Draft(article, tuple(single.summary(article, sentences=job.sentences, max_words=job.max_words)))
    except DigestError as error:
        return SourceError(error.message, path=job.shown, line=error.line, column=error.column, hint=error.hint)
    except Exception as error:  # noqa: BLE001 -- whatever a source brings about, the others are still to be cleaned
        return _crash(job, f"{type(error).__name__}: {error}")


def _source(job: Job, data: bytes) -> Source:
    source = retrievals.described(Source(job.file or job.name, data), job.retrieval)
    return source if source.name == job.name else items.find(source, job.name, job.shown)


def _in_pool(jobs: Sequence[Job], workers: int) -> Iterator[Draft | DigestError]:
    with _pool(min(workers, len(jobs))) as pool:
        futures = [_submit(pool, job) for job in jobs]
        for job, future in zip(jobs, futures, strict=True):
            yield _result(job, future) or _alone(job)


def _alone(job: Job) -> Draft | DigestError:
    """Clean a source that was lost in a pool that broke, in a process of its own, to find the one that breaks it."""
    with _pool(1) as pool:
        return _result(job, _submit(pool, job)) or _crash(job, "the process died")


def _pool(workers: int) -> ProcessPoolExecutor:
    # Workers are started afresh: a copy of a process with threads, such as the live-reload server, may hang.
    return ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"))


def _submit(pool: ProcessPoolExecutor, job: Job) -> Future[Draft | DigestError] | None:
    try:
        return pool.submit(clean, job)
    except BrokenProcessPool:
        return None


def _result(job: Job, future: Future[Draft | DigestError] | None) -> Draft | DigestError | None:
    """Return what the worker made of the job; `None` when a worker died."""
    try:
        return future.result() if future else None
    except BrokenProcessPool:
        return None
    except Exception as error:  # noqa: BLE001 -- what cannot be sent between processes
        return _crash(job, f"{type(error).__name__}: {error}")


def _crash(job: Job, what: str) -> SourceError:
    return SourceError(f"the cleaner failed ({what})", path=job.shown, hint="please report this with the source")
