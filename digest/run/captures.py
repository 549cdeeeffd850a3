"""What a web archive holds of pages: the answers of servers, as sources.

Some crawlers store an answer's body as it came, others decoded and still under the headers that it came with. What it
looks like decides.
"""

from __future__ import annotations

import datetime as dt
import http.client
import io
import re
import zlib
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

from digest.errors import SourceError, system_fault
from digest.model import Source
from digest.run import kinds, warc
from digest.run.web import answers
from digest.run.web.addresses import normalised
from digest.run.web.answers import Answer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import Message
    from pathlib import Path

_WANTED = frozenset({"text/html", "application/xhtml+xml", "application/pdf", "text/plain"})
_MAYBE = frozenset({None, "application/octet-stream", "binary/octet-stream", "application/x-pdf"})
_STATUS = re.compile(rb"HTTP/\d(?:\.\d)? +(\d{3})\b")
_CHUNK = re.compile(rb"([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]{0,999})?\r?\n")
_PLAIN = frozenset({"", "identity"})
_DEFLATED = {"gzip": 16 + zlib.MAX_WBITS, "x-gzip": 16 + zlib.MAX_WBITS, "deflate": zlib.MAX_WBITS}
_GZIP, _ZLIB = b"\x1f\x8b", b"\x78"
_HEADERS = 1 << 18
"""Bytes that an answer may have beside its body."""
_LONGEST_LINE = 65_536


@dataclass(frozen=True, slots=True)
class Capture:
    """A source as a crawler met it."""

    source: Source
    captured: dt.datetime | None = None
    """When; tells nothing of when it was published, and so is none of the source's statements."""


def read(path: Path, shown: str, limit: int) -> Iterator[Capture | SourceError]:
    """Yield the web pages, PDF files and texts in an archive that were answered with status 200, and all faults.

    Args:
        path: a WARC file.
        shown: how users call it.
        limit: bytes that a body may have, also when it is decompressed.
    """
    try:
        with path.open("rb") as file:
            for record in warc.records(file, shown, limit + _HEADERS):
                found = record if isinstance(record, SourceError) else _capture(record, limit)
                if found:
                    yield found
    except OSError as error:
        fault = system_fault(error, what="cannot be read")
        yield SourceError(fault.message, path=shown, hint=fault.hint)


def _capture(record: warc.Record, limit: int) -> Capture | SourceError | None:
    """Return what a record holds; `None` for what no article is made of."""
    address = record.headers.get("WARC-Target-URI", "").strip().strip("<>")  # in which some write it
    if not record.block or not address.lower().startswith(("http:", "https:")):
        return None
    try:
        source = _source(record, normalised(address), limit)
    except (SourceError, http.client.HTTPException) as error:
        return SourceError(str(error.args[0] if error.args else error), path=record.name)
    return Capture(source, _moment(record.headers.get("WARC-Date", ""))) if source else None


def _source(record: warc.Record, url: str, limit: int) -> Source | None:
    stream = io.BytesIO(record.block)
    status = _STATUS.match(stream.readline(_LONGEST_LINE))
    if not status:
        raise SourceError("no answer of HTTP")
    headers = http.client.parse_headers(stream)
    declared = answers.media_type(headers)
    if int(status[1]) != HTTPStatus.OK or declared not in _WANTED | _MAYBE:
        return None
    body = _decoded(stream.read(), headers, limit)
    try:
        kind = kinds.of(Answer(url, HTTPStatus.OK, body, declared))
    except SourceError:
        return None
    if kind not in _WANTED or not body:
        return None
    cut = record.headers.get("WARC-Truncated")
    warnings = (f"the archive holds only its beginning ({cut})",) if cut else ()
    return Source(record.name, body, kind, url, charset=headers.get_content_charset(), warnings=warnings)


def _decoded(body: bytes, headers: Message, limit: int) -> bytes:
    """Return a body without the encodings that it really has."""
    if "chunked" in headers.get("Transfer-Encoding", "").lower() and _CHUNK.match(body):
        body = _joined(body)
    encoding = headers.get("Content-Encoding", "").strip().lower()
    if encoding in _DEFLATED and body.startswith((_GZIP, _ZLIB)):
        body = _inflated(body, _DEFLATED[encoding], limit)
    elif encoding not in _PLAIN | _DEFLATED.keys() and not body.lstrip().startswith(b"<"):
        raise SourceError(f"compressed in a way that is not read ({encoding})")
    if len(body) > limit:
        raise _too_large(limit)
    return body


def _joined(body: bytes) -> bytes:
    """Return what stands in the chunks of a body (RFC 9112, section 7.1)."""
    pieces: list[bytes] = []
    at = 0
    while chunk := _CHUNK.match(body, at):
        size = int(chunk[1], 16)
        if not size:
            return b"".join(pieces)
        pieces.append(body[chunk.end() : chunk.end() + size])
        at = chunk.end() + size
        at += 2 if body.startswith(b"\r\n", at) else 1
    raise SourceError("its body ends in the middle of a chunk")


def _inflated(body: bytes, form: int, limit: int) -> bytes:
    """Decompress a body; no more than one byte beyond `limit` is ever in memory."""
    inflating = zlib.decompressobj(form)
    try:
        data = inflating.decompress(body, limit + 1)
    except zlib.error as error:
        raise SourceError("its body cannot be decompressed") from error
    if len(data) > limit:
        raise _too_large(limit)
    if not inflating.eof:
        raise SourceError("its body ends too early")
    return data


def _too_large(limit: int) -> SourceError:
    return SourceError(f"its body is too large: the limit is {limit:,} bytes")


def _moment(value: str) -> dt.datetime | None:
    try:
        found = dt.datetime.fromisoformat(value.strip())
    except ValueError:
        return None
    return found if found.tzinfo else None
