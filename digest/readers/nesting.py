"""How deep the elements of a page may be nested, seen to before it is parsed.

The standard has a parser look through all open elements wherever a block begins (HTML, 13.2.6.4.7: "a p element in
button scope"), so the time for a page of nothing but opening tags grows with the square of its length: minutes for a
megabyte. Browsers stop at some five hundred.
"""

from __future__ import annotations

import re
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_DEPTH = 1000
"""Tags of elements that are deeper are left out, what is in them stays. Of 1,371 real pages none comes to 650 by this
count, which takes missing closing tags and those in scripts for nesting; truly nested are 60."""
# A shorter page is parsed in three seconds, whatever is in it.
_SHORT = 200_000
# Strings in scripts write `<\/div>`. What stands in a script or a comment is counted, too: no more than a parser could
# tell where these end.
_TAG = re.compile(r"<(\\?/)?([a-zA-Z][^\s/<>]*)[^<>]*>?")
_CHILDLESS = frozenset((
    "area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "image", "img", "input", "keygen",
    "link", "meta", "param", "source", "track", "wbr",
))  # fmt: skip
# The next of its kind ends them.
_ENDED = frozenset(("p", "li", "dt", "dd", "tr", "td", "th", "tbody", "thead", "tfoot", "option"))
_ALONE = _CHILDLESS | _ENDED
_FOREIGN = frozenset({"svg", "math"})
# In a drawing, and only there, `/>` ends an element.
_DRAWN = frozenset((
    "animate", "animatetransform", "circle", "clippath", "defs", "ellipse", "filter", "g", "line", "lineargradient",
    "mask", "path", "pattern", "polygon", "polyline", "radialgradient", "rect", "stop", "symbol", "text", "tspan",
    "use",
))  # fmt: skip


# All tags but the ends of elements that do not count, which an attacker could put between the others.
_STEP = re.compile(rf"<(?:(\\?/)(?!(?:{'|'.join(sorted(_ALONE))})(?![^\s/<>]))|)[a-zA-Z]", re.IGNORECASE)


def bounded(markup: str) -> str:
    """Return a page that opens at most `MAX_DEPTH` elements within each other; a real one is returned as it is."""
    return _flattened(markup) if len(markup) > _SHORT and _may_be_deep(markup) and _is_deep(markup) else markup


def _may_be_deep(markup: str) -> bool:
    """Whether the tags allow for it, childless elements counted, too: of long real pages one in twenty."""
    heights = list(accumulate([-1 if closes else 1 for closes in _STEP.findall(markup)]))
    return max(heights, default=0) - min(heights, default=0) >= MAX_DEPTH


def _is_deep(markup: str) -> bool:
    return any(depth > MAX_DEPTH for _, depth in _depths(markup))


def _flattened(markup: str) -> str:
    pieces, end = [], 0
    for tag, depth in _depths(markup):
        if depth > MAX_DEPTH:
            pieces.append(markup[end : tag.start()])
            end = tag.end()
    return "".join((*pieces, markup[end:]))


def _depths(markup: str) -> Iterator[tuple[re.Match[str], int]]:
    """Yield each tag of an element that may hold others, and how deep that is."""
    depth, drawing = 0, False
    for tag in _TAG.finditer(markup):
        closes, name = tag[1], tag[2].lower()
        if name in _ALONE:
            continue
        drawing = (name in _FOREIGN and not closes) or (drawing and name in _DRAWN)
        if drawing and tag[0].endswith("/>"):
            continue
        if closes:
            yield tag, depth
            depth = max(depth - 1, 0)
        else:
            depth += 1
            yield tag, depth
