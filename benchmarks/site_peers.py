"""The same articles as a site of each generator: articles, tags, sources, days, months, feeds, sitemap.

None but the first `digest` makes a search index.
Templates of the peers are lean, and show no related articles, which `digest` does: Hugo's own
take the square of the number of articles.
"""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from site_content import News

_BASE = "https://bench.example/"
_BIN = Path(sys.executable).parent
_HUGO = """baseURL = "https://bench.example/"
title = "Bench"
disableKinds = ["robotsTXT"]
[taxonomies]
tag = "tags"
source = "sources"
edition = "editions"
month = "months"
[services.rss]
limit = 30
[outputs]
home = ["html", "rss"]
section = ["html"]
taxonomy = ["html"]
term = ["html", "rss"]
"""
_FRAME = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{{ .Title }} – {{ site.Title }}</title>
<link rel="canonical" href="{{ .Permalink }}"></head>
<body><header><p><a href="/">{{ site.Title }}</a></p><nav><ul><li><a href="/tags/">Topics</a></li>
<li><a href="/sources/">Sources</a></li><li><a href="/months/">Archive</a></li></ul></nav></header>
<main>{{ block "main" . }}{{ end }}</main></body></html>
"""
_ARTICLE = """{{ define "main" }}<article><h1>{{ .Title }}</h1>
<p>{{ .Summary }}</p>
<p><time datetime="{{ .Date.Format "2006-01-02" }}">{{ .Date.Format "2 January 2006" }}</time> {{ .ReadingTime }}</p>
{{ .Content }}
<ul>{{ range .GetTerms "tags" }}<li><a href="{{ .RelPermalink }}">{{ .LinkTitle }}</a></li>{{ end }}</ul>
<aside>{{ range .GetTerms "sources" }}<a href="{{ .RelPermalink }}">{{ .LinkTitle }}</a>{{ end }}
<a href="{{ .Params.source.url }}">Original</a></aside></article>
<nav>{{ with .PrevInSection }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}
{{ with .NextInSection }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}</nav>{{ end }}
"""
_LIST = """{{ define "main" }}<h1>{{ .Title }}</h1>
<ol>{{ range $i, $p := PAGES }}<li><article><h2><a href="{{ .RelPermalink }}">{{ .Title }}</a></h2>
{{ if lt $i 20 }}<p>{{ with .Params.leads }}{{ index . 0 }}{{ end }}</p>{{ end }}
<p>{{ with .Params.source }}{{ .name }}{{ end }}
<time datetime="{{ .Date.Format "2006-01-02" }}">{{ .Date.Format "2 January 2006" }}</time></p></article></li>
{{ end }}</ol>{{ end }}
"""
_TERMS = """{{ define "main" }}<ul>{{ range .Data.Terms.Alphabetical }}
<li><a href="{{ .Page.RelPermalink }}">{{ .Page.LinkTitle }}</a> {{ .Count }}</li>{{ end }}</ul>{{ end }}
"""
_PELICAN = """SITENAME = "Bench"
SITEURL = "https://bench.example"
PATH = "content"
TIMEZONE = "UTC"
FEED_ALL_ATOM = "feeds/all.atom.xml"
TAG_FEED_ATOM = "feeds/tag/{slug}.atom.xml"
FEED_MAX_ITEMS = 30
DAY_ARCHIVE_SAVE_AS = "{date:%Y}/{date:%m}/{date:%d}/index.html"
MONTH_ARCHIVE_SAVE_AS = "{date:%Y}/{date:%m}/index.html"
DEFAULT_PAGINATION = False
LOAD_CONTENT_CACHE = True
CACHE_CONTENT = True
CHECK_MODIFIED_METHOD = "mtime"
"""


@dataclass(frozen=True, slots=True)
class Peer:
    """A generator."""

    name: str
    make: Callable[[Path, Iterable[News]], None]
    """Writes a project for these articles into a folder."""
    command: tuple[str, ...]
    output: str
    """Its site, below the project."""
    articles: str
    """Folder of the articles, below the project."""

    @property
    def is_there(self) -> bool:
        """Whether it is installed."""
        return shutil.which(self.command[0]) is not None


def _written(root: Path, folder: str, articles: Iterable[News], head: Callable[[News], str]) -> None:
    for news in articles:
        path = root / folder / news.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"---\n{head(news)}---\n\n{news.body}\n", encoding="utf-8")


def front_matter(news: News) -> str:
    """Return what `digest` reads."""
    tags, summary = ("".join(f"- {one}\n" for one in some) for some in (news.tags, news.summary))
    source = f"source:\n  name: {news.source}\n  url: https://bench.example/of/{news.slug}\n"
    lists = f"tags:\n{tags}summary:\n{summary}"
    return f"title: {news.title}\ndate: {news.day}\npublish: full\n{lists}{source}"


def _digest(root: Path, articles: Iterable[News]) -> None:
    _written(root, "content/articles", articles, front_matter)
    settings = f'[site]\ntitle = "Bench"\nbase_url = "{_BASE}"\n'
    (root / "digest.toml").write_text(settings, encoding="utf-8")


def _digest_alone(root: Path, articles: Iterable[News]) -> None:
    _digest(root, articles)
    with (root / "digest.toml").open("a", encoding="utf-8") as settings:
        settings.write("search = false\n")


def _hugo(root: Path, articles: Iterable[News]) -> None:
    def head(news: News) -> str:
        lists = f'sources: ["{news.source}"]\neditions: ["{news.day}"]\nmonths: ["{news.day:%Y-%m}"]\n'
        # Hugo's own `summary`, which its feeds show, takes no list.
        lists += f"summary: {' '.join(news.summary)}\n"
        return front_matter(news).replace("summary:\n", "leads:\n").replace("publish: full\n", lists)

    _written(root, "content/articles", articles, head)
    layouts = root / "layouts"
    layouts.mkdir()
    (root / "hugo.toml").write_text(_HUGO, encoding="utf-8")
    pages = {"baseof": _FRAME, "single": _ARTICLE, "taxonomy": _TERMS, "list": _LIST.replace("PAGES", ".Pages")}
    pages["term"] = pages["list"]  # a term without a template of its own is shown by that of its taxonomy
    pages["home"] = _LIST.replace("PAGES", "first 12 site.RegularPages")
    for name, text in pages.items():
        (layouts / f"{name}.html").write_text(text, encoding="utf-8")


def _pelican(root: Path, articles: Iterable[News]) -> None:
    def head(news: News) -> str:
        return f"title: {news.title}\ndate: {news.day}\ntags: {', '.join(news.tags)}\nauthor: {news.source}\n"

    _written(root, "content", articles, lambda news: f"{head(news)}summary: {' '.join(news.summary)}\n")
    (root / "pelicanconf.py").write_text(_PELICAN, encoding="utf-8")


def _material(root: Path, articles: Iterable[News]) -> None:
    def head(news: News) -> str:
        return f"title: {news.title}\ndate: {news.day}\ntags:\n" + "".join(f"- {tag}\n" for tag in news.tags)

    _written(root, "docs/articles", articles, head)
    (root / "docs/tags.md").write_text("# Tags\n\n<!-- material/tags -->\n", encoding="utf-8")
    (root / "docs/index.md").write_text("# Bench\n", encoding="utf-8")
    settings = f"site_name: Bench\nsite_url: {_BASE}\ntheme:\n  name: material\nplugins:\n  - tags\n"
    (root / "mkdocs.yml").write_text(settings, encoding="utf-8")


def _eleventy(root: Path, articles: Iterable[News]) -> None:
    def head(news: News) -> str:
        return f"{front_matter(news)}layout: article.njk\n".replace("tags:\n", "tags:\n- articles\n")

    _written(root, "articles", articles, head)
    includes = root / "_includes"
    includes.mkdir()
    article = "<!doctype html><title>{{ title }}</title><h1>{{ title }}</h1>{{ content | safe }}"
    links = "{% for tag in tags %}<a href='/tags/{{ tag | slugify }}/'>{{ tag }}</a>{% endfor %}"
    (includes / "article.njk").write_text(f"{article}<p>{links}</p>\n", encoding="utf-8")
    head_ = (
        "---\npagination:\n  data: collections\n  size: 1\n  alias: tag\npermalink: /tags/{{ tag | slugify }}/\n---\n"
    )
    lines = "{% for page in collections[tag] %}<p><a href='{{ page.url }}'>{{ page.data.title }}</a></p>{% endfor %}"
    (root / "tags.njk").write_text(f"{head_}{lines}\n", encoding="utf-8")


_BUILD = (sys.executable, "-m", "digest", "build", "-q")
PEERS = (
    Peer("digest", _digest, _BUILD, "site", "content/articles"),
    Peer("digest, no search", _digest_alone, _BUILD, "site", "content/articles"),
    Peer("Hugo", _hugo, (str(_BIN / "hugo"), "--quiet"), "public", "content/articles"),
    Peer("Pelican", _pelican, (str(_BIN / "pelican"), "-q"), "output", "content"),
    Peer("Eleventy", _eleventy, ("eleventy", "--quiet"), "_site", "articles"),
    Peer("MkDocs-Material", _material, (str(_BIN / "mkdocs"), "build", "-q"), "site", "docs/articles"),
)
