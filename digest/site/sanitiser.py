"""What of HTML may stand in an article: a policy in one table, kept by nh3 behind the renderer of Markdown.

The renderer writes nothing else, as it shows raw HTML as text. Should it ever, by a fault of its own or of a library's,
nh3 takes that out (https://nh3.readthedocs.io: the ammonia library, which parses as browsers do). Parsing every article
for that would cost more than rendering it, so a proof comes first: one regular expression, made of the same table, that
matches a text as a whole if each `<` in it begins a tag as the table allows it. Then there is nothing to take out.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from digest.site import urls

if TYPE_CHECKING:
    from collections.abc import Mapping

SCHEMES = frozenset({"http", "https", "mailto", "tel"})
"""Where a link may lead beside addresses of the site itself."""
ANYWHERE = frozenset({"id"})
"""Attributes that each element may have."""
ELEMENTS: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(("p", "h2", "h3", "h4", "h5", "h6", "blockquote", "figcaption"), frozenset()),
    **dict.fromkeys(("ul", "li", "pre", "hr", "br", "em", "strong", "s"), frozenset()),
    **dict.fromkeys(("table", "thead", "tbody", "tr"), frozenset()),
    "a": frozenset({"href", "title"}),
    "abbr": frozenset({"title"}),
    "code": frozenset({"class"}),
    "div": frozenset({"class"}),
    "figure": frozenset({"class"}),
    "img": frozenset({"src", "alt", "title"}),
    "ol": frozenset({"start"}),
    "td": frozenset({"class"}),
    "th": frozenset({"class"}),
}
"""Elements, each with the attributes that it may have beside those of `ANYWHERE`."""
_ADDRESSES = frozenset({"href", "src"})
# What follows the quotation mark of an address: a scheme of ours; or a sign that can stand in no scheme, before any
# colon, character reference (`javascript&colon;`) or sign that browsers drop (https://url.spec.whatwg.org, 4.4).
_NO_SCHEME = r"(?:[^A-Za-z0-9+.\-:&<>\"\x00-\x20\x7f-\xa0\u2028\u2029]|&amp;|&quot;|(?=\"))"
_ADDRESS = rf"(?:(?i:{'|'.join(sorted(SCHEMES))}):|[A-Za-z0-9+.\-]*+{_NO_SCHEME})[^\"<>]*+"
_WORDS = r"[^\"<>]*+"


def clean(html: str) -> str:
    """Return what of `html` may stand in an article; as it is, byte for byte, when that is all of it.

    Args:
        html: the inside of an element, such as `div`, well-formed or not.
    """
    return html if is_clean(html) else scrubbed(html)


def is_clean(html: str) -> bool:
    """Tell whether nothing has to be taken out, and be sure: what only looks unusual is not clean."""
    return _CLEAN.fullmatch(html) is not None


def scrubbed(html: str) -> str:
    """Return `html` as nh3 parses, cleans and writes it."""
    import nh3  # noqa: PLC0415 -- hardly ever needed, and a library in Rust takes its time to load

    return nh3.clean(
        html.encode("utf-8", "replace").decode(),
        tags=set(ELEMENTS),
        clean_content_tags={"script", "style", "template"},
        attributes={element: set(names | ANYWHERE) for element, names in ELEMENTS.items()},
        attribute_filter=_safe_value,
        url_schemes=set(SCHEMES),
        link_rel=None,
    )


def _safe_value(_: str, name: str, value: str) -> str | None:
    """Take out addresses that some program might read otherwise than nh3 does."""
    return None if name in _ADDRESSES and not urls.is_safe(value) else value


def _tag(element: str, names: frozenset[str]) -> str:
    """Return an expression for the inside of an opening tag as the renderer writes it."""
    attributes = (f' {name}="{_ADDRESS if name in _ADDRESSES else _WORDS}"' for name in sorted(names | ANYWHERE))
    return rf"{element}(?:{'|'.join(attributes)})*+(?: /)?"


_CLEAN = re.compile(
    rf"(?:[^<]++|</(?:{'|'.join(ELEMENTS)})>|<(?:{'|'.join(_tag(*item) for item in ELEMENTS.items())})>)*+"
)
