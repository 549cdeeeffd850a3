"""A web server on this machine, for the tests of what is fetched."""

from __future__ import annotations

import contextlib
import gzip
import ssl
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from pathlib import Path

Page = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Site:
    """What the server has, and what it was asked for."""

    origin: str
    pages: dict[str, Page] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    @property
    def paths(self) -> list[str]:
        """The paths that were asked for, but for the robots' rules."""
        return [path for path, _ in self.asked if path != "/robots.txt"]

    def url(self, path: str) -> str:
        return self.origin + path


def reply(body: bytes = b"", kind: str | None = "text/html; charset=utf-8", status: int = 200, **headers: str) -> Page:
    """A page that always answers so; `_` in a header's name stands for `-`."""

    def page(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if kind:
            sent["Content-Type"] = kind
        for name, value in ({"Content-Length": str(len(body))} | sent).items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(body)

    return page


def redirect(target: str, status: int = 302) -> Page:
    return reply(status=status, Location=target)


def validated(body: bytes, etag: str, modified: str) -> Page:
    """A page that is not sent again to who knows it."""

    def page(handler: BaseHTTPRequestHandler) -> None:
        same = handler.headers.get("If-None-Match") == etag and handler.headers.get("If-Modified-Since") == modified
        answer = reply(status=304) if same else reply(body, ETag=etag, Last_Modified=modified)
        answer(handler)

    return page


def sending(what: bytes) -> Page:
    """A server that speaks no HTTP."""

    def page(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(what)

    return page


def bomb(size: int) -> Page:
    return reply(gzip.compress(bytes(size)), Content_Encoding="gzip")


def dripping(head: bytes, drop: bytes = b".") -> Page:
    """An answer that never ends, a byte now and then: each on its own comes in time."""

    def page(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(head)
        for _ in range(200):
            handler.wfile.write(drop)
            time.sleep(0.05)

    return page


class Server(ThreadingHTTPServer):
    """Answers from a site's pages; with a certificate and its key, by TLS."""

    daemon_threads = True

    def __init__(self, certificate: Path | None = None) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            self.socket = context.wrap_socket(self.socket, server_side=True)
        self.site = Site(f"http://127.0.0.1:{self.server_port}")

    def __enter__(self) -> Self:
        threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()


class Handler(BaseHTTPRequestHandler):
    """Looks the page up; there is no other, and no word on standard error."""

    server: Server

    def do_GET(self) -> None:
        self.server.site.asked.append((self.path, dict(self.headers)))
        self.server.site.pages.get(self.path, reply(b"no such page", status=404))(self)

    def handle(self) -> None:
        with contextlib.suppress(OSError):  # who asked has gone
            super().handle()

    def log_message(self, *_: object) -> None:
        return
