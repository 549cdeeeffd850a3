"""A rendered text inside another document: the articles of an edition on one page, or as chapters of a book.

What is written is HTML and XML at once, as an EPUB wants it; links, identifiers and headings are fitted to their new
surroundings.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from markupsafe import Markup

from digest.site import urls

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_HEADING = re.compile(r"h([1-6])")
_LOWEST = 6
# Elements that have no content: https://html.spec.whatwg.org/multipage/syntax.html#void-elements
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)
# Characters that XML 1.0 cannot hold, not even escaped.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# Where links are resolved of a site whose address nobody told; no link to it is ever written (RFC 2606, section 2).
_NOWHERE = "https://digest.invalid/"


@dataclass(frozen=True, slots=True)
class Setting:
    """What a text is fitted to."""

    link: Callable[[str], str]
    """A link as it stands in the text → as it has to be here; empty when it leads nowhere from here."""
    prefix: str = ""
    """Put before each identifier, so that those of several texts on one page do not meet."""
    deeper: int = 0
    """By how many levels headings sink."""
    images: bool = True
    """Whether images are shown; else their description stands for them."""


def embedded(html: str, setting: Setting) -> Markup:
    """Return a rendered text fitted to its new surroundings, well-formed as XML too.

    Args:
        html: of `digest.site.markdown`: every element that is opened in it is closed.
        setting: the surroundings.
    """
    return Markup("".join(_Writer(html, setting).written))  # noqa: S704 -- the writer escapes all text and every value


def without_illegal(text: str) -> str:
    """Return a text without the characters that XML cannot hold."""
    return _NOT_XML.sub("", text)


def on_page(here: str, root: str, prefix: str) -> Callable[[str], str]:
    """Return how links of the text at address `here` are written on another page of the site.

    Args:
        here: address of the page that the text was written for.
        root: what leads from the other page to the site's root, as in `urls.Links`.
        prefix: what identifiers have before them there.
    """

    def link(target: str) -> str:
        if target.startswith("#"):
            return f"#{prefix}{target[1:]}"
        if not urls.is_internal(target) or target.startswith("/"):
            return target
        return root + posixpath.normpath(posixpath.join(posixpath.dirname(here), target))

    return link


def in_book(here: str, base_url: str, chapters: Mapping[str, str]) -> Callable[[str], str]:
    """Return how links of the text at address `here` are written in a book.

    Args:
        here: address of the page that the text was written for.
        base_url: absolute address of the site; where it is empty, links to its other pages lead nowhere.
        chapters: address of an article → the book's file that has it.
    """
    base = base_url or _NOWHERE
    known = {urls.absolute(base, address): file for address, file in chapters.items()}

    def link(target: str) -> str:
        if target.startswith("#"):
            return target
        full = urljoin(urls.absolute(base, here), target)
        found = known.get(full.partition("#")[0])
        return found or ("" if full.startswith(_NOWHERE) else full)

    return link


class _Writer(HTMLParser):
    def __init__(self, html: str, setting: Setting) -> None:
        super().__init__(convert_charrefs=True)
        self.written: list[str] = []
        self._setting = setting
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "img" and not (self._setting.images and self._setting.link(values.get("src", ""))):
            self.handle_data(values.get("alt", ""))
            return
        fitted = "".join(f' {name}="{escape(value)}"' for name, value in self._fitted(values).items())
        self.written.append(f"<{self._sunk(tag)}{fitted}{' /' if tag in _VOID else ''}>")

    def handle_endtag(self, tag: str) -> None:
        if tag not in _VOID:
            self.written.append(f"</{self._sunk(tag)}>")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_data(self, data: str) -> None:
        self.written.append(escape(without_illegal(data), quote=False))

    def _fitted(self, values: Mapping[str, str]) -> dict[str, str]:
        fitted = {name: without_illegal(value) for name, value in values.items()}
        for name in fitted.keys() & {"href", "src"}:
            fitted[name] = self._setting.link(fitted[name])
        if fitted.get("href") == "":
            del fitted["href"]
        if "id" in fitted:
            fitted["id"] = self._setting.prefix + fitted["id"]
        return fitted

    def _sunk(self, tag: str) -> str:
        found = _HEADING.fullmatch(tag)
        return f"h{min(int(found[1]) + self._setting.deeper, _LOWEST)}" if found else tag
