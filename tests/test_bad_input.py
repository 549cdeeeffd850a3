"""Hostile and broken input: each is told by name, none gets into the site, and the rest of the digest is built."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import hostile
import pytest

from digest.errors import BuildError
from digest.run import pipeline
from digest.run.report import Report, Status

GOOD = """Der Leuchtturm von Ollersum leuchtet wieder

4. März 2026

Nach drei Jahren Pause leuchtet der Turm von Ollersum seit Dienstag wieder über die Bucht. Die Stadt hat die Lampe erneuert und die Treppe gesichert.

Besucher dürfen ab Mai hinauf. Wärter Jens Tönnies rechnet mit zwanzigtausend Gästen im Jahr, so vielen wie vor dem Sturm.
"""  # noqa: E501 -- a paragraph is a line
ARTICLE = "---\ntitle: Gut\ndate: 2026-03-01\n---\n\nDer Text.\n"
CLOCK = "2026-03-05T12:00"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A small project with one good source and one good article."""
    put(tmp_path / "digest.toml", '[site]\nlanguage = "de"\nbase_url = "https://example.org/"\n')
    put(tmp_path / "content/sources/turm.txt", GOOD)
    put(tmp_path / "content/articles/gut.md", ARTICLE)
    return tmp_path


def put(path: Path, content: str | bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())


def build(project: Path) -> Report:
    report = pipeline.build(project, clock=CLOCK)
    assert (project / "site/articles/2026/03/gut.html").is_file(), "the rest is built"
    assert list((project / "site/articles/2026/03").glob("der-leuchtturm-*.html")), "the rest is imported"
    return report


def everything(project: Path) -> str:
    """All text files of the site, one after the other."""
    return "".join(
        path.read_text(encoding="utf-8") for path in sorted((project / "site").rglob("*.*")) if path.is_file()
    )


def dangers(project: Path) -> list[str]:
    """What a browser would run in the site's pages, beside what is the theme's."""
    pages = (project / "site").rglob("*.html")
    return [found for page in pages for found in hostile.dangers(page.read_text(encoding="utf-8"), page=True)]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("leer.txt", b"", "empty"),
        ("leer.txt", b" \n\r\n\t", "empty"),
        ("bild.txt", bytes(range(256)) * 40, "not a text"),
        ("bild.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 500, ""),
        ("archiv.txt", b"PK\x03\x04" + b"\0\1\2\3" * 500, ""),
        ("reste.txt", b"\xef\xbb\xbf", ""),
    ],
    ids=["empty", "blank", "binary", "picture", "archive", "only a byte order mark"],
)
def test_what_is_no_text_is_skipped_by_name(project: Path, name: str, content: bytes, reason: str) -> None:
    put(project / "content/sources" / name, content)
    report = build(project)
    (skipped,) = [outcome for outcome in report.outcomes if outcome.status is Status.SKIPPED]
    assert skipped.name == f"content/sources/{name}"
    assert reason in skipped.reason
    assert [warning.path for warning in report.warnings] == [f"content/sources/{name}"]
    assert (report.exit_code(), report.exit_code(strict=True)) == (0, 1)


def test_a_line_of_two_hundred_megabytes_is_refused_before_it_is_read(project: Path) -> None:
    path = project / "content/sources/riese.txt"
    put(path, b"x")
    with path.open("r+b") as file:
        file.truncate(200_000_000)
    started = time.perf_counter()
    report = build(project)
    assert time.perf_counter() - started < 5
    assert "too large: 200,000,000 bytes" in report.warnings[0].message


def test_a_long_line_within_the_limit_takes_no_forever(project: Path) -> None:
    put(project / "content/sources/lang.txt", "Das Wasser steigt " * 60_000)
    started = time.perf_counter()
    build(project)
    assert time.perf_counter() - started < 20


def test_invalid_utf_8_is_read_as_well_as_can_be(project: Path) -> None:
    put(project / "content/sources/kaputt.txt", GOOD.replace("Ollersum", "Münkel").encode("cp1252") + b"\n\xff\xfe\x81")
    report = build(project)
    assert report.count(Status.NEW) == 2
    assert "von Münkel leuchtet wieder" in everything(project)


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ("---\ntitle: A\ndate: 2026-03-01\nslug: ../../x\n---\n", 4, "not a slug"),
        ("---\ntitle: A\ndate: 2026-03-01\nslug: /etc/passwd\n---\n", 4, "not a slug"),
        ("---\ntitle: A\ndate: 2026-03-01\naliases: [../../../x.html]\n---\n", 4, "no address"),
        ("---\ntitle: A\ndate: 01.02.2026\n---\n", 3, "ambiguous"),
        ("---\na: &a [x]\n" + "".join(f"b{n}: [*a, *a, *a]\n" for n in range(9)) + "---\n", 9, "aliases"),
        (b"---\ntitle: \xff\n---\n", 2, "not UTF-8"),
    ],
    ids=["climbing slug", "absolute slug", "climbing alias", "ambiguous date", "alias bomb", "not UTF-8"],
)
def test_a_bad_article_is_told_with_file_and_line(project: Path, text: str | bytes, line: int, word: str) -> None:
    put(project / "content/articles/schlecht.md", text)
    made = {"site", ".cache", ".base"}
    before = {path for path in project.parent.rglob("*") if not made & set(path.parts)}
    report = build(project)
    (error,) = report.errors
    assert (error.path, error.line) == ("content/articles/schlecht.md", line)
    assert word in error.message
    assert report.exit_code() == 1
    new = {path for path in project.parent.rglob("*") if not made & set(path.parts)} - before
    assert {path.name for path in new if path.is_file()} == {"der-leuchtturm-von-ollersum-leuchtet-wieder.md"}


def test_a_broken_article_is_not_imported_a_second_time(project: Path) -> None:
    build(project)
    (article,) = (project / "content/articles").rglob("der-leuchtturm-*.md")
    put(article, article.read_bytes().replace(b"title: ", b"title: a: ", 1))
    report = pipeline.build(project, clock=CLOCK)
    assert report.errors[0].path == article.relative_to(project).as_posix()
    assert report.outcomes[0].status is Status.SKIPPED
    assert len(list((project / "content/articles").rglob("der-leuchtturm-*.md"))) == 1


SCRIPT = "<script>alert(1)</script>"


def test_a_script_in_a_source_reaches_the_site_as_text_only(project: Path) -> None:
    text = GOOD.replace("leuchtet wieder", f"leuchtet {SCRIPT}", 1).replace(
        "Nach drei", f"Nach {SCRIPT} [drei](javascript:alert(2)) <img src=x onerror=alert(3)>"
    )
    put(project / "content/sources/böse.txt", text)
    report = build(project)
    assert report.count(Status.NEW) == 2
    site = everything(project)
    assert "alert(1)" in site, "the words stay"
    for live in ("<script>", "<img src=x", 'href="javascript:', "<iframe"):
        assert live not in site
    assert dangers(project) == []


def test_a_script_in_front_matter_reaches_the_site_as_text_only(project: Path) -> None:
    head = f"title: '{SCRIPT}'\ndate: 2026-03-02\nauthors: ['{SCRIPT}']\ntags: ['{SCRIPT}']\nsummary: ['{SCRIPT}']\n"
    put(project / "content/articles/skript.md", f"---\n{head}category: '\" onclick=\"x'\n---\n{SCRIPT}\n")
    assert build(project).errors == ()
    site = everything(project)
    assert "alert(1)" in site
    assert "<script>" not in site
    assert 'onclick="x' not in site
    assert dangers(project) == []


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names themselves")
def test_a_file_name_that_is_no_text_is_told(project: Path) -> None:
    put(
        Path(os.fsdecode(os.fsencode(project) + b"/content/sources/gr\xfc\xdfe.txt")), GOOD.replace("Besucher", "Gäste")
    )
    put(Path(os.fsdecode(os.fsencode(project) + b"/content/articles/gr\xfc\xdfe.md")), ARTICLE)
    report = build(project)
    assert [(fault.path, fault.message) for fault in (*report.warnings, *report.errors)] == [
        ("content/sources/gr??e.txt", "its name is not UTF-8"),
        ("content/articles/gr??e.md", "its name is not UTF-8"),
    ]


def test_a_link_out_of_the_project_is_not_followed(project: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    secret = tmp_path_factory.mktemp("elsewhere") / "geheim.txt"
    put(secret, GOOD)
    (project / "content/sources/link.txt").symlink_to(secret)
    report = build(project)
    assert [warning.path for warning in report.warnings] == ["content/sources/link.txt"]
    assert report.outcomes[0].article == ""


def test_a_wrong_tags_file_stops_the_build_before_anything_is_tagged(project: Path) -> None:
    put(project / "content/tags.toml", "stop = [\n")
    with pytest.raises(Exception, match=r"content/tags\.toml"):
        pipeline.build(project, clock=CLOCK)
    assert len(list((project / "content/articles").rglob("*.md"))) == 1


def test_two_articles_at_one_address_leave_the_last_site_in_place(project: Path) -> None:
    build(project)
    last = everything(project)
    put(project / "content/articles/zwei/gut.md", ARTICLE.replace("title: Gut", "title: Besser"))
    report = pipeline.build(project, clock=CLOCK)
    assert any(isinstance(error, BuildError) and "same address" in error.message for error in report.errors)
    assert (report.pages, report.exit_code()) == (0, 1)
    assert everything(project) == last
