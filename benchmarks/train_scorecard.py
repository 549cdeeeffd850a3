"""Learn the cleaner's scorecards: `python benchmarks/train_scorecard.py ../shared/corpora` (needs the extra `train`).

Reads the evaluation data (see `labelled.py`) and writes `digest/cleaner/scorecard-text.json` and `-markup.json`.
Logistic regression over one-hot buckets with an L2 penalty, fitted by L-BFGS; the second stage is fitted on first-stage
chances that were predicted for folds left out, or it would trust them too much. Users paste the part that they marked,
and not the whole page, and a press release is shorter than a reportage: so a pasted page is learned from whole, cropped
to the article and its surroundings, and with all but a few paragraphs of the article cut out. With `--validate` it
prints F1 of 4-word shingles, cross-validated by domain. Nothing is random: folds come from checksums of domains.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import labelled
import numpy as np
from labelled import Page, checksum
from scipy.optimize import minimize
from scipy.sparse import csr_matrix, hstack

from digest.cleaner import scorecard

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

SOURCES = {"text": labelled.pasted, "markup": labelled.web}
FOLDS, INNER = 3, 2
# Swept by cross-validation. Pasted: flat between 0.5 and 2. Web pages, at 1, 4, 10, 20:
# wcxb 0.946, 0.948, 0.948, 0.947; publishers 0.957, 0.958, 0.959, 0.958.
PENALTY = {"text": 1.0, "markup": 10.0}
ROUNDS = 100
# Pasted, swept over 0.4 to 0.6 in steps of 0.05: wcxb 0.932, 0.931, 0.929, 0.926, 0.924;
# publishers 0.922, 0.921, 0.922, 0.916, 0.917. Web pages, at 0.40, 0.43, 0.45, 0.48: wcxb 0.949, 0.949, 0.950, 0.950;
# publishers 0.960, 0.962, 0.962, 0.963; snippets of german 0.942, 0.942, 0.941, 0.941.
THRESHOLDS = {"text": 0.45, "markup": 0.43}
SECOND_BUCKETS = 110
# Short lines outside the article are most of a web page and all alike: a fifth of them, counted five times, is enough.
TRIVIAL_WORDS, SAMPLE = 4, 5


def one_hot(rows: np.ndarray[Any, Any], sizes: np.ndarray[Any, Any]) -> csr_matrix:
    """A column for each bucket of each feature."""
    count, width = rows.shape
    columns = np.minimum(rows, sizes - 1) + np.concatenate([[0], np.cumsum(sizes)[:-1]])
    ones = np.ones(count * width)
    return csr_matrix((ones, (np.repeat(np.arange(count), width), columns.ravel())), shape=(count, int(sizes.sum())))


def fit(
    matrix: csr_matrix, labels: np.ndarray[Any, Any], weight: np.ndarray[Any, Any], penalty: float
) -> np.ndarray[Any, Any]:
    """Return the points of all buckets and, last, the bias."""
    across = matrix.T

    def loss(theta: np.ndarray[Any, Any]) -> tuple[float, np.ndarray[Any, Any]]:
        scores = matrix @ theta[:-1] + theta[-1]
        cost = weight @ (np.logaddexp(0, scores) - labels * scores) + penalty / 2 * theta[:-1] @ theta[:-1]
        slope = weight * (1 / (1 + np.exp(-scores)) - labels)
        return cost, np.append(across @ slope + penalty * theta[:-1], slope.sum())

    start = np.zeros(matrix.shape[1] + 1)
    return minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": ROUNDS}).x


def chances(matrix: csr_matrix, theta: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Probabilities by the logistic function."""
    return 1 / (1 + np.exp(-(matrix @ theta[:-1] + theta[-1])))


def second_rows(some: list[Page], first: np.ndarray[Any, Any]) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """What the second stage looks at besides, and whether it looks at a block at all."""
    width = len(scorecard.SECOND[kind_of(some)]) - some[0].rows.shape[1]
    rows, asked, at = np.zeros((len(first), width), dtype=np.int32), np.zeros(len(first), dtype=bool), 0
    for page in some:
        places, found = page.second([float(chance) for chance in first[at : at + len(page.texts)]])
        if found:
            rows[at + np.array(places)] = found
            asked[at + np.array(places)] = True
        at += len(page.texts)
    return rows, asked


def kind_of(some: list[Page]) -> str:
    """Which scorecard pages are for."""
    return "markup" if some[0].families.shape[1] else "text"


def first_matrix(some: list[Page], sizes: np.ndarray[Any, Any]) -> csr_matrix:
    """A column for each bucket of each feature of the first stage, and one for each family."""
    families = csr_matrix(np.vstack([page.families for page in some]).astype(np.float64))
    return hstack([one_hot(np.vstack([page.rows for page in some]), sizes), families]).tocsr()


def learn(some: list[Page], sizes: Sizes) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """Fit both stages."""
    matrix, penalty = first_matrix(some, sizes.first), PENALTY[kind_of(some)]
    labels = np.concatenate([page.labels for page in some])
    weight, keep = sampled(some)
    folds = np.concatenate([[checksum(page.domain + "inner", INNER)] * len(page.texts) for page in some])
    left_out = np.zeros(len(labels))
    for fold in range(INNER):
        rest = (folds != fold) & keep
        left_out[folds == fold] = chances(matrix[folds == fold], fit(matrix[rest], labels[rest], weight[rest], penalty))
    rows, asked = second_rows(some, left_out)
    known = np.concatenate([page.weights for page in some])
    if kind_of(some) == "markup":  # the trivial blocks are gone at first glance, so none need be sampled
        chosen, weights = asked & (known > 0), known
    else:
        chosen, weights = keep, weight
    again = hstack([matrix[chosen], one_hot(rows[chosen], sizes.second)]).tocsr()
    second = fit(again, labels[chosen], weights[chosen], penalty)
    return fit(matrix[keep], labels[keep], weight[keep], penalty), second


def sampled(some: list[Page]) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """Weight of each block, and whether it is fitted at all."""
    weight = np.concatenate([page.weights for page in some])
    labels = np.concatenate([page.labels for page in some])
    words = np.concatenate([page.words for page in some])
    place = np.concatenate([np.arange(len(page.texts)) for page in some])
    trivial = (words < TRIVIAL_WORDS) & (labels == 0)
    return np.where(trivial, weight * SAMPLE, weight), (weight > 0) & (~trivial | (place % SAMPLE == 0))


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many buckets each feature has."""

    first: np.ndarray[Any, Any]
    second: np.ndarray[Any, Any]

    @classmethod
    def of(cls, some: list[Page]) -> Sizes:
        """Count them; those of the second stage are bounded, as they depend on what is learned."""
        first = np.vstack([page.rows for page in some]).max(axis=0) + 1
        return cls(first, np.full(len(scorecard.SECOND[kind_of(some)]) - len(first), SECOND_BUCKETS))


def predict(some: list[Page], stages: tuple[np.ndarray[Any, Any], ...], sizes: Sizes) -> list[Any]:
    """Final chances, page by page."""
    matrix = first_matrix(some, sizes.first)
    final = chances(matrix, stages[0])
    rows, asked = second_rows(some, final)
    final[asked] = chances(hstack([matrix[asked], one_hot(rows[asked], sizes.second)]).tocsr(), stages[1])
    ends = np.cumsum([len(page.texts) for page in some])[:-1]
    return np.split(final, ends)


def shingle_f1(some: Sequence[Page], final: Sequence[Any], threshold: float) -> float:
    """F1 of the mean precision and the mean recall of 4-word shingles."""
    pairs = []
    for page, own in zip(some, final, strict=True):
        got = _shingles(text for text, chance in zip(page.texts, own, strict=True) if chance >= threshold)
        want = _shingles([page.truth])
        common = (got & want).total()
        pairs.append((common / max(got.total(), 1), common / max(want.total(), 1)))
    precision, recall = np.mean(pairs, axis=0)
    return float(2 * precision * recall / (precision + recall))


def snippet_f1(some: Sequence[Page], final: Sequence[Any], threshold: float) -> float:
    """F1 of the snippets of all pages, found or not."""
    right = wrong = missed = 0
    for page, own in zip(some, final, strict=True):
        texts = (text for text, chance in zip(page.texts, own, strict=True) if chance >= threshold)
        text = " ".join(" ".join(texts).split())
        found = sum(one in text for one in page.present)
        right, missed = right + found, missed + len(page.present) - found
        wrong += sum(one in text for one in page.absent)
    return 2 * right / (2 * right + wrong + missed)


def _shingles(texts: Iterable[str]) -> Counter[tuple[str, ...]]:
    words = "".join(char if char.isalnum() else " " for char in "\n".join(texts).lower()).split()
    return Counter(zip(words, words[1:], words[2:], words[3:], strict=False))


def save(kind: str, stages: tuple[np.ndarray[Any, Any], ...], sizes: Sizes) -> None:
    """Write both stages as readable rows."""
    families = scorecard.FAMILIES[kind]
    own, again = scorecard.FIRST[kind], scorecard.SECOND[kind][len(scorecard.FIRST[kind]) :]
    parts = []
    for name, theta, more, widths in (("first", stages[0], (), []), ("second", stages[1], again, sizes.second)):
        ends = np.cumsum([*sizes.first, len(families), *widths])
        *rows, bits = _moved_last(np.split(theta[:-1], ends[:-1]), len(own))
        lines = ",\n".join(f"   {json.dumps(key)}: {_row(row)}" for key, row in zip((*own, *more), rows, strict=True))
        known = {key: round(float(one), 2) + 0.0 for key, one in zip(families, bits, strict=True)}
        head = f'"bias": {theta[-1]:.2f}, "families": {json.dumps(known)}'
        parts.append(f' "{name}": {{{head}, "points": {{\n{lines}\n  }}}}')
    text = f'{{\n "threshold": {THRESHOLDS[kind]},\n{",".join(parts)}\n}}\n'
    scorecard.path(kind).write_text(text, encoding="utf-8")


def _moved_last(parts: list[Any], at: int) -> list[Any]:
    return [*parts[:at], *parts[at + 1 :], parts[at]]


def _row(points: np.ndarray[Any, Any]) -> str:
    rounded = [round(float(point), 2) + 0.0 for point in points]
    while len(rounded) > 1 and rounded[-1] == 0:  # buckets that no page reaches
        rounded.pop()
    return json.dumps(rounded)


def main() -> None:
    """Fit on everything and save; before that cross-validate, if asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--kind", choices=sorted(SOURCES), action="append", help="only this scorecard")
    parser.add_argument("--validate", action="store_true", help="cross-validate, too")
    options = parser.parse_args()
    for kind in options.kind or sorted(SOURCES):
        everything = list(SOURCES[kind](options.corpora))
        sizes = Sizes.of(everything)
        if options.validate:
            validate(kind, everything, sizes)
        save(kind, learn(everything, sizes), sizes)


def validate(kind: str, everything: list[Page], sizes: Sizes) -> None:
    """Print the cross-validated F1 of each set of whole texts."""
    done: list[tuple[Page, Any]] = []
    for fold in range(FOLDS):
        rest = [page for page in everything if checksum(page.domain, FOLDS) != fold]
        test = [page for page in everything if checksum(page.domain, FOLDS) == fold]
        done += zip(test, predict(test, learn(rest, sizes), sizes), strict=True)
    done.sort(key=lambda pair: (pair[0].set, pair[0].kind))
    for key, group in groupby(done, lambda pair: (pair[0].set, pair[0].kind)):
        own, finals = zip(*group, strict=True)
        score = shingle_f1(own, finals, THRESHOLDS[kind]) if own[0].truth else snippet_f1(own, finals, THRESHOLDS[kind])
        print(f"{kind} {' '.join(key)}: F1 {score:.4f}{'' if own[0].truth else ' of snippets'}")


if __name__ == "__main__":
    main()
