"""What the machine wrote last belongs to the article, also when a build was killed between writing both."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from digest.run import bases, pipeline, store
from digest.run.options import Options
from digest.run.report import Status

if TYPE_CHECKING:
    from pathlib import Path

OPTIONS = Options(clock="2026-03-05", jobs=1)
TEXT = """Ollersum erhöht seinen Deich

3. März 2026

Der Deich von Ollersum wird bis zum Herbst um {0} Zentimeter erhöht. Das hat der Rat der Stadt am Montag beschlossen.

Die Arbeiten kosten 30 Millionen Euro. Bürgermeisterin Harms sprach von der größten Baustelle im Land.

Hafenmeister Jens Tönnies rechnet mit {1} Lastwagen am Tag. Die Straße bleibt in dieser Zeit gesperrt.
"""


class KilledError(BaseException):
    """Stands for a signal that ends a process at once."""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "digest.toml").write_text("[site]\nlanguage = 'de'\n", encoding="utf-8")
    (tmp_path / "content/sources").mkdir(parents=True)
    publish(tmp_path, 40, 200)
    return tmp_path


def publish(project: Path, *numbers: int) -> None:
    (project / "content/sources/deich.txt").write_text(TEXT.format(*numbers), encoding="utf-8")


def take_in(project: Path) -> Status:
    (outcome,) = pipeline.take_in(project, OPTIONS).outcomes
    return outcome.status


def article(project: Path) -> Path:
    (path,) = (project / "content/articles").rglob("*.md")
    return path


def base_names(project: Path) -> list[str]:
    return [path.suffix for path in (project / "content/.base").rglob("*") if path.is_file()]


def killed(project: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Take in, until the base of an article would be put in its place, or the article be written."""

    def dies(*_: object) -> None:
        raise KilledError

    write = store.write
    with monkeypatch.context() as patch:
        if name == "base":
            patch.setattr(bases, "settle", dies)
        else:
            patch.setattr(store, "write", lambda path, data: dies() if path.suffix == ".md" else write(path, data))
        with pytest.raises(KilledError):
            pipeline.take_in(project, OPTIONS)
    assert ".next" in base_names(project)


@pytest.mark.parametrize("moment", ["article", "base"])
def test_killed_in_between_the_next_merge_asks_nobody(
    project: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    take_in(project)
    path = article(project)
    path.write_text(path.read_text(encoding="utf-8").replace("Baustelle im Land", "Baustelle der Küste"), "utf-8")
    publish(project, 50, 200)
    killed(project, monkeypatch, moment)
    publish(project, 50, 300)
    assert take_in(project) is Status.MERGED
    text = path.read_text(encoding="utf-8")
    assert all(part in text for part in ("50 Zentimeter", "Baustelle der Küste", "300 Lastwagen"))
    assert base_names(project) == [".md"]


@pytest.mark.parametrize("moment", ["article", "base"])
def test_killed_at_a_first_import_the_base_is_made_good(
    project: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    def half(path: Path, data: bytes) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data if moment == "article" else data[: len(data) // 2])
        raise KilledError

    with monkeypatch.context() as patch:
        patch.setattr(store, "put", half)
        with pytest.raises(KilledError):
            pipeline.take_in(project, OPTIONS)
    assert base_names(project) == [".md"]
    assert not list((project / "content/articles").rglob("*.md"))
    take_in(project)
    assert base_names(project) == [".md"]
    (base,) = (project / "content/.base").rglob("*.md")
    assert base.read_bytes() == article(project).read_bytes()
    assert take_in(project) is Status.UNCHANGED
