"""Web pages: parsed by lexbor as browsers parse them, and walked once into blocks with their structure as evidence.

Nothing is judged here: navigation, comments and forms become blocks like the article, each with the elements around it.
Only what a browser never shows as text is left out: scripts, styles, templates, form controls, hidden elements.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from digest.errors import SourceError
from digest.model import Block, Document, Kind, Statement, escape_inline, escape_start
from digest.readers import stated
from digest.readers.markup_encoding import decode_markup
from digest.readers.tables import read_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selectolax.lexbor import LexborNode

    from digest.model import Source

_SKIPPED = frozenset((
    "script", "style", "noscript", "template", "svg", "math", "iframe", "object", "embed", "audio", "video",
    "canvas", "select", "button", "input", "textarea", "head", "datalist", "progress", "meter", "map", "area",
))  # fmt: skip
_BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dialog", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header",
    "hgroup", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "option", "p", "pre", "section",
    "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "caption",
))  # fmt: skip
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_STRONG, _EMPHASIS = frozenset({"b", "strong"}), frozenset({"i", "em"})
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SPACE = re.compile(r"\s+")
_NAME = re.compile(r"[a-z]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_TRACKING = re.compile(r"^(?:utm_\w+|fbclid|gclid|mc_[ce]id|igshid|wt_\w+|cmpid|ref_src)$")
_SAFE = frozenset({"http", "https", "mailto"})
_MIN_SHOWN = 300  # characters; less is a frame that a script fills, or a notice of a few lines that hides nothing
_MAX_DEPTH = 150
"""Of a deeper element only the words are taken, as if it had no children: nesting bombs end here. Real pages: 60."""


def read(source: Source) -> Document:
    """Return the blocks of a page in the order of its markup, and what it states of itself.

    Raises:
        SourceError: no markup, or none with text in it.
    """
    from selectolax.lexbor import LexborHTMLParser  # noqa: PLC0415 -- costs 30 ms, and text sources need none

    text, warnings = decode_markup(source.data, source.name, source.charset)
    tree = LexborHTMLParser(text)
    if tree.root is None:
        raise SourceError("the page is empty", path=source.name)
    walker = _walked(tree.body or tree.root, _base(tree.css_first("base[href]"), source.url))
    if not walker.blocks:
        raise SourceError("the page holds no text", path=source.name, hint="it may be drawn by a script alone")
    statements = (*source.statements, *stated.read(tree, source.url), *walker.abbreviations())
    return Document(source, tuple(walker.blocks), warnings, statements)


def _walked(root: LexborNode, base: str) -> _Walker:
    """Walk what a browser shows at once; of a page that a script has yet to uncover, what it hides until then."""
    shown = _Walker(base)
    shown.walk(root)
    if sum(len(block.text) for block in shown.blocks) >= _MIN_SHOWN:
        return shown
    everything = _Walker(base, hidden=True)
    everything.walk(root)
    return everything


def _base(element: LexborNode | None, url: str | None) -> str:
    stated_base = (element.attributes.get("href") or "") if element else ""
    return urljoin(url or "", stated_base)


@dataclass(slots=True)
class _Open:
    """The block under way: its words, the same as CommonMark, and how much of it is linked."""

    text: list[str] = field(default_factory=list)
    inline: list[str] = field(default_factory=list)
    linked: int = 0


@dataclass(slots=True)
class _Walker:
    """Walks a tree once; the only state is what surrounds the place it has reached."""

    base: str
    hidden: bool = False
    """Hidden elements are walked, too."""
    blocks: list[Block] = field(default_factory=list)
    context: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    titles: dict[str, str] = field(default_factory=dict)
    numbers: list[int] = field(default_factory=list)
    """Of the lists around: the number of the last item, -1 in a list without numbers."""
    open: _Open = field(default_factory=_Open)
    link: str = ""
    depth: int = 0

    def abbreviations(self) -> Iterator[Statement]:
        """The tooltips of `<abbr title>`."""
        return (Statement("abbreviation", pair, "abbr element") for pair in self.titles.items())

    def walk(self, node: LexborNode) -> None:
        """Walk an element and all below it."""
        self.depth += 1
        child = node.first_child
        while child is not None:
            if child.is_text_node:
                self._add(child.text_content or "")
            elif child.is_element_node and child.tag not in _SKIPPED:
                self._element(child)
            child = child.next
        self.depth -= 1

    def _element(self, node: LexborNode) -> None:
        tag = node.tag or ""
        attributes = node.attributes
        if attributes and not self.hidden and _is_hidden(attributes):
            return
        if tag == "br":
            self._break(node)
        elif self.depth > _MAX_DEPTH:
            self._add(node.text())
        elif tag in _BLOCKS:
            self._block(node, tag, attributes)
        else:
            self._inline(node, tag, attributes)

    def _break(self, node: LexborNode) -> None:
        """One line break is a space, two end a paragraph."""
        before = node.prev
        while before is not None and before.is_text_node and not (before.text_content or "").strip():
            before = before.prev
        if before is not None and before.tag == "br":
            self._flush()
        else:
            self._add(" ")

    def _block(self, node: LexborNode, tag: str, attributes: dict[str, str | None]) -> None:
        self._flush()
        if tag == "table" and (table := read_table(node)):
            self._emit(table.text, Kind.TABLE, inline=table.markdown, tag=tag)
            return
        if tag == "pre":
            self._pre(node)
            return
        self.context.append(_named(tag, attributes))
        self.tags.append(tag)
        listed = tag in {"ol", "ul", "menu"}
        if listed:
            self.numbers.append(0 if tag == "ol" else -1)
        elif tag == "li" and self.numbers and self.numbers[-1] >= 0:
            self.numbers[-1] += 1
        self.walk(node)
        self._flush()
        if listed:
            self.numbers.pop()
        self.context.pop()
        self.tags.pop()

    def _pre(self, node: LexborNode) -> None:
        code = node.text().strip("\n")
        fence = "~~~" if "```" in code else "```"
        self._emit(code, Kind.CODE, inline=f"{fence}\n{code}\n{fence}", tag="pre")

    def _inline(self, node: LexborNode, tag: str, attributes: dict[str, str | None]) -> None:
        if tag == "abbr" and (title := (attributes.get("title") or "").strip()):
            self.titles.setdefault(node.text().strip(), title)
        heading = bool(self.tags) and self.tags[-1] in _HEADINGS  # strong by itself
        mark = "" if heading else "**" if tag in _STRONG else "*" if tag in _EMPHASIS else ""
        href = self._address(attributes.get("href")) if tag == "a" else ""
        outer, place = self.link, len(self.open.inline)
        block = self.open
        self.link = href or ("#" if tag == "a" else outer)
        named = bool(attributes) and ("class" in attributes or "id" in attributes)
        if named:
            self.context.append(_named(tag, attributes))
        self.walk(node)
        if named:
            self.context.pop()
        self.link = outer
        if self.open is block and (href or mark):
            self._wrap(place, href, mark)

    def _wrap(self, place: int, href: str, mark: str) -> None:
        """Put marks around what was added since `place`, outside its white space."""
        inner = "".join(self.open.inline[place:])
        bare = inner.strip()
        if not bare:
            return
        lead, trail = inner[: len(inner) - len(inner.lstrip())], inner[len(inner.rstrip()) :]
        marked = f"[{bare}]({href})" if href else f"{mark}{bare}{mark}"
        self.open.inline[place:] = [f"{lead}{marked}{trail}"]

    def _add(self, text: str) -> None:
        if not text:
            return
        block = self.open
        block.text.append(text)
        block.inline.append(escape_inline(text))
        if self.link:
            block.linked += len(text.strip())

    def _flush(self) -> None:
        block = self.open
        if block.text:
            text = _SPACE.sub(" ", "".join(block.text)).strip()
            if text:
                inline = escape_start(_SPACE.sub(" ", "".join(block.inline)).strip())
                self._emit(text, self._kind(), inline=inline, linked=block.linked)
            self.open = _Open()

    def _emit(self, text: str, kind: Kind, *, inline: str, linked: int = 0, tag: str = "") -> None:
        if not text.strip():
            return
        own = tag or (self.tags[-1] if self.tags else "body")
        number = self.numbers[-1] if kind is Kind.LIST_ITEM and self.numbers else 0
        self.blocks.append(
            Block(
                text=text,
                kind=kind,
                line=len(self.blocks) + 1,
                level=_HEADINGS.get(own, 0) or (len(self.numbers) if kind is Kind.LIST_ITEM else 0),
                number=max(number, 0),
                inline=inline,
                tag=own,
                context=tuple(self.context),
                link_share=min(linked / len(text), 1.0) if text else 0.0,
            )
        )

    def _kind(self) -> Kind:
        tags = self.tags
        own = tags[-1] if tags else ""
        if own in _HEADINGS:
            return Kind.HEADING
        if own in {"figcaption", "caption"} or "figure" in tags[-4:]:
            return Kind.CAPTION
        if "blockquote" in tags[-3:]:
            return Kind.QUOTE
        return Kind.LIST_ITEM if "li" in tags[-2:] else Kind.PARAGRAPH

    def _address(self, href: str | None) -> str:
        """An absolute address without tracking parameters; empty for what must not become a link."""
        if not href or href.startswith("#"):
            return ""
        try:
            parts = urlsplit(urljoin(self.base, href.strip()))
            query = parts.query
            if query and "=" in query:
                query = urlencode(
                    [pair for pair in parse_qsl(query, keep_blank_values=True) if not _TRACKING.match(pair[0])]
                )
        except ValueError:  # `http://[` is no address
            return ""
        if parts.scheme not in _SAFE:
            return ""
        address = urlunsplit(parts._replace(query=query))
        return re.sub(r"[\s<>()\\]", lambda found: f"%{ord(found[0]):02X}", address)


def _is_hidden(attributes: dict[str, str | None]) -> bool:
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return True
    style = attributes.get("style")
    return bool(style) and bool(_HIDDEN_STYLE.search(style or ""))


def _named(tag: str, attributes: dict[str, str | None]) -> str:
    """`div post-body`: the element's name, and the words of its class, id and role."""
    if not attributes:
        return tag
    own = [attributes.get(name) or "" for name in ("class", "id", "role", "itemprop")]
    words = _NAME.findall(_CAMEL.sub(" ", " ".join(own)).lower())
    return " ".join((tag, *words))
