"""Marks behind a sentence: what they do to a summary, and that nobody else sees them."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.config import Summary
from digest.content import markdown, marks, ownership, writer
from digest.content.markdown import Reading
from digest.model import Kind, Tag
from digest.run import marked
from digest.summarizer import rank

YES, NO = "<!-- summary: yes -->", "<!-- summary: no -->"
FIRST = "Die Stadt Lindau baut eine neue Brücke."
SECOND = "Der Rat gibt dafür vier Millionen Euro."
THIRD = "Auf dem Markt gab es frischen Käse."


def summary(body: str, count: int = 1) -> list[str]:
    found = marks.read(body)
    return rank.summarize_blocks(found.blocks, language="de", sentences=count, marks=found.wanted)


@pytest.mark.parametrize(
    "body",
    [
        f"{FIRST} {SECOND} {THIRD} {YES}",
        f"{FIRST} {SECOND} {THIRD}{YES}",
        f"{FIRST}\n\n{SECOND} {THIRD}\n{YES}\n",
        f"{FIRST}\n\n{THIRD}\n\n{YES}\n\n{SECOND}",
        f"{FIRST} {THIRD} {YES} {SECOND}",
        f"{FIRST}\n\n> {THIRD} {YES}",
        f"{FIRST}\n\n- {THIRD} {YES}\n- {SECOND}",
    ],
)
def test_a_pinned_sentence_is_the_summary(body: str) -> None:
    assert summary(body) == [THIRD]


def test_the_rest_of_the_summary_is_chosen_as_ever() -> None:
    assert summary(f"{FIRST} {SECOND} {THIRD} {YES}", 2) == [FIRST, THIRD]


def test_all_pinned_sentences_are_taken() -> None:
    assert summary(f"{FIRST} {YES} {SECOND} {YES} {THIRD} {YES}") == [FIRST, SECOND, THIRD]


def test_a_banned_sentence_is_never_taken() -> None:
    assert summary(f"{FIRST} {NO} {SECOND}", 3) == [SECOND]
    assert summary(f"{FIRST} {NO}") == []


def test_marked_text_is_read_as_the_site_shows_it() -> None:
    text = f"# Titel\n\nDie *neue* [Brücke](b.html) &amp; mehr\nist `da`. {YES}"
    body = f"{text}\n\n```\nkein Satz.\n```\n\n| a |\n|---|\n| b |"
    blocks = marks.read(body).blocks
    assert [(block.kind, block.text) for block in blocks] == [
        (Kind.HEADING, "Titel"),
        (Kind.PARAGRAPH, "Die neue Brücke & mehr ist da."),
        (Kind.TABLE, "a"),
        (Kind.TABLE, "b"),
    ]
    assert summary(body) == ["Die neue Brücke & mehr ist da."]


@pytest.mark.parametrize("text", [f"Ein Satz.\\{YES}", "Ein Satz. <!-- summary: perhaps -->", "Ein Satz."])
def test_what_is_no_mark_stays_in_the_text(text: str) -> None:
    assert not marks.are_in(text)
    assert markdown.read(f"---\ntitle: T\n---\n{text}".encode(), "a.md").body == text


def test_the_body_is_published_without_marks() -> None:
    text = f"---\ntitle: T\n---\n{FIRST} {YES} {SECOND}{NO}\n{THIRD}\n{NO}\n\nEnde."
    assert markdown.read(text.encode(), "a.md").body == f"{FIRST} {SECOND}\n{THIRD}\n\n\nEnde."


BODY = f"{FIRST} {SECOND}\n\n{THIRD}"
MATTER = {"title": "Brücke", "date": dt.date(2026, 3, 2), "lang": "de", "summary": [FIRST]}
WRITTEN = writer.write(ownership.signed(MATTER, BODY, {"source": "b.txt"}), BODY)


def published(text: str) -> tuple[str, ...]:
    file = markdown.read(text.encode(), "a.md")
    entry = markdown.entry(file, Reading(dt.UTC, "de", lambda name, _: Tag(name, name)))
    return marked.summarized(entry, file, Summary(sentences=1)).summary


def test_a_summary_that_the_machine_wrote_follows_the_marks() -> None:
    assert published(WRITTEN) == (FIRST,)
    assert published(WRITTEN.replace(THIRD, f"{THIRD} {YES}")) == (THIRD,)
    assert published(WRITTEN.replace(f"\n{FIRST} ", f"\n{FIRST} {NO} ")) == (SECOND,)


def test_a_summary_that_an_editor_wrote_or_took_out_goes_before_the_marks() -> None:
    pinned = WRITTEN.replace(THIRD, f"{THIRD} {YES}")
    assert published(pinned.replace(f"  - {FIRST}", "  - Es gibt eine Brücke.")) == ("Es gibt eine Brücke.",)
    assert published(pinned.replace(f"summary:\n  - {FIRST}\n", "")) == ()


@given(st.lists(st.sampled_from([*"ab. \n\\>-#`*|", YES, NO, "\ufdd0", "Satz eins. "]), max_size=40).map("".join))
def test_any_body_gives_marks_within_its_blocks(body: str) -> None:
    found = marks.read(body)
    assert all("\ufdd0" not in block.text for block in found.blocks)
    for at, offset in found.wanted:
        assert 0 <= at <= len(found.blocks)
        assert offset >= 0
    rank.score_blocks(found.blocks, language="de", marks=found.wanted)
