"""Scale: what importing invented texts and building their site costs, an article, when there are ten times as many.

    python benchmarks/scale.py [--articles N]... [--jobs J] [--no-site]

Each number of articles is a project of its own in a temporary folder: `digest build` makes everything anew, first as
far as the articles (`--no-site`: no further), then the site. The table tells CPU seconds of all processes, user and
system, articles for each of them, wall seconds, and the most memory that all processes held together, in all and an
article above what the smallest project needs. The program's byte code is there, as it is when it was installed.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import random
import subprocess
import sys
import tempfile
import time
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_SEED = 20260131
_LATEST = dt.date(2026, 1, 31)
_PER_DAY = 24
_WORDS_EACH = (400, 600)
_NAMES, _PUBLISHERS = 3_000, 60
_PARAGRAPH, _SENTENCE = (40, 90), (8, 24)
_IMPORT = (
    "import sys; from pathlib import Path; from digest.run import pipeline; from digest.run.options import Options;"
    "pipeline.take_in(Path(), Options(jobs=int(sys.argv[1]), clock=sys.argv[2]))"
)
_CLOCK = "2026-02-01T12:00"
_PAUSE = 0.05  # seconds between two looks at the memory
_SMALL = (
    "the of and to in a that for is on was with as by at from it be are an has have not will its this their after more "
    "or which about over under between during before against without since until while only also other some"
)
_STARTS = ("b", "br", "d", "dr", "f", "g", "h", "k", "kl", "l", "m", "n", "p", "r", "s", "st", "t", "tr", "v", "w")
_MIDDLES = ("a", "e", "i", "o", "u", "ai", "ea", "ou")
_ENDS = ("", "", "l", "m", "n", "nd", "r", "rt", "s", "st", "t", "ck")
_ABOVE = ("Skip to main content", "Home", "News", "Regions", "Opinion", "Sign in", "Subscribe", "Advertisement")
_BETWEEN = ("Advertisement", "Read also", "Share this article", "Show comments (12)", "Photo: press office")
_BELOW = (
    "Share on Facebook",
    "Print",
    "Most read",
    "Related topics",
    "Newsletter",
    "Privacy policy",
    "All rights reserved",
)


class Cost(NamedTuple):
    """What a run took."""

    cpu: float
    wall: float
    megabytes: float


class Texts:
    """Invented news, as they look when a page is copied out of a browser: the same ones every time."""

    def __init__(self) -> None:
        self._chance = random.Random(_SEED)  # noqa: S311 -- the same texts every time
        self._words = [self._made(self._chance.choice((1, 2, 2, 3))) for _ in range(4_000)]
        self._names = [self._made(3).capitalize() for _ in range(_NAMES)]
        self._publishers = [f"{self._made(2).capitalize()} Courier" for _ in range(_PUBLISHERS)]
        self._large, self._few = _zipf(len(self._words)), _zipf(_NAMES)

    def all(self, count: int) -> Iterator[tuple[str, str]]:
        """Yield file name and text of so many articles, newest first."""
        for number in range(count):
            day = _LATEST - dt.timedelta(days=number // _PER_DAY)
            yield f"{day:%Y/%m/%d}/text-{number:06}.txt", self._text(day)

    def _text(self, day: dt.date) -> str:
        pick, names = self._chance.choice, self._chance.choices(self._names, cum_weights=self._few, k=6)
        wanted, blocks = self._chance.randint(*_WORDS_EACH), []
        while wanted > 0:
            paragraph = self._paragraph(names)
            wanted -= paragraph.count(" ") + 1
            blocks.append(paragraph)
        blocks.insert(len(blocks) // 2, pick(_BETWEEN))
        title = f"{names[0]} {self._some(self._chance.randint(4, 8))}"
        head = (*_ABOVE, pick(self._publishers), title, f"{day:%d %B %Y}, 09:15", f"By {names[1]} {names[2]}")
        return "\n".join((*head, "", *(f"{block}\n" for block in blocks), *_BELOW)) + "\n"

    def _paragraph(self, names: Sequence[str]) -> str:
        sentences, left = [], self._chance.randint(*_PARAGRAPH)
        while left > 0:
            size = self._chance.randint(*_SENTENCE)
            left -= size
            sentences.append(self._sentence(size, names))
        return " ".join(sentences)

    def _sentence(self, size: int, names: Sequence[str]) -> str:
        half = size // 2
        name = f"{self._chance.choice(names)} " if self._chance.random() < 1 / 2 else ""
        first = self._some(half)
        return f"{first[0].upper()}{first[1:]} {name}{self._some(size - half)}."

    def _some(self, count: int) -> str:
        chance = self._chance
        drawn = zip(chance.choices(_SMALL.split(), k=count), self._drawn(count), strict=True)
        return " ".join(small if chance.random() < 2 / 5 else large for small, large in drawn)

    def _drawn(self, count: int) -> list[str]:
        return self._chance.choices(self._words, cum_weights=self._large, k=count)

    def _made(self, syllables: int) -> str:
        pick = self._chance.choice
        return "".join(pick(_STARTS) + pick(_MIDDLES) for _ in range(syllables)) + pick(_ENDS)


def _zipf(count: int) -> list[float]:
    return list(accumulate(1 / (rank + 3) for rank in range(1, count + 1)))


def project(folder: Path, count: int) -> None:
    """Write a project with so many sources, and without any theme's extras."""
    settings = '[site]\ntitle = "Scale"\nlanguage = "en"\ntime_zone = "UTC"\n'
    (folder / "digest.toml").write_text(settings, encoding="utf-8")
    for name, text in Texts().all(count):
        path = folder / "content" / "sources" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def run(command: Sequence[str], folder: Path) -> Cost:
    """Run a command in `folder`, looking again and again at how much memory it and its processes hold."""
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    started, most = time.perf_counter(), 0.0
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, env=environment) as process:  # noqa: S603 -- our own
        while True:
            found, status, usage = os.wait4(process.pid, os.WNOHANG)
            if found:
                break
            most = max(most, _megabytes(process.pid))
            time.sleep(_PAUSE)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} failed with exit code {process.returncode}")
    return Cost(usage.ru_utime + usage.ru_stime, time.perf_counter() - started, most)


def _megabytes(process: int) -> float:
    """Memory of a process and all below it; shared pages count in each (Linux only)."""
    try:
        children = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii").split()
        pages = int(Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1])
    except OSError:  # it has just ended
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6 + sum(_megabytes(int(child)) for child in children)


def measured(count: int, jobs: int, *, site: bool) -> dict[str, Cost]:
    """Import and build a project of so many articles."""
    with tempfile.TemporaryDirectory(prefix="scale-") as name:
        folder = Path(name)
        project(folder, count)
        costs = {"import": run((sys.executable, "-c", _IMPORT, str(jobs), _CLOCK), folder)}
        if site:
            build = (sys.executable, "-m", "digest", "build", "--clock", _CLOCK, "--jobs", str(jobs))
            costs["site"] = run(build, folder)
        return costs


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, action="append")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--no-site", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="scale-") as name:
        os.environ["PYTHONPYCACHEPREFIX"] = name  # the first run fills it
        measured(2, 1, site=not options.no_site)
        _tell(options)


def _tell(options: argparse.Namespace) -> None:
    print("| articles | step | CPU s | articles a CPU second | wall s | MB | KB an article |")
    print("|---|---|---|---|---|---|---|")
    least: dict[str, tuple[int, float]] = {}
    for count in sorted(options.articles or [1_000, 10_000]):
        for step, cost in measured(count, options.jobs, site=not options.no_site).items():
            fewest, base = least.setdefault(step, (count, cost.megabytes))
            more = f"{(cost.megabytes - base) / (count - fewest) * 1e3:.1f}" if count > fewest else ""
            figures = f"{cost.cpu:.1f} | {count / cost.cpu:.0f} | {cost.wall:.1f} | {cost.megabytes:.0f} | {more}"
            print(f"| {count:,} | {step} | {figures} |", flush=True)


if __name__ == "__main__":
    main()
