"""The MkDocs plugin: a digest's pages in the navigation, the search and the live reload of other sites."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from html import unescape
from typing import TYPE_CHECKING
from urllib.error import URLError
from urllib.parse import unquote, urlsplit
from urllib.request import urlopen

import pytest
from selectolax.lexbor import LexborHTMLParser

from digest.run import lock, store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.slow

MATERIAL = "{name: material, font: false}"
LOCKS = """---
title: Locks & <gates> of Torsund </title><script>alert(1)</script>
date: 2026-03-02
tags: [Harbour, Flood]
summary: [The locks are new.]
aliases: [/old/locks.html]
---

The locks are new. <script>alert(1)</script>

## Who pays "for" <script>alert(1)</script>

The towns of the bay share the cost.
"""
TITLE = "Locks & <gates> of Torsund </title><script>alert(1)</script>"
HARMLESS = "Locks & ‹gates› of Torsund ‹/title›‹script›alert(1)‹/script›"
FERRY = """---
title: The ferry sails again
date: 2026-03-01
tags: [Harbour]
source: {name: Sielburg Lines, licence: CC BY 4.0}
---

It left Sielburg at dawn.
"""
INDEX = "# Harbour office\n\nRead [the news](herald/index.md) or [of locks](herald/articles/2026/03/locks.md).\n"


def mkdocs(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"SOURCE_DATE_EPOCH": "1772700000", "NO_MKDOCS_2_WARNING": "1"}
    command = [sys.executable, "-m", "mkdocs", *arguments]
    return subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, check=False)


def make(folder: Path, theme: str, nav: str = "") -> Path:
    """A site of MkDocs with a digest of two articles beside its `docs`."""
    files = {
        "mkdocs.yml": f"site_name: Office\nsite_url: https://office.example/docs/\ntheme: {theme}\n{nav}"
        "plugins:\n  - search\n  - digest: {project: paper, folder: herald, articles: 1}\n",
        "docs/index.md": INDEX,
        "paper/digest.toml": '[site]\ntitle = "The Herald"\n[edition]\nnewsletter = true\nepub = true\nprint = true\n',
        "paper/content/articles/locks.md": LOCKS,
        "paper/content/articles/ferry.md": FERRY,
        "paper/content/pages/about.md": "---\ntitle: About us\n---\n\nWe are two.\n",
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def material(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Material site with a digest, built so that a single warning would have failed it."""
    project = make(tmp_path_factory.mktemp("material"), MATERIAL)
    done = mkdocs(project, "build", "--strict")
    assert done.returncode == 0, done.stderr
    return project / "site"


def page(site: Path, address: str) -> LexborHTMLParser:
    return LexborHTMLParser((site / address).read_text(encoding="utf-8"))


def words(tree: LexborHTMLParser, selector: str) -> list[str]:
    return [" ".join(node.text().split()) for node in tree.css(selector)]


def test_an_article_keeps_its_address_and_shows_its_text_and_tags(material: Path) -> None:
    article = page(material, "herald/articles/2026/03/locks.html")
    assert words(article, "article h1") == [TITLE]
    assert words(article, ".topics a") == ["Harbour", "Flood"]
    assert "The towns of the bay share the cost." in words(article, ".text p")
    assert words(article, "title")[0].startswith(HARMLESS)


def test_markup_in_an_article_is_text_here_too(material: Path) -> None:
    article = page(material, "herald/articles/2026/03/locks.html")
    assert words(article, ".text p")[0] == "The locks are new. <script>alert(1)</script>"
    scripts = {
        script for file in material.rglob("*.html") for script in words(page(material, file.as_posix()), "script")
    }
    assert not any("alert(1)" in script for script in scripts)


def test_search_engines_are_kept_from_other_people_s_texts_in_full(material: Path) -> None:
    articles = {name: page(material, f"herald/articles/2026/03/{name}.html") for name in ("locks", "ferry")}
    found = {
        name: [tag.attributes["content"] for tag in tree.css("meta[name=robots]")] for name, tree in articles.items()
    }
    assert found == {"locks": [], "ferry": ["noindex"]}


def test_a_tag_has_a_page_that_lists_its_articles(material: Path) -> None:
    tag = page(material, "herald/tags/harbour.html")
    assert words(tag, ".listing h2") == [TITLE, "The ferry sails again"]


def test_the_navigation_names_the_digest_and_its_newest_articles(material: Path) -> None:
    entries = words(page(material, "index.html"), ".md-nav--primary .md-nav__link .md-ellipsis")
    assert entries[entries.index("The Herald") :] == [
        "The Herald", "The Herald", "Topics", "Sources", "Archive", "About us", HARMLESS,
    ]  # fmt: skip


def test_the_table_of_contents_has_the_article_s_headings(material: Path) -> None:
    contents = page(material, "herald/articles/2026/03/locks.html")
    assert "Who pays ”for” ‹script›alert(1)‹/script›" in words(contents, ".md-nav--secondary .md-nav__link")


def test_the_search_index_holds_articles_and_tags(material: Path) -> None:
    index = json.loads((material / "search/search_index.json").read_text(encoding="utf-8"))
    texts = {entry["location"]: unescape(entry["text"]) for entry in index["docs"]}
    assert "The towns of the bay" in texts["herald/articles/2026/03/locks.html#who-pays-for-script-alert-1-script"]
    assert "It left Sielburg at dawn." in texts["herald/articles/2026/03/ferry.html"]
    assert "herald/tags/flood.html" in texts


def test_feeds_have_the_addresses_of_the_site(material: Path) -> None:
    feed = (material / "herald/feed.xml").read_text(encoding="utf-8")
    assert "https://office.example/docs/herald/articles/2026/03/locks.html" in feed


def test_the_other_forms_of_an_edition_are_files_of_the_site(material: Path) -> None:
    forms = {path.suffix: path for path in (material / "herald").rglob("2026-03-*") if path.parent.name != "articles"}
    assert {".html", ".txt", ".epub"} <= set(forms)
    letter = next((material / "herald/newsletters").glob("*.html")).read_text(encoding="utf-8")
    assert letter.count("<html") == letter.count("<title>") == 1
    assert "https://office.example/docs/herald/articles/2026/03/" in letter
    assert list((material / "herald/print").glob("*.html"))


def test_every_link_between_pages_leads_somewhere(material: Path) -> None:
    dead = [(file.name, link) for file in material.rglob("*.html") for link in links(file) if not leads(file, link)]
    assert dead == []
    assert (material / "herald/old/locks.html").is_file()


def links(file: Path) -> list[str]:
    tree = LexborHTMLParser(file.read_text(encoding="utf-8"))
    targets = (node.attributes.get("href") or node.attributes.get("src") or "" for node in tree.css("[href], [src]"))
    return [target for target in targets if not urlsplit(target).scheme and not target.startswith(("/", "#"))]


def leads(file: Path, link: str) -> bool:
    target = file.parent / unquote(urlsplit(link).path)
    return target.is_file() or (target / "index.html").is_file()


@pytest.mark.parametrize("theme", ["mkdocs", "readthedocs"])
def test_the_section_stands_where_the_navigation_names_its_folder(tmp_path: Path, theme: str) -> None:
    project = make(tmp_path, theme, nav="nav:\n  - Press: herald/\n  - Home: index.md\n")
    done = mkdocs(project, "build", "--strict")
    assert done.returncode == 0, done.stderr
    home = (project / "site/index.html").read_text(encoding="utf-8")
    assert 0 < home.index("Press") < home.index("herald/archive.html") < home.index(">Home<")


def test_a_fault_of_the_digest_fails_a_strict_build_and_names_the_file(tmp_path: Path) -> None:
    project = make(tmp_path, "mkdocs")
    (project / "paper/content/articles/bad.md").write_text("---\ntitle: X\ndate: soon\n---\n", encoding="utf-8")
    done = mkdocs(project, "build", "--strict")
    assert done.returncode == 1
    assert "content/articles/bad.md:3" in done.stderr


def test_a_missing_project_is_told_without_a_traceback(tmp_path: Path) -> None:
    project = make(tmp_path, "mkdocs")
    (project / "paper/digest.toml").unlink()
    done = mkdocs(project, "build")
    assert done.returncode == 1
    assert "digest init" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_project_in_which_another_process_writes_is_left_alone(tmp_path: Path) -> None:
    project = make(tmp_path, "mkdocs")
    with lock.held(store.open_project(project / "paper"), "digest fetch"):
        done = mkdocs(project, "build")
    assert done.returncode == 1
    assert "digest fetch" in done.stderr


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """The address at which MkDocs serves a site with a digest."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", f"127.0.0.1:{port}"]
    project, quiet = make(tmp_path, "mkdocs"), subprocess.DEVNULL
    with subprocess.Popen(command, cwd=project, stdout=quiet, stderr=quiet) as process:
        yield f"http://127.0.0.1:{port}/docs/herald/articles/2026/03/ferry.html"
        process.terminate()


def test_an_edited_article_is_served_anew(tmp_path: Path, address: str) -> None:
    wait_for(address, "It left Sielburg at dawn.")
    (tmp_path / "paper/content/articles/ferry.md").write_text(FERRY.replace("dawn", "noon"), encoding="utf-8")
    assert "It left Sielburg at noon." in wait_for(address, "at noon")


def wait_for(address: str, text: str) -> str:
    """The page, as soon as it holds `text`."""
    found = ""
    for _ in range(300):
        try:
            with urlopen(address, timeout=5) as answer:  # noqa: S310 -- our own server
                found = answer.read().decode()
        except URLError:
            found = ""
        if text in found:
            return found
        time.sleep(0.1)
    pytest.fail(f"{text!r} never came; last: {found[:500]}")
