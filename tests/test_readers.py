from __future__ import annotations

import pytest

from digest import readers
from digest.errors import SourceError
from digest.model import Source
from digest.readers.encoding import decode

TEXT = "Die Fähre fährt.\nÜber die Schären – „heute“.\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_encodings_are_told_apart(encoding: str) -> None:
    assert decode(TEXT.encode(encoding), "x.txt") == (TEXT, ())


def test_windows_1252_is_read_line_by_line_and_told() -> None:
    mixed = "Grüße aus Köln\n".encode() + "Grüße – „ja“\n".encode("cp1252") + b"plain\n"
    text, warnings = decode(mixed, "x.txt")
    assert text == "Grüße aus Köln\nGrüße – „ja“\nplain\n"
    assert warnings == ("1 lines are not valid UTF-8 and were read as Windows-1252",)


@pytest.mark.parametrize(
    "junk", [b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", b"\x00\x01\x02\x03" * 99, bytes(range(32)) * 9]
)
def test_binary_files_are_refused(junk: bytes) -> None:
    with pytest.raises(SourceError, match="not a text file") as caught:
        decode(junk, "photo.txt")
    assert caught.value.path == "photo.txt"
    assert caught.value.hint


@pytest.mark.parametrize("data", [b"", b" \n\t\r\n", "\u00a0\n".encode()])
def test_a_source_without_words_is_refused(data: bytes) -> None:
    with pytest.raises(SourceError, match="empty"):
        readers.read(Source("x.txt", data))


def test_lines_keep_number_gap_and_indent() -> None:
    blocks = readers.read(Source("x.txt", b"one\r\n\r\n\n  two\rthree\x0cfour")).blocks
    assert [(b.text, b.line, b.gap, b.indent) for b in blocks] == [
        ("one", 1, 0, 0),
        ("two", 4, 2, 2),
        ("three", 5, 0, 0),
        ("four", 6, 0, 0),
    ]


def test_a_kind_without_a_reader_is_refused_by_name() -> None:
    with pytest.raises(SourceError, match="no reader for application/zip") as caught:
        readers.read(Source("report.zip", b"PK", media_type="application/zip"))
    assert "text/plain" in (caught.value.hint or "")


def test_the_sender_knows_better_than_the_name() -> None:
    assert readers.media_type(Source("page.html", b"", media_type="text/plain; charset=utf-8")) == "text/plain"
    assert readers.media_type(Source("NOTE.TXT", b"")) == "text/plain"
    assert readers.media_type(Source("page.HTM", b"")) == "text/html"
