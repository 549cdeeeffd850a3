"""The server of `digest serve`: the files of a folder, and news of each build for the pages that show them."""

from __future__ import annotations

import contextlib
import json
import re
import secrets
import threading
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.errors import DigestError

NEWS, SCRIPT = "/.digest/news", "/.digest/preview.js"
_HTML, _JAVASCRIPT = "text/html; charset=utf-8", "text/javascript; charset=utf-8"
# The script listens for news, which the site's own policy forbids; only the preview goes without.
_POLICY = re.compile(rb'<meta http-equiv="Content-Security-Policy"[^>]*>\n?')
_NO_PAGE = (
    b"<!doctype html><html lang=en><meta charset=utf-8><title>digest</title><body><p>Not here (yet).</p></body></html>"
)
_HEARTBEAT = 15.0  # seconds after which a page that has gone is noticed


@dataclass(frozen=True, slots=True)
class News:
    """What the pages are told."""

    build: str
    """Names the build that is served; another one asks for a reload."""
    faults: tuple[dict[str, str], ...] = ()
    """`message` and `hint` of what is wrong since."""


class Board:
    """Where news are posted by the one who builds, and awaited by the pages."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._run, self._builds = secrets.token_hex(4), 0
        self.news = News(f"{self._run}-0")

    def post(self, errors: Sequence[DigestError], *, built: bool) -> None:
        """Tell of a new site, when one was `built`, and of the errors there are now."""
        with self._changed:
            self._builds += built
            faults = tuple({"message": str(error), "hint": error.hint or ""} for error in errors)
            self.news = News(f"{self._run}-{self._builds}", faults)
            self._changed.notify_all()

    def wait(self, known: News | None) -> News:
        """Return the news as soon as they are others than those that are known; the same after a while."""
        with self._changed:
            self._changed.wait_for(lambda: self.news is not known, timeout=_HEARTBEAT)
            return self.news


class Preview(ThreadingHTTPServer):
    """Serves a site that may be replaced at any moment.

    Args:
        address: host and port; port 0 for any that is free.
        folder: the site.
        board: news of its builds.

    Raises:
        OSError: when the port is taken.
    """

    daemon_threads = True

    def __init__(self, address: tuple[str, int], folder: Path, board: Board) -> None:
        self.folder, self.board = folder, board
        super().__init__(address, _Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 -- the signature
        """Say nothing: a browser that closes a connection is no fault, and the next request shows any other."""


class _Handler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Preview

    def __init__(self, *args: Any, **more: Any) -> None:  # noqa: ANN401 -- the signature
        super().__init__(*args, directory=str(args[2].folder), **more)

    def do_GET(self) -> None:
        """Answer with a file, a page that listens for news, the script that does so, or the news."""
        path = self.path.partition("?")[0].partition("#")[0]
        file = Path(self.translate_path(path))
        if path == NEWS:
            self._tell()
        elif path == SCRIPT:
            self._send(_script(), _JAVASCRIPT)
        elif file.is_dir() and path.endswith("/"):
            self._page(file / "index.html")
        elif file.suffix == ".html" or not file.exists():
            self._page(file)
        else:
            super().do_GET()

    def end_headers(self) -> None:
        """Keep browsers from showing an older build."""
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, *_: Any) -> None:  # noqa: ANN401 -- the signature
        """Say nothing: the terminal is for what builds have to say."""

    def _page(self, file: Path) -> None:
        for place, status in ((file, HTTPStatus.OK), (self.server.folder / "404.html", HTTPStatus.NOT_FOUND)):
            with contextlib.suppress(OSError):
                self._send(_listening(place.read_bytes(), self.server.board.news.build), _HTML, status)
                return
        self._send(_listening(_NO_PAGE, self.server.board.news.build), _HTML, HTTPStatus.NOT_FOUND)

    def _send(self, data: bytes, media_type: str, status: HTTPStatus = HTTPStatus.OK) -> None:
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def _tell(self) -> None:
        """Send news as server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html)."""
        self.close_connection = True
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        known: News | None = None
        while True:
            news = self.server.board.wait(known)
            text = ":\n\n" if news is known else f"data: {json.dumps({'build': news.build, 'faults': news.faults})}\n\n"
            self.wfile.write(text.encode())
            known = news


def _listening(page: bytes, build: str) -> bytes:
    """Return a page that listens for news. Its build is read before it: it may be older than it says, never newer."""
    script = f'<script src="{SCRIPT}" data-build="{build}"></script>'.encode()
    head, body, tail = _POLICY.sub(b"", page).rpartition(b"</body>")
    return head + script + body + tail if body else tail + script


@cache
def _script() -> bytes:
    return Path(__file__).with_name("preview.js").read_bytes()
