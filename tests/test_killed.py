"""Killed at any moment: every article whole, the old or the new site whole, and the next build clean."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

KILLING = Path(__file__).with_name("killing.py")
TIMES = 200


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is no site in its place between two renames")
def test_a_build_may_be_killed_at_any_moment(tmp_path: Path) -> None:
    command = [sys.executable, str(KILLING), str(tmp_path), "9", str(TIMES)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    told = json.loads(result.stdout)
    assert told["findings"] == []
    assert told["killed"] == TIMES
    assert told["sites"]["old"] > TIMES // 10
    assert told["sites"]["new"] > 0
