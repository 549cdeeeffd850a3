"""What a stream unfolds to, without more of it in memory than asked for (ISO 32000-1, 7.4).

The names of a stream's filters are looked for in its dictionary; where there are none, Flate is tried.
"""

from __future__ import annotations

import base64
import binascii
import re
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

# A page of text has 10 kB. To unfold more takes over a second, and no program of this century packs so by itself.
MAX_LZW = 1_000_000
_MAX_FILTERS = 10
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_CLEAR, _END, _MOST_CODES = 256, 257, 4096  # of LZW
_BYTES = [*(bytes([number]) for number in range(256)), b"", b""]
_RUNS_END = 128


def unfolded(head: bytes, packed: bytes, room: int) -> bytes | None:
    """Return what a stream holds, at most `room` bytes of it; `None` when it is more.

    Args:
        head: the stream's dictionary.
        packed: the stream as it is in the file.
        room: bytes.
    """
    said = _ESCAPE.sub(lambda found: bytes([int(found[1], 16)]), head).partition(b"/Filter")[2]
    content = packed
    for name in _NAME.findall(said)[:_MAX_FILTERS] or [b"Fl"]:
        inner = _FILTERS[name](content, room)
        if inner is None or len(inner) > room:
            return None
        content = inner
    return content


def _flate(packed: bytes, room: int) -> bytes:
    """Bytes that are no Flate are left as they are; broken ones are read up to the break, as PDFium does."""
    try:
        return zlib.decompressobj().decompress(packed, room + 1)
    except zlib.error:
        return packed


def _ascii85(packed: bytes, _room: int) -> bytes:
    try:
        return base64.a85decode(packed.partition(b"~")[0], ignorechars=b" \t\n\r\v\0\f")
    except ValueError:
        return packed


def _hexadecimal(packed: bytes, _room: int) -> bytes:
    digits = re.sub(rb"\s+", b"", packed.partition(b">")[0])
    try:
        return binascii.unhexlify(digits + b"0" * (len(digits) % 2))
    except binascii.Error:
        return packed


def _run_length(packed: bytes, room: int) -> bytes:
    """Runs of bytes as they are, and of one byte repeated, each behind its length."""
    out, place = bytearray(), 0
    while place < len(packed) and packed[place] != _RUNS_END and len(out) <= room:
        length, place = packed[place], place + 1
        if length < _RUNS_END:
            out += packed[place : place + length + 1]
            place += length + 1
        else:
            out += packed[place : place + 1] * (2 * _RUNS_END + 1 - length)
            place += 1
    return bytes(out)


def _lzw(packed: bytes, room: int) -> bytes | None:
    """Codes of 9 to 12 bits, each for a string that was there before and the byte behind it; damage ends it."""
    table, out, before = [*_BYTES], bytearray(), b""
    waiting, bits, width = 0, 0, 9
    for byte in packed[: MAX_LZW + 1]:
        waiting, bits = waiting << 8 | byte, bits + 8
        if bits < width:
            continue
        bits -= width
        code, waiting = waiting >> bits, waiting & (1 << bits) - 1
        if code == _CLEAR:
            table, before, width = [*_BYTES], b"", 9
            continue
        if before and len(table) < _MOST_CODES:
            table.append(before + (table[code] if code < len(table) else before)[:1])
        if code == _END or code >= len(table) or len(out) > room:
            break
        before = table[code]
        out += before
        width = min((len(table) + 1).bit_length(), 12)
    return bytes(out) if len(packed) <= MAX_LZW else None


_FILTERS: Mapping[bytes, Callable[[bytes, int], bytes | None]] = {
    b"FlateDecode": _flate,
    b"Fl": _flate,
    b"LZWDecode": _lzw,
    b"LZW": _lzw,
    b"ASCII85Decode": _ascii85,
    b"A85": _ascii85,
    b"ASCIIHexDecode": _hexadecimal,
    b"AHx": _hexadecimal,
    b"RunLengthDecode": _run_length,
    b"RL": _run_length,
}
_NAME = re.compile(rb"/(%s)\b" % b"|".join(_FILTERS))
