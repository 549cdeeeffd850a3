"""What kind of source came from the web: what it looks like first, then what the server and the address say."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from digest.errors import SourceError
from digest.readers import SUFFIXES

if TYPE_CHECKING:
    from digest.run.web.answers import Answer

JSON_FEED = "application/feed+json"
FEEDS = {"rss": "application/rss+xml", "rdf": "application/rss+xml", "feed": "application/atom+xml"}
"""Root element → media type of what is read again and again."""
# Servers call feeds all kinds of XML, JSON, text and even HTML; the root element is what they are.
# Atomic, so that no head of a file makes the search take long.
_ROOT = re.compile(
    rb"(?>\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*>)*+<(?:\w+:)?(rss|feed|rdf)\b", re.IGNORECASE | re.DOTALL
)
_JSON_FEED = re.compile(rb"\s*\{.*\"version\"\s*:\s*\"https?:\\?/\\?/jsonfeed\.org", re.DOTALL)
_SNIFF = 8192
_SUFFIX_OF = {kind: suffix for suffix, kind in reversed(SUFFIXES.items()) if suffix} | {JSON_FEED: ".json"}
_ALIASES = {"text/xml": "application/xml", "text/json": "application/json", "application/x-pdf": "application/pdf"}
_SAYS_NOTHING = {None, "", "application/octet-stream", "binary/octet-stream"}


def of(answer: Answer) -> str:
    """Return the media type of an answer's body.

    Raises:
        SourceError: it is no kind of source.
    """
    declared = _ALIASES.get(answer.media_type or "", answer.media_type)
    kind = _feed(answer.body) or (_by_address(answer.url) if declared in _SAYS_NOTHING else declared)
    if kind not in _SUFFIX_OF:
        raise SourceError(f"{kind or 'something unknown'} is no kind of source", path=answer.url)
    return kind


def suffix(kind: str) -> str:
    """Return the suffix of files of a kind, with its dot."""
    return _SUFFIX_OF[kind]


def is_feed(kind: str) -> bool:
    """Tell whether a source of this kind gets new entries as long as it lives."""
    return kind == JSON_FEED or kind in FEEDS.values()


def _feed(body: bytes) -> str | None:
    head = body[:_SNIFF].removeprefix(b"\xef\xbb\xbf")
    if root := _ROOT.match(head):
        return FEEDS[root[1].decode().lower()]
    return JSON_FEED if _JSON_FEED.match(head) else None


def _by_address(url: str) -> str | None:
    return SUFFIXES.get(PurePosixPath(unquote(urlsplit(url).path)).suffix.lower() or "none")
