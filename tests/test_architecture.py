"""Promises about the code that a machine can check."""

from __future__ import annotations

import ast
import importlib
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import click
import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "digest"
FILES = sorted(path for path in PACKAGE.rglob("*.py") if path.name != "__main__.py")
# Steps below `run` take values and return values; the languages are data files of the package.
PURE = ["readers", "cleaner", "content", "summarizer", "site", "model", "errors.py"]
DISK = {"open", "read_text", "read_bytes", "write_text", "write_bytes"}
CHANCE = {"now", "today", "utcnow", "getenv", "urlopen", "uuid1", "uuid4"}
SHIPPED = {  # readers of files that the package itself holds
    "digest/cleaner/scorecard.py": {"read_text"},  # the classifier's weights
    "digest/cleaner/structure.py": {"read_text"},  # the words of templates
    "digest/site/render.py": {"read_bytes"},  # the theme's style sheet and pictures
    "digest/site/search.py": {"read_text"},  # the program of the search page
    "digest/site/themes.py": {"read_text"},  # the theme's options
}
MAX_LINES = 350
PUBLIC = (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


each_file = pytest.mark.parametrize("path", FILES, ids=name)


def undocumented(node: ast.Module | ast.ClassDef) -> list[str]:
    """Public classes and functions in `node`, and public methods of its classes, that have no docstring."""
    public = [child for child in node.body if isinstance(child, PUBLIC) and not child.name.startswith("_")]
    classes = [child for child in public if isinstance(child, ast.ClassDef)]
    missing = [child.name for child in public if not ast.get_docstring(child)]
    return missing + [f"{child.name}.{method}" for child in classes for method in undocumented(child)]


def called(tree: ast.Module) -> set[str]:
    """The last part of each name that the code calls: `now` of `datetime.now()`."""
    functions = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return {f.id if isinstance(f, ast.Name) else f.attr for f in functions if isinstance(f, ast.Name | ast.Attribute)}


def pinned(file: str) -> dict[str, frozenset[str]]:
    """Requirement → its hashes, of a file of pinned requirements."""
    text = (ROOT / file).read_text(encoding="utf-8")
    entries = re.findall(r"^(\S+==\S+)((?:\s*\\\n\s+--hash=\S+)*)", text, re.MULTILINE)
    return {requirement: frozenset(re.findall(r"sha256:\w{64}\b", hashes)) for requirement, hashes in entries}


def test_no_step_imports_a_step_beside_or_above_it() -> None:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    assert "2 kept, 0 broken" in run.stdout


def test_the_documented_layers_are_the_checked_ones() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    layers = project["tool"]["importlinter"]["contracts"][0]["layers"]
    checked = [set(re.findall(r"\w+", layer)) for layer in layers if not layer.startswith("(")]
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    sentence = re.search(r"Layers from the top: (.+?)\. ", text, re.DOTALL)
    assert sentence
    assert [set(re.findall(r"\w+", layer)) for layer in sentence[1].split("→")] == checked


@pytest.mark.parametrize("step", PURE)
def test_no_step_below_run_touches_disk_or_clock(step: str) -> None:
    files = [path for path in FILES if path.relative_to(PACKAGE).parts[0] == step]
    assert files
    touching = {name(path): called(ast.parse(path.read_bytes())) & (DISK | CHANCE) for path in files}
    assert {path: names for path, names in touching.items() if names - SHIPPED.get(path, set())} == {}


@each_file
def test_every_public_name_is_documented(path: Path) -> None:
    tree = ast.parse(path.read_bytes())
    assert ast.get_docstring(tree), "the module says what is in it"
    assert undocumented(tree) == []


@each_file
def test_no_room_is_crowded(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MAX_LINES


@each_file
def test_a_module_is_named_for_what_is_in_it(path: Path) -> None:
    assert not {"utils", "util", "helpers", "common", "misc"} & set(path.relative_to(PACKAGE).with_suffix("").parts)


@each_file
def test_every_lint_exception_gives_its_reason(path: Path) -> None:
    bare = re.compile(r"#\s*(?:noqa(?:: [A-Z0-9, ]+)?|type: ignore(?:\[[\w, -]+\])?)[ \t]*$", re.MULTILINE)
    assert bare.findall(path.read_text(encoding="utf-8")) == []


@each_file
def test_every_exported_name_resolves(path: Path) -> None:
    parts = path.relative_to(ROOT).with_suffix("").parts
    module = importlib.import_module(".".join(part for part in parts if part != "__init__"))
    assert [export for export in getattr(module, "__all__", ()) if not hasattr(module, export)] == []


def test_the_readme_names_the_commands_that_exist() -> None:
    from digest.cli import main

    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `digest (\w+)", text, re.MULTILINE)) == set(main.commands)
    targets = re.findall(r"^\.PHONY: (.+)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert set(re.findall(r"make (\w+)`", text)) <= set(targets[0].split())


def test_each_option_says_what_it_does() -> None:
    from digest.cli import main

    options = [(name, option) for name, command in main.commands.items() for option in command.params]
    mute = [(name, option.name) for name, option in options if isinstance(option, click.Option) and not option.help]
    assert mute == []


def test_what_runs_is_pinned_as_it_was_tested() -> None:
    run, tested = pinned("requirements.txt"), pinned("constraints.txt")
    assert run
    assert all(tested.values())
    assert run.items() <= tested.items()


@pytest.mark.parametrize("file", ["constraints.txt", "requirements.txt"])
def test_pins_name_no_host_and_no_folder(file: str) -> None:
    text = (ROOT / file).read_text(encoding="utf-8")
    assert not re.findall(r"https?:|file:/|index-url|find-links|trusted-host", text)
