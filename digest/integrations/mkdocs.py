"""MkDocs plugin `digest`: the digest's pages in the navigation and the search of any MkDocs site.

The same flow as `digest build` up to the plan of pages; then the templates of the digest's theme are rendered without
their frame (`mkdocs_theme/base.html`), and MkDocs puts its own around them. Pages keep the addresses that the plan
gives them, below a folder, so that links between them hold.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

import yaml
from mkdocs.config import base
from mkdocs.config import config_options as option
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, get_plugin_logger
from mkdocs.structure.files import File, InclusionLevel
from mkdocs.structure.toc import AnchorLink, TableOfContents
from mkdocs.utils import nest_paths
from selectolax.lexbor import LexborHTMLParser

from digest.errors import DigestError, Faults
from digest.run import pipeline, serve, store
from digest.run.options import Options
from digest.site import channels, forms, plan
from digest.site.render import Renderer, theme_folders

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page as MkDocsPage

    from digest.model import Page
    from digest.run.pipeline import Built

_THEME = Path(__file__).with_name("mkdocs_theme")
_STYLE = "digest.css"
# What MkDocs makes for the whole site; and what is a page of its own, without the site's frame.
_MKDOCS_OWN = frozenset({"404.html", "search.html"})
# Files and pages that are whole without a frame, and go into the site as they are.
_FRAMELESS = frozenset({plan.FEED, "redirect.html", forms.NEWSLETTER, forms.TWIN, forms.EPUB, forms.PRINT})
_SIGNS = str.maketrans("<>\"'", "‹›”’")
_log = get_plugin_logger("digest")


class Settings(base.Config):  # type: ignore[no-untyped-call]  # MkDocs types it nowhere
    """Options of the plugin in `mkdocs.yml`."""

    project = option.Type(str, default=".")
    """Folder of `digest.toml`, relative to `mkdocs.yml`."""
    folder = option.Type(str, default="digest")
    """Folder of the site below which the digest's pages are."""
    title = option.Type(str, default="")
    """Name of the section in the navigation; the digest's own title when left out."""
    articles = option.Type(int, default=10)
    """How many of the newest articles the navigation names; all of them are in the search."""
    drafts = option.Type(bool, default=False)
    """Publish drafts, too."""
    future = option.Type(bool, default=False)
    """Publish articles dated in the future, too."""


@dataclass(frozen=True, slots=True)
class _Fragment:
    """What a page says, as HTML without a frame."""

    page: Page
    html: str
    tree: LexborHTMLParser

    @property
    def title(self) -> str:
        """The page's headline, as its template writes it."""
        headline = self.tree.css_first("h1")
        return _harmless(headline.text()) if headline else self.page.path

    @property
    def meta(self) -> dict[str, Any]:
        """Front matter for MkDocs; Material's own plugin for tags reads them here."""
        entry = self.page.context.get("entry")
        if entry is None:
            return {"title": self.title}
        tags = [_harmless(tag.label) for tag in self.page.context["tags"]]
        return {"title": self.title, "description": _harmless(" ".join(entry.summary[:1])), "tags": tags}

    @property
    def contents(self) -> TableOfContents:
        """The headings that can be linked to; MkDocs' search parts the text by them."""
        headings = self.tree.css("h2[id], h3[id], h4[id], h5[id], h6[id]")
        top = AnchorLink(self.title, "", 1)
        path = [top]
        for heading in headings:
            level = int((heading.tag or "h2")[1:])
            link = AnchorLink(_harmless(heading.text()), str(heading.attributes["id"]), level)
            path = [parent for parent in path if parent.level < level]
            path[-1].children.append(link)
            path.append(link)
        return TableOfContents(top.children)


class DigestPlugin(BasePlugin[Settings]):  # type: ignore[no-untyped-call]  # MkDocs types it nowhere
    """Adds a digest to a MkDocs site; see `Settings`."""

    def __init__(self) -> None:
        self._fragments: dict[str, _Fragment] = {}

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Open the project, watch what its pages are made of, and style them."""
        folder = Path(config.config_file_path or "mkdocs.yml").parent / self.config.project
        try:
            self._project = store.open_project(folder)
        except DigestError as error:
            raise PluginError(_told(error)) from error
        config.watch.extend(str(path) for path in serve.watched(self._project) if path.exists())
        config.extra_css.append(self._place(_STYLE))
        return config

    def on_files(self, files: Files, config: MkDocsConfig) -> Files:
        """Add the digest's pages to the files of the site, and a section to its navigation."""
        built = self._built(config)
        renderer = _renderer(built)
        self._fragments = {}
        for page in filter(_is_wanted, built.pages):
            if page.template in _FRAMELESS or page.path in forms.PRINT_ASSETS:
                self._add(files, config, page.path, renderer.render(page))
            else:
                self._add_page(files, config, page, renderer.render(page).decode())
        self._add(files, config, _STYLE, (_THEME / _STYLE).read_bytes())
        config.nav = self._navigation(files, config, built)
        return files

    def on_page_content(self, html: str, *, page: MkDocsPage, **_: object) -> str:
        """Give MkDocs what a page of the digest says; other pages stay as they are."""
        fragment = self._fragments.get(page.file.src_uri)
        if fragment is None:
            return html
        page.toc = fragment.contents
        if entry := fragment.page.context.get("entry"):
            page.update_date = (entry.updated or entry.date).astimezone(dt.UTC).date().isoformat()
        return fragment.html

    def on_post_page(self, output: str, *, page: MkDocsPage, **_: object) -> str:
        """Keep search engines from what they keep out of the digest's own site: other people's texts in full."""
        fragment = self._fragments.get(page.file.src_uri)
        if fragment is None or channels.is_indexable(fragment.page):
            return output
        return output.replace("</head>", '<meta name="robots" content="noindex"></head>', 1)

    def _place(self, address: str) -> str:
        return f"{self.config.folder.strip('/')}/{address}".lstrip("/")

    def _built(self, config: MkDocsConfig) -> Built:
        base_url = urljoin(config.site_url, self._place("")) if config.site_url else ""
        options = Options(base_url=base_url, drafts=self.config.drafts, future=self.config.future)
        try:
            with pipeline.writing(self._project, options, "mkdocs"):
                built = pipeline.prepare(self._project, options)
        except DigestError as error:
            raise PluginError(_told(error)) from error
        for warning in built.report.warnings:
            _log.warning(_told(warning))
        for fault in built.report.errors:  # `--strict` makes these, and the warnings, a failed build
            _log.error(_told(fault))
        if not built.pages:
            raise PluginError("the digest has no pages; the errors above tell why")
        return built

    def _add(self, files: Files, config: MkDocsConfig, address: str, data: bytes | str) -> File:
        file = File.generated(config, self._place(address), content=data, inclusion=InclusionLevel.NOT_IN_NAV)
        file.use_directory_urls = False
        files.append(file)
        return file

    def _add_page(self, files: Files, config: MkDocsConfig, page: Page, html: str) -> None:
        fragment = _Fragment(page, html, LexborHTMLParser(html))
        matter = yaml.safe_dump(fragment.meta, allow_unicode=True)
        file = self._add(files, config, _source_name(page.path), f"---\n{matter}---\n")
        self._fragments[file.src_uri] = fragment

    def _navigation(self, files: Files, config: MkDocsConfig, built: Built) -> list[Any]:
        """Return the site's navigation with the digest's section: where an item names its folder, else at the end."""
        section = [_source_name(self._place(address)) for address in _named(built.pages, self.config.articles)]
        pages = (file.src_uri for file in files.documentation_pages(inclusion=InclusionLevel.is_in_nav))
        items = config.nav if config.nav is not None else nest_paths(sorted(pages))  # type: ignore[no-untyped-call]  # MkDocs types it nowhere
        placed = [_replaced(item, self._place(""), section) for item in items]
        if placed != list(items):
            return placed
        return [*items, {self.config.title or built.project.config.site.title: section}]


def _is_wanted(page: Page) -> bool:
    """Tell whether a page of the digest has a place in a site of MkDocs."""
    if page.template in _FRAMELESS or page.path in forms.PRINT_ASSETS:
        return True
    return page.template.endswith(".html") and page.template not in _MKDOCS_OWN


def _named(pages: Iterable[Page], articles: int) -> Iterator[str]:
    """Yield the addresses that the navigation names: the pages at the top, as planned, and the newest articles."""
    listed = [page for page in filter(_is_wanted, pages) if page.template not in _FRAMELESS]
    yield from (page.path for page in listed if "/" not in page.path)
    yield from [page.path for page in listed if page.template == "article.html"][:articles]


def _source_name(address: str) -> str:
    """Return the name of the Markdown file that MkDocs would make a page of."""
    return address.removesuffix(".html") + ".md"


def _replaced(item: object, place: str, section: list[str]) -> object:
    """Return an item of the navigation with the folder of the digest unfolded."""
    if isinstance(item, dict):
        return {name: section if value == place else _replaced(value, place, section) for name, value in item.items()}
    return [_replaced(one, place, section) for one in item] if isinstance(item, list) else item


def _renderer(built: Built) -> Renderer:
    """Return what renders the theme's pages without their frame."""
    config = built.project.config
    return Renderer(config, (_THEME, *theme_folders(config.site.theme, built.project.root)))


def _harmless(text: str) -> str:
    """Return text that themes can put anywhere: they print titles as HTML, and in attributes without its entities."""
    return " ".join(escape(text.translate(_SIGNS)).split())


def _told(error: DigestError) -> str:
    faults = error.errors if isinstance(error, Faults) else (error,)
    return "\n".join(f"{fault} (hint: {fault.hint})" if fault.hint else str(fault) for fault in faults)
