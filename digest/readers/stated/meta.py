"""`<meta>` elements: OpenGraph, Twitter, Dublin Core, and the names that search engines and archives introduced."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.readers.stated.labels import bylines
from digest.readers.stated.page import Page, several, statement

if TYPE_CHECKING:
    from collections.abc import Iterator

    from digest.model import Statement

# Best first. `article:author` is often the address of a profile: the cleaner drops addresses. `author` itself comes
# late: where a page names its author in the markup of the byline, that is the person, and this the site.
_NAMES: tuple[tuple[str, str], ...] = (
    ("title", "og:title citation_title parsely-title sailthru.title twitter:title dc.title dcterms.title"),
    (
        "date",
        (
            "article:published_time og:article:published_time og:published_time citation_publication_date "
            "citation_online_date parsely-pub-date sailthru.date datepublished pubdate publishdate publish-date "
            "publish_date publication_date article.published published-date cxenseparse:recs:publishtime "
            "dc.date.issued dcterms.issued dcterms.created dc.date.created dc.date dcterms.date dc.created "
            "article_date_original originalpublicationdate firstpublished displaydate date bt:pubdate published"
        ),
    ),
    (
        "modified",
        (
            "article:modified_time og:updated_time datemodified dcterms.modified dc.date.modified last-modified "
            "lastmod revised modified updated updated_date"
        ),
    ),
    (
        "authors",
        (
            "citation_author parsely-author sailthru.author article:author article.author og:article:author "
            "author dc.creator dcterms.creator byl dc.contributor twitter:data1"
        ),
    ),
    (
        "publisher",
        "og:site_name citation_publisher dc.publisher dcterms.publisher application-name apple-mobile-web-app-title",
    ),
    ("category", "article:section parsely-section sailthru.section section"),
    ("keywords", "article:tag news_keywords citation_keywords parsely-tags keywords"),
    ("description", "og:description description twitter:description dc.description dcterms.description"),
    ("kind", "og:type"),
)
_LISTS = {"authors", "keywords"}
_RANKS = {name: (rank, key) for rank, (key, name) in enumerate((k, n) for k, names in _NAMES for n in names.split())}
"""Name → how good it is, and what it tells."""


def statements(page: Page) -> Iterator[Statement]:
    """Yield what the page's `<meta>` elements state, key by key, best first."""
    known = sorted((_RANKS[name], name) for name in page.metas if name in _RANKS)
    for (_, key), name in known:
        values = page.metas[name]
        if name == "twitter:data1" and not _labels_author(page):
            continue  # it may be the reading time
        if key in _LISTS:
            yield from several(key, values, name)
        else:
            yield from (one for value in values[:1] if (one := statement(key, value, name)))


def _labels_author(page: Page) -> bool:
    return bool(bylines().fullmatch(f"{page.metas.get('twitter:label1', ('',))[0]}: …"))
