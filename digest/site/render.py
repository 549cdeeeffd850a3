"""`Page`s to bytes, by the theme's Jinja templates."""

from __future__ import annotations

import traceback
from functools import cache, partial
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError, TemplateSyntaxError
from markupsafe import Markup

from digest.errors import BuildError
from digest.model import Page
from digest.site import cards, channels, embedding, epub, feeds, forms, markdown, plan, sitemaps, urls
from digest.site.compiled import Compiled
from digest.site.generator import ESCAPED, Generator, PlainMacro
from digest.site.index import publisher_name
from digest.site.metadata import Metadata
from digest.site.once import Once
from digest.site.themes import options, theme_folders
from digest.site.words import Words, direction

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, MutableMapping, Sequence
    from pathlib import Path

    from digest.config import Config
    from digest.model import Entry

__all__ = ["COMPILED", "Renderer", "theme_folders"]

_ASSETS = "assets"
# What a wrong expression in a template raises, beside Jinja's own errors.
_TEMPLATE_FAULTS = (TemplateError, LookupError, TypeError, ValueError, AttributeError)


class Renderer:
    """Renders pages; make one for a build, as templates are compiled once.

    Templates know, beside a page's own context: `page`; `to`, the page's links (`urls.Links`); `site` and `theme`, the
    settings; `t`, the labels; `w`, dates and numbers (`words.Words`); and the functions of `_names`.

    Args:
        config: the project's settings.
        folders: the theme's folders, see `theme_folders`; a file in an earlier one hides its namesake in a later one.
    """

    def __init__(self, config: Config, folders: Sequence[Path]) -> None:
        self._config = config
        self._folders = tuple(folders)
        self._templates = _environment(self._folders)
        self._templates.globals.update(self._names())
        self._feeds = feeds.Writer(config, lambda entry: self._body(entry).html, Words.of(config.site.language))
        self._kinds: Mapping[str, Callable[[Page], str | bytes]] = {
            plan.TEXT: lambda page: str(page.context["text"]),
            plan.ASSET: self._asset,
            channels.FEED: lambda page: self._feeds.write(page.context["feed"]),
            forms.EPUB: self._book,
            cards.CARD: lambda page: cards.draw(page.context["card"]),
            channels.SITEMAP: lambda page: sitemaps.sitemap(page.context["places"], config.site.base_url),
            channels.NEWS: lambda page: sitemaps.news(page.context["entries"], config.site),
        }

    @property
    def assets(self) -> tuple[str, ...]:
        """Names of the theme's files below `assets/`, sorted; `plan` makes pages of them."""
        roots = [folder / _ASSETS for folder in self._folders]
        found = {path.relative_to(root).as_posix() for root in roots for path in root.rglob("*") if path.is_file()}
        return tuple(sorted(found))

    def render(self, page: Page) -> bytes:
        """Return the file's content; text is UTF-8.

        Raises:
            BuildError: a template is missing or broken, with its file and line.
        """
        made = self._kinds.get(page.template, self._html)(page)
        return made if isinstance(made, bytes) else made.encode("utf-8", "replace")

    def _html(self, page: Page) -> str:
        links = urls.Links.of(page.path, self._config.site.base_url)
        try:
            return self._templates.get_template(page.template).render(page.context, page=page, to=links)
        except _TEMPLATE_FAULTS as error:
            raise _explained(error, page) from error

    def _book(self, page: Page) -> bytes:
        def made(name: str, context: Mapping[str, Any]) -> str:
            return self._html(Page(page.path, name, context))

        return epub.book(page.context["edition"], self._config.site, self._body, made)

    def _asset(self, page: Page) -> bytes:
        places = (folder / _ASSETS / str(page.context["name"]) for folder in self._folders)
        data: bytes = next(place for place in places if place.is_file()).read_bytes()
        return data

    def _names(self) -> dict[str, Any]:
        """Names that every template knows; `docs` of a theme's author."""
        site = self._config.site
        words = Words.of(site.language)
        return {
            "site": site,
            "theme": options(self._folders) | self._config.theme_options,
            "t": SimpleNamespace(**words.labels),
            "w": words,
            "body": self._body,
            "metadata": Metadata(self._config, words).head,
            "lang": partial(_language, around=site.language),
            "hreflang": partial(_hreflang, around=site.language),
            "embedded": self._embedded,
            "xml_lang": lambda code, around=site.language: _xml_language(code, around),
            "direction": direction,
            "absolute": lambda address: urls.absolute(site.base_url, address),
            "address": urls.article,
            "external": urls.external,
            "source_name": publisher_name,
        }

    def _body(self, thing: Entry | plan.StaticPage) -> markdown.Rendered:
        """Render the text of an article or an editors' page."""
        language = thing.lang or self._config.site.language
        if isinstance(thing, plan.StaticPage):
            return markdown.render(thing.body, language)
        return markdown.render(thing.body, language, thing.abbreviations, thing.summary)

    def _embedded(self, entry: Entry, to: urls.Links) -> Markup:
        """Render the text of an article below a headline of the second level on another page than its own."""
        prefix = f"{entry.slug}-"
        link = embedding.on_page(urls.article(entry), to.root, prefix)
        return embedding.embedded(self._body(entry).html, embedding.Setting(link, prefix, deeper=1))


class _Environment(Environment):
    code_generator_class = Generator
    escaped = staticmethod(ESCAPED)
    macro = PlainMacro

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return what a template finds beside its context: the same for all, which no template changes."""
        return {**self.globals, **d} if d else self.globals


COMPILED = Compiled()
"""The templates that this process knows."""


def _environment(folders: Sequence[Path]) -> Environment:
    return _Environment(
        extensions=[Once],
        loader=FileSystemLoader([*folders, *(folder.parent for folder in folders[-1:])]),  # `extends "broadsheet/…"`
        autoescape=True,
        optimized=False,  # it folds constants, of which there are hardly any, and looks for them everywhere
        undefined=StrictUndefined,  # a misspelt name in a template is an error with a line, not a gap in the page
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,  # one build, one state of the theme; checking each file for each page costs
        cache_size=-1,
        bytecode_cache=COMPILED,
    )


@cache
def _language(code: str, around: str) -> Markup:
    """Return the attributes of a passage in another language than the text around it; none if it is the same."""
    if not code or code == around:
        return Markup("")
    turned = direction(code) != direction(around)
    return Markup(' lang="{}"').format(code) + (Markup(' dir="{}"').format(direction(code)) if turned else "")


@cache
def _hreflang(code: str, around: str) -> Markup:
    """Return the attribute of a link to a page in another language than the site's; none if it is the same."""
    return Markup(' hreflang="{}"').format(code) if code and code != around else Markup("")


def _xml_language(code: str, around: str) -> Markup:
    """Return what `_language` does, and the same for XML, as books need it."""
    attributes = _language(code, around)
    return attributes and attributes + Markup(' xml:lang="{}"').format(code)


def _explained(error: Exception, page: Page) -> BuildError:
    """Name the template and the line; Jinja puts the lines of templates into the traceback."""
    if isinstance(error, TemplateSyntaxError):
        return BuildError(f"template: {error.message}", path=error.filename or error.name, line=error.lineno)
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.endswith(".html")]
    place, line = (frames[-1].filename, frames[-1].lineno) if frames else (page.template, None)
    kind = "" if isinstance(error, TemplateError) else f"{type(error).__name__}: "
    return BuildError(f"template: {kind}{error}, while rendering {page.path}", path=place, line=line)
