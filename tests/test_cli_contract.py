"""The command line's contract: exit codes, the form of errors, colour, JSON, and the Python names beside it."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

import digest
from digest import cli

if TYPE_CHECKING:
    from pathlib import Path

TEXT = """Der Leuchtturm von Ollersum leuchtet wieder

4. März 2026

Von Ada Brandt

Nach drei Jahren Pause leuchtet der Turm von Ollersum seit Dienstag wieder über die Bucht. Die Stadt hat die Lampe erneuert und die Treppe gesichert.

Besucher dürfen ab Mai hinauf. Wärter Jens Tönnies rechnet mit zwanzigtausend Gästen im Jahr, so vielen wie vor dem Sturm.
"""  # noqa: E501 -- a paragraph is a line
KEYS = [
    "source", "title", "title_origin", "date", "date_origin", "authors", "publisher", "url", "language", "category",
    "abbreviations", "summary", "tags", "text", "markdown", "removed", "warnings",
]  # fmt: skip


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as left:
        cli.main(list(arguments), prog_name="digest")
    return int(left.value.code or 0)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, and the program started in it."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def cleaned(folder: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    (folder / "turm.txt").write_text(TEXT, encoding="utf-8")
    assert run("clean", "turm.txt", "--format", "json") == 0
    line = capsys.readouterr().out
    assert line.count("\n") == 1, "one object a line"
    return dict(json.loads(line))


def test_the_json_of_a_source_has_these_keys(cleaned: dict[str, Any]) -> None:
    assert list(cleaned) == KEYS


def test_the_json_of_a_source_tells_what_was_found_and_how(cleaned: dict[str, Any]) -> None:
    assert cleaned["source"] == "turm.txt"
    assert (cleaned["title"], cleaned["title_origin"]) == ("Der Leuchtturm von Ollersum leuchtet wieder", "source")
    assert (cleaned["date"], cleaned["date_origin"]) == ("2026-03-04", "source")
    assert (cleaned["authors"], cleaned["publisher"], cleaned["language"]) == (["Ada Brandt"], None, "de")
    assert all(sentence in cleaned["text"] for sentence in cleaned["summary"])
    assert cleaned["text"].count("\n\n") == 1
    assert {"text", "reason", "line"} == set(cleaned["removed"][0])


def test_standard_input_can_be_cleaned(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode("cp1252"))))
    assert run("clean", "-", "--format", "text") == 0
    assert "Wärter Jens Tönnies" in capsys.readouterr().out


def test_the_python_functions_give_what_the_command_gives(cleaned: dict[str, Any]) -> None:
    article = digest.clean(TEXT, name="turm.txt")
    assert (article.text, article.markdown) == (cleaned["text"], cleaned["markdown"])
    assert [tag.label for tag in digest.tag(article)[0]] == cleaned["tags"]
    assert digest.summarize(article.text, title=article.title) == cleaned["summary"]
    assert "".join(digest.sentences(article.text)).replace(" ", "") == article.text.replace("\n", "").replace(" ", "")


def test_bytes_and_text_are_cleaned_alike() -> None:
    assert digest.clean(TEXT.encode()).blocks == digest.clean(TEXT).blocks


@pytest.mark.parametrize("name", digest.__all__)
def test_each_public_name_is_there_and_listed(name: str) -> None:
    assert getattr(digest, name)
    assert name in dir(digest)


def test_an_unknown_public_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="wash"):
        _ = digest.wash


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--version"], 0),
        (["-h"], 0),
        (["build", "-h"], 0),
        ([], 2),
        (["build"], 2),
        (["build", "--jobs", "many"], 2),
        (["clean"], 2),
        (["clean", "missing.txt"], 1),
        (["init", "new"], 0),
    ],
    ids=str,
)
def test_exit_codes(arguments: list[str], code: int) -> None:
    assert run(*arguments) == code


def test_errors_go_to_standard_error_in_one_form(capsys: pytest.CaptureFixture[str]) -> None:
    run("clean", "https://example.org/a.html")
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.splitlines() == [
        "error: https://example.org/a.html: only `digest add` fetches addresses",
        "hint: save the page and name its file",
    ]


@pytest.mark.parametrize(("variable", "coloured"), [("", True), ("1", False)])
def test_colour_is_for_terminals_that_want_it(
    monkeypatch: pytest.MonkeyPatch, variable: str, *, coloured: bool
) -> None:
    monkeypatch.setenv("NO_COLOR", variable)
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    run("clean", "missing.txt")
    assert ("\033[" in terminal.getvalue()) is coloured


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_no_progress_is_shown_where_there_is_no_terminal(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("init", ".") == 0
    (folder / "content/sources/turm.txt").write_text(TEXT, encoding="utf-8")
    capsys.readouterr()
    assert run("build", "--quiet") == 0
    assert capsys.readouterr() == ("", "")


def test_init_keeps_what_is_there(folder: Path) -> None:
    (folder / "digest.toml").write_text('[site]\ntitle = "Mine"\n')
    assert run("init", ".") == 0
    assert run("init", ".") == 0
    assert (folder / "digest.toml").read_text() == '[site]\ntitle = "Mine"\n'


def test_a_new_project_builds_strictly(folder: Path) -> None:
    assert run("init", "herald") == 0
    command = [sys.executable, "-m", "digest", "build", "--strict"]
    subprocess.run(command, cwd=folder / "herald", check=True, capture_output=True)
    assert (folder / "herald/site/index.html").is_file()


def test_add_takes_the_same_file_once_and_another_of_its_name_beside_it(folder: Path) -> None:
    run("init", ".")
    for sub, text in (("a", TEXT), ("b", TEXT.replace("Ollersum", "Münkel")), ("c", TEXT)):
        (folder / sub).mkdir()
        (folder / sub / "Mein Turm.TXT").write_text(text, encoding="utf-8")
        assert run("add", f"{sub}/Mein Turm.TXT") == 0
    assert {path.name for path in (folder / "content/sources").glob("*.txt")} == {"mein-turm.txt", "mein-turm-2.txt"}


@pytest.mark.parametrize("name", ["../../out.txt", "/tmp/out.txt", "..", ".hidden", "a/b\\c.txt", ""])  # noqa: S108 -- none is made
def test_a_name_for_standard_input_cannot_lead_out_of_the_project(
    folder: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    run("init", ".")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode())))
    before = set(folder.parent.iterdir())
    assert run("add", "-", "--name", name) == 0
    assert len([path for path in (folder / "content/sources").iterdir() if path.name != ".gitkeep"]) == 1
    assert set(folder.parent.iterdir()) == before


def test_a_dry_run_writes_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("init", ".")
    (folder / "content/sources/turm.txt").write_text(TEXT, encoding="utf-8")
    before = sorted(path for path in folder.rglob("*"))
    assert run("build", "--dry-run", "--verbose") == 0
    assert "new: content/sources/turm.txt → content/articles/2026/03/" in capsys.readouterr().out
    assert sorted(path for path in folder.rglob("*")) == before


def test_strict_fails_on_what_was_skipped(folder: Path) -> None:
    run("init", ".")
    (folder / "content/sources/leer.txt").write_bytes(b"")
    assert run("build") == 0
    assert run("build", "--strict") == 1


def test_output_is_utf_8_whatever_the_locale(folder: Path) -> None:
    (folder / "turm.txt").write_text(TEXT, encoding="utf-8")
    command = [sys.executable, "-m", "digest", "clean", "turm.txt"]
    environment = os.environ | {"PYTHONIOENCODING": "latin-1", "PYTHONUTF8": "0"}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=True)
    assert "Gästen" in done.stdout.decode()


def test_a_closed_pipe_is_no_crash(folder: Path) -> None:
    (folder / "turm.txt").write_text(TEXT, encoding="utf-8")
    script = f"{sys.executable} -m digest clean turm.txt turm.txt | head -c 1"
    done = subprocess.run(["/bin/sh", "-c", script], cwd=folder, capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr
    assert "Exception" not in done.stderr
