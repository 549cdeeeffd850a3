"""Golden cases: a folder each, a damaged source and what a careful editor would make of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

import digest

if TYPE_CHECKING:
    from digest.model import Article

CASES = sorted(Path(__file__).parent.glob("cases/text/*/"))
LISTS = {"authors", "places"}


def expected(folder: Path) -> tuple[dict[str, Any], str]:
    """The front matter that the editor is sure of, and the body."""
    _, front, body = (folder / "expected.md").read_text(encoding="utf-8").split("---\n", 2)
    return yaml.safe_load(front), body.strip()


def found(article: Article, key: str) -> object:
    """The article's value as it would stand in front matter."""
    value = getattr(article, {"lang": "language"}.get(key, key))
    if key == "title_origin":
        return str(value)
    return list(value) if key in LISTS else dict(value) if key == "abbreviations" else value


def update(folder: Path, article: Article, keys: list[str]) -> None:
    front = yaml.safe_dump({key: found(article, key) for key in keys}, allow_unicode=True, sort_keys=False)
    (folder / "expected.md").write_text(f"---\n{front}---\n\n{article.markdown}\n", encoding="utf-8")


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_an_editor_would_make_the_same_of_it(folder: Path, *, update_golden: bool) -> None:
    article = digest.clean((folder / "source.txt").read_bytes(), name="source.txt")
    front, body = expected(folder)
    if update_golden:
        update(folder, article, list(front))
        return
    assert article.markdown.strip() == body
    assert {key: found(article, key) for key in front} == front


def test_the_cases_speak_three_languages() -> None:
    spoken = [folder.name[:2] for folder in CASES]
    assert len(CASES) >= 40
    assert min(spoken.count(language) for language in ("de", "en", "fr")) >= 10
