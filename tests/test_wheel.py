"""What a user installs: the wheel, in an environment that holds nothing of this checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

import digest

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parent.parent
SOURCE = """\
Harbour of Whitmere reopens after repairs

4 March 2026

The harbour of Whitmere opened to ships again on Wednesday, the Whitmere Port Authority said. Engineers had replaced \
the eastern sea wall within eleven months.

The repairs cost 14 million pounds, a tenth less than planned, and two of the three cranes are back in use. Fishing \
boats may land their catch at the old quay from Monday on.
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the source distribution: both hold what they need."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT), cwd=folder)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def program(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`digest` installed from the wheel into a fresh environment that borrows this one's dependencies only."""
    environment = tmp_path_factory.mktemp("environment")
    scripts = environment / ("Scripts" if os.name == "nt" else "bin")
    run(sys.executable, "-m", "venv", "--without-pip", str(environment), cwd=environment)
    python = next(scripts.glob("python*"))
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", "--no-index", "--no-deps"]
    run(*pip, str(wheel), cwd=environment)
    # Path files inside a borrowed folder are not read, so the editable install of this checkout stays out.
    where = run(str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=environment)
    Path(where.strip(), "dependencies.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    return scripts / "digest"


def run(*command: str, cwd: Path) -> str:
    """Run `command` in a clean environment and return what it prints; a failure shows all of it."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "PIP_", "DIGEST_"))}
    process = subprocess.run(command, cwd=cwd, env=clean, capture_output=True, text=True, encoding="utf-8", check=False)
    assert process.returncode == 0, f"{' '.join(command)}\n{process.stdout}{process.stderr}"
    return process.stdout


def test_the_wheel_holds_the_package_with_its_data_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert {"digest/py.typed", "digest/languages/de.toml"} <= set(names)
    assert any(name.startswith("digest/themes/broadsheet/") for name in names)
    assert {name.split("/")[0] for name in names} == {"digest", f"digest_press-{digest.__version__}.dist-info"}


def test_an_installed_digest_builds_a_site(program: Path, tmp_path: Path) -> None:
    assert digest.__version__ in run(str(program), "--version", cwd=tmp_path)
    run(str(program), "init", "herald", cwd=tmp_path)
    project = tmp_path / "herald"
    (project / "content" / "sources" / "harbour.txt").write_text(SOURCE, encoding="utf-8")
    run(str(program), "build", "--strict", cwd=project)
    assert "Harbour of Whitmere reopens after repairs" in (project / "site" / "index.html").read_text(encoding="utf-8")
    articles = project / "content" / "articles"
    assert [article.parent.relative_to(articles).as_posix() for article in articles.rglob("*.md")] == ["2026/03"]
    assert list((project / "site").rglob("*.css")), "the theme came along"
