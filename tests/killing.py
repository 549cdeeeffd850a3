"""Kills builds at random moments: `python tests/killing.py FOLDER SEED TIMES`.

A project is built; then its sources change, and the second build is killed: after a random share of the time that it
takes, or at a random one of the steps at which Python asks the system for something with files. After each kill every
article must be whole, the site the old or the new one, and the next build must end as if nothing had happened.

The builds are copies of this process, so that none has to start afresh. Prints what was killed and found as JSON.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from digest.run import pipeline

if TYPE_CHECKING:
    from collections.abc import Callable

Files = dict[str, bytes]
_TOLD = 20
CLOCK = "2026-03-09T12:00"
_STEPS = frozenset({
    "open", "os.rename", "os.mkdir", "os.remove", "os.rmdir", "os.link", "os.symlink", "os.truncate", "os.listdir",
    "os.scandir", "os.utime", "os.chmod", "shutil.rmtree", "ctypes.dlopen", "fcntl.lockf",
})  # fmt: skip
_TEXT = """{place} bekommt einen neuen Anleger

5. März 2026

Der Rat von {place} hat am Dienstag den Bau eines Anlegers beschlossen. Er kostet {number} Millionen Kronen und soll
im Herbst fertig sein. Die Fähre nach Torsund legt dann auch bei Sturm an.

Das Ministerium für Küstenschutz zahlt die Hälfte. Bürgermeisterin Almut Brandis nannte das einen guten Tag.
"""
_ARTICLE = "---\ntitle: Handschrift {number}\ndate: 2026-03-02\ntags: [Hafen]\n---\n\nVon Hand geschrieben.\n"
_PLACES = ("Ollersum", "Whitmere", "Torsund", "Nordhafen", "Saltby", "Halvar")


@dataclass(slots=True)
class Report:
    """What was done and found."""

    killed: int = 0
    survived: int = 0
    """Builds that were done before the moment came."""
    sites: Counter[str] = field(default_factory=Counter)
    """Which site stood there after a kill: old, new, or beside its place."""
    findings: list[str] = field(default_factory=list)


class Experiment:
    """One project, in the state before a build, and what it is to become."""

    def __init__(self, folder: Path, chance: Random) -> None:
        self.folder, self.chance = folder, chance
        self.project, self.start = folder / "press", folder / "start"
        _write(self.start, first=True)
        _build(self.start)
        self.old = _files(self.start / "site")
        _write(self.start, first=False)
        self.articles = _articles(self.start)
        self.restore()
        begun = time.perf_counter()
        self.seconds = 0.0
        assert self.fork(lambda: None) == 0
        self.seconds = time.perf_counter() - begun
        self.new, self.expected = _files(self.project / "site"), _articles(self.project)
        self.content = _files(self.project / "content")
        self.restore()
        self.steps = self.count()
        self.restore()
        self.report = Report()

    def restore(self) -> None:
        """Put everything back to the moment before the build."""
        shutil.rmtree(self.project, ignore_errors=True)
        shutil.copytree(self.start, self.project)

    def fork(self, before: Callable[[], None], seconds: float | None = None) -> int:
        """Build in a copy of this process, killed after a time; return its exit code, or the signal as a negative."""
        child = os.fork()
        if child == 0:
            code = 70
            with contextlib.suppress(BaseException):
                before()
                code = len(_build(self.project))
            os._exit(code)
        if seconds is not None:
            time.sleep(seconds)
            os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        return os.waitstatus_to_exitcode(status)

    def count(self) -> int:
        """Return how many steps a build takes."""
        tally = self.folder / "steps"
        counter = Steps(None)

        def listen() -> None:
            sys.addaudithook(counter)

        child = os.fork()
        if child == 0:
            listen()
            _build(self.project)
            number = counter.done
            tally.write_text(str(number))
            os._exit(0)
        os.waitpid(child, 0)
        return int(tally.read_text())

    def kill(self, *, by_step: bool) -> None:
        """Kill one build, and look at what it left and what the next one makes of that."""
        self.restore()
        if by_step:
            step = self.chance.randint(1, self.steps)
            told, code = f"step {step}", self.fork(lambda: sys.addaudithook(Steps(step)))
        else:
            share = self.chance.random()
            told, code = f"share {share:.3f}", self.fork(lambda: None, self.seconds * share)
        self.report.killed += code == -signal.SIGKILL
        self.report.survived += code == 0
        self.check_left(told)
        errors = _build(self.project)
        self.report.findings += [f"{told}: the next build: {error}" for error in errors]
        self.check_mended(told)

    def check_left(self, told: str) -> None:
        """Every article is whole, and so is a site."""
        for path, data in _articles(self.project).items():
            if data not in {self.articles.get(path), self.expected.get(path)}:
                self.report.findings.append(f"{told}: {path} is not whole: {data[:80]!r}")
        for path in self.articles.keys() - _articles(self.project).keys():
            self.report.findings.append(f"{told}: {path} is gone")
        site = _files(self.project / "site")
        which = "old" if site == self.old else "new" if site == self.new else "broken"
        self.report.sites[which] += 1
        if which == "broken":
            self.report.findings.append(f"{told}: the site is neither the old nor the new one")

    def check_mended(self, told: str) -> None:
        """The next build made everything what it should be, and cleared the rest away."""
        for name, wanted in (("site", self.new), ("content", self.content)):
            found = _files(self.project / name)
            wrong = sorted(path for path in found.keys() | wanted.keys() if found.get(path) != wanted.get(path))
            self.report.findings += [f"{told}: after the next build: {name}/{path}" for path in wrong]
        left = [str(path) for path in self.project.rglob("*") if _is_litter(path)]
        self.report.findings += [f"{told}: left behind: {path}" for path in left]


class Steps:
    """Counts what Python asks of the system, and kills its process at one of the steps."""

    def __init__(self, last: int | None) -> None:
        self.done, self._last = 0, last

    def __call__(self, event: str, _: tuple[object, ...]) -> None:
        if event in _STEPS:
            self.done += 1
            if self.done == self._last:
                os.kill(os.getpid(), signal.SIGKILL)


def _build(project: Path) -> list[str]:
    report = pipeline.build(project, clock=CLOCK, jobs=1)
    return [str(error) for error in (*report.errors, *report.warnings)]


def _write(project: Path, *, first: bool) -> None:
    """Write the project; the second time sources and articles change, one of them by both, some are new, one goes."""
    for name in ("sources", "articles", "pages"):
        (project / "content" / name).mkdir(parents=True, exist_ok=True)
    (project / "digest.toml").write_text('[site]\nlanguage = "de"\nbase_url = "https://bote.example/"\n')
    for number, place in enumerate(_PLACES[: 4 if first else 6]):
        text = _TEXT.format(place=place, number=number + (7 if number in {0, 1} and not first else 2))
        (project / f"content/sources/{place}.txt").write_text(text)
    for number in range(3):
        (project / f"content/articles/hand-{number}.md").write_text(_ARTICLE.format(number=number))
    if not first:
        (project / "content/articles/hand-0.md").write_text(_ARTICLE.format(number="neu"))
        (project / "content/articles/hand-1.md").unlink()
        edited = next((project / "content/articles").rglob("*ollersum*.md"))
        edited.write_text(
            edited.read_text().replace("einen guten Tag.", "einen guten Tag für alle.") + "\nEin Nachsatz.\n"
        )


def _articles(project: Path) -> Files:
    return {path: data for path, data in _files(project / "content/articles").items() if path.endswith(".md")}


def _files(folder: Path) -> Files:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def _is_litter(path: Path) -> bool:
    return path.name.endswith(("digest-tmp", ".next")) or path.name in {".site.new", ".site.old"}


def main(folder: Path, seed: int, times: int) -> Report:
    """Kill builds by turns at a step and at a moment."""
    experiment = Experiment(folder, Random(seed))  # noqa: S311 -- the same every time
    report = experiment.report
    while report.killed < times and len(report.findings) < _TOLD:
        experiment.kill(by_step=report.killed % 2 == 0)
    return report


if __name__ == "__main__":
    done = main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
    shown = {"killed": done.killed, "survived": done.survived, "sites": done.sites, "findings": done.findings}
    sys.stdout.write(json.dumps(shown))
