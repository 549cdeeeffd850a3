"""Learn the cleaner's scorecard: `python benchmarks/train_scorecard.py ../shared/corpora` (needs the extra `train`).

Reads the pasted pages (`text/*.jsonl.gz`: lines and labels) and writes `digest/cleaner/scorecard.json`. Logistic
regression over one-hot buckets with an L2 penalty, fitted by L-BFGS; the second stage is fitted on first-stage chances
that were predicted for folds left out, or it would trust them too much. Users paste the part that they marked, and not
the whole page, and a press release is shorter than a reportage: so each page is learned from whole, cropped to the
article and its surroundings, and with all but a few paragraphs of the article cut out. With `--validate` it prints F1
of 4-word shingles, cross-validated by domain. Nothing is random: crops and folds come from checksums of identifiers.
"""

from __future__ import annotations

import argparse
import gzip
import json
import zlib
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from digest import languages
from digest.cleaner import features, scorecard
from digest.cleaner.phrases import phrases
from digest.model import Block

if TYPE_CHECKING:
    from collections.abc import Iterable

SETS = ("wcxb", "publishers")
FOLDS, INNER = 5, 3
# Swept over 0.3 to 3 by cross-validation: the optimum is flat between 0.5 and 2.
PENALTY = 1.0
# Swept over 0.3 to 0.6: wcxb 0.922, 0.924, 0.923, 0.921; publishers 0.879, 0.894, 0.904, 0.905.
THRESHOLD = 0.5
SECOND_BUCKETS = 110
CROP_BEFORE, CROP_AFTER, FEW = 7, 13, 6
KINDS = ("whole", "cropped", "short")


@dataclass(frozen=True, slots=True)
class Page:
    """One labelled page, or a crop of one."""

    set: str
    domain: str
    texts: list[str]
    labels: np.ndarray[Any, Any]
    shapes: list[features.Shape]
    rows: np.ndarray[Any, Any]
    kind: str


def checksum(text: str, modulus: int) -> int:
    """A number below `modulus` that depends on nothing but the text."""
    return zlib.crc32(text.encode()) % modulus


def pages(corpora: Path) -> list[Page]:
    """Read all pages, each whole, cropped and shortened."""
    out = []
    for name in SETS:
        truth = [json.loads(line) for line in (corpora / name / "truth.jsonl").open(encoding="utf-8")]
        hosts = {row["id"]: urlsplit(row.get("url") or "").hostname or row["id"].split("_")[0] for row in truth}
        with gzip.open(corpora / "text" / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            for row in map(json.loads, lines):
                pairs = [(line, label) for line, label in zip(row["lines"], row["labels"], strict=True) if line.strip()]
                for kind, places in variants(row["id"], [label for _, label in pairs]).items():
                    out.append(measure(name, hosts[row["id"]], [pairs[place] for place in places], kind))
    return out


def variants(key: str, labels: list[int]) -> dict[str, list[int]]:
    """The parts of a page to learn from: name → places of its lines."""
    whole = list(range(len(labels)))
    kept = [place for place, label in enumerate(labels) if label]
    if not kept:
        return {"whole": whole}
    low = max(kept[0] - checksum(key + "before", CROP_BEFORE), 0)
    high = min(kept[-1] + 1 + checksum(key + "after", CROP_AFTER), len(labels))
    few = 2 + checksum(key + "few", FEW)
    start = checksum(key + "start", max(len(kept) - few, 1))
    dropped = set(kept[:start] + kept[start + few :])
    inside = set(range(kept[0], kept[-1] + 1)) - set(kept[start : start + few])
    low = max(kept[0] - checksum(key + "early", CROP_BEFORE), 0)
    short = [place for place in range(low, high) if place not in dropped and (place not in inside or place % 4 == 0)]
    return {"whole": whole, "cropped": whole[low:high], "short": short}


def measure(name: str, domain: str, pairs: list[tuple[str, int]], kind: str) -> Page:
    """Compute the features that do not need the first stage."""
    blocks = [Block(text=line.strip(), line=number) for number, (line, _) in enumerate(pairs, 1)]
    language = languages.guess("\n".join(sorted((block.text for block in blocks), key=len, reverse=True)[:12]))
    shapes = [shape(block.text, language) for block in blocks]
    context = features.context(blocks, shapes)
    rows = np.array([shape.buckets + around for shape, around in zip(shapes, context, strict=True)])
    labels = np.array([label for _, label in pairs], dtype=float)
    return Page(name, domain, [block.text for block in blocks], labels, shapes, rows, kind)


@cache
def shape(text: str, language: str | None) -> features.Shape:
    """Measure a line once for all parts of its page."""
    return features.shape(Block(text=text), languages.get(language).words, phrases(language))


def weights(page: Page) -> np.ndarray[Any, Any]:
    """A page counts about as much as any other, a line by the root of its words: so does it in the measure."""
    words = np.sqrt(np.minimum([shape.words + 1 for shape in page.shapes], 60))
    return words / words.sum() * 6 * (np.log(len(words)) + 1)


def one_hot(rows: np.ndarray[Any, Any], sizes: np.ndarray[Any, Any]) -> csr_matrix:
    """A column for each bucket of each feature."""
    count, width = rows.shape
    columns = np.minimum(rows, sizes - 1) + np.concatenate([[0], np.cumsum(sizes)[:-1]])
    ones = np.ones(count * width, dtype=np.float32)
    return csr_matrix((ones, (np.repeat(np.arange(count), width), columns.ravel())), shape=(count, int(sizes.sum())))


def fit(matrix: csr_matrix, labels: np.ndarray[Any, Any], weight: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Return the points of all buckets and, last, the bias."""

    def loss(theta: np.ndarray[Any, Any]) -> tuple[float, np.ndarray[Any, Any]]:
        scores = matrix @ theta[:-1] + theta[-1]
        cost = weight @ (np.logaddexp(0, scores) - labels * scores) + PENALTY / 2 * theta[:-1] @ theta[:-1]
        slope = weight * (1 / (1 + np.exp(-scores)) - labels)
        return cost, np.append(matrix.T @ slope + PENALTY * theta[:-1], slope.sum())

    start = np.zeros(matrix.shape[1] + 1)
    return minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 120}).x


def chances(matrix: csr_matrix, theta: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Probabilities by the logistic function."""
    return 1 / (1 + np.exp(-(matrix @ theta[:-1] + theta[-1])))


def second_rows(some: list[Page], first: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """All features of the second stage."""
    parts, at = [], 0
    for page in some:
        own = [float(chance) for chance in first[at : at + len(page.texts)]]
        parts.append(np.hstack([page.rows, np.array(features.second(own, page.shapes))]))
        at += len(own)
    return np.vstack(parts)


def learn(some: list[Page], sizes: np.ndarray[Any, Any]) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """Fit both stages."""
    matrix = one_hot(np.vstack([page.rows for page in some]), sizes)
    labels, weight = np.concatenate([page.labels for page in some]), np.concatenate([weights(page) for page in some])
    folds = np.concatenate([[checksum(page.domain + "inner", INNER)] * len(page.texts) for page in some])
    left_out = np.zeros(len(labels))
    for fold in range(INNER):
        rest = folds != fold
        left_out[~rest] = chances(matrix[~rest], fit(matrix[rest], labels[rest], weight[rest]))
    again = one_hot(second_rows(some, left_out), second_sizes(sizes))
    return fit(matrix, labels, weight), fit(again, labels, weight)


def second_sizes(sizes: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Buckets of each feature of the second stage."""
    return np.append(sizes, [SECOND_BUCKETS] * len(features.SECOND))


def predict(some: list[Page], stages: tuple[np.ndarray[Any, Any], ...], sizes: np.ndarray[Any, Any]) -> list[Any]:
    """Final chances, page by page."""
    first = chances(one_hot(np.vstack([page.rows for page in some]), sizes), stages[0])
    final = chances(one_hot(second_rows(some, first), second_sizes(sizes)), stages[1])
    ends = np.cumsum([len(page.texts) for page in some])[:-1]
    return np.split(final, ends)


def shingle_f1(some: list[Page], final: list[Any]) -> float:
    """F1 of the mean precision and the mean recall of 4-word shingles."""
    pairs = []
    for page, own in zip(some, final, strict=True):
        got = _shingles(text for text, chance in zip(page.texts, own, strict=True) if chance >= THRESHOLD)
        want = _shingles(text for text, label in zip(page.texts, page.labels, strict=True) if label)
        common = (got & want).total()
        pairs.append((common / max(got.total(), 1), common / max(want.total(), 1)))
    precision, recall = np.mean(pairs, axis=0)
    return float(2 * precision * recall / (precision + recall))


def _shingles(texts: Iterable[str]) -> Counter[tuple[str, ...]]:
    words = "".join(char if char.isalnum() else " " for char in "\n".join(texts).lower()).split()
    return Counter(zip(words, words[1:], words[2:], words[3:], strict=False))


def save(stages: tuple[np.ndarray[Any, Any], ...], sizes: np.ndarray[Any, Any]) -> None:
    """Write both stages as readable rows."""
    own = features.OWN + features.CONTEXT
    layouts = ((own, sizes), (own + features.SECOND, second_sizes(sizes)))
    parts = []
    for name, theta, (names, widths) in zip(("first", "second"), stages, layouts, strict=True):
        rows = np.split(theta[:-1], np.cumsum(widths)[:-1])
        lines = ",\n".join(f"   {json.dumps(key)}: {_row(row)}" for key, row in zip(names, rows, strict=True))
        parts.append(f' "{name}": {{"bias": {theta[-1]:.2f}, "points": {{\n{lines}\n  }}}}')
    scorecard.PATH.write_text(f'{{\n "threshold": {THRESHOLD},\n{",".join(parts)}\n}}\n', encoding="utf-8")


def _row(points: np.ndarray[Any, Any]) -> str:
    rounded = [round(float(point), 2) + 0.0 for point in points]
    while len(rounded) > 1 and rounded[-1] == 0:  # buckets that no page reaches
        rounded.pop()
    return json.dumps(rounded)


def main() -> None:
    """Cross-validate, print the figures, fit on everything and save."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--validate", action="store_true", help="cross-validate too")
    options = parser.parse_args()
    everything = pages(options.corpora)
    sizes = np.vstack([page.rows for page in everything]).max(axis=0) + 1
    if options.validate:
        validate(everything, sizes)
    save(learn(everything, sizes), sizes)


def validate(everything: list[Page], sizes: np.ndarray[Any, Any]) -> None:
    """Print the cross-validated F1 of each set, pages whole and cropped."""
    done: list[tuple[Page, Any]] = []
    for fold in range(FOLDS):
        rest = [page for page in everything if checksum(page.domain, FOLDS) != fold]
        test = [page for page in everything if checksum(page.domain, FOLDS) == fold]
        done += zip(test, predict(test, learn(rest, sizes), sizes), strict=True)
    for name in SETS:
        for kind in KINDS:
            own = [(page, final) for page, final in done if page.set == name and page.kind == kind]
            score = shingle_f1([page for page, _ in own], [final for _, final in own])
            print(f"{name} {kind}: F1 {score:.4f}")


if __name__ == "__main__":
    main()
