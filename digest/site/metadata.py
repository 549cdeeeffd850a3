"""What a page tells programs of itself: to search engines, feed readers and networks where people share links.

Open Graph (ogp.me) and JSON-LD by schema.org. An article of the digest's own is a `NewsArticle` with its authors. One
that repeats somebody else's text has no author here, neither the digest nor them: it is based on the original, and
there its author and publisher stand. JSON-LD is a data block, which no content security policy stops.
"""

from __future__ import annotations

import json
from itertools import chain
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from digest.site import cards, channels, feeds, urls
from digest.site.generator import ESCAPED
from digest.site.index import publisher_name
from digest.site.items import changed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from digest.config import Config
    from digest.model import Edition, Entry, Page
    from digest.site.words import Words

Tree = dict[str, Any]
# A page may list hundreds of articles; machines that want them all read the feeds and the sitemap.
_LISTED = 20
_ENCODED = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class Metadata:
    """Writes the metadata of one site's pages.

    Args:
        config: the project's settings.
        words: the site's own.
    """

    def __init__(self, config: Config, words: Words) -> None:
        self._config = config
        self._site = config.site
        self._words = words
        self._links: dict[tuple[str, str], Sequence[str]] = {}
        self._publisher = {"@type": "Organization", "name": self._site.author or self._site.title}
        if self._site.base_url:
            self._publisher["url"] = self._site.base_url
            self._website = {"@type": "WebSite", "name": self._site.title, "url": self._site.base_url}

        self._titles: tuple[tuple[str, Callable[[Any], str]], ...] = (
            ("topic", lambda topic: topic.tag.label),
            ("coverage", lambda coverage: coverage.lead.title),
            ("static", lambda static: static.title),
            ("month", lambda month: words.month(month.first)),
            ("publisher", lambda publisher: publisher.name),
            ("edition", lambda edition: words.say("edition_of", date=words.day(edition.date))),
        )

    def head(self, page: Page) -> Markup:
        """Return the elements that stand in a page's head for programs."""
        lines = [*self._robots(page), *self._graph(page)]
        if self._site.base_url:
            lines += [*self._feeds(page), *self._linked_data(page)]
        return Markup("\n".join(lines))  # noqa: S704 -- every value in it is escaped

    def _robots(self, page: Page) -> Iterator[str]:
        if not channels.is_indexable(page):
            yield '<meta name="robots" content="noindex">'

    def _graph(self, page: Page) -> Iterator[str]:
        entry: Entry | None = page.context.get("entry")
        title = entry.title if entry else self._title(page)
        values = {"og:type": "article" if entry else "website", "og:title": title, "og:site_name": self._site.title}
        if entry:
            values |= {"og:description": _description(entry), **_moments(entry)}
        else:
            values["og:description"] = self._site.description
        image = self._image(page)
        if self._site.base_url:
            values["og:url"] = urls.absolute(self._site.base_url, page.path)
        if image:
            width, height = cards.SIZE
            values |= {"og:image": image, "og:image:width": str(width), "og:image:height": str(height)}
            values |= {"og:image:alt": title}
        for name, value in values.items():
            if value:
                yield f'<meta property="{name}" content="{ESCAPED(value)}">'
        if image:
            yield '<meta name="twitter:card" content="summary_large_image">'

    def _image(self, page: Page) -> str:
        """Return the address of the picture that stands for a page where a link to it is shared."""
        if not (self._site.cards and self._site.base_url):
            return ""
        address = cards.address(page.context.get("entry"), self._site)
        return urls.absolute(self._site.base_url, address) if address else ""

    def _feeds(self, page: Page) -> Iterable[str]:
        places = [(urls.FEED, self._site.title)]
        if "topic" in page.context:
            tag = page.context["topic"].tag
            places.append((urls.tag_feed(tag), self._words.say("feed_of", name=tag.label)))
        elif page.template == "source.html":
            publisher = page.context["publisher"]
            places.append((urls.source_feed(publisher.slug), self._words.say("feed_of", name=publisher.name)))
        root = urls.Links.of(page.path, self._site.base_url).root
        return chain.from_iterable(self._feed(root, *place) for place in places)

    def _feed(self, root: str, address: str, title: str) -> Sequence[str]:
        """Return the links to a feed from pages whose way to the site's root is `root`."""
        key = (root, address)
        if key not in self._links:
            to, told = urls.Links(root), ESCAPED(title)
            formats = {feeds.ATOM: to(address), feeds.JSON: to(urls.json_feed(address))}
            self._links[key] = [
                f'<link rel="alternate" type="{feeds.MEDIA_TYPES[form]}" title="{told}" href="{ESCAPED(link)}">'
                for form, link in formats.items()
            ]
        return self._links[key]

    def _linked_data(self, page: Page) -> Iterator[str]:
        if tree := self._tree(page):
            text = _ENCODED({"@context": "https://schema.org"} | tree)
            # What ends the element, or begins a comment in it, is spelled otherwise.
            data = text.replace("<", "\\u003c")
            yield f'<script type="application/ld+json">{data}</script>'

    def _tree(self, page: Page) -> Tree:
        context = page.context
        if page.template == "article.html":
            return self._article(context["entry"], self._image(page))
        if page.path == urls.FRONT:
            return self._front(context.get("edition"))
        for name in ("edition", "topic", "publisher", "coverage"):
            if context.get(name):
                return self._collection(page, context[name].entries)
        if "month" in context:
            return self._collection(page, [entry for edition in context["month"].editions for entry in edition.entries])
        return {}

    def _article(self, entry: Entry, image: str) -> Tree:
        own = not entry.republished
        url = self._absolute(urls.article(entry))
        tree = {
            "@type": "NewsArticle" if own else "Article",
            "url": url,
            "mainEntityOfPage": url,
            "headline": entry.title,
            "description": _description(entry),
            "datePublished": entry.date.isoformat(),
            "dateModified": changed(entry).isoformat(),
            "inLanguage": entry.lang,
            "articleSection": entry.category,
            "keywords": [tag.label for tag in entry.tags],
            "image": image,
            "publisher": self._publisher,
            "isPartOf": self._website,
            "correction": [
                {"@type": "CorrectionComment", "text": one.text, "datePublished": one.date.isoformat()}
                for one in entry.corrections
            ],
        }
        tree |= {"author": _people(entry.authors) or self._publisher} if own else _original(entry)
        return _filled(tree)

    def _front(self, edition: Edition | None) -> Tree:
        tree = {
            **self._website,
            "description": self._site.description,
            "inLanguage": self._site.language,
            "publisher": self._publisher,
            "potentialAction": self._search() if self._site.search else None,
            "mainEntity": self._list(edition.entries) if edition else None,
        }
        return _filled(tree)

    def _search(self) -> Tree:
        target = {"@type": "EntryPoint", "urlTemplate": self._absolute(urls.SEARCH) + "?q={search_term_string}"}
        return {"@type": "SearchAction", "target": target, "query-input": "required name=search_term_string"}

    def _collection(self, page: Page, entries: Sequence[Entry]) -> Tree:
        return {
            "@type": "CollectionPage",
            "name": self._title(page),
            "url": self._absolute(page.path),
            "inLanguage": self._site.language,
            "isPartOf": self._website,
            "mainEntity": self._list(entries),
        }

    def _list(self, entries: Sequence[Entry]) -> Tree:
        return {
            "@type": "ItemList",
            "numberOfItems": len(entries),
            "itemListElement": [
                {"@type": "ListItem", "position": position, "url": self._absolute(urls.article(entry))}
                for position, entry in enumerate(entries[:_LISTED], 1)
            ],
        }

    def _title(self, page: Page) -> str:
        """Return what a page that is no article is called."""
        if page.path == urls.FRONT:
            return self._site.title
        found = (told(page.context[name]) for name, told in self._titles if page.context.get(name))
        return next(found, None) or self._words.labels.get(_LABELS.get(page.template, ""), self._site.title)

    def _absolute(self, address: str) -> str:
        return urls.absolute(self._site.base_url, address)


# Template → key of the label by which its page is called.
_LABELS = {
    "tags.html": "topics",
    "sources.html": "sources",
    "archive.html": "archive",
    "search.html": "search",
    "404.html": "not_found",
}


def _description(entry: Entry) -> str:
    return entry.summary[0] if entry.summary and entry.publish != "link" else ""


def _moments(entry: Entry) -> dict[str, str]:
    """Return when an article appeared and changed; the property tells the latter only where it did."""
    moments = {"article:published_time": entry.date.isoformat()}
    if changed(entry) != entry.date:
        moments["article:modified_time"] = changed(entry).isoformat()
    return moments


def _original(entry: Entry) -> Tree:
    """Return what an article repeats, with the people who wrote it."""
    source = entry.source
    url = urls.external(source.url)
    publisher = publisher_name(entry)
    original = {
        "@type": "NewsArticle",
        "url": url,
        "author": _people((source.author,) if source.author else entry.authors),
        "publisher": {"@type": "Organization", "name": publisher} if publisher else None,
        "datePublished": source.published.isoformat() if source.published else None,
        "license": urls.external(source.licence) or _named("CreativeWork", source.licence),
    }
    return {"isBasedOn": _filled(original), "citation": url or publisher}


def _people(names: Sequence[str]) -> list[Tree]:
    return [{"@type": "Person", "name": name} for name in names]


def _named(kind: str, name: str | None) -> Tree | None:
    return {"@type": kind, "name": name} if name else None


def _filled(tree: Mapping[str, Any]) -> Tree:
    return {key: value for key, value in tree.items() if value}
