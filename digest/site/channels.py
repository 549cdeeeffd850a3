"""Which feeds and sitemaps the site has: the pages that programs read, made of the same index as those for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.model import Page
from digest.site import feeds, forms, urls
from digest.site.items import changed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from digest.config import Config
    from digest.model import Edition, Entry
    from digest.site.index import Index

FEED = "feed"
SITEMAP = "sitemap"
NEWS = "news"

# Other names under which feed readers look for a site's feed, with its format.
_ALIASES = (("index.xml", feeds.ATOM), ("atom.xml", feeds.ATOM), ("rss.xml", feeds.RSS))
# Pages that search engines should not show: forms of others, and those that say that nothing is here.
_UNLISTED = frozenset({"404.html", "redirect.html", "search.html", forms.NEWSLETTER, forms.PRINT})


def feed_pages(index: Index, whole: Mapping[str, Entry], config: Config) -> Iterator[Page]:
    """Yield the feeds of the site, its editions, each tag and each source; in Atom and as JSON Feed.

    Args:
        index: of articles without their texts.
        whole: path of an article → the article with its text, which feeds may hold.
        config: the project's settings.
    """
    limit, title = config.feed.entries, config.site.title
    has_texts = config.feed.content == "full"

    def first(entries: Sequence[Entry]) -> tuple[Entry, ...]:
        return tuple(whole[entry.path] if has_texts else entry for entry in entries[:limit])

    newest = first(sorted(index.entries, key=lambda entry: entry.date, reverse=True))
    yield from _both(urls.FEED, title, urls.FRONT, newest)
    for alias, form in _ALIASES:
        address = urls.FEED if form == feeds.ATOM else alias
        yield Page(alias, FEED, {"feed": feeds.Feed(title, address, urls.FRONT, newest, form)})
    yield from _both(urls.EDITION_FEED, title, urls.ARCHIVE, index.editions[:limit])
    for topic in index.topics:
        name = f"{topic.tag.label} – {title}"
        yield from _both(urls.tag_feed(topic.tag), name, urls.tag(topic.tag), first(topic.entries))
    for publisher in index.publishers.values():
        name = f"{publisher.name} – {title}"
        yield from _both(urls.source_feed(publisher.slug), name, urls.source(publisher.slug), first(publisher.entries))


def sitemap_pages(pages: Iterable[Page], index: Index, config: Config) -> Iterator[Page]:
    """Yield the sitemap of `pages`, and that of news where it is wanted."""
    listed = [page for page in pages if page.template.endswith(".html") and page.template not in _UNLISTED]
    places = [(page.path, max(map(changed, _shown(page)), default=None)) for page in listed if is_indexable(page)]
    yield Page(urls.SITEMAP, SITEMAP, {"places": tuple(places)})
    if config.site.news_sitemap:
        yield Page(urls.NEWS_SITEMAP, NEWS, {"entries": index.entries})


def is_indexable(page: Page) -> bool:
    """Whether search engines may show a page: not where it repeats the whole of somebody else's text."""
    entry = page.context.get("entry")
    return page.template != "article.html" or not (entry and entry.republished and entry.publish == "full")


def _both(address: str, title: str, home: str, contents: Sequence[Entry] | Sequence[Edition]) -> Iterator[Page]:
    for form, place in ((feeds.ATOM, address), (feeds.JSON, urls.json_feed(address))):
        yield Page(place, FEED, {"feed": feeds.Feed(title, place, home, contents, form)})


def _shown(page: Page) -> Sequence[Entry]:
    """Return the articles that a page shows, as far as it changes with them."""
    context = page.context
    if entry := context.get("entry"):
        return (entry,)
    for name in ("edition", "topic", "publisher", "coverage"):
        if context.get(name):
            shown: Sequence[Entry] = context[name].entries
            return shown
    months = (context["month"],) if "month" in context else context.get("months", ())
    return [entry for month in months for edition in month.editions for entry in edition.entries]
