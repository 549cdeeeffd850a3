"""The GitHub Pages workflow that `digest init` writes, and our own: its steps, and its commands run for real."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

import digest
from digest.errors import DigestError
from digest.run import pipeline, scaffold

ROOT = Path(__file__).parent.parent
BASE_URL = "https://harbour.example/herald"
ARTICLE = "---\ntitle: The quay is mended\ndate: 2026-03-01\ntags: [Harbour]\n---\n\nShips moor again.\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project as `digest init` makes it, with one article."""
    scaffold.init(tmp_path)
    (tmp_path / "content/articles/quay.md").write_text(ARTICLE, encoding="utf-8")
    return tmp_path


def workflow(folder: Path) -> dict[str, Any]:
    return dict(yaml.safe_load((folder / ".github/workflows/pages.yml").read_text(encoding="utf-8")))


def steps(flow: dict[str, Any]) -> list[dict[str, Any]]:
    return [step for job in flow["jobs"].values() for step in job["steps"]]


def actions(flow: dict[str, Any]) -> list[str]:
    return [step["uses"].partition("@")[0].partition("/")[2] for step in steps(flow) if "uses" in step]


def commands(flow: dict[str, Any]) -> list[dict[str, Any]]:
    return [step for step in steps(flow) if "run" in step]


@pytest.mark.parametrize("own", [False, True], ids=["of a new project", "of this repository"])
def test_the_workflow_publishes_with_the_permissions_it_needs_and_no_others(project: Path, *, own: bool) -> None:
    flow = workflow(ROOT if own else project)
    assert flow["permissions"] == {"contents": "read", "pages": "write", "id-token": "write"}
    assert flow["concurrency"] == {"group": "pages", "cancel-in-progress": False}
    names = ["checkout", "setup-python", "configure-pages", "upload-pages-artifact", "deploy-pages"]
    assert actions(flow) == names
    python = next(step for step in steps(flow) if step.get("uses", "").startswith("actions/setup-python"))
    assert python["with"]["cache"] == "pip"
    assert ((ROOT if own else project) / python["with"]["cache-dependency-path"]).is_file()


def test_the_workflow_checks_before_it_builds_what_it_uploads(project: Path) -> None:
    flow = workflow(project)
    lines = [step["run"] for step in commands(flow)]
    assert [line.split()[:2] for line in lines[-2:]] == [["digest", "check"], ["digest", "build"]]
    assert "--format github" in lines[-2], "faults show beside the changed lines"
    assert "--strict" in lines[-1]
    assert all(
        step["env"]["BASE_URL"] == "${{ steps.pages.outputs.base_url }}" for step in commands(flow) if "env" in step
    )
    upload = next(step for step in steps(flow) if "upload-pages-artifact" in step.get("uses", ""))
    assert upload["with"]["path"] == "site"


def test_the_workflow_installs_the_version_that_made_the_project(project: Path) -> None:
    wanted = (project / "requirements.txt").read_text(encoding="utf-8").splitlines()[-1]
    assert wanted == f"digest-press=={digest.__version__}"


def environment(**more: str) -> dict[str, str]:
    """What the commands of a workflow find, with the programs of this Python; articles of March 2026 are out."""
    programs = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return os.environ | {"BASE_URL": BASE_URL, "PATH": programs, "SOURCE_DATE_EPOCH": "1773100000"} | more


def run(step: dict[str, Any], folder: Path, found: dict[str, str]) -> None:
    command = ["bash", "-euo", "pipefail", "-c", step["run"]]
    done = subprocess.run(command, cwd=folder, env=found, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{step['run']}: {done.stdout}{done.stderr}"


@pytest.mark.slow
def test_the_commands_of_the_workflow_run_in_a_new_project(project: Path) -> None:
    # Without an index pip can only find that what the project wants is installed already.
    for step in commands(workflow(project)):
        run(step, project, environment(PIP_NO_INDEX="1"))
    assert (project / "site/.nojekyll").is_file()
    assert f"{BASE_URL}/articles/2026/03/quay.html" in (project / "site/sitemap.xml").read_text(encoding="utf-8")


@pytest.mark.slow
def test_our_own_workflow_publishes_the_demonstration_with_the_manual_below_it(tmp_path: Path) -> None:
    for name in ("content", "digest.toml", "docs", "mkdocs.yml", "themes"):
        (shutil.copytree if (ROOT / name).is_dir() else shutil.copy)(ROOT / name, tmp_path / name)
    found = environment(MANUAL_URL=f"{BASE_URL}/manual/", NO_MKDOCS_2_WARNING="1", PYTHONPATH=str(ROOT))
    lines = [step for step in commands(workflow(ROOT)) if not step["run"].startswith("pip ")]
    assert [step["run"].split()[0] for step in lines] == ["digest", "digest", "mkdocs"]
    for step in lines:
        run(step, tmp_path, found)
    assert (tmp_path / "site/index.html").is_file()
    assert f"{BASE_URL}/feed.xml" in (tmp_path / "site/feed.xml").read_text(encoding="utf-8")
    manual = (tmp_path / "site/manual/tutorial.html").read_text(encoding="utf-8")
    assert f'<link rel="canonical" href="{BASE_URL}/manual/tutorial.html">' in manual


def test_the_custom_domain_is_written_where_github_looks_for_it(project: Path) -> None:
    settings = project / "digest.toml"
    text = settings.read_text(encoding="utf-8")
    pipeline.build(project, clock="2026-03-05")
    assert not (project / "site/CNAME").exists()
    settings.write_text(text.replace('custom_domain = ""', 'custom_domain = "news.example.org"'), encoding="utf-8")
    pipeline.build(project, clock="2026-03-05")
    assert (project / "site/CNAME").read_text(encoding="utf-8") == "news.example.org\n"


@pytest.mark.parametrize("name", ["https://news.example.org", "news.example.org/", "news", "a b.example.org"])
def test_a_custom_domain_is_a_host_name_alone(project: Path, name: str) -> None:
    (project / "digest.toml").write_text(f'[site]\ncustom_domain = "{name}"\n', encoding="utf-8")
    with pytest.raises(DigestError, match=r"site\.custom_domain"):
        pipeline.build(project)
