"""Whatever comes in, each reader ends in time, in bounds and without a crash; `--fuzz-seconds 60` looks longer."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from fuzz_child import MEGABYTES
from fuzz_kinds import KINDS

CHILD = Path(__file__).with_name("fuzz_child.py")
SEED = 2026
GRACE = 240  # for the bombs, and the site at the end


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_no_source_crashes_hangs_fills_memory_or_gets_a_script_in(kind: str, fuzz_seconds: int, tmp_path: Path) -> None:
    child = [sys.executable, str(CHILD), kind, str(fuzz_seconds), str(SEED), str(tmp_path)]
    ended = subprocess.run(child, capture_output=True, text=True, timeout=fuzz_seconds + GRACE, check=False)
    assert ended.returncode == 0, f"died of what {tmp_path} holds as its input: {ended.stderr[-2000:]}"
    report = json.loads(ended.stdout)
    assert report["findings"] == []
    assert report["peak"] < MEGABYTES
    assert report["inputs"] > len(tuple(KINDS[kind].bombs()))
