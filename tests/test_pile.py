"""Drafts wait for each other outside of memory, and speak for each other's tags."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.errors import SourceError
from digest.model import Article
from digest.run import pile
from digest.run.cleaning import Draft
from digest.run.pile import Pile
from digest.summarizer.tags import Candidate

if TYPE_CHECKING:
    import pytest


def draft(body: str, *slugs: str) -> Draft:
    candidates = {slug: Candidate(slug, slug.title(), (), 1.0, sure=False) for slug in slugs}
    return Draft(Article("a.txt", "Deich", ()), body, ("Ein Satz.",), candidates)


def test_what_is_put_on_it_comes_back_as_it_was() -> None:
    held, fault = Pile(), SourceError("empty", path="b.txt")
    held["a.txt"], held["b.txt"] = draft("Text.", "deich"), fault
    assert held.get("a.txt") == draft("Text.", "deich")
    assert held.get("b.txt") is fault
    assert held.get("c.txt") is None
    assert held.names() == {"a.txt", "b.txt"}
    assert held.drafts() == {"a.txt"}


def test_only_the_drafts_that_are_there_support_tags() -> None:
    held = Pile()
    for name in ("a.txt", "b.txt", "c.txt"):
        held[name] = draft("Text.", "deich", "hafen")
    held["a.txt"] = draft("Another text.", "deich")
    held.drop(["b.txt", "d.txt"])
    assert +held.support == {"deich": 2, "hafen": 1}
    assert "b.txt" not in held


def test_drafts_that_went_to_disk_come_back_as_they_were(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pile, "_IN_MEMORY", 1000)
    held = Pile()
    for number in range(50):
        held[f"{number}.txt"] = draft(f"Text {number}. " * 20)
    assert [held.get(f"{number}.txt") for number in range(50)] == [
        draft(f"Text {number}. " * 20) for number in range(50)
    ]
