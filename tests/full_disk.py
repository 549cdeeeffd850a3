"""Builds on a disk with ever less room: `python tests/full_disk.py FOLDER`, a folder on a small file system of its own.

Prints how many builds found the disk full and how many went through, and what was not as it should be.
"""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

from digest.errors import BuildError, DigestError
from digest.run import pipeline

_STEP = 4 << 10
_SOURCES = 16
_TEXT = "Die Fähre {0} fährt wieder\n\n5. März 2026\n\nSeit Dienstag fährt die Fähre {0} nach Torsund wieder.\n"


def main(disk: Path) -> dict[str, object]:
    """Fill the disk up to a few KB, build, make room, build again; and so on with less and less."""
    project = disk / "press"
    for folder in ("sources", "articles"):
        (project / "content" / folder).mkdir(parents=True)
    (project / "digest.toml").write_text("")
    _write(project, 0)
    _build(project)
    need = _size(project / "site") + (16 << 10)
    findings: list[str] = []
    full = built = 0
    for number, free in enumerate(range(need, 0, -_STEP), 1):
        _write(project, number)
        before = _files(project / "site"), _files(project / "content/articles")
        filler = disk / "filler"
        _fill(filler, shutil.disk_usage(disk).free - free)
        errors = _build(project)
        full, built = full + bool(errors), built + (not errors)
        if errors:
            findings += _wrong(project, before, errors, free)
        filler.unlink()
        findings += [f"{free}: with room again: {error}" for error in _build(project)]
    return {"full": full, "built": built, "findings": findings}


def _write(project: Path, number: int) -> None:
    """Change every source: an edit of one alone needs little room."""
    for source in range(_SOURCES):
        (project / f"content/sources/{source}.txt").write_text(_TEXT.format(f"{source} am Tag {number}"))


def _build(project: Path) -> list[DigestError]:
    try:
        return list(pipeline.build(project, clock="2026-03-09", jobs=1).errors)
    except BuildError as error:
        return [error]


def _wrong(
    project: Path, before: tuple[dict[str, bytes], dict[str, bytes]], errors: list[DigestError], free: int
) -> list[str]:
    """Return what a full disk should not have done."""
    site, articles = before
    found = [f"{free}: no hint: {error}" for error in errors if not error.hint]
    if _files(project / "site") != site:
        found.append(f"{free}: the last site is not what it was")
    for path, data in _files(project / "content/articles").items():
        if data != articles.get(path) and not data.endswith(b"wieder.\n"):
            found.append(f"{free}: {path} is not whole")
    if list(project.rglob("*digest-tmp")) or (project / ".site.new").exists():
        found.append(f"{free}: something half written was left")
    return found


def _fill(path: Path, size: int) -> None:
    path.write_bytes(b"\0" * max(0, size))


def _size(folder: Path) -> int:
    page = 4096  # what the file system gives out at a time
    return sum(-(-path.stat().st_size // page) * page for path in folder.rglob("*") if path.is_file())


def _files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(Path(sys.argv[1]))))
