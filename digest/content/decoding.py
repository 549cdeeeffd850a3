"""Bytes of an editor's file as text: UTF-8, Unix line breaks, no character that a page may not hold."""

from __future__ import annotations

import re

from digest.errors import ContentError

# Characters that neither HTML nor XML may hold; a text with one of them would break feeds.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
# The same among the bytes of UTF-8, which holds no surrogates; looking for bytes takes a tenth of the time.
_CONTROL_BYTES = bytes({*range(32), 127} - set(b"\t\n\r"))
_NO_CHARACTERS = b"\xef\xbf\xbe", b"\xef\xbf\xbf"


def decode(data: bytes, path: str) -> str:
    """Return an editor's file as text with Unix line breaks and no control characters.

    Raises:
        ContentError: when it is not UTF-8; the line is named.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ContentError(
            f"not UTF-8: byte 0x{data[error.start]:02x}", path=path, line=line, hint="save the file as UTF-8"
        ) from error
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return without_controls(text) if _has_controls(data) else text


def _has_controls(data: bytes) -> bool:
    return len(data.translate(None, _CONTROL_BYTES)) < len(data) or any(sign in data for sign in _NO_CHARACTERS)


def without_controls(text: str) -> str:
    """Return `text` without the characters that neither HTML nor XML may hold."""
    return _CONTROL.sub("", text)
