"""No address of an article ends in 404: where it was published before, a page redirects to where it is today."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from digest.errors import ContentError
from digest.model import Entry
from digest.run import addresses, pipeline, store
from digest.run.addresses import Addresses
from digest.run.options import Options

if TYPE_CHECKING:
    from pathlib import Path

DAY = dt.datetime(2026, 3, 2, tzinfo=dt.UTC)
DEICH = Entry("a1", "content/articles/deich.md", "deich", "Deich", DAY, "")
PUBLIC = Options(clock="2026-03-05")
HAFEN = Entry("b2", "content/articles/hafen.md", "hafen", "Hafen", DAY, "")


def published(*entries: Entry, before: Addresses | None = None) -> Addresses:
    return (before or Addresses({})).updated(entries)


def aliases(known: Addresses, *entries: Entry) -> list[tuple[str, ...]]:
    return [entry.aliases for entry in known.redirected(entries)]


def test_an_article_that_never_moved_redirects_from_nowhere() -> None:
    assert aliases(published(DEICH), DEICH) == [()]


def test_each_former_address_redirects_the_last_one_first() -> None:
    known = published(replace(DEICH, slug="damm"), before=published(DEICH))
    moved = replace(DEICH, slug="wall", date=DAY.replace(month=4))
    assert aliases(known, moved) == [("articles/2026/03/damm.html", "articles/2026/03/deich.html")]


def test_back_at_its_old_address_it_does_not_redirect_to_itself() -> None:
    known = published(replace(DEICH, slug="damm"), before=published(DEICH))
    assert aliases(known, DEICH) == [("articles/2026/03/damm.html",)]


def test_an_address_that_another_article_has_today_does_not_redirect() -> None:
    known = published(DEICH, HAFEN)
    assert aliases(known, replace(DEICH, slug="hafen"), replace(HAFEN, slug="Deich")) == [(), ()]


def test_an_address_redirects_once() -> None:
    known = published(replace(DEICH, slug="damm"), before=published(DEICH))
    known = published(replace(DEICH, slug="damm"), replace(HAFEN, slug="wall"), before=known)
    written = replace(DEICH, slug="damm", aliases=("articles/2026/03/deich.html",))
    assert aliases(known, written, HAFEN) == [("articles/2026/03/deich.html",), ("articles/2026/03/wall.html",)]


def test_an_article_without_identifier_is_known_by_title_or_address() -> None:
    def plain(name: str, title: str) -> Entry:
        path = f"content/articles/{name}.md"
        return Entry(store_id(path), path, name, title, DAY, "")

    def store_id(path: str) -> str:
        from digest.content import markdown

        return markdown.stable_id(path)

    known = published(plain("damm", "Deich"), before=published(plain("deich", "Deich")))
    known = published(plain("damm", "Damm"), before=known)
    assert aliases(known, plain("damm", "Damm")) == [("articles/2026/03/deich.html",)]


ARTICLE = "---\ntitle: Deich\ndate: 2026-03-02\nslug: deich\n---\nDer Deich hält."


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "digest.toml").write_text("[site]\ntitle = 'T'\n", encoding="utf-8")
    (tmp_path / "content/articles").mkdir(parents=True)
    (tmp_path / "content/articles/a.md").write_text(ARTICLE, encoding="utf-8")
    return tmp_path


def build(project: Path, options: Options = PUBLIC) -> None:
    assert pipeline.build(project, options, output=project / "site").exit_code() == 0


def rename(project: Path, slug: str) -> None:
    (project / "content/articles/a.md").write_text(ARTICLE.replace("slug: deich", f"slug: {slug}"), encoding="utf-8")


def test_a_changed_slug_leaves_a_page_that_redirects(project: Path) -> None:
    build(project)
    rename(project, "damm")
    before = (project / "content/articles/a.md").read_bytes()
    build(project)
    page = (project / "site/articles/2026/03/deich.html").read_text(encoding="utf-8")
    assert "damm.html" in page
    assert (project / "content/articles/a.md").read_bytes() == before


@pytest.mark.parametrize(
    "options",
    [replace(PUBLIC, dry_run=True), replace(PUBLIC, drafts=True), replace(PUBLIC, future=True)],
    ids=["dry run", "drafts", "future"],
)
def test_what_not_everybody_sees_is_not_remembered(project: Path, options: Options) -> None:
    build(project)
    known = (project / "content/.base/addresses.json").read_bytes()
    rename(project, "damm")
    build(project, options)
    assert (project / "content/.base/addresses.json").read_bytes() == known


def test_an_article_has_a_line_of_its_own(project: Path) -> None:
    (project / "content/articles/b.md").write_text(ARTICLE.replace("eich", "ock"), encoding="utf-8")
    build(project)
    lines = (project / "content/.base/addresses.json").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 4
    assert sorted(json.loads("".join(lines)).values()) == [
        ["articles/2026/03/deich.html"],
        ["articles/2026/03/dock.html"],
    ]


@pytest.mark.parametrize("text", ["{", "[]", '{"a": 1}', '{"a": ["../../x.html"]}', '{"a": [3]}'])
def test_a_damaged_file_is_told(project: Path, text: str) -> None:
    build(project)
    (project / "content/.base/addresses.json").write_text(text, encoding="utf-8")
    with pytest.raises(ContentError, match="not") as error:
        addresses.load(store.open_project(project))
    assert error.value.path == "content/.base/addresses.json"
    assert error.value.hint
