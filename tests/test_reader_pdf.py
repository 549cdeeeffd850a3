"""PDFs come back as the paragraphs, headings and captions that somebody set, in the order in which they are read."""

from __future__ import annotations

import base64
import binascii
import contextlib
import datetime as dt
import subprocess
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pdf_samples import (
    ENCRYPTED,
    Put,
    Sample,
    column,
    is_of_a_source,
    lzw_spaces,
    nested,
    office_text,
    one_stream,
    packed,
    page,
    pdf,
    same,
    sample,
)

import digest
from digest.errors import SourceError
from digest.model import Document, Kind, Source
from digest.readers import read
from digest.readers.pdf import filters

if TYPE_CHECKING:
    from collections.abc import Callable

ARTICLES = sorted(filter(is_of_a_source, (Path(__file__).parent.parent / "content" / "articles").rglob("*.md")))
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--no-pdf-header-footer"]
FONTS = ("Liberation Serif", "DejaVu Serif", "DejaVu Sans")
SPACES = b" " * 100_000
LEFT = (
    "The ferry to Quillport will",
    "run every hour from April.",
    "Nobody had asked for more,",
    "said the harbour master",
)
RIGHT = (
    "on Monday, but everybody is",
    "pleased. The boats are old",
    "and the crews are young, he",
    "added with a smile.",
)


def document(data: bytes) -> Document:
    return read(Source("paper.pdf", data))


def texts(data: bytes) -> list[str]:
    return [block.text for block in document(data).blocks]


def test_lines_that_go_on_become_one_paragraph_and_short_ones_end_theirs() -> None:
    lines = column(
        40, 500, "The ferry to Quillport will run", "every hour from April.", "Nobody had asked for more, said", "he."
    )
    assert texts(pdf(lines)) == [
        "The ferry to Quillport will run every hour from April.",
        "Nobody had asked for more, said he.",
    ]


def test_a_gap_or_an_indent_begins_a_paragraph_behind_a_full_line() -> None:
    full = ("Harbour fees rise by a tenth now.", "Owners of small boats are furious.")
    assert texts(pdf(column(40, 500, full[0], "", full[1], "Most of them will not pay at all."))) == [
        full[0],
        f"{full[1]} Most of them will not pay at all.",
    ]
    assert len(texts(pdf(column(40, 500, full[0], "   Owners of boats are furious.", "Most will not pay.")))) == 2


def test_columns_are_read_one_after_the_other() -> None:
    whole = " ".join((*LEFT, *RIGHT))
    assert texts(pdf(column(40, 500, *LEFT) + column(220, 500, *RIGHT))) == [whole]


def test_columns_are_columns_when_the_file_draws_row_by_row() -> None:
    left, right = column(40, 500, *LEFT, *LEFT), column(220, 500, *RIGHT, *RIGHT)
    by_row = [line for pair in zip(left, right, strict=True) for line in pair]
    assert texts(pdf(by_row)) == texts(pdf(left + right))


def test_a_headline_across_columns_parts_the_page() -> None:
    upper = column(40, 560, *LEFT) + column(220, 560, *RIGHT)
    lower = column(40, 400, *LEFT) + column(220, 400, *RIGHT)
    headline = Put(40, 450, "Quillport gets its ferry", 20)
    whole = " ".join((*LEFT, *RIGHT))
    assert texts(pdf([*lower, headline, *upper])) == [whole, headline.text, whole]


def test_three_columns_are_three() -> None:
    columns = [
        [f"{word} was seen", "at the old quay", "by three of us", f"on day {word}."] for word in ("One", "Two", "Six")
    ]
    put = [line for number, lines in enumerate(columns) for line in column(20 + 125 * number, 500, *lines)]
    assert texts(pdf(put)) == [" ".join(lines) for lines in columns]


def test_the_last_lines_of_a_text_in_columns_stand_in_columns_too() -> None:
    first = column(40, 500, *LEFT, *RIGHT) + column(220, 500, *LEFT, *RIGHT[:3], "and his crew were pleased to")
    last = column(40, 500, "see the boats run again on") + column(220, 500, "the day of the fair.")
    assert texts(pdf(first, last))[-1].endswith("pleased to see the boats run again on the day of the fair.")


def test_a_number_at_the_margin_below_an_indented_line_begins_no_list() -> None:
    full = ("Harbour fees rise by a tenth now.", "Owners of small boats are furious.")
    first = ("   The council meets again on the", "4. March is not the day for it.")
    put = column(40, 500, *full, *first, *full, f"   {full[0][:31]}", *full)
    assert texts(pdf(put))[1].startswith("The council meets again on the 4. March is")


def test_a_list_with_its_bullets_is_no_column() -> None:
    items = ["gloves and a hat", "a lamp for the night", "bread for two days", "a rope", "a map of the bay"]
    put = [
        put for row, item in enumerate(items) for put in (Put(40, 500 - 12 * row, "•"), Put(60, 500 - 12 * row, item))
    ]
    assert texts(pdf(put)) == [f"• {item}" for item in items]


def test_headings_have_their_levels_by_size() -> None:
    body = ("The ferry to Quillport will run", "every hour from April.")
    put = [Put(40, 550, "Ferries for Quillport", 20), *column(40, 520, *body), Put(40, 480, "What it costs", 14)]
    put += [*column(40, 460, *body), Put(40, 420, "Who pays", 10, "F2"), *column(40, 400, *body)]
    headings = [block for block in document(pdf(put)).blocks if block.kind is Kind.HEADING]
    assert [(one.level, one.text) for one in headings] == [
        (1, "Ferries for Quillport"),
        (2, "What it costs"),
        (3, "Who pays"),
    ]


def test_a_standfirst_is_no_heading() -> None:
    standfirst = Put(40, 500, "A town of nine hundred builds a pier.", 12)
    blocks = document(pdf([standfirst, *column(40, 470, *LEFT)])).blocks
    assert {block.kind for block in blocks} == {Kind.PARAGRAPH}


def test_running_heads_feet_and_page_numbers_interrupt_nothing() -> None:
    def sheet(number: int, *lines: str) -> list[Put]:
        return [Put(40, 570, "Quillport Courier", 8), *column(40, 540, *lines), Put(200, 20, f"Page {number}", 8)]

    blocks = document(pdf(sheet(1, *LEFT), sheet(2, *RIGHT), sheet(3, "Nothing more was said."))).blocks
    assert [block.text for block in blocks if not block.marks] == [
        " ".join((*LEFT, *RIGHT)),
        "Nothing more was said.",
    ]
    assert {block.text: block.marks for block in blocks if block.marks} == {
        "Quillport Courier": ("page head",),
        "Page 1": ("page foot",),
        "Page 2": ("page foot",),
        "Page 3": ("page foot",),
    }


def test_the_cleaner_takes_out_what_repeats_at_the_edges() -> None:
    pages = [[Put(40, 570, "Quillport Courier for all", 8), *column(40, 540, *part)] for part in (LEFT, RIGHT)]
    article = digest.clean(pdf(*pages), name="paper.pdf")
    assert article.text == " ".join((*LEFT, *RIGHT))
    assert [one.reason for one in article.removed] == ["page head"] * 2


def test_a_word_broken_at_a_line_s_end_is_mended_by_the_cleaner() -> None:
    lines = column(40, 500, "Der Rat lobte die gute Zusam-", "menarbeit mit Port-", "Melan und den Dörfern am Fluss.")
    data = pdf(lines)
    assert texts(data) == ["Der Rat lobte die gute Zusam-\nmenarbeit mit Port-\nMelan und den Dörfern am Fluss."]
    assert digest.clean(data, name="paper.pdf", language="de").text == (
        "Der Rat lobte die gute Zusammenarbeit mit Port-Melan und den Dörfern am Fluss."
    )


def test_a_drop_capital_stands_before_its_own_line() -> None:
    put = [
        Put(40, 476, "W", 36),
        *column(70, 500, "hen the tide came", "in, all had left,"),
        *column(40, 476, "or so they said that evening."),
    ]
    assert texts(pdf(put)) == ["W hen the tide came in, all had left, or so they said that evening."]


def test_small_print_beside_a_picture_is_a_caption() -> None:
    picture = b"q 120 0 0 80 40 400 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI Q\n"
    put = [*column(40, 550, *LEFT), Put(40, 388, "The old pier at dawn", 7), Put(40, 60, "Note: fees are per day", 7)]
    kinds = {block.text: block.kind for block in document(pdf(put, drawing=picture)).blocks}
    assert kinds["The old pier at dawn"] is Kind.CAPTION
    assert kinds["Note: fees are per day"] is Kind.PARAGRAPH


def test_a_drawn_bullet_counts_as_a_written_one() -> None:
    dot = b"30 502 4 4 re f\n"
    assert texts(pdf(column(40, 500, "gloves", "", "That is all you need to bring."), drawing=dot))[0] == "• gloves"


def test_a_quotation_set_in_keeps_its_speaker() -> None:
    quoted = column(64, 440, "A pier is a promise.", "", "— Ada Quill, mayor")
    block = document(pdf([*column(40, 500, *LEFT), *quoted, *column(40, 380, *RIGHT)])).blocks[1]
    assert (block.kind, block.text, block.attribution) == (Kind.QUOTE, "A pier is a promise.", "Ada Quill, mayor")


def test_properties_are_statements() -> None:
    info = {
        "Title": "Ferries for Quillport",
        "Author": "Ada Quill; Bo Marsh; The Typist",
        "Keywords": "ferry, pier",
        "CreationDate": "D:20260304090500+01'00'",
        "Creator": "Quill Writer",
    }
    signed = Put(40, 540, "By Ada Quill and Bo Marsh")
    stated = document(pdf([signed, *column(40, 500, *LEFT)], info=info, lang="en-GB")).statements
    assert {one.key: one.value for one in stated} == {
        "title": "Ferries for Quillport",
        "authors": ("Ada Quill", "Bo Marsh"),
        "keywords": ("ferry", "pier"),
        "modified": dt.datetime(2026, 3, 4, 9, 5, tzinfo=dt.timezone(dt.timedelta(hours=1))),
        "language": "en-GB",
    }
    assert {one.detail for one in stated} == {"PDF properties"}


def test_a_printed_date_and_byline_are_better_than_the_file_s_own() -> None:
    put = [Put(40, 570, "Ferries for Quillport", 20), Put(40, 540, "4 March 2026"), Put(40, 520, "By Ada Quill")]
    info = {"Author": "Typing Pool", "CreationDate": "D:20261122101010Z"}
    article = digest.clean(pdf([*put, *column(40, 490, *LEFT, *RIGHT)], info=info), name="paper.pdf")
    assert (article.title, article.date, article.authors) == (
        "Ferries for Quillport",
        dt.date(2026, 3, 4),
        ("Ada Quill",),
    )


@pytest.mark.parametrize("title", ["Microsoft Word - pier.docx", "untitled", "release_final.indd", "Unbenannt 1", "-"])
def test_what_programs_write_into_properties_by_themselves_is_left_out(title: str) -> None:
    info = {"Title": title, "Author": "Windows User", "CreationDate": "D:20260304", "Creator": "Mozilla/5.0"}
    put = [Put(40, 550, "Ferries for Quillport", 20), *column(40, 500, *LEFT)]
    stated = document(pdf(put, info=info)).statements
    assert [(one.key, one.value) for one in stated] == [("title", "Ferries for Quillport")]


@pytest.mark.parametrize("date", ["D:20261399", "yesterday", "D:20260304250000Z", ""])
def test_a_date_that_is_none_is_left_out(date: str) -> None:
    assert not document(pdf(column(40, 500, *LEFT), info={"CreationDate": date})).statements


def test_a_page_without_text_is_told() -> None:
    assert document(pdf(column(40, 500, *LEFT), [])).warnings == (
        "no text on page 2: scanned pages need text recognition",
    )


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (pdf([]), "no text"),
        (pdf(column(40, 500, *LEFT), trailer=ENCRYPTED), "password"),
        (b"%PDF-1.7\n" + b"\x00\xff" * 500, "damaged"),
        (b"", "damaged"),
        (pdf(*[[]] * 501), "501 pages"),
    ],
)
def test_what_cannot_be_read_is_told_with_a_hint(data: bytes, message: str) -> None:
    with pytest.raises(SourceError, match=message) as caught:
        document(data)
    assert caught.value.path == "paper.pdf"
    assert caught.value.hint


def test_more_text_than_any_article_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    from digest.readers.pdf import sheets

    monkeypatch.setattr(sheets, "MAX_CHARACTERS", 50)
    with pytest.raises(SourceError, match="more than 50 characters"):
        document(pdf(column(40, 500, *LEFT)))


def test_what_unfolds_far_beyond_its_size_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SourceError, match="unfolds"):
        document(nested(12))
    from digest.readers.pdf import bombs

    monkeypatch.setattr(bombs, "MAX_UNPACKED", 10_000)
    with pytest.raises(SourceError, match="unfolds"):
        document(packed(b" " * 10_000))


@pytest.mark.parametrize(
    ("names", "content"),
    [
        ("FlateDecode", zlib.compress(SPACES)),
        ("Fl", zlib.compress(SPACES)),
        ("Fl#61teDecode", zlib.compress(SPACES)),
        ("FlateDecode/FlateDecode", zlib.compress(zlib.compress(SPACES))),
        ("ASCII85Decode/FlateDecode", base64.a85encode(zlib.compress(SPACES)) + b"~>"),
        ("ASCIIHexDecode/FlateDecode", zlib.compress(SPACES).hex().encode() + b">"),
        ("LZWDecode", lzw_spaces(len(SPACES))),
        ("RunLengthDecode", b"\x00 \x81 " * (len(SPACES) // 128) + b"\x80"),
        ("ASCII85Decode/LZWDecode", base64.a85encode(lzw_spaces(len(SPACES)))),
    ],
)
def test_what_unfolds_far_beyond_its_size_is_seen_through_any_filter(
    monkeypatch: pytest.MonkeyPatch, names: str, content: bytes
) -> None:
    from digest.readers.pdf import bombs

    data = one_stream(content, f"/Filter[/{names}]".encode())
    monkeypatch.setattr(bombs, "MAX_UNPACKED", len(SPACES) - 10)
    with pytest.raises(SourceError, match="unfolds"):
        document(data)
    monkeypatch.setattr(bombs, "MAX_UNPACKED", 100 * len(SPACES))
    with pytest.raises(SourceError, match="no text"):
        document(data)


@given(st.binary(max_size=300), st.sampled_from(sorted(filters._FILTERS)))
def test_no_filter_fails_on_any_bytes(content: bytes, name: bytes) -> None:
    unfolded = filters.unfolded(b"/Filter/" + name, content, 1000)
    assert unfolded is None or len(unfolded) <= 1000


@given(st.binary(max_size=2000), st.sampled_from(("FlateDecode", "ASCII85Decode", "ASCIIHexDecode")))
def test_filters_give_back_what_was_packed(content: bytes, name: str) -> None:
    packings: dict[str, Callable[[bytes], bytes]] = {
        "FlateDecode": zlib.compress,
        "ASCII85Decode": base64.a85encode,
        "ASCIIHexDecode": binascii.hexlify,
    }
    head = f"<</Filter /{name}".encode()
    assert filters.unfolded(head, packings[name](content), 10_000) == content


def test_lzw_gives_back_what_was_packed() -> None:
    """The example of ISO 32000-1, 7.4.4.2."""
    packed = bytes.fromhex("800B6050220C0C8501")
    assert filters.unfolded(b"/Filter/LZWDecode", packed, 100) == bytes([45, 45, 45, 45, 45, 65, 45, 45, 45, 66])


@given(st.integers(0, 2000), st.binary(min_size=1, max_size=40))
def test_damage_anywhere_ends_in_blocks_or_a_clear_error(place: int, junk: bytes) -> None:
    data = pdf(column(40, 500, *LEFT) + column(220, 500, *RIGHT), info={"Title": "Ferries"})
    with contextlib.suppress(SourceError):
        assert document(data[:place] + junk + data[place + len(junk) :]).blocks


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("columns", [1, 2])
@pytest.mark.parametrize("number", range(len(FONTS)))
def test_articles_printed_by_a_browser_come_back(chromium: str, tmp_path: Path, number: int, columns: int) -> None:
    for article in map(sample, ARTICLES[number :: len(FONTS)]):
        source, printed = tmp_path / "article.html", tmp_path / "article.pdf"
        source.write_text(page(article, columns, FONTS[number]), encoding="utf-8")
        options = [f"--user-data-dir={tmp_path / 'profile'}", f"--print-to-pdf={printed}", source.as_uri()]
        subprocess.run([chromium, *FLAGS, *options], check=True, capture_output=True, timeout=60)
        assert_same(printed, article)


def test_parts_of_a_ligature_stay_in_their_line() -> None:
    """Printed in DejaVu Serif, whose `fi` is one glyph: PDFium gives its parts a box of another height."""
    path = Path(__file__).parent / "cases" / "pdf" / "ligatures-in-two-columns.pdf"
    heading, *paragraphs = document(path.read_bytes()).blocks
    assert heading.text == "Lagoon scrapes through after five-\nhour debate"
    assert any("five hours" in block.text for block in paragraphs)


@pytest.mark.slow
@pytest.mark.parametrize("columns", [1, 2])
@pytest.mark.parametrize("font", FONTS)
def test_articles_exported_by_an_office_suite_come_back(
    libreoffice: str, tmp_path: Path, font: str, columns: int
) -> None:
    articles = {path.stem: sample(path) for path in ARTICLES}
    for name, article in articles.items():
        (tmp_path / f"{name}.fodt").write_text(office_text(article, columns, font), encoding="utf-8")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    sources = sorted(map(str, tmp_path.glob("*.fodt")))
    command = [libreoffice, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), *sources]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    for name, article in articles.items():
        assert_same(tmp_path / f"{name}.pdf", article)


def assert_same(path: Path, article: Sample) -> None:
    found = digest.clean(path.read_bytes(), name=path.name)
    assert found.title == article.title
    assert same(found) == same(article)
