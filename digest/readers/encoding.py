"""Bytes to text, without asking the user: UTF-8, UTF-16 and Windows-1252, also mixed in one file.

The order follows what saved pages and pasted texts hold in practice: a byte-order mark decides; then valid UTF-8; what
is not valid UTF-8 is read line by line, because a text pasted together of several sources changes its encoding between
lines. Windows-1252 is what browsers take ISO 8859-1 for (WHATWG Encoding Standard, section 4.2).
"""

from __future__ import annotations

import codecs
import re

from digest.errors import SourceError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 4096
# In UTF-16 text of a Latin script every second byte is zero; in binary files zeros fall on both sides.
_UTF16_ZEROS = 0.3
# Control characters other than white space, and what no encoding explains: none in text, 10 % and more in other files.
_JUNK = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f\ufffd\ufffe\uffff]")
_MAX_JUNK = 0.05


def decode(data: bytes, name: str, charset: str | None = None) -> tuple[str, tuple[str, ...]]:
    """Return the text in `data` and warnings for an editor.

    Args:
        data: a whole file.
        name: for the error message.
        charset: the encoding that a server named; it counts where the bytes do not tell by themselves.

    Raises:
        SourceError: the bytes are no text.
    """
    text, warnings = _decode(data, charset)
    sample = text[:_SAMPLE]
    if "\x00" in sample or len(_JUNK.findall(sample)) > _MAX_JUNK * len(sample):
        raise SourceError("this is not a text file", path=name, hint="save it as plain text, encoded as UTF-8")
    return text, warnings


def _decode(data: bytes, charset: str | None) -> tuple[str, tuple[str, ...]]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace"), ()
    if guessed := _utf16_without_mark(data[:_SAMPLE]):
        return data.decode(guessed, "replace"), ()
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError:
        named = _decode_named(data, charset) if charset else None
        return _decode_lines(data) if named is None else (named, ())


def _utf16_without_mark(sample: bytes) -> str | None:
    half = len(sample) // 2
    if not half or len(sample) % 2:
        return None
    even, odd = sample[::2].count(0) / half, sample[1::2].count(0) / half
    if odd > _UTF16_ZEROS and not even:
        return "utf-16-le"
    return "utf-16-be" if even > _UTF16_ZEROS and not odd else None


def _decode_named(data: bytes, charset: str) -> str | None:
    """Return the text in the named encoding; `None` where that is none, a wrong one, or the one taken for granted."""
    try:
        usual = codecs.lookup(charset).name in {"ascii", "iso8859-1", "cp1252"}
        return None if usual else data.decode(charset)
    except (LookupError, ValueError):
        return None


def _decode_lines(data: bytes) -> tuple[str, tuple[str, ...]]:
    """Read each line as UTF-8 or else as Windows-1252."""
    lines, legacy = [], 0
    for line in data.split(b"\n"):
        try:
            lines.append(line.decode("utf-8"))
        except UnicodeDecodeError:
            lines.append(line.decode("cp1252", "replace"))
            legacy += 1
    return "\n".join(lines), (f"{legacy} lines are not valid UTF-8 and were read as Windows-1252",)
