"""WARC files: the records of a web archive (ISO 28500, versions 1.0 and 1.1), one after the other.

In a compressed file each record should be a gzip member of its own; several in one are read, too. A damaged record is
told with its place, and reading goes on where the next one begins. Nothing larger than its limit is ever in memory.
"""

from __future__ import annotations

import http.client
import io
import re
import zlib
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Any

from digest.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import Message

    from typing_extensions import Buffer

SUFFIXES = (".warc", ".warc.gz")
_BEGINNING = re.compile(rb"WARC/1\.\d\r?\n")
_GZIP = b"\x1f\x8b\x08"
_LONGEST_LINE = 65_536
_LONGEST_LENGTH = 18  # digits: more bytes than any disk holds
_PIECE = 1 << 16
_EARLY = "it ends too early"


@dataclass(frozen=True, slots=True)
class Record:
    """A record of an archive."""

    name: str
    """`file@offset`, as indexes of archives have it; `file@offset/2` of the second one in a member."""
    headers: Message
    block: bytes
    """What it holds; of records that are no responses, nothing."""


class _DamageError(Exception):
    """What stands here is no record."""


_DAMAGES = (_DamageError, EOFError, zlib.error, http.client.HTTPException)


def is_archive(name: str) -> bool:
    """Tell whether a file is an archive, by its name."""
    return name.lower().endswith(SUFFIXES)


def records(file: io.BufferedReader, shown: str, limit: int) -> Iterator[Record | SourceError]:
    """Yield the records of an archive in order, and in their places what is wrong with those that cannot be read.

    Args:
        file: the archive, from its beginning.
        shown: how users call it.
        limit: bytes that a record's block may have.

    Raises:
        OSError: the file cannot be read.
    """
    is_packed = file.peek(len(_GZIP))[: len(_GZIP)] == _GZIP
    start: int | None = 0 if file.peek(1) else None
    if start is None:
        yield SourceError("the file is empty", path=shown)
    while start is not None:
        file.seek(start)
        at, member = start, _Member(file) if is_packed else None
        stream: io.BufferedReader[Any] = member.stream if member else file
        try:
            for number in count(1):
                _skip_blanks(stream)
                at = start if member else file.tell()
                name = f"{shown}@{at}" + (f"/{number}" if member and number > 1 else "")
                record = _record(stream, name, limit)
                if record is None:
                    break
                yield record
            start = member.end() if member else None
        except _DAMAGES as error:
            yield SourceError(f"this record is damaged: {error}", path=f"{shown}@{at}")
            start = _next(file, at + 1, _GZIP if is_packed else b"WARC/1.")


class _Member(io.RawIOBase):
    """A gzip member (RFC 1952), decompressed as it is read."""

    def __init__(self, file: io.BufferedReader) -> None:
        self._file = file
        self._inflating = zlib.decompressobj(16 + zlib.MAX_WBITS)
        self.stream = io.BufferedReader(self, _PIECE)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Buffer) -> int:
        view = memoryview(buffer)
        while not self._inflating.eof:
            packed = self._inflating.unconsumed_tail or self._file.read(_PIECE)
            if not packed:
                raise EOFError(_EARLY)
            data = self._inflating.decompress(packed, len(view))
            if data:
                view[: len(data)] = data
                return len(data)
        return 0

    def end(self) -> int | None:
        """Return where the next member begins; `None` at the end of the file."""
        end = self._file.tell() - len(self._inflating.unused_data)
        self._file.seek(end)
        return end if self._file.peek(1) else None


def _record(stream: io.BufferedReader[Any], name: str, limit: int) -> Record | SourceError | None:
    """Read a record; `None` when there is none left."""
    line = stream.readline(_LONGEST_LINE)
    if not line:
        return None
    if not _BEGINNING.fullmatch(line):
        raise _DamageError("it does not begin with WARC/1")
    headers = http.client.parse_headers(stream)
    length = headers.get("Content-Length", "").strip()
    if not (length.isascii() and length.isdigit() and len(length) <= _LONGEST_LENGTH):
        raise _DamageError("it does not say how long it is")
    size = int(length)
    if headers.get("WARC-Type", "").lower() != "response":
        _skip(stream, size)
        return Record(name, headers, b"")
    if size > limit:
        _skip(stream, size)
        return SourceError(f"too large: {size:,} bytes; the limit is {limit:,} bytes", path=name)
    block = stream.read(size)
    if len(block) < size:
        raise EOFError(_EARLY)
    return Record(name, headers, block)


def _skip_blanks(stream: io.BufferedReader[Any]) -> None:
    """Read on to the next record: two line breaks stand between them."""
    while stream.peek(1)[:1] in {b"\r", b"\n"}:
        stream.read(1)


def _skip(stream: io.BufferedReader[Any], size: int) -> None:
    while size > 0:
        read = len(stream.read(min(size, _PIECE)))
        if not read:
            raise EOFError(_EARLY)
        size -= read


def _next(file: io.BufferedReader, start: int, mark: bytes) -> int | None:
    """Return where `mark` stands next; `None` when it does not."""
    file.seek(start)
    kept = b""
    while piece := file.read(_PIECE):
        found = (kept + piece).find(mark)
        if found >= 0:
            return start - len(kept) + found
        start += len(piece)
        kept = (kept + piece)[1 - len(mark) :]
    return None
