"""A page as the finders of its statements see it: each part read once."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Any

from digest.model import Statement
from digest.readers.stated import instants
from digest.readers.stated.jsonld import Graph

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from selectolax.lexbor import LexborHTMLParser, LexborNode

_LONGEST = {"description": 2_000, "title": 500, "date": 100, "modified": 100}
_LONG = 300
_MAX_ELEMENTS = 40
_DUBLIN_CORE = re.compile(r"^(dc|dcterms):")


class Page:
    """A parsed page and where it was found."""

    def __init__(self, tree: LexborHTMLParser, url: str | None) -> None:
        self.tree = tree
        self.url = url

    @cached_property
    def metas(self) -> dict[str, tuple[str, ...]]:
        """Name or property of the `<meta>` elements, lower case → their contents."""
        found: dict[str, list[str]] = {}
        for node in self.tree.css("meta[content]"):
            marks = node.attributes
            name = marks.get("property") or marks.get("name") or marks.get("itemprop") or marks.get("http-equiv") or ""
            if content := (marks.get("content") or "").strip():
                found.setdefault(_DUBLIN_CORE.sub(r"\1.", "_".join(name.lower().split())), []).append(content)
        return {name: tuple(dict.fromkeys(contents)) for name, contents in found.items()}

    @cached_property
    def graph(self) -> Graph:
        """The page's JSON-LD."""
        return Graph([node.text() for node in self.tree.css('script[type*="ld+json"]')])

    def select(self, selector: str) -> Iterator[LexborNode]:
        """Yield the first elements that a selector matches."""
        yield from self.tree.css(selector)[:_MAX_ELEMENTS]


def statement(key: str, value: Any, detail: str) -> Statement | None:  # noqa: ANN401 -- what markup holds
    """A statement of one value; dates of machines are read, those of people stay texts."""
    text = " ".join(value.split()) if isinstance(value, str) else ""
    if not text or len(text) > _LONGEST.get(key, _LONG):
        return None
    if key in {"date", "modified"}:
        return Statement(key, instants.read(text) or text, detail)
    return Statement(key, text, detail)


def several(key: str, values: Iterable[str], detail: str) -> Iterator[Statement]:
    """Yield one statement of a list of values, when there are any."""
    cleaned = (" ".join(value.split()) for value in values)
    if found := tuple(dict.fromkeys(value for value in cleaned if value and len(value) <= _LONG)):
        yield Statement(key, found, detail)
