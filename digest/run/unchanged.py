"""A build that would change nothing ends at once: every file that it would read or write is as the last one left it.

What loads the configuration, the articles or the theme is not even imported. Only a build without any fault or news is
remembered, since its report is the one that the next would give.
"""

from __future__ import annotations

import datetime as dt
import json
import stat
import time
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from digest.run import clock, memory, surroundings
from digest.run.report import Hidden, Outcome, Report, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from digest.run.options import Options
    from digest.run.surroundings import State
    from digest.run.weighed import Packed

_CONFIG = "digest.toml"
_FILE, _STATES = "build", "states"
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

    def remember(self, validity: Validity, done: Report, output: Path, plan: str = "") -> None:
        """Remember the build, if the next one would tell the same and do nothing.

        Args:
            validity: for when it holds.
            done: its report.
            output: the folder of the site.
            plan: name of the plan that is remembered, see `run.plans`.
        """
        if self.options.dry_run or not is_quiet(done) or not _is_certain(self.paths, self.states, self.moment):
            return
        paths = (*self.paths, *self.written)
        known = {
            "root": str(self.root.resolve()),
            "key": _key(self.options, paths),
            "paths": paths,
            "output": str(output),
            "zone": validity.zone,
            "since": validity.since and validity.since.isoformat(),
            "until": validity.until and validity.until.isoformat(),
            "report": _values(done),
            "plan": plan,
            "terms": {},
        }
        _save(self.root, known, tuple(surroundings.states(paths)), surroundings.states([str(output)]))


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


@dataclass(frozen=True, slots=True)
class Last:
    """The last build, as it is remembered, and all that it read and wrote as it is now."""

    root: Path
    known: Mapping[str, Any]
    states: tuple[State, ...]
    """Of what it read."""
    sums: tuple[str, str]
    """Hashes of these states, and of those of its site."""
    moment: int
    """When the states were that, in nanoseconds."""
    started: float
    """The same on the performance counter."""

    @property
    def report(self) -> Report:
        """The report of a build that does no more than the last one."""
        return replace(_report(self.known["report"]), seconds=time.perf_counter() - self.started)

    @property
    def has_changed(self) -> bool:
        """Whether any file is another than it was after the last build."""
        return self.sums != (self.known["states"], self.known["site"])

    def edited(self) -> list[str]:
        """Return the files that were written anew since; none where anything else has changed, the site too."""
        if self.sums[1] != self.known["site"]:
            return []
        name, *before = json.loads(memory.load(self.root, _STATES) or b'[""]')
        return edited([tuple(state) for state in before], self.states) if name == self.known["states"] else []

    def is_last(self) -> bool:
        """Tell whether no other build has been done meanwhile."""
        return bool(json.loads(memory.load(self.root, _FILE) or b"null") == self.known)

    def remember(self, terms: Mapping[str, Packed], site: Iterable[State]) -> None:
        """Remember that a build followed that changed nothing but the site; where that is not certain, nothing.

        Args:
            terms: words of articles whose texts were edited since the plan was made, by path.
            site: states of the site, now that it is in its place.
        """
        if _is_certain(self.known["paths"], self.states, self.moment):
            _save(self.root, {**self.known, "terms": terms}, self.states, site)


def edited(before: Sequence[tuple[Any, ...]], after: Sequence[State]) -> list[str]:
    """Return the files that were written anew between two looks; none where others came or went."""
    if [state[:2] for state in before] != [state[:2] for state in after]:
        return []
    pairs = zip(before, after, strict=True)
    return [new[0] for old, new in pairs if old != new and not stat.S_ISDIR(new[1])]


def last(folder: Path, options: Options) -> Last | None:
    """Return the last build; `None` where one with these options, at this moment, would show something else.

    Args:
        folder: the project.
        options: of the build that is to be done.
    """
    started, moment = time.perf_counter(), time.time_ns()
    root = _root(folder, options)
    try:
        known: dict[str, Any] = json.loads(memory.load(root, _FILE) or b"null")
        if options.dry_run or not known or known["root"] != str(root):  # a copy of another project's folder
            return None
        if known["key"] != _key(options, known["paths"]):
            return None
        since, until = (known[name] and dt.datetime.fromisoformat(known[name]) for name in ("since", "until"))
        if not Validity(known["zone"], since, until).holds(options):
            return None
        states = tuple(surroundings.states(known["paths"]))
        site = surroundings.fingerprint(surroundings.states([known["output"]]))
        return Last(root, known, states, (surroundings.fingerprint(states), site), moment, started)
    except (ValueError, KeyError, TypeError, LookupError):  # written by another version
        return None


def report(folder: Path, options: Options) -> Report | None:
    """Return the report of a build that has nothing to do; `None` when it has to be done."""
    found = last(folder, options)
    return None if found is None or found.has_changed else found.report


def _is_certain(paths: Iterable[str], states: tuple[State, ...], moment: int) -> bool:
    """Tell whether nothing changed since the states were found, and whether a change before would show in them."""
    newest = surroundings.newest(states)
    tick = _COARSE_TICK if newest % _COARSE == 0 else _TICK
    return moment - newest > tick and states == tuple(surroundings.states(paths))


def _save(root: Path, known: Mapping[str, Any], states: tuple[State, ...], site: Iterable[State]) -> None:
    now = {"states": surroundings.fingerprint(states), "site": surroundings.fingerprint(site)}
    memory.save(root, _STATES, json.dumps([now["states"], *states]).encode())
    memory.save(root, _FILE, json.dumps({**known, **now}).encode())


def is_quiet(done: Report) -> bool:
    """Tell whether a report has no news, so that the next one says the same."""
    news = any(one.status is not Status.UNCHANGED or one.warnings or one.notes for one in done.outcomes)
    return bool(done.pages) and not (news or done.errors or done.warnings)


def _root(folder: Path, options: Options) -> Path:
    return (options.config or folder / _CONFIG).parent.resolve()


def _key(options: Options, paths: Sequence[str]) -> str:
    """Return a hash of all that a build depends on but files and clock; how many processes work changes nothing."""
    asked = {name: value for name, value in asdict(options).items() if name not in {"jobs", "clock"}}
    where = str(Path.cwd()) if options.output or options.config else ""
    return surroundings.fingerprint([ascii(sorted(asked.items())), where, surroundings.program(), *paths])


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
