"""A build that would change nothing ends at once: when every file that it would read or write is as the last one left it.

What loads the configuration, the articles or the theme is not even imported. Only a build without any fault or news is
remembered, since its report is the one that the next would give.
"""

from __future__ import annotations

import datetime as dt
import json
import time
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from digest.run import clock, memory, surroundings
from digest.run.report import Hidden, Outcome, Report, Status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.run.options import Options
    from digest.run.surroundings import State

_CONFIG = "digest.toml"
_FILE = "build"
# Two changes within one tick of the file system's clock cannot be told apart; some count whole seconds, FAT two.
_TICK = 50_000_000
_COARSE, _COARSE_TICK = 1_000_000_000, 2_000_000_000


@dataclass(frozen=True, slots=True)
class Before:
    """What a build will read, as it was before it began to."""

    paths: tuple[str, ...]
    """Files and folders; what is below a folder counts, too."""
    states: tuple[State, ...]
    moment: int
    """When that was, in nanoseconds."""

    @classmethod
    def of(cls, paths: Sequence[Path]) -> Before:
        """Look at all files now."""
        names = tuple(dict.fromkeys(str(path) for path in paths))
        moment = time.time_ns()
        return cls(names, tuple(surroundings.states(names)), moment)

    @property
    def is_settled(self) -> bool:
        """Tell whether a change from now on would show in the states."""
        newest = surroundings.newest(self.states)
        return self.moment - newest > (_COARSE_TICK if newest % _COARSE == 0 else _TICK)


@dataclass(frozen=True, slots=True)
class Validity:
    """For when what was built holds."""

    zone: str
    """IANA name of the site's time zone."""
    since: dt.datetime | None
    until: dt.datetime | None
    """Not included."""

    def holds(self, options: Options) -> bool:
        """Tell whether it holds at the moment of a build."""
        now = clock.now(options.clock, self.zone)
        return (self.since is None or self.since <= now) and (self.until is None or now < self.until)


def report(folder: Path, options: Options) -> Report | None:
    """Return the report of a build that has nothing to do; `None` when it has to be done."""
    started = time.perf_counter()
    root = _root(folder, options)
    try:
        known: dict[str, Any] = json.loads(memory.load(root, _FILE) or b"null")
        if options.dry_run or not known or known["key"] != _key(options, known["paths"], known["output"]):
            return None
        moments = (known[name] and dt.datetime.fromisoformat(known[name]) for name in ("since", "until"))
        if not Validity(known["zone"], *moments).holds(options):
            return None
        return replace(_report(known["report"]), seconds=time.perf_counter() - started)
    except (ValueError, KeyError, TypeError, LookupError):  # written by another version
        return None


def remember(root: Path, options: Options, before: Before, validity: Validity, done: Report, output: Path) -> None:
    """Remember a build, if the next one would tell the same and do nothing.

    Args:
        root: the project's folder, absolute.
        options: of the build.
        before: what it read.
        validity: for when it holds.
        done: its report.
        output: the folder of the site.
    """
    news = any(one.status is not Status.UNCHANGED or one.warnings or one.notes for one in done.outcomes)
    same = before.is_settled and before.states == tuple(surroundings.states(before.paths))
    if options.dry_run or news or done.errors or done.warnings or not done.pages or not same:
        return
    known = {
        "key": _key(options, before.paths, str(output)),
        "paths": before.paths,
        "output": str(output),
        "zone": validity.zone,
        "since": validity.since and validity.since.isoformat(),
        "until": validity.until and validity.until.isoformat(),
        "report": _values(done),
    }
    memory.save(root, _FILE, json.dumps(known).encode())


def _root(folder: Path, options: Options) -> Path:
    return (options.config or folder / _CONFIG).parent.resolve()


def _key(options: Options, paths: Sequence[str], output: str) -> str:
    """Return a hash of all that a build depends on but the clock: how many processes work at it changes nothing."""
    asked = {name: value for name, value in asdict(options).items() if name not in {"jobs", "clock"}}
    where = str(Path.cwd()) if options.output or options.config else ""
    parts = surroundings.states([*paths, output])
    return surroundings.fingerprint([sorted(asked.items()), where, surroundings.program(), *parts])


def _values(done: Report) -> dict[str, Any]:
    return {
        "outcomes": [(one.name, one.article) for one in done.outcomes],
        "hidden": [(one.path, one.reason) for one in done.hidden],
        "articles": done.articles,
        "pages": done.pages,
        "output": done.output,
    }


def _report(values: dict[str, Any]) -> Report:
    return Report(
        outcomes=tuple(Outcome(name, Status.UNCHANGED, article=article) for name, article in values["outcomes"]),
        hidden=tuple(Hidden(path, reason) for path, reason in values["hidden"]),
        articles=values["articles"],
        pages=values["pages"],
        output=values["output"],
    )
