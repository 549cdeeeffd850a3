"""Whose hand wrote what: the machine knows its own values again and keeps off an editor's."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from digest.content import markdown, ownership, splice, writer

BODY = "Der Deich hält.\n\n- Punkt eins\n- Punkt zwei"
VALUES: dict[str, Any] = {
    "title": "Nein",
    "date": dt.date(2026, 3, 2),
    "authors": ["Ada Brandt"],
    "category": None,
    "tags": ["Deich", "12:30", "no"],
    "lang": "de",
    "summary": ["Er sagte: „Der Deich hält.“"],
    "source": {"name": "Küstenbote", "url": None},
    "abbreviations": {"HB": "Hafenbehörde"},
    "id": "0123456789abcdef",
}
NOTES = {"source": "deich.txt", "hash": "1234567890123456", "cleaner": "1", "removed": 3}
FILE = writer.write(ownership.signed(VALUES, BODY, NOTES), BODY)


def edited(text: str) -> tuple[str, ...]:
    return ownership.edited_keys(markdown.read(text.encode(), "a.md"))


def test_what_the_machine_wrote_is_untouched() -> None:
    assert edited(FILE) == ()


def test_empty_values_are_left_out() -> None:
    assert "category" not in FILE
    assert "url" not in FILE


@pytest.mark.parametrize(
    ("old", "new", "keys"),
    [
        ("title: Nein", "title: Doch", ("title",)),
        ("  - Deich\n", "", ("tags",)),
        ("Der Deich hält.\n\n", "Der Deich hält nicht.\n\n", ("body",)),
        ("lang: de\n", "", ("lang",)),
        ("lang: de\n", "lang: de\ndraft: true\n", ("draft",)),
        ("name: Küstenbote", "name: Küstenblatt", ("source",)),
        ("lang: de\n", "lang: de\nlocked: true\n", ("locked",)),
    ],
)
def test_each_change_of_an_editor_is_seen(old: str, new: str, keys: tuple[str, ...]) -> None:
    assert old in FILE
    assert edited(FILE.replace(old, new)) == keys


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("title: Nein", "title: 'Nein'   # so stand es da"),
        ("authors:\n  - Ada Brandt", "authors: [Ada Brandt]"),
        ("\n", "\r\n"),
    ],
)
def test_another_spelling_of_the_same_value_is_no_change(old: str, new: str) -> None:
    assert edited(FILE.replace(old, new)) == ()


def test_an_article_that_no_machine_wrote_is_all_the_editors() -> None:
    assert edited("---\ntitle: A\ndate: 2026-03-02\n---\nText.") == ("body", "date", "title")


def refreshed(text: str, values: dict[str, Any], body: str) -> str:
    new = splice.spliced(text.encode(), "a.md", ownership.signed(values, body, NOTES), body)
    assert new is not None
    return new.decode()


def test_a_refresh_keeps_comments_quotation_marks_and_order() -> None:
    touched = FILE.replace("lang: de", "lang: 'de'  # geprüft").replace("title:", "# Redaktion: Ada\ntitle:", 1)
    fresh = refreshed(touched, VALUES | {"tags": ["Deich", "Küste"], "category": "Umwelt"}, "Neu.")
    assert fresh.startswith("---\n# Redaktion: Ada\ntitle: Nein\n")
    assert "lang: 'de'  # geprüft" in fresh
    assert "  - Küste\n" in fresh
    assert fresh.endswith("---\n\nNeu.\n")
    assert edited(fresh) == ()


def test_a_refresh_with_the_same_values_changes_no_byte() -> None:
    assert refreshed(FILE, VALUES, BODY) == FILE


def test_older_yaml_reads_the_written_texts_as_texts() -> None:
    head = yaml.safe_load(FILE.split("---\n")[1])
    assert head["tags"] == ["Deich", "12:30", "no"]
    assert head["digest"]["hash"] == "1234567890123456"
    assert head["date"] == dt.date(2026, 3, 2)


def test_moments_are_written_as_iso_8601() -> None:
    moment = dt.datetime(2026, 3, 2, 9, 30, tzinfo=dt.timezone(dt.timedelta(hours=1)))
    assert "date: 2026-03-02T09:30:00+01:00\n" in writer.write({"date": moment}, "")


WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).map(lambda text: " ".join(text.split()))


@given(title=WORDS.filter(bool), tags=st.lists(WORDS.filter(bool), max_size=3))
def test_whatever_the_machine_writes_it_reads_back_as_its_own(title: str, tags: list[str]) -> None:
    values = {"title": title, "date": dt.date(2026, 3, 2), "tags": tags}
    text = writer.write(ownership.signed(values, "Text.", NOTES), "Text.")
    file = markdown.read(text.encode(), "a.md")
    assert ownership.edited_keys(file) == ()
    assert refreshed(text, values, "Text.") == text
