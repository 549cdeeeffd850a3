"""WARC files for tests, record by record."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_PLACES = ("Ollersum", "Quillport", "Harrowgate", "Norderhaven", "Saltby", "Emmering")


def page(number: int) -> str:
    """A web page of its own."""
    place = _PLACES[number % len(_PLACES)]
    told = " ".join(
        f"The council of {place} decided in session {number} that quay {turn} gets a crane that lifts {turn + 30} tons."
        for turn in range(3, 9)
    )
    more = f"Harbour master Jens Tide of {place} expects twice as many ships in year {number}, and a second tide gauge."
    return (
        f"<!doctype html><html lang=en><title>{place} builds crane {number}</title><nav><a href=/>Home</a></nav>"
        f"<article><h1>{place} builds crane {number}</h1><p>{told}</p><p>{more}</p></article>"
    )


def record(
    number: int, body: bytes | None = None, *, head: str = "", kind: str = "response", status: int = 200
) -> bytes:
    """A record of an archive; `head` are headers of the answer, each with its line break."""
    content = page(number).encode() if body is None else body
    head = head or "Content-Type: text/html; charset=utf-8\r\n"
    block = f"HTTP/1.1 {status} Told\r\n{head}\r\n".encode() + content
    return (
        (
            f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://example.org/{number}\r\n"
            f"WARC-Date: 2026-02-03T04:05:06Z\r\nContent-Length: {len(block)}\r\n\r\n"
        ).encode()
        + block
        + b"\r\n\r\n"
    )


def write(path: Path, *records: bytes) -> list[int]:
    """Write an archive, compressed as its name says; return where each record begins."""
    pieces = [gzip.compress(one, mtime=0) for one in records] if path.suffix == ".gz" else list(records)
    path.write_bytes(b"".join(pieces))
    return [sum(map(len, pieces[:number])) for number in range(len(pieces))]
