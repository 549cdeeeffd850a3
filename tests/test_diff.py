"""`digest diff` tells what readers will find changed since a revision of git."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from digest import cli

if TYPE_CHECKING:
    from pathlib import Path

NOW = "2026-03-05"


def article(title: str, body: str, more: str = "") -> str:
    return f"---\ntitle: {title}\ndate: 2026-03-02\nlang: de\nid: {title.lower()}\n{more}---\n{body}\n"


FILES = {
    "digest.toml": "[site]\ntitle = 'T'\nlanguage = 'de'\n",
    "content/articles/deich.md": article("Deich", "Der Deich hält. Das Wasser fällt."),
    "content/articles/hafen.md": article("Hafen", "Der Hafen ruht.", "tags: [Hafen]\n"),
    "content/articles/kran.md": article("Kran", "Der Kran hebt."),
    "content/pages/about.md": "---\ntitle: Über uns\n---\nWir.\n",
}


def git(folder: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=Ada", "-c", "user.email=ada@bote.example", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project in a folder of a repository, as it was committed."""
    folder = tmp_path / "zeitung"
    for name, text in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(folder)
    build()
    git(tmp_path, "init", "--initial-branch", "main")
    (tmp_path / ".gitignore").write_text("site/\n.cache/\n", encoding="utf-8")
    git(tmp_path, "add", "--all")
    git(tmp_path, "commit", "--message", "Anfang")
    return folder


def build() -> None:
    run("build", "-q", "--clock", NOW)


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as left:
        cli.main(list(arguments), prog_name="digest")
    return int(left.value.code or 0)


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    capsys.readouterr()
    assert run("diff", "--clock", NOW, "--format", "json", *arguments) == 0
    return dict(json.loads(capsys.readouterr().out))


def change(project: Path) -> None:
    """An editor's afternoon: one article renamed, one changed, one deleted, one written; a tag and a page go."""
    articles = project / "content/articles"
    (articles / "deich.md").rename(articles / "damm.md")
    (articles / "hafen.md").write_text(
        article("Hafen", "Der Hafen ruht. Nur am Sonntag.").replace("title: Hafen", "title: Der [Hafen]"),
        encoding="utf-8",
    )
    (articles / "kran.md").unlink()
    (articles / "werft.md").write_text(article("Werft", "Die Werft baut."), encoding="utf-8")
    (project / "content/pages/about.md").unlink()


def test_nothing_changed(capsys: pytest.CaptureFixture[str]) -> None:
    found = told(capsys)
    assert found.pop("revision") == "HEAD"
    assert not any(found.values())
    run("diff", "--clock", NOW)
    assert capsys.readouterr().out == "## Digest: changes since `HEAD`\n\nReaders will find nothing changed.\n"


def test_what_readers_will_find_changed(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(project)
    found = told(capsys)
    assert [one["title"] for one in found["new"]] == ["Werft"]
    assert found["moved"] == [
        {
            "title": "Deich",
            "old": "articles/2026/03/deich.html",
            "new": "articles/2026/03/damm.html",
            "redirects": True,
        }
    ]
    assert [(one["title"], one["redirects"]) for one in found["removed"]] == [("Kran", False)]
    (changed,) = found["changed"]
    assert changed["address"] == "articles/2026/03/hafen.html"
    assert {value["key"]: value["new"] for value in changed["changes"]["values"]} == {
        "title": "Der [Hafen]",
        "tags": None,
    }
    assert changed["changes"]["text"] == [{"old": [], "new": ["Nur am Sonntag."]}]
    assert {"about.html", "tags/hafen.html"} <= set(found["pages_removed"])


def test_the_comment_for_a_pull_request(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(project)
    capsys.readouterr()
    assert run("diff", "HEAD", "--clock", NOW) == 0
    text = capsys.readouterr().out
    assert "- Deich: `articles/2026/03/deich.html` → `articles/2026/03/damm.html`, redirected\n" in text
    assert "- Kran (`articles/2026/03/kran.html`), **no redirect: links to it break**\n" in text
    assert "- Der \\[Hafen\\] (`articles/2026/03/hafen.html`)\n\n  ```diff\n  - title: Hafen\n" in text
    assert "  + Nur am Sonntag.\n  ```\n" in text


def test_nothing_is_written_in_the_project(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(project)
    before = {path: path.stat().st_mtime_ns for path in project.rglob("*")}
    told(capsys)
    assert {path: path.stat().st_mtime_ns for path in project.rglob("*")} == before


def test_a_branch_is_compared_with_where_it_began(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    git(project, "checkout", "-b", "werft")
    change(project)
    git(project, "add", "--all")
    git(project, "commit", "--message", "Werft")
    assert [one["title"] for one in told(capsys)["new"]] == ["Werft"]
    assert told(capsys, "HEAD")["new"] == []


def test_sources_count_as_what_they_will_become(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "Die Fähre fährt öfter\n\n4. März 2026\n\nDie Fähre fährt von Ostern an zehnmal. Das sagt Ada Brandt.\n"
    (project / "content/sources").mkdir()
    (project / "content/sources/faehre.txt").write_text(text, encoding="utf-8")
    assert [one["title"] for one in told(capsys)["new"]] == ["Die Fähre fährt öfter"]


def test_before_there_was_a_project_everything_is_new(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    git(tmp_path, "checkout", "--orphan", "leer")
    git(tmp_path, "rm", "-r", "--cached", ".")
    git(tmp_path, "commit", "--allow-empty", "--message", "Leer")
    assert [one["title"] for one in told(capsys, "leer")["new"]] == ["Deich", "Hafen", "Kran"]


@pytest.mark.parametrize("revision", ["nie-gesehen", "-x", "--output=x", "HEAD:digest.toml"])
def test_an_unknown_revision_is_told(revision: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("diff", "--clock", NOW, "--", revision) == 2
    assert capsys.readouterr().err.startswith("error: ")


def test_without_git_or_a_repository_it_says_so(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GIT_DIR", str(project / "none"))
    assert run("diff", "--clock", NOW) == 2
    assert "not a git repository" in capsys.readouterr().err
    monkeypatch.setenv("PATH", "")
    assert run("diff", "--clock", NOW) == 2
    assert "git cannot be started" in capsys.readouterr().err
