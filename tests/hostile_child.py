"""Builds sites of hostile sources and articles: `python tests/hostile_child.py FOLDER SEED TIMES`.

Nothing may crash, nothing be written outside of the project, nothing that runs reach a page, and each refusal names its
file, says what to do, and for an article the line. Prints what was done and found as JSON; the last site stays.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import traceback
from dataclasses import asdict, dataclass, field
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import hostile_grammar
from hostile import dangers

from digest.errors import ContentError, DigestError, Faults
from digest.run import pipeline

if TYPE_CHECKING:
    from collections.abc import Iterator

    from digest.run.report import Report as Outcome

_BATCH = 500
_TRIES = 8
_TOLD = 20
_WRITING = frozenset({
    "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.link", "os.symlink", "os.truncate", "os.chmod",
})  # fmt: skip
_WHOLE = ("no front matter", "its name", "no regular file", "not UTF-8")


@dataclass(slots=True)
class Report:
    """What was done and found."""

    sources: int = 0
    articles: int = 0
    refused: int = 0
    published: int = 0
    pages: int = 0
    findings: list[str] = field(default_factory=list)


class Guard:
    """Finds what is written outside of a folder, by what Python asks of the system."""

    def __init__(self, folder: Path, findings: list[str]) -> None:
        self.active = False
        self._folder, self._findings = f"{folder}{os.sep}", findings

    def __call__(self, event: str, values: tuple[object, ...]) -> None:
        """Look at one event (https://docs.python.org/3/library/audit_events.html)."""
        if not self.active:
            return
        if event == "open" and isinstance(values[2], int) and values[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            self._check(event, values[0])
        elif event in _WRITING:
            descriptor = values[-1] if isinstance(values[-1], int) else -1
            base = str(Path(f"/proc/self/fd/{descriptor}").readlink()) if descriptor >= 0 else ""
            self._check(event, *values[:2], base=base)

    def _check(self, event: str, *paths: object, base: str = "") -> None:
        for path in paths:
            if isinstance(path, str | bytes | Path):
                name = os.path.abspath(os.path.join(base, os.fsdecode(path)))  # noqa: PTH100, PTH118 -- follows no link
                if not f"{name}{os.sep}".startswith(self._folder) and not name.startswith("/dev/"):
                    self._findings.append(f"{event} outside of the project: {name}")


def main(folder: Path, seed: int, times: int) -> Report:
    """Build one site after the other, each of so many sources and articles."""
    chance, report = Random(seed), Report()  # noqa: S311 -- the same every time
    project = folder / "press"
    os.environ["XDG_CACHE_HOME"] = str(project / ".cache")  # for the user's key, the one file that is meant for all
    guard = Guard(project, report.findings)
    sys.addaudithook(guard)
    while report.sources + report.articles < times and len(report.findings) < _TOLD:
        shutil.rmtree(project, ignore_errors=True)
        _write(project, chance, report)
        guard.active = True
        _build(project, report)
        guard.active = False
    return report


def _write(project: Path, chance: Random, report: Report) -> None:
    for name in ("sources", "articles", "pages"):
        (project / "content" / name).mkdir(parents=True)
    (project / "digest.toml").write_text('[site]\nlanguage = "de"\nbase_url = "https://example.org/digest/"\n')
    for number in range(_BATCH // 2):
        suffix, data = hostile_grammar.source(chance)
        (project / f"content/sources/{number}.{suffix}").write_bytes(data)
        folder = "pages" if number % 20 == 0 else "articles"
        (project / f"content/{folder}/{number}.md").write_bytes(hostile_grammar.article(chance))
    report.sources += _BATCH // 2
    report.articles += _BATCH // 2


def _build(project: Path, report: Report) -> None:
    """Build; where addresses collide, no site is made: the articles at fault go, and another try is made."""
    for _ in range(_TRIES):
        outcome = _outcome(project, report)
        if outcome is None or outcome.pages:
            break
        if not _drop([project / error.path for error in outcome.errors if error.path]):
            report.findings += ["no article keeps the site from being made", *map(str, outcome.errors)]
            return
    if outcome is None:
        return
    if not outcome.pages:
        report.findings.append(f"no site after {_TRIES} tries")
    report.published += outcome.articles
    report.findings += _dangers(project / "site", report)


def _drop(paths: list[Path]) -> bool:
    """Remove what cannot be published; tell whether there was any."""
    there = [path for path in paths if path.is_file()]
    for path in there:
        path.unlink(missing_ok=True)
    return bool(there)


def _outcome(project: Path, report: Report) -> Outcome | None:
    try:
        outcome = pipeline.build(project, clock="2026-03-09T12:00", jobs=1, future=True, drafts=True)
    except Exception:  # noqa: BLE001 -- whatever comes out is what is looked for
        report.findings.append(traceback.format_exc()[-1500:])
        return None
    for error in (*outcome.errors, *outcome.warnings):
        report.findings += _unclear(error)
    report.refused += len({error.path for error in (*outcome.errors, *outcome.warnings)})
    return outcome


def _unclear(error: DigestError) -> Iterator[str]:
    """Yield what a refusal does not tell."""
    if isinstance(error, Faults):
        yield f"several in one: {error}"
    if not error.path:
        yield f"no file: {error}"
    if not error.hint:
        yield f"no hint: {error}"
    if isinstance(error, ContentError) and error.line is None and not error.message.startswith(_WHOLE):
        yield f"no line: {error}"


def _dangers(site: Path, report: Report) -> Iterator[str]:
    for path in sorted(site.rglob("*")):
        if path.suffix == ".html":
            report.pages += 1
            found = dangers(path.read_text(encoding="utf-8"), page=True)
            yield from (f"{path.relative_to(site)}: {one}" for one in found)
        elif path.suffix == ".xml":
            root = ET.fromstring(path.read_bytes())  # noqa: S314 -- our own output
            texts = (element.text or "" for element in root.iter() if element.get("type") in {"html", "text/html"})
            yield from (f"{path.relative_to(site)}: {one}" for text in texts for one in dangers(text))


if __name__ == "__main__":
    sys.stdout.write(json.dumps(asdict(main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])))))
