from __future__ import annotations

import pytest

from digest.site.markdown import Heading, render


def test_html_in_a_text_is_shown_and_not_obeyed() -> None:
    html = render("a <script>alert(1)</script>\n\n<img src=x onerror=alert(1)>\n", "en").html
    assert "<script" not in html
    assert "<img" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


@pytest.mark.parametrize(
    "text",
    [
        "[x](javascript:alert(1))",
        "[x](JAVASCRIPT:alert(1))",
        "[x](java&#x0A;script:alert(1))",
        "[x](&#106;avascript:alert(1))",
        "[x](java%0Ascript:alert(1))",
        "[x](< javascript:alert(1)>)",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "![x](data:image/svg+xml;base64,PHN2Zz4=)",
        "[x](vbscript:msgbox)",
        "<javascript:alert(1)>",
        "[x]\n\n[x]: javascript:alert(1)",
    ],
)
def test_a_dangerous_link_stays_text(text: str) -> None:
    rendered = render(text, "en")
    assert rendered.links == ()
    assert "href" not in rendered.html
    assert "src=" not in rendered.html


def test_a_quotation_with_its_speaker_is_a_figure() -> None:
    html = render("> Wir bauen.\n>\n> Bald.\n>\n> — Almut Brandis", "de").html
    assert html == (
        '<figure class="quote">\n<blockquote>\n<p>Wir bauen.</p>\n<p>Bald.</p>\n</blockquote>\n'
        "<figcaption>— Almut Brandis</figcaption>\n</figure>\n"
    )


@pytest.mark.parametrize("text", ["> Wir bauen.", "> — Almut Brandis", "> Eins\n>\n> zwei", "> a\n>\n> - — b"])
def test_a_quotation_without_speaker_is_a_quotation(text: str) -> None:
    html = render(text, "de").html
    assert html.startswith("<blockquote>")
    assert "figure" not in html


def test_quotations_inside_quotations_keep_their_own_speakers() -> None:
    html = render("> Er sagte:\n>\n> > Nein.\n> >\n> > — Lauenstein\n>\n> — Brandis", "de").html
    assert html.count("<figcaption>") == html.count("</blockquote>") == 2
    assert html.index("Lauenstein</figcaption>") < html.index("Brandis</figcaption>")


def test_an_abbreviation_is_explained_once_a_paragraph_and_only_as_a_word() -> None:
    html = render("## Die EKA\n\nDie EKA und EKA.\n\nEKA-Chef, EKAS `EKA`", "de", {"EKA": 'Agentur "K" <b>'}).html
    mark = '<abbr title="Agentur &quot;K&quot; &lt;b&gt;">EKA</abbr>'
    assert html.count("<abbr") == 2
    assert f"<p>Die {mark} und EKA.</p>" in html
    assert f"<p>{mark}-Chef, EKAS <code>EKA</code></p>" in html
    assert '<h2 id="die-eka">Die EKA</h2>' in html


def test_the_longer_of_two_abbreviations_wins() -> None:
    html = render("Die EU-K und die EU.", "de", {"EU": "Union", "EU-K": "Kommission"}).html
    assert '<abbr title="Kommission">EU-K</abbr> und die <abbr title="Union">EU</abbr>' in html


def test_headings_are_below_the_headline_and_have_unlike_identifiers() -> None:
    rendered = render("# Über *alles*\n\n## Über alles\n\n## main", "de")
    assert rendered.headings == (
        Heading(2, "Über alles", "ueber-alles"),
        Heading(2, "Über alles", "ueber-alles-2"),
        Heading(2, "main", "main-2"),
    )
    assert "<h1" not in rendered.html


def test_tables_need_no_inline_style() -> None:
    html = render("| a | b |\n|:-:|--:|\n| 1 | 2 |", "en").html
    assert "style=" not in html
    assert '<th class="center">a</th>' in html
    assert html.startswith('<div class="table">\n<table>')


def test_an_image_of_another_site_becomes_a_link() -> None:
    rendered = render("![Karte](https://maps.example/k.png) ![](//x.example/y.png) ![Hafen](hafen.png)", "de")
    assert '<a href="https://maps.example/k.png">Karte</a>' in rendered.html
    assert '<a href="//x.example/y.png">//x.example/y.png</a>' in rendered.html
    assert rendered.html.count("<img") == 1
    assert rendered.links == ("https://maps.example/k.png", "//x.example/y.png", "hafen.png")


def test_words_and_opening_are_those_of_the_text() -> None:
    rendered = render("Drei *kurze* Wörter.\n\n- und zwei", "de")
    assert rendered.words == 5
    assert rendered.opening == "Drei kurze Wörter."
    assert render("", "de").opening == ""


def test_texts_do_not_touch_each_other() -> None:
    render("[x]: https://a.example\n\n## Kopf", "de", {"EU": "x"})
    assert render("[x]\n\n## Kopf\n\nEU", "de").html == '<p>[x]</p>\n<h2 id="kopf">Kopf</h2>\n<p>EU</p>\n'


def test_quoted_sentences_are_found_by_their_words() -> None:
    text = """## The quay

The *quay* of Torsund
is [closed](https://port.example/). Ships wait.

- Two cranes broke.
- Nobody was hurt.

> All will be well.
>
> — Almut Brandis
"""
    quoted = ["The quay of Torsund is closed.", "Nobody was hurt.", "The quay", "All will be well.", "It rains.", ""]
    done = render(text, "en", quoted=quoted)
    assert done.places == {
        "The quay of Torsund is closed.": "p2",
        "Nobody was hurt.": "p4",
        "The quay": "the-quay",
        "All will be well.": "p5",
    }
    assert all(done.html.count(f'id="{name}"') == 1 for name in done.places.values())
    assert '<li id="p4">Nobody was hurt.' in done.html


def test_a_heading_keeps_its_name_from_a_paragraph() -> None:
    done = render("## P2\n\nIt rains.", "en", quoted=["It rains."])
    assert done.places == {"It rains.": "p2-2"}
