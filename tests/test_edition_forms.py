"""An edition as newsletter, plain text, book and page to print."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import json
import re
import subprocess
import zipfile
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest
from site_samples import BASE, ZONE, config, editions, entry, newspaper, statics

from digest.model import Edition, Entry, Highlight
from digest.site import embedding
from digest.site.plan import plan
from digest.site.render import Renderer, theme_folders

if TYPE_CHECKING:
    from collections.abc import Sequence

ALL: dict[str, Any] = {
    "newsletter": True,
    "epub": True,
    "print": True,
    "newsletter_footer": "Am Hafen 3\nhttps://mail.example/off?list=1",
}
TEXTS = """Siehe [Kosten](kosten.html#wer), [Pegel](../03/pegel.html), [oben](#wer-bezahlt), [Amt](https://amt.example/?a&b).

## Wer bezahlt

![Ein Deich](deich.png)

Zeile eins  
Zeile zwei <b>& mehr</b>
"""  # noqa: W291 -- a hard break of Markdown


def _paper(*, base_url: str = BASE, extra: Sequence[Entry] = (), **forms: Any) -> dict[str, bytes]:  # noqa: ANN401 -- the settings of `[edition]`
    """Render a whole site, as address → content."""
    setting = config(base_url=base_url, edition=forms)
    renderer = Renderer(setting, theme_folders("broadsheet", Path("/nowhere")))
    days = [_highlighted(edition) for edition in editions([*newspaper(), *extra])]
    return {page.path: renderer.render(page) for page in plan(days, statics(), setting, renderer.assets)}


def _highlighted(edition: Edition) -> Edition:
    told = [(story, story.entries[0]) for story in edition.stories if story.entries[0].summary]
    return dataclasses.replace(edition, highlights=tuple(Highlight(*pair, pair[1].summary[0]) for pair in told))


class _Page(HTMLParser):
    """Collects what a page is made of."""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(data.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def all(self, name: str) -> list[str]:
        return [values[name] or "" for _, values in self.tags if name in values]


@pytest.fixture(scope="module")
def paper() -> dict[str, bytes]:
    return _paper(extra=[entry("links", body=TEXTS)], **ALL)


@pytest.fixture(scope="module")
def letter(paper: dict[str, bytes]) -> _Page:
    return _Page(paper["newsletters/2026-03-05.html"])


@pytest.fixture(scope="module")
def book(paper: dict[str, bytes]) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(paper["editions/2026-03-05.epub"])) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_an_edition_has_the_forms_that_the_settings_want() -> None:
    def made(**forms: Any) -> set[str]:  # noqa: ANN401 -- the same
        return {path for path in _paper(**forms) if "2026-03-04" in path}

    page = "editions/2026-03-04.html"
    letters = {"newsletters/2026-03-04.html", "newsletters/2026-03-04.txt"}
    assert made() == {page}
    assert made(newsletter=True) == {page, *letters}
    assert made(epub=True) == {page, "editions/2026-03-04.epub"}
    assert made(print=True) == {page, "print/2026-03-04.html"}


def test_the_editions_page_leads_to_each_form(paper: dict[str, bytes]) -> None:
    page = _Page(paper["editions/2026-03-05.html"])
    links = {values.get("href"): values.get("type") for _, values in page.tags}
    assert links["../newsletters/2026-03-05.html"] == "text/html"
    assert links["../newsletters/2026-03-05.txt"] == "text/plain"
    assert links["../editions/2026-03-05.epub"] == "application/epub+zip"
    assert links["../print/2026-03-05.html"] == "text/html"
    assert b'class="forms"' not in _paper()["editions/2026-03-05.html"]


def test_search_engines_are_led_to_the_edition_and_not_to_its_other_forms(paper: dict[str, bytes]) -> None:
    sitemap = paper["sitemap.xml"].decode()
    assert "editions/2026-03-05.html" in sitemap
    assert not re.search(r"newsletters/|print/|\.epub", sitemap)
    for path in ("newsletters/2026-03-05.html", "print/2026-03-05.html"):
        text = paper[path].decode()
        assert '<meta name="robots" content="noindex">' in text
        assert f'<link rel="canonical" href="{BASE}editions/2026-03-05.html">' in text


# ------------------------------------------------------------------------------------------------------- newsletter


def test_a_newsletter_needs_nothing_but_itself(letter: _Page) -> None:
    assert {tag for tag, _ in letter.tags} & {"script", "img", "iframe", "object", "form", "table"} == set()
    assert [values["href"] for tag, values in letter.tags if tag == "link"] == [f"{BASE}editions/2026-03-05.html"]
    assert all(link.startswith("https://") for link in letter.all("href"))


def test_every_text_of_a_newsletter_carries_its_own_style(letter: _Page) -> None:
    told = [values for tag, values in letter.tags if tag in {"h1", "h2", "p", "a", "article", "body"}]
    assert len(told) > 20
    assert all(values.get("style") for values in told)


def test_a_newsletter_is_600_wide_and_knows_the_dark(paper: dict[str, bytes]) -> None:
    text = paper["newsletters/2026-03-05.html"].decode()
    assert "max-width:600px" in text
    assert '<table role="presentation" align="center" width="600"' in text
    assert "@media (prefers-color-scheme: dark)" in text
    assert '<meta name="color-scheme" content="light dark">' in text


def test_an_inbox_shows_the_preheader_first(paper: dict[str, bytes]) -> None:
    body = paper["newsletters/2026-03-05.html"].decode().partition("<body")[2]
    hidden = re.search(r'<div style="display:none[^>]*>(.*?)</div>', body)
    assert hidden
    assert "À Saint-Aubrac, le théâtre renaît" in hidden[1]
    assert body.index(hidden[0]) < body.index("Der Küstenbogen")


def test_a_newsletter_says_no_more_than_the_rights_allow(paper: dict[str, bytes]) -> None:
    for form in ("newsletters/2026-03-05.html", "newsletters/2026-03-05.txt", "print/2026-03-05.html"):
        text = " ".join(paper[form].decode().split())
        assert "Die Republik Nordmark hebt ihre Deiche an." in text
        assert "Der Text von ferries." not in text  # its headline and a link alone
        assert "Meldung ferries" in text
    sonden = paper["print/2026-03-04.html"].decode()
    assert "Zweihundert Sonden." in sonden
    assert "Der Text von sonden." not in sonden


def test_the_plain_twin_has_short_lines_and_no_markup(paper: dict[str, bytes]) -> None:
    text = paper["newsletters/2026-03-05.txt"].decode()
    lines = [line for line in text.splitlines() if "https://" not in line]
    assert max(map(len, lines)) <= 72
    assert "Nordmark hebt „alle“ Deiche an" in lines
    assert "Gemeinden rechnen nach" in text  # of the same story
    assert f"\n{BASE}articles/2026/03/deiche.html\n" in text
    assert not re.search(r"&\w+;|</?[a-z]+[ >]", text)
    assert "Am Hafen 3\nhttps://mail.example/off?list=1" in text


def test_the_footer_stands_in_the_letter_with_its_link(letter: _Page) -> None:
    assert "https://mail.example/off?list=1" in letter.all("href")


def test_without_a_base_url_links_stay_within_the_site() -> None:
    letter = _Page(_paper(base_url="", newsletter=True)["newsletters/2026-03-05.html"])
    assert "../articles/2026/03/deiche.html" in letter.all("href")
    assert not [link for link in letter.all("href") if ":" in link]


# ------------------------------------------------------------------------------------------------------------- print


def test_texts_of_many_articles_share_a_page_without_sharing_identifiers(paper: dict[str, bytes]) -> None:
    page = _Page(paper["print/2026-03-05.html"])
    assert len(page.all("id")) == len(set(page.all("id"))) >= 2
    assert "links-wer-bezahlt" in page.all("id")
    assert "#links-wer-bezahlt" in page.all("href")


def test_links_of_a_text_lead_from_the_printed_page_to_where_they_led(paper: dict[str, bytes]) -> None:
    links = _Page(paper["print/2026-03-05.html"]).all("href")
    assert "../articles/2026/03/kosten.html#wer" in links
    assert "../articles/2026/03/pegel.html" in links
    assert "https://amt.example/?a&b" in links


def test_headings_of_a_printed_text_stand_below_its_headline(paper: dict[str, bytes]) -> None:
    text = paper["print/2026-03-05.html"].decode()
    assert '<h3 id="deiche-wer-bezahlt">Wer bezahlt</h3>' in text
    assert '<h2 lang="fr">À Saint-Aubrac, le théâtre renaît</h2>' in text


# -------------------------------------------------------------------------------------------------------------- book


def test_a_book_begins_with_its_media_type_uncompressed(paper: dict[str, bytes]) -> None:
    data = paper["editions/2026-03-05.epub"]
    assert data[:4] == b"PK\x03\x04"
    assert data[30:58] == b"mimetypeapplication/epub+zip"
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {info.compress_type for info in archive.infolist()} == {zipfile.ZIP_STORED}


def test_the_same_edition_gives_the_same_book() -> None:
    books = [_paper(epub=True)["editions/2026-03-05.epub"] for _ in range(2)]
    assert books[0] == books[1]


def test_every_file_of_a_book_is_xml_and_listed(book: dict[str, str]) -> None:
    package = ET.fromstring(book["EPUB/package.opf"])  # noqa: S314 -- our own
    listed = {item.get("href") for item in package.iter("{http://www.idpf.org/2007/opf}item")}
    assert {f"EPUB/{name}" for name in listed} == {name for name in book if name.startswith("EPUB/")} - {
        "EPUB/package.opf"
    }
    for name, text in book.items():
        if name.endswith((".xhtml", ".opf", ".xml")):
            ET.fromstring(text)  # noqa: S314 -- the same; it raises on what is not well-formed


def test_a_book_is_as_new_as_its_newest_article(book: dict[str, str]) -> None:
    assert '<meta property="dcterms:modified">2026-03-07T08:30:00Z</meta>' in book["EPUB/package.opf"]


def test_links_within_a_book_stay_in_it_and_others_lead_to_the_site(book: dict[str, str]) -> None:
    chapter = next(text for text in book.values() if "Siehe" in text)
    kosten = next(name for name, text in book.items() if "<h1>Gemeinden rechnen nach</h1>" in text)
    assert f'href="{kosten.removeprefix("EPUB/")}"' in chapter
    assert f'href="{BASE}articles/2026/03/pegel.html"' in chapter
    assert 'href="#wer-bezahlt"' in chapter
    assert "<img" not in chapter
    assert "Ein Deich" in chapter


def test_a_book_of_a_site_without_address_has_no_dead_links() -> None:
    data = _paper(base_url="", extra=[entry("links", body=TEXTS)], epub=True)["editions/2026-03-05.epub"]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        chapters = [archive.read(name).decode() for name in archive.namelist() if "article-" in name]
    assert ">Pegel</a>" in "".join(chapters)
    links = {link for text in chapters for link in re.findall(r'<a href="([^"]*)"', text)}
    assert {link.partition(":")[0] for link in links if ":" in link} == {"https"}
    assert not [link for link in links if "invalid" in link or link.startswith("..")]


def test_a_book_keeps_to_the_rights(book: dict[str, str]) -> None:
    text = "".join(book.values())
    assert "Der Text von kosten." in text
    assert "Der Text von ferries." not in text


def test_passages_of_a_book_name_their_language(book: dict[str, str]) -> None:
    assert 'lang="fr" xml:lang="fr"' in next(text for text in book.values() if "« Enfin »" in text)
    assert re.search(r'<a href="article-\d.xhtml" lang="fr" xml:lang="fr">', book["EPUB/nav.xhtml"])


# ---------------------------------------------------------------------------------------------------------- embedding


@pytest.mark.parametrize(
    ("html", "written"),
    [
        ("<p>a<br>b &amp; c</p>", "<p>a<br />b &amp; c</p>"),
        ('<p title="&quot;&lt;">ä\x0b</p>', '<p title="&quot;&lt;">ä</p>'),
        ("<h2>x</h2><h6>y</h6>", "<h3>x</h3><h6>y</h6>"),
        ('<a href="x.html">x</a>', '<a href="X.HTML">x</a>'),
        ('<a href="drop">x</a>', "<a>x</a>"),
        ('<img src="drop" alt="A &lt; B">', "A &lt; B"),
        ('<img src="a.png" alt="A">', '<img src="A.PNG" alt="A" />'),
        ('<hr /><p id="a">b</p>', '<hr /><p id="p-a">b</p>'),
    ],
)
def test_a_text_is_fitted_to_its_surroundings(html: str, written: str) -> None:
    setting = embedding.Setting(lambda link: "" if link == "drop" else link.upper(), "p-", deeper=1)
    assert embedding.embedded(html, setting) == written


# ------------------------------------------------------------------------------------------- what the validators say


@pytest.mark.browser
@pytest.mark.parametrize("base_url", [BASE, ""])
def test_epubcheck_has_nothing_to_say(epubcheck: list[str], tmp_path: Path, base_url: str) -> None:
    made = _paper(base_url=base_url, extra=[entry("links", body=TEXTS), *_hostile()], epub=True)
    file = tmp_path / "edition.epub"
    file.write_bytes(made["editions/2026-03-05.epub"])
    done = subprocess.run([*epubcheck, str(file), "--json", "-", "--quiet"], capture_output=True, check=False)
    assert json.loads(done.stdout)["messages"] == []
    assert done.returncode == 0


@pytest.mark.browser
def test_the_html_checker_has_nothing_to_say(vnu: list[str], paper: dict[str, bytes], tmp_path: Path) -> None:
    pages = [path for path in paper if path.startswith(("newsletters/", "print/")) and path.endswith(".html")]
    assert len(pages) > 6
    for path in pages:
        (tmp_path / path.replace("/", "-")).write_bytes(paper[path])
    done = subprocess.run([*vnu, "--errors-only", str(tmp_path)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.browser
def test_the_printed_page_is_a4(chromium: str, paper: dict[str, bytes], tmp_path: Path) -> None:
    import pypdfium2

    for path in ("print/2026-03-05.html", "assets/print.css"):
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_bytes(paper[path])
    command = [chromium, "--headless=new", "--no-sandbox", f"--user-data-dir={tmp_path / 'profile'}"]
    command += ["--no-pdf-header-footer", f"--print-to-pdf={tmp_path / 'out.pdf'}"]
    subprocess.run([*command, str(tmp_path / "print/2026-03-05.html")], check=True, capture_output=True, timeout=60)
    with pypdfium2.PdfDocument(tmp_path / "out.pdf") as document:
        sizes = [tuple(round(points / 72 * 25.4) for points in document.get_page_size(n)) for n in range(len(document))]
        text = "".join(page.get_textpage().get_text_bounded() for page in document)
    assert set(sizes) == {(210, 297)}
    assert "Die Republik Nordmark hebt ihre Deiche an." in text
    assert "1 / " in text  # the page's number
    assert "Zurück zur Ausgabe" not in text


def _hostile() -> list[Entry]:
    """Return articles that try to break out of XML."""
    evil = "x]]><script>alert(1)</script>&nbsp;\"'\x0b"
    when = dt.datetime(2026, 3, 5, 9, tzinfo=ZONE)
    body = f"{evil}\n\n<!-- a --b -->\n\n[a]({BASE}x\u2028y) <https://h.example/?a=1&b=<>\n\n## {evil}\n\n## {evil}\n"
    return [entry("evil", title=evil, body=body, summary=(evil,), authors=(evil,), category=evil, date=when)]
