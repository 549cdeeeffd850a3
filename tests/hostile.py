"""What a browser would run in a page, found in the page as a browser parses it."""

from __future__ import annotations

import json
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


# What the themes' own frame holds beside that, each in a shape that does no harm whoever wrote it.
_RELATIVE = r"(?![a-z][a-z0-9+.-]*:|//)"
_OUR_SCRIPT = re.compile(r"(?:\.\./)*(?:assets|search)/[\w./-]+\.js")
_OUR_FORM = re.compile(rf"{_RELATIVE}[\w./%-]+|https://[\w./-]+/search\.html", re.IGNORECASE)  # 404.html: absolute
_OUR_REFRESH = re.compile(rf"0; ?url={_RELATIVE}[^\s;]+", re.IGNORECASE)


def dangers(html: str, *, page: bool = False) -> list[str]:
    """Return each element, attribute and address that should not be there.

    Args:
        html: what is looked through.
        page: it is a whole page, where the theme's frame may have a script file, JSON-LD, a search form and a redirect.
    """
    root = LexborHTMLParser(html).root
    return [danger for node in root.traverse() for danger in _of(node, page=page)] if root else []


def _of(node: LexborNode, *, page: bool) -> Iterator[str]:
    tag, attributes = node.tag or "", node.attributes
    if tag in _ELEMENTS and not (page and _is_frame(tag, node)):
        yield f"<{tag}>"
    for name, value in attributes.items():
        if name.startswith("on") or (name in _ATTRIBUTES and (tag, name) not in _FRAME):
            yield f"<{tag} {name}>"
        ours = page and _OUR_REFRESH.fullmatch(attributes.get("content") or "")
        if (tag, name) in _FRAME and (value or "").lower() == "refresh" and not ours:
            yield f"<{tag} {name}=refresh>"
        if name in _ADDRESSES:
            yield from (f"<{tag} {name}={scheme}:>" for scheme in _schemes(value or ""))


def _is_frame(tag: str, node: LexborNode) -> bool:
    attributes, text = node.attributes, node.text(deep=True).strip()
    match tag:
        case "noscript":  # what is in it is looked at as well
            return True
        case "form":
            return attributes.get("role") == "search" and bool(_OUR_FORM.fullmatch(attributes.get("action") or ""))
        case "script" if attributes.get("type") == "application/ld+json":
            return "src" not in attributes and isinstance(json.loads(text), dict | list)
        case "script":
            return not text and bool(_OUR_SCRIPT.fullmatch(attributes.get("src") or ""))
    return False


def _schemes(address: str) -> list[str]:
    found = _SCHEME.match(_DROPPED.sub("", address).lower())
    return [found[0]] if found and found[0] not in _HARMLESS else []
