"""Who is quoted: named in a quotation's `<cite>` or `<footer>`, or in the caption of the figure that it stands in."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from digest.model import Block, Element

_MAX_NAME = 120
"""Characters; what is longer is a text of its own."""
_AROUND = {"cite": "blockquote", "footer": "blockquote", "figcaption": "figure"}


def speaker(text: str, element: Element | None, before: Block) -> str:
    """Return the name in `text` if its element says who spoke the quotation `before` it; otherwise nothing."""
    naming = _nearest(element, *_AROUND)
    if naming is None or len(text) > _MAX_NAME or before.attribution:
        return ""
    around = _AROUND[naming.tag]
    shared = _nearest(naming, around)
    return text.lstrip("—–―- ") if shared is not None and shared is _nearest(before.element, around) else ""


def _nearest(element: Element | None, *tags: str) -> Element | None:
    while element is not None and element.tag not in tags:
        element = element.parent
    return element
