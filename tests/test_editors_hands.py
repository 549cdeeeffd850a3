"""Whatever editors, publishers and the machine do, in any order: no edited line is lost, a re-import is idempotent.

Each thing that an editor writes holds a mark of its own. Before an import the lines with marks are noted by the byte;
afterwards they must all be there. Only editors take them away: by deleting a file, or by replacing it.
"""

from __future__ import annotations

import itertools
import shutil
import tempfile
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from digest.run import importer, pipeline
from digest.run.options import Options
from digest.run.report import Status

PARAGRAPHS = (
    "Der Deich von {0} wird bis zum Herbst um {1} Zentimeter erhöht. Das hat der Rat der Stadt am Montag beschlossen.",
    "Die Arbeiten kosten {1} Millionen Euro. Bürgermeisterin Harms sprach von der größten Baustelle im Land.",
    "Hafenmeister Jens Tönnies rechnet mit {1} Lastwagen am Tag. Die Straße nach {0} bleibt in dieser Zeit gesperrt.",
    "Ein Gutachten hatte den alten Deich von {0} als zu niedrig eingestuft. Es war {1} Seiten lang und umstritten.",
    "Im Sommer will die Stadt {0} ein Fest am Deich feiern. Dazu werden {1} Gäste aus dem ganzen Land erwartet.",
)
TITLES = ("{0} erhöht seinen Deich", "{0} baut am neuen Deich", "Der Deich von {0} wird höher")
TOWNS = ("Ollersum", "Brakenhafen")
OPTIONS = Options(clock="2026-03-05", jobs=1)
MARK = "MARKE"
UNTOUCHED = {Status.UNCHANGED, Status.LOCKED}
KEYS = ("category: 'Küste {}'  # von Ada", "layout: {{wide: yes, {}: 1}}", "note: |\n  a\n\n  {}")
number = st.integers(0, 9)
DEEDS = (
    "edit_block", "edit_block", "insert_block", "delete_block_of_the_machine", "comment", "add_key", "write_headline",
    "add_tag", "lock", "save_with_windows_line_breaks", "rename", "delete", "take_the_machines_version", "withdraw",
    "learn",
)  # fmt: skip
DEED = st.tuples(st.sampled_from(DEEDS), number, number)
NEWS = st.tuples(st.sampled_from(TOWNS), st.integers(0, len(PARAGRAPHS)), st.integers(0, 3))


class Newsroom(RuleBasedStateMachine):
    """A project with two sources, those who edit its articles, and those who publish and change the sources."""

    seen: ClassVar[set[Status]] = set()
    """What became of sources in all stories."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Path(tempfile.mkdtemp(prefix="digest-hands-"))
        self.marks = itertools.count(1)
        self.machine = importer.MACHINE
        (self.root / "digest.toml").write_text("[site]\ntitle = 'T'\nlanguage = 'de'\n", encoding="utf-8")
        (self.root / "content/sources").mkdir(parents=True)
        self.sources = {town: [0, *((1, 1, 1, 1, 0))] for town in TOWNS}

    def teardown(self) -> None:
        importer.MACHINE = self.machine
        shutil.rmtree(self.root)

    @initialize()
    def first_import(self) -> None:
        for town in TOWNS:
            self.publish(town)
        pipeline.take_in(self.root, OPTIONS)
        assert len(self.articles()) == len(TOWNS)

    # ------------------------------------------------------------------------------------------------- publishers

    def publish(self, town: str) -> None:
        title, *versions = self.sources[town]
        parts = [TITLES[title].format(town), "3. März 2026"]
        parts += [text.format(town, 30 + 7 * v) for text, v in zip(PARAGRAPHS, versions, strict=True) if v]
        (self.root / f"content/sources/{town}.txt").write_text("\n\n".join(parts) + "\n", encoding="utf-8")

    def change_source(self, town: str, part: int, version: int) -> None:
        """Another headline, or another version of a paragraph, or none of it."""
        old = list(self.sources[town])
        self.sources[town][part] = version % len(TITLES) if part == 0 else version
        if sum(map(bool, self.sources[town][1:])) < len(PARAGRAPHS) // 2:  # a text of one paragraph is no article
            self.sources[town] = old
        self.publish(town)

    def withdraw(self, which: int, _: int) -> None:
        (self.root / f"content/sources/{TOWNS[which % len(TOWNS)]}.txt").unlink(missing_ok=True)

    # ---------------------------------------------------------------------------------------------------- editors

    def articles(self) -> list[Path]:
        return sorted((self.root / "content/articles").rglob("*.md"))

    def files(self) -> dict[Path, bytes]:
        """Everything but the cache."""
        found = (path for path in self.root.rglob("*") if path.is_file())
        return {path: path.read_bytes() for path in sorted(found) if ".cache" not in path.relative_to(self.root).parts}

    def pick(self, which: int) -> Path | None:
        found = self.articles()
        return found[which % len(found)] if found else None

    def edit(self, which: int, change: object) -> None:
        path = self.pick(which)
        if path is None:
            return
        with path.open(encoding="utf-8", newline="") as file:
            text = file.read()
        line_break = "\r\n" if "\r\n" in text else "\n"
        _, head, body = text.replace("\r\n", "\n").split("---\n", 2)
        head, body = change(head, body)  # type: ignore[operator]  # every rule hands one over
        path.write_bytes(f"---\n{head}---\n{body}".replace("\n", line_break).encode())

    def mark(self) -> str:
        return f"{MARK}{next(self.marks):04}"

    def edit_block(self, which: int, block: int) -> None:
        def change(head: str, body: str) -> tuple[str, str]:
            parts = body.strip("\n").split("\n\n")
            parts[block % len(parts)] += f" Zusatz {self.mark()}."
            return head, "\n" + "\n\n".join(parts) + "\n"

        self.edit(which, change)

    def insert_block(self, which: int, block: int) -> None:
        def change(head: str, body: str) -> tuple[str, str]:
            parts = body.strip("\n").split("\n\n")
            parts.insert(block % (len(parts) + 1), f"> Anmerkung der Redaktion {self.mark()}")
            return head, "\n" + "\n\n".join(parts) + "\n"

        self.edit(which, change)

    def delete_block_of_the_machine(self, which: int, block: int) -> None:
        def change(head: str, body: str) -> tuple[str, str]:
            parts = body.strip("\n").split("\n\n")
            if MARK not in parts[block % len(parts)]:
                del parts[block % len(parts)]
            return head, "\n" + "\n\n".join(parts) + "\n"

        self.edit(which, change)

    def comment(self, which: int, line: int) -> None:
        def change(head: str, body: str) -> tuple[str, str]:
            lines = head.split("\n")
            places = [at for at, text in enumerate(lines) if text.startswith("  - ") or text[:1].isalpha()]
            lines.insert(places[line % len(places)], f"# geprüft {self.mark()}")
            return "\n".join(lines), body

        self.edit(which, change)

    def add_key(self, which: int, kind: int) -> None:
        key = KEYS[kind % len(KEYS)]

        def change(head: str, body: str) -> tuple[str, str]:
            name = key.partition(":")[0] + ":"
            return (head, body) if f"\n{name}" in f"\n{head}" else (key.format(self.mark()) + "\n" + head, body)

        self.edit(which, change)

    def write_headline(self, which: int, _: int) -> None:
        def change(head: str, body: str) -> tuple[str, str]:
            lines = [f"title: 'Neu {self.mark()}'" if line.startswith("title:") else line for line in head.split("\n")]
            return "\n".join(lines), body

        self.edit(which, change)

    def add_tag(self, which: int, _: int) -> None:
        def change(head: str, body: str) -> tuple[str, str]:
            return head.replace("tags:\n", f'tags:\n  - "Stichwort {self.mark()}"\n', 1), body

        self.edit(which, change)

    def lock(self, which: int, kind: int) -> None:
        what = "locked: true" if kind == 0 else "locked: [body, title]"
        self.edit(which, lambda head, body: (head if "locked:" in head else f"{what}\n{head}", body))

    def save_with_windows_line_breaks(self, which: int, _: int) -> None:
        if path := self.pick(which):
            path.write_bytes(path.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))

    def rename(self, which: int, _: int) -> None:
        path = self.pick(which)
        if path and not path.name.endswith(".incoming.md"):
            path.rename(path.with_name(f"umbenannt-{next(self.marks)}.md"))

    def delete(self, which: int, _: int) -> None:
        if path := self.pick(which):
            path.unlink()

    def take_the_machines_version(self, which: int, _: int) -> None:
        found = [path for path in self.articles() if path.name.endswith(".incoming.md")]
        if found:
            path = found[which % len(found)]
            path.rename(path.with_name(path.name.partition(".")[0] + ".md"))

    # --------------------------------------------------------------------------------------------------- the machine

    def learn(self, _which: int, _: int) -> None:
        importer.MACHINE += "x"

    @rule(deeds=st.lists(DEED, max_size=5), news=st.lists(NEWS, max_size=4), skips_site=st.integers(0, 5))
    def a_day_passes(
        self, deeds: list[tuple[str, int, int]], news: list[tuple[str, int, int]], skips_site: int
    ) -> None:
        """Editors and publishers work, then the machine does."""
        for deed, which, where in deeds:
            getattr(self, deed)(which, where)
        for town, part, version in news:
            self.change_source(town, part, version)
        before = self.marked()
        if skips_site:
            told = pipeline.take_in(self.root, OPTIONS)
            assert [error for error in told.errors if not str(error.path).endswith(".incoming.md")] == []
        else:
            told = pipeline.build(self.root, OPTIONS, output=self.root / "site")
            assert told.pages > 0, told.errors
        self.seen.update(outcome.status for outcome in told.outcomes)
        self.check(before)

    def marked(self) -> dict[Path, list[bytes]]:
        """Every line with a mark, with its line break, by file."""
        return {
            path: [line for line in path.read_bytes().splitlines(keepends=True) if MARK.encode() in line]
            for path in self.articles()
        }

    def check(self, before: dict[Path, list[bytes]]) -> None:
        after = self.marked()
        for path, lines in before.items():
            assert sorted(lines) == sorted(after[path]), path
        state = self.files()
        again = pipeline.take_in(self.root, OPTIONS)
        assert {outcome.status for outcome in again.outcomes} <= UNTOUCHED
        assert self.files() == state


def test_no_edited_line_is_lost() -> None:
    run(examples=8, steps=8)
    assert {Status.CHANGED, Status.MERGED, Status.CONFLICT} <= Newsroom.seen, "the stories are telling"


@pytest.mark.slow
def test_no_edited_line_is_lost_in_long_stories() -> None:
    run(examples=40, steps=30)


def run(*, examples: int, steps: int) -> None:
    few = settings(max_examples=examples, stateful_step_count=steps, deadline=None)
    run_state_machine_as_test(Newsroom, settings=few)
