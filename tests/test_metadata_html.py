"""What web pages state of themselves, and which of it becomes an article's metadata."""

from __future__ import annotations

import datetime as dt
import time
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser

import digest
from digest import cleaner, readers
from digest.cleaner import pagekind
from digest.cleaner.credits import read_credits
from digest.cleaner.phrases import phrases
from digest.errors import SourceError
from digest.model import Article, Block, Document, Kind, Origin, Source, Statement
from digest.readers import stated
from digest.readers.stated import instants, jsonld
from digest.run import single

URL = "https://www.seetalbote.example/politik/2026/03/02/faehre"
TEXT = (
    "Der Gemeinderat von Obersee hat am Montag beschlossen, die Fähre nach Unterried wieder fahren zu lassen.",
    "Die Kosten von rund 40.000 Euro trägt zur Hälfte der Kreis, und die andere Hälfte kommt aus der Tourismusabgabe.",
    "Eine Sprecherin der Werft sagte, dass die Überholung des Schiffes bis Ende Mai abgeschlossen sein werde.",
)
ENGLISH = "The council of Upper Lake has decided that the ferry to the lower village is to sail again in the spring."
HEADLINE = "Obersee lässt die Fähre wieder fahren"


def page(head: str = "", body: str = "", *, root: str = "<html>") -> LexborHTMLParser:
    return LexborHTMLParser(f"<!doctype html>{root}<head>{head}</head><body>{body}</body></html>")


def values(key: str, head: str = "", body: str = "", url: str | None = None) -> list[Any]:
    return [one.value for one in stated.read(page(head, body), url) if one.key == key]


def article(head: str = "", body: str = "", url: str | None = URL) -> Article:
    blocks = tuple(Block(text, line=number, gap=1) for number, text in enumerate(TEXT, 1))
    return cleaner.clean(Document(Source("page", b""), blocks, statements=stated.read(page(head, body), url)))


def linked(json: str) -> str:
    return f'<script type="application/ld+json">{json}</script>'


# -- JSON-LD


def test_article_in_a_graph_is_found_and_its_references_are_followed() -> None:
    head = linked(
        """{"@context": "https://schema.org", "@graph": [
          {"@type": "WebSite", "@id": "#site", "name": "Seetalbote"},
          {"@type": "Person", "@id": "#mh", "name": "Marlene Hofer"},
          {"@type": "BreadcrumbList", "itemListElement": [{"@type": "ListItem", "name": "Politik"}]},
          {"@type": ["NewsArticle", "Article"], "headline": "Obersee l&auml;sst die Fähre wieder fahren",
           "author": [{"@id": "#mh"}, {"@type": "Person", "name": "Ivo Brandl"}], "publisher": {"@id": "#site"},
           "datePublished": "2026-03-02T18:05:00+01:00", "articleSection": "Politik"}]}"""
    )
    found = article(head)
    assert found.title == HEADLINE
    assert found.authors == ("Marlene Hofer", "Ivo Brandl")
    assert found.publisher == "Seetalbote"
    assert found.category == "Politik"
    assert found.date == dt.datetime(2026, 3, 2, 18, 5, tzinfo=dt.timezone(dt.timedelta(hours=1)))
    assert found.title_origin is Origin.SOURCE
    assert {one.key: one.detail for one in found.evidence}["date"] == "JSON-LD datePublished"


@pytest.mark.parametrize(
    "broken",
    [
        '{"@type": "Article", "headline": "Fähre fährt", "keywords": ["a", "b",],}',
        '<!-- {"@type": "Article", "headline": "Fähre fährt"} -->',
        '//<![CDATA[\n{"@type": "Article", "headline": "Fähre fährt"}\n//]]>',
        '{"@type": "Article", "description": "zwei\nZeilen", "headline": "Fähre fährt"}',
        "{&quot;@type&quot;: &quot;Article&quot;, &quot;headline&quot;: &quot;Fähre fährt&quot;}",
        '[[{"@type": "Article", "headline": "Fähre fährt"}]];',
        '{"@type": "Article", "headline": "Fähre fährt", "author": {"name": "Wer "hier" fehlt"}',
    ],
)
def test_broken_json_is_mended(broken: str) -> None:
    assert values("title", linked(broken)) == ["Fähre fährt"]


@pytest.mark.parametrize("bomb", ["[" * 100_000, '{"a":' * 50_000, "9" * 10_000, "null", '"text"', "{}", "", "\0"])
def test_hostile_or_empty_json_states_nothing(bomb: str) -> None:
    assert jsonld.Graph([bomb]).articles() == []


def test_comments_and_lists_in_json_are_not_the_article() -> None:
    head = linked(
        """{"@type": "NewsArticle", "headline": "Fähre fährt", "author": {"name": "Ivo Brandl"},
        "comment": [{"@type": "Comment", "author": {"name": "Leserin Eins"}, "datePublished": "2026-03-09"}],
        "hasPart": {"@type": "Article", "headline": "Anderes", "author": {"name": "Jemand Anders"}}}"""
    )
    assert values("authors", head) == [("Ivo Brandl",)]
    assert values("title", head) == ["Fähre fährt"]
    assert values("date", head) == []


# -- meta, microdata, elements


def test_each_vocabulary_states_title_date_and_author() -> None:
    for names in (
        ("og:title", "article:published_time", "article:author"),
        ("DC.title", "DC.date", "DC.creator"),
        ("dcterms:title", "dcterms:date", "dcterms:creator"),
        ("citation_title", "citation_publication_date", "citation_author"),
    ):
        contents = zip(names, ("A B", "2026-03-02", "Ivo Brandl"), strict=True)
        found = article("".join(f'<meta name="{name}" content="{content}">' for name, content in contents), url=None)
        assert (found.title, found.date, found.authors) == ("A B", dt.date(2026, 3, 2), ("Ivo Brandl",))


def test_microdata_states_headline_author_and_date() -> None:
    body = (
        '<article itemscope><h2 itemprop="headline">Fähre fährt</h2>'
        '<span itemprop="author" itemscope><a itemprop="name">Ivo Brandl</a>, Obersee</span>'
        '<time itemprop="datePublished" datetime="2026-03-02T09:30:00Z">gestern</time></article>'
    )
    found = article(body=body, url=None)
    assert found.title == "Fähre fährt"
    assert found.authors == ("Ivo Brandl",)
    assert found.date == dt.datetime(2026, 3, 2, 9, 30, tzinfo=dt.UTC)


def test_dates_and_names_of_comments_and_teasers_are_left_alone() -> None:
    body = (
        '<h1>Fähre fährt</h1><div class="related-posts"><span class="author">Jemand Anders</span>'
        '<span class="date">1. Januar 2020</span></div>'
        '<footer><span class="byline">Von Fremd Autorin</span></footer>'
    )
    assert article(body="<p>x</p>" * 40 + body, url=None).authors == ()


def test_lines_next_to_the_headline_are_read_whatever_their_markup() -> None:
    byline = "<b>Von</b> <i>Ivo Brandl</i><div><div>2. März 2026</div></div>"
    body = f"<div><h1>{HEADLINE}</h1>{byline}<p>Text folgt.</p></div>"
    found = article(body=body, url=None)
    assert found.authors == ("Ivo Brandl",)
    assert found.date == dt.date(2026, 3, 2)


def test_data_of_the_pages_program_dates_a_page_without_better() -> None:
    body = '<script>self.push("{\\"publishedAt\\":\\"2026-03-02T08:00:00Z\\"}")</script>'
    assert article(body=body, url=None).date == dt.datetime(2026, 3, 2, 8, tzinfo=dt.UTC)


def test_address_dates_a_page_and_names_its_site() -> None:
    found = article()
    assert found.date == dt.date(2026, 3, 2)
    assert found.publisher == "Seetalbote"
    assert found.origin("publisher") is Origin.DERIVED


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("/politik/faehre", "https://www.seetalbote.example/politik/faehre"),
        ("https://seetalbote.example/a", "https://seetalbote.example/a"),
        ("https://andere.example/a", URL),
        ("https://www.seetalbote.example/", URL),
        ("javascript:alert(1)", URL),
        ("http://[broken", URL),
    ],
)
def test_canonical_link_counts_only_within_the_site(href: str, url: str) -> None:
    assert article(f'<link rel="canonical" href="{href}">').url == url


def test_description_and_topics_are_taken_from_markup() -> None:
    found = article(
        '<meta name="description" content="Der Rat will die Fähre zurück.">'
        '<meta name="keywords" content="Fähre, Obersee,Verkehr">'
    )
    assert found.description == "Der Rat will die Fähre zurück."
    assert found.keywords == ("Fähre", "Obersee", "Verkehr")
    assert article('<meta name="description" content="Seetalbote online">').description is None


def test_stated_texts_are_mended_and_addresses_are_no_names() -> None:
    found = article(
        f'<meta property="og:title" content="{HEADLINE.replace("wieder", "wie&shy;der")}">'
        '<meta property="og:site_name" content="https://www.seetalbote.example/">'
    )
    assert found.title == HEADLINE
    assert found.publisher == "Seetalbote"


def test_stated_language_serves_where_the_text_is_too_short() -> None:
    statements = stated.read(page(root='<html lang="it-IT">'), None)
    found = cleaner.clean(Document(Source("page", b""), (Block("12 · 34 · 56", line=1),), statements=statements))
    assert found.language == "it"


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>" + "\\" * 300_000 + "</script>",
        linked("-->" + " " * 300_000 + "x"),
        linked('{"headline":' * 20_000),
        linked('{"@type":"Article","author":[' + '{"name":"Ivo Brandl"},' * 20_000 + "]}"),
        '<meta name="author" content="Ivo Brandl">' * 5_000,
        "<h1>Fähre fährt</h1>" * 5_000,
        '<div class="author date">' * 2_000 + "12.03.2026",
        "<h1>" + "a " * 200_000 + "</h1>",
        '<time datetime="2026-03-02">x</time>' * 5_000,
    ],
)
def test_hostile_markup_costs_no_more_than_its_length(hostile: str) -> None:
    begin = time.process_time()
    tree = page("", hostile)
    for one in stated.read(tree, URL):
        if one.key == "authors":
            read_credits(one.value, phrases("de"), "de", [])
    assert time.process_time() - begin < 2


# -- dates


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-03-02", dt.date(2026, 3, 2)),
        ("20260302", dt.date(2026, 3, 2)),
        ("2026-03-02T10:00:00", dt.date(2026, 3, 2)),
        ("2026-03-02T23:30:00Z", dt.datetime(2026, 3, 2, 23, 30, tzinfo=dt.UTC)),
        ("2026-03-02 23:30:00.123 +0200", dt.datetime(2026, 3, 2, 23, 30, tzinfo=dt.timezone(dt.timedelta(hours=2)))),
        ("Mon, 02 Mar 2026 10:00:00 +0000", dt.datetime(2026, 3, 2, 10, tzinfo=dt.UTC)),
        ("1772445600", dt.datetime(2026, 3, 2, 10, tzinfo=dt.UTC)),
        ("2026-02-31", None),
        ("1850-01-01", None),
        ("2026-03-02T99:00:00Z", None),
        ("2. März 2026", None),
        ("", None),
    ],
)
def test_dates_of_machines_keep_their_zone(text: str, expected: dt.date | None) -> None:
    assert instants.read(text) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/2026/03/02/faehre", dt.date(2026, 3, 2)),
        ("/blog/2026-03-02-faehre.html", dt.date(2026, 3, 2)),
        ("/faehre-20260302.html", dt.date(2026, 3, 2)),
        ("/2026/march/02/ferry", dt.date(2026, 3, 2)),
        ("/2026/märz/02/", None),
        ("/2026/ferry/02/", None),
        ("/artikel/120260302", None),
        ("/2026/13/02/", None),
        ("/2026/02/31/", None),
    ],
)
def test_dates_in_addresses(path: str, expected: dt.date | None) -> None:
    assert instants.in_address(f"https://seetalbote.example{path}") == expected


def test_publication_comes_before_change_and_a_change_before_nothing() -> None:
    changed = '<meta property="article:modified_time" content="2026-03-05">'
    published = '<meta property="article:published_time" content="2026-03-02">'
    assert article(changed + published, url=None).date == dt.date(2026, 3, 2)
    assert article(changed, url=None).date == dt.date(2026, 3, 5)


def test_earlier_date_that_readers_see_is_the_articles() -> None:
    head = '<meta property="article:published_time" content="2026-03-05">'
    shown = f"<h1>{HEADLINE}</h1><p>2. März 2026</p><p>Text folgt.</p>"
    updated = f"<h1>{HEADLINE}</h1><p>Aktualisiert: 9. März 2026</p><p>Text folgt.</p>"
    assert article(head, shown, url=None).date == dt.date(2026, 3, 2)
    assert article(head, updated, url=None).date == dt.date(2026, 3, 5)


def test_earlier_dates_of_a_table_below_the_headline_are_not_the_articles() -> None:
    head = '<meta property="article:published_time" content="2026-03-05">'
    table = "".join(f"<tr><td>{day}. Januar 2019<td>40" for day in range(1, 9))
    assert article(head, f"<h1>{HEADLINE}</h1><table>{table}</table>", url=None).date == dt.date(2026, 3, 5)


@pytest.mark.parametrize(
    ("root", "shown", "expected"),
    [
        ('<html lang="en-US">', "3/4/2026", dt.date(2026, 3, 4)),
        ('<html lang="en-GB">', "3/4/2026", dt.date(2026, 4, 3)),
        ('<html lang="en">', "3/4/2026</p><p>2/26/2026", dt.date(2026, 3, 4)),
        ('<html lang="en">', "3/4/2026</p><p>26/2/2026", dt.date(2026, 4, 3)),
        ('<html lang="en">', "3/4/2026</p><p>26/2/2026</p><p>2/26/2026", dt.date(2026, 2, 26)),
        ('<html lang="en">', "4.4.2026", dt.date(2026, 4, 4)),
        ('<html lang="en">', "3/4/2026", None),
    ],
)
def test_region_and_other_dates_of_a_page_tell_day_from_month(root: str, shown: str, expected: dt.date | None) -> None:
    tree = page(body=f"<h1>The ferry sails again</h1><p>{shown}</p>", root=root)
    source = Source("page", b"", language="en")
    found = cleaner.clean(Document(source, (Block(ENGLISH, line=1),), statements=stated.read(tree, None)))
    assert found.date == expected


def test_words_of_a_script_below_the_headline_are_not_shown() -> None:
    body = f'<h1>{HEADLINE}</h1><script>var made = "1. Januar 2019"</script><p>2. März 2026</p>'
    assert values("date", body=body) == ["2. März 2026"]


# -- titles


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        (f"<title>{HEADLINE} - Seetalbote</title>", "", HEADLINE),
        (f"<title>Seetalbote | {HEADLINE}</title>", "", HEADLINE),
        (f"<title>{HEADLINE} | Der Bote am See</title>", f"<h1>{HEADLINE}</h1>", HEADLINE),
        (f'<meta property="og:title" content="{HEADLINE}">', "<h1>Seetalbote</h1>", HEADLINE),
        (f"<title>{HEADLINE} – Lokales</title>", f"<h1>Lokales</h1><h1>{HEADLINE}</h1>", HEADLINE),
        (f'<meta property="og:title" content="{HEADLINE}">', f"<h1>{HEADLINE.upper()}</h1>", HEADLINE),
        (
            f'<meta property="og:title" content="{HEADLINE}">',
            "<h1>Obersee lässt<br>die Fähre wieder fahren</h1>",
            HEADLINE,
        ),
        ('<meta property="og:title" content="Comeback für die Fähre">', f"<h1>{HEADLINE}</h1>", HEADLINE),
        (f'<meta property="og:title" content="{HEADLINE}">', f"<h1><span>Lokales: </span>{HEADLINE}</h1>", HEADLINE),
        (
            f"<title>Nah am See: {HEADLINE}</title><meta property='og:title' content='{HEADLINE}'>",
            "<h1>Nah am See</h1>",
            HEADLINE,
        ),
        (f"<title>Lokales – {HEADLINE}</title>", f"<h1>{HEADLINE}</h1>", HEADLINE),
        (
            '<meta property="og:title" content="Obersee: Fähre fährt">',
            "<h1><span>Obersee</span> : Fähre fährt</h1>",
            "Obersee: Fähre fährt",
        ),
        (
            f'<meta property="og:title" content="{HEADLINE}">',
            "<h1>Die Werft</h1><h1>Der Rat</h1><h1>Wieder ein Schiff</h1>",
            HEADLINE,
        ),
        (
            '<meta property="og:title" content="Rat beschließt Haushalt">',
            "<h1>Newsletter</h1>",
            "Rat beschließt Haushalt",
        ),
    ],
)
def test_title_is_the_headline_without_the_sites_name(head: str, body: str, title: str) -> None:
    assert article(head, body).title == title


def test_title_that_a_container_gives_is_taken_outright() -> None:
    statements = (
        Statement("title", "Fähre – der Beschluss", "feed title"),
        *stated.read(page(body="<h1>X Y</h1>"), None),
    )
    blocks = tuple(Block(text, line=number) for number, text in enumerate(TEXT, 1))
    assert cleaner.clean(Document(Source("page", b""), blocks, statements=statements)).title == "Fähre – der Beschluss"


# -- authors


@pytest.mark.parametrize(
    ("stated_names", "language", "persons", "others"),
    [
        (["Von Marlene Hofer und Ivo Brandl"], "de", ("Marlene Hofer", "Ivo Brandl"), ()),
        (["By Ada Quill, Ben Rowe and Cleo Marsh"], "en", ("Ada Quill", "Ben Rowe", "Cleo Marsh"), ()),
        (["Par Lise Garnier et Paul Aubry"], "fr", ("Lise Garnier", "Paul Aubry"), ()),
        (["Ada Quill", "ada quill", "Ada Quill, MD"], "en", ("Ada Quill",), ()),
        (["By Ada Quill | March 2, 2026"], "en", ("Ada Quill",), ()),
        (["March 2, 2026 by Ada Quill"], "en", ("Ada Quill",), ()),
        (["ADA QUILL"], "en", ("ADA QUILL",), ()),
        (["Dr. Ada Quill, Harbour Correspondent"], "en", ("Ada Quill",), ()),
        (["Ada Quill, Privacy and Digital Harbour Editor"], "en", ("Ada Quill",), ("Privacy",)),
        (["dpa"], "de", (), ()),
        (["Reuters Staff"], "en", (), ()),
        (["Ivo Brandl", "dpa/lnw"], "de", ("Ivo Brandl",), ()),
        (["https://social.example/ada"], "en", (), ()),
        (["admin"], "en", (), ()),
        (["Harbour Herald Staff"], "en", (), ("Harbour Herald Staff",)),
        (["Redaktion Seetalbote"], "de", (), ("Redaktion Seetalbote",)),
        (["Kit"], "en", (), ("Kit",)),
        (["following these simple rules"], "en", (), ()),
    ],
)
def test_persons_are_told_from_teams_agencies_and_accounts(
    stated_names: list[str], language: str, persons: tuple[str, ...], others: tuple[str, ...]
) -> None:
    found = read_credits(stated_names, phrases(language), language, ["Harbour Herald"])
    assert (found.persons, found.others) == (persons, others)


def test_names_as_catalogues_have_them_are_turned_round() -> None:
    head = '<meta name="citation_author" content="Hofer, Marlene"><meta name="citation_author" content="Ivo K. Brandl">'
    assert article(head, url=None).authors == ("Marlene Hofer", "Ivo K. Brandl")


def test_office_in_a_line_of_its_own_is_no_part_of_the_name() -> None:
    body = '<a class="author-box"><p>Marlene Hofer</p><p>Unsere Frau am See</p></a>'
    assert article(body=body, url=None).authors == ("Marlene Hofer",)
    body = '<div class="author-box"><div>Von</div><div>Ivo <b>Brandl</b></div></div>'
    assert article(body=body, url=None).authors == ("Ivo Brandl",)


def test_byline_in_an_articles_own_footer_counts() -> None:
    byline = '<footer><p class="byline">Von Marlene Hofer</p></footer>'
    assert article(body=f"<article><p>x</p>{byline}</article>", url=None).authors == ("Marlene Hofer",)
    assert article(body=f"<div><p>x</p>{byline}</div>", url=None).authors == ()


def test_stated_team_comes_before_a_capitalised_line_above_the_text() -> None:
    blocks = (Block("Jetzt Teilen", line=1), Block("2. März 2026", line=2), *(Block(one, line=3) for one in TEXT))
    statements = (Statement("title", HEADLINE, "h1"), Statement("authors", ("Redaktion Seetalbote",), "author"))
    found = cleaner.clean(Document(Source("page", b""), blocks, statements=statements))
    assert found.authors == ("Redaktion Seetalbote",)


def test_person_in_the_byline_comes_before_the_site_in_the_markup() -> None:
    head = '<meta name="author" content="Seetalbote Redaktion">'
    assert article(head, '<p class="byline">Von Ivo Brandl</p>').authors == ("Ivo Brandl",)
    assert article('<meta name="author" content="Team Seetal">').authors == ("Team Seetal",)


# -- pages that are no article


def document(*blocks: Block, statements: tuple[Statement, ...] = ()) -> Document:
    return Document(Source("page.html", b""), blocks, statements=statements)


def teaser(number: int) -> tuple[Block, ...]:
    return (
        Block(f"Beschluss Nummer {number} aus dem Rathaus", Kind.HEADING, tag="h2", level=2, link_share=1.0),
        Block("Der Rat hat gestern Abend nach langer Sitzung dem Vorschlag der Verwaltung zugestimmt.", tag="p"),
    )


PARAGRAPHS = tuple(Block(text, tag="p") for text in TEXT)


def test_index_of_headlines_is_refused_with_its_reason() -> None:
    found = cleaner.clean(document(*(block for number in range(20) for block in teaser(number))))
    assert found.refused == "this looks like an index page, not an article"
    assert found.refused in found.warnings


def test_article_with_many_teasers_around_is_no_index() -> None:
    around = [block for number in range(20) for block in teaser(number)]
    assert pagekind.judge(document(*around, *PARAGRAPHS, *PARAGRAPHS, *around)) is None
    short = document(*around, PARAGRAPHS[0], statements=(Statement("kind", "NewsArticle", "JSON-LD type"),))
    assert pagekind.judge(short) is None


@pytest.mark.parametrize(
    "title",
    [
        "404 – Seite nicht gefunden", "Page not found | Harbour Herald", "Access denied", "Just a moment...",
        "Cette page est introuvable", "Verify you are human", "Datenschutzeinstellungen",
    ],
)  # fmt: skip
def test_error_pages_are_refused(title: str) -> None:
    found = pagekind.judge(
        document(Block("Zur Startseite", tag="p"), statements=(Statement("title", title, "title element"),))
    )
    assert found
    assert found.refused


def test_article_about_errors_is_none() -> None:
    title = Statement("title", "404", "h1")
    assert pagekind.judge(document(*PARAGRAPHS, *PARAGRAPHS, *PARAGRAPHS, statements=(title,))) is None


def test_paywalled_article_is_imported_with_a_note() -> None:
    sold = Statement("access", "subscribers", "JSON-LD isAccessibleForFree")
    found = cleaner.clean(document(*PARAGRAPHS, statements=(sold,)))
    assert found.refused is None
    assert "this is the beginning of an article that the publisher sells" in found.warnings
    wall = Block("Dieser Artikel ist nur für Abonnenten sichtbar.", tag="p")
    assert pagekind.judge(document(PARAGRAPHS[0], wall))
    assert pagekind.judge(document(*PARAGRAPHS * 6, wall)) is None


def test_refused_page_is_skipped_by_name_and_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    index = document(*(block for number in range(20) for block in teaser(number)))
    monkeypatch.setattr(readers, "read", lambda _: index)
    with pytest.raises(SourceError, match=r"^page\.html: this looks like an index page, not an article$"):
        single.article(index.source)


def test_pasted_text_is_never_refused() -> None:
    lines = (Block(f"Beschluss Nummer {number} aus dem Rathaus", line=number) for number in range(1, 30))
    assert pagekind.judge(document(Block("404", line=1), *lines)) is None


def test_a_paragraph_that_is_set_as_a_heading_is_no_title() -> None:
    lead = "Der Hafen von Lenzburg ist wieder offen, und die Fähren fahren. " * 4
    head = "<title>Hafen offen | Bote</title><meta property='og:title' content='Hafen offen'>"
    article = digest.clean(f"<html><head>{head}</head><body><h1>{lead}</h1><p>{lead}</p></body></html>", name="a.html")
    assert article.title == "Hafen offen"


def test_a_heading_is_not_given_up_for_signs_that_stand_beside_its_words() -> None:
    head = "<meta property='og:title' content='## Neue Fähren im Hafen ⋆'>"
    page = (
        f"<html><head>{head}</head><body><h1>Neue Fähren im Hafen</h1><p>{'Die Fähren fahren. ' * 20}</p></body></html>"
    )
    assert digest.clean(page, name="a.html").title == "Neue Fähren im Hafen"


@pytest.mark.parametrize("tag", ["p class='date'", "time", "p"])
def test_the_day_before_that_of_a_change_is_the_one_of_publication(tag: str) -> None:
    days = f"<{tag}>2. März 2026. Aktualisiert: 4. März 2026</{tag.split(maxsplit=1)[0]}>"
    page = f"<h1>Neue Fähren im Hafen</h1>{days}<p>{'Die Fähren im Hafen fahren wieder. ' * 20}</p>"
    assert str(digest.clean(page, name="a.html").date) == "2026-03-02"
