"""An edition as an EPUB 3.3 publication (https://www.w3.org/TR/epub-33/): the files in it, and how they are packed.

The same edition gives the same bytes anywhere: times in the archive are fixed, the order is that of the edition, and
nothing is compressed, as what a compressor makes depends on its version.
"""

from __future__ import annotations

import datetime as dt
import io
import uuid
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from digest.site import embedding, urls

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from digest.config import Site
    from digest.model import Edition, Entry
    from digest.site.markdown import Rendered

_MEDIA_TYPE = "application/epub+zip"
_FOLDER = "EPUB"
_CONTAINER = f"""<?xml version="1.0" encoding="utf-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="{_FOLDER}/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""
# The first moment that a ZIP archive can name.
_NO_TIME = (1980, 1, 1, 0, 0, 0)
_READABLE = 0o100644 << 16
_UNIX = 3
# Identifiers of books are `urn:uuid:` below this name (RFC 9562, 5.5): reading systems know a book again by them.
_NAMESPACE = uuid.UUID("0d4c8a7e-9b1f-5d36-8f02-7c6f3e5a2b90")


@dataclass(frozen=True, slots=True)
class Chapter:
    """An article in a book."""

    entry: Entry
    name: str
    """Of its file."""
    text: Markup
    """Its body as XHTML; empty where it is not published."""


def book(
    edition: Edition, site: Site, body: Callable[[Entry], Rendered], template: Callable[[str, dict[str, Any]], str]
) -> bytes:
    """Return an edition as a book.

    Args:
        edition: the edition.
        site: what the digest is called, and where it is.
        body: renders an article's text; asked only where all of it may be published.
        template: renders a template of the theme, by its name and with these values.
    """
    chapters = _chapters(edition, site.base_url, body)
    context = {
        "edition": edition,
        "online": urls.edition(edition),
        "chapters": chapters,
        "identifier": uuid.uuid5(_NAMESPACE, f"{site.base_url or site.title} {urls.edition(edition)}").urn,
        "modified": _modified(edition.entries),
    }
    names = ["package.opf", "nav.xhtml", "front.xhtml", "book.css"]
    made = {name: template(f"epub/{name}", context) for name in names}
    made |= {chapter.name: template("epub/chapter.xhtml", {**context, "chapter": chapter}) for chapter in chapters}
    files = {f"{_FOLDER}/{name}": embedding.without_illegal(text) for name, text in made.items()}
    return _packed({"mimetype": _MEDIA_TYPE, "META-INF/container.xml": _CONTAINER, **files})


def _chapters(edition: Edition, base_url: str, body: Callable[[Entry], Rendered]) -> tuple[Chapter, ...]:
    names = {urls.article(entry): f"article-{number}.xhtml" for number, entry in enumerate(edition.entries, 1)}
    return tuple(
        Chapter(entry, names[urls.article(entry)], _text(entry, base_url, names, body)) for entry in edition.entries
    )


def _text(entry: Entry, base_url: str, names: dict[str, str], body: Callable[[Entry], Rendered]) -> Markup:
    if entry.publish != "full":
        return Markup("")
    link = embedding.in_book(urls.article(entry), base_url, names)
    return embedding.embedded(body(entry).html, embedding.Setting(link, images=False))


def _modified(entries: Iterable[Entry]) -> str:
    """Return when the newest of the articles was changed, as a package document has it (5.5.3.1.2)."""
    newest = max(max(entry.date, entry.updated or entry.date) for entry in entries)
    return newest.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _packed(files: dict[str, str]) -> bytes:
    """Return an archive of text files; the first one must be `mimetype` (OCF, 4.2.2)."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for name, text in files.items():
            info = zipfile.ZipInfo(name, _NO_TIME)
            info.create_system, info.external_attr = _UNIX, _READABLE
            archive.writestr(info, text.encode("utf-8"))
    return stream.getvalue()
