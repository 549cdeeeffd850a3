"""The same content gives the same bytes: on any machine, in any time zone and locale, with any number of jobs."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def tree(folder: Path) -> dict[str, bytes]:
    """Return all files but those of the cache, which knows when files were written."""
    files = (path for path in folder.rglob("*") if path.is_file() and ".cache" not in path.parts)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def demonstration(folder: Path) -> Path:
    """A copy of the demonstration digest, its sources not yet imported."""
    folder.mkdir(parents=True)
    shutil.copy(ROOT / "digest.toml", folder)
    shutil.copytree(ROOT / "content", folder / "content", ignore=shutil.ignore_patterns("articles"))
    return folder


def build(folder: Path, *arguments: str, **environment: str) -> dict[str, bytes]:
    """Build in a process of its own; return all files of the project, articles and site among them."""
    command = [sys.executable, "-m", "digest", "build", "--quiet", "--clock", "2026-03-06T12:00+01:00", *arguments]
    variables = os.environ | {"PYTHONPATH": str(ROOT)} | environment
    done = subprocess.run(command, cwd=folder, env=variables, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return tree(folder)


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = demonstration(tmp_path_factory.mktemp("reference") / "digest")
    build(folder, "--jobs", "1", PYTHONHASHSEED="1", TZ="UTC", LC_ALL="C")
    return folder


def test_the_demonstration_is_large_enough_for_several_processes(reference: Path) -> None:
    from digest.run.cleaning import MIN_SOURCES_FOR_POOL

    sources = reference / "content/sources"
    assert sum(path.is_file() for path in sources.rglob("*")) >= MIN_SOURCES_FOR_POOL


@pytest.mark.parametrize(
    ("environment", "arguments"),
    [
        ({"TZ": "Pacific/Auckland", "LC_ALL": "de_DE.UTF-8", "PYTHONHASHSEED": "2"}, []),
        ({"TZ": "America/Lima", "LC_ALL": "C", "PYTHONHASHSEED": "3", "PYTHONUTF8": "0"}, ["--jobs", "2"]),
    ],
    ids=["Auckland, German", "Lima, C, two jobs"],
)
def test_time_zone_locale_and_jobs_change_no_byte(
    reference: Path, tmp_path: Path, environment: dict[str, str], arguments: list[str]
) -> None:
    assert build(demonstration(tmp_path / "digest"), *arguments, **environment) == tree(reference)


def test_a_second_build_changes_no_byte(reference: Path) -> None:
    before = tree(reference)
    assert build(reference) == before


def test_articles_alone_give_the_same_site_as_their_import_did(reference: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(reference, tmp_path / "digest", ignore=shutil.ignore_patterns("sources", "site"))
    built = build(copy)
    site = {name: data for name, data in tree(reference).items() if name.startswith("site/")}
    assert {name: data for name, data in built.items() if name.startswith("site/")} == site


def test_the_clock_only_decides_what_is_visible(reference: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(reference, tmp_path / "digest")
    before = tree(copy)
    assert build(copy, "--clock", "2031-12-24T18:00Z") == before


def test_a_build_begun_by_hand_and_one_with_a_source_date_agree(reference: Path, tmp_path: Path) -> None:
    folder = demonstration(tmp_path / "digest")
    command = [sys.executable, "-m", "digest", "build", "--quiet"]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "SOURCE_DATE_EPOCH": "1772794800"}
    subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True)
    assert tree(folder) == tree(reference)
