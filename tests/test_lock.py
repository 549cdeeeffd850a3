"""One process at a time writes in a project; what a dead one left is no obstacle."""

from __future__ import annotations

import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from digest.cli import main
from digest.errors import BuildError
from digest.run import lock, pipeline, store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HOLDER = """
import sys
from pathlib import Path
from digest.run import lock, store
with lock.held(store.open_project(Path()), "digest build"):
    print("held", flush=True)
    sys.stdin.read()
"""
ARTICLE = "---\ntitle: Der Hafen\ndate: 2026-03-01\n---\n\nEr ist offen.\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> store.Project:
    (tmp_path / "content/articles").mkdir(parents=True)
    (tmp_path / "content/articles/hafen.md").write_text(ARTICLE)
    (tmp_path / "digest.toml").write_text("")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(lock, "PATIENCE", 0.0)
    return store.open_project(tmp_path)


@pytest.fixture
def holder(project: store.Project) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the lock until its standard input ends."""
    command = [sys.executable, "-c", HOLDER]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=project.root, stdin=pipe, stdout=pipe, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_a_second_build_names_the_first_and_writes_nothing(
    project: store.Project, holder: subprocess.Popen[str]
) -> None:
    with pytest.raises(BuildError) as caught:
        pipeline.build(project.root)
    assert str(caught.value) == f"`digest build` is at work in this project (process {holder.pid})"
    assert caught.value.hint
    assert not (project.root / "site").exists()


@pytest.mark.parametrize("command", ["add hafen.txt", "fetch", "tags rename a b", "tags merge a b"])
def test_every_command_that_writes_waits_its_turn(
    project: store.Project, holder: subprocess.Popen[str], command: str
) -> None:
    (project.root / "hafen.txt").write_text("Der Hafen ist offen.")
    before = sorted(project.root.rglob("*"))
    result = CliRunner().invoke(main, command.split())
    assert result.exit_code == 1
    assert f"process {holder.pid}" in result.output
    assert "hint: " in result.output
    assert sorted(project.root.rglob("*")) == before


@pytest.mark.parametrize("command", ["build --dry-run", "check", "tags"])
def test_commands_that_only_read_need_no_turn(
    project: store.Project, holder: subprocess.Popen[str], command: str
) -> None:
    assert holder.poll() is None
    assert CliRunner().invoke(main, command.split()).exit_code == 0
    assert not (project.root / "site").exists()


def test_a_build_waits_for_one_that_is_nearly_done(project: store.Project, holder: subprocess.Popen[str]) -> None:
    assert holder.stdin is not None
    holder.stdin.close()
    with lock.held(project, "digest build", patience=30) as killed:
        assert not killed


def test_the_lock_of_a_dead_process_is_no_obstacle_but_known(
    project: store.Project, holder: subprocess.Popen[str]
) -> None:
    holder.kill()
    holder.wait()
    with lock.held(project, "digest build") as killed:
        assert killed
    with lock.held(project, "digest build") as killed:
        assert not killed


def test_what_a_killed_process_left_half_written_is_swept(
    project: store.Project, holder: subprocess.Popen[str]
) -> None:
    left = [
        project.root / f"content/{place}.digest-tmp" for place in ("articles/2026/.a.md", ".base/ab/.b", ".tags.toml")
    ]
    for path in left:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"---\ntitle: ha")
    holder.kill()
    holder.wait()
    assert pipeline.build(project.root).exit_code() == 0
    assert not any(path.exists() for path in left)
    assert (project.root / "content/articles/hafen.md").read_text() == ARTICLE


def test_two_builds_of_one_process_are_kept_apart_too(project: store.Project) -> None:
    with lock.held(project, "digest build"), pytest.raises(BuildError, match="at work"):
        pipeline.build(project.root)


def test_patience_has_an_end(project: store.Project, holder: subprocess.Popen[str]) -> None:
    start = time.monotonic()
    with pytest.raises(BuildError, match=str(holder.pid)), lock.held(project, "digest build", patience=0.2):
        pass
    assert time.monotonic() - start >= 0.2


def test_an_error_in_the_work_lifts_the_lock(project: store.Project) -> None:
    with pytest.raises(ValueError, match="broken"), lock.held(project, "digest build"):
        raise ValueError("broken")
    with lock.held(project, "digest build") as killed:
        assert not killed
