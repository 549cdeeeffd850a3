"""Which pages the site has: editions and editors' pages in, `Page`s out; nothing is rendered yet.

The shell calls, in this order:

    renderer = Renderer(config, theme_folders(config.site.theme, project))
    pages = plan(editions, static_pages, config, renderer.assets)
    for page in pages:
        write(page.path, renderer.render(page))
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING, Any, TypeVar

from digest.errors import Faults
from digest.model import Page, Tag
from digest.site import cards, channels, collisions, forms, search, teasers, urls
from digest.site.index import Index, by_letter, index
from digest.site.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from digest.config import Config
    from digest.model import Edition, Entry, Story

_T = TypeVar("_T")

ARTICLE = "article.html"
"""Template of an article's page; the article is `entry` in its context."""

# What makes a page when no template does; `digest.site.render` holds one function for each.
TEXT = "text"
ASSET = "asset"
FEED = channels.FEED

# What needs absolute addresses, and so a site that has one.
_ABSOLUTE = frozenset({FEED, channels.SITEMAP, channels.NEWS})

# A front page names so many editions before its own, and so many topics under the masthead.
_EARLIER_EDITIONS = 4
_FOCUS = 10
# The index of topics names so many by weight before all of them by letter.
_FREQUENT = 24
# Stories with a summary beside the lead; with more, a day's less prominent ones stand in brief below them.
_FEATURES = 6
_ROW = 3


@dataclass(frozen=True, slots=True)
class StaticPage:
    """A page that editors wrote, such as `content/pages/about.md`; it is published as `about.html`."""

    path: str
    """Of its Markdown file, relative to the project, with `/`."""
    slug: str
    title: str
    body: str
    """Markdown without front matter."""
    lang: str = ""
    """BCP 47 code; empty for the site's own language."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How an edition's stories share its page, as a newspaper's make-up does."""

    lead: Story | None
    beside: tuple[Story, ...]
    """What stands beside the lead where there is nothing in brief to stand there."""
    features: tuple[Story, ...]
    """What stands below the lead, three in a row."""
    briefs: tuple[Story, ...]

    @classmethod
    def of(cls, edition: Edition) -> Layout:
        """Lay out an edition: its leading story, those with something to read, the rest in brief."""
        lead, rest = edition.stories[:1], edition.stories[1:]
        features = tuple(story for story in rest if story.entries[0].summary)[:_FEATURES]
        briefs = tuple(story for story in rest if story not in features)
        # Two beside the lead where one would leave a story alone in the last row.
        beside = 0 if briefs else 2 if len(features) % _ROW == _ROW - 1 else 1
        return cls(lead[0] if lead else None, features[:beside], features[beside:], briefs)


@dataclass(frozen=True, slots=True)
class _Site:
    """All that a planner may ask for."""

    index: Index
    """Of articles without their texts."""
    editions: tuple[Edition, ...]
    """Newest first, with the texts."""
    whole: Mapping[str, Entry]
    """Path of an article → the article with its text."""
    statics: Sequence[StaticPage]
    menu: tuple[StaticPage, ...]
    """The editors' pages without their texts."""
    config: Config
    assets: Sequence[str]
    weigh: search.Weigh

    @classmethod
    def of(
        cls,
        editions: Sequence[Edition],
        statics: Sequence[StaticPage],
        config: Config,
        assets: Sequence[str],
        weigh: search.Weigh,
    ) -> _Site:
        """Bring what is to be planned in order."""
        newest = tuple(sorted(editions, key=lambda edition: edition.date, reverse=True))
        known = index(teasers.of(newest), config.site.language)
        whole = {entry.path: entry for edition in newest for entry in edition.entries}
        pages = sorted(statics, key=lambda page: page.path)
        menu = tuple(replace(page, body="") for page in pages)
        return cls(known, newest, whole, pages, menu, config, assets, weigh)

    def page(self, path: str, template: str, **context: Any) -> Page:  # noqa: ANN401 -- whatever the template needs
        """Return a page made by a template, with what every page's frame needs."""
        return Page(path, template, {"menu": self.menu, **context})


def plan(
    editions: Sequence[Edition],
    statics: Sequence[StaticPage],
    config: Config,
    assets: Sequence[str] = (),
    weigh: search.Weigh = search.terms,
) -> tuple[Page, ...]:
    """Return all pages of the site, in an order that depends on the input alone.

    Feeds and sitemap are left out when `config.site.base_url` is empty, as they need absolute addresses.

    Args:
        editions: every visible article, by the day it appeared, in any order.
        statics: the editors' own pages.
        config: the project's settings.
        assets: names of the theme's files, as in `Renderer.assets`.
        weigh: does what `search.terms` does, such as from memory.

    Raises:
        Faults: addresses that collide (also when only by case) or leave the output folder; each is a `BuildError`
            that names the article, and both of them where two collide.
    """
    site = _Site.of(editions, statics, config, assets, weigh)
    pages = tuple(chain.from_iterable(planner(site) for planner in _PLANNERS))
    pages += tuple(channels.sitemap_pages(pages, site.index, config))
    if faults := list(collisions.faults(pages)):
        raise Faults(faults)
    return pages if config.site.base_url else tuple(page for page in pages if page.template not in _ABSOLUTE)


def _front(site: _Site) -> Iterator[Page]:
    latest = site.editions[0] if site.editions else None
    yield site.page(
        urls.FRONT,
        "front.html",
        edition=latest,
        layout=Layout.of(latest) if latest else None,
        sources=_count_publishers(site.index, latest.entries) if latest else 0,
        earlier_editions=site.index.editions[1 : 1 + _EARLIER_EDITIONS],
        focus=site.index.frequent[:_FOCUS],
    )


def _count_publishers(known: Index, entries: Iterable[Entry]) -> int:
    return len({known.publisher_of[entry.path].slug for entry in entries if entry.path in known.publisher_of})


def _editions(site: _Site) -> Iterator[Page]:
    for edition, (_, later, earlier) in zip(site.editions, _with_neighbours(site.index.editions), strict=True):
        yield site.page(
            urls.edition(edition),
            "edition.html",
            edition=edition,
            layout=Layout.of(edition),
            forms=forms.of(edition, site.config.edition),
            earlier=earlier,
            later=later,
        )


def _edition_forms(site: _Site) -> Iterator[Page]:
    for edition in site.editions:
        for form in forms.of(edition, site.config.edition):
            footer, online = site.config.edition.newsletter_footer, urls.edition(edition)
            yield site.page(form.path, form.template, edition=edition, online=online, footer=footer)


def _articles(site: _Site) -> Iterator[Page]:
    for entry, later, earlier in _with_neighbours(site.index.entries):
        yield site.page(
            urls.article(entry),
            ARTICLE,
            entry=site.whole[entry.path],
            tags=site.index.tags_of(entry),
            publisher=site.index.imprint(entry),
            coverage=site.index.coverage_of.get(entry.path),
            related=site.index.related(entry),
            earlier=earlier,
            later=later,
        )


def _tags(site: _Site) -> Iterator[Page]:
    yield site.page(
        urls.TAGS, "tags.html", frequent=site.index.frequent[:_FREQUENT], letters=by_letter(site.index.topics)
    )
    for topic in site.index.topics:
        yield site.page(urls.tag(topic.tag), "tag.html", topic=topic)


def _sources(site: _Site) -> Iterator[Page]:
    yield site.page(urls.SOURCES, "sources.html", publishers=tuple(site.index.publishers.values()))
    for publisher in site.index.publishers.values():
        yield site.page(urls.source(publisher.slug), "source.html", publisher=publisher)


def _stories(site: _Site) -> Iterator[Page]:
    for coverage in site.index.coverages:
        yield site.page(urls.story(coverage.slug), "story.html", coverage=coverage)
    taken = {coverage.slug for coverage in site.index.coverages}
    for coverage in site.index.coverages:
        for slug in coverage.former:
            if slug not in taken:
                taken.add(slug)
                yield site.page(urls.story(slug), "redirect.html", coverage=coverage)


def _search(site: _Site) -> Iterator[Page]:
    if not site.config.site.search:
        return
    made = search.build(site.index, site.whole, site.weigh)
    yield site.page(
        urls.SEARCH,
        "search.html",
        frequent=site.index.frequent[:_FREQUENT],
        version=made.version,
        choices=made.topics,
        publishers=made.publishers,
    )
    yield from (search.page(address, text) for address, text in made.files)


def _archive(site: _Site) -> Iterator[Page]:
    yield site.page(urls.ARCHIVE, "archive.html", months=site.index.months)
    for month, later, earlier in _with_neighbours(site.index.months):
        yield site.page(urls.month(month.first), "month.html", month=month, earlier=earlier, later=later)


def _statics(site: _Site) -> Iterator[Page]:
    for static in site.statics:
        yield site.page(f"{static.slug}.html", "page.html", static=static)
    yield site.page(urls.NOT_FOUND, "404.html")


def _redirects(site: _Site) -> Iterator[Page]:
    for entry in site.index.entries:
        for address in dict.fromkeys(map(urls.alias, entry.aliases)):
            if address != urls.article(entry):  # an article that got its old address back
                yield site.page(address, "redirect.html", entry=entry, alias=address)
    for topic in site.index.topics:
        for slug in topic.tag.former:
            yield site.page(urls.tag(Tag(slug, slug)), "redirect.html", tag=topic.tag)


def _feeds(site: _Site) -> Iterator[Page]:
    return channels.feed_pages(site.index, site.whole, site.config)


def _cards(site: _Site) -> Iterator[Page]:
    return cards.pages(site.index.entries, site.config, Words.of(site.config.site.language))


def _machine_files(site: _Site) -> Iterator[Page]:
    """Files for programs: crawlers, and GitHub Pages, which would run Jekyll on the site without `.nojekyll`."""
    base = site.config.site.base_url
    where = f"Sitemap: {urls.absolute(base, urls.SITEMAP)}\n" if base else ""
    yield Page("robots.txt", TEXT, {"text": f"User-agent: *\nAllow: /\n{where}"})
    yield Page(".nojekyll", TEXT, {"text": ""})
    if site.config.site.custom_domain:
        yield Page("CNAME", TEXT, {"text": f"{site.config.site.custom_domain}\n"})
    yield from (Page(urls.asset(name), ASSET, {"name": name}) for name in sorted(site.assets))


_PLANNERS: tuple[Callable[[_Site], Iterator[Page]], ...] = (
    _front,
    _editions,
    _edition_forms,
    _articles,
    _tags,
    _sources,
    _stories,
    _search,
    _archive,
    _statics,
    _redirects,
    _feeds,
    _cards,
    _machine_files,
)


def _with_neighbours(items: Sequence[_T]) -> Iterator[tuple[_T, _T | None, _T | None]]:
    """Yield each item with the one before and the one after it."""
    return zip(items, [None, *items], [*items[1:], None], strict=False)
