"""What the quick commands may cost: they load none of the heavy libraries."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

import digest

HEAVY = {
    "babel",
    "bs4",
    "frontmatter",
    "ftfy",
    "jinja2",
    "markdown_it",
    "mkdocs",
    "pydantic",
    "ruamel",
    "simplemma",
    "yaml",
}


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Python with `arguments`, telling on standard error each module that it loads."""
    command = [sys.executable, "-X", "importtime", *arguments]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True)


def loaded(process: subprocess.CompletedProcess[str]) -> set[str]:
    """Top-level names of the modules that a process of `run` loaded."""
    modules = re.findall(r"^import time:[^|]+\|[^|]+\|\s*(\w+)", process.stderr, re.MULTILINE)
    return set(modules)


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["build", "--help"]], ids=" ".join)
def test_a_quick_command_loads_nothing_heavy(arguments: list[str]) -> None:
    modules = loaded(run("-m", "digest", *arguments))
    assert "click" in modules, "the measure works"
    assert not modules & HEAVY


def test_importing_digest_loads_nothing_heavy() -> None:
    modules = loaded(run("-c", "import digest"))
    assert "digest" in modules, "the measure works"
    assert not modules & (HEAVY | {"click"})


def test_the_version_is_told() -> None:
    assert digest.__version__ in run("-m", "digest", "--version").stdout
