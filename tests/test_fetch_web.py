"""What is asked of the web, how politely, and within which bounds; against a real server on this machine."""

from __future__ import annotations

import gzip
import os
import shutil
import socket
import subprocess
import time
from typing import TYPE_CHECKING, Any

import pytest
from web_site import Page, Server, Site, bomb, dripping, redirect, reply, sending

from digest.config import Config, Fetch, Limits
from digest.errors import SourceError
from digest.run.web.addresses import is_public, normalised
from digest.run.web.client import Client, Known
from digest.run.web.terms import Terms

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PLAIN = "text/plain; charset=utf-8"


@pytest.fixture
def site() -> Iterator[Site]:
    with Server() as server:
        yield server.site


def client(**settings: float | bool) -> Client:
    """A client that waits for nothing and asks this machine, unless told otherwise."""
    values = {"pause": 0, "timeout": 1, "allow_private": True} | settings
    limits = Limits(source_bytes=100_000)
    return Client(Terms.of(Config(fetch=Fetch.model_validate(values), limits=limits)))


# ------------------------------------------------------------------------------------------------ politeness


def test_redirects_are_followed_and_the_last_address_counts(site: Site) -> None:
    site.pages |= {"/alt": redirect("neu%20hier", 301), "/neu%20hier": redirect(site.url("/ziel"), 307)}
    site.pages["/ziel"] = reply(b"Hafen", PLAIN)
    answer = client().get(site.url("/alt"))
    assert (answer.url, answer.body) == (site.url("/ziel"), b"Hafen")


def test_redirects_without_end_are_left(site: Site) -> None:
    site.pages |= {"/a": redirect("/b"), "/b": redirect("/a")}
    site.pages |= {f"/{step}": redirect(f"/{step + 1}") for step in range(100)}
    for path in ("/a", "/0"):
        with pytest.raises(SourceError, match="redirects without end"):
            client().get(site.url(path))
    assert len(site.paths) == 2 + 11


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://hafen.example/", "javascript:0", "http://[::1"])
def test_no_redirect_leaves_the_web(site: Site, target: str) -> None:
    site.pages["/a"] = redirect(target)
    with pytest.raises(SourceError, match=r"only http and https|no address|makes no sense"):
        client().get(site.url("/a"))


def test_robots_rules_are_kept_also_behind_a_redirect(site: Site) -> None:
    site.pages["/robots.txt"] = reply(b"User-agent: *\nDisallow: /intern/\n", "text/plain")
    site.pages |= {"/a": redirect("/intern/b"), "/intern/b": reply(b"Hafen"), "/c": reply(b"Hafen")}
    same = client()
    with pytest.raises(SourceError, match=r"robots\.txt asks machines to stay away"):
        same.get(site.url("/a"))
    assert same.get(site.url("/c")).body == b"Hafen"
    assert [path for path, _ in site.asked] == ["/robots.txt", "/a", "/c"], "the rules are read once"


@pytest.mark.parametrize(("status", "allowed"), [(404, True), (403, True), (500, False), (503, False)])
def test_a_site_without_rules_is_open_and_one_that_cannot_tell_is_left_in_peace(
    site: Site, status: int, *, allowed: bool
) -> None:
    site.pages |= {"/robots.txt": reply(b"User-agent: *\nDisallow: /\n", status=status), "/a": reply(b"Hafen")}
    if allowed:
        assert client().get(site.url("/a")).body == b"Hafen"
    else:
        with pytest.raises(SourceError, match=rf"robots\.txt: the server answers {status}"):
            client().get(site.url("/a"))


def test_a_host_has_a_pause_between_requests(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    naps: list[float] = []
    monkeypatch.setattr(time, "sleep", naps.append)
    site.pages |= {"/robots.txt": reply(b"User-agent: digest\nCrawl-delay: 7\n"), "/a": reply(b"Hafen")}
    same = client(pause=2)
    same.get(site.url("/a"))
    same.get(site.url("/a"))
    assert [round(nap) for nap in naps] == [7, 7], "the rules ask for more than the settings"


# ---------------------------------------------------------------------------------------------------- bounds


def test_a_compressed_page_is_unpacked(site: Site) -> None:
    site.pages["/a"] = reply(gzip.compress(b"Hafen") + gzip.compress(b"bote"), Content_Encoding="gzip")
    assert client().get(site.url("/a")).body == b"Hafenbote"


def test_what_a_server_says_of_a_page_is_one_line_and_no_trick(site: Site) -> None:
    site.pages["/a"] = reply(b"Hafen", "text/\x1b[31m", ETag='"a\r\n b"', Last_Modified="Wed")
    answer = client().get(site.url("/a"))
    assert (answer.media_type, answer.etag, answer.last_modified) == (None, '"a b"', "Wed")
    same = client().get(site.url("/a"), Known(answer.url, answer.etag, answer.last_modified))
    assert same.body == b"Hafen"
    assert site.asked[-1][1]["If-None-Match"] == '"a b"'


@pytest.mark.parametrize("page", [bomb(50_000_000), reply(bytes(100_001)), reply(bytes(100_001), Content_Length="")])
def test_a_page_beyond_the_limit_is_left_however_it_is_packed(site: Site, page: Page) -> None:
    site.pages["/a"] = page
    with pytest.raises(SourceError, match="too large: the limit is 100,000 bytes"):
        client().get(site.url("/a"))


HEAD = b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n"


@pytest.mark.parametrize(
    "page",
    [
        dripping(HEAD + b"\r\n"),
        dripping(HEAD + b"Content-Length: 500\r\n\r\n"),
        dripping(HEAD, b"A: b\r\n"),
        dripping(b""),
    ],
    ids=["endless", "body", "headers", "nothing"],
)
def test_an_answer_that_drips_ends_in_time(site: Site, page: Page) -> None:
    site.pages |= {"/robots.txt": reply(status=404), "/a": page}
    started = time.monotonic()
    with pytest.raises(SourceError, match=r"no complete answer within 0\.4 seconds|makes no sense"):
        client(timeout=0.4).get(site.url("/a"))
    assert time.monotonic() - started < 3


def test_a_refused_connection_is_told(site: Site) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/"
        with pytest.raises(SourceError, match=r"robots\.txt: the connection failed: Connection refused"):
            client().get(url)
    assert site.asked == []


@pytest.mark.parametrize(
    "junk", [b"\x00\xff" * 99, b"SSH-2.0-x\r\n", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"]
)
def test_an_answer_that_makes_no_sense_is_an_error_not_a_crash(site: Site, junk: bytes) -> None:
    site.pages["/a"] = sending(junk)
    with pytest.raises(SourceError, match=r"makes no sense|broke off"):
        client().get(site.url("/a"))


# ------------------------------------------------------------------------------------------------ certificates


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A key and a certificate for `localhost` that nobody vouches for."""
    program = shutil.which("openssl")
    if not program:
        pytest.skip("no openssl")
    file = tmp_path / "certificate.pem"
    subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-days", "2"]
    kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", "key.pem", "-out", file.name]
    subprocess.run([program, "req", "-x509", *kind, *subject], cwd=tmp_path, check=True, capture_output=True)
    file.write_text(file.read_text() + (tmp_path / "key.pem").read_text())
    return file


@pytest.mark.parametrize(
    ("trusted", "host", "fault"),
    [(True, "localhost", None), (False, "localhost", "self.signed"), (True, "127.0.0.1", "IP address mismatch")],
)
def test_a_certificate_must_be_trusted_and_name_the_host(
    certificate: Path, monkeypatch: pytest.MonkeyPatch, host: str, fault: str | None, *, trusted: bool
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate) if trusted else os.devnull)
    monkeypatch.setenv("SSL_CERT_DIR", os.devnull)
    with Server(certificate) as server:
        server.site.pages["/a"] = reply(b"Hafen")
        url = f"https://{host}:{server.server_port}/a"
        if fault:
            with pytest.raises(SourceError, match=f"its certificate is not valid: .*{fault}"):
                client().get(url)
        else:
            assert client().get(url).body == b"Hafen"


# ------------------------------------------------------------------------------------------- the own network


def test_a_private_address_is_refused_before_anything_is_sent(site: Site) -> None:
    site.pages["/a"] = reply(b"Hafen")
    with pytest.raises(SourceError, match=r"127\.0\.0\.1 is an address of a private network") as caught:
        client(allow_private=False).get(site.url("/a"))
    assert site.asked == []
    assert "--allow-private" in (caught.value.hint or "")


def test_a_name_is_looked_up_once_and_what_was_checked_is_connected_to(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server of names that gives another answer to the second question gets no second question."""
    port = int(site.origin.rpartition(":")[2])
    answers = ["203.0.113.1", "127.0.0.1"]
    asked: list[str] = []

    def look_up(host: str, *_: object, **__: object) -> list[Any]:
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (answers[len(asked) - 1], port))]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    with pytest.raises(SourceError, match="private network"):
        client(allow_private=False).get("http://hafen.example/")
    assert asked == ["hafen.example"]
    assert site.asked == []


def test_a_host_is_asked_at_its_next_address_when_one_does_not_answer(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.pages["/a"] = reply(b"Hafen")
    with socket.socket() as mute:
        mute.bind(("127.0.0.1", 0))
        ports = [mute.getsockname()[1], int(site.origin.rpartition(":")[2])]
        places = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port)) for port in ports]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: places)
        assert client().get("http://hafen.example/a").body == b"Hafen"
    assert site.asked[-1][1]["Host"] == "hafen.example"


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.1", "224.0.0.1",
        "255.255.255.255", "240.0.0.1", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fec0::1", "ff02::1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "2002:7f00:1::", "2001:0:7f00:1::", "64:ff9b::7f00:1",
        "2001:db8::1",
    ],
)  # fmt: skip
def test_an_address_that_not_everybody_can_reach_is_private(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:4700::1111", "64:ff9b::5db8:d70e"])
def test_an_address_that_everybody_can_reach_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("HTTP://Hafen.Example:80", "http://hafen.example/"),
        (" https://hafen.example:8443/a b?q=ü#teil ", "https://hafen.example:8443/a%20b?q=%C3%BC"),
        ("https://häfen.example/a%20b", "https://xn--hfen-loa.example/a%20b"),
        ("http://[::1]:8000/a", "http://[::1]:8000/a"),
    ],
)
def test_an_address_is_asked_for_in_one_form(address: str, expected: str) -> None:
    assert normalised(address) == expected


@pytest.mark.parametrize(
    "address", ["", "hafen", "//hafen.example", "http://", "http://a:b@hafen.example/", "http://x:99999/", "http://x\x1b/",
     "http://straße.example/", "http://" + "a" * 64 + "ü/"]
)  # fmt: skip
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(SourceError):
        normalised(address)
