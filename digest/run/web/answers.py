"""One request and its answer, whole or not at all."""

from __future__ import annotations

import contextlib
import gzip
import http.client
import re
import socket
import ssl
import zlib
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from digest.errors import SourceError
from digest.run.web.addresses import normalised
from digest.run.web.connection import Connection, Deadline

if TYPE_CHECKING:
    from collections.abc import Mapping
    from email.message import Message

    from digest.run.web.terms import Terms

_REDIRECTS = {
    HTTPStatus.MOVED_PERMANENTLY,
    HTTPStatus.FOUND,
    HTTPStatus.SEE_OTHER,
    HTTPStatus.TEMPORARY_REDIRECT,
    HTTPStatus.PERMANENT_REDIRECT,
}
_GZIP = {"gzip", "x-gzip"}
_MEDIA_TYPE = re.compile(r"[\w.+-]+/[\w.+-]+", re.ASCII)
_PLAIN = {"", "identity"}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said."""

    url: str
    """The address that was asked."""
    status: int
    body: bytes = b""
    """Decompressed; read of a good answer only."""
    media_type: str | None = None
    """As the server says, lower case, without parameters."""
    charset: str | None = None
    """Encoding of the text, as the server says."""
    etag: str | None = None
    last_modified: str | None = None
    location: str | None = None
    """Where a redirect leads, normalised."""


def ask(url: str, headers: Mapping[str, str], terms: Terms, *, body: bool = True) -> Answer:
    """Ask for a normalised address once, and follow nothing.

    Args:
        url: the address.
        headers: beside those that each request has.
        terms: who asks, and the bounds.
        body: read the body of a good answer.

    Raises:
        SourceError: no answer, or not a whole one within the bounds; any status is an answer.
    """
    connection = Connection(urlsplit(url), Deadline.after(terms.timeout), allow_private=terms.allow_private)
    target = url[url.index("/", len("https://")) :]
    standing = {"User-Agent": terms.agent, "Accept": "*/*", "Accept-Encoding": "gzip"}
    try:
        with contextlib.closing(connection):
            connection.request("GET", target, headers={**standing, **headers})
            with connection.getresponse() as response:
                return _answer(url, response, terms.max_bytes if body else None)
    except SourceError as error:
        raise SourceError(error.message, path=url, hint=error.hint) from error
    except TimeoutError as error:
        raise SourceError(f"no complete answer within {terms.timeout:g} seconds", path=url) from error
    except (OSError, http.client.HTTPException, EOFError, zlib.error, ValueError) as error:
        raise SourceError(_why(error), path=url) from error


def _answer(url: str, response: http.client.HTTPResponse, limit: int | None) -> Answer:
    headers = response.headers
    location = headers.get("Location") if response.status in _REDIRECTS else None
    return Answer(
        url,
        response.status,
        _body(response, limit) if limit is not None and response.status == HTTPStatus.OK else b"",
        media_type(headers),
        headers.get_content_charset(),
        _unfolded(headers.get("ETag")),
        _unfolded(headers.get("Last-Modified")),
        _absolute(url, location) if location else None,
    )


def _body(response: http.client.HTTPResponse, limit: int) -> bytes:
    """Read a body and decompress it as it comes: no more than one byte beyond `limit` is ever in memory."""
    encoding = (response.headers.get("Content-Encoding") or "").strip().lower()
    if encoding not in _PLAIN | _GZIP:
        raise SourceError("compressed in a way that was not asked for")
    packed = encoding in _GZIP
    body = (gzip.GzipFile(fileobj=response) if packed else response).read(limit + 1)
    if len(body) > limit:
        raise SourceError(
            f"too large: the limit is {limit:,} bytes", hint="raise limits.source_bytes in digest.toml if it is wanted"
        )
    if not packed and response.length:  # http.client says nothing of what is missing at the end
        raise SourceError("the connection broke off before the end")
    return body


def media_type(headers: Message) -> str | None:
    """Return the media type that an answer's headers name, lower case; `None` when they name none that could be one."""
    kind = headers.get_content_type() if "Content-Type" in headers else ""
    return kind if _MEDIA_TYPE.fullmatch(kind) else None


def _unfolded(value: str | None) -> str | None:
    """Return a header's value on one line: http.client hands on line breaks, and refuses to send them back."""
    return value and " ".join(value.split())


def _absolute(url: str, location: str) -> str:
    """Return where a redirect leads; servers send UTF-8, which http.client reads as Latin-1."""
    return normalised(urljoin(url, location.encode("latin-1").decode("utf-8", "replace")))


def _why(error: Exception) -> str:
    """Return what went wrong, for people."""
    match error:
        case socket.gaierror():
            return "its host name is not known"
        case ssl.SSLCertVerificationError():
            return f"its certificate is not valid: {error.verify_message}"
        case http.client.RemoteDisconnected() | http.client.IncompleteRead() | EOFError():
            return "the connection broke off before the end"
        case OSError() if error.strerror:
            return f"the connection failed: {error.strerror}"
    return f"the answer makes no sense ({type(error).__name__})"
