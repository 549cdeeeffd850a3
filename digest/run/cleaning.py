"""Sources to drafts, in one process or several; one bad source never stops the rest.

Each source has its bounds. A worker that exceeds them is ended from outside, whatever it is at. Where few sources are
cleaned, that is done in this process, if their readers are Python's own: those a timer can interrupt.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from digest.cleaner import images, repetition
from digest.content import frontmatter
from digest.errors import DigestError, SourceError
from digest.model import Article, Source
from digest.readers import feed
from digest.run import items, publishers, retrievals, single, store, workers
from digest.run.bounds import TOO_LONG, Bounds, Overrun, within
from digest.run.traces import Trace, pack
from digest.run.workers import Loss, NoWorkersError
from digest.summarizer import tags
from digest.summarizer.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from digest.model import Image, Publisher
    from digest.run.retrievals import Retrieval
    from digest.summarizer.tags import Candidate

# Measured with two workers: a worker needs as long to start as it takes to clean some fifteen pages of text.
MIN_SOURCES_FOR_POOL = 16
# PDFium runs until it is done, whatever this process wishes; and so may the reader that another package adds.
_INTERRUPTIBLE = frozenset({"text/plain", "text/html", "application/xhtml+xml", *feed.MEDIA_TYPES, "message/rfc822"})


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
    kind: str = "text/plain"
    """Its media type."""
    publishers: tuple[Publisher, ...] = ()
    """What editors settled, of all publishers."""
    repeated: Mapping[int, int] = field(default_factory=dict)
    """Lines that other documents of its publisher hold."""
    images: bool = False
    """Its images are wanted."""
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    """The editors' tags."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What the machine makes of a source, before its tags are chosen, for which it needs to know the other articles."""

    article: Article
    """Without its blocks, without what was left out, and without verdicts: there may be very many drafts at a time."""
    body: str
    """Its text as Markdown."""
    summary: tuple[str, ...]
    candidates: Mapping[str, Candidate] = field(default_factory=dict)
    """What it may be tagged with."""
    publisher: Publisher | None = None
    """As editors know it, if they do."""
    trace: Trace = field(default_factory=Trace)
    """What is remembered of the source."""
    images: tuple[Image, ...] = ()
    """As far as they are wanted."""
    removed: int = 0
    """How many pieces were left out."""


def clean_all(jobs: Sequence[Job], processes: int, bounds: Bounds) -> Iterator[Draft | DigestError]:
    """Yield a draft, or what is wrong with the source, for each job in order; the same for any number of processes."""
    done = 0
    if (processes > 1 and len(jobs) >= MIN_SOURCES_FOR_POOL) or any(job.kind not in _INTERRUPTIBLE for job in jobs):
        with contextlib.suppress(NoWorkersError):
            for job, result in zip(jobs, workers.run(clean, jobs, processes, bounds), strict=True):
                done += 1
                yield lost(job.shown, result, bounds) if isinstance(result, Loss) else result
    for job in jobs[done:]:
        yield _clean_here(job, bounds)


def clean(job: Job) -> Draft | DigestError:
    """Clean one source; a fault is returned, not raised, also one of our own making.

    Raises:
        MemoryError: there is not enough.
    """
    try:
        data = store.read_bounded(job.path, job.shown, job.limit)
        source = replace(_source(job, data), repeated=job.repeated)
        document, known, publisher = publishers.read(source, job.publishers)
        article = single.accepted(document)
        summary = single.summary(article, sentences=job.sentences, max_words=job.max_words)
        trace = Trace(
            known.host, known.sender, known.name, publishers.fingerprint(publisher), pack(repetition.lines(article))
        )
        pictures = images.find(document, article) if job.images else ()
        body = frontmatter.without_controls(article.markdown).strip("\n")
        proposed = tags.candidates(article, job.vocabulary)
        kept = replace(article, blocks=(), verdicts=(), removed=())
        return Draft(kept, body, tuple(summary), proposed, publisher, trace, pictures, len(article.removed))
    except DigestError as error:
        return SourceError(error.message, path=job.shown, line=error.line, column=error.column, hint=error.hint)
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 -- whatever a source brings about, the others are still to be cleaned
        return crash(job.shown, error)


def _source(job: Job, data: bytes) -> Source:
    source = retrievals.described(Source(job.file or job.name, data), job.retrieval)
    return source if source.name == job.name else items.find(source, job.name, job.shown)


def _clean_here(job: Job, bounds: Bounds) -> Draft | DigestError:
    try:
        with within(bounds.seconds):
            return clean(job)
    except Overrun:
        return lost(job.shown, Loss.TIME, bounds)
    except MemoryError:
        return lost(job.shown, Loss.MEMORY, bounds)


def lost(shown: str, loss: Loss, bounds: Bounds) -> SourceError:
    """Return why nothing came of the source that users call so."""
    match loss:
        case Loss.TIME:
            what = f"cleaning it takes longer than {bounds.seconds:g} seconds"
            return SourceError(what, path=shown, hint=TOO_LONG)
        case Loss.MEMORY:
            what = f"cleaning it takes more than {bounds.memory:,} bytes of memory"
            return SourceError(what, path=shown, hint="raise limits.source_memory in digest.toml if it is wanted")
        case Loss.DEATH:
            hint = "raise limits.source_memory in digest.toml; if that is no help, please report this with the source"
            return SourceError("the cleaner failed (its process died)", path=shown, hint=hint)


def crash(shown: str, error: Exception) -> SourceError:
    """Return a fault of our own making as one of the source that brought it about."""
    what = f"the cleaner failed ({type(error).__name__}: {error})"
    return SourceError(what, path=shown, hint="please report this with the source")
