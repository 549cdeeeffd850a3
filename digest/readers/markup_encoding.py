"""The encoding of markup, as browsers find it: a byte-order mark, what the page declares, else the text's own bytes."""

from __future__ import annotations

import codecs
import re

from digest.readers.encoding import decode

# WHATWG HTML, 13.2.3.2: the declaration stands in the first 1024 bytes; many pages miss that, so a little more.
_DECLARED = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)|<\?xml[^>]{0,80}?encoding\s*=\s*[\"']([\w.-]+)"
)
_SNIFF = 4096
# WHATWG Encoding Standard, 4.2: what pages call these is something else.
_ALIASES = {"iso-8859-1": "cp1252", "latin1": "cp1252", "latin-1": "cp1252", "ascii": "cp1252", "us-ascii": "cp1252"}
_MAX_WRONG = 0.0005


def decode_markup(data: bytes, name: str, charset: str | None = None) -> tuple[str, tuple[str, ...]]:
    """Return a page's text and warnings for an editor.

    What the sender says goes before what the page says. A declaration that its bytes contradict is not believed: UTF-8
    pages are often declared as Latin-1, seldom the other way round.

    Raises:
        SourceError: the bytes are no text.
    """
    declared = _codec(charset) or _declared(data[:_SNIFF])
    if declared is None or declared == "utf-8" or data.startswith((codecs.BOM_UTF8, b"\xff\xfe", b"\xfe\xff")):
        return decode(data, name)
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError:
        text = data.decode(declared, "replace")
    return (text, ()) if text.count("\ufffd") <= _MAX_WRONG * len(text) else decode(data, name)


def _declared(head: bytes) -> str | None:
    found = _DECLARED.search(head)
    if not found:
        return None
    name = _codec((found[1] or found[2]).decode("ascii", "replace"))
    return None if name and name.startswith("utf-16") else name  # ASCII bytes declared it, so it cannot be UTF-16


def _codec(label: str | None) -> str | None:
    """Python's name of an encoding, under whatever name the Web knows it."""
    label = (label or "").strip().lower()
    try:
        return codecs.lookup(_ALIASES.get(label, label)).name if label else None
    except LookupError:
        return None
