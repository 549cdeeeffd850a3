"""A short build, killed at any step: the site is that of one text or of the other, and the next build ends well."""

from __future__ import annotations

import os
import signal
import sys
from random import Random
from typing import TYPE_CHECKING

import pytest
from killing import Steps
from test_incremental import CLOCK, build, project, settle, tree
from test_retouch import MORE, TEXT, write

from digest.run import retouch, unchanged
from digest.run.options import Options

if TYPE_CHECKING:
    from pathlib import Path

TIMES = 60
OPTIONS = Options(clock=CLOCK)


def forked(root: Path, counter: Steps) -> int:
    """Build the short way in a copy of this process; return how it ended, or how many steps that took."""
    told = root.parent / "steps"
    child = os.fork()
    if child == 0:
        code = 70
        try:
            sys.addaudithook(counter)
            last = unchanged.last(root, OPTIONS)
            code = int(not (last and retouch.build(last)))
            told.write_text(str(counter.done))
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status) or int(told.read_text())


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is no site in its place between two renames")
def test_a_short_build_may_be_killed_at_any_step(tmp_path: Path) -> None:
    root, chance = project(tmp_path / "a"), Random(3)  # noqa: S311 -- the same every time
    sites: dict[str, dict[str, bytes]] = {}
    for text in (TEXT, MORE):
        write(root, text)
        settle()
        build(root)
        sites[text] = tree(root / "site")
    seen = set()
    for number in range(TIMES):
        text, other = (TEXT, MORE) if number % 2 == 0 else (MORE, TEXT)
        settle()
        build(root)
        write(root, text)
        settle()
        steps = forked(root, Steps(None))
        assert steps > 20, "it was not a short build"
        write(root, other)
        settle()
        assert forked(root, Steps(chance.randint(1, steps - 1))) == -signal.SIGKILL
        left = tree(root / "site")
        assert left in (sites[text], sites[other])
        seen.add(left == sites[other])
        settle()
        build(root)
        assert tree(root / "site") == sites[other]
        assert sorted(path.name for path in root.iterdir()) == [".cache", "content", "digest.toml", "site"]
    assert seen == {False, True}
