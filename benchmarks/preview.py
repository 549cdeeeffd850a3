"""How long `digest serve` takes from a saved file to the news of a new page: `python benchmarks/preview.py [ARTICLES]`.

The browser's part, asking for the page and showing it, comes on top: some 50 ms.
"""

from __future__ import annotations

import json
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.request import urlopen

from site_content import articles

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import IO

EDITS = 9


def main(count: int) -> None:
    """Serve a site of so many articles, save one of them a few times, and print the seconds."""
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder)
        files = [_write(project, news.name, news.title, news.body) for news in articles(count)]
        (project / "digest.toml").write_text("")
        seconds = list(_measured(project, files[count // 2]))
    print(f"{count} articles: median {statistics.median(seconds):.2f} s, worst {max(seconds):.2f} s of {EDITS} edits")


def _write(project: Path, name: str, title: str, body: str) -> Path:
    path = project / "content/articles" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"---\ntitle: {json.dumps(title)}\ndate: {name[:4]}-{name[5:7]}-01\n---\n\n{body}\n")
    return path


def _measured(project: Path, file: Path) -> Iterator[float]:
    port = _free_port()
    command = [sys.executable, "-m", "digest", "serve", "--quiet", "--port", str(port), "--clock", "2027-01-01"]
    with subprocess.Popen(command, cwd=project) as process:  # noqa: S603 -- this program
        with _news(port) as stream:
            _next(stream)
            for number in range(EDITS):
                time.sleep(1)
                file.write_text(f"{file.read_text()}\nEdit {number}.\n")
                saved = time.perf_counter()
                _next(stream)
                yield time.perf_counter() - saved
        process.terminate()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _news(port: int) -> IO[bytes]:
    while True:
        try:
            stream: IO[bytes] = urlopen(f"http://127.0.0.1:{port}/.digest/news")
        except OSError:
            time.sleep(0.2)
        else:
            return stream


def _next(stream: IO[bytes]) -> None:
    while not stream.readline().startswith(b"data: "):
        pass


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
