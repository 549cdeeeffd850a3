"""Learn what makes a line of a pasted page its title: `python benchmarks/train_titles.py ../shared/corpora`.

Reads `wcxb` and `publishers`: `truth.jsonl` with `id, title` a line, and `text/NAME.jsonl.gz` with `id, lines` a line.
A multinomial logit chooses among the candidates of a page (McFadden, "Conditional Logit Analysis of Qualitative Choice
Behavior", 1974), with an L2 penalty. Prints the points beside those in use (`digest.cleaner.title.POINTS`, rounded),
learned on the pages whose CRC 32 is even, and how many titles each of both choose, on these and on the others. Needs
the extra `train`.
"""

from __future__ import annotations

import gzip
import json
import sys
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.optimize import minimize

from digest import readers
from digest.cleaner import drafts, judge, title
from digest.errors import SourceError
from digest.model import Source, letters

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    Page = tuple[int, np.ndarray[Any, Any], np.ndarray[Any, Any]]
    """Half, features of the candidates, and which of them are the title."""

SETS = ("wcxb", "publishers")
PENALTY = 0.5


def pages(folder: Path) -> Iterator[Page]:
    """Yield each page whose truth states a title and which has a candidate."""
    for name in SETS:
        lines = (folder / name / "truth.jsonl").read_text(encoding="utf-8").strip().split("\n")
        titles = {one["id"]: letters(one["title"]) for one in map(json.loads, lines) if one.get("title")}
        with gzip.open(folder / "text" / f"{name}.jsonl.gz", "rt", encoding="utf-8") as pasted:
            texts = {one["id"]: "\n".join(one["lines"]) for one in map(json.loads, pasted)}
        for key in sorted(titles.keys() & texts.keys()):
            try:
                document = readers.read(Source(f"{key}.txt", texts[key].encode()))
                body = judge.judge(drafts.prepare(document).draft)
            except SourceError:  # nothing in it can be seen
                continue
            rows = title.features(body)
            if rows:
                right = [letters(body.blocks[i].text) == titles[key] for i in rows]
                yield zlib.crc32(key.encode()) % 2, np.array(list(rows.values()), float), np.array(right)


def learn(some: Sequence[Page]) -> np.ndarray[Any, Any]:
    """Return the points with which the titles are likeliest."""

    def loss(points: np.ndarray[Any, Any]) -> tuple[float, np.ndarray[Any, Any]]:
        total, slope = PENALTY * points @ points / 2, PENALTY * points
        for _, rows, right in some:
            if right.any():
                scores = rows @ points
                shares = np.exp(scores - scores.max())
                shares /= shares.sum()
                hit = shares[right].sum()
                total -= np.log(hit)
                slope = slope - rows.T @ (np.where(right, shares / hit, 0) - shares)
        return total, slope

    found = minimize(loss, np.zeros(len(title.POINTS)), jac=True, method="L-BFGS-B")
    return np.asarray(found.x)


def exact(some: Sequence[Page], points: np.ndarray[Any, Any]) -> float:
    """Return the share of pages whose best candidate is the title."""
    return float(np.mean([right[np.argmax(rows @ points)] for _, rows, right in some]))


def main(folder: Path) -> None:
    """Learn on one half, and print the points and what both sets of them get right on the other."""
    every = list(pages(folder))
    even, odd = ([page for page in every if page[0] == half] for half in (0, 1))
    learned, used = learn(even), np.array(list(title.POINTS.values()))
    for name, new, old in zip(title.POINTS, learned, used, strict=True):
        print(f"{name:28}{new:7.2f}{old:7.2f}")
    print(f"{'exact, learned from':28}{exact(even, learned):7.3f}{exact(even, used):7.3f}")
    print(f"{'exact, the other half':28}{exact(odd, learned):7.3f}{exact(odd, used):7.3f}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
