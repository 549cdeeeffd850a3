"""What pages tell programs of themselves: Open Graph, JSON-LD, robots, feeds, and the picture that stands for them."""

from __future__ import annotations

import datetime as dt
import json
import re
import struct
import zlib
from dataclasses import replace
from html import unescape
from typing import Any

import pytest
from site_samples import BASE, config, editions, entry, newspaper, statics

from digest.config import Config
from digest.model import Attribution, Correction, Entry, Page
from digest.site import cards
from digest.site.metadata import Metadata
from digest.site.plan import plan
from digest.site.words import Words

_DATA = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def _heads(entries: list[Entry], setting: Config | None = None) -> dict[str, str]:
    """Return what stands in the head of each page, by address."""
    setting = setting or config()
    metadata = Metadata(setting, Words.of("de"))
    pages = plan(editions(entries), statics(), setting)
    return {page.path: str(metadata.head(page)) for page in pages if page.template.endswith(".html")}


def _data(head: str) -> Any:  # noqa: ANN401 -- JSON
    found = _DATA.search(head)
    return json.loads(found[1]) if found else None


def _properties(head: str) -> dict[str, str]:
    found = re.findall(r'<meta (?:property|name)="([^"]+)" content="([^"]*)">', head)
    return {name: unescape(value) for name, value in found}


def _article(item: Entry, setting: Config | None = None) -> str:
    return _heads([item], setting)[f"articles/2026/03/{item.slug}.html"]


_SOURCE = Attribution(
    "Hafenamt", "https://amt.example/1?a=1&b=2", "Almut Brandis", dt.date(2026, 3, 4), licence="CC BY 4.0"
)


def test_an_article_of_our_own_names_its_authors() -> None:
    tree = _data(_article(entry("a", authors=("Jorun Halvard",), category="Küste", summary=("Kurz.",))))
    assert tree["@type"] == "NewsArticle"
    assert tree["author"] == [{"@type": "Person", "name": "Jorun Halvard"}]
    assert tree["publisher"] == {"@type": "Organization", "name": "Redaktion <Bogen>", "url": BASE}
    assert (tree["headline"], tree["description"], tree["articleSection"]) == ("Meldung a", "Kurz.", "Küste")
    assert (tree["datePublished"], tree["inLanguage"]) == ("2026-03-05T00:00:00+01:00", "de")
    assert tree["url"] == tree["mainEntityOfPage"] == BASE + "articles/2026/03/a.html"
    assert not tree.keys() & {"isBasedOn", "citation"}


def test_an_article_of_our_own_without_a_name_is_by_the_publisher() -> None:
    assert _data(_article(entry("a")))["author"]["name"] == "Redaktion <Bogen>"


@pytest.mark.parametrize("publish", ["full", "summary", "link"])
def test_somebody_elses_author_is_never_ours(publish: str) -> None:
    head = _article(entry("a", republished=True, publish=publish, authors=("Mette Ohlsen",), source=_SOURCE))
    tree = _data(head)
    assert tree["@type"] == "Article"
    assert "author" not in tree
    assert tree["isBasedOn"] == {
        "@type": "NewsArticle",
        "url": "https://amt.example/1?a=1&b=2",
        "author": [{"@type": "Person", "name": "Almut Brandis"}],
        "publisher": {"@type": "Organization", "name": "Hafenamt"},
        "datePublished": "2026-03-04",
        "license": {"@type": "CreativeWork", "name": "CC BY 4.0"},
    }
    assert tree["citation"] == "https://amt.example/1?a=1&b=2"


def test_authors_of_a_text_taken_over_are_those_of_the_original() -> None:
    tree = _data(_article(entry("a", republished=True, authors=("Mette Ohlsen",), source=Attribution("Hafenamt"))))
    assert tree["isBasedOn"]["author"] == [{"@type": "Person", "name": "Mette Ohlsen"}]
    assert tree["citation"] == "Hafenamt"


def test_corrections_are_told() -> None:
    tree = _data(_article(entry("a", corrections=(Correction(dt.date(2026, 3, 7), "Es waren zwei."),))))
    assert tree["correction"] == [
        {"@type": "CorrectionComment", "text": "Es waren zwei.", "datePublished": "2026-03-07"}
    ]


@pytest.mark.parametrize(
    ("publish", "republished", "hidden"),
    [("full", True, True), ("full", False, False), ("summary", True, False), ("link", True, False)],
)
def test_search_engines_show_no_whole_text_of_somebody_else(publish: str, republished: bool, hidden: bool) -> None:  # noqa: FBT001
    head = _article(entry("a", publish=publish, republished=republished))
    assert ('<meta name="robots" content="noindex">' in head) is hidden


def test_pages_of_the_sites_own_words_are_shown() -> None:
    hidden = {path for path, head in _heads(newspaper()).items() if "noindex" in head}
    assert not hidden & {"index.html", "tags.html", "about.html", "search.html", "tags/kuestenschutz.html"}


@pytest.mark.parametrize(
    ("path", "title", "count"),
    [
        ("tags/kuestenschutz.html", "Küstenschutz", 4),
        ("editions/2026-03-05.html", "Ausgabe vom 5. März 2026", 4),
        ("sources/ministerium-fuer-kuestenschutz.html", "Ministerium für Küstenschutz", 1),
        ("stories/deichbau.html", "Nordmark hebt „alle“ Deiche an", 2),
        ("archive/2026-03.html", "März 2026", 6),
    ],
)
def test_a_list_tells_what_it_lists(path: str, title: str, count: int) -> None:
    head = _heads(newspaper())[path]
    tree = _data(head)
    assert (tree["@type"], tree["name"], tree["url"]) == ("CollectionPage", title, BASE + path)
    assert tree["mainEntity"]["numberOfItems"] == count == len(tree["mainEntity"]["itemListElement"])
    assert [item["position"] for item in tree["mainEntity"]["itemListElement"]] == list(range(1, count + 1))
    assert all(item["url"].startswith(BASE + "articles/") for item in tree["mainEntity"]["itemListElement"])
    assert _properties(head)["og:title"] == title


def test_the_front_page_tells_of_the_site_and_its_search() -> None:
    tree = _data(_heads(newspaper())["index.html"])
    assert (tree["@type"], tree["name"], tree["url"]) == ("WebSite", "Der Küstenbogen", BASE)
    assert tree["potentialAction"]["target"]["urlTemplate"] == BASE + "search.html?q={search_term_string}"
    assert tree["mainEntity"]["numberOfItems"] == 4


def test_a_long_list_is_told_in_part() -> None:
    tree = _data(_heads([entry(f"e{number}", day=7) for number in range(30)])["editions/2026-03-07.html"])
    assert tree["mainEntity"]["numberOfItems"] == 30
    assert len(tree["mainEntity"]["itemListElement"]) == 20


def test_links_that_are_shared_have_a_title_a_sentence_and_a_date() -> None:
    told = _properties(_heads(newspaper())["articles/2026/03/deiche.html"])
    assert told["og:type"] == "article"
    assert told["og:title"] == "Nordmark hebt „alle“ Deiche an"
    assert told["og:description"] == "Die Republik Nordmark hebt ihre Deiche an."
    assert told["og:url"] == BASE + "articles/2026/03/deiche.html"
    assert told["article:published_time"] == "2026-03-05T00:00:00+01:00"
    assert told["article:modified_time"] == "2026-03-07T09:30:00+01:00"
    assert _properties(_heads(newspaper())["about.html"])["og:title"] == "Über uns"
    assert _properties(_heads(newspaper())["tags.html"])["og:title"] == "Themen"


def test_a_link_alone_tells_no_sentence() -> None:
    head = _article(entry("a", publish="link", summary=("Nur beim Verlag.",)))
    assert "Nur beim Verlag" not in head


def test_pages_lead_to_their_feeds_in_both_formats() -> None:
    heads = _heads(newspaper())
    links = re.findall(r'<link rel="alternate" type="([^"]+)" title="[^"]*" href="([^"]+)">', heads["tags/aerzte.html"])
    assert links == [
        ("application/atom+xml", "../feed.xml"),
        ("application/feed+json", "../feed.json"),
        ("application/atom+xml", "../tags/aerzte.xml"),
        ("application/feed+json", "../tags/aerzte.json"),
    ]
    assert 'href="../sources/ville-de-saint-aubrac.xml"' in heads["sources/ville-de-saint-aubrac.html"]


def test_without_an_address_of_its_own_a_site_tells_what_needs_none() -> None:
    heads = _heads(newspaper(), config(""))
    head = heads["articles/2026/03/deiche.html"]
    assert _data(head) is None
    assert "alternate" not in head
    assert _properties(head)["og:title"] == "Nordmark hebt „alle“ Deiche an"
    assert "og:url" not in _properties(head)


def test_no_text_ends_the_data_or_an_attribute() -> None:
    evil = '</script><script>alert(1)</script>"><!-- \u2028'
    head = _article(entry("a", title=evil, summary=(evil,), authors=(evil,), category=evil))
    assert head.count("<script") == head.count("</script>") == 1
    assert _data(head)["headline"] == evil
    assert _properties(head)["og:title"] == evil


def _with_cards() -> Config:
    return Config.model_validate({"site": {"base_url": BASE, "title": "Bogen", "description": "Küste", "cards": True}})


def _card_pages(entries: list[Entry], setting: Config) -> dict[str, Page]:
    return {page.path: page for page in plan(editions(entries), [], setting) if page.template == cards.CARD}


def test_cards_are_drawn_where_they_are_wanted() -> None:
    assert not _card_pages(newspaper(), config())
    pages = _card_pages(newspaper(), _with_cards())
    assert {"cards/site.png", "cards/2026/03/deiche.png"} <= pages.keys()
    told = _properties(_article(entry("deiche"), _with_cards()))
    assert told["og:image"] == BASE + "cards/2026/03/deiche.png"
    assert (told["og:image:width"], told["og:image:height"]) == ("1200", "630")
    assert told["twitter:card"] == "summary_large_image"
    assert "og:image" not in _properties(_article(entry("deiche")))


def test_a_title_in_letters_that_the_fonts_lack_is_shown_by_the_sites_card() -> None:
    items = [entry("a", title="מעגן"), entry("b")]
    assert _card_pages(items, _with_cards()).keys() == {"cards/site.png", "cards/2026/03/b.png"}
    assert _properties(_heads(items, _with_cards())["articles/2026/03/a.html"])["og:image"] == BASE + "cards/site.png"
    assert cards.address(None, replace_title(_with_cards(), "Маяк")) == ""


def replace_title(setting: Config, title: str) -> Any:  # noqa: ANN401 -- the section of the settings
    return setting.site.model_copy(update={"title": title})


def _pixels(png: bytes) -> list[bytes]:
    """Return the rows of a picture as indexes of its palette."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    parts, at = {}, 8
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        name, data = png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        assert struct.unpack(">I", png[at + 8 + length : at + 12 + length])[0] == zlib.crc32(name + data)
        parts[name] = data
        at += 12 + length
    width, height, depth, kind = struct.unpack(">IIBB", parts[b"IHDR"][:10])
    assert (width, height, depth, kind) == (1200, 630, 8, 3)
    raw = zlib.decompress(parts[b"IDAT"])
    return [raw[start + 1 : start + 1 + width] for start in range(0, len(raw), width + 1)]


def _written(rows: list[bytes]) -> int:
    """Return how many pixels are darker than paper, below the coloured bar."""
    return sum(len(row) - row.count(255) for row in rows[12:])


_CARD = cards.Card("Nordmark hebt „alle“ Deiche an – für 20 €", "Der Bogen", "Hafenamt · 5. März 2026")


def test_a_card_is_a_picture_with_its_title() -> None:
    rows = _pixels(cards.draw(_CARD))
    assert set(rows[0]) == {1}
    assert _written(rows) > _written(_pixels(cards.draw(replace(_CARD, title="Nordmark")))) > 5000


def test_a_card_is_the_same_picture_each_time() -> None:
    assert cards.draw(_CARD) == cards.draw(_CARD)


@pytest.mark.parametrize("title", ["Wort " * 200, "Deich" * 500, "W" * 300])
def test_nothing_is_written_over_the_margin(title: str) -> None:
    rows = _pixels(cards.draw(replace(_CARD, title=title)))
    assert all(set(row[-60:]) == {255} for row in rows[12:])
    assert {255} == {value for row in rows[-60:] for value in row}
