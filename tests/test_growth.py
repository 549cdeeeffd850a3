"""A source of ten times the size takes about ten times the calls of functions, whatever its shape."""

from __future__ import annotations

import runpy
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

growth = SimpleNamespace(**runpy.run_path(str(Path(__file__).parent.parent / "benchmarks" / "growth.py")))


def calls(shape: str, size: int) -> int:
    """Functions of Python and C that are called while a source is cleaned."""
    count, source = 0, growth.made(shape, size)

    def note(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    sys.setprofile(note)
    try:
        growth.clean(source)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("shape", growth.SHAPES)
def test_calls_grow_no_faster_than_the_source(shape: str) -> None:
    calls(shape, 1500)
    assert calls(shape, 15_000) <= growth.LIMIT * calls(shape, 1500)
