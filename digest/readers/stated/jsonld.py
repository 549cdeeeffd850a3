"""JSON-LD in a page's scripts: graphs, arrays, references by `@id`, and the usual ways to break it.

Vocabulary of schema.org: what it calls an article, and the properties by which it names headline, dates and authors.
"""

from __future__ import annotations

import html
import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    Node = dict[str, Any]

_MAX_SCRIPT = 2_000_000  # characters; the largest honest one seen in 900 pages of news and blogs holds 200,000
_MAX_NODES = 5_000
_MAX_DEPTH = 12
_MAX_ARTICLES = 8
_WRAPPERS = ("<!--", "-->", "//", "<![CDATA[", "]]>", ";")
_TRAILING_COMMA = re.compile(r",(?=\s*[}\]])")
_FLAT = re.compile(r'"(headline|datePublished|dateModified|description)"\s*:\s*"((?:[^"\\\n]|\\.){1,500})"')
# Properties that lead to other things than the page's article: its comments, its neighbours, its pictures.
_ELSEWHERE = {
    "comment", "review", "reviews", "hasPart", "itemListElement", "mentions", "isPartOf", "image", "video",
    "breadcrumb",
    "citation", "potentialAction", "publisher", "author", "creator", "about", "offers", "itemReviewed", "containsPlace",
    "relatedLink", "logo", "worksFor", "sponsor", "isRelatedTo", "thumbnail",
}  # fmt: skip
_ARTICLES = ("article", "posting", "report", "review", "recipe", "howto", "creativework", "faqpage", "scholarly")
_PAGES = ("webpage", "itempage", "product", "course", "event", "video", "podcast", "game", "software", "book")
_PERSONS = {"Person", "Organization", "NewsMediaOrganization", "Corporation", "WebSite"}


def parse(script: str) -> Any:  # noqa: ANN401 -- JSON
    """Return what a script holds, mended where that is cheap; `None` when it cannot be read.

    A raw line break in a string, HTML comments around it, trailing commas and escaped quotation marks are mended; of
    what is still broken, the plain properties that can be told without its structure are taken.
    """
    text = _unwrapped(script[:_MAX_SCRIPT])
    for mend in (str, _without_trailing_commas, _unescaped):
        try:
            return json.loads(mend(text), strict=False)
        except (ValueError, RecursionError):
            continue
    flat = {key: value.replace('\\"', '"').replace("\\/", "/") for key, value in reversed(_FLAT.findall(text))}
    return {"@type": "Article", **flat} if flat else None


def _unwrapped(text: str) -> str:
    """A script without the comments that hide it from old programs."""
    for _ in _WRAPPERS:
        text = text.strip()
        for mark in _WRAPPERS:
            text = text.removeprefix(mark).removesuffix(mark)
    return text.strip()


def _without_trailing_commas(broken: str) -> str:
    return _TRAILING_COMMA.sub("", broken)


def _unescaped(broken: str) -> str:
    return _without_trailing_commas(html.unescape(broken))


class Graph:
    """All nodes of a page's JSON-LD.

    Args:
        scripts: the text of each script, in the page's order.
    """

    def __init__(self, scripts: list[str]) -> None:
        top = [node for script in scripts for node in _nodes(parse(script))]
        self._nodes = top[:_MAX_NODES]
        named = (node for node in reversed(self._nodes) if isinstance(node.get("@id"), str) and len(node) > 1)
        self._by_id = {node["@id"]: node for node in named}

    def articles(self) -> list[Node]:
        """The nodes that describe the page's article, best first: an article proper, then the page, a product."""
        ranked = sorted((rank, i) for i, node in enumerate(self._nodes) if (rank := _rank(node)) is not None)
        return [self._nodes[i] for _, i in ranked[:_MAX_ARTICLES]]

    def site(self) -> str | None:
        """The name of the site."""
        names = (text(node.get("name")) for node in self._nodes if types(node) & {"WebSite"})
        return next((name for name in names if name), None)

    def names(self, value: Any, depth: int = 0) -> Iterator[str]:  # noqa: ANN401 -- JSON
        """Yield the names in an author or publisher, which may be a text, a node, a reference, or a list of these."""
        if isinstance(value, str):
            yield from filter(None, [text(value)])
        elif isinstance(value, list) and depth < _MAX_DEPTH:
            for one in value[:_MAX_NODES]:
                yield from self.names(one, depth + 1)
        elif isinstance(value, dict) and depth < _MAX_DEPTH:
            node = {**self._by_id.get(str(value.get("@id")), {}), **value}
            yield from self.names(node.get("name") or node.get("alternateName") or "", depth + 1)


def types(node: Node) -> set[str]:
    """The types of a node, without their vocabulary's address."""
    value = node.get("@type")
    several = value if isinstance(value, list) else [value]
    return {one.rpartition("/")[2] for one in several if isinstance(one, str)}


def text(value: Any) -> str | None:  # noqa: ANN401 -- JSON
    """A property as text: entities that were escaped once too often resolved, the first of several values."""
    if isinstance(value, list):
        value = next(iter(value), None)
    if isinstance(value, dict):
        value = value.get("@value") or value.get("name")
    return " ".join(html.unescape(value).split()) or None if isinstance(value, str) else None


def _nodes(value: Any, depth: int = 0) -> Iterator[Node]:  # noqa: ANN401 -- JSON
    """Yield the nodes of the page itself and of those it names, outermost first."""
    if isinstance(value, list) and depth < _MAX_DEPTH:
        for one in value[:_MAX_NODES]:
            yield from _nodes(one, depth + 1)
    elif isinstance(value, dict) and depth < _MAX_DEPTH:
        yield value
        for key, one in value.items():
            if key not in _ELSEWHERE and isinstance(one, (dict, list)):
                yield from _nodes(one, depth + 1)
        # Their own names are needed to resolve references.
        for key in ("author", "creator", "publisher"):
            yield from (node for node in _nodes(value.get(key), depth + 1) if types(node) & _PERSONS)


def _rank(node: Node) -> int | None:
    """How surely a node is the article; `None` when it is something else."""
    names = [name.lower() for name in types(node)]
    if any(part in name for name in names for part in _ARTICLES):
        return 0 if "headline" in node else 1
    if any(part in name for name in names for part in _PAGES):
        return 2
    return None
