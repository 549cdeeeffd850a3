"""What a browser would run in a page, found in the page as a browser parses it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from selectolax.lexbor import LexborHTMLParser

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selectolax.lexbor import LexborNode

_ELEMENTS = frozenset((
    "script", "iframe", "frame", "frameset", "object", "embed", "applet", "svg", "math", "style", "form", "base",
    "template", "noscript", "textarea", "video", "audio", "source", "portal", "isindex", "xmp", "plaintext",
))  # fmt: skip
_ADDRESSES = frozenset({"href", "src", "srcset", "action", "formaction", "data", "poster", "background", "xlink:href"})
_ATTRIBUTES = frozenset({"style", "srcdoc", "ping", "is", "autofocus", "http-equiv"})
# Browsers drop control characters and white space from an address before they look for its scheme.
_DROPPED = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029]+")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*(?=:)")
_HARMLESS = frozenset({"http", "https", "mailto", "tel"})
_FRAME = frozenset({("meta", "http-equiv")})  # the theme's own content security policy


def dangers(html: str) -> list[str]:
    """Return each element, attribute and address that a page of ours never holds."""
    root = LexborHTMLParser(html).root
    return [danger for node in root.traverse() for danger in _of(node)] if root else []


def _of(node: LexborNode) -> Iterator[str]:
    tag = node.tag or ""
    if tag in _ELEMENTS:
        yield f"<{tag}>"
    for name, value in node.attributes.items():
        if name.startswith("on") or (name in _ATTRIBUTES and (tag, name) not in _FRAME):
            yield f"<{tag} {name}>"
        if (tag, name) in _FRAME and (value or "").lower() == "refresh":
            yield f"<{tag} {name}=refresh>"
        if name in _ADDRESSES:
            yield from (f"<{tag} {name}={scheme}:>" for scheme in _schemes(value or ""))


def _schemes(address: str) -> list[str]:
    found = _SCHEME.match(_DROPPED.sub("", address).lower())
    return [found[0]] if found and found[0] not in _HARMLESS else []
