"""What the elements of HTML are to a reader: which part texts, which are seen, and what their attributes say."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from digest.model import Kind
from digest.model.runs import EMPHASIS, STRONG, STRUCK, VERBATIM

if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.model import Run

SKIPPED = (
    "script", "style", "noscript", "noembed", "noframes", "template", "svg", "math", "iframe", "object", "embed",
    "audio", "video", "canvas", "select", "button", "input", "textarea", "datalist", "progress", "meter", "map", "area",
)  # fmt: skip
"""Elements that show no running text, or that are written unescaped: whoever gives a tree leaves them out."""
BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dialog", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header",
    "hgroup", "html", "legend", "li", "main", "menu", "nav", "ol", "option", "p", "pre", "section",
    "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "caption",
))  # fmt: skip
"""Elements that part texts."""
NODES = frozenset({"table", "pre"})
"""Elements that are read as a whole."""
VOID = frozenset(
    {"br", "hr", "img", "wbr", "col", "source", "track", "param", "link", "meta", "base", "basefont", "frame"}
)
"""Elements without content."""
LISTS = frozenset({"ol", "ul", "menu"})
"""Elements that hold items."""
HEADINGS = {f"h{level}": level for level in range(1, 7)}
"""Element → level."""
RAISED, LINE = 16, 32
"""Styles of a run that are the reader's own: in superior letters, a line break."""
STYLES = {
    **dict.fromkeys(("b", "strong"), STRONG),
    **dict.fromkeys(("i", "em"), EMPHASIS),
    **dict.fromkeys(("s", "del", "strike"), STRUCK),
    **dict.fromkeys(("code", "kbd", "samp", "tt"), VERBATIM),
    "sup": RAISED,
}
"""Element → style."""
# Without them `m<sup>2</sup>` would be m2, and `40<sup>1</sup>` 401. Subscripts read well as they are: CO2.
_SUPERSCRIPTS = str.maketrans("0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")
_EXPONENT = re.compile(r"[0-9+\-−]{1,3}")
_CLAUSE_END = re.compile(r"[,.](?:\s|$)")
_NUMBERS = {name: re.compile(rf' {name}="\s*(\d{{1,6}})') for name in ("start", "value")}
_HIDDEN = re.compile(
    r' hidden="| aria-hidden="true"| style="[^"]*(?:display\s*:\s*none|visibility\s*:\s*hidden)', re.IGNORECASE
)
# React streams the parts of a page in hidden elements that a script moves into their place: they will be seen.
_STREAMED = re.compile(r' id="S:[0-9a-f]+"')


def kind_of(tags: Sequence[str]) -> Kind:
    """Return what a block is, from the names of the block elements around it, outermost first."""
    return _kind_of(*tags[-4:])


@lru_cache(maxsize=4096)
def _kind_of(*tags: str) -> Kind:
    own = tags[-1] if tags else ""
    if own in HEADINGS:
        return Kind.HEADING
    quoted = "blockquote" in tags[-3:]
    if own in {"figcaption", "caption"} or ("figure" in tags and not quoted):
        return Kind.CAPTION
    if quoted and "li" not in tags[-2:]:
        return Kind.QUOTE
    return Kind.LIST_ITEM if "li" in tags[-2:] else Kind.PARAGRAPH


def number(name: str, attributes: str, default: int) -> int:
    """Return the number that a list states as its `start`, or an item as its `value`, from 1 on."""
    found = _NUMBERS[name].search(attributes) if attributes else None
    return max(int(found[1]), 1) if found else default


def raised(text: str) -> str:
    """Return a short number in superior figures; nothing for what has none."""
    return text.translate(_SUPERSCRIPTS) if _EXPONENT.fullmatch(text) else ""


def is_hidden(tag: str, attributes: str) -> bool:
    """Whether a browser shows nothing of an element."""
    if "hidden" not in attributes and "none" not in attributes.lower():
        return False
    if tag == "p":  # one that is hidden from screen readers alone is a paragraph that a page locks for some readers
        attributes = attributes.replace(' aria-hidden="true"', "")
    return bool(_HIDDEN.search(attributes)) and not _STREAMED.search(attributes)


def snug(runs: Sequence[Run]) -> list[Run]:
    """A comma or a full stop stands right behind the link before it, whatever white space or icon ends that."""
    out: list[Run] = []
    for run in runs:
        if out and _CLAUSE_END.match(run.text):
            while len(out) > 1 and out[-1].text.isspace():
                out.pop()
            out[-1] = out[-1]._replace(text=out[-1].text.rstrip())
        out.append(run)
    return out


def unescaped(text: str) -> str:
    """Undo what a serializer escapes."""
    text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&nbsp;", "\xa0").replace("&quot;", '"')
    return text.replace("&amp;", "&")
