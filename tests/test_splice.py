"""Only the lines of what changed are written anew; every other byte of an editor's file stays."""

from __future__ import annotations

from typing import Any

import pytest

from digest.content import frontmatter, splice

FILE = """---
# Ada, am Dienstag
title: 'Der Deich'   # geprüft

author: "Ada Brandt"
tags:
    - "Deich"  # bleibt
    # die Küste auch
    - Küste
    - 'Sturm'
source:
  name: 'Küstenbote'
  url: https://bote.example/deich # alt

summary: >-
  Der Deich
  # hält
# Unbekanntes
layout: {wide: yes, "on": [1, 2]}
rating: 007
digest:
  hash: "1"
---

Der Deich hält.
"""


def spliced(values: dict[str, Any], body: str = "Der Deich hält.", text: str = FILE) -> str:
    now = frontmatter.parse(frontmatter.decode(text.encode(), "a.md"), "a.md").values
    wanted = {key: value for key, value in {**now, **values}.items() if value is not ...}
    new = splice.spliced(text.encode(), "a.md", wanted, body)
    assert new is not None
    return new.decode()


def test_without_a_change_no_byte_is_another() -> None:
    assert spliced({}) == FILE


@pytest.mark.parametrize(
    ("values", "old", "new"),
    [
        ({"title": "Der Damm"}, "title: 'Der Deich'   # geprüft\n", "# geprüft\ntitle: Der Damm\n"),
        ({"tags": ["Deich", "Küste", "Sturm", "no"]}, "'Sturm'\n", "'Sturm'\n    - \"no\"\n"),
        ({"tags": ["Deich", "Sturm"]}, "    - Küste\n", ""),
        ({"tags": ["Küste", "Sturm"]}, '    - "Deich"  # bleibt\n', "    # bleibt\n"),
        ({"source": {"name": "Küstenbote", "url": "https://bote.example/2"}}, "url: https://bote.example/deich # alt",
         "# alt\n  url: https://bote.example/2"),
        ({"source": {"name": "Küstenbote", "url": "https://bote.example/deich", "licence": "CC0"}}, "# alt\n",
         "# alt\n  licence: CC0\n"),
        ({"summary": ["Er hält."]}, "summary: >-\n  Der Deich\n  # hält\n", "summary:\n  - Er hält.\n"),
        ({"layout": ...}, 'layout: {wide: yes, "on": [1, 2]}\n', ""),
        ({"category": "Umwelt"}, "rating: 007\n", "rating: 007\ncategory: Umwelt\n"),
        ({"digest": {"hash": "2"}}, '  hash: "1"\n', '  hash: "2"\n'),
    ],
)  # fmt: skip
def test_one_change_is_one_place(values: dict[str, Any], old: str, new: str) -> None:
    assert old in FILE
    assert spliced(values) == FILE.replace(old, new)


def test_a_new_key_comes_behind_the_one_that_is_written_before_it() -> None:
    new = splice.spliced(
        b"---\ntitle: A\nlang: de\n---\n", "a.md", {"title": "A", "date": "2026-03-02", "lang": "de"}, ""
    )
    assert new == b'---\ntitle: A\ndate: "2026-03-02"\nlang: de\n---\n'


def test_the_body_alone_changes_below_the_front_matter() -> None:
    assert spliced({}, "Er hält.") == FILE.replace("Der Deich hält.\n", "Er hält.\n")
    assert spliced({}, "") == FILE.removesuffix("Der Deich hält.\n")


def test_a_body_comes_where_there_was_none() -> None:
    assert spliced({}, "Text.", text="---\ntitle: A\n---") == "---\ntitle: A\n---\nText.\n"
    assert spliced({}, "Text.", text="---\ntitle: A\n---\n") == "---\ntitle: A\n---\n\nText.\n"


def test_line_breaks_and_byte_order_mark_of_windows_stay() -> None:
    text = "\ufeff" + FILE.replace("\n", "\r\n")
    expected = text.replace("title: 'Der Deich'   # geprüft", "# geprüft\r\ntitle: Damm")
    expected = expected.replace("Der Deich hält.\r", "a\r\n\r\nb\r")
    assert spliced({"title": "Damm"}, "a\n\nb", text=text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: &t A\nname: *t\n---\n",
        "---\n{title: A, name: B}\n---\n",
        "---\ntitle: A\ntitle: B\n---\n",
        "+++\ntitle = 'A'\n+++\n",
        "Title: A\nName: B\n\nText",
        "Text",
        "---\ntitle: A\n",
        "---\ntitle: [\n---\n",
    ],
)
def test_what_cannot_be_changed_line_by_line_is_left_to_the_editors(text: str) -> None:
    assert splice.spliced(text.encode(), "a.md", {"title": "C", "name": "A"}, "") is None
