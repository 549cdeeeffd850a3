"""`digest check`: the site is rendered and looked at, and with it what editors wrote; only `--fix` writes.

What is wrong for readers is an error; what may be meant is a warning.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from digest.errors import BuildError, ContentError, DigestError
from digest.run import clock, mending, pipeline, shelf, store, tagging
from digest.run.checks import articles, budget, feeds, links, outside
from digest.run.checks.rendered import Subject, rendered
from digest.run.web.terms import Terms

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from digest.run.mending import Mend
    from digest.run.options import Options
    from digest.run.report import Report
    from digest.run.store import Project

_ERRORS: tuple[Callable[[Subject], Iterator[DigestError]], ...] = (links.broken, feeds.unreadable)
_WARNINGS: tuple[Callable[[Subject], Iterator[DigestError]], ...] = (
    links.undescribed,
    articles.misspelt,
    articles.twins,
    articles.unlicensed,
    articles.unlinked,
    budget.heavy,
)
_FIX = "`digest check --fix` mends it"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a check does beside looking at the site."""

    external: bool = False
    """Ask for links to other sites."""
    allow_private: bool = False
    """Also where they lead to machines of the own network."""
    fix: bool = False
    """Mend what is certain."""


@dataclass(frozen=True, slots=True)
class Findings:
    """What a check found."""

    report: Report
    """Of the build, with all that was found among its errors and warnings."""
    links: int = 0
    """Internal links looked at."""
    asked: int = 0
    """Links to other sites that were asked for."""
    mended: tuple[ContentError, ...] = ()
    """What was wrong, or spelled otherwise, before."""
    mendable: int = 0
    """How much could be mended."""


def check(folder: Path, options: Options, asked: Asked | None = None) -> Findings:
    """Check all content and the site that is made of it.

    Args:
        folder: of the project.
        options: as for a build.
        asked: what to do beside that; nothing when left out.

    Raises:
        UsageError: an option, `digest.toml` or the theme is wrong.
        BuildError: something has to be mended, and another process is at work in the project.
    """
    asked = asked or Asked()
    project = store.open_project(folder, options.config)
    with pipeline.writing(project, replace(options, dry_run=not asked.fix), "digest check --fix"):
        mends = _mends(project, write=asked.fix)
    built = pipeline.prepare(project, replace(options, dry_run=True))
    faults = tuple(_fault(path, mend) for path, mend in mends)
    mended, harmful = (faults, ()) if asked.fix else ((), [_fault(path, mend) for path, mend in mends if mend.harmful])
    try:
        subject = Subject(built, rendered(built), shelf.load(project))
    except BuildError as error:
        return Findings(replace(built.report, errors=(*built.report.errors, error)), mended=mended)
    findings = Findings(_found(subject, harmful), _internal(subject), mended=mended, mendable=len(mends) - len(mended))
    return _with_outside(findings, subject, options, asked) if asked.external else findings


def _found(subject: Subject, harmful: Iterable[ContentError]) -> Report:
    report = subject.built.report
    errors = [error for look in _ERRORS for error in look(subject)]
    warnings = [warning for look in _WARNINGS for warning in look(subject)]
    return replace(
        report,
        errors=(*report.errors, *errors),
        warnings=(*report.warnings, *sorted([*warnings, *harmful], key=_place)),
        pages=len(subject.built.pages),
        dry_run=True,
    )


def _place(fault: DigestError) -> tuple[str, int]:
    return fault.path or "", fault.line or 0


def _internal(subject: Subject) -> int:
    return sum(subject.site.target(page, link) is not None for page, link in subject.links())


def _with_outside(findings: Findings, subject: Subject, options: Options, asked: Asked) -> Findings:
    config = subject.built.project.config
    today = clock.now(options.clock, config.site.time_zone).date()
    verdicts = outside.ask(subject, Terms.of(config, allow_private=asked.allow_private), today)
    report = replace(
        findings.report,
        errors=(*findings.report.errors, *verdicts.dead),
        warnings=(*findings.report.warnings, *verdicts.unknown),
    )
    return replace(findings, report=report, asked=verdicts.asked)


def _mends(project: Project, *, write: bool) -> list[tuple[str, Mend]]:
    """Return what can be mended, with the files of editors that it stands in; with `write`, it is."""
    site = project.config.site
    known = mending.Known(tagging.load_vocabulary(project).canonical, site.language, site.base_url)
    done: list[tuple[str, Mend]] = []
    for path in (*store.article_paths(project), *store.page_paths(project)):
        try:
            text = store.read_markdown(project, path).decode("utf-8")
        except (DigestError, UnicodeDecodeError):
            continue  # the build tells what is wrong with it
        found = mending.mends(text, path, known)
        done += [(path, mend) for mend in found]
        if write and found:
            store.write(project.path(path), functools.reduce(mending.applied, found, text).encode("utf-8"))
    return done


def _fault(path: str, mend: Mend) -> ContentError:
    return ContentError(mend.message, path=path, line=mend.line, hint=_FIX)
