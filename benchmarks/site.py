"""Sites: how long digest, Hugo, Pelican, Eleventy and MkDocs-Material take for the same articles, side by side.

    pip install '.[benchmark]'; npm install --global @11ty/eleventy
    python benchmarks/site.py [--articles N]... [--only NAME]... [--rounds R] [--svg FILE]

Each is built without anything of an earlier build (cold), again (unchanged), and again after a sentence was added to
one article (one edit). The table tells CPU seconds of all processes, user and system, and wall seconds, the best of
some rounds; the most memory that a process held; and CPU as a share of Hugo's in the same line. Generators take turns,
so that a busy machine slows all of them.
"""

from __future__ import annotations

import argparse
import compileall
import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

import site_content
import site_peers
import site_plot

import digest

CASES = ("cold", "unchanged", "one edit")
# Python programs run as they do when they are installed: with their bytecode.
_ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
_SETTLE = 0.2  # seconds after which a file system's clock has moved on


class Cost(NamedTuple):
    """What a build took."""

    cpu: float
    wall: float
    megabytes: float


def run(command: tuple[str, ...], folder: Path) -> Cost:
    """Run a build in `folder`."""
    time.sleep(_SETTLE)
    started = time.perf_counter()
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, cwd=folder, env=_ENVIRONMENT, stdout=quiet, stderr=quiet) as process:  # noqa: S603 -- our own table
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} failed with exit code {process.returncode} in {folder}")
    return Cost(usage.ru_utime + usage.ru_stime, time.perf_counter() - started, usage.ru_maxrss / 1024)


def measured(peer: site_peers.Peer, folder: Path) -> dict[str, Cost]:
    """Build three times: cold, unchanged, after one edit."""
    for name in (peer.output, ".cache", "cache", "resources", "__pycache__"):
        shutil.rmtree(folder / name, ignore_errors=True)
    (folder / ".hugo_build.lock").unlink(missing_ok=True)
    costs = {case: run(peer.command, folder) for case in CASES[:2]}
    found = sorted((folder / peer.articles).rglob("story-*.md"))
    with found[len(found) // 2].open("a", encoding="utf-8") as file:
        file.write("\nOne more sentence.\n")
    return costs | {CASES[2]: run(peer.command, folder)}


def best(rounds: list[dict[str, Cost]]) -> dict[str, Cost]:
    """Return the least of each figure: what else the machine does only adds to it."""
    return {case: Cost(*(min(values) for values in zip(*(one[case] for one in rounds), strict=True))) for case in CASES}


def main() -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, action="append", help="how many; several may be given")
    parser.add_argument("--only", action="append", help="a generator; several may be given")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--svg", type=Path, help="write a plot to this file")
    asked = parser.parse_args()
    peers = [peer for peer in site_peers.PEERS if peer.is_there and peer.name in (asked.only or [peer.name])]
    compileall.compile_dir(Path(digest.__file__).parent, quiet=1)
    results: dict[int, dict[str, dict[str, Cost]]] = {}
    for count in asked.articles or [1_000]:
        with tempfile.TemporaryDirectory(prefix="digest-benchmark-") as folder:
            results[count] = _table(count, peers, Path(folder), asked.rounds)
    if asked.svg:
        asked.svg.write_text(site_plot.svg({count: _cpu(found) for count, found in results.items()}), encoding="utf-8")


def _table(count: int, peers: list[site_peers.Peer], folder: Path, rounds: int) -> dict[str, dict[str, Cost]]:
    news = list(site_content.articles(count))
    for peer in peers:
        (folder / peer.name).mkdir()
        peer.make(folder / peer.name, news)
    all_rounds = [{peer.name: measured(peer, folder / peer.name) for peer in peers} for _ in range(rounds)]
    found = {peer.name: best([one[peer.name] for one in all_rounds]) for peer in peers}
    print(
        f"\n{count:,} articles\n\n| generator | build | CPU s | wall s | MB | CPU / Hugo's |\n|---|---|--:|--:|--:|--:|"
    )
    for name, costs in found.items():
        for case, cost in costs.items():
            ratio = f"{cost.cpu / found['Hugo'][case].cpu:.2f}" if "Hugo" in found else "–"
            print(
                f"| {name} | {case} | {cost.cpu:.2f} | {cost.wall:.2f} | {cost.megabytes:.0f} | {ratio} |", flush=True
            )
    return found


def _cpu(found: dict[str, dict[str, Cost]]) -> dict[str, dict[str, float]]:
    return {name: {case: cost.cpu for case, cost in costs.items()} for name, costs in found.items()}


if __name__ == "__main__":
    main()
