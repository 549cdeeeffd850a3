from __future__ import annotations

import datetime as dt
import json
import re
import uuid
from collections import Counter
from email.utils import parsedate_to_datetime
from html import escape
from typing import Any
from xml.etree import ElementTree as ET

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st
from site_samples import BASE, ZONE, config, editions, entry, newspaper

from digest.config import Config
from digest.model import Attribution, Entry, Tag
from digest.site import feeds, items, sitemaps, urls
from digest.site.plan import plan
from digest.site.render import Renderer
from digest.site.words import Words

_SITEMAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def _feed(entries: list[Entry], address: str = "feed.xml", **sections: object) -> Any:  # noqa: ANN401 -- feedparser has no types
    setting = config(BASE, "de", **sections)
    pages = {page.path: page for page in plan(editions(entries), [], setting)}
    parsed = feedparser.parse(Renderer(setting, []).render(pages[address]))
    assert not parsed.bozo, parsed.bozo_exception
    return parsed


def test_a_feed_says_what_it_is_a_feed_of() -> None:
    feed = _feed(newspaper())
    assert feed.version == "atom10"
    assert feed.feed.title == "Der Küstenbogen"
    assert feed.feed.id == BASE + "feed.xml"
    assert feed.feed.link == BASE
    assert feed.feed.author == "Redaktion <Bogen>"
    assert feed.feed.updated == "2026-03-07T09:30:00+01:00"


def test_entries_carry_absolute_links_and_permanent_names() -> None:
    feed = _feed(newspaper())
    assert [item.title for item in feed.entries][:2] == [
        "À Saint-Aubrac, le théâtre renaît",
        "Nordmark hebt „alle“ Deiche an",
    ]
    dikes = feed.entries[1]
    assert dikes.link == BASE + "articles/2026/03/deiche.html"
    assert uuid.UUID(dikes.id.removeprefix("urn:uuid:")).version == 5
    assert [author.name for author in dikes.authors] == ["Jorun Halvard", "Mette Ohlsen"]
    assert [tag.term for tag in dikes.tags] == ["kuestenschutz", "hafen-torsund"]
    assert (dikes.published, dikes.updated) == ("2026-03-05T00:00:00+01:00", "2026-03-07T09:30:00+01:00")
    assert dikes.summary == "Die Republik Nordmark hebt ihre Deiche an. Gebaut wird ab Mai."


def test_an_articles_name_survives_a_new_title_address_and_date() -> None:
    before = entry("a", id="x")
    after = entry("b", id="x", title="Anders", date=dt.datetime(2027, 1, 1, tzinfo=ZONE))
    assert items.entry_id(before) == items.entry_id(after) != items.entry_id(entry("a", id="y"))


@pytest.mark.parametrize("name", ["urn:uuid:0b5c", "tag:example.org,2026:x"])
def test_a_name_that_is_an_iri_already_is_kept(name: str) -> None:
    assert items.entry_id(entry("a", id=name)) == name


def test_a_tag_has_its_own_feed() -> None:
    feed = _feed(newspaper(), "tags/hafen-torsund.xml")
    assert feed.feed.title == "Hafen Torsund – Der Küstenbogen"
    assert feed.feed.link == BASE + "tags/hafen-torsund.html"
    assert [item.link.rsplit("/", 1)[1] for item in feed.entries] == [
        "deiche.html",
        "ferries.html",
        "pegel.html",
        "winter.html",
    ]


def test_whole_articles_are_published_only_where_both_sides_agree() -> None:
    feed = _feed(newspaper(), feed={"content": "full"})
    published = {item.link.rsplit("/", 1)[1]: "content" in item for item in feed.entries}
    assert published["deiche.html"]
    assert not published["sonden.html"]
    assert not published["ferries.html"]
    assert not any("content" in item for item in _feed(newspaper()).entries)
    assert "Der Text von pegel." in feed.entries[-2].content[0].value


def test_a_link_alone_publishes_no_summary() -> None:
    feed = _feed([entry("a", publish="link", summary=("Nur beim Verlag.",))])
    assert "summary" not in feed.entries[0]


def test_a_feed_holds_no_more_than_it_is_told_to() -> None:
    entries = [entry(f"e{day}", day=day) for day in range(1, 10)]
    feed = _feed(entries, feed={"entries": 3})
    assert [item.title for item in feed.entries] == ["Meldung e9", "Meldung e8", "Meldung e7"]


def test_an_empty_feed_is_a_feed() -> None:
    feed = _feed([])
    assert feed.entries == []
    assert feed.feed.updated.startswith("1970")


def test_an_original_is_named_where_it_has_an_address() -> None:
    good, bad = (
        entry("a", source=Attribution(url="https://a.example/?x=1&y=2")),
        entry("b", source=Attribution(url="javascript:x")),
    )
    links = [[link.href for link in item.links if link.rel == "via"] for item in _feed([good, bad]).entries]
    assert links == [["https://a.example/?x=1&y=2"], []]


@given(st.text(), st.text())
def test_any_text_makes_a_well_formed_feed(title: str, label: str) -> None:
    item = entry("a", title=title, summary=(title,), tags=(Tag("t", label),), authors=(label,))
    for form in (feeds.ATOM, feeds.RSS, feeds.JSON):
        setting = config(feed={"content": "full"})
        writer = feeds.Writer(setting, lambda _: f"<p>{escape(title)}</p>", Words.of("de"))
        text = writer.write(feeds.Feed(label, "feed.xml", "index.html", [item], form)).encode("utf-8", "replace")
        parsed = json.loads(text) if form == feeds.JSON else ET.fromstring(text)  # noqa: S314 -- our own output
        assert parsed is not None


def test_the_sitemap_lists_pages_with_the_moment_of_their_last_change() -> None:
    moments = [max(map(items.changed, news)) for news in (newspaper(), newspaper()[2:3])]
    pages = [("index.html", moments[0]), ("tags.html", None), ("articles/2026/03/ä.html", moments[1])]
    root = ET.fromstring(sitemaps.sitemap(pages, BASE).encode())  # noqa: S314 -- our own output
    assert [found.text for found in root.iterfind("s:url/s:loc", _SITEMAP)] == [
        BASE,
        BASE + "tags.html",
        BASE + "articles/2026/03/%C3%A4.html",
    ]
    assert [found.text for found in root.iterfind("s:url/s:lastmod", _SITEMAP)] == [
        "2026-03-07T09:30:00+01:00",
        "2026-03-05T14:30:00+01:00",
    ]


def test_the_sitemap_names_only_what_search_engines_may_show() -> None:
    listed = _places(
        [entry("ours"), entry("theirs", republished=True), entry("short", republished=True, publish="summary")]
    )
    assert {BASE, BASE + "articles/2026/03/ours.html", BASE + "articles/2026/03/short.html"} <= listed
    assert not listed & {BASE + "articles/2026/03/theirs.html", BASE + "404.html", BASE + "search.html"}


def _places(entries: list[Entry], name: str = "sitemap.xml", **sections: object) -> set[str | None]:
    root = ET.fromstring(_files(entries, **sections)[name])  # noqa: S314 -- our own output
    return {found.text for found in root.iterfind("s:url/s:loc", _SITEMAP)}


def test_a_news_sitemap_is_made_where_it_is_wanted_of_fresh_articles_of_our_own() -> None:
    entries = [entry("new", day=5), entry("fresh", day=4), entry("old", day=1), entry("theirs", republished=True)]
    wanted = {"site": {"base_url": BASE, "title": "Bogen", "news_sitemap": True}}
    assert _places(entries, "news-sitemap.xml", **wanted) == {
        BASE + f"articles/2026/03/{name}.html" for name in ("new", "fresh")
    }
    assert b"<news:language>en</news:language>" in _files(entries, **wanted)["news-sitemap.xml"]
    assert "news-sitemap.xml" not in _files(entries)


def _files(entries: list[Entry], **sections: object) -> dict[str, bytes]:
    """Return all files of a site that programs read."""
    setting = Config.model_validate(sections) if "site" in sections else config(BASE, "de", **sections)
    renderer = Renderer(setting, [])
    pages = plan(editions(entries), [], setting)
    return {page.path: renderer.render(page) for page in pages if page.path.endswith((".xml", ".json"))}


@pytest.fixture(scope="module", params=["summary", "full"])
def published(request: pytest.FixtureRequest) -> dict[str, bytes]:
    return _files(newspaper(), feed={"content": request.param})


def test_site_editions_tags_and_sources_have_feeds_in_both_formats(published: dict[str, bytes]) -> None:
    for name in ("feed", "editions", "tags/kuestenschutz", "sources/ministerium-fuer-kuestenschutz"):
        assert {f"{name}.xml", f"{name}.json"} <= published.keys()


def test_other_names_of_the_feed_are_valid_feeds_and_know_the_first(published: dict[str, bytes]) -> None:
    assert published["atom.xml"] == published["index.xml"] == published["feed.xml"]
    parsed = feedparser.parse(published["rss.xml"])
    assert not parsed.bozo
    assert parsed.version == "rss20"
    assert [item.id for item in parsed.entries] == [item.id for item in feedparser.parse(published["feed.xml"]).entries]


def test_the_feed_of_editions_tells_each_with_its_stories(published: dict[str, bytes]) -> None:
    feed = feedparser.parse(published["editions.xml"])
    assert [item.title for item in feed.entries][:2] == ["Ausgabe vom 5. März 2026", "Ausgabe vom 4. März 2026"]
    latest = feed.entries[0]
    assert latest.link == latest.id == BASE + "editions/2026-03-05.html"
    assert "Nordmark hebt „alle“ Deiche an</a>" in latest.content[0].value
    assert f'href="{BASE}articles/2026/03/theatre.html"' in latest.content[0].value


def test_links_in_a_whole_text_are_absolute() -> None:
    item = entry("a", body="Mehr [hier](b.html#c), [dort](https://ort.example/) und [oben](#auf).")
    files = _files([item], feed={"content": "full"})
    page = BASE + "articles/2026/03/"
    for text in (
        feedparser.parse(files["feed.xml"]).entries[0].content[0].value,
        json.loads(files["feed.json"])["items"][0]["content_html"],
    ):
        assert f'href="{page}b.html#c"' in text
        assert 'href="https://ort.example/"' in text
        assert f'href="{page}a.html#auf"' in text


_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
# Element → how often it may stand in its parent: the constraints of RFC 4287, appendix B.
_ONE, _OPTIONAL, _ANY = (1, 1), (0, 1), (0, 10**6)
_FEED = {
    "author": (1, 10**6),
    "category": _ANY,
    "generator": _OPTIONAL,
    "id": _ONE,
    "link": (1, 10**6),
    "rights": _OPTIONAL,
}
_FEED |= {"subtitle": _OPTIONAL, "title": _ONE, "updated": _ONE, "entry": _ANY}
_ENTRY = {
    "author": _ANY,
    "category": _ANY,
    "content": _OPTIONAL,
    "id": _ONE,
    "link": (1, 10**6),
    "published": _OPTIONAL,
}
_ENTRY |= {"rights": _OPTIONAL, "summary": _OPTIONAL, "title": _ONE, "updated": _ONE}
_ATTRIBUTES = {"link": {"rel", "type", "href"}, "category": {"term", "label"}, "content": {"type"}}


def _check_atom(element: ET.Element, allowed: dict[str, tuple[int, int]]) -> None:
    """Check what stands in a feed or in one of its entries."""
    found = Counter(child.tag.removeprefix("{http://www.w3.org/2005/Atom}") for child in element)
    assert found.keys() <= allowed.keys()
    assert all(low <= found[name] <= high for name, (low, high) in allowed.items()), found
    for child in element:
        name = child.tag.rpartition("}")[2]
        if name == "entry":
            continue
        assert child.attrib.keys() <= _ATTRIBUTES.get(name, set())
        if name in {"updated", "published"}:
            assert _MOMENT.fullmatch(child.text or "")
        if name == "id":
            assert re.match(r"(https?|urn|tag):", child.text or "")
        if name == "author":
            assert [part.tag.rpartition("}")[2] for part in child] == ["name"]
            assert child[0].text
        if name == "link":
            assert child.attrib["href"].startswith("https://")
    relations = [child.get("rel") for child in element if child.tag.endswith("}link")]
    assert relations.count("alternate") == 1


def test_atom_feeds_hold_what_the_standard_allows(published: dict[str, bytes]) -> None:
    feeds_read = {name: ET.fromstring(data) for name, data in published.items() if b"<feed " in data[:60]}  # noqa: S314
    assert len(feeds_read) > 8
    for name, feed in feeds_read.items():
        assert feed.tag == "{http://www.w3.org/2005/Atom}feed"
        _check_atom(feed, _FEED)
        entries = feed.findall("{http://www.w3.org/2005/Atom}entry")
        for item in entries:
            _check_atom(item, _ENTRY)
        ids = [item.findtext("{http://www.w3.org/2005/Atom}id") for item in entries]
        assert len(ids) == len(set(ids)), name
        self_link = next(child.attrib["href"] for child in feed if child.get("rel") == "self")
        assert self_link == BASE + (urls.FEED if name in {"atom.xml", "index.xml"} else name)


_JSON_TOP = {"version", "title", "home_page_url", "feed_url", "description", "authors", "language", "items"}
_JSON_ITEM = {"id", "url", "external_url", "title", "content_html", "content_text", "summary", "date_published"}
_JSON_ITEM |= {"date_modified", "authors", "tags", "language"}


def test_json_feeds_hold_what_version_1_1_allows(published: dict[str, bytes]) -> None:
    read = {name: json.loads(data) for name, data in published.items() if name.endswith(".json")}
    assert len(read) > 8
    for name, feed in read.items():
        assert feed.keys() <= _JSON_TOP
        assert feed["version"] == "https://jsonfeed.org/version/1.1"
        assert feed["feed_url"] == BASE + name
        for item in feed["items"]:
            assert item.keys() <= _JSON_ITEM
            assert len(item.keys() & {"content_html", "content_text"}) == 1
            assert isinstance(item["id"], str)
            assert item["url"].startswith(BASE)
            assert all(_MOMENT.fullmatch(item[key]) for key in ("date_published", "date_modified"))
            assert all(author.keys() == {"name"} for author in item.get("authors", []))


def test_rss_holds_what_version_2_0_wants(published: dict[str, bytes]) -> None:
    channel = ET.fromstring(published["rss.xml"])[0]  # noqa: S314 -- our own output
    assert all(channel.findtext(name) for name in ("title", "link", "description"))
    for item in channel.iterfind("item"):
        assert parsedate_to_datetime(item.findtext("pubDate") or "").tzinfo
        assert item.find("guid").attrib == {"isPermaLink": "false"}  # type: ignore[union-attr] # it is there, or this fails
        assert (item.findtext("link") or "").startswith(BASE)


def test_a_description_in_rss_is_text_that_readers_show_as_html() -> None:
    files = _files([entry("a", summary=("1 < 2 & <b>fett</b>.",))])
    assert ET.fromstring(files["rss.xml"]).findtext("channel/item/description") == "1 &lt; 2 &amp; &lt;b>fett&lt;/b>."  # noqa: S314
