"""`digest status` tells who changed what since the machine last wrote; nothing is written."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from digest import cli
from digest.run import pipeline
from digest.run.options import Options

if TYPE_CHECKING:
    from pathlib import Path

SOURCE = """Ollersum erhöht seinen Deich

3. März 2026

Der Deich von Ollersum wird bis zum Herbst um einen Meter erhöht. Das hat der Rat der Stadt am Montag beschlossen.

Die Arbeiten kosten vier Millionen Euro und beginnen nach Ostern. Bürgermeisterin Wiebke Harms lobte den Beschluss.
"""
NOW = "2026-03-05"


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "digest.toml").write_text("[site]\ntitle = 'T'\nlanguage = 'de'\n[summary]\nsentences = 1\n")
    (tmp_path / "content/sources").mkdir(parents=True)
    (tmp_path / "content/sources/deich.txt").write_text(SOURCE, encoding="utf-8")
    pipeline.take_in(tmp_path, Options(clock=NOW))
    monkeypatch.chdir(tmp_path)
    return tmp_path


ARTICLE = "content/articles/2026/03/ollersum-erhoeht-seinen-deich.md"


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    capsys.readouterr()
    with pytest.raises(SystemExit) as left:
        cli.main(["status", "--clock", NOW, *arguments], prog_name="digest")
    return int(left.value.code or 0), capsys.readouterr().out


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    return dict(json.loads(run(capsys, "--format", "json", *arguments)[1]))


def test_a_fresh_import_has_nothing_to_tell(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = {path: path.stat().st_mtime_ns for path in project.rglob("*")}
    assert run(capsys) == (0, "All articles are as the machine wrote them, and nothing waits.\n")
    assert {path: path.stat().st_mtime_ns for path in project.rglob("*")} == before
    assert not any(told(capsys).values())


def test_what_an_editor_changed_is_told_by_key_and_sentence(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(project / ARTICLE, "title: Ollersum", "title: Die Stadt")
    edit(project / ARTICLE, "beginnen nach Ostern", "enden nach Ostern")
    (edited,) = told(capsys)["edited"]
    assert (edited["article"], edited["keys"]) == (ARTICLE, ["body", "title"])
    assert edited["changes"]["values"] == [
        {"key": "title", "old": "Ollersum erhöht seinen Deich", "new": "Die Stadt erhöht seinen Deich"}
    ]
    (sentence,) = edited["changes"]["text"]
    assert sentence["new"] == ["Die Arbeiten kosten vier Millionen Euro und enden nach Ostern."]


def test_what_the_publisher_changed_is_told_apart(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(project / ARTICLE, "beginnen nach Ostern", "enden nach Ostern")
    edit(project / "content/sources/deich.txt", "Ollersum erhöht seinen Deich", "Ollersum baut am Deich")
    edit(project / "content/sources/deich.txt", "vier Millionen", "fünf Millionen")
    code, text = run(capsys)
    assert code == 0
    assert text.startswith(
        f"Changed sources:\n  content/sources/deich.txt → {ARTICLE} (conflict; editors changed, too: body)\n"
        "      - title: Ollersum erhöht seinen Deich\n"
        "      + title: Ollersum baut am Deich\n"
        "      - Die Arbeiten kosten vier Millionen Euro und beginnen nach Ostern.\n"
        "      + Die Arbeiten kosten fünf Millionen Euro und beginnen nach Ostern.\n"
    )
    assert "enden nach Ostern" not in text.partition("Edited by hand")[0]


def test_an_open_conflict_is_told_and_is_the_exit_code(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(project / ARTICLE, "beginnen nach Ostern", "enden nach Ostern")
    edit(project / "content/sources/deich.txt", "vier Millionen", "fünf Millionen")
    pipeline.take_in(project, Options(clock=NOW))
    assert run(capsys)[0] == 1
    assert told(capsys)["conflicts"] == [ARTICLE.replace(".md", ".incoming.md")]


def test_what_has_its_time_is_told_by_the_given_clock(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, more in (("a", "draft: true\n"), ("b", "expires: 2026-03-04\n"), ("c", "")):
        day = "2026-03-09" if name == "c" else "2026-03-01"
        text = f"---\ntitle: {name}\ndate: {day}\n{more}---\nText."
        (project / f"content/articles/{name}.md").write_text(text, encoding="utf-8")
    found = told(capsys)
    assert found["drafts"] == ["content/articles/a.md"]
    assert found["expired"] == [{"path": "content/articles/b.md", "date": "2026-03-04"}]
    assert found["scheduled"] == [{"path": "content/articles/c.md", "date": "2026-03-09"}]


def test_old_bytes_and_lost_sources_are_told(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fetched = {"address": "https://a.example/", "url": "https://a.example/", "media_type": "text/plain"}
    fetched |= {"retrieved": "2026-02-01T00:00:00+00:00"}
    folder = project / "content/sources"
    (folder / ".fetched.json").write_text(json.dumps({"deich.txt": fetched}), encoding="utf-8")
    assert told(capsys)["stale"] == [{"path": "deich.txt", "date": "2026-02-01T00:00:00+00:00"}]
    assert told(capsys, "--stale-after", "40")["stale"] == []
    (folder / "deich.txt").rename(folder / "deich.bak.txt.part")
    edit(project / ARTICLE, "source: deich.txt", "source: weg.txt")
    edit(project / ARTICLE, "  hash: ", "  hash: 0")
    assert told(capsys)["vanished"] == [{"path": ARTICLE, "date": "weg.txt"}]


def test_what_only_the_rules_changed_is_not_the_publishers(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rules = "[publishers.stadt]\nname = 'Stadt'\nfiles = '*.txt'\nlicence = 'CC0'\n"
    (project / "content/sources.toml").write_text(rules, encoding="utf-8")
    (changed,) = told(capsys)["changed"]
    assert (changed["outcome"], changed["is_publishers"]) == ("changed", False)
    assert "not by its source" in run(capsys)[1]
