"""The cleaning of sources that know of each other: each by itself first, then those that share lines once more.

What a document holds is remembered, so most builds clean nothing but what is new. What is boilerplate is decided from
all sources that are there, and from nothing else: not from their order, nor from what earlier builds happened to see.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from digest.cleaner import repetition
from digest.run import cleaning, publishers, store, traces
from digest.run.bounds import Bounds
from digest.run.cleaning import Draft, Job
from digest.run.pile import Pile
from digest.summarizer.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from digest.errors import DigestError
    from digest.model import Publisher
    from digest.run.items import Item
    from digest.run.retrievals import Retrieval
    from digest.run.store import Project
    from digest.run.traces import Trace

    Progress = Callable[[int, int, str], None]
    """Called before each source that is cleaned: how many are done, how many there are, its name."""

_PART = "+"


@dataclass(frozen=True, slots=True)
class Bench:
    """What the cleaning works with."""

    project: Project
    machine: str
    """Version of what readers, cleaner and summarizer make of a source."""
    publishers: tuple[Publisher, ...]
    retrievals: Mapping[str, Retrieval]
    jobs: int = 1
    progress: Progress | None = None
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    """The editors' tags."""


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What became of the sources."""

    results: Pile
    """By the items' names, of those whose articles are to be written."""
    bases: Mapping[str, str]
    """Name → hash of what was known of its publisher; empty where that was nothing."""
    traces: Mapping[str, Trace]
    """Of all sources, to be remembered."""


def clean(bench: Bench, found: Sequence[Item], bases: Mapping[str, str | None]) -> Cleaned:
    """Clean what is new or changed, and what looks different in the light of the other sources.

    Args:
        bench: what to work with.
        found: all items of the sources.
        bases: of the items that may become articles: name → the basis of the article that is there; `None` where it
            has to be cleaned whatever its basis.
    """
    due = {name for name, basis in bases.items() if basis is None}
    study, results = _studied(bench, found, bases)
    now = {item.name: study.basis(item.content) for item in found if item.content in study.known}
    changed = {name for name in now if name in bases and bases[name] != now[name]}
    doubtful = {item.name for item in found if item.name not in results or study.repeated.get(item.content)}
    again = [item for item in found if item.name in changed & doubtful]
    for item, result in _run(bench, again, study.repeated):
        results[item.name] = result
    results.drop(results.names() - changed - due)
    return Cleaned(results, now, {study.keys[content]: trace for content, trace in study.known.items()})


def repeated(bench: Bench, found: Sequence[Item]) -> dict[str, Mapping[int, int]]:
    """Return, for each item, which of its lines other documents of its publisher hold, and how many."""
    study, _ = _studied(bench, found, {})
    return {item.name: study.repeated.get(item.content, {}) for item in found}


@dataclass(frozen=True, slots=True)
class _Study:
    """What is known of the sources when each was looked at by itself; all by their content."""

    keys: Mapping[str, str]
    """Of the traces."""
    known: Mapping[str, Trace]
    repeated: Mapping[str, Mapping[int, int]]

    def basis(self, content: str) -> str:
        """Return a hash of all that is known of a source's publisher; how often a line repeats makes no difference."""
        lines = sorted(self.repeated.get(content, ()))
        return self.known[content].rules + (_PART + store.fingerprint(repr(lines).encode()) if lines else "")


def _studied(bench: Bench, found: Sequence[Item], bases: Mapping[str, str | None]) -> tuple[_Study, Pile]:
    """Clean what is due, or of which nothing is remembered, each source by itself."""
    documents = {item.content: item for item in reversed(found) if not item.fault}  # the same text twice is one
    keys = {
        content: traces.key(item, bench.retrievals.get(item.file), bench.machine) for content, item in documents.items()
    }
    known = _remembered(bench, documents, keys)
    unknown = {item.name for content, item in documents.items() if content not in known}
    due = {name for name, basis in bases.items() if basis is None}
    results = Pile()
    for item, result in _run(bench, [item for item in found if item.name in due | unknown]):
        if isinstance(result, Draft):
            known.setdefault(item.content, result.trace)
        if item.name in due or _has_new_rules(result, bases.get(item.name)):
            results[item.name] = result
    return _Study(keys, known, _repeated(documents, known, bench.publishers)), results


def _remembered(bench: Bench, documents: Mapping[str, Item], keys: Mapping[str, str]) -> dict[str, Trace]:
    """Return the traces of the last build that still hold, by content."""
    cache = traces.load(bench.project)
    found = ((content, item, cache.get(keys[content])) for content, item in documents.items())
    return {content: trace for content, item, trace in found if trace and trace.holds(item.name, bench.publishers)}


def _has_new_rules(result: Draft | DigestError, basis: str | None) -> bool:
    """Tell whether an article's draft is worth keeping until it is known which lines repeat."""
    return basis is not None and isinstance(result, Draft) and result.trace.rules != basis.partition(_PART)[0]


def _repeated(
    documents: Mapping[str, Item], known: Mapping[str, Trace], settled: Sequence[Publisher]
) -> dict[str, dict[int, int]]:
    """Return, for each content, which of its lines others of its publisher hold, and how many."""
    houses: dict[str, list[str]] = defaultdict(list)
    for content, trace in known.items():
        traits = trace.traits(documents[content].name)
        houses[traits.house(publishers.find(traits, settled))].append(content)
    counted = {house: _counted([known[one] for one in own]) for house, own in houses.items() if house and len(own) > 1}
    return {
        content: repetition.repeated(known[content].lines, counted[house])
        for house, own in houses.items()
        if house in counted
        for content in own
    }


def _counted(own: Sequence[Trace]) -> Mapping[int, int]:
    return repetition.counts(array("Q", (line.key for trace in own for line in trace.lines)))


def _run(
    bench: Bench, wanted: Sequence[Item], repeated: Mapping[str, Mapping[int, int]] | None = None
) -> Iterator[tuple[Item, Draft | DigestError]]:
    """Clean items, telling of the progress."""
    limits = bench.project.config.limits
    jobs = [_job(bench, item, (repeated or {}).get(item.content, {})) for item in wanted]
    results = cleaning.clean_all(jobs, bench.jobs, Bounds(limits.source_seconds, limits.source_memory))
    for done, item in enumerate(wanted):
        if bench.progress:
            bench.progress(done, len(wanted), item.shown)
        yield item, next(results)


def _job(bench: Bench, item: Item, repeated: Mapping[int, int]) -> Job:
    config = bench.project.config
    return Job(
        name=item.name,
        shown=item.shown,
        path=bench.project.path(config.paths.sources) / item.file,
        limit=config.limits.source_bytes,
        sentences=config.summary.sentences,
        max_words=config.summary.max_words,
        retrieval=bench.retrievals.get(item.file),
        file=item.file,
        kind=item.kind,
        publishers=bench.publishers,
        repeated=repeated,
        images=config.cleaner.images,
        vocabulary=bench.vocabulary,
    )
