"""What fuzzing found: inputs whose article could not be read back, that took too long, or that lost an item."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

import pytest
from pdf_samples import column, pdf

import digest
from digest import cleaner, readers
from digest.cleaner import words
from digest.content import markdown
from digest.errors import SourceError
from digest.model import Article, Source
from digest.run import cleaned
from digest.summarizer import rank

if TYPE_CHECKING:
    from digest.content.markdown import ArticleFile

TEXT = "Der Kran hob den Kutter am Abend aus der Einfahrt, und die Fähren fahren wieder nach Plan. " * 3


def of_feed(**item: str) -> Article:
    feed = {"items": [{"id": "1", "title": "Hafen", "content_text": TEXT} | item]}
    (source,) = readers.expand(Source("bote.json", json.dumps(feed).encode()))
    return cleaner.clean(readers.read(source))


def read_back(article: Article) -> ArticleFile:
    text = cleaned.as_markdown(article, sentences=3, max_words=80)
    return markdown.read(text.encode(), "content/articles/2026/03/hafen.md")


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("https://bote.example/a b", "https://bote.example/a%20b"),
        ("https://bote.example/it's<b>", "https://bote.example/it%27s%3Cb%3E"),
        ("https://bote.example/größe?a={b}", "https://bote.example/größe?a=%7Bb%7D"),
        ("https://bote example/a", None),
    ],
)
def test_an_address_with_signs_that_none_may_hold_can_be_read_back(written: str, kept: str | None) -> None:
    assert read_back(of_feed(url=written)).matter.source.url == kept


@pytest.mark.parametrize("language", ["<b>", "deutsch, oder auch nicht", "2026", "https://bote.example/"])
def test_a_language_that_is_none_is_not_taken(language: str) -> None:
    article = of_feed(language=language, content_text="Bote 1 2 3 4 5 6")
    assert article.language is None
    assert read_back(article).matter.lang is None


def test_what_has_no_full_stop_is_no_sentence_of_a_summary() -> None:
    assert rank.summarize("Fähre nach Ollersum " * 5000, language="de") == []
    assert rank.summarize(f"{'Fähre ' * 5000}\n{TEXT}", language="de") != []


@pytest.mark.parametrize(
    "element", ["<title>", "<h1>", "<meta name=author content='", "<meta property=og:title content='"]
)
def test_a_value_of_a_hundred_thousand_signs_is_none(element: str) -> None:
    page = f"{element}{'Hafen ' * 20_000}'></title></h1><p>{TEXT}</p><p>{TEXT}</p>"
    file = read_back(digest.clean(page, name="hafen.html"))
    assert len(file.title) < 1000
    assert all(len(author) < 1000 for author in file.matter.authors)


@pytest.mark.parametrize("number", ["1e999", "1e39", "-1e38", "nan", "9" * 400])
def test_a_line_of_a_pdf_that_stands_nowhere_does_no_harm(number: str) -> None:
    data = pdf(column(40, 500, "Der Kran hob den Kutter.", "Die Fähren fahren wieder."))
    for place in (b" Td", b" Tf"):
        broken = data.replace(place, b" %s%s" % (number.encode(), place), 1)
        assert digest.clean(broken, name="hafen.pdf").title


def test_items_of_a_newsletter_with_the_same_address_keep_their_own_names() -> None:
    items = "".join(
        f"<h2>Meldung {n}</h2><p>{TEXT}</p><a href='https://bote.example/'>Weiterlesen</a>" for n in range(4)
    )
    mail = f"From: bote@bote.example\nContent-Type: text/html; charset=utf-8\n\n{items}"
    names = [item.name for item in readers.expand(Source("bote.eml", mail.encode()))]
    assert len(set(names)) == 4


@pytest.mark.parametrize(
    "text",
    ["a" * 50_000 + "\ufffd", "\ufffd" * 5000, f"{'a' * 900}\ufffd{'b' * 900} " * 50, "Der Ein\ufffduss " * 5000],
)
def test_what_looks_like_lost_ligatures_costs_no_dictionary_a_minute(text: str) -> None:
    assert words.lost_ligatures("Der Ein\ufffduss", "de") == "Der Einfluss"  # and the dictionary is loaded
    started = time.process_time()
    words.lost_ligatures(text, "de")
    assert time.process_time() - started < 2


@pytest.mark.parametrize("name", ["hafen.txt", "hafen.html"])
@pytest.mark.parametrize("text", ["\u200b", "\u202e \ufeff", "<p>\u200b</p>"])
def test_a_source_of_invisible_characters_is_refused_by_name(name: str, text: str) -> None:
    with pytest.raises(SourceError) as caught:
        digest.clean(text if name.endswith("html") else text.replace("<p>", "").replace("</p>", ""), name=name)
    assert caught.value.path == name


def test_a_line_of_capitals_is_no_riddle_for_the_search_for_credits() -> None:
    started = time.process_time()
    digest.clean(f"{'A' * 3000}/{'A' * 3000}!\n{TEXT}", name="hafen.txt")
    assert time.process_time() - started < 2


@pytest.mark.parametrize("part", ["http://a", "a.b@c.", "www."])
def test_a_row_of_addresses_is_no_riddle_for_the_search_for_links(part: str) -> None:
    started = time.process_time()
    digest.clean(part * 12_000 + f"\n{TEXT}", name="hafen.txt")
    assert time.process_time() - started < 2


def test_a_row_of_signs_is_no_riddle_for_the_search_for_a_first_sentence() -> None:
    started = time.process_time()
    digest.clean(f"<p>{'&' * 90_000}</p><p>{'.”' * 40_000}</p>", name="hafen.html")
    assert time.process_time() - started < 4


def test_half_a_character_in_a_title_can_be_written_down() -> None:
    assert read_back(of_feed(title="Hafen \ud800 offen")).matter.title == "Hafen \ufffd offen"


def test_a_row_of_letters_with_full_stops_is_tagged_at_once() -> None:
    article = digest.clean("a." * 20_000 + "b\n", name="hafen.txt")
    started = time.process_time()
    digest.tag(article)
    assert time.process_time() - started < 2


@pytest.mark.parametrize("tag", ["xmp", "plaintext", "iframe", "noembed", "noframes", "textarea", "svg><style"])
@pytest.mark.parametrize("part", ["<!--x", "<a b ", '<a b="', "<p a\"b='x' "])
def test_what_is_no_tag_after_all_is_looked_through_once(tag: str, part: str) -> None:
    started = time.process_time()
    digest.clean(f"<p>{TEXT}</p><{tag}>{part * 20_000}", name="hafen.html")
    assert time.process_time() - started < 4


def test_an_attribute_of_quotes_is_no_riddle_for_the_search_for_tags() -> None:
    started = time.process_time()
    digest.clean(f"<p>{TEXT}</p><p {chr(34).join('a b=c d' * 200)}<p a='{'<' * 200}", name="hafen.html")
    assert time.process_time() - started < 4


@pytest.mark.parametrize("base", ["//[::1", "http://]", "http://a\u2100b/"])
def test_a_broken_base_of_addresses_is_none(base: str) -> None:
    page = f"<h1>Der Hafen</h1>{f'<p>{TEXT}</p>' * 3}<p>Mehr weiß der <a href='/hafen'>Hafen</a> von Lenzburg.</p>"
    with_base = digest.clean(f"<base href='{base}'>{page}", name="hafen.html")
    assert with_base.markdown == digest.clean(page, name="hafen.html").markdown
