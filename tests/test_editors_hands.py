"""Whatever editors, publishers and the machine do, in any order: no edited line is lost, a re-import is idempotent.

Each thing that an editor writes holds a mark of its own. Before an import the lines with marks are noted by the byte;
afterwards they must all be there. Only editors take them away: by deleting a file, or by replacing it.
"""

from __future__ import annotations

import itertools
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from digest.run import importer, pipeline
from digest.run.pipeline import Options
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


class Newsroom(RuleBasedStateMachine):
    """A project with two sources, those who edit its articles, and those who publish and change the sources."""

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
        self.take_in()
        assert len(self.articles()) == len(TOWNS)

    # ------------------------------------------------------------------------------------------------- publishers

    def publish(self, town: str) -> None:
        title, *versions = self.sources[town]
        parts = [TITLES[title].format(town), "3. März 2026"]
        parts += [text.format(town, 30 + 7 * v) for text, v in zip(PARAGRAPHS, versions, strict=True) if v]
        (self.root / f"content/sources/{town}.txt").write_text("\n\n".join(parts) + "\n", encoding="utf-8")

    @rule(town=st.sampled_from(TOWNS), paragraph=st.integers(1, 5), version=st.integers(0, 3))
    def change_paragraph(self, town: str, paragraph: int, version: int) -> None:
        self.sources[town][paragraph] = version
        if sum(map(bool, self.sources[town][1:])) > 1:  # a text of one paragraph is no article
            self.publish(town)

    @rule(town=st.sampled_from(TOWNS), title=st.integers(0, 2))
    def change_headline(self, town: str, title: int) -> None:
        self.sources[town][0] = title
        self.publish(town)

    @rule(town=st.sampled_from(TOWNS))
    def withdraw(self, town: str) -> None:
        (self.root / f"content/sources/{town}.txt").unlink(missing_ok=True)

    # ---------------------------------------------------------------------------------------------------- editors

    def articles(self) -> list[Path]:
        return sorted((self.root / "content/articles").rglob("*.md"))

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

    @rule(which=number, block=number)
    def edit_block(self, which: int, block: int) -> None:
        def change(head: str, body: str) -> tuple[str, str]:
            parts = body.strip("\n").split("\n\n")
            parts[block % len(parts)] += f" Zusatz {self.mark()}."
            return head, "\n" + "\n\n".join(parts) + "\n"

        self.edit(which, change)

    @rule(which=number, block=number)
    def insert_block(self, which: int, block: int) -> None:
        def change(head: str, body: str) -> tuple[str, str]:
            parts = body.strip("\n").split("\n\n")
            parts.insert(block % (len(parts) + 1), f"> Anmerkung der Redaktion {self.mark()}")
            return head, "\n" + "\n\n".join(parts) + "\n"

        self.edit(which, change)

    @rule(which=number, block=number)
    def delete_block_of_the_machine(self, which: int, block: int) -> None:
        def change(head: str, body: str) -> tuple[str, str]:
            parts = body.strip("\n").split("\n\n")
            if MARK not in parts[block % len(parts)]:
                del parts[block % len(parts)]
            return head, "\n" + "\n\n".join(parts) + "\n"

        self.edit(which, change)

    @rule(which=number, line=number)
    def comment(self, which: int, line: int) -> None:
        def change(head: str, body: str) -> tuple[str, str]:
            lines = head.split("\n")
            lines.insert(line % len(lines), f"# geprüft {self.mark()}")
            return "\n".join(lines), body

        self.edit(which, change)

    @rule(which=number, key=st.sampled_from(KEYS))
    def add_key(self, which: int, key: str) -> None:
        def change(head: str, body: str) -> tuple[str, str]:
            name = key.partition(":")[0] + ":"
            return (head, body) if f"\n{name}" in f"\n{head}" else (key.format(self.mark()) + "\n" + head, body)

        self.edit(which, change)

    @rule(which=number)
    def write_headline(self, which: int) -> None:
        def change(head: str, body: str) -> tuple[str, str]:
            lines = [f"title: 'Neu {self.mark()}'" if line.startswith("title:") else line for line in head.split("\n")]
            return "\n".join(lines), body

        self.edit(which, change)

    @rule(which=number)
    def add_tag(self, which: int) -> None:
        def change(head: str, body: str) -> tuple[str, str]:
            return head.replace("tags:\n", f'tags:\n  - "Stichwort {self.mark()}"\n', 1), body

        self.edit(which, change)

    @rule(which=number, what=st.sampled_from(["locked: true", "locked: [body, title]"]))
    def lock(self, which: int, what: str) -> None:
        self.edit(which, lambda head, body: (head if "locked:" in head else f"{what}\n{head}", body))

    @rule(which=number)
    def save_with_windows_line_breaks(self, which: int) -> None:
        if path := self.pick(which):
            path.write_bytes(path.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))

    @rule(which=number)
    def rename(self, which: int) -> None:
        path = self.pick(which)
        if path and not path.name.endswith(".incoming.md"):
            path.rename(path.with_name(f"umbenannt-{next(self.marks)}.md"))

    @rule(which=number)
    def delete(self, which: int) -> None:
        if path := self.pick(which):
            path.unlink()

    @precondition(lambda self: any(path.name.endswith(".incoming.md") for path in self.articles()))
    @rule()
    def take_the_machines_version(self) -> None:
        path = next(path for path in self.articles() if path.name.endswith(".incoming.md"))
        path.rename(path.with_name(path.name.partition(".")[0] + ".md"))

    # --------------------------------------------------------------------------------------------------- the machine

    @rule()
    def learn(self) -> None:
        importer.MACHINE += "x"

    @rule()
    def take_in(self) -> None:
        before = self.marked()
        told = pipeline.take_in(self.root, OPTIONS)
        assert [error for error in told.errors if not str(error.path).endswith(".incoming.md")] == []
        self.check(before)

    @rule()
    def build(self) -> None:
        before = self.marked()
        told = pipeline.build(self.root, OPTIONS, output=self.root / "site")
        assert told.pages > 0, told.errors
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
        state = {path: path.read_bytes() for path in sorted(self.root.rglob("*")) if path.is_file()}
        again = pipeline.take_in(self.root, OPTIONS)
        assert {outcome.status for outcome in again.outcomes} <= UNTOUCHED
        assert {path: path.read_bytes() for path in sorted(self.root.rglob("*")) if path.is_file()} == state


def test_no_edited_line_is_lost() -> None:
    run(examples=8, steps=12)


@pytest.mark.slow
def test_no_edited_line_is_lost_in_long_stories() -> None:
    run(examples=40, steps=30)


def run(*, examples: int, steps: int) -> None:
    from hypothesis.stateful import run_state_machine_as_test

    few = settings(max_examples=examples, stateful_step_count=steps, deadline=None)
    run_state_machine_as_test(Newsroom, settings=few)
