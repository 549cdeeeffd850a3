"""What containers share, feeds and mails: how their items are named, dated, and looked at before they are read."""

from __future__ import annotations

import codecs
import datetime as dt
import hashlib
import html
import re
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from digest.languages.slugs import slugify

if TYPE_CHECKING:
    from collections.abc import Iterator

_SCHEME = re.compile(r"^[a-z][\w+.-]*:(?://[^/]*/?(?=.))?", re.IGNORECASE)
# A tag begins with a letter: `a < b` is none. No part of it may hold another `<`, so that the search is linear.
_TAG = re.compile(r"<!--|<(?:/?([a-z][a-z0-9]*)|!)[^<>]*>", re.IGNORECASE)
_INLINE_TAGS = frozenset(
    "a abbr b bdi bdo big cite code em font i img mark q s small span strong sub sup u wbr".split()  # noqa: SIM905 -- reads best
)
_UNSEEN = frozenset({"script", "style", "head", "title", "template"})
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
# What no address may hold as it is (RFC 3986, 2.2 and 2.3); browsers encode it in what people paste. The apostrophe may
# stand there, but not in the front matter of an article.
_ILLEGAL = re.compile(r"[\s\x00-\x1f\x7f<>\"'\\^`{|}]")
_FIRST, _LAST = 1970, 2199  # years beyond are defaults of programs, and overflow when they change their zone


def item_name(container: str, key: str) -> str:
    """Return how users call an item: `feed.xml#hafen-offen-3f2a91c4`.

    The hash keeps two items apart whose keys differ in signs alone, so that a new one never takes an old one's article.

    Args:
        container: name of the file it is in.
        key: what identifies it there for good: an address, a feed's `guid`, a file name.
    """
    slug = slugify(_SCHEME.sub("", key) or key, None)
    return f"{container}#{slug}-{hashlib.blake2b(key.encode('utf-8', 'replace'), digest_size=4).hexdigest()}"


def encoded(text: str) -> bytes:
    """Return the bytes of an item's text; the byte-order mark outranks whatever encoding its markup declares."""
    return codecs.BOM_UTF8 + text.encode("utf-8", "replace")


def flat(markup: str) -> str:
    """Return markup with a blank in the place of each character that is no text, so that both have the same places.

    Elements that are no part of a line end with a line break; references such as `&nbsp;` stay as they are.
    """
    return "".join(_flat(markup, " "))


def words(markup: str) -> str:
    """Return the text of a piece of markup on one line; of plain text, the same text."""
    return " ".join(html.unescape("".join(_flat(markup, "\0")).replace("\0", "")).split())


def _flat(markup: str, inline: str) -> Iterator[str]:
    at, unseen = 0, ""
    while tag := _TAG.search(markup, at):
        name, closes = (tag[1] or "").lower(), tag[0].startswith("</")
        before, at = markup[at : tag.start()], _end(tag)
        yield " " * len(before) if unseen else before
        yield inline * (at - tag.start()) if name in _INLINE_TAGS else "\n".rjust(at - tag.start())
        if unseen:
            unseen = "" if closes and name == unseen else unseen
        elif name in _UNSEEN and not closes:
            unseen = name
    yield " " * (len(markup) - at) if unseen else markup[at:]


def _end(tag: re.Match[str]) -> int:
    """Return where a tag ends, and of a comment, where it is closed."""
    if tag[0] != "<!--":
        return tag.end()
    closed = tag.string.find("-->", tag.end())
    return len(tag.string) if closed < 0 else closed + len("-->")


def moment(text: str) -> dt.date | dt.datetime | None:
    """Return what a date of a mail or a feed says; `None` when it says nothing.

    Both forms of the standards are read, RFC 5322 and RFC 3339; without a zone they are in UTC (RFC 5322, 3.3).
    """
    text = text.strip()
    try:
        if _DAY.fullmatch(text):
            found: dt.date = dt.date.fromisoformat(text)
        else:
            found = _zoned(dt.datetime.fromisoformat(text))
    except ValueError:
        return _rfc(text)
    return found if _FIRST <= found.year <= _LAST else None


def address(url: str | None) -> str | None:
    """Return a web address, with what may not stand in one encoded; `None` for anything else."""
    try:
        parts = urlsplit((url or "").strip())
    except ValueError:  # `http://[`
        return None
    if parts.scheme not in {"http", "https"} or not parts.netloc or _ILLEGAL.search(parts.netloc):
        return None
    return _ILLEGAL.sub(lambda found: quote(found[0]), parts.geturl())


def _rfc(text: str) -> dt.datetime | None:
    try:
        found = _zoned(parsedate_to_datetime(text))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return found if _FIRST <= found.year <= _LAST else None


def _zoned(found: dt.datetime) -> dt.datetime:
    return found if found.tzinfo else found.replace(tzinfo=dt.UTC)
