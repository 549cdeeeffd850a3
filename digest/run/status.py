"""`digest status`: what editors and publishers did since the machine last wrote, and what waits for somebody.

Nothing is written: the changed sources are cleaned and merged as a build would do it, and the result is told.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from digest.content import dates, ownership
from digest.run import bases, changes, clock, importer, retrievals, shelf, store, tagging
from digest.run.changes import Changes
from digest.run.report import Status

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Mapping

    from digest.errors import DigestError
    from digest.run.importer import Import
    from digest.run.retrievals import Retrieval
    from digest.run.rounds import Progress
    from digest.run.shelf import Shelf
    from digest.run.store import Project


@dataclass(frozen=True, slots=True)
class Edited:
    """An article that editors changed."""

    article: str
    keys: tuple[str, ...]
    """What they changed, `body` for the text."""
    changes: Changes
    """As far as the machine's last text is known."""


@dataclass(frozen=True, slots=True)
class Changed:
    """A source that changed since it was imported."""

    source: str
    article: str
    outcome: str
    """What a build would make of the article: one of `report.Status`."""
    conflicts: tuple[str, ...]
    """Keys that editors changed, too."""
    changes: Changes
    """What the publisher changed, as far as the last text is known."""
    is_publishers: bool = True
    """The source has changed, and not only the cleaner, or what is known of the publisher."""


@dataclass(frozen=True, slots=True)
class Dated:
    """An article or a source, and since or until when something holds of it."""

    path: str
    date: str
    """ISO 8601."""


@dataclass(frozen=True, slots=True)
class Overview:
    """Where a project stands."""

    edited: tuple[Edited, ...]
    changed: tuple[Changed, ...]
    new: tuple[str, ...]
    """Sources that no article was made of yet."""
    conflicts: tuple[str, ...]
    """The machine's versions that wait for an editor."""
    drafts: tuple[str, ...]
    scheduled: tuple[Dated, ...]
    expired: tuple[Dated, ...]
    stale: tuple[Dated, ...]
    """Sources whose bytes were fetched long ago."""
    vanished: tuple[Dated, ...]
    """Articles whose source is gone, each with the source's name in place of a date."""


def look(
    project: Project, given: str | None = None, *, stale_days: int = 30, progress: Progress | None = None
) -> tuple[Overview, tuple[DigestError, ...]]:
    """Return where a project stands, and what is wrong in it.

    Args:
        project: the project.
        given: the moment, ISO 8601; else `SOURCE_DATE_EPOCH`, else now.
        stale_days: a source is stale when its bytes came more days ago.
        progress: told before each source that is cleaned.
    """
    now = clock.now(given, project.config.site.time_zone)
    articles, fetched = shelf.load(project), retrievals.load(project)
    vocabulary = tagging.load_vocabulary(project)
    jobs = os.cpu_count() or 1
    desk = importer.Desk(project, articles, vocabulary, now.date(), jobs, dry_run=True, retrievals=fetched)
    done = importer.import_sources(desk, progress)
    matters = [(file.path, file.matter) for file in articles.files]
    overview = Overview(
        edited=tuple(_edited(project, articles)),
        changed=tuple(_changed(done)),
        new=tuple(one.name for one in done.outcomes if one.status is Status.NEW),
        conflicts=tuple(store.incoming_paths(project)),
        drafts=tuple(path for path, matter in matters if matter.draft),
        scheduled=tuple(
            Dated(path, matter.date.isoformat())
            for path, matter in matters
            if matter.date and not matter.draft and dates.moment(matter.date, project.zone) > now
        ),
        expired=tuple(
            Dated(path, matter.expires.isoformat())
            for path, matter in matters
            if matter.expires and dates.end(matter.expires, project.zone) <= now
        ),
        stale=tuple(_stale(fetched, now, stale_days)),
        vanished=tuple(_vanished(project, articles)),
    )
    warnings = tuple(warning for outcome in done.outcomes for warning in outcome.warnings)
    broken = tuple(error for error in articles.errors if error.path not in overview.conflicts)
    return overview, (*broken, *warnings)


def _edited(project: Project, articles: Shelf) -> Iterator[Edited]:
    for file in articles.files:
        written = file.matter.digest.written
        if not written or not (keys := ownership.edited_keys(file)):
            continue
        base = bases.load(project, file.matter.id or "")
        is_known = base and ownership.fingerprint(base.body) == written.get(ownership.BODY)
        language = file.matter.lang or project.config.site.language
        without = frozenset({ownership.PROVENANCE})
        found = changes.between(base, file.parsed, language=language, without=without) if base and is_known else None
        yield Edited(file.path, keys, found or Changes())


def _changed(done: Import) -> Iterator[Changed]:
    for outcome in done.outcomes:
        one = done.revisions.get(outcome.name)
        if outcome.status is Status.LOCKED:
            yield Changed(outcome.name, outcome.article, outcome.status, (), Changes())
        elif one and one.after:
            before, after = one.before, one.after
            was, now = (side.values.get(ownership.PROVENANCE, {}).get("hash") for side in (before or after, after))
            language = one.file.matter.lang if one.file else None
            known = changes.between(before, after, language=language) if before else Changes()
            yield Changed(outcome.name, outcome.article, outcome.status, one.conflicts, known, was != now)


def _stale(fetched: Mapping[str, Retrieval], now: dt.datetime, days: int) -> Iterator[Dated]:
    for name, retrieval in fetched.items():
        if (now - retrieval.moment).days > days:
            yield Dated(name, retrieval.retrieved)


def _vanished(project: Project, articles: Shelf) -> Iterator[Dated]:
    names = {*store.source_names(project)}
    for file in articles.files:
        source = file.matter.digest.source
        if source and source not in names and source.partition("#")[0] not in names:
            yield Dated(file.path, source)


def as_json(overview: Overview) -> str:
    """Return an overview as JSON, indented."""
    return json.dumps(asdict(overview), ensure_ascii=False, indent=2) + "\n"


def as_text(overview: Overview) -> str:
    """Return an overview as text for people; what there is none of is left out."""
    sections = (
        ("Conflicts: take what you want into the article, then delete the file", overview.conflicts),
        ("Changed sources", _blocks((_changed_head(one), one.changes) for one in overview.changed)),
        ("Edited by hand", _blocks((_edited_head(one), one.changes) for one in overview.edited)),
        ("New sources, not imported yet", overview.new),
        ("Drafts", overview.drafts),
        ("Scheduled", [f"{one.path} ({one.date})" for one in overview.scheduled]),
        ("Expired", [f"{one.path} ({one.date})" for one in overview.expired]),
        ("Fetched long ago", [f"{one.path} ({one.date})" for one in overview.stale]),
        ("Their source is gone", [f"{one.path} ({one.date})" for one in overview.vanished]),
    )
    texts = ["\n".join([f"{title}:", *(f"  {line}" for line in lines)]) for title, lines in sections if lines]
    return "\n\n".join(texts or ["All articles are as the machine wrote them, and nothing waits."]) + "\n"


def _blocks(found: Iterable[tuple[str, Changes]]) -> list[str]:
    return [line for head, one in found for line in (head, *(f"    {change}" for change in changes.lines(one)))]


def _edited_head(one: Edited) -> str:
    return f"{one.article} ({', '.join(one.keys)})"


def _changed_head(one: Changed) -> str:
    why = "" if one.is_publishers else "; by the cleaner or the rules for its publisher, not by its source"
    both = f"; editors changed, too: {', '.join(one.conflicts)}" if one.conflicts else ""
    return f"{one.source} → {one.article} ({one.outcome}{both}{why})"
