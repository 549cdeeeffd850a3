"""End to end: each file of `tests/scripts` is a page that tells of one use, from input files to expected output.

A script begins with what it is about. Then come commands and what they print, on both streams:

    $ digest build --clock 2026-03-05
    sources read       │      1
    ...
    [1]

`...` on a line of its own stands for any lines, `***` for anything within a line; `[1]` is the exit code, 0 when there
is none, and `< FILE` feeds a file to it. Beside `digest` there are the commands of `Desk`: `edit FILE OLD NEW`,
`append FILE TEXT`, `show FILE`, `list FOLDER`, `copy FILE TO`, `move FILE TO`, `remove FILE`, `remember FOLDER`, and
`compare FOLDER`, which tells what changed since. The script's files follow, each below a line `-- name --`.
"""

from __future__ import annotations

import io
import re
import shlex
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from difflib import unified_diff
from pathlib import Path

import pytest

from digest.cli import main

SCRIPTS = sorted((Path(__file__).parent / "scripts").glob("*.txt"))
FILE = re.compile(r"^-- (.+) --\n", re.MULTILINE)


@dataclass
class Desk:
    """Where a script runs: the commands it may use beside `digest`; each returns what it prints."""

    remembered: dict[Path, bytes] = field(default_factory=dict)

    def edit(self, name: str, old: str, new: str) -> str:
        text = Path(name).read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {name}"
        Path(name).write_text(text.replace(old, new.replace("\\n", "\n"), 1), encoding="utf-8")
        return ""

    def append(self, name: str, text: str) -> str:
        with Path(name).open("a", encoding="utf-8") as file:
            file.write("\n" + text.replace("\\n", "\n") + "\n")
        return ""

    def show(self, name: str) -> str:
        return Path(name).read_text(encoding="utf-8")

    def list(self, folder: str) -> str:
        return "".join(f"{path.as_posix()}\n" for path in files(folder))

    def remove(self, name: str) -> str:
        Path(name).unlink()
        return ""

    def copy(self, name: str, to: str) -> str:
        Path(to).parent.mkdir(parents=True, exist_ok=True)
        Path(to).write_bytes(Path(name).read_bytes())
        return ""

    def move(self, name: str, to: str) -> str:
        return self.copy(name, to) + self.remove(name)

    def remember(self, folder: str) -> str:
        self.remembered = {path: path.read_bytes() for path in files(folder)}
        return ""

    def compare(self, folder: str) -> str:
        now = {path: path.read_bytes() for path in files(folder)}
        paths = sorted(now.keys() | self.remembered.keys())
        return "".join(f"{path.as_posix()}\n" for path in paths if now.get(path) != self.remembered.get(path))


def files(folder: str) -> list[Path]:
    """Return all files but those of the cache, which knows when files were written."""
    return sorted(path for path in Path(folder).rglob("*") if path.is_file() and ".cache" not in path.parts)


def digest(arguments: list[str], stdin: bytes) -> str:
    """Run the program; return what it prints, and its exit code where that is not 0."""
    printed = io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(printed), redirect_stderr(printed):
        patch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        with pytest.raises(SystemExit) as left:
            main(arguments, prog_name="digest")
    return printed.getvalue() + (f"[{left.value.code}]\n" if left.value.code else "")


def run(line: str, desk: Desk) -> str:
    name, *arguments = shlex.split(line)
    if name != "digest":
        return str(getattr(desk, name)(*arguments))
    stdin = b""
    if "<" in arguments:
        *arguments, _, source = arguments
        stdin = Path(source).read_bytes()
    return digest(arguments, stdin)


def pattern(expected: str) -> re.Pattern[str]:
    lines = [
        "(?:.*\n)*?" if line == "..." else re.escape(line).replace(r"\*\*\*", ".*") + "\n"
        for line in expected.splitlines()
    ]
    return re.compile("".join(lines))


def commands(text: str) -> list[tuple[str, str]]:
    """The commands of a script, each with what it should print."""
    _, *parts = re.split(r"^\$ ", text, flags=re.MULTILINE)
    return [
        (command, output.strip("\n") + "\n" if output.strip() else "")
        for command, _, output in (part.partition("\n") for part in parts)
    ]


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)
def test_script(script: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    text, *sections = FILE.split(script.read_text(encoding="utf-8"))
    for name, content in zip(sections[::2], sections[1::2], strict=True):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    desk = Desk()
    for command, expected in commands(text):
        printed = run(command, desk)
        difference = unified_diff(expected.splitlines(), printed.splitlines(), "expected", "printed", lineterm="")
        assert pattern(expected).fullmatch(printed), "\n".join([f"$ {command}", *difference])
