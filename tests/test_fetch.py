"""`digest add URL` and `digest fetch`, against a real server on this machine: what is kept, and what stays."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING

import pytest
from web_site import Page, Server, Site, redirect, reply, validated

from digest import cli
from digest.errors import ContentError
from digest.run import retrievals, store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CLOCK = "2026-03-05T12:00"
TEXT = """Der Leuchtturm von Ollersum leuchtet wieder

4. März 2026

Nach drei Jahren Pause leuchtet der Turm von Ollersum seit Dienstag wieder über die Bucht. Die Stadt hat die Lampe erneuert und die Treppe gesichert.

Besucher dürfen ab Mai hinauf. Wärter Jens Tönnies rechnet mit zwanzigtausend Gästen im Jahr, so vielen wie vor dem Sturm.
"""  # noqa: E501 -- a paragraph is a line
PLAIN = "text/plain; charset=utf-8"
FEED = b'<?xml version="1.0"?><rss version="2.0"><channel><title>Hafenbote</title></channel></rss>'
FETCHED = "content/sources/.fetched.json"
SETTINGS = '[site]\nlanguage = "de"\nbase_url = "https://kiebitz.example/"\n[fetch]\npause = 0\ntimeout = 1\n'


@pytest.fixture
def site() -> Iterator[Site]:
    with Server() as server:
        yield server.site


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project, and the program started in it."""
    (tmp_path / "digest.toml").write_text(SETTINGS, encoding="utf-8")
    (tmp_path / "content/sources").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(command: str, *arguments: str) -> int:
    with pytest.raises(SystemExit) as left:
        cli.main([command, *arguments, "--clock", CLOCK, "--allow-private"], prog_name="digest")
    return int(left.value.code or 0)


def sources(folder: Path) -> dict[str, bytes]:
    """Name → bytes of all fetched sources."""
    files = (folder / "content/sources").glob("*/*")
    return {file.name: file.read_bytes() for file in files}


def listed(folder: Path, *addresses: str) -> None:
    """Name addresses to be fetched."""
    (folder / "content/sources/hafen.url").write_text("# Hafen\n" + "\n".join(addresses) + "\n", encoding="utf-8")


# ------------------------------------------------------------------------------------------------- what is kept


def test_an_added_page_becomes_a_source_and_an_article(folder: Path, site: Site) -> None:
    site.pages["/2026/turm.php?teil=1"] = reply(TEXT.encode(), PLAIN, ETag='"a1"')
    assert run("add", site.url("/2026/turm.php?teil=1#oben")) == 0
    name = "127.0.0.1/2026-turm-teil-1.txt"
    assert (folder / "content/sources" / name).read_bytes() == TEXT.encode()
    assert json.loads((folder / FETCHED).read_text(encoding="utf-8")) == {
        name: {
            "address": site.url("/2026/turm.php?teil=1"),
            "url": site.url("/2026/turm.php?teil=1"),
            "retrieved": "2026-03-05T12:00:00Z",
            "media_type": "text/plain",
            "charset": "utf-8",
            "etag": '"a1"',
        }
    }
    article = next((folder / "content/articles").rglob("*.md")).read_text(encoding="utf-8")
    assert f"  url: {site.url('/2026/turm.php?teil=1')}\n  retrieved: 2026-03-05T12:00:00+00:00\n" in article


def test_the_encoding_that_the_server_names_reaches_the_text(folder: Path, site: Site) -> None:
    text = TEXT.replace("Ollersum", "Łąkowo").replace("ö", "o").replace("ä", "a")
    site.pages["/turm"] = reply(text.encode("iso-8859-2", "replace"), "text/plain; charset=ISO-8859-2")
    assert run("add", site.url("/turm")) == 0
    assert "Turm von Łąkowo" in next((folder / "content/articles").rglob("*.md")).read_text(encoding="utf-8")


def test_who_asks_is_told(folder: Path, site: Site) -> None:
    del folder
    site.pages["/turm"] = reply(TEXT.encode(), PLAIN)
    run("add", site.url("/turm"))
    assert {headers["User-Agent"] for _, headers in site.asked} == {"digest/0.1.0 (+https://kiebitz.example/)"}


def test_a_file_and_an_address_can_be_added_together_and_one_failure_stops_neither(
    folder: Path, site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "notiz.txt").write_text(TEXT, encoding="utf-8")
    site.pages["/gut"] = reply(TEXT.replace("Ollersum", "Norderhaff").encode(), PLAIN)
    assert run("add", site.url("/fehlt"), "notiz.txt", site.url("/gut")) == 1
    assert f"error: {site.url('/fehlt')}: the server answers 404 Not Found\n" in capsys.readouterr().err
    assert list(sources(folder)) == ["gut.txt"]
    assert len(list((folder / "content/articles").rglob("*.md"))) == 2


@pytest.mark.parametrize(
    ("body", "kind", "suffix"),
    [
        (b"<p>Hafen</p>", "text/html", ".html"),
        (FEED, "text/html", ".rss"),
        (b'<feed xmlns="http://www.w3.org/2005/Atom"/>', "text/xml", ".atom"),
        (b'{"version": "https://jsonfeed.org/version/1.1", "items": []}', "application/json", ".json"),
        (b"%PDF-1.7", "application/pdf", ".pdf"),
        (b"Hafen", None, ".txt"),
        (b"Hafen", "application/octet-stream", ".txt"),
    ],
)
def test_a_source_has_the_suffix_of_what_it_is(
    folder: Path, site: Site, body: bytes, kind: str | None, suffix: str
) -> None:
    site.pages["/hafen.txt"] = reply(body, kind)
    run("add", site.url("/hafen.txt"))
    assert sources(folder) == {f"hafen{suffix}": body}


@pytest.mark.parametrize(("kind", "status"), [("image/png", 200), ("text/html", 500), ("text/html", 410)])
def test_what_is_no_source_is_not_kept(folder: Path, site: Site, kind: str, status: int) -> None:
    site.pages["/bild"] = reply(b"...", kind, status)
    assert run("add", site.url("/bild")) == 1
    assert sources(folder) == {}
    assert not (folder / FETCHED).exists()


def test_two_addresses_of_one_slug_are_two_sources(folder: Path, site: Site) -> None:
    site.pages["/a/b"], site.pages["/a-b"] = reply(b"eins", PLAIN), reply(b"zwei", PLAIN)
    run("add", site.url("/a/b"), site.url("/a-b"))
    assert sources(folder) == {"a-b.txt": b"eins", "a-b-2.txt": b"zwei"}


# ---------------------------------------------------------------------------------------------- what is read again


def test_what_the_server_says_is_unchanged_is_not_sent_again(
    folder: Path, site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    site.pages["/turm"] = validated(TEXT.encode(), '"v1"', "Wed, 04 Mar 2026 08:00:00 GMT")
    listed(folder, site.url("/turm"))
    assert run("fetch") == 0
    noted = (folder / FETCHED).read_bytes()
    assert run("fetch") == 0
    assert capsys.readouterr().out.endswith("addresses: 0 new, 0 changed, 1 unchanged, 0 skipped\n")
    assert (folder / FETCHED).read_bytes() == noted
    assert site.asked[-1][1]["If-None-Match"] == '"v1"'


def test_a_newer_version_replaces_the_older(folder: Path, site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    site.pages["/turm"] = reply(TEXT.encode(), PLAIN)
    listed(folder, site.url("/turm"))
    run("fetch")
    site.pages["/turm"] = reply(TEXT.replace("Mai", "Juni").encode(), PLAIN)
    assert run("fetch") == 0
    assert sources(folder) == {"turm.txt": TEXT.replace("Mai", "Juni").encode()}
    assert f"changed: content/sources/127.0.0.1/turm.txt ← {site.url('/turm')}" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        (reply(b"weg", status=404), "the server answers 404 Not Found"),
        (reply(b"weg", status=500), "the server answers 500 Internal Server Error"),
        (reply(b" \n", PLAIN), "the server sends an empty page"),
        (reply(b"Bitte melden Sie sich an.", PLAIN), "it has shrunk from 339 to 25 bytes"),
        (reply(b"<p>" + TEXT.encode()), "it is text/html now and was text/plain"),
        (redirect("/"), "it leads to the front page now"),
        (reply(TEXT.encode(), PLAIN, Content_Length="9999"), "the connection broke off before the end"),
        (reply(gzip.compress(TEXT.encode())[:-9], PLAIN, Content_Encoding="gzip"), "the connection broke off"),
    ],
    ids=["missing", "broken", "empty", "shrunk", "other-kind", "front-page", "cut", "cut-gzip"],
)
def test_good_text_never_goes_for_bad(
    folder: Path, site: Site, capsys: pytest.CaptureFixture[str], page: Page, reason: str
) -> None:
    site.pages |= {"/turm": reply(TEXT.encode(), PLAIN), "/": reply(TEXT.encode(), PLAIN)}
    listed(folder, site.url("/turm"))
    run("fetch")
    noted = (folder / FETCHED).read_bytes()
    site.pages["/turm"] = page
    assert run("fetch") == 1
    error = capsys.readouterr().err
    assert error.startswith(f"error: {site.url('/turm')}: {reason}")
    assert "; the source stays as it was" in error
    assert sources(folder) == {"turm.txt": TEXT.encode()}
    assert (folder / FETCHED).read_bytes() == noted


def test_an_added_feed_is_read_again_and_an_added_page_is_not(folder: Path, site: Site) -> None:
    del folder
    site.pages |= {"/feed": reply(FEED * 3, "application/rss+xml"), "/turm": reply(TEXT.encode(), PLAIN)}
    run("add", site.url("/feed"), site.url("/turm"))
    site.asked.clear()
    site.pages["/feed"] = reply(FEED, "application/rss+xml")
    assert run("fetch") == 0, "a feed may become short"
    assert site.paths == ["/feed"]


def test_a_deleted_source_is_fetched_anew_if_it_is_still_named(folder: Path, site: Site) -> None:
    site.pages["/turm"] = validated(TEXT.encode(), '"v1"', "Wed, 04 Mar 2026 08:00:00 GMT")
    listed(folder, site.url("/turm"))
    run("fetch")
    (folder / "content/sources/127.0.0.1/turm.html").unlink()
    assert run("fetch") == 0
    assert sources(folder) == {"turm.html": TEXT.encode()}


def test_url_files_are_lists_or_internet_shortcuts_and_no_sources(
    folder: Path, site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    site.pages |= {"/a": reply(b"eins", PLAIN), "/b": reply(b"zwei", PLAIN)}
    listed(folder, site.url("/a"), "", "ftp://hafen.example/", "/b")
    shortcut = (
        f"\ufeff[InternetShortcut]\r\nURL={site.url('/b')}\r\nIconFile=C:\\x.ico\r\n[Other]\r\nURL={site.url('/c')}\r\n"
    )
    (folder / "content/sources/b.URL").write_bytes(shortcut.encode())
    (folder / "content/sources/leer.url").touch()
    assert run("fetch") == 1
    assert site.paths == ["/b", "/a"]
    assert [line for line in capsys.readouterr().err.splitlines() if line.startswith("error: ")] == [
        "error: content/sources/hafen.url:4: ftp://hafen.example/: only http and https addresses can be fetched",
        "error: content/sources/hafen.url:5: /b: only http and https addresses can be fetched",
        "error: content/sources/leer.url: empty",
    ]
    project = store.open_project(folder)
    assert store.source_names(project) == ["127.0.0.1/a.txt", "127.0.0.1/b.txt"]


def test_damaged_notes_are_told_with_their_line(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / FETCHED).write_text('{\n  "a": {\n', encoding="utf-8")
    assert run("fetch") == 1
    assert f"error: {FETCHED}:3:1: not JSON: " in capsys.readouterr().err


@pytest.mark.parametrize(
    "content", ["[]", '{"a": {"url": 5}}', '{"a": {"x": "y"}}', '{"a": "b"}', '{"a": {}}', "[" * 99999]
)
def test_notes_of_another_form_are_told(folder: Path, content: str) -> None:
    (folder / FETCHED).write_text(content, encoding="utf-8")
    with pytest.raises(ContentError, match=r"not what `digest fetch` wrote|not JSON"):
        retrievals.load(store.open_project(folder))
