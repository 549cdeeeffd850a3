"""Feeds of every kind become their entries; what is no feed, or a hostile one, is refused."""

from __future__ import annotations

import datetime as dt
import json
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest import readers
from digest.errors import SourceError
from digest.model import Document, Source, Statement
from digest.readers import feed

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "Der Kran hob den Kutter am Abend aus der Einfahrt, und die Fähren fahren wieder nach Plan. " * 8
MORNING = dt.datetime(2026, 3, 5, 8, 14, tzinfo=dt.UTC)
RSS = f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Bote</title><language>de</language>
<item><title>Hafen &amp;amp; Deich</title><link>https://bote.example/hafen</link><guid isPermaLink="false">17</guid>
<pubDate>Thu, 05 Mar 2026 09:14:00 +0100</pubDate><dc:creator>Anna Berg</dc:creator><category>Hafen</category>
<description>Kurz &lt;b&gt;gesagt&lt;/b&gt;</description>
<content:encoded><![CDATA[<p>{TEXT}</p><script>alert(1)</script>]]></content:encoded></item>
<item><title>Deich</title><link>https://bote.example/deich</link><description>Nur ein Anreißer.</description></item>
</channel></rss>"""
RDF = f"""<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>Bote</title></channel>
<item rdf:about="https://bote.example/hafen"><title>Hafen</title><link>https://bote.example/hafen</link>
<dc:date>2026-03-05T09:14:00+01:00</dc:date><description>{TEXT}</description></item></rdf:RDF>"""
RSS_091 = f"""<?xml version="1.0"?>
<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN"
 "http://my.netscape.com/publish/formats/rss-0.91.dtd">
<rss version="0.91"><channel><title>Bote</title><item><title>Hafen</title><link>https://bote.example/hafen</link>
<pubDate>Thu, 05 Mar 2026 08:14:00 GMT</pubDate><description>{TEXT}</description></item></channel></rss>"""
ATOM = f"""<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://bote.example/">
<title>Bote</title><entry><id>tag:bote.example,2026:1</id><title type="html">Hafen</title><link href="hafen"/>
<published>2026-03-05T08:14:00Z</published><updated>2026-03-09T08:14:00Z</updated>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>{TEXT}</p></div></content></entry></feed>"""
JSON_FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "Bote",
    "items": [
        {
            "id": 1,
            "url": "https://bote.example/hafen",
            "title": "Hafen",
            "content_html": f"<p>{TEXT}</p>",
            "date_published": "2026-03-05T09:14:00+01:00",
        }
    ],
}
BOMB = """<?xml version="1.0"?><!-- a > b -->
<!DOCTYPE rss [<!ENTITY a "hahahaha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<rss version="2.0"><channel><item><title>x</title><description>&b;</description></item></channel></rss>"""


def entries(text: str, name: str = "bote.xml") -> tuple[Source, ...]:
    return readers.expand(Source(name, text.encode()))


def stated(item: Source | Document) -> dict[str, object]:
    return {one.key: one.value for one in item.statements}


@pytest.mark.parametrize(
    ("name", "text"),
    [("a.rss", RSS), ("b.xml", RDF), ("c.xml", RSS_091), ("d.atom", ATOM), ("e.json", json.dumps(JSON_FEED))],
    ids=["RSS 2.0", "RSS 1.0", "RSS 0.91", "Atom", "JSON Feed"],
)
def test_every_dialect_gives_the_same(name: str, text: str) -> None:
    first = entries(text, name)[0]
    assert first.name.startswith(f"{name}#")
    assert first.url == "https://bote.example/hafen"
    assert stated(first)["date"] == MORNING
    assert stated(first)["publisher"] == "Bote"
    assert str(stated(first)["title"]).startswith("Hafen")
    assert first.warnings == ()
    assert " ".join(block.text for block in readers.read(first).blocks).strip() == TEXT.strip()


def test_what_a_feed_states_is_handed_on_with_its_place() -> None:
    full, teaser = entries(RSS)
    assert full.statements == (
        Statement("title", "Hafen & Deich", "feed"),
        Statement("date", MORNING, "feed"),
        Statement("authors", ("Anna Berg",), "feed"),
        Statement("publisher", "Bote", "feed"),
        Statement("url", "https://bote.example/hafen", "feed"),
        Statement("language", "de", "feed"),
        Statement("keywords", ("Hafen",), "feed"),
        Statement("description", "Kurz gesagt", "feed"),
    )
    assert stated(teaser)["description"] == "Nur ein Anreißer."


def test_an_entry_without_its_text_is_marked_as_a_teaser() -> None:
    full, teaser = entries(RSS)
    assert (full.warnings, teaser.warnings) == ((), (feed.TEASER,))
    assert readers.read(teaser).warnings == (feed.TEASER,)
    cut = entries(RDF.replace(TEXT, f"{TEXT} […] Weiterlesen"))[0]
    assert cut.warnings == (feed.TEASER,)


def test_a_name_stays_when_entries_come_and_go() -> None:
    _, deich = entries(RSS)
    alone = RSS.replace(RSS[RSS.index("<item>") : RSS.index("<item><title>Deich")], "")
    assert [item.name for item in entries(alone)] == [deich.name]


def test_addresses_that_differ_in_signs_alone_are_two_entries() -> None:
    twins = RSS.replace("https://bote.example/deich", "https://bote.example/?p=17").replace(">17<", ">p-17<")
    assert len({item.name for item in entries(twins)}) == 2


def test_entries_of_one_identifier_are_told_apart_by_their_titles() -> None:
    same = RSS.replace("https://bote.example/deich", "17").replace("<link>17</link>", "<guid>17</guid>")
    assert len({item.name for item in entries(same)}) == 2


def test_an_entry_with_nothing_to_publish_is_left_out() -> None:
    items = entries(RSS.replace("<description>Nur ein Anreißer.</description>", ""))
    assert [stated(item)["title"] for item in items] == ["Hafen & Deich"]


def test_entities_that_could_grow_without_end_are_refused() -> None:
    for text in (BOMB.encode(), BOMB.encode("utf-16"), b"\xef\xbb\xbf" + BOMB.encode()):
        with pytest.raises(SourceError, match="declares entities"):
            readers.expand(Source("bombe.xml", text))


def test_a_feed_that_tells_of_entities_is_none_that_declares_them() -> None:
    told = RSS.replace("Nur ein", "<![CDATA[<!DOCTYPE x [ <!ENTITY a 'b'> ]> und]]> ein")
    assert len(entries(told)) == 2


def test_a_damaged_feed_is_read_as_far_as_possible_and_told() -> None:
    items = entries(RSS.replace("Nur ein", "Nur & ein").replace("</channel></rss>", ""))
    assert len(items) == 2
    assert items[0].warnings[0].startswith("the feed is not well-formed (line 8: ")


@pytest.mark.parametrize(
    ("name", "text", "line", "message"),
    [
        ("a.xml", "<?xml version='1.0'?>\n<a>\n<b></a>", 3, "mismatched tag"),
        ("b.xml", "<a>\n<b></a>", 2, "mismatched tag"),
        ("c.xml", "<a><b/></a>", None, "no feed"),
        ("d.xml", "<rss version='2.0'><channel/></rss>", None, "no entry"),
        ("e.json", '{"items": [\n,]}', 2, "wrong JSON"),
        ("f.json", '{"items": 3}', None, "no JSON Feed"),
        ("g.json", "[" * 100_000, None, "nested too deeply"),
        ("h.xml", "https://bote.example/feed.xml", 1, "cannot be read"),
    ],
)
def test_what_is_no_feed_is_refused_with_its_line(name: str, text: str, line: int | None, message: str) -> None:
    with pytest.raises(SourceError, match=message) as caught:
        entries(text, name)
    assert (caught.value.path, caught.value.line) == (name, line)


def test_only_web_addresses_become_links() -> None:
    item = entries(RSS.replace("https://bote.example/hafen", "javascript:alert(1)"))[0]
    assert item.url is None
    assert "url" not in stated(item)


def test_plain_text_is_not_taken_for_markup() -> None:
    plain = {"items": [{"id": "1", "content_text": "Der Rat tagt.\n\nEr stimmt 3 < 5 ab.", "author": {"name": "Anna"}}]}
    item = entries(json.dumps(plain), "x.json")[0]
    document = readers.read(item)
    assert [block.text for block in document.blocks] == ["Der Rat tagt.", "Er stimmt 3 < 5 ab."]
    assert stated(document) == {"authors": ("Anna",)}


def test_a_feed_read_as_a_whole_gives_its_first_entry_and_says_so() -> None:
    document = readers.read(Source("bote.xml", RSS.encode()))
    assert stated(document)["title"] == "Hafen & Deich"
    assert document.warnings == ("this is the first entry of the feed; it holds 1 more",)


@pytest.mark.slow
def test_the_entries_of_a_feed_are_the_same_with_any_number_of_jobs(tmp_path: Path) -> None:
    from digest.run import pipeline
    from digest.run.cleaning import MIN_SOURCES_FOR_POOL

    built = []
    for jobs in (1, 2):
        folder = tmp_path / str(jobs)
        (folder / "content/sources").mkdir(parents=True)
        (folder / "digest.toml").write_text('[site]\ntitle = "Ollersum"\n', encoding="utf-8")
        items = [
            {"id": str(number), "title": f"Meldung {number} aus dem Rat", "content_text": f"{TEXT}{number} Boote."}
            for number in range(MIN_SOURCES_FOR_POOL + 2)
        ]
        (folder / "content/sources/rat.json").write_text(json.dumps({"items": items}), encoding="utf-8")
        report = pipeline.build(folder, jobs=jobs, clock="2026-03-06")
        assert len(report.outcomes) == report.articles == len(items)
        articles = sorted((folder / "content/articles").rglob("*.md"))
        built.append([(path.name, path.read_bytes()) for path in articles])
    assert built[0] == built[1]


@settings(max_examples=60)
@given(
    st.sampled_from([("a.xml", RSS), ("b.xml", RDF), ("c.xml", ATOM), ("d.json", json.dumps(JSON_FEED))]),
    st.lists(
        st.tuples(st.integers(0, 1500), st.sampled_from(["<", "&", "]]>", "<item>", "&#0;", "\x00", '"', "[", "://["]))
    ),
)
def test_damage_ends_in_entries_or_in_an_error(case: tuple[str, str], damage: list[tuple[int, str]]) -> None:
    name, text = case
    for at, sign in damage:
        text = text[:at] + sign + text[at:]
    with suppress(SourceError):
        names = [item.name for item in entries(text, name)]
        assert len(names) == len(set(names)) > 0


def test_other_sources_are_their_own_only_item() -> None:
    source = Source("x.txt", b"Text")
    assert readers.expand(source) == (source,)
