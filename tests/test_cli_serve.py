"""`digest serve`: the site in a browser, rebuilt when something changes."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from typing import TYPE_CHECKING
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from digest.errors import UsageError
from digest.run import serve
from digest.run.pipeline import Options

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ARTICLE = "---\ntitle: Der Hafen\ndate: 2026-03-01\n---\n\nEr ist offen.\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "content/articles").mkdir(parents=True)
    (tmp_path / "digest.toml").write_text("")
    (tmp_path / "content/articles/hafen.md").write_text(ARTICLE)
    return tmp_path


@pytest.fixture
def address(project: Path) -> Iterator[str]:
    """The address at which the project is served."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "digest", "serve", "--port", str(port), "--clock", "2026-03-05"]
    with subprocess.Popen(command, cwd=project, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        yield f"http://127.0.0.1:{port}/"
        process.terminate()


def wait_for(address: str, words: str) -> str:
    """The page, as soon as it holds `words`."""
    page = ""
    for _ in range(200):
        try:
            with urlopen(address, timeout=5) as answer:  # noqa: S310 -- our own server
                page = answer.read().decode()
        except URLError:
            page = ""
        if words in page:
            return page
        time.sleep(0.1)
    pytest.fail(f"{words!r} never came; last: {page[:500]}")


@pytest.mark.slow
def test_the_site_is_served_and_rebuilt(project: Path, address: str) -> None:
    page = wait_for(address + "articles/2026/03/hafen.html", "Er ist offen.")
    assert "Content-Security-Policy" not in page, "it would keep the page from reloading"
    (project / "content/articles/hafen.md").write_text(ARTICLE.replace("offen", "gesperrt"))
    wait_for(address + "articles/2026/03/hafen.html", "Er ist gesperrt.")
    assert not (project / "site").exists()


def test_without_mkdocs_the_hint_says_what_to_install(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "mkdocs.livereload", None)
    with pytest.raises(UsageError) as caught:
        serve.serve(project, Options(), serve.Listen(), lambda _: None)
    assert "digest-press[serve]" in (caught.value.hint or "")
