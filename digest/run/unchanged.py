"""A build that would change nothing ends at once: every file that it would read or write is as the last one left it.

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
    from collections.abc import Iterable, Sequence

    from digest.run.options import Options
    from digest.run.surroundings import State

_CONFIG = "digest.toml"
_FILE = "build"
# Two changes within one tick of the file system's clock cannot be told apart; some count whole seconds, FAT two.
_TICK = 50_000_000
_COARSE, _COARSE_TICK = 1_000_000_000, 2_000_000_000


@dataclass(frozen=True, slots=True)
class Begun:
    """A build that has begun: what it will read, as it was before."""

    root: Path
    """The project's folder, absolute."""
    options: Options
    paths: tuple[str, ...]
    """Files and folders that it reads; what is below a folder counts, too."""
    written: tuple[str, ...]
    """Those that it reads and writes itself, such that another build would write the same."""
    states: tuple[State, ...]
    moment: int
    """When the states were that, in nanoseconds."""

    @classmethod
    def of(cls, root: Path, options: Options, paths: Iterable[Path], written: Iterable[Path]) -> Begun:
        """Look at all files now."""
        names, moment = tuple(dict.fromkeys(map(str, paths))), time.time_ns()
        return cls(root, options, names, tuple(map(str, written)), tuple(surroundings.states(names)), moment)

    def remember(self, validity: Validity, done: Report, output: Path) -> None:
        """Remember the build, if the next one would tell the same and do nothing.

        Args:
            validity: for when it holds.
            done: its report.
            output: the folder of the site.
        """
        if self.options.dry_run or not _is_quiet(done) or not self._is_certain():
            return
        paths = (*self.paths, *self.written)
        known = {
            "root": str(self.root.resolve()),
            "key": _key(self.options, paths, str(output)),
            "paths": paths,
            "output": str(output),
            "zone": validity.zone,
            "since": validity.since and validity.since.isoformat(),
            "until": validity.until and validity.until.isoformat(),
            "report": _values(done),
        }
        memory.save(self.root, _FILE, json.dumps(known).encode())

    def _is_certain(self) -> bool:
        """Tell whether nothing changed meanwhile, and whether a change since the beginning would show in the states."""
        newest = surroundings.newest(self.states)
        tick = _COARSE_TICK if newest % _COARSE == 0 else _TICK
        return self.moment - newest > tick and self.states == tuple(surroundings.states(self.paths))


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
        if options.dry_run or not known or known["root"] != str(root):  # a copy of another project's folder
            return None
        if known["key"] != _key(options, known["paths"], known["output"]):
            return None
        since, until = (known[name] and dt.datetime.fromisoformat(known[name]) for name in ("since", "until"))
        if not Validity(known["zone"], since, until).holds(options):
            return None
        return replace(_report(known["report"]), seconds=time.perf_counter() - started)
    except (ValueError, KeyError, TypeError, LookupError):  # written by another version
        return None


def _is_quiet(done: Report) -> bool:
    """Tell whether a report has no news, so that the next one says the same."""
    news = any(one.status is not Status.UNCHANGED or one.warnings or one.notes for one in done.outcomes)
    return bool(done.pages) and not (news or done.errors or done.warnings)


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
