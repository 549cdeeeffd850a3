"""Files of any name, and links to anywhere: each is read, or refused by name; nothing is written elsewhere."""

from __future__ import annotations

import os
import unicodedata
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from digest.cli import main
from digest.errors import ConfigError
from digest.languages.slugs import slugify
from digest.run import pipeline, store

if TYPE_CHECKING:
    from pathlib import Path

    from digest.run.report import Report

TEXT = "Die Fähre {0} fährt wieder\n\n5. März 2026\n\nSeit Dienstag fährt die Fähre {0} nach Torsund wieder.\n"
ARTICLE = "---\ntitle: {0}\ndate: 2026-03-01\n---\n\nEr ist offen.\n"
ODD = (
    "Hafen.txt", "hafen.txt", "HAFEN.TXT", unicodedata.normalize("NFC", "Küste.txt"),
    unicodedata.normalize("NFD", "Küste.txt"), "-rf.txt", "--help.txt", " leading.txt", "two  spaces .txt",
    "x" * 251 + ".txt", "ü" * 125 + ".txt", "new\nline.txt", "tab\t.txt", "a#b.txt", "a%20b.txt", "a;b&c.txt",
    "'q\".txt", "*.txt", "back\\slash.txt", "CON.txt", "e.txt.", "\u202etxt.exe.txt", "😀.txt", "a:b.txt",
    "<script>alert(1)<script>.txt", "\x1b[31mred.txt", "$(id).txt", "{{ 7 }}.txt",
)  # fmt: skip


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "press"
    for name in ("sources", "articles", "pages"):
        (root / "content" / name).mkdir(parents=True)
    (root / "digest.toml").write_text("")
    monkeypatch.chdir(root)
    return root


def build(project: Path) -> Report:
    return pipeline.build(project, clock="2026-03-09", jobs=1)


def outside(project: Path) -> set[str]:
    """Files beside the project."""
    found = project.parent.rglob("*")
    return {str(path) for path in found if path.is_file() and not path.is_relative_to(project)}


def test_sources_of_any_name_become_articles_and_stay_what_they_are(project: Path) -> None:
    for number, name in enumerate(ODD):
        (project / "content/sources" / name).write_text(TEXT.format(number))
    if len(list((project / "content/sources").iterdir())) < len(ODD):
        pytest.skip("this file system takes some of these names for one")
    first = build(project)
    assert [str(warning) for warning in first.warnings] == []
    assert first.articles == len(ODD)
    assert {outcome.status for outcome in build(project).outcomes} == {"unchanged"}


def test_articles_of_any_name_are_published_at_addresses_of_their_own(project: Path) -> None:
    slugs = {slugify(name, "en"): name for name in ODD}
    for slug, name in slugs.items():
        (project / f"content/articles/{name[:120]}.md").write_text(ARTICLE.format(slug))
    report = build(project)
    assert report.errors == ()
    assert report.articles == len(list((project / "site/articles").rglob("*.html"))) == len(slugs)


def test_two_articles_whose_pages_some_systems_take_for_one_are_refused_by_name(project: Path) -> None:
    for name in ("hafen", "Hafen"):
        (project / f"content/articles/{name}.md").write_text(ARTICLE.format(name))
    report = build(project)
    assert report.pages == 0
    assert [error.path for error in report.errors] == ["content/articles/hafen.md"]
    assert report.errors[0].hint


def test_a_name_that_is_no_text_is_refused(project: Path) -> None:
    for folder, suffix in (("sources", b".txt"), ("articles", b".md")):
        path = os.fsencode(project / "content" / folder) + b"/b\xff" + suffix
        try:
            with open(path, "w") as file:  # noqa: PTH123 -- a path of bytes
                file.write(ARTICLE.format("Hafen"))
        except OSError:
            pytest.skip("this file system takes text only")
    report = build(project)
    faults = [*report.warnings, *report.errors]
    assert [fault.message for fault in faults] == ["its name is not UTF-8"] * 2
    assert [fault.path for fault in faults] == ["content/sources/b?.txt", "content/articles/b?.md"]


@pytest.mark.parametrize(
    ("target", "told"),
    [
        ("../../../secret.md", "this link leads out of the project, where nothing is read"),
        ("../../..", "this link leads out of the project, where nothing is read"),
        ("link.md", "this link leads nowhere"),
        ("gone.md", "this link leads nowhere"),
        (".", "this is a link to a folder; such links are not followed"),
    ],
)
@pytest.mark.parametrize("folder", ["sources", "articles", "pages"])
def test_links_that_lead_elsewhere_are_refused_by_name(project: Path, folder: str, target: str, told: str) -> None:
    (project.parent / "secret.md").write_text(ARTICLE.format("Geheim"))
    link = project / "content" / folder / "link.md"
    link.symlink_to(target)
    report = build(project)
    faults = [*report.warnings, *report.errors]
    assert [(fault.path, fault.message) for fault in faults] == [(f"content/{folder}/link.md", told)]
    assert faults[0].hint
    assert report.pages > 0
    assert not any(b"Geheim" in path.read_bytes() for path in (project / "site").rglob("*") if path.is_file())
    assert outside(project) == {str(project.parent / "secret.md")}


@pytest.mark.parametrize("folder", ["sources", "articles", "pages"])
def test_a_pipe_is_refused_and_not_waited_for(project: Path, folder: str) -> None:
    os.mkfifo(project / f"content/{folder}/pipe.md")
    report = build(project)
    assert [fault.message for fault in (*report.warnings, *report.errors)] == ["no regular file"]


def test_an_article_too_large_to_be_one_is_refused_unread(project: Path) -> None:
    (project / "digest.toml").write_text("[limits]\nsource_bytes = 1000\n")
    with (project / "content/articles/huge.md").open("wb") as file:
        file.truncate(4 << 30)
    report = build(project)
    assert [error.message for error in report.errors] == ["too large: the limit is 1,000 bytes"]


@pytest.mark.parametrize("name", ["articles", "sources", "pages", "tags.toml"])
def test_a_folder_that_leads_out_of_the_project_ends_the_build(project: Path, name: str) -> None:
    elsewhere = project.parent / "elsewhere"
    elsewhere.mkdir()
    path = project / "content" / name
    if path.exists():
        path.rmdir()
    path.symlink_to(elsewhere)
    with pytest.raises(ConfigError, match="leads out of the project") as caught:
        build(project)
    assert caught.value.hint
    assert list(elsewhere.iterdir()) == []


def test_links_within_the_project_are_read(project: Path) -> None:
    (project / "content/hafen.txt").write_text(TEXT.format(1))
    (project / "content/sources/link.txt").symlink_to("../hafen.txt")
    assert build(project).articles == 1


def test_what_steers_a_terminal_is_not_printed(project: Path) -> None:
    (project / "content/sources/\x1b[2Jgone.txt").write_text("")
    (project / "content/sources/\u202etxt.txt").write_text(TEXT.format(1))
    (project / "content/articles/\x1b[2J.md").write_text("---\ntitle: [\n---\n")
    result = CliRunner().invoke(main, ["build", "-v"])
    assert "\x1b[2J" not in result.output
    assert "\u202e" not in result.output
    assert "content/sources/?[2Jgone.txt" in result.output


@pytest.mark.parametrize("moment", ["1901-01-01", "1969-12-31T23:59:59Z", "2999-12-31"])
def test_a_clock_that_jumps_changes_no_article(project: Path, moment: str) -> None:
    (project / "content/sources/hafen.txt").write_text(TEXT.format(1).replace("5. März 2026", ""))
    assert build(project).articles == 1
    before = {path: path.read_bytes() for path in (project / "content").rglob("*.md")}
    site = {path: path.read_bytes() for path in (project / "site").rglob("*") if path.is_file()}
    report = pipeline.build(project, clock=moment)
    assert report.errors == ()
    assert {path: path.read_bytes() for path in (project / "content").rglob("*.md")} == before
    build(project)
    assert {path: path.read_bytes() for path in (project / "site").rglob("*") if path.is_file()} == site


def test_files_from_the_future_and_the_past_are_read_like_any_other(project: Path) -> None:
    path = project / "content/articles/hafen.md"
    for number, time in enumerate((0, 4_000_000_000, 1)):
        path.write_text(ARTICLE.format(f"Hafen {number}"))
        os.utime(path, (time, time))
        assert build(project).articles == 1
        assert f"Hafen {number}" in (project / "site/articles/2026/03/hafen.html").read_text()


def test_printable_names_are_not_changed() -> None:
    assert store.printable("Küste 漢字 (2).txt") == "Küste 漢字 (2).txt"
