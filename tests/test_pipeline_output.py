"""The output folder is replaced whole or not at all, and only when it is ours."""

from __future__ import annotations

import contextlib
import shutil
from typing import TYPE_CHECKING

import pytest

from digest.errors import BuildError
from digest.run import output

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PAGES = [("index.html", b"one"), ("a/b.html", b"two")]


def names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def failing() -> Iterator[tuple[str, bytes]]:
    yield "index.html", b"new"
    raise BuildError("the template is broken")


def test_a_site_is_written_and_marked_as_ours(tmp_path: Path) -> None:
    assert output.publish(PAGES, tmp_path / "site") == 2
    assert names(tmp_path) == {"site/index.html", "site/a/b.html", f"site/{output.MARKER}"}


def test_a_new_site_replaces_the_old_one_whole(tmp_path: Path) -> None:
    output.publish(PAGES, tmp_path / "site")
    output.publish([("index.html", b"three")], tmp_path / "site")
    assert names(tmp_path) == {"site/index.html", f"site/{output.MARKER}"}


def test_a_site_that_fails_half_way_leaves_the_old_one(tmp_path: Path) -> None:
    output.publish(PAGES, tmp_path / "site")
    with pytest.raises(BuildError, match="template"):
        output.publish(failing(), tmp_path / "site")
    assert (tmp_path / "site/index.html").read_bytes() == b"one"
    assert names(tmp_path) == {"site/index.html", "site/a/b.html", f"site/{output.MARKER}"}


def test_killed_between_the_two_renames_the_old_site_comes_back(tmp_path: Path) -> None:
    output.publish(PAGES, tmp_path / "site")
    (tmp_path / "site").rename(tmp_path / ".site.old")
    with contextlib.suppress(BuildError):
        output.publish(failing(), tmp_path / "site")
    assert (tmp_path / "site/index.html").read_bytes() == b"one"


def test_what_a_killed_build_left_is_no_obstacle(tmp_path: Path) -> None:
    (tmp_path / ".site.new/a").mkdir(parents=True)
    (tmp_path / ".site.new/a/half.html").write_bytes(b"")
    output.publish(PAGES, tmp_path / "site")
    assert not (tmp_path / ".site.new").exists()
    assert "site/a/half.html" not in names(tmp_path)


def test_a_folder_of_others_is_refused_and_kept(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site/novel.txt").write_text("Chapter one")
    with pytest.raises(BuildError, match="did not make"):
        output.publish(PAGES, tmp_path / "site")
    assert names(tmp_path) == {"site/novel.txt"}


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "site").write_text("no folder")
    with pytest.raises(BuildError, match="no folder"):
        output.publish(PAGES, tmp_path / "site")


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    assert output.publish(PAGES, tmp_path / "site") == 2


@pytest.mark.parametrize("address", ["../x.html", "a/../../x.html", "/tmp/x.html"])  # noqa: S108 -- none is made
def test_no_address_leads_out_of_the_site(tmp_path: Path, address: str) -> None:
    with pytest.raises(BuildError, match="leads out"):
        output.publish([(address, b"x")], tmp_path / "site")
    assert names(tmp_path) == set()


def test_the_next_site_is_made_of_the_last_one_and_of_what_changed(tmp_path: Path) -> None:
    site, spare = tmp_path / "site", tmp_path / "spare"
    first = {"index.html": b"one", "a/same.html": b"same", "a/b/gone.html": b"gone", "name": b"a file"}
    output.publish(first.items(), site, spare=spare)
    output.publish([(name, f"{site}/{name}") for name in first], site, spare=spare)
    same = (site / "a/same.html").stat().st_ino
    second: list[output.File] = [
        ("index.html", b"two"),
        ("a/same.html", f"{site}/a/same.html"),
        ("name/below.html", b"now a folder"),
    ]
    shutil.copytree(site, tmp_path / "before")
    output.publish(second, site, spare=spare)
    assert read(site) == {"index.html": b"two", "a/same.html": b"same", "name/below.html": b"now a folder"}
    assert (site / "a/same.html").stat().st_ino == same
    assert read(spare) == read(tmp_path / "before")
    assert not (site / "a/b").exists()


def test_what_somebody_put_into_the_spare_does_not_come_into_the_site(tmp_path: Path) -> None:
    site, spare, outside = tmp_path / "site", tmp_path / "spare", tmp_path / "outside"
    output.publish(PAGES, site, spare=spare)
    output.publish([(name, f"{site}/{name}") for name, _ in PAGES], site, spare=spare)
    outside.mkdir()
    (outside / "mine.txt").write_bytes(b"mine")
    shutil.rmtree(spare)
    spare.mkdir()
    (spare / "tags").symlink_to(outside)
    (spare / "index.html").symlink_to(outside / "mine.txt")
    (spare / "more.html").write_bytes(b"more")
    before = read(site)
    again: list[output.File] = [(name, f"{site}/{name}") for name, _ in PAGES]
    output.publish([*again, ("tags/a.html", b"a")], site, spare=spare)
    assert read(site) == before | {"tags/a.html": b"a"}
    assert read(outside) == {"mine.txt": b"mine"}


def test_a_spare_that_is_a_link_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/text.md").write_bytes(b"mine")
    (tmp_path / "spare").symlink_to(tmp_path / "mine")
    for _ in range(2):
        output.publish(PAGES, tmp_path / "site", spare=tmp_path / "spare")
    assert read(tmp_path / "mine") == {"text.md": b"mine"}
    assert len(read(tmp_path / "site")) == len(PAGES)


def read(folder: Path) -> dict[str, bytes]:
    """Return all files of a site but the one that tells whose it is."""
    found = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    return {name: data for name, data in found.items() if name != output.MARKER}
