"""An edit of a text alone is shown without a whole build, and the site is that of a clean one all the same."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest
from site_samples import config, editions, newspaper, statics
from test_incremental import CLOCK, CONFIG, article, build, project, settle, tree

from digest.model import Entry, Page
from digest.run import memory, pipeline, plans, retouch, shortest, signed, unchanged
from digest.run.options import Options
from digest.site.plan import plan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

OPENING = "Die Fähre von Torsund legt ab. " * 60
TEXT = f"{OPENING}\n\n## Fahrplan\n\nSie *kommt* wieder.\n"
MORE = f"{TEXT}\nNoch ein [Satz](https://hafen.example/).\n"


@pytest.fixture(params=["true", "false"], ids=["search", "no-search"])
def root(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """A project with three articles of one day, which has been built."""
    made = project(tmp_path / "a", f"{CONFIG}search = {request.param}\n")
    write(made, TEXT)
    settle()
    build(made)
    settle()
    return made


def write(root: Path, body: str, title: str = "Fähre") -> None:
    text = article(title, "2026-03-05", ["Küste"], body)
    (root / "content/articles/fähre.md").write_text(text, encoding="utf-8")


def is_as_if_clean(root: Path) -> bool:
    clean = shutil.copytree(root, root.parent / "clean", ignore=shutil.ignore_patterns("site", ".cache"))
    pipeline.build(clean, Options(clock=CLOCK))
    return tree(root / "site") == tree(clean / "site")


def shortened(root: Path) -> bool:
    """Build; tell whether that took no whole build."""
    settle()
    last = unchanged.last(root, Options(clock=CLOCK))
    done = last and retouch.build(last)
    assert shortest.build(root, Options(clock=CLOCK)).errors == ()
    return done is not None


def test_more_text_is_shown_without_a_whole_build(root: Path) -> None:
    before = (root / "site/articles/2026/03/eins.html").stat().st_ino
    for text in (MORE, TEXT, f"{MORE}\nUnd noch einer.\n"):
        write(root, text)
        assert shortened(root)
        settle()
        assert unchanged.report(root, Options(clock=CLOCK)) is not None
    assert "Und noch einer." in (root / "site/articles/2026/03/faehre.html").read_text(encoding="utf-8")
    assert (root / "site/articles/2026/03/eins.html").stat().st_ino == before
    assert is_as_if_clean(root)


def test_the_report_is_that_of_a_whole_build(root: Path) -> None:
    write(root, MORE)
    settle()
    last = unchanged.last(root, Options(clock=CLOCK))
    assert last
    short = retouch.build(last)
    whole = pipeline.build(root, Options(clock=CLOCK))
    assert short
    assert (short.articles, short.pages, short.output, short.outcomes) == (3, whole.pages, whole.output, ())


@pytest.mark.parametrize(
    ("body", "title"),
    [
        (MORE, "Die Fähre"),
        (f"Anders. {MORE}", "Fähre"),
        (f"# Fähre\n\n{MORE}", "Fähre"),
        (f"{MORE}\n<!-- more -->\n", "Fähre"),
        (f"{TEXT}\nDas ist wichtig. <!-- summary: yes -->\n", "Fähre"),
        ("", "Fähre"),
        ("Kurz.", "Fähre"),
    ],
    ids=["title", "opening", "headline", "mark", "summary", "nothing", "order"],
)
def test_what_changes_more_takes_a_whole_build(root: Path, body: str, title: str) -> None:
    write(root, body, title)
    assert not shortened(root)
    assert is_as_if_clean(root)


def test_so_does_any_other_change(root: Path) -> None:
    def touch(name: str, text: str) -> Callable[[], None]:
        def change() -> None:
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text, encoding="utf-8")

        return change

    changes = {
        "settings": touch("digest.toml", CONFIG.replace("Bote", "Kurier") + "search = false\n"),
        "theme": touch("themes/broadsheet/404.html", "Weg."),
        "article": touch("content/articles/neu.md", article("Neu", "2026-03-06", [], "Ein Text.")),
        "page": touch("content/pages/ueber.md", "---\ntitle: Über\n---\n\nWir.\n"),
        "site": touch("site/404.html", "!"),
        "gone": (root / "content/articles/eins.md").unlink,
    }
    for number, change in enumerate(changes.values()):
        change()
        write(root, f"{TEXT}\nSatz {number}.\n")
        assert not shortened(root)
        settle()
    assert is_as_if_clean(root)


def test_an_edition_in_another_order_takes_a_whole_build(root: Path) -> None:
    write(root, TEXT * 3)
    (root / "content/articles/eins.md").write_text(
        article("Eins", "2026-03-05", ["Küste"], f"Der Text von eins.\n\n{'Lang. ' * 900}"), encoding="utf-8"
    )
    assert not shortened(root)
    assert is_as_if_clean(root)


def test_a_plan_of_another_build_does_not_count(root: Path) -> None:
    for name in ("plan", "days"):
        then = (root / f".cache/digest/{name}").read_bytes()
        write(root, MORE, f"Fähre {name}")
        build(root)
        settle()
        (root / f".cache/digest/{name}").write_bytes(then)
        write(root, TEXT, f"Fähre {name}")
        assert not shortened(root)
        settle()
    assert is_as_if_clean(root)


def test_what_another_user_signed_is_not_loaded(root: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert signed.load(root, "plan")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "another"))
    assert signed.load(root, "plan") is None
    monkeypatch.undo()
    memory.save(root, "plan", os.urandom(100))
    assert plans.load(root) is None


def texts(value: object) -> Iterator[str]:
    """Yield the paths of the articles whose texts a value holds."""
    if isinstance(value, Entry):
        yield from [value.path] if value.body else []
    elif isinstance(value, dict | list | tuple | frozenset):
        for one in value.values() if isinstance(value, dict) else value:
            yield from texts(one)
    elif hasattr(value, "__dataclass_fields__"):
        for name in value.__dataclass_fields__:
            yield from texts(getattr(value, name))


def test_no_page_but_those_that_are_remembered_shows_a_text() -> None:
    pages = plan(editions(newspaper()), statics(), config())

    def is_remembered(page: Page) -> bool:
        return page.template == "article.html" or bool(page.context.get("edition"))

    assert [page.path for page in pages if list(texts(page.context)) and not is_remembered(page)] == []
    assert all(list(texts(page.context)) for page in pages if is_remembered(page))
