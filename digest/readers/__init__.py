"""From bytes to a `Document`: one reader a kind of source, found through one table.

A reader hands on what the source shows and judges nothing. Another package adds one through the entry-point group
`digest.readers`: its name is the media type, its value a function of the same signature as `text.read`.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from importlib.metadata import entry_points
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Protocol

from digest.errors import SourceError
from digest.readers import feed, html, mail, pdf, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from digest.model import Document, Source

GROUP = "digest.readers"
SUFFIXES = {
    "": "text/plain",
    ".txt": "text/plain",
    ".text": "text/plain",
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "application/xhtml+xml",
    ".pdf": "application/pdf",
    ".eml": "message/rfc822",
    ".xml": "application/xml",
    ".rss": "application/rss+xml",
    ".atom": "application/atom+xml",
    ".json": "application/json",
}
"""What a file name says of its content."""


class Reader(Protocol):
    """Takes a source apart."""

    def __call__(self, source: Source) -> Document:
        """Return the source's blocks in reading order, or raise `SourceError`."""
        ...


class Container(Protocol):
    """Takes apart what holds several sources."""

    def __call__(self, source: Source) -> tuple[Source, ...]:
        """Return the sources in it, or raise `SourceError`."""
        ...


_BUILT_IN: Mapping[str, Reader] = {
    "text/plain": text.read,
    "text/html": html.read,
    "application/xhtml+xml": html.read,
    "application/pdf": pdf.read,
    "message/rfc822": mail.read,
    **dict.fromkeys(feed.MEDIA_TYPES, feed.read),
}
_CONTAINERS: Mapping[str, Container] = {
    "message/rfc822": mail.expand,
    **dict.fromkeys(feed.MEDIA_TYPES, feed.expand),
}
_MAX_NESTED = 5  # a mail in a mail; deeper ones are read for their own text alone


@cache
def readers() -> Mapping[str, Reader]:
    """Media type → reader: the built-in ones, and those of installed packages, which may replace them."""
    return {**_BUILT_IN, **{point.name: point.load() for point in entry_points(group=GROUP)}}


def media_type(source: Source) -> str:
    """What kind of source this is: as its sender says, else by the file's name; text when nothing is known."""
    if source.media_type:
        return source.media_type.partition(";")[0].strip().lower()
    return SUFFIXES.get(PurePosixPath(source.name).suffix.lower(), "text/plain")


def expand(source: Source) -> tuple[Source, ...]:
    """Return the sources in a container: the entries of a feed, a mail and what is attached to it.

    Their names are `path#item`, and stay the same as long as the item does; anything else is its own only item.

    Raises:
        SourceError: the container cannot be read.
    """
    return tuple(_items(source, _MAX_NESTED))


def _items(source: Source, depth: int) -> Iterator[Source]:
    container = _CONTAINERS.get(media_type(source))
    if container is None or not depth:
        yield source
        return
    for item in container(source):
        if item is source:
            yield source
        else:
            yield from _items(item, depth - 1)


def read(source: Source) -> Document:
    """Take a source apart with the reader for its kind.

    Raises:
        SourceError: there is no reader for its kind, or the reader cannot make sense of it.
    """
    kind = media_type(source)
    reader = readers().get(kind)
    if reader is None:
        known = ", ".join(sorted(readers()))
        raise SourceError(f"no reader for {kind}", path=source.name, hint=f"there are readers for {known}")
    document = reader(source)
    return replace(document, warnings=(*source.warnings, *document.warnings)) if source.warnings else document
