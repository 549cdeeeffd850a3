"""The manual: its commands run, its options exist, its reference is complete, and it asks nothing of other hosts."""

from __future__ import annotations

import importlib.util
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

import click
import pytest
from selectolax.lexbor import LexborHTMLParser

from digest import cli
from digest.config import Config
from digest.content.schema import FrontMatter
from digest.run import pipeline, schemas

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent
TEXTS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
BLOCK = re.compile(r'^```(\w+)(?: title="([^"]+)")?\n(.*?)^```$', re.MULTILINE | re.DOTALL)


def blocks(text: str) -> Iterator[tuple[str, str, str]]:
    """Language, title and content of each block of code."""
    return ((found[1], found[2] or "", found[3]) for found in BLOCK.finditer(text))


def reference() -> Any:  # noqa: ANN401 -- a module
    """The hook that makes the pages of the reference."""
    specification = importlib.util.spec_from_file_location("reference", ROOT / "docs/tools/reference.py")
    assert specification
    assert specification.loader
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def calls(text: str) -> Iterator[list[str]]:
    """Words of each call of `digest` in the blocks of a text."""
    for language, _, content in blocks(text):
        lines = content.splitlines() if language in {"sh", "console", "bash"} else []
        for line in lines:
            for part in re.split(r"&&|\||;", line.removeprefix("$ ").partition(" #")[0]):
                if part.strip().startswith("digest "):
                    yield shlex.split(part)[1:]


def unknown(words: list[str]) -> list[str]:
    """What a call names that is neither a command nor an option."""
    group: click.Command = cli.main
    while words and isinstance(group, click.Group) and words[0] in group.commands:
        group, words = group.commands[words[0]], words[1:]
    known = {name for option in group.params for name in option.opts} | {"--help", "-h"}
    missing = words[:1] if isinstance(group, click.Group) and words and not words[0].startswith("-") else []
    return missing + [word for word in words if word.startswith("-") and word != "-" and word not in known]


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_command_and_option_that_is_shown_exists(path: Path) -> None:
    wrong = [(words, unknown(words)) for words in calls(path.read_text(encoding="utf-8")) if unknown(words)]
    assert wrong == []


def test_the_check_of_commands_sees_wrong_ones() -> None:
    shown = list(calls("```sh\ncd x && digest build --fast # --slow\ndigest tags wash A\n```\n"))
    assert [unknown(words) for words in shown] == [["--fast"], ["wash"]]


def rows(page: str) -> dict[str, list[str]]:
    """Cells of each row of the page's tables, by the names in the first one."""
    cells = [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in page.splitlines() if "|" in line]
    return {name: row[1:] for row in cells for name in re.findall(r"`([^`]+)`", row[0])}


def commands(group: click.Group) -> Iterator[click.Command]:
    for command in group.commands.values():
        yield command
        if isinstance(command, click.Group):
            yield from commands(command)


def test_the_reference_names_every_command_and_option_with_its_meaning() -> None:
    page = reference().PAGES["commands"]()
    told = rows(page)
    for command in commands(cli.main):
        assert f" {command.name}\n" in page
        assert (command.help or "").splitlines()[0] in page
        options = [name for option in command.params if isinstance(option, click.Option) for name in option.opts]
        assert [name for name in options if not told[name][0]] == []


def test_the_reference_names_every_front_matter_key_with_its_meaning() -> None:
    told = rows(reference().PAGES["front-matter"]())
    assert [key for key in FrontMatter.model_fields if not told.get(key, [""])[-1]] == []


def test_the_reference_names_every_setting_with_its_meaning() -> None:
    page = reference().PAGES["configuration"]()
    told = rows(page)
    for name, section in Config.model_fields.items():
        assert f"## [{name}]" in page
        settings = getattr(section.annotation, "model_fields", {})
        assert [key for key in settings if not told.get(key, [""])[-1]] == []


def test_the_reference_names_every_exit_code_with_its_meaning() -> None:
    told = rows(reference().PAGES["exit-codes"]())
    assert {code for code, row in told.items() if row[0]} >= {"0", "1", "2", "130"}


@pytest.mark.slow
def test_the_reference_names_the_address_of_every_file_of_a_site(tmp_path: Path) -> None:
    page = (ROOT / "docs/reference/site.md").read_text(encoding="utf-8")
    cells = " ".join(line.split("|")[1] for line in page.splitlines() if line.startswith("| `"))
    blanks = {"SLUG": r"[^/]+", "NAME": r"[^/]+", "DAY": r"[\d-]{10}", "YEAR": r"\d{4}", "MONTH": r"[\d-]+"}
    patterns = [
        re.sub("[A-Z]+", lambda word: blanks.get(word[0], word[0]), name) for name in re.findall(r"`(.+?)`", cells)
    ]
    for name in ("content", "themes", "digest.toml"):
        (shutil.copytree if (ROOT / name).is_dir() else shutil.copy)(ROOT / name, tmp_path / name)
    assert pipeline.build(tmp_path, clock="2026-03-10").errors == ()
    files = [
        path.relative_to(tmp_path / "site").as_posix() for path in (tmp_path / "site").rglob("*") if path.is_file()
    ]
    assert [file for file in files if not any(re.fullmatch(pattern, file) for pattern in patterns)] == []


def settings() -> Iterator[tuple[str, str]]:
    """Page and text of each block that shows a part of `digest.toml`."""
    for path in TEXTS:
        for language, title, content in blocks(path.read_text(encoding="utf-8")):
            tables = re.findall(r"^\[(\w+)", content, re.MULTILINE)
            if language == "toml" and not title and set(tables) & set(Config.model_fields):
                yield path.name, content


@pytest.mark.parametrize(("page", "text"), list(settings()))
def test_every_setting_that_is_shown_can_be_set(page: str, text: str) -> None:
    assert Config.model_validate(tomllib.loads(text)) != Config(), page


@pytest.fixture
def guided(tmp_path: Path) -> Path:
    """A project with an article and with all files that the guides show for one."""
    article = "---\ntitle: The quay\ndate: 2026-03-01\ntags: [global warming, morning]\n---\n\nIt is mended.\n"
    files = {"digest.toml": "", "content/articles/quay.md": article}
    for path in TEXTS:
        shown = blocks(path.read_text(encoding="utf-8"))
        files |= {title: text for _, title, text in shown if title.startswith(("themes/", "content/"))}
    assert {"themes/broadsheet/article.html", "content/tags.toml", "content/sources.toml"} < files.keys()
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_the_files_that_the_guides_show_work_together(guided: Path) -> None:
    report = pipeline.build(guided, clock="2026-03-05")
    assert (report.errors, report.warnings) == ((), ())
    page = (guided / "site/articles/2026/03/quay.html").read_text(encoding="utf-8")
    assert "It is mended." in page
    assert "Tell the desk." in page, "the template"
    assert "Climate" in page, "the vocabulary's label"
    assert "morning" not in page, "the stop list"


def expected_lines(output: str) -> list[re.Pattern[str]]:
    """Patterns of the lines that a block promises; `…` stands for anything, and any score for any other."""
    lines = [" ".join(line.split()) for line in re.sub(r"\b\d\.\d\d\b", "…", output).splitlines() if line.strip()]
    return [re.compile(".*".join(map(re.escape, line.split("…")))) for line in lines]


def run(command: str, folder: Path) -> str:
    environment = os.environ | {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "SOURCE_DATE_EPOCH": "1773100000",
    }
    done = subprocess.run(
        ["bash", "-c", command], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{command}: {done.stderr}"
    return done.stdout


@pytest.mark.slow
def test_the_tutorial_does_what_it_says(tmp_path: Path) -> None:
    folder, shown = tmp_path, 0
    for language, title, content in blocks((ROOT / "docs/tutorial.md").read_text(encoding="utf-8")):
        if title:
            (tmp_path / title).write_text(content, encoding="utf-8")
        for command, _, output in (part.partition("\n") for part in re.split(r"^\$ ", content, flags=re.MULTILINE)[1:]):
            assert language == "console"
            if command.startswith("cd "):
                folder /= command.removeprefix("cd ")
                continue
            lines = [" ".join(line.split()) for line in run(command, folder).splitlines()]
            for pattern in expected_lines(output):
                found = next((number for number, line in enumerate(lines) if pattern.fullmatch(line)), None)
                assert found is not None, f"{command}: {pattern.pattern!r} is not in what is left: {lines}"
                del lines[: found + 1]
                shown += 1
    assert shown > 20, "the tutorial shows what its commands print"
    assert (folder / "site/index.html").is_file()


@pytest.fixture(scope="module")
def manual(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The manual, built so that a single warning would have failed it."""
    site = tmp_path_factory.mktemp("manual")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(site)]
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return site


@pytest.mark.slow
def test_the_manual_is_read_without_any_other_host(manual: Path) -> None:
    pages = [LexborHTMLParser(page.read_text(encoding="utf-8")) for page in manual.rglob("*.html")]
    assert len(pages) > 20
    fetched = {value for page in pages for value in loaded(page) if urlsplit(value).netloc}
    assert fetched == set()


def loaded(page: LexborHTMLParser) -> Iterator[str]:
    """Addresses that a browser would ask for while it shows a page."""
    for node in page.css("script[src], img[src], iframe[src], link[rel~=stylesheet], link[rel=preconnect]"):
        yield node.attributes.get("src") or node.attributes.get("href") or ""


@pytest.mark.slow
@pytest.mark.parametrize("of", schemas.NAMES)
def test_the_schemas_are_published_beside_the_manual(manual: Path, of: str) -> None:
    assert (manual / "schema" / f"{of}.json").read_text(encoding="utf-8") == schemas.text(of)


@pytest.mark.slow
def test_every_link_of_the_manual_leads_somewhere(manual: Path) -> None:
    dead = []
    for file in manual.rglob("*.html"):
        for node in LexborHTMLParser(file.read_text(encoding="utf-8")).css("a[href]"):
            link = urlsplit(node.attributes.get("href") or "")
            if (
                not link.scheme
                and link.path
                and file.name != "404.html"
                and not (file.parent / unquote(link.path)).is_file()
            ):
                dead.append((file.name, link.path))
    assert dead == []
