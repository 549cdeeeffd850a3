"""Repairs of single characters: what a line went through on its way from a page or a PDF to the clipboard.

A repair takes a line and returns it mended; `REPAIRS` is their order. A new one is one function and one row.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

# UTF-8 read as Windows-1252 shows one of these and then another character above ASCII; ftfy looks at nothing else.
_MOJIBAKE = re.compile(r"[ÂÃÄÅÐÑâã][\u0080-\u2122]")
_LIGATURE = re.compile("[\ufb00-\ufb06\u0132\u0133]")
_HALF = re.compile("[\ud800-\udfff]")
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufe0e\ufe0f]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")
# Whatever one of the repairs below looks for: most lines hold none of it.
_SUSPECT = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u0132\u0133\u200b-\u2011\u202a-\u202e\u2060-\u2069\ud800-\udfff"
    "\ufb00-\ufb06\ufe0e\ufe0f\ufeff]|[ÂÃÄÅÐÑâã][\u0080-\u2122]"
)
_END_HYPHEN = re.compile("[\u00ad\u2010]$")


def mojibake(line: str) -> str:
    """Undo wrong decodings, also repeated ones (`MÃ¼nchen`); typographic quotation marks stay (ftfy)."""
    if not _MOJIBAKE.search(line):
        return line
    import ftfy  # noqa: PLC0415 -- costs 30 ms, and few sources need it

    return ftfy.fix_encoding(line)


def controls(line: str) -> str:
    """Drop control characters."""
    return _CONTROL.sub("", line)


def ligatures(line: str) -> str:
    """Spell out ligature characters (`ﬁ`)."""
    return _LIGATURE.sub(lambda found: unicodedata.normalize("NFKC", found[0]), line)


def hyphens(line: str) -> str:
    """Drop soft hyphens; at the end of a line one is a real hyphen, for the layout to join."""
    return _END_HYPHEN.sub("-", line).replace("\u00ad", "").replace("\u2010", "-").replace("\u2011", "-")


def halves(line: str) -> str:
    """Mark half a character, a lone surrogate of UTF-16 as JSON can hold it: no file can be written with it."""
    return _HALF.sub("\ufffd", line)


def invisibles(line: str) -> str:
    """Drop zero-width characters and marks of direction."""
    return _INVISIBLE.sub("", line)


def composition(line: str) -> str:
    """Compose letters and their accents (NFC), as macOS and PDFs take them apart."""
    return line if line.isascii() else unicodedata.normalize("NFC", line)


def _is_composed(line: str) -> bool:
    return unicodedata.is_normalized("NFC", line)


def spaces(line: str) -> str:
    """Fold white space, no-break and thin spaces included, into single spaces."""
    return " ".join(line.split())


REPAIRS: tuple[Callable[[str], str], ...] = (
    halves,
    mojibake,
    controls,
    ligatures,
    invisibles,
    hyphens,
    composition,
    spaces,
)


def mend(text: str) -> str:
    """Apply all repairs to each line of a text."""
    return "\n".join(map(_mended, text.split("\n"))) if "\n" in text else _mended(text)


def _mended(line: str) -> str:
    if (line.isascii() and line.isprintable()) or (_is_composed(line) and not _SUSPECT.search(line)):
        return spaces(line)  # the one repair that such characters can need
    for repair in REPAIRS:
        line = repair(line)
    return line
