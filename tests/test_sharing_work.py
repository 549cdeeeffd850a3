"""Several processes make a site: the same bytes, the same errors, and nothing left of any of them.

Each test runs in a process of its own, as one with threads, such as a test runner's, is never copied.
"""

from __future__ import annotations

import subprocess
import sys
import textwrap
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere processes are not copied")

ARTICLE = "---\ntitle: Fähre {0}\ndate: 2026-03-{1:02}\ntags: [Hafen, Anleger {2}]\n---\n\nSie fährt um {0} Uhr.\n"
PRELUDE = """
import os, sys, time
from pathlib import Path
from digest.run import forks, output, pipeline
folder, forked, fork = Path(sys.argv[1]), [], os.fork
os.fork = lambda: forked.append(1) or fork()
def tree(root):
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    articles = tmp_path / "content/articles"
    articles.mkdir(parents=True)
    for number in range(150):
        text = ARTICLE.format(number, number % 20 + 1, number % 40)
        (articles / f"{number}.md").write_text(text, encoding="utf-8")
    (tmp_path / "digest.toml").write_text('[site]\nbase_url = "https://hafen.example/"\n', encoding="utf-8")
    return tmp_path


def run(code: str, folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", PRELUDE + textwrap.dedent(code), str(folder)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def test_any_number_of_processes_writes_the_same_site(project: Path) -> None:
    code = """
    sites = []
    for jobs in 1, 2, 5:
        assert pipeline.build(folder, output=folder / f"site-{jobs}", jobs=jobs, clock="2026-04-01").exit_code() == 0
        sites.append(tree(folder / f"site-{jobs}"))
    print(sites[0] == sites[1] == sites[2], len(sites[0]) > 200, len(forked))
    """
    assert run(code, project).stdout.split() == ["True", "True", "5"]


def test_a_small_site_is_written_by_one_process(tmp_path: Path) -> None:
    code = """
    output.publish([(f"{n}.html", lambda: b"x") for n in range(20)], folder / "site", 4)
    print(len(tree(folder / "site")), len(forked))
    """
    assert run(code, tmp_path).stdout.split() == ["21", "0"]


def test_what_a_lost_process_did_not_do_is_done_again(tmp_path: Path) -> None:
    code = """
    first = os.getpid()
    def made():
        if os.getpid() != first:
            os.kill(os.getpid(), 9)
        time.sleep(0.001)
        return b"whole"
    count = output.publish([(f"{n % 7}/{n}.html", made) for n in range(400)], folder / "site", 2)
    pages = {name: data for name, data in tree(folder / "site").items() if name != output.MARKER}
    print(count, len(pages), set(pages.values()) == {b"whole"}, len(forked))
    """
    assert run(code, tmp_path).stdout.split() == ["400", "400", "True", "1"]


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_broken_template_is_told_alike(project: Path, jobs: int) -> None:
    (project / "themes/broadsheet").mkdir(parents=True)
    template = "one\n{{ entry.nothing if entry.title == 'Fähre 77' }}\n"
    (project / "themes/broadsheet/article.html").write_text(template, encoding="utf-8")
    report = run(f"print(pipeline.build(folder, jobs={jobs}, clock='2026-04-01').errors[0].line, len(forked))", project)
    assert report.stdout.split() == ["2", str(jobs - 1)]
    assert not (project / "site").exists()
    assert not (project / ".site.new").exists()


def test_nobody_works_on_when_the_first_process_is_killed(tmp_path: Path) -> None:
    code = """
    first = os.getpid()
    def task(number, root):
        if os.getpid() == first and number > 100:
            os.kill(first, 9)
        time.sleep(0.01)
        Path(root, str(number)).write_text("x")
    forks.shared(task, 100_000, 4, str(folder))
    """
    killed = run(code, tmp_path)  # which waits until nobody holds the other end of its pipes
    assert killed.returncode == -9
    assert 0 < len(list(tmp_path.iterdir())) < 10_000


def test_others_never_write_into_a_folder_that_took_the_place_of_theirs(tmp_path: Path) -> None:
    code = """
    first, place = os.getpid(), folder / "new"
    place.mkdir()
    def task(number, root):
        if os.getpid() == first:
            if number > 200 and not (folder / "old").exists():
                place.rename(folder / "old")
                place.mkdir()
            time.sleep(0.001)
        else:
            time.sleep(0.001)
            Path(root, str(number)).write_text("x")
    print(forks.shared(task, 2_000, 2, str(place)), len(tree(place)), len(tree(folder / "old")))
    """
    done, new, old = run(code, tmp_path).stdout.split()
    assert (done, new) == ("True", "0")
    assert int(old) > 100
