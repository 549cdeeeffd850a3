"""Sources are cleaned in one process or several, and none of them can stop the others."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from digest.errors import DigestError
from digest.model import Article, Block
from digest.run import cleaning, single
from digest.run.bounds import Bounds
from digest.run.cleaning import Draft, Job

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from digest.model import Document


@pytest.fixture
def job(tmp_path: Path) -> Callable[[str], Job]:
    def make(text: str) -> Job:
        path = tmp_path / f"{len(list(tmp_path.iterdir()))}.txt"
        path.write_text(text, encoding="utf-8")
        return Job(path.name, f"content/sources/{path.name}", path, 1000, 3, 90)

    return make


def make_article(document: Document) -> Article:
    return Article(document.source.name, "Titel", (Block(document.source.data.decode()),))


def die_of_poison(job: Job) -> Draft:
    """Stands for a parser written in C that takes its whole process down."""
    if "poison" in job.path.read_text(encoding="utf-8"):
        os._exit(7)
    return Draft(Article(job.name, job.name, ()), "", ())


def test_a_source_becomes_a_draft(job: Callable[[str], Job], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(single, "accepted", make_article)
    draft = cleaning.clean(job("Der Deich hält dem Sturm stand. Das Wasser fällt."))
    assert isinstance(draft, Draft)
    assert draft.summary[0] == "Der Deich hält dem Sturm stand."


def test_a_fault_of_our_own_is_told_with_the_name_of_the_source(
    job: Callable[[str], Job], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(single, "accepted", lambda document: {"other": document}["gone"])
    error = cleaning.clean(job("Text"))
    assert isinstance(error, DigestError)
    assert error.path == "content/sources/0.txt"
    assert "KeyError" in error.message


@pytest.mark.parametrize(("text", "word"), [("", "empty"), ("x" * 1001, "too large")])
def test_size_is_looked_at_before_anything_else(job: Callable[[str], Job], text: str, word: str) -> None:
    error = cleaning.clean(job(text))
    assert isinstance(error, DigestError)
    assert word in error.message


@pytest.mark.slow
def test_a_source_that_kills_its_process_is_named_and_the_rest_is_cleaned(
    job: Callable[[str], Job], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cleaning, "clean", die_of_poison)
    monkeypatch.setattr(cleaning, "MIN_SOURCES_FOR_POOL", 2)
    jobs = [job(text) for text in ("good", "poison", "good", "good")]
    results = list(cleaning.clean_all(jobs, 2, Bounds(60, 2_000_000_000)))
    assert [isinstance(result, Draft) for result in results] == [True, False, True, True]
    assert "its process died" in str(results[1])
