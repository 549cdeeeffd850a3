"""`digest clean` of folders and web archives: each source once, in order, whatever stands beside it."""

from __future__ import annotations

import gzip
import json
import zlib
from typing import TYPE_CHECKING

import pytest
from web_archive import page, record, write

from digest.cli import main
from digest.errors import SourceError
from digest.run import archive, captures
from digest.run.bounds import Bounds

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LIMIT = 100_000
AMPLE = Bounds(60, 2_000_000_000)
BODY = page(1).encode()
CHUNKED = b"5;x=1\r\n" + BODY[:5] + b"\r\n" + f"{len(BODY) - 5:x}\r\n".encode() + BODY[5:] + b"\r\n0\r\n\r\n"
HTML = "Content-Type: text/html\r\n"


@pytest.fixture(autouse=True)
def _in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def clean(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(["clean", *arguments])
    return int(ended.value.code or 0)


def found(path: Path) -> list[captures.Capture | str]:
    return [str(one) if isinstance(one, SourceError) else one for one in captures.read(path, path.name, LIMIT)]


def bodies(path: Path) -> list[bytes | str]:
    return [one if isinstance(one, str) else one.source.data for one in found(path)]


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_pages_of_an_archive_are_sources_with_place_address_and_moment(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    at = write(path, record(0, kind="warcinfo"), record(1), record(2, status=404), record(3))
    first, second = (one for one in found(path) if isinstance(one, captures.Capture))
    assert (first.source.name, second.source.name) == (f"{name}@{at[1]}", f"{name}@{at[3]}")
    assert first.source.url == "https://example.org/1"
    assert first.source.media_type == "text/html"
    assert first.source.charset == "utf-8"
    assert first.source.data == BODY
    assert str(first.captured) == "2026-02-03 04:05:06+00:00"


def test_what_is_no_text_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "a.warc"
    image, feed = "Content-Type: image/png\r\n", "Content-Type: text/xml\r\n"
    write(path, record(1, b"\x89PNG", head=image), record(2, b"<rss></rss>", head=feed), record(3, b""), record(4))
    assert bodies(path) == [page(4).encode()]


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("Transfer-Encoding: chunked\r\n", CHUNKED),
        ("Transfer-Encoding: chunked\r\n", BODY),  # stored decoded, under the headers as they came
        ("Content-Encoding: gzip\r\n", gzip.compress(BODY, mtime=0)),
        ("Content-Encoding: gzip\r\n", BODY),
        ("Content-Encoding: deflate\r\n", zlib.compress(BODY)),
        ("Content-Encoding: br\r\n", BODY),
    ],
)
def test_bodies_are_decoded_whether_they_were_stored_so_or_not(tmp_path: Path, head: str, body: bytes) -> None:
    path = tmp_path / "a.warc"
    write(path, record(1, body, head=HTML + head))
    assert bodies(path) == [BODY]


@pytest.mark.parametrize(
    ("head", "body", "why"),
    [
        (
            "Content-Encoding: gzip\r\n",
            gzip.compress(b" " * 50_000_000, mtime=0),
            "its body is too large: the limit is 100,000",
        ),
        ("", b" " * (LIMIT + 1), "its body is too large"),
        ("", b" " * 1_000_000, "too large: 1,0"),
        ("Content-Encoding: gzip\r\n", gzip.compress(BODY, mtime=0)[:-20], "its body ends too early"),
        (
            "Content-Encoding: gzip\r\n",
            gzip.compress(BODY, mtime=0)[:10] + b"\xff" * 40,
            "its body cannot be decompressed",
        ),
        ("Content-Encoding: br\r\n", b"\x0b\x02\x80", "compressed in a way that is not read (br)"),
        ("Transfer-Encoding: chunked\r\n", CHUNKED[:-20], "its body ends in the middle of a chunk"),
    ],
)
def test_a_body_that_cannot_be_read_is_told_and_the_next_is_read(
    tmp_path: Path, head: str, body: bytes, why: str
) -> None:
    path = tmp_path / "a.warc"
    at = write(path, record(0), record(1, body, head=HTML + head), record(2))
    first, fault, last = bodies(path)
    assert (first, last) == (page(0).encode(), page(2).encode())
    assert str(fault).startswith(f"a.warc@{at[1]}: {why}")


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
@pytest.mark.parametrize("damage", ["first byte", "length", "cut", "garbage"])
def test_a_damaged_record_is_told_with_its_place_and_the_others_are_read(
    tmp_path: Path, name: str, damage: str
) -> None:
    path = tmp_path / name
    broken = {
        "first byte": b"X" + record(1)[1:],
        "length": record(1).replace(b"Content-Length: ", b"Content-Length: x"),
        "cut": record(1)[:-300],
        "garbage": bytes(range(256)) * 9,
    }[damage]
    at = write(path, record(0), broken, record(2), record(3))
    read = bodies(path)
    faults = [one for one in read if isinstance(one, str)]
    assert [one for one in read if isinstance(one, bytes)][-1] == page(3).encode()
    assert read[0] == page(0).encode()
    assert faults[0].startswith(f"{name}@{at[1]}: this record is damaged: ") or damage == "cut"
    assert len(faults) <= 2


def test_a_compressed_file_that_breaks_off_gives_what_came_before(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    at = write(path, record(0), record(1))
    path.write_bytes(path.read_bytes()[:-40])
    assert bodies(path) == [page(0).encode(), f"a.warc.gz@{at[1]}: this record is damaged: it ends too early"]


def test_several_records_in_one_member_are_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    path.write_bytes(gzip.compress(record(0) + record(1)))
    names = [one.source.name for one in found(path) if isinstance(one, captures.Capture)]
    assert names == ["a.warc.gz@0", "a.warc.gz@0/2"]


def test_an_empty_archive_and_one_that_is_not_there_are_faults(tmp_path: Path) -> None:
    (tmp_path / "a.warc").touch()
    assert found(tmp_path / "a.warc") == ["a.warc: the file is empty"]
    (missing,) = found(tmp_path / "b.warc")
    assert str(missing).startswith("b.warc: cannot be read")


def test_folders_and_archives_are_cleaned_in_order_with_a_report(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "kept" / "deep"
    folder.mkdir(parents=True)
    (folder / "b.html").write_text(page(5), encoding="utf-8")
    (folder / "a.txt").write_text("", encoding="utf-8")
    (folder / "logo.png").write_bytes(b"\x89PNG")
    (folder / ".hidden.html").write_text(page(6), encoding="utf-8")
    at = write(folder / "c.warc.gz", record(1), record(2))
    assert clean("kept", "--format", "json") == 1
    told = capsys.readouterr()
    articles = [json.loads(line) for line in told.out.splitlines()]
    names = [article["source"] for article in articles]
    assert names == ["kept/deep/b.html", "kept/deep/c.warc.gz@0", f"kept/deep/c.warc.gz@{at[1]}"]
    assert articles[1]["url"] == "https://example.org/1"
    assert articles[1]["retrieved"] == "2026-02-03T04:05:06+00:00"
    assert articles[1]["date"] is None  # nobody published it when a crawler came by
    assert "error: kept/deep/a.txt: empty" in told.err
    assert told.err.endswith("3 cleaned, 1 failed\n")


def test_markdown_of_a_capture_tells_when_it_was_retrieved(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path / "a.warc", record(1))
    assert clean("a.warc") == 0
    assert "  retrieved: 2026-02-03T04:05:06+00:00\n" in capsys.readouterr().out


def test_an_empty_folder_is_a_fault(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "empty").mkdir()
    assert clean("empty") == 1
    assert "error: empty: there is no source in this folder" in capsys.readouterr().err


def test_processes_make_no_difference_and_sources_are_read_as_they_are_needed(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    broken = record(90, b"\xff", head=HTML + "Content-Encoding: br\r\n")
    write(path, *(record(number) if number % 9 else broken for number in range(200)))
    read: list[str] = []

    def noted() -> Iterator[archive.Job]:
        for job in archive.jobs("a.warc.gz", archive.Form("json"), LIMIT):
            read.append(job.name)
            yield job

    here = [str(one) for one in archive.locally(noted(), 1, AMPLE)]
    assert len(here) == len(set(here)) == len(read) == 200
    read.clear()
    several = archive.locally(noted(), 2, AMPLE)
    first = str(next(several))
    assert len(read) < 120
    assert [first, *map(str, several)] == here


def test_a_scheduler_that_is_not_there_is_a_wrong_call(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("digest.run.cluster._SECONDS_TO_CONNECT", 0.2)
    assert clean("a.txt", "--scheduler", "tcp://127.0.0.1:9") == 2
    assert "error: there is no scheduler at tcp://127.0.0.1:9\nhint: " in capsys.readouterr().err
