"""Front matter is written line by line, and as ruamel.yaml writes it."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from digest.content import emitter

SIGNS = st.characters(exclude_categories=["Cs"]) | st.sampled_from(
    " :#-'\"„“,.&*!|>%@`[]{}?\n\t\u00a0\u200b0123456789~eE+"
)
TEXTS = st.one_of(
    st.text(SIGNS, min_size=1, max_size=40),
    st.text(SIGNS, min_size=1, max_size=20).map(lambda text: f"Der Hafen {text} offen"),
    st.sampled_from(
        [
            "true",
            "No",
            "1e3",
            "0o17",
            "12",
            "12:30",
            "2026-03-02",
            "2026-03-02 10:00:00 Z",
            "null",
            "140 Pegel",
            "3fa2b9",
            "0x1f",
            "12e5b",
            "1e3f",
        ]
    ),
)
SCALARS = st.one_of(
    TEXTS, TEXTS.map(DoubleQuotedScalarString), st.integers(), st.booleans(), st.dates(), st.datetimes()
)
KEYS = st.sampled_from(["title", "date", "a b", "ö", "x-y", "1", "no", "it's"])
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3), max_leaves=8
)


@given(st.dictionaries(KEYS, VALUES, min_size=1, max_size=5))
def test_every_front_matter_is_written_as_ruamel_writes_it(values: dict[str, object]) -> None:
    assert emitter.dump(values) == emitter.thorough(values)


@pytest.mark.parametrize("title", ["Der Hafen ist offen", "140 Pegel warnen", "Wer? Wir!", "10:30 Uhr ist Schluss"])
def test_what_an_editor_reads_has_no_needless_marks(title: str) -> None:
    values = {"title": title, "date": dt.date(2026, 3, 2), "source": {"name": "Bote", "url": "https://bote.example/a"}}
    head = f"title: {title}\ndate: 2026-03-02\nsource:\n  name: Bote\n  url: https://bote.example/a\n"
    assert emitter.dump(values) == head
