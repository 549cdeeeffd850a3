"""The parts of a mail (MIME, RFC 2045 to 2049): its texts, and what is attached."""

from __future__ import annotations

from email import message_from_bytes
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, cast

from digest.errors import SourceError
from digest.readers import letterhead

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import Message

    from digest.model import Source

MAIL, HTML, PLAIN = "message/rfc822", "text/html", "text/plain"
_READABLE = {".txt": PLAIN, ".html": HTML, ".htm": HTML, ".pdf": "application/pdf", ".eml": MAIL}
_HEADERS = frozenset({"from", "subject", "date", "received", "content-type"})
_MAX_DEPTH = 50  # parts in parts; mails of real programs have five


def parsed(source: Source) -> Message:
    """Return the mail with its parts.

    Raises:
        SourceError: it is none, or a nesting bomb.
    """
    try:
        message = message_from_bytes(source.data.lstrip(b"\xef\xbb\xbf \t\r\n"))
    except RecursionError:
        message = None
    if message is None or _depth(message) > _MAX_DEPTH:
        raise SourceError("the mail is nested too deeply", path=source.name, hint="save the mail within it alone")
    if not _HEADERS & {key.lower() for key in message.keys()}:  # noqa: SIM118 -- a mail is no mapping
        raise SourceError("this is no mail", path=source.name, hint="save it as .eml, with its header")
    return message


def _depth(message: Message) -> int:
    deepest, stack = 0, [(message, 0)]
    while stack:
        part, depth = stack.pop()
        deepest = max(deepest, depth)
        if part.is_multipart():
            stack += [(inner, depth + 1) for inner in cast("list[Message]", part.get_payload())]
    return deepest


def leaves(message: Message) -> Iterator[Message]:
    """Yield the parts of a mail in order; a mail that is attached is one part."""
    stack = [message]
    while stack:
        part = stack.pop()
        if part.get_content_maintype() == "multipart" and part.is_multipart():
            stack += reversed(cast("list[Message]", part.get_payload()))
        elif part.get_content_type() != MAIL or part.is_multipart():
            yield part


def media_type(part: Message) -> str:
    """Return the media type of a part; one that should have parts, but shows none, is text."""
    return PLAIN if part.get_content_maintype() == "multipart" else part.get_content_type()


def is_body(part: Message) -> bool:
    """Tell whether a part is text of the letter; with a file name it is a file of its own, whatever it is called."""
    is_file = part.get_content_disposition() == "attachment" or bool(part.get_filename())
    return media_type(part) in {HTML, PLAIN} and not is_file


def readable_type(part: Message) -> str:
    """Return the media type of an attachment that can be read; empty for others."""
    kind, name = part.get_content_type(), letterhead.unfolded(part.get_filename() or "")
    return kind if kind in _READABLE.values() else _READABLE.get(PurePosixPath(name).suffix.lower(), "")


def text(part: Message) -> tuple[str, bool]:
    """Return the text of a part, and whether its encoding had to be guessed."""
    found, guessed = letterhead.decoded(octets(part), part.get_content_charset())
    return found.replace("\r\n", "\n"), guessed


def octets(part: Message) -> bytes:
    """Return the bytes of a part, freed of their transfer encoding; of an attached mail, all of it."""
    if part.get_content_type() == MAIL:
        return cast("Message", part.get_payload(0)).as_bytes()
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""
