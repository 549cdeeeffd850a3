"""A page as the finders of its statements see it: walked once, each part read once."""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Any

from digest.model import Statement
from digest.readers.stated import instants
from digest.readers.stated.jsonld import Graph

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from selectolax.lexbor import LexborHTMLParser, LexborNode

    Marks = dict[str, str | None]

_LONGEST = {"description": 2_000, "title": 500, "date": 100, "modified": 100}
_LONG = 300
_MAX_ELEMENTS = 40
_DUBLIN_CORE = re.compile(r"^(dc|dcterms):")
_PROFILE = re.compile(r"/authors?/")
_ELEMENTS = (
    "meta, h1, title, script, link[rel~=canonical], time, abbr, a[href*='/author'], [itemprop], [rel~=author], "
    "[property^='schema:'], [property^='dc:']"
)
_PROPERTIES = ("itemprop", "property", "rel")


class Page:
    """A parsed page and where it was found.

    A selection costs the walk through the tree, some 50 µs, and a loop in Python over all elements ten times as much:
    so one selection serves all finders of elements by name or property, and one each those of a kind of class.
    """

    def __init__(self, tree: LexborHTMLParser, url: str | None) -> None:
        self.tree = tree
        self.url = url
        self._tags: dict[str, list[tuple[LexborNode, Marks]]] = {}
        self._having: dict[str, list[tuple[LexborNode, str]]] = {name: [] for name in _PROPERTIES}
        for node in tree.css(_ELEMENTS):
            marks = node.attributes
            self._tags.setdefault(node.tag or "", []).append((node, marks))
            for name in _PROPERTIES:
                if name in marks:
                    self._having[name].append((node, marks[name] or ""))

    @cached_property
    def metas(self) -> dict[str, tuple[str, ...]]:
        """Name or property of the `<meta>` elements, lower case → their contents."""
        found: dict[str, list[str]] = {}
        for _, marks in self._tags.get("meta", ()):
            if content := (marks.get("content") or "").strip():
                name = marks.get("property") or marks.get("name") or marks.get("itemprop") or marks.get("http-equiv")
                found.setdefault(_meta_name(name or ""), []).append(content)
        return {name: tuple(dict.fromkeys(contents)) for name, contents in found.items()}

    @cached_property
    def graph(self) -> Graph:
        """The page's JSON-LD."""
        return Graph([node.text() for node in self.scripts(linked_data=True)])

    def scripts(self, *, linked_data: bool) -> Iterator[LexborNode]:
        """Yield all scripts that are JSON-LD, or those that are not and stand in the page itself."""
        for node, marks in self._tags.get("script", ()):
            is_data = "ld+json" in (marks.get("type") or "")
            if is_data is linked_data and (is_data or "src" not in marks):
                yield node

    def tagged(self, tag: str) -> Iterator[LexborNode]:
        """Yield the first elements of a name: `h1`, `title`, `time`, `abbr`."""
        return (node for node, _ in self._tags.get(tag, ())[:_MAX_ELEMENTS])

    def having(self, attribute: str, *words: str) -> Iterator[LexborNode]:
        """Yield the first elements of whose attribute (`itemprop`, `property`, `rel`) one of the words is one."""
        found = (node for node, value in self._having[attribute] if not set(words).isdisjoint(value.split()))
        return islice(found, _MAX_ELEMENTS)

    def marked(self, selector: str) -> list[tuple[LexborNode, str]]:
        """The elements that a selector finds by class or id, each with both in lower case."""
        return [(node, marks_of(node).lower()) for node in self.tree.css(selector)]

    def profiles(self) -> Iterator[LexborNode]:
        """Yield the first links to the pages of authors."""
        links = (node for node, marks in self._tags.get("a", ()) if _PROFILE.search(marks.get("href") or ""))
        return islice(links, _MAX_ELEMENTS)


@lru_cache(maxsize=2048)
def _meta_name(name: str) -> str:
    """A name as it is compared; remembered, because pages share most of theirs."""
    return _DUBLIN_CORE.sub(r"\1.", "_".join(name.lower().split()))


def marks_of(node: LexborNode) -> str:
    """An element's class and id, which say what its author took it for."""
    marks = node.attributes
    return f"{marks.get('class') or ''} {marks.get('id') or ''}"


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
