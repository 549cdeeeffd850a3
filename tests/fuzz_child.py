"""Fuzzing of one kind of source, in a process of its own: `python tests/fuzz_child.py KIND SECONDS SEED FOLDER`.

Sources are composed by a grammar or mutated from a pool. An input whose outcome is new (kinds of blocks, reasons,
warnings, the error) joins the pool, so the search follows what the program does. Each input goes the whole way: it is
taken apart, cleaned, summarised, tagged, written, read back and rendered; at the end the newest are built into a site.
Only the package's own errors may come out, within a time that grows with the input, and nothing that a browser runs.

Prints a JSON object; each finding stands in FOLDER, and so does the input at hand, should the process die of it.
"""

from __future__ import annotations

import json
import re
import resource
import signal
import sys
import time
import traceback
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from fuzz_kinds import KINDS
from hostile import dangers

from digest import cleaner, languages, readers
from digest.cleaner import words
from digest.content import markdown
from digest.errors import SourceError
from digest.model import Source
from digest.run import cleaned, pipeline
from digest.site.markdown import render

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fuzz_kinds import Kind

    from digest.model import Article

SECONDS, PER = 2.0, 100_000
"""CPU time that so many bytes may take; a smaller input may take as much."""
_BUSY = 2
"""So many times as long before it is a finding: on a machine with other work the same costs up to twice the time."""
MEGABYTES = 500
_ADDRESS_SPACE = 6 << 30  # what goes beyond is found as a MemoryError and not by the machine's users
_POOL, _SITE, _ITEMS, _LARGEST = 400, 30, 12, 200_000
_TOLD = 6
_NUMBER = re.compile(r"\d+")


class TooLongError(BaseException):
    """Raised in the middle of what takes too long; no handler of errors may take it for one."""


@dataclass(slots=True)
class Report:
    """What was done and found."""

    inputs: int = 0
    outcomes: int = 0
    refused: int = 0
    slowest: float = 0
    """CPU seconds for 100 KB."""
    peak: float = 0
    """MB."""
    findings: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Fuzzer:
    """One run over one kind of source."""

    name: str
    seconds: float
    chance: Random
    folder: Path
    report: Report = field(default_factory=Report)
    pool: list[bytes] = field(default_factory=list)
    seen: set[tuple[str, ...]] = field(default_factory=set)

    @property
    def kind(self) -> Kind:
        """Samples and grammar."""
        return KINDS[self.name]

    def run(self) -> Report:
        """Try the bombs, then whatever comes to mind until the time is over, then build a site of it."""
        for language in languages.codes():
            words.lost_ligatures("a\ufffda", language)  # dictionaries that load on first use are no input's cost
        for sample in self.kind.samples:
            self.outcome(Source(f"sample.{self.kind.suffix}", sample))
        for bomb in self.kind.bombs():
            self.attempt(bomb)
        self.pool += self.kind.samples
        end = time.monotonic() + self.seconds
        while time.monotonic() < end and len(self.report.findings) < _TOLD:
            self.attempt(self.invented())
        with self.watched(b"", "the site", 60):
            self.build()
        return self.report

    def invented(self) -> bytes:
        """Return a new input."""
        if self.chance.random() < 0.4:
            return self.kind.compose(self.chance)
        data = self.chance.choice(self.pool)
        for _ in range(self.chance.choice((1, 1, 2, 4, 8))):
            data = self.mutated(data)
        return data[:_LARGEST]

    def mutated(self, data: bytes) -> bytes:
        """Change one thing."""
        chance = self.chance
        start = chance.randint(0, len(data))
        end = min(len(data), start + chance.choice((1, 1, 2, 8, 64, 1000)))
        token = chance.choice(self.kind.tokens)
        other = chance.choice(self.pool)
        cut = chance.randint(0, len(other))
        middle = chance.choice((
            b"", token, token * chance.choice((2, 9, 300)), data[start:end] * chance.choice((2, 2, 50)),
            other[cut : cut + chance.choice((9, 300, 5000))], bytes([chance.randrange(256)]),
            str(chance.choice((0, -1, 255, 2**31, 2**64, 10**40))).encode(),
        ))  # fmt: skip
        return data[:start] + middle + data[end if chance.random() < 0.6 else start :]

    def attempt(self, data: bytes) -> None:
        """Run one input through the whole flow."""
        self.report.inputs += 1
        allowed = _BUSY * SECONDS * max(1, len(data) / PER)
        start = time.process_time()
        with self.watched(data, "", allowed):
            outcome = self.outcome(Source(f"fuzz.{self.kind.suffix}", data))
            if outcome not in self.seen and len(data) < _LARGEST:
                self.seen.add(outcome)
                self.pool = [*self.pool[-_POOL:], data]
        spent = time.process_time() - start
        self.report.slowest = max(self.report.slowest, spent / max(1, len(data) / PER))
        self.report.outcomes = len(self.seen)

    @contextmanager
    def watched(self, data: bytes, what: str, allowed: float) -> Iterator[None]:
        """Note what goes wrong inside, with the input that did it."""
        current = self.folder / f"input.{self.kind.suffix}"
        current.write_bytes(data)
        signal.setitimer(signal.ITIMER_PROF, allowed)
        try:
            yield
        except (Exception, TooLongError) as error:  # noqa: BLE001 -- to tell of it is what this is for
            self.found(data, what + "".join(traceback.format_exception(error)[-4:]))
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
        peak, self.report.peak = self.report.peak, _peak()
        if self.report.peak > MEGABYTES >= peak:
            self.found(data, f"{self.report.peak:.0f} MB of memory")

    def found(self, data: bytes, what: str) -> None:
        """Keep an input that went wrong."""
        path = self.folder / f"finding-{len(self.report.findings)}.{self.kind.suffix}"
        path.write_bytes(data)
        self.report.findings.append(f"{path}: {data[:60]!r}… ({len(data)} bytes): {what}")

    def outcome(self, source: Source) -> tuple[str, ...]:
        """Return what happened, without what is different each time."""
        try:
            items = readers.expand(source)
        except SourceError as error:
            self.report.refused += 1
            return (_NUMBER.sub("", error.message),)
        assert len({item.name for item in items}) == len(items), "items of one name"
        return tuple(part for item in items[:_ITEMS] for part in self.item(item))

    def item(self, source: Source) -> Iterator[str]:
        """Clean one item and follow it to its page."""
        try:
            article = cleaner.clean(readers.read(source))
        except SourceError as error:
            self.report.refused += 1
            yield _NUMBER.sub("", error.message)
            return
        page(article)
        yield from sorted({verdict.reason for verdict in article.verdicts} | {one.kind for one in article.blocks})
        yield from sorted({str(one.origin) + one.key for one in article.evidence})
        yield str(len(article.warnings))

    def build(self) -> None:
        """Build a site of the newest inputs, and look at all its pages."""
        project = self.folder / "project"
        (project / "content/sources").mkdir(parents=True)
        (project / "digest.toml").write_text(
            '[site]\nlanguage = "de"\nbase_url = "https://example.org/"\n', encoding="utf-8"
        )
        for number, data in enumerate(self.pool[-_SITE:]):
            (project / f"content/sources/{number}.{self.kind.suffix}").write_bytes(data)
        report = pipeline.build(project, jobs=1, clock="2026-03-05T12:00")
        assert report.pages, report.errors
        for path in sorted((project / "site").rglob("*.html")):
            found = dangers(path.read_text(encoding="utf-8"), page=path.suffix == ".html")
            assert not found, (path, found)


def page(article: Article) -> None:
    """Write an article's file, read it back and render it."""
    text = cleaned.as_markdown(article, sentences=3, max_words=80)
    file = markdown.read(text.encode("utf-8", "surrogatepass"), "content/articles/2026/03/fuzz.md")
    assert file.title.split() == article.title.split(), (file.title, article.title)
    found = dangers(render(file.body, article.language or "de", article.abbreviations).html)
    assert not found, found


def _peak() -> float:
    status = Path("/proc/self/status")
    if status.exists():
        found = re.search(r"VmHWM:\s+(\d+) kB", status.read_text(encoding="ascii", errors="replace"))
        return int(found[1]) / 1024 if found else 0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _stop(*_: object) -> None:
    raise TooLongError


def main() -> None:
    """Fuzz, and print the report."""
    name, seconds, seed, folder = sys.argv[1:]
    resource.setrlimit(resource.RLIMIT_AS, (_ADDRESS_SPACE, _ADDRESS_SPACE))
    signal.signal(signal.SIGPROF, _stop)
    print(json.dumps(asdict(Fuzzer(name, float(seconds), Random(int(seed)), Path(folder)).run())))  # noqa: S311, T201


if __name__ == "__main__":
    main()
