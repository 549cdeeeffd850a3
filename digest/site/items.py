"""What a feed tells of an article or an edition, whatever its format."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from digest.model import Edition
from digest.site import embedding, urls
from digest.site.index import publisher_name

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator

    from digest.config import Config
    from digest.model import Entry, Tag
    from digest.site.words import Words

# Identifiers of articles become `urn:uuid:` below this name (RFC 9562, 5.5). Never change it: every article of every
# published digest would appear as unread again.
_NAMESPACE = uuid.UUID("6f0a2f52-41d5-5b0c-9a43-3d1c5b7f8e11")
_ABSOLUTE_ID = re.compile(r"(?:urn|tag|https?):\S+$")


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a feed; what is not known is empty."""

    id: str
    """An IRI that stays for good."""
    url: str
    """Absolute, of its page."""
    title: str
    published: dt.datetime
    updated: dt.datetime
    language: str
    original: str = ""
    """Absolute URL of what it was made from."""
    authors: tuple[str, ...] = ()
    tags: tuple[Tag, ...] = ()
    licence: str = ""
    summary: str = ""
    html: str = ""
    """All of it, with absolute links, where all of it may be published."""


def entry_id(entry: Entry) -> str:
    """Return an article's identifier as the IRI that a feed needs; it depends on `Entry.id` alone."""
    return entry.id if _ABSOLUTE_ID.match(entry.id) else f"urn:uuid:{uuid.uuid5(_NAMESPACE, entry.id)}"


def changed(entry: Entry) -> dt.datetime:
    """Return when an article last changed."""
    return max(entry.date, entry.updated or entry.date)


class Items:
    """Makes the items of one site.

    Args:
        config: the project's settings; `site.base_url` must not be empty.
        html: renders an article's body; asked only where the feed publishes whole articles.
        words: the site's own.
    """

    def __init__(self, config: Config, html: Callable[[Entry], str], words: Words) -> None:
        self._config = config
        self._html = html
        self._words = words

    def of(self, thing: Entry | Edition) -> Item:
        """Return the item of an article or of an edition."""
        return self._of_edition(thing) if isinstance(thing, Edition) else self._of_entry(thing)

    def _of_entry(self, entry: Entry) -> Item:
        page = self._absolute(urls.article(entry))
        # What the editors publish of an article: nothing, its summary, or all of it.
        whole = entry.publish == "full" and self._config.feed.content == "full"
        return Item(
            id=entry_id(entry),
            url=page,
            title=entry.title,
            published=entry.date,
            updated=changed(entry),
            language=entry.lang,
            original=urls.external(entry.source.url),
            authors=entry.authors or tuple(filter(None, [publisher_name(entry)])),
            tags=entry.tags,
            licence=entry.source.licence or "",
            summary=" ".join(entry.summary) if entry.publish != "link" else "",
            html=_with_absolute_links(self._html(entry), page) if whole else "",
        )

    def _of_edition(self, edition: Edition) -> Item:
        page = self._absolute(urls.edition(edition))
        site = self._config.site
        return Item(
            id=page,
            url=page,
            title=self._words.say("edition_of", date=self._words.day(edition.date)),
            published=min(entry.date for entry in edition.entries),
            updated=max(changed(entry) for entry in edition.entries),
            language=site.language,
            authors=(site.author or site.title,),
            summary=" ".join(highlight.sentence for highlight in edition.highlights),
            html="".join(self._stories(edition)),
        )

    def _stories(self, edition: Edition) -> Iterator[str]:
        """Yield the stories of an edition, each by its first article."""
        for story in edition.stories:
            first = story.entries[0]
            summary = escape(" ".join(first.summary)) if first.publish != "link" else ""
            link = f'<a href="{escape(self._absolute(urls.article(first)))}">{escape(first.title)}</a>'
            yield f'<h2 lang="{escape(first.lang)}">{link}</h2>'
            yield f'<p lang="{escape(first.lang)}">{summary}</p>' if summary else ""
            yield f"<p>{escape(publisher_name(first))}</p>" if publisher_name(first) else ""

    def _absolute(self, address: str) -> str:
        return urls.absolute(self._config.site.base_url, address)


def _with_absolute_links(html: str, page: str) -> str:
    """Feed readers show a text at places of their own, and few of them mind `xml:base`."""
    return embedding.embedded(html, embedding.Setting(lambda link: urljoin(page, link)))
