"""`digest serve`: the site in a browser, rebuilt on each change; what is wrong shows above the last good page."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from digest.errors import BuildError, ContentError
from digest.run import pipeline, preview, serve, watch
from digest.run.options import Options
from digest.run.preview import Board, Preview
from digest.site.render import Renderer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from digest.errors import DigestError
    from digest.model import Page
    from digest.run.report import Report

ARTICLE = "---\ntitle: Der Hafen\ndate: 2026-03-01\n---\n\nEr ist offen.\n"
BROKEN = ARTICLE.replace("date: 2026-03-01", "date: bald")
PLACE = "articles/2026/03/hafen.html"
PAGE = '<!doctype html><meta http-equiv="Content-Security-Policy" content="default-src \'none\'">\n<body>Hafen</body>'


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "content/articles").mkdir(parents=True)
    (tmp_path / "digest.toml").write_text("")
    (tmp_path / "content/articles/hafen.md").write_text(ARTICLE)
    return tmp_path


@pytest.fixture
def address(project: Path) -> Iterator[str]:
    """The address at which the project is served, by a process of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "digest", "serve", "--port", str(port), "--clock", "2026-03-05"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=project, stdout=pipe, stderr=subprocess.STDOUT, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if line.startswith("Built "):
                break
        yield f"http://127.0.0.1:{port}/"
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=20)
        assert process.returncode == 0


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Preview]:
    """A folder with one page, served."""
    root = tmp_path / "site"
    root.mkdir()
    (root / "index.html").write_text(PAGE)
    (root / "style.css").write_text("p {}")
    (tmp_path / "secret.html").write_text("geheim")
    with Preview(("127.0.0.1", 0), root, Board()) as made:
        threading.Thread(target=made.serve_forever, args=(0.01,), daemon=True).start()
        yield made
        made.shutdown()


def get(server: Preview, path: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", server.server_address[1], timeout=10)
    connection.request("GET", path)
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer.status, text


def test_a_page_listens_for_news_which_its_own_policy_would_forbid(server: Preview) -> None:
    for path in ("/", "/index.html", "/?q=1"):
        status, text = get(server, path)
        assert status == 200
        assert "Content-Security-Policy" not in text
        assert f'<script src="{preview.SCRIPT}" data-build="{server.board.news.build}"></script></body>' in text
    assert "EventSource" in get(server, preview.SCRIPT)[1]
    assert get(server, "/style.css") == (200, "p {}")


@pytest.mark.parametrize(
    "path", ["/../secret.html", "/%2e%2e/secret.html", "/..%2fsecret.html", "//secret.html", "/nirgends"]
)
def test_what_is_not_of_the_site_is_not_there(server: Preview, path: str) -> None:
    status, text = get(server, path)
    assert status == 404
    assert "geheim" not in text
    assert preview.SCRIPT in text


def test_the_sites_own_page_tells_that_there_is_none(server: Preview) -> None:
    (server.folder / "404.html").write_text("<body>Nichts da</body>")
    assert get(server, "/nirgends")[1].startswith("<body>Nichts da<script")


def test_news_come_as_they_are_posted(server: Preview) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", server.server_address[1], timeout=10)
    connection.request("GET", preview.NEWS)
    answer = connection.getresponse()

    def news() -> dict[str, object]:
        line = answer.readline()
        while not line.startswith(b"data: "):
            line = answer.readline()
        found: dict[str, object] = json.loads(line.removeprefix(b"data: "))
        return found

    first = news()
    server.board.post([ContentError("no date", path="a.md", line=3, hint="write one")], built=False)
    assert news() == {"build": first["build"], "faults": [{"message": "a.md:3: no date", "hint": "write one"}]}
    server.board.post([], built=True)
    last = news()
    assert last["faults"] == []
    assert last["build"] != first["build"]
    connection.close()


def desk(project: Path, told: list[Report | DigestError]) -> serve._Desk:
    return serve._Desk(project, Options(clock="2026-03-05"), project / "preview", told.append)


def test_a_new_fault_keeps_the_last_good_site_until_it_is_mended(project: Path) -> None:
    told: list[Report | DigestError] = []
    made = desk(project, told)
    made.build()
    good = made.board.news
    (project / "content/articles/hafen.md").write_text(BROKEN)
    made.build()
    assert made.board.news.build == good.build
    assert [fault["message"].split(":")[0] for fault in made.board.news.faults] == ["content/articles/hafen.md"]
    assert (made.root / PLACE).is_file()
    (project / "content/articles/hafen.md").write_text(ARTICLE.replace("offen", "gesperrt"))
    made.build()
    assert made.board.news.build != good.build
    assert made.board.news.faults == ()
    assert "gesperrt" in (made.root / PLACE).read_text()
    assert len(told) == 3


def test_a_fault_that_was_always_there_keeps_nothing_from_being_seen(project: Path) -> None:
    (project / "content/articles/alt.md").write_text(BROKEN)
    made = desk(project, [])
    made.build()
    first = made.board.news
    assert len(first.faults) == 1
    (project / "content/articles/hafen.md").write_text(ARTICLE.replace("offen", "gesperrt"))
    made.build()
    assert made.board.news.build != first.build
    assert made.board.news.faults == first.faults
    assert "gesperrt" in (made.root / PLACE).read_text()


def test_only_what_an_edit_changes_is_rendered_again(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (project / "content/articles/deich.md").write_text(ARTICLE.replace("Hafen", "Deich"))
    (project / "content/pages").mkdir()
    (project / "content/pages/about.md").write_text("---\ntitle: Impressum\n---\n\nText.\n")
    made = desk(project, [])
    made.build()
    rendered: list[str] = []
    render = Renderer.render

    def noted(self: Renderer, page: Page) -> bytes:
        rendered.append(page.path)
        return render(self, page)

    monkeypatch.setattr(Renderer, "render", noted)
    made.build()
    assert rendered == []
    (project / "content/pages/about.md").write_text("---\ntitle: Impressum\n---\n\nEin anderer Text.\n")
    made.build()
    assert rendered == ["about.html"]
    assert "Ein anderer Text." in (made.root / "about.html").read_text(encoding="utf-8")
    assert not (project / ".cache/digest/site").exists(), "what builds remember is another site"


def test_an_edited_text_is_shown_without_a_whole_build(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file, text = project / "content/articles/hafen.md", ARTICLE + "Ein Satz über Schiffe. " * 60
    file.write_text(text)
    told: list[Report | DigestError] = []
    made = desk(project, told)
    made.build()
    with monkeypatch.context() as patched:
        patched.setattr(pipeline, "prepare", None)
        for number in range(2):
            file.write_text(f"{text}\n\nNachtrag {number}.\n")
            made.build()
            assert f"Nachtrag {number}." in (made.root / PLACE).read_text(encoding="utf-8")
    file.write_text(text.replace("Der Hafen", "Die Werft"))
    made.build()
    assert "Die Werft" in (made.root / PLACE).read_text(encoding="utf-8")
    assert [getattr(one, "errors", one) for one in told] == [()] * 4


@pytest.mark.parametrize(
    ("path", "text", "told"),
    [("digest.toml", "[site]\ntitel = 'x'\n", "titel"), ("themes/broadsheet/article.html", "{% if %}", "article.html")],
)
def test_wrong_settings_and_themes_are_told_and_leave_the_last_site(
    project: Path, path: str, text: str, told: str
) -> None:
    made = desk(project, [])
    made.build()
    good = made.board.news
    file = project / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    made.build()
    assert made.board.news.build == good.build
    assert told in made.board.news.faults[0]["message"]
    assert file in watch_files(made)
    assert (made.root / PLACE).is_file()


def watch_files(made: serve._Desk) -> set[Path]:
    return {Path(name) for name in watch.look(made.watched())}


def test_changes_of_every_kind_are_seen_and_hidden_files_are_not(tmp_path: Path) -> None:
    file = tmp_path / "deep/er/a.md"
    file.parent.mkdir(parents=True)
    file.write_text("a")
    states = [watch.look([tmp_path])]
    changes = (
        lambda: file.write_text("ab"), lambda: os.utime(file, (1, 1)), lambda: file.with_name("b.md").write_text(""),
        lambda: file.with_name("b.md").unlink(), lambda: file.rename(file.with_name("c.md")),
    )  # fmt: skip
    for change in changes:
        change()
        states.append(watch.look([tmp_path]))
    assert all(one != other for one, other in pairwise(states))
    file.with_name(".c.md.digest-tmp").write_text("")
    assert watch.look([tmp_path]) == states[-1]
    assert watch.look([tmp_path / "nowhere"]) == {}
    assert len(watch.look([file.with_name("c.md")])) == 1


def test_a_file_that_is_saved_in_steps_is_one_change(monkeypatch: pytest.MonkeyPatch) -> None:
    states = [{"a.md": (moment, 0, 0)} for moment in (1, 1, 2, 3, 4, 4, 5)]
    looks = iter(states)
    monkeypatch.setattr(watch, "look", lambda _: next(looks))
    monkeypatch.setattr("time.sleep", lambda _: None)
    assert watch.wait([], states[0]) == states[4]
    assert next(looks) == states[6]


def test_a_port_that_is_taken_is_an_error_with_a_hint(project: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(BuildError, match=str(port)) as caught:
            serve.serve(project, Options(), serve.Listen(port=port), lambda _: None)
    assert caught.value.hint == "choose another one with --port"


@pytest.mark.browser
def test_an_edit_appears_and_a_fault_is_shown_above_the_last_good_page(
    project: Path, address: str, chromium: str
) -> None:
    from playwright.sync_api import expect, sync_playwright

    file = project / "content/articles/hafen.md"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page()
        page.goto(address + PLACE)
        text, overlay = page.locator("main"), page.locator("#digest-faults")
        expect(text).to_contain_text("Er ist offen.")
        file.write_text(ARTICLE.replace("offen", "gesperrt"))
        expect(text).to_contain_text("Er ist gesperrt.", timeout=20_000)
        expect(overlay).to_have_count(0)

        file.write_text(BROKEN)
        expect(overlay).to_contain_text("content/articles/hafen.md:3", timeout=20_000)
        expect(overlay).to_contain_text("hint: ")
        expect(text).to_contain_text("Er ist gesperrt.")
        page.reload()
        expect(overlay).to_contain_text("content/articles/hafen.md:3")

        file.write_text(ARTICLE.replace("offen", "wieder offen"))
        expect(text).to_contain_text("Er ist wieder offen.", timeout=20_000)
        expect(overlay).to_have_count(0)
        browser.close()
    assert not (project / "site").exists()
