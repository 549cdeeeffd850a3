"""Which articles told the same story in the last build: only those after the first that changed are compared again."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from digest.run import memory, surroundings
from digest.summarizer.stories import Placed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.run.store import Project

_FILE = "stories"


def load(project: Project) -> tuple[Placed, ...]:
    """Return what is remembered, oldest article first; nothing where that was found by another program."""
    try:
        program, *rows = json.loads(memory.load(project.root, _FILE) or b"[null]")
        return tuple(Placed(*row) for row in rows) if program == surroundings.program() else ()
    except (ValueError, TypeError):
        return ()


def save(project: Project, placed: Sequence[Placed]) -> None:
    """Remember what was found."""
    rows = [(one.text, one.words, one.like, one.is_copy) for one in placed]
    memory.save(project.root, _FILE, json.dumps([surroundings.program(), *rows]).encode())
