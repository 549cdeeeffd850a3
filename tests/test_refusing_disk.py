"""A disk that is full, read-only or otherwise refuses: a clear error, the last site, and every article whole."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from digest.errors import BuildError
from digest.run import output, pipeline, store

if TYPE_CHECKING:
    from collections.abc import Callable

OLD = "---\ntitle: Der Hafen\ndate: 2026-03-01\n---\n\nEr ist offen.\n"
SOURCE = "Die Fähre fährt wieder\n\n5. März 2026\n\nSeit Dienstag fährt die Fähre nach Torsund wieder.\n"
CHILD = Path(__file__).with_name("full_disk.py")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "content/articles").mkdir(parents=True)
    (tmp_path / "content/sources").mkdir()
    (tmp_path / "content/articles/hafen.md").write_text(OLD)
    (tmp_path / "digest.toml").write_text("")
    assert pipeline.build(tmp_path, clock="2026-03-09").exit_code() == 0
    return tmp_path


def site(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def refusing(number: int, name: str) -> Callable[[Path, bytes], int]:
    """A method of `Path` that writes a half and fails for files of that name."""
    write = Path.write_bytes

    def half(path: Path, data: bytes) -> int:
        if name not in path.name:
            return write(path, data)
        write(path, data[: len(data) // 2])
        raise OSError(number, os.strerror(number), str(path))

    return half


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EFBIG])
def test_a_site_that_does_not_fit_leaves_the_last_one(
    project: Path, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = site(project)
    (project / "content/articles/hafen.md").write_text(OLD.replace("offen", "gesperrt"))
    with monkeypatch.context() as patch:
        half = refusing(number, "index.html")
        patch.setattr(output, "_put", lambda data, path: half(Path(path), data))
        report = pipeline.build(project, clock="2026-03-09")
    assert [error.message for error in report.errors] == [f"cannot be written: {os.strerror(number)}"]
    assert report.errors[0].hint
    assert site(project / "site") == {
        name.removeprefix("site/"): data for name, data in before.items() if name.startswith("site/")
    }
    assert not (project / ".site.new").exists()
    assert pipeline.build(project, clock="2026-03-09").exit_code() == 0
    assert "gesperrt" in (project / "site/articles/2026/03/hafen.html").read_text()


def test_an_article_that_does_not_fit_stays_what_it_was(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = project / "content/articles/hafen.md"
    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", refusing(errno.ENOSPC, "hafen"))
        with pytest.raises(BuildError) as caught:
            store.write(path, b"a new text")
    assert caught.value.path == str(path)
    assert caught.value.hint == "make room on the disk and try again; what was there before is still there"
    assert path.read_text() == OLD
    assert [found.name for found in path.parent.iterdir()] == ["hafen.md"]


def test_a_full_disk_in_the_midst_of_an_import_loses_no_source(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a", "b"):
        (project / f"content/sources/{name}.txt").write_text(SOURCE.replace("Fähre", f"Fähre {name.upper()}"))
    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", refusing(errno.ENOSPC, "faehre-b"))
        with pytest.raises(BuildError, match="No space left"):
            pipeline.build(project, clock="2026-03-09")
    assert pipeline.build(project, clock="2026-03-09").exit_code() == 0
    assert sorted(path.name for path in (project / "content/articles/2026/03").iterdir()) == [
        "die-faehre-a-faehrt-wieder.md",
        "die-faehre-b-faehrt-wieder.md",
    ]


def test_the_last_site_comes_back_when_the_second_rename_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    output.publish([("index.html", b"one")], tmp_path / "site")
    rename = Path.rename

    def failing(path: Path, target: Path) -> Path:
        if path.name == ".site.new":
            raise OSError(errno.EBUSY, os.strerror(errno.EBUSY), str(target))
        return rename(path, target)

    monkeypatch.setattr(output, "_exchanged", lambda *_: False)
    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(BuildError) as caught:
        output.publish([("index.html", b"two")], tmp_path / "site")
    assert "another disk is mounted there" in (caught.value.hint or "")
    assert site(tmp_path)["site/index.html"] == b"one"


@pytest.mark.parametrize("exchange", [True, False])
def test_both_ways_to_swap_leave_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, exchange: bool
) -> None:
    if not exchange:
        monkeypatch.setattr(output, "_exchanged", lambda *_: False)
    output.publish([("index.html", b"one")], tmp_path / "site")
    output.publish([("index.html", b"two")], tmp_path / "site")
    assert site(tmp_path)["site/index.html"] == b"two"
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


@pytest.mark.skipif(sys.platform != "linux", reason="renameat2 is Linux's")
def test_linux_exchanges_the_two_in_one_step(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "file").write_text(name)
    assert output._exchanged(tmp_path / "one", tmp_path / "two")
    assert site(tmp_path) == {"one/file": b"two", "two/file": b"one"}


@pytest.mark.skipif(not shutil.which("setpriv"), reason="nothing else keeps root from writing")
@pytest.mark.parametrize("locked", [".", "content/articles/2026"])
def test_a_folder_without_rights_is_named(project: Path, locked: str) -> None:
    (project / "content/sources/a.txt").write_text(SOURCE)
    (project / "content/articles/2026").mkdir()
    before = site(project / "site")
    (project / locked).chmod(0o555)
    powerless = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if os.geteuid() == 0 else []
    command = [*powerless, sys.executable, "-m", "digest", "build", "--clock", "2026-03-09"]
    result = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
    (project / locked).chmod(0o755)
    assert result.returncode == 1, result.stderr
    assert "Permission denied\nhint: change the permissions" in result.stderr
    assert "Traceback" not in result.stderr
    assert site(project / "site") == before


@pytest.mark.slow
def test_a_small_disk_may_fill_up_at_any_point(tmp_path: Path) -> None:
    """On a file system of a few megabytes, with ever less room left on it."""
    mount = f"mount -t tmpfs -o size=6m none {tmp_path} && exec {sys.executable} {CHILD} {tmp_path}"
    result = subprocess.run(["unshare", "-rm", "sh", "-c", mount], capture_output=True, text=True, check=False)
    if "unshare" in result.stderr or "mount" in result.stderr:
        pytest.skip(f"no file system can be mounted here: {result.stderr}")
    assert result.returncode == 0, result.stderr
    told = json.loads(result.stdout)
    assert told["findings"] == []
    assert told["full"] > 10
    assert told["built"] > 0
