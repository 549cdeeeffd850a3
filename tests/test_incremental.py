"""After any changes, the site is that of a clean build, byte for byte; what did not change is not made again."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from site_samples import entry

from digest.model import Entry, Page
from digest.run import kept, memory, pipeline, placed, shortest, store, surroundings, unchanged, weighed
from digest.run.options import Options
from digest.site import search
from digest.site.fingerprints import Fingerprints
from digest.site.render import Renderer

CLOCK = "2026-03-10T12:00"
CONFIG = '[site]\ntitle = "Bote"\nlanguage = "de"\nbase_url = "https://bote.example/"\ntime_zone = "Europe/Berlin"\n'
SLUGS = st.sampled_from(["hafen", "deich", "markt", "fähre"])
TAGS = st.lists(st.sampled_from(["Küste", "Verkehr", "EU"]), max_size=2, unique=True)
DAYS = st.sampled_from(["2026-03-01", "2026-03-02", "2026-03-09", "2026-03-20"])
REMEMBERED = st.sampled_from(["site", "build", "states", "plan", "days", "templates", "articles", "stories", "words"])
WORDS = st.sampled_from(
    ["Der Hafen öffnet.", "Die Fähre legt ab. Sie *kommt* wieder.", "## Markt\n\nEs wird [voll](a.html)."]
)
SOURCE = "Torsund (am) – Der Hafen von Torsund bleibt bis Mai geschlossen. Das teilte das Amt mit.\n\n" * 3


def article(title: str, day: str, tags: list[str], body: str) -> str:
    return f"---\ntitle: {title}\ndate: {day}\ntags: [{', '.join(tags)}]\nsummary: [{title} heute.]\n---\n\n{body}\n"


def project(root: Path, config: str = CONFIG) -> Path:
    """Return a new project with two articles."""
    (root / "content/articles").mkdir(parents=True)
    (root / "digest.toml").write_text(config, encoding="utf-8")
    for slug, tags in (("eins", ["Küste"]), ("zwei", ["Küste", "EU"])):
        text = article(slug.title(), "2026-03-05", tags, f"Der Text von {slug}.")
        (root / f"content/articles/{slug}.md").write_text(text, encoding="utf-8")
    return root


def build(root: Path, clock: str = CLOCK) -> None:
    """Build as the command does."""
    assert shortest.build(root, Options(clock=clock)).errors == ()


def tree(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


class Newsroom(RuleBasedStateMachine):
    """Editors, the clock and mishaps, in any order."""

    config = CONFIG

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="digest-test-"))
        self.root = project(self.folder / "a", self.config)
        self.clock = CLOCK

    def teardown(self) -> None:
        shutil.rmtree(self.folder)

    @property
    def articles(self) -> list[Path]:
        return sorted((self.root / "content/articles").glob("*.md"))

    @rule(slug=SLUGS, day=DAYS, tags=TAGS, body=WORDS)
    def write(self, slug: str, day: str, tags: list[str], body: str) -> None:
        """Add an article, or write it anew."""
        path = self.root / f"content/articles/{slug}.md"
        path.write_text(article(f"Über {slug}", day, tags, body), encoding="utf-8")

    @rule(at=st.integers(0, 9), body=WORDS)
    def add_to(self, at: int, body: str) -> None:
        if self.articles:
            path = self.articles[at % len(self.articles)]
            path.write_text(path.read_text(encoding="utf-8") + f"\n{body}\n", encoding="utf-8")

    @rule(at=st.integers(0, 9), new=st.sampled_from(["alpha", "beta"]))
    def rename(self, at: int, new: str) -> None:
        if self.articles:
            self.articles[at % len(self.articles)].rename(self.root / f"content/articles/{new}.md")

    @precondition(lambda self: len(self.articles) > 1)
    @rule(at=st.integers(0, 9))
    def delete(self, at: int) -> None:
        self.articles[at % len(self.articles)].unlink()

    @rule(words=st.sampled_from(["A", "B"]))
    def change_theme(self, words: str) -> None:
        path = self.root / "themes/broadsheet/404.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(words, encoding="utf-8")

    @rule(title=st.sampled_from(["Bote", "Kurier"]))
    def configure(self, title: str) -> None:
        (self.root / "digest.toml").write_text(self.config.replace("Bote", title), encoding="utf-8")

    @rule(label=st.sampled_from(["Küste", "Die Küste"]))
    def settle_tags(self, label: str) -> None:
        (self.root / "content/tags.toml").write_text(f'[tags.kueste]\nlabel = "{label}"\n', encoding="utf-8")

    @rule(text=st.sampled_from([SOURCE, SOURCE.replace("Mai", "Juni")]))
    def receive(self, text: str) -> None:
        path = self.root / "content/sources/a.txt"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")

    @rule(clock=st.sampled_from([CLOCK, "2026-03-25T12:00", "2026-03-04T12:00"]))
    def wait(self, clock: str) -> None:
        self.clock = clock

    @rule()
    def build_again(self) -> None:
        build(self.root, self.clock)

    @rule(name=st.sampled_from(["index.html", "tags.html", "feed.xml"]))
    def tamper(self, name: str) -> None:
        """Somebody writes into the site."""
        path = self.root / "site" / name
        if path.is_file():
            path.write_bytes(b"!")

    @rule(
        name=REMEMBERED,
        data=st.sampled_from([b"", b"\0" * 40, b"{}"]),
    )
    def damage(self, name: str, data: bytes) -> None:
        path = self.root / ".cache/digest" / name
        if path.is_file():
            path.write_bytes(data)

    @invariant()
    def is_as_if_clean(self) -> None:
        settle()  # or builds would not be sure of what they saw, and remember less
        build(self.root, self.clock)
        clean = Path(shutil.copytree(self.root, self.folder / "b", ignore=shutil.ignore_patterns("site", ".cache")))
        pipeline.build(clean, Options(clock=self.clock))
        assert tree(self.root / "site") == tree(clean / "site")
        shutil.rmtree(clean)


class Searchless(Newsroom):
    """The same without a search index."""

    config = f"{CONFIG}search = false\n"


TestNewsroom = pytest.mark.slow(Newsroom.TestCase)
TestSearchless = pytest.mark.slow(Searchless.TestCase)
TestNewsroom.settings = TestSearchless.settings = settings(
    max_examples=8, stateful_step_count=8, deadline=None, suppress_health_check=list(HealthCheck)
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return project(tmp_path / "a")


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Paths of the pages that are rendered from now on."""
    found: list[str] = []
    render = Renderer.render

    def noted(self: Renderer, page: Page) -> bytes:
        found.append(page.path)
        return render(self, page)

    monkeypatch.setattr(Renderer, "render", noted)
    return found


def test_what_did_not_change_is_not_rendered(root: Path, rendered: list[str]) -> None:
    build(root)
    rendered.clear()
    pipeline.build(root, Options(clock=CLOCK))
    assert rendered == []


def test_an_edit_renders_what_shows_it_and_nothing_else(root: Path, rendered: list[str]) -> None:
    build(root)
    rendered.clear()
    path = root / "content/articles/zwei.md"
    path.write_text(path.read_text(encoding="utf-8") + "\nNoch etwas.\n", encoding="utf-8")
    build(root)
    assert {"articles/2026/03/zwei.html", "index.html", "editions/2026-03-05.html"} <= set(rendered)
    lists = {"tags/eu.html", "tags.html", "archive/2026-03.html", "articles/2026/03/eins.html", "feed.xml"}
    assert not {*lists, "404.html", "robots.txt", "assets/style.css"} & set(rendered)
    rendered.clear()
    path.write_text(path.read_text(encoding="utf-8").replace("Zwei heute", "Zwei morgen"), encoding="utf-8")
    build(root)
    assert {"tags/eu.html", "articles/2026/03/zwei.html", "articles/2026/03/eins.html", "feed.xml"} <= set(rendered)


def test_a_build_with_nothing_to_do_reads_no_settings(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settle()
    build(root)
    monkeypatch.setattr(pipeline, "build", None)
    build(root)
    assert (root / "site/index.html").is_file()


@pytest.mark.parametrize("clock", ["2026-03-04T12:00", "2026-03-05", "2027-01-01"])
def test_it_has_to_be_done_where_the_clock_shows_other_articles(root: Path, clock: str) -> None:
    settle()
    build(root)
    is_same = clock != "2026-03-04T12:00"
    assert (unchanged.report(root, Options(clock=clock)) is not None) == is_same


@pytest.mark.parametrize(
    "options", [Options(drafts=True), Options(base_url="https://a.example/"), Options(dry_run=True)]
)
def test_it_has_to_be_done_where_something_else_is_asked_for(root: Path, options: Options) -> None:
    settle()
    build(root)
    assert unchanged.report(root, Options(clock=CLOCK)) is not None
    assert unchanged.report(root, options) is None


def test_a_file_that_is_no_longer_ours_is_written_anew(root: Path) -> None:
    build(root)
    page = root / "site/404.html"
    before, state = page.read_bytes(), page.stat()
    page.unlink()
    page.write_bytes(b"?" * len(before))
    os.utime(page, ns=(state.st_atime_ns, state.st_mtime_ns))
    build(root)
    assert page.read_bytes() == before


def test_what_cannot_be_gone_through_gives_no_hash() -> None:
    page = Page("a.html", "a.html", {"entry": "x", "made": lambda: None})
    assert Fingerprints().of(page) is None
    assert Fingerprints().of(Page("a.html", "a.html", {"entry": "x"})) is not None


@pytest.mark.parametrize(
    ("one", "other"), [("1", 1), ((1, 2), (12,)), ({"a": None}, {}), (("a", "b"), ("a,b",)), (1, True)]
)
def test_values_that_differ_have_hashes_that_differ(one: object, other: object) -> None:
    hashes = {Fingerprints().of(Page("a.html", "a.html", {"it": value})) for value in (one, other)}
    assert len(hashes) == 2


@pytest.mark.parametrize("publish", ["full", "summary", "link"])
def test_words_are_remembered_with_their_weights(root: Path, publish: str, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = store.open_project(root)
    news = [entry(name, body=f"Der Text von {name}. " * 3, publish=publish) for name in ("hafen", "deich")]
    expected = [search.terms(one) for one in news]
    first = weighed.Weighed(opened)
    assert [first(one) for one in news] == expected
    first.save()
    found: list[str] = []

    def spied(one: Entry) -> dict[str, int]:
        found.append(one.slug)
        return {}

    monkeypatch.setattr(search, "terms", spied)
    again = weighed.Weighed(opened)
    assert [again(one) for one in news] == expected
    assert found == []
    again(replace(news[0], title="Anders"))
    again(replace(news[0], body="Anders."))
    assert found == ["hafen"] * (2 if publish == "full" else 1)


def test_stories_are_remembered_for_one_program(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(root)
    opened = store.open_project(root)
    assert len(placed.load(opened)) == 2
    monkeypatch.setattr(surroundings, "program", lambda: "another")
    assert placed.load(opened) == ()


def test_what_is_damaged_is_not_remembered(root: Path) -> None:
    memory.save(root, "site", b"words")
    assert memory.load(root, "site") == b"words"
    (root / ".cache/digest/site").write_bytes(b"damaged" * 9)
    assert memory.load(root, "site") is None


def test_what_is_remembered_of_another_folder_does_not_count(root: Path, tmp_path: Path) -> None:
    build(root)
    there = memory.load(root, "site")
    assert there is not None
    opened = store.open_project(root)
    assert kept.load(opened, tmp_path).files == {}
    assert kept.load(opened, root / "site").files


def settle() -> None:
    """Wait until a change would get another time than those that were made."""
    time.sleep(0.06)


def test_a_copy_of_a_project_is_built_for_itself(tmp_path: Path) -> None:
    original = project(tmp_path / "original")
    build(original)
    time.sleep(0.1)
    build(original)
    copy = shutil.copytree(original, tmp_path / "copy", ignore=shutil.ignore_patterns("site"))
    build(copy)
    assert tree(copy / "site") == tree(original / "site")
