"""What `digest` writes below `content/` is read alike by Hugo, Pelican and Material for MkDocs, as it stands."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from selectolax.lexbor import LexborHTMLParser

from digest.content import markdown, writer
from digest.content.markdown import Reading
from digest.model import Tag

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent
UTC = dt.UTC
# Values that a reader of YAML 1.1, or one that guesses, takes for something else.
AWKWARD: dict[str, dict[str, Any]] = {
    "colon": {"title": "Torsund: the locks: open", "date": dt.date(2026, 3, 1), "tags": ["Flut: Warnung", "yes"]},
    "number": {"title": "2026", "date": dt.date(2026, 3, 2), "tags": ["1984", "12:30", "1e3", "0x1F", "null"]},
    "quotes": {"title": "„Flut“ & 'ebb' \"tide\"", "date": dt.date(2026, 3, 3), "tags": ["C++", "C#", "Ä & Ö", "#1"]},
    "moment": {
        "title": "no",
        "date": dt.datetime(2026, 3, 4, 23, 30, tzinfo=dt.timezone(dt.timedelta(hours=-5))),
        "tags": ["Häfen", "@home", "- dash", "2026-03-01", "~", "{brace}"],
    },
    "untagged": {"title": "50 % off? *Bold* claims & more", "date": dt.datetime(2026, 3, 5, 7, 5, 9, tzinfo=UTC)},
    "lists": {
        "title": "Lists",
        "date": dt.date(2026, 3, 6),
        "authors": ["Ada Brandt", "Jens Tönnies"],
        "summary": ["The first: sentence.", "No."],
        "source": {"name": "Kurier", "url": "https://kurier.example/a?b=1&c=2"},
        "abbreviations": {"EU": "Europäische Union"},
        "lang": "no",
    },
}


@dataclass(frozen=True, slots=True)
class Seen:
    """What a program made of an article."""

    title: str
    date: str
    """A day, or a moment in UTC."""
    tags: tuple[str, ...]


def day(when: dt.date) -> str:
    return when.astimezone(UTC).isoformat() if isinstance(when, dt.datetime) else when.isoformat()


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration's content, and articles that are hard to read."""
    folder = tmp_path_factory.mktemp("peers") / "content"
    shutil.copytree(ROOT / "content", folder)
    (folder / "articles/2026/03/colon.incoming.md").write_text("---\ntitle: Conflict\n---\n", encoding="utf-8")
    for name, values in AWKWARD.items():
        text = writer.write({**values, "id": f"id-{name}"}, "The text.")
        (folder / f"articles/2026/03/{name}.md").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def ours(content: Path) -> dict[str, Seen]:
    """What `digest` itself reads, by file name."""
    reading = Reading(UTC, "de", lambda label, _: Tag(label, label))
    found: dict[str, Seen] = {}
    for path in (path for path in sorted(content.glob("articles/**/*.md")) if not path.name.endswith(".incoming.md")):
        entry = markdown.entry(markdown.read(path.read_bytes(), path.name), reading)
        when = entry.date.date() if entry.all_day else entry.date
        found[path.stem] = Seen(entry.title, day(when), tuple(tag.label for tag in entry.tags))
    assert len(found) > len(AWKWARD)
    return found


HUGO = """
buildFuture = true
disableKinds = ["taxonomy", "term", "rss", "sitemap", "404", "section"]
[outputs]
home = ["json"]
page = ["html"]
"""
HUGO_HOME = """
{{- $all := slice -}}
{{- range where site.RegularPages "Section" "articles" -}}
  {{- $date := .Date.UTC.Format "2006-01-02T15:04:05+00:00" -}}
  {{- $all = $all | append (dict "name" .File.ContentBaseName "title" .Title "date" $date "tags" .Params.tags) -}}
{{- end -}}
{{- $all | jsonify -}}
"""


def hugo(folder: Path) -> list[dict[str, Any]]:
    """Articles as Hugo's templates get them."""
    configure(folder, "hugo.toml", HUGO)
    layouts = {"home.json": HUGO_HOME, "page.html": "{{ .Content }}"}
    (folder / "layouts").mkdir()
    for name, text in layouts.items():
        (folder / "layouts" / name).write_text(text, encoding="utf-8")
    run(folder, "hugo", "--panicOnWarning")
    return list(json.loads((folder / "public/index.json").read_text(encoding="utf-8")))


PELICAN = """
THEME = "theme"
DIRECT_TEMPLATES = ["listing"]
SITEURL = "https://peers.example"
"""
PELICAN_LISTING = """
{%- set rows = namespace(all=[]) -%}
{%- for article in articles -%}
  {%- set tags = article.tags | default([]) | map(attribute="name") | list -%}
  {%- set date = article.date.isoformat() -%}
  {%- set row = {"name": article.source_path, "title": article.title, "date": date, "tags": tags} -%}
  {%- set rows.all = rows.all + [row] -%}
{%- endfor -%}
{{ rows.all | tojson }}
"""


def pelican(folder: Path) -> list[dict[str, Any]]:
    """Articles as Pelican's templates get them; its plugin `yaml_metadata` reads YAML."""
    configure(folder, "pelicanconf.py", PELICAN)
    templates = folder / "theme/templates"
    templates.mkdir(parents=True)
    (folder / "theme/static").mkdir()
    (templates / "listing.html").write_text(PELICAN_LISTING, encoding="utf-8")
    run(folder, sys.executable, "-m", "pelican", "--fatal", "warnings", "--settings", "pelicanconf.py")
    rows = json.loads((folder / "output/listing.html").read_text(encoding="utf-8"))
    return [{**row, "name": Path(row["name"]).stem, "date": moment(row["date"])} for row in rows]


def moment(text: str) -> str:
    """A moment in UTC, which is these programs' time zone here."""
    when = dt.datetime.fromisoformat(text)
    return (when.astimezone(UTC) if when.tzinfo else when.replace(tzinfo=UTC)).isoformat()


MATERIAL = """
site_name: Peers
"""


def material(folder: Path) -> list[dict[str, Any]]:
    """Articles as Material's blog shows them."""
    configure(folder, "mkdocs.yml", MATERIAL)
    run(folder, sys.executable, "-m", "mkdocs", "build", "--strict")
    pages = sorted(folder.glob("site/*/index.html"))
    trees = [(page.parent.name, LexborHTMLParser(page.read_text(encoding="utf-8"))) for page in pages]
    return [shown(name, tree) for name, tree in trees if tree.css_first(".md-content--post")]


def shown(name: str, tree: LexborHTMLParser) -> dict[str, Any]:
    when = tree.css(".md-content--post time[datetime]")[0].attributes["datetime"]
    return {
        "name": name,
        "title": tree.css("article h1")[0].text().strip(),
        "date": moment(str(when)),
        "tags": [node.text().strip() for node in tree.css(".md-tag")],
    }


def configure(folder: Path, name: str, more: str) -> None:
    """Write the configuration that the manual shows, for this test's time zone, and what the test adds to it."""
    guide = (ROOT / "docs/how-to/migrate.md").read_text(encoding="utf-8")
    shown = re.search(rf'^```\w+ title="{name}"\n(.*?)^```$', guide, re.MULTILINE | re.DOTALL)
    assert shown
    (folder / name).write_text(shown[1].replace("Europe/Berlin", "UTC") + more, encoding="utf-8")


def run(folder: Path, *command: str) -> None:
    programs = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = os.environ | {"PATH": programs, "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("program", [hugo, pelican, material], ids=lambda program: program.__name__)
def test_titles_dates_and_tags_are_read_alike(
    content: Path, ours: dict[str, Seen], tmp_path: Path, program: Callable[[Path], list[dict[str, Any]]]
) -> None:
    shutil.copytree(content, tmp_path / "content")
    found = {row["name"]: row for row in program(tmp_path)}
    assert found.keys() == ours.keys()
    theirs = {name: Seen(row["title"], row["date"], tuple(row["tags"] or ())) for name, row in found.items()}
    assert [path for path in tmp_path.rglob("*") if is_published_source(path.relative_to(tmp_path))] == []
    wrong = {name: (seen, ours[name]) for name, seen in theirs.items() if not same(seen, ours[name])}
    assert list(wrong.values()) == []


def is_published_source(path: Path) -> bool:
    """Tell whether a program put something on its site that is not the digest's to publish."""
    return path.parts[0] in {"public", "output", "site"} and (
        path.name == "sources" or path.suffix in {".txt", ".toml"}
    )


def same(theirs: Seen, ours: Seen) -> bool:
    """Tell whether both mean the same; for a program without whole days, a day is its midnight."""
    dates = {ours.date, f"{ours.date}T00:00:00+00:00"}
    return theirs.title == ours.title and theirs.date in dates and sorted(theirs.tags) == sorted(ours.tags)
