"""A web page through the whole cleaner: the article stays with its links, lists and tables, the rest is told."""

from __future__ import annotations

import pytest

import digest
from digest.model import Kind

PARAGRAPHS = [
    "The harbour of Whitmere reopened on Tuesday after repairs that had taken eleven weeks, twice as long as planned.",
    "Divers had found cracks in forty piles below the grain quay, and two cranes had to be moved for the work.",
    "Harbour master Ada Lowell said the bill would stay below four million pounds, because the dredger was borrowed.",
    "Fishing boats were the first to come back, followed by a coaster that had waited outside the mole since Friday.",
    "The council wants a survey of the whole quay every second year, so that cracks are found before they are wide.",
]
PAGE = f"""<!doctype html>
<html lang="en"><head>
<title>Harbour reopens after repairs | Whitmere Courier</title>
<meta property="og:site_name" content="Whitmere Courier">
<meta property="article:published_time" content="2026-03-03T09:00:00+00:00">
<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "Harbour reopens after repairs",
 "author": {{"@type": "Person", "name": "Mabel Dunmore"}}, "datePublished": "2026-03-03T09:00:00+00:00"}}</script>
</head><body>
<nav class="main-nav"><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav>
<div class="cookie-banner"><p>We use cookies to improve your experience. <a href="/p">Privacy</a></p></div>
<main><article class="article-body">
<h1>Harbour reopens after repairs</h1>
<p class="byline">By Mabel Dunmore</p>
<p>{PARAGRAPHS[0]}</p>
<p>{PARAGRAPHS[1]} The <a href="/news/survey.html?utm_source=front">survey</a> is public.</p>
<h2>What it cost</h2>
<p>{PARAGRAPHS[2]}</p>
<ul><li>piles: two million pounds for steel, timber and divers</li>
<li>cranes: half a million pounds for the move</li></ul>
<p>{PARAGRAPHS[3]}</p>
<p>{PARAGRAPHS[4]}</p>
<script>alert("x")</script>
</article>
<aside class="related-stories"><h3>Related stories</h3><ul><li><a href="/a">Crab fair draws record crowd</a></li>
<li><a href="/b">Lighthouse keeper retires at ninety</a></li></ul></aside></main>
<footer class="site-footer"><p>© 2026 Whitmere Courier. All rights reserved.</p></footer>
</body></html>"""


def article() -> digest.Article:
    return digest.clean(PAGE, name="page.html", url="https://courier.example/news/harbour.html")


def test_the_article_stays_with_its_structure() -> None:
    assert article().markdown == "\n\n".join(
        [
            PARAGRAPHS[0],
            f"{PARAGRAPHS[1]} The [survey](https://courier.example/news/survey.html) is public.",
            "## What it cost",
            PARAGRAPHS[2],
            ("- piles: two million pounds for steel, timber and divers\n- cranes: half a million pounds for the move"),
            *PARAGRAPHS[3:],
        ]
    )


def test_what_the_markup_states_becomes_metadata() -> None:
    found = article()
    assert found.title == "Harbour reopens after repairs"
    assert found.authors == ("Mabel Dunmore",)
    assert found.publisher == "Whitmere Courier"
    assert str(found.date)[:10] == "2026-03-03"
    assert found.language == "en"


def test_what_is_left_out_is_told() -> None:
    removed = " ".join(piece.text for piece in article().removed)
    assert "cookies" in removed
    assert "Crab fair" in removed
    assert "alert" not in article().markdown + removed


def headings(body: str) -> list[str]:
    page = f"<!doctype html><title>The crane of Whitmere</title><body><h1>The crane of Whitmere</h1>{body}"
    blocks = digest.clean(page.encode(), name="page.html", media_type="text/html").blocks
    return [block.content for block in blocks if block.kind is Kind.HEADING]


_PROSE = "The council of Whitmere decided on Tuesday that the old crane will be moved to the northern quay in spring. "


def test_headings_leave_no_level_out() -> None:
    body = f"<h4>First</h4><p>{_PROSE * 3}</p><h2>Second</h2><p>{_PROSE * 3}</p><h5>Third</h5><p>{_PROSE * 3}</p>"
    assert headings(body) == ["## First", "## Second", "### Third"]


def test_a_bold_line_is_a_heading_below_the_others_and_a_plain_one_is_none() -> None:
    body = (
        f"<p>{_PROSE * 3}</p><h3>What was decided</h3><p>{_PROSE * 3}</p>"
        f"<p><strong>Who&nbsp;pays</strong></p><p>{_PROSE * 3}</p><p>Ten years of waiting for it</p><p>{_PROSE * 3}</p>"
    )
    assert headings(body) == ["## What was decided", "### Who pays"]


def test_a_standfirst_that_is_marked_as_a_heading_is_a_paragraph() -> None:
    assert headings(f"<h2>{_PROSE * 2}</h2><p>{_PROSE * 3}</p><h2>Why now</h2><p>{_PROSE * 3}</p>") == ["## Why now"]


def kept(body: str, language: str = "en") -> list[str]:
    page = f'<!doctype html><html lang="{language}"><title>Harbour reopens</title><body><main><article>{body}'
    return [block.text for block in digest.clean(page.encode(), name="page.html", media_type="text/html").blocks]


def paragraphs(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def test_a_link_to_another_article_takes_nothing_with_it() -> None:
    link = '<p><a href="/fair">Read more: Crab fair is back</a></p>'
    short = "The dredger was borrowed."
    assert kept(paragraphs(*PARAGRAPHS[:2]) + link + paragraphs(short, *PARAGRAPHS[2:])) == [
        *PARAGRAPHS[:2],
        short,
        *PARAGRAPHS[2:],
    ]


def test_who_tells_of_a_newsletter_offers_none() -> None:
    told = "Lowell said we get a newsletter from the ministry every week that nobody in the harbour ever reads."
    offer = "We send our newsletter every week, and you can join for free: just sign up below."
    assert kept(paragraphs(*PARAGRAPHS[:2], told, *PARAGRAPHS[2:], offer)) == [*PARAGRAPHS[:2], told, *PARAGRAPHS[2:]]


def test_a_question_for_the_reader_s_opinion_is_no_sentence_of_the_article() -> None:
    german = [
        "Der Hafen von Wittmoor hat am Dienstag wieder geöffnet, nachdem elf Wochen lang gebaut worden war.",
        "Taucher hatten Risse in vierzig Pfählen unter dem Kornkai gefunden, zwei Kräne mussten deshalb weichen.",
        "Die Hafenmeisterin sagte, die Rechnung bleibe unter vier Millionen Euro, weil der Bagger geliehen war.",
    ]
    question = "Ihre Meinung zum Artikel „Hafen öffnet wieder“ interessiert uns."
    assert kept(paragraphs(*german, question), "de") == german


def test_what_an_accordion_holds_is_read_with_the_words_that_open_it() -> None:
    button = (
        '<div class="accordion"><h3><button aria-expanded="false" aria-controls="found">What was found</button></h3>'
        f'<div id="found" style="display: none">{paragraphs(PARAGRAPHS[1])}</div></div>'
    )
    link = (
        '<div class="accordion"><h3><a href="#cost" role="button" data-toggle="collapse">What it cost</a></h3>'
        f'<div id="cost" hidden>{paragraphs(PARAGRAPHS[2])}</div></div>'
    )
    text = paragraphs(PARAGRAPHS[0]) + button + link + paragraphs(*PARAGRAPHS[3:])
    assert kept(text) == [PARAGRAPHS[0], "What was found", PARAGRAPHS[1], "What it cost", *PARAGRAPHS[2:]]


def test_what_a_button_opens_over_the_page_stays_closed() -> None:
    dialog = f'<button aria-controls="box">Alerts</button><div id="box" role="dialog" hidden><p>{_PROSE}</p></div>'
    fields = f'<button aria-controls="ask">Ask</button><div id="ask" hidden><p>{_PROSE}</p><input name="q"></div>'
    menu = f'<button aria-controls="way">Menu</button><div id="way" hidden><a href="/a">{_PROSE}</a></div>'
    assert kept(paragraphs(*PARAGRAPHS) + dialog + fields + menu) == PARAGRAPHS


def test_what_certainly_belongs_to_the_text_ends_a_section_of_links() -> None:
    head, link = "<h3>Latest news</h3>", '<p><a href="/fair">Crab fair is back</a></p>'
    steps = "<h2>How the quay was mended</h2><ol><li>Divers cut the old piles off below the mud.</li></ol>"
    text = kept(paragraphs(*PARAGRAPHS[:3]) + head + link + steps + paragraphs(*PARAGRAPHS[3:]))
    assert text == [
        *PARAGRAPHS[:3],
        "How the quay was mended",
        "Divers cut the old piles off below the mud.",
        *PARAGRAPHS[3:],
    ]


@pytest.mark.parametrize(
    "line",
    [
        "Externer Inhalt",
        "Diese Seite als PDF herunterladen",
        "Zum Weiterlesen:",
        "Alle Artikel zu unserem Hafen",
        "Dieser Beitrag wurde am 3. März unter Hafen abgelegt",
        "Bitte registrieren Sie sich und halten Sie sich an unsere Regeln.",
        "Unterstütze den Hafenboten mit einem Abo",
    ],
)
def test_lines_that_templates_put_around_german_texts_are_none_of_it(line: str) -> None:
    german = [
        "Der Hafen von Wittmoor hat am Dienstag wieder geöffnet, nachdem elf Wochen lang gebaut worden war.",
        "Taucher hatten Risse in vierzig Pfählen unter dem Kornkai gefunden, zwei Kräne mussten deshalb weichen.",
        "Die Hafenmeisterin sagte, die Rechnung bleibe unter vier Millionen Euro, weil der Bagger geliehen war.",
    ]
    assert kept(paragraphs(*german[:2], line, german[2]), "de") == german
