"""What a build did, as a value, and as the table that is printed in the end."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from digest.errors import DigestError


class Status(StrEnum):
    """What became of a source."""

    NEW = "new"
    CHANGED = "changed"
    MERGED = "merged"
    """The source changed, and editors had changed its article: both are in it."""
    CONFLICT = "conflict"
    """Both changed the same: the editors' version stays, the source's lies beside it."""
    LOCKED = "locked"
    """The source changed, but editors locked its article."""
    UNCHANGED = "unchanged"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one source."""

    name: str
    """Its path, relative to the project."""
    status: Status
    reason: str = ""
    """Why it was skipped, or what the editors changed, or what of it the source changed, too."""
    article: str = ""
    """Path of its article, relative to the project; empty when there is none."""
    warnings: tuple[DigestError, ...] = ()
    """Why the source did not become an article; with `--strict` they fail the build."""
    notes: tuple[str, ...] = ()
    """What the reader or the cleaner thinks an editor should know of a source that did become one."""


@dataclass(frozen=True, slots=True)
class Hidden:
    """An article that is not published now."""

    path: str
    reason: str
    """`draft`, `future` or `expired`."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did."""

    outcomes: tuple[Outcome, ...] = ()
    articles: int = 0
    """Published ones."""
    hidden: tuple[Hidden, ...] = ()
    pages: int = 0
    """Files of the site; 0 when it could not be built, and the last one was left in place."""
    errors: tuple[DigestError, ...] = ()
    warnings: tuple[DigestError, ...] = ()
    output: str = ""
    seconds: float = 0.0
    dry_run: bool = False

    def exit_code(self, *, strict: bool = False) -> int:
        """Return 0 when all went well, else 1; with `strict`, a warning is enough."""
        return int(bool(self.errors) or (strict and bool(self.warnings)))

    def count(self, status: Status) -> int:
        """Return how many sources have this status."""
        return sum(outcome.status is status for outcome in self.outcomes)


def render(report: Report, *, verbose: bool = False) -> str:
    """Return the report as a table, with the sources that need a look below it by name.

    Args:
        report: what the build did.
        verbose: name new and changed sources and hidden articles, too.
    """
    rows = [("sources read", len(report.outcomes))]
    rows += [(f"  {status}", report.count(status)) for status in Status]
    rows += [("articles published", report.articles)]
    rows += [(f"  {reason}", count) for reason, count in sorted(Counter(item.reason for item in report.hidden).items())]
    rows += [("pages", report.pages)]
    width = max(len(label) for label, _ in rows)
    lines = [f"{label:<{width}} │ {count:>6}" for label, count in rows]
    lines[1:1] = ["─" * (width + 1) + "┼" + "─" * 7]
    lines += _named(report, verbose=verbose)
    return "\n".join([*lines, _closing(report)]) + "\n"


def _named(report: Report, *, verbose: bool) -> list[str]:
    shown = set(Status) - {Status.UNCHANGED} if verbose else {Status.MERGED, Status.CONFLICT, Status.LOCKED}
    lines = [line(outcome) for outcome in report.outcomes if outcome.status in shown]
    if verbose:
        lines += [f"{item.reason}: {item.path}" for item in report.hidden]
    return ["", *lines] if lines else []


def line(outcome: Outcome) -> str:
    """Return what became of a source as a line for people."""
    match outcome.status:
        case Status.MERGED:
            return f"merged: {outcome.name} → {outcome.article} (edited: {outcome.reason})"
        case Status.CONFLICT:
            return f"conflict: {outcome.name} → {outcome.article} (both changed: {outcome.reason})"
        case Status.LOCKED:
            return f"locked, left alone: {outcome.article}; its source {outcome.name} has changed"
        case Status.SKIPPED:
            return f"skipped: {outcome.name} ({outcome.reason})"
        case status:
            return f"{status}: {outcome.name} → {outcome.article}"


def _closing(report: Report) -> str:
    seconds = f"{report.seconds:.2f} s"
    if report.dry_run:
        return f"\nNothing was written (--dry-run); {seconds}"
    if not report.pages:
        return f"\nThe site was not built; the last one stays; {seconds}"
    return f"\nBuilt {report.output} in {seconds}"
