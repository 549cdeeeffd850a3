from __future__ import annotations

import datetime as dt
import uuid
from typing import Any
from xml.etree import ElementTree as ET

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st
from site_samples import BASE, ZONE, config, editions, entry, newspaper

from digest.model import Attribution, Entry, Tag
from digest.site import feeds
from digest.site.plan import plan
from digest.site.render import Renderer

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
    assert feeds.entry_id(before) == feeds.entry_id(after) != feeds.entry_id(entry("a", id="y"))


@pytest.mark.parametrize("name", ["urn:uuid:0b5c", "tag:example.org,2026:x"])
def test_a_name_that_is_an_iri_already_is_kept(name: str) -> None:
    assert feeds.entry_id(entry("a", id=name)) == name


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
    text = feeds.Atom(config(), lambda _: title).feed(label, "feed.xml", "index.html", [item])
    ET.fromstring(text.encode("utf-8", "replace"))  # noqa: S314 -- our own output


def test_the_sitemap_lists_pages_with_the_day_of_their_last_change() -> None:
    text = feeds.sitemap([("index.html", None), ("articles/2026/03/ä.html", newspaper()[0])], BASE)
    root = ET.fromstring(text.encode())  # noqa: S314 -- our own output
    assert [found.text for found in root.iterfind("s:url/s:loc", _SITEMAP)] == [
        BASE,
        BASE + "articles/2026/03/%C3%A4.html",
    ]
    assert [found.text for found in root.iterfind("s:url/s:lastmod", _SITEMAP)] == ["2026-03-07"]
