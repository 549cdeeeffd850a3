"""Quality floors on real texts. They may rise; to lower one, say why in the change that does it."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import statistics
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

import digest
from digest.errors import SourceError

pytestmark = pytest.mark.corpus

ROOT = Path(__file__).parent.parent
# Every sixth page is looked at here: 0.931 and 0.933 when this was measured. The scorecard is learned from these pages;
# cross-validated by domain, all of them: 0.930 and 0.920.
FLOORS = {
    "wcxb": ("84e7c4ecd1dd8bfc", 0.925),
    "publishers": ("f2b2eefd09230225", 0.925),
}
EVERY = 6
N = 4


def shingles(text: str) -> Counter[tuple[str, ...]]:
    found = re.findall(r"\w+", text.lower())
    return Counter(tuple(found[i : i + N]) for i in range(len(found) - N + 1))


def rows(path: Path) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def f1(pairs: list[tuple[float, float]]) -> float:
    precision = statistics.mean(pair[0] for pair in pairs)
    recall = statistics.mean(pair[1] for pair in pairs)
    return 2 * precision * recall / (precision + recall)


@pytest.mark.parametrize("name", sorted(FLOORS))
def test_pasted_pages_are_cleaned_as_well_as_ever(corpora: Path, name: str) -> None:
    path = corpora / "text" / f"{name}.jsonl.gz"
    digest_of_data, floor = FLOORS[name]
    assert hashlib.sha256(path.read_bytes()).hexdigest().startswith(digest_of_data), "the data changed: measure anew"
    pairs = []
    for row in rows(path)[::EVERY]:
        got = shingles(digest.clean("\n".join(row["lines"]), name="page.txt").text)
        want = shingles("\n".join(line for line, kept in zip(row["lines"], row["labels"], strict=True) if kept))
        common = (got & want).total()
        pairs.append((common / max(got.total(), 1), common / max(want.total(), 1)))
    assert f1(pairs) >= floor


WEB = {
    "wcxb": ("47d32c235db851aa", 8, 0.946),
    "publishers": ("ca1b911abbe2b1e3", 2, 0.961),
    "german": ("07307b5c005346e6", 4, 0.97),
}
"""Set → checksum of its truth and of the pages looked at, every how many pages, floor.

0.951, 0.965 and 0.975 when this was measured; cross-validated by domain, all pages: 0.950, 0.961, 0.942. Trafilatura
2.3.1 reaches 0.933, 0.947 and 0.929 of all.
"""


def web_truth(corpora: Path, name: str) -> list[tuple[bytes, dict[str, Any]]]:
    """Each page of a sample, and what is known of the right extraction."""
    checksum, every, _ = WEB[name]
    truth = (corpora / name / "truth.jsonl").read_bytes()
    rows = [json.loads(line) for line in truth.splitlines()][::every]
    pages = [gzip.decompress((corpora / name / "html" / f"{row['id']}.html.gz").read_bytes()) for row in rows]
    found = hashlib.sha256(b"".join((truth, *pages))).hexdigest()
    assert found.startswith(checksum), "the data changed: measure anew"
    return list(zip(pages, rows, strict=True))


def web_text(data: bytes, url: str | None) -> str:
    try:
        return digest.clean(data, name="page.html", url=url or None).text
    except SourceError:
        return ""


@pytest.mark.parametrize("name", ["wcxb", "publishers"])
def test_web_pages_are_cleaned_as_well_as_ever(corpora: Path, name: str) -> None:
    pairs = []
    for data, row in web_truth(corpora, name):
        got, want = shingles(web_text(data, row.get("url"))), shingles(row["text"])
        common = (got & want).total()
        pairs.append((common / max(got.total(), 1), common / max(want.total(), 1)))
    assert f1(pairs) >= WEB[name][2]


def test_snippets_of_german_pages_are_kept_and_left_out(corpora: Path) -> None:
    found = lost = wrong = 0
    for data, row in web_truth(corpora, "german"):
        flat = " ".join(web_text(data, row.get("url")).split())
        present = [" ".join(snippet.split()) in flat for snippet in row["present"]]
        found, lost = found + sum(present), lost + present.count(False)
        wrong += sum(" ".join(snippet.split()) in flat for snippet in row["absent"])
    assert f1([(found / (found + wrong), found / (found + lost))]) >= WEB["german"][2]


def seeds(corpora: Path) -> list[tuple[Path, dict[str, Any], str]]:
    """Each real source with an editor's front matter and body."""
    out = []
    for source in sorted((corpora.parent / "seeds").glob("*.txt")):
        gold = (corpora.parent / "gold" / f"{source.stem}.md").read_text(encoding="utf-8")
        _, front, body = gold.split("---\n", 2)
        out.append((source, yaml.safe_load(front), body.strip()))
    assert len(out) == 4
    return out


def test_real_sources_come_out_as_an_editor_made_them(corpora: Path) -> None:
    for source, front, body in seeds(corpora):
        article = digest.clean(source.read_bytes(), name=source.name)
        assert article.markdown.strip() == body
        assert article.date == front["date"]
        assert list(article.authors) == front["authors"]
        assert article.publisher == front["source"]
        assert article.category == front.get("category")
        assert article.language == front["lang"]
        assert dict(article.abbreviations) == front.get("abbreviations", {})
        assert list(article.places) == front.get("place", [])
        assert list(article.keywords) == front.get("tags_from_links", [])
        if front["title"]:
            assert article.title == front["title"]
        else:
            assert article.title_origin == "derived"
            assert all(word in source.read_text(encoding="utf-8") for word in article.title.split())


def test_nothing_in_the_package_names_a_real_source(corpora: Path) -> None:
    names = {front["source"] for _, front, _ in seeds(corpora)} | {
        author for _, front, _ in seeds(corpora) for author in front["authors"]
    }
    names |= {re.sub(r"\W", "-", name) for name in names if name}
    package = "\n".join(
        path.read_text(encoding="utf-8").lower()
        for path in (ROOT / "digest").rglob("*")
        if path.suffix in {".py", ".toml", ".json"}
    )
    assert [name for name in sorted(filter(None, names)) if name.lower() in package] == []


def test_no_golden_case_shares_a_sentence_with_a_real_source(corpora: Path) -> None:
    real = set().union(*(_runs(source.read_text(encoding="utf-8")) for source, _, _ in seeds(corpora)))
    own = set().union(*(_runs(path.read_text(encoding="utf-8")) for path in (ROOT / "tests/cases/text").glob("*/*.md")))
    assert real & own == set()


def _runs(text: str, length: int = 6) -> set[tuple[str, ...]]:
    found = re.findall(r"\w+", text.lower())
    return {tuple(found[i : i + length]) for i in range(len(found) - length + 1)}
