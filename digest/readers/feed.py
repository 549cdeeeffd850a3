"""Feeds: RSS 0.9x to 2.0, Atom and JSON Feed; each entry becomes a source of its own.

The XML ones are read by feedparser, which knows their many dialects, and reads what is not quite well-formed. Its HTML
sanitiser stays off: the entries go through the same reader as web pages, which lets no script pass.
"""

from __future__ import annotations

import io
import json
import re
from collections import Counter
from dataclasses import dataclass, replace
from importlib import import_module
from typing import TYPE_CHECKING, Any

from digest.errors import SourceError
from digest.model import Document, Source, Statement
from digest.readers import html, text
from digest.readers.encoding import decode
from digest.readers.items import address, encoded, item_name, moment, words

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator

MEDIA_TYPES = (
    "application/rss+xml",
    "application/atom+xml",
    "application/rdf+xml",
    "application/feed+json",
    "application/xml",
    "application/json",
    "text/xml",
)
"""As in HTTP; the last three are also those of other files, which are refused."""
TEASER = "the feed holds only a teaser"
"""Warning of an entry whose text is elsewhere."""

_DETAIL = "feed"
# The prolog up to a document type with declarations of its own (XML 1.0, 2.8); atomic, so that the search is linear.
_DECLARATIONS = re.compile(r"(?>\s+|<\?.*?\?>|<!--.*?-->)*+<!DOCTYPE[^\[<>]*\[", re.DOTALL | re.IGNORECASE)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
_MARKUP = re.compile(r"<[a-z/!]|&#?\w+;", re.IGNORECASE)
_CUT = re.compile(r"(?:…|\.\.\.|\[…\]|\[\.\.\.\])\W*(?:(?:\w+\W+){0,6}\w*\W*)?$")
# A description alone is taken for the whole text from here on: teasers are seldom longer, press releases seldom less.
_MIN_WORDS = 90
_AGAIN = "save it again, or tell its publisher"


@dataclass(frozen=True, slots=True)
class _Entry:
    """What the dialects have in common."""

    id: str
    title: str
    url: str | None
    content: str
    """The text in full, as far as the feed holds it."""
    summary: str
    date: dt.date | dt.datetime | None = None
    authors: tuple[str, ...] = ()
    publisher: str = ""
    keywords: tuple[str, ...] = ()
    language: str = ""
    is_html: bool = True


@dataclass(frozen=True, slots=True)
class _Feed:
    entries: tuple[_Entry, ...]
    warnings: tuple[str, ...] = ()


def expand(source: Source) -> tuple[Source, ...]:
    """Return the entries of a feed, in its order; one that has neither text nor summary is left out.

    Raises:
        SourceError: it is no feed, is damaged beyond reading, declares entities, or holds no entry with a text.
    """
    content, _ = decode(source.data, source.name)
    feed = _json(content, source) if content.lstrip().startswith(("{", "[")) else _xml(content, source)
    entries = [entry for entry in feed.entries if _has_text(entry)]
    if not entries:
        hint = "feeds are RSS, Atom or JSON Feed"
        raise SourceError("this is no feed, or it holds no entry with a text", path=source.name, hint=hint)
    return tuple(_source(source, entry, key, feed.warnings) for key, entry in _keyed(entries).items())


def read(source: Source) -> Document:
    """Return the first entry of a feed, which is the newest one in most, and say how many there are.

    Raises:
        SourceError: as of `expand`.
    """
    first, *others = expand(source)
    document = html.read(first) if first.media_type == "text/html" else text.read(first)
    left_out = (f"this is the first entry of the feed; it holds {len(others)} more",) if others else ()
    return replace(document, warnings=(*first.warnings, *left_out, *document.warnings))


def _has_text(entry: _Entry) -> bool:
    return bool(words(entry.content or entry.summary))


def _keyed(entries: Iterable[_Entry]) -> dict[str, _Entry]:
    """Entries by what identifies them; feeds that give all of theirs the same identifier have their titles, too."""
    several = Counter(entry.id or entry.url for entry in entries)
    keyed: dict[str, _Entry] = {}
    for entry in entries:
        own = entry.id or entry.url
        keyed.setdefault(own if own and several[own] == 1 else f"{own or ''} {entry.title or entry.content}", entry)
    return keyed


def _source(feed: Source, entry: _Entry, key: str, warnings: tuple[str, ...]) -> Source:
    """Return an entry as a source; only a teaser is marked as such."""
    is_teaser = not entry.content or bool(_CUT.search(words(entry.content)[-80:]))
    return Source(
        item_name(feed.name, key),
        encoded(entry.content or entry.summary),
        media_type="text/html" if entry.is_html else "text/plain",
        url=entry.url,
        language=feed.language,
        statements=tuple(_statements(entry)),
        warnings=(*warnings, TEASER) if is_teaser else warnings,
    )


def _statements(entry: _Entry) -> Iterator[Statement]:
    values = {
        "title": entry.title,
        "date": entry.date,
        "authors": entry.authors,
        "publisher": entry.publisher,
        "url": entry.url,
        "language": entry.language if _LANGUAGE.fullmatch(entry.language) else "",
        "keywords": entry.keywords,
        "description": words(entry.summary),
    }
    return (Statement(key, value, _DETAIL) for key, value in values.items() if value)


def _xml(content: str, source: Source) -> _Feed:
    """Read RSS or Atom."""
    if _DECLARATIONS.match(content.removeprefix("\ufeff")):
        raise SourceError(
            "the feed declares entities of its own", path=source.name, hint="they can make it grow without end"
        )
    headers = {"content-type": "application/xml", "content-location": source.url or ""}
    try:
        found = import_module("feedparser").parse(
            io.BytesIO(source.data), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
        )
    except Exception as error:  # whatever a library trips over in damaged markup, the feed is at fault
        message = f"the feed cannot be read ({type(error).__name__})"
        raise SourceError(message, path=source.name, hint=_AGAIN) from error
    entries = tuple(_xml_entry(entry, found.feed) for entry in found.entries)
    if not found.bozo:
        return _Feed(entries) if found.version else _Feed(())
    line, message = _fault(found.bozo_exception, content)
    if not any(map(_has_text, entries)):
        raise SourceError(f"the feed cannot be read: {message}", path=source.name, line=line, hint=_AGAIN)
    where = f"line {line}: " if line else ""
    return _Feed(entries, (f"the feed is not well-formed ({where}{message}): look at the text",))


def _fault(fault: Any, content: str) -> tuple[int | None, str]:  # noqa: ANN401 -- of SAX, or feedparser's own
    """Return line and message of what is wrong with a feed."""
    if not hasattr(fault, "getLineNumber"):
        return None, str(fault)
    declared = content.lstrip("\ufeff").startswith("<?xml")
    added = 0 if declared else 1  # feedparser sets a declaration before the first line
    return max(fault.getLineNumber() - added, 1), str(fault.getMessage())


def _xml_entry(entry: Any, feed: Any) -> _Entry:  # noqa: ANN401 -- feedparser's dictionaries are without types
    """Return an entry as feedparser found it."""
    content = max((part.get("value") or "" for part in entry.get("content") or ()), key=len, default="")
    summary = entry.get("summary") or ""
    if not content and _is_whole(summary):
        content, summary = summary, ""
    names = [author.get("name") or "" for author in entry.get("authors") or ()] or [entry.get("author") or ""]
    dates = (moment(dict.get(entry, key) or "") for key in ("published", "updated", "created"))
    return _Entry(
        id=entry.get("id") or "",
        title=words(entry.get("title") or ""),
        url=address(entry.get("feedburner_origlink")) or address(entry.get("link")),
        content=content,
        summary="" if summary == content else summary,
        date=next(filter(None, dates), None),
        authors=_names(names),
        publisher=words((entry.get("source") or {}).get("title") or feed.get("title") or ""),
        keywords=_names(tag.get("label") or tag.get("term") or "" for tag in entry.get("tags") or ()),
        language=feed.get("language") or "",
        is_html=bool(_MARKUP.search(content or summary)),
    )


def _json(content: str, source: Source) -> _Feed:
    """Read JSON Feed (https://www.jsonfeed.org/version/1.1/)."""
    try:
        feed = json.loads(content)
    except json.JSONDecodeError as error:
        message, line, column = f"wrong JSON: {error.msg}", error.lineno, error.colno
        raise SourceError(message, path=source.name, line=line, column=column, hint=_AGAIN) from error
    except (RecursionError, ValueError) as error:  # nested without end; a number of thousands of digits
        message = "wrong JSON: nested too deeply, or a number is too long"
        raise SourceError(message, path=source.name, hint=_AGAIN) from error
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list):
        raise SourceError("this is no JSON Feed", path=source.name, hint="a JSON Feed has a list named items")
    common = _Entry(
        "", "", None, "", "", None, _json_authors(feed), _text(feed, "title"), language=_text(feed, "language")
    )
    return _Feed(tuple(_json_entry(item, common) for item in items if isinstance(item, dict)))


def _json_entry(item: dict[str, Any], common: _Entry) -> _Entry:
    markup, plain, summary = (_text(item, key) for key in ("content_html", "content_text", "summary"))
    tags = item.get("tags")
    return replace(
        common,
        id=_text(item, "id"),
        title=_text(item, "title"),
        url=address(_text(item, "url")) or address(_text(item, "external_url")),
        content=markup or plain,
        summary=summary,
        date=moment(_text(item, "date_published")) or moment(_text(item, "date_modified")),
        authors=_json_authors(item) or common.authors,
        keywords=_names(filter(lambda tag: isinstance(tag, str), tags if isinstance(tags, list) else [])),
        language=_text(item, "language") or common.language,
        is_html=bool(markup),
    )


def _json_authors(item: dict[str, Any]) -> tuple[str, ...]:
    """Return the names of version 1.1's `authors`, or of version 1's `author`."""
    several = item.get("authors")
    people = several if isinstance(several, list) else [item.get("author")]
    return _names(_text(person, "name") for person in people if isinstance(person, dict))


def _text(item: dict[str, Any], key: str) -> str:
    """Return a value that should be a text; some feeds number their items."""
    value = item.get(key)
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""


def _names(found: Iterable[str]) -> tuple[str, ...]:
    """Return names without repetition; addresses of mail are none."""
    names = (words(name) for name in found)
    return tuple(dict.fromkeys(name for name in names if name and "@" not in name))


def _is_whole(summary: str) -> bool:
    """Whether a description without any content beside it is the text itself, as RSS 2.0 allows."""
    plain = words(summary)
    return len(plain.split()) >= _MIN_WORDS and not _CUT.search(plain[-80:])
