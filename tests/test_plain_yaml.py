"""Plain front matter is read line by line, and comes out as the YAML parser has it."""

from __future__ import annotations

from unittest.mock import patch

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from digest.content import frontmatter, plain_yaml, safe_yaml
from digest.content.safe_yaml import Tree
from digest.content.spellings import is_known
from digest.errors import DigestError

PLAIN = """title: Ein Deich – und wer ihn bezahlt
date: 2026-03-05
version: 1.10
weight: 007
tags:
  - Küstenschutz
  - "Hafen: Torsund"
summary:
- 'Gebaut wird ab Mai.'
source:
  name: Amt für Küsten
  url: https://kueste.example/41?a=1&b=2#c
draft: false
digest:
  removed: 14
  written:
    title: a1b2
    body: 00e1
"""
_TEXTS = st.text("aä1:.-#'\"\\ {}[]&*!|>%@`,?~_/\u2028\x85\x7f0eE+x\t", max_size=9)
_VALUES = st.sampled_from(
    ["", "x", "null", "~", "true", "1.10", "-3", "1e3", ".5", "007", "a b", '"a b"', "'a'", "a: b", "a #b", "[a]", "…"]
)
_KEYS = st.sampled_from(
    ["title", "tags", "source", "other", "Weight", "x-y", "null", "1", "ä", "a b", '"q"', "- a", "-"]
)
_INDENTS = st.sampled_from(["", "", "", "  ", "  ", "    ", " ", "- ", "  - ", "-   ", "  -  "])
_LINES = st.builds(
    "{}{}{}{}".format, _INDENTS, _KEYS | st.just(""), st.sampled_from([": ", ":", "", ":  "]), _VALUES | _TEXTS
)


def by_parser(text: str) -> Tree | None:
    """Return what the YAML parser makes of a text; nothing where it refuses it."""
    try:
        with patch.object(plain_yaml, "load", return_value=None):
            return safe_yaml.load(text, path="a.md", first_line=2, texts=is_known)
    except DigestError:
        return None


def test_plain_front_matter_needs_no_parser() -> None:
    found = plain_yaml.load(PLAIN, 2, is_known)
    assert found is not None
    assert found[0]["tags"] == ["Küstenschutz", "Hafen: Torsund"]
    assert Tree(*found) == by_parser(PLAIN)


def test_plain_front_matter_of_a_file_needs_no_parser_either() -> None:
    text = f"---\n{PLAIN}---\n\nText.\n"
    with patch.object(yaml, "compose", side_effect=AssertionError):
        found = frontmatter.parse(text, "a.md")
    with patch.object(plain_yaml, "load", return_value=None):
        assert found == frontmatter.parse(text, "a.md")


@pytest.mark.parametrize("line", ["a: &x 1", "a: |", "a: 'it''s'", 'a: "b\\n"', "a: [1, 2]", "a: x # why", "a:", "? a"])
def test_whatever_is_not_plain_is_left_to_the_parser(line: str) -> None:
    assert plain_yaml.load(f"title: x\n{line}\n", 2, is_known) is None


@settings(max_examples=300)
@given(st.lists(_LINES, max_size=6).map("\n".join))
@example("\n\ntitle: x\ntags:\n- y")
@example("a: b\n c: d")
@example("title: 1.10\nother: 1.10\n")
@example("tags:\n- null\n- x\nother: null")
def test_both_ways_read_the_same(text: str) -> None:
    found = plain_yaml.load(text, 2, is_known)
    if found is not None:
        assert Tree(*found) == by_parser(text)


def test_a_long_line_is_read_in_time_that_grows_with_its_length() -> None:
    assert plain_yaml.load("title: " + "a: " * 50_000 + ":", 2, is_known) is None
