"""Front matter is read in the spellings of many tools; what is ambiguous or dangerous is refused with its place."""

from __future__ import annotations

import datetime as dt
import time
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from digest.content import markdown
from digest.content.markdown import Reading
from digest.errors import ContentError, DigestError, Faults
from digest.languages.slugs import slugify
from digest.model import Entry, Tag

BERLIN = ZoneInfo("Europe/Berlin")
READING = Reading(BERLIN, "de", lambda name, language: Tag(slugify(name, language), name))
PATH = "content/articles/2026/01/hafen.md"


def entry(text: str, path: str = PATH) -> Entry:
    return markdown.entry(markdown.read(text.encode(), path), READING)


def with_keys(*lines: str) -> Entry:
    return entry("\n".join(["---", "title: Hafen", "date: 2026-01-13", *lines, "---", "", "Text."]))


def faults(text: str | bytes, path: str = PATH) -> list[DigestError]:
    with pytest.raises((Faults, ContentError)) as caught:
        markdown.read(text if isinstance(text, bytes) else text.encode(), path)
    return list(caught.value.errors) if isinstance(caught.value, Faults) else [caught.value]


def test_the_written_form_is_read_whole() -> None:
    made = entry(
        """---
title: 'Der Hafen wächst'
date: 2026-01-13
updated: 2026-01-14T08:30:00+01:00
authors:
  - Ada Brandt
category: Wirtschaft
tags: [Hafen, Werft]
lang: de
summary:
  - Der Hafen wächst.
source:
  name: Küstenbote
  url: https://example.org/hafen
  author: Ole Petersen
  published: 2026-01-12
  retrieved: 2026-01-13
  licence: CC BY 4.0
id: hafen-1
slug: hafen-waechst
aliases: [/alt/hafen/]
expires: 2026-02-01
publish: summary
abbreviations:
  HB: Hafenbehörde
corrections:
  - date: 2026-01-15
    text: Eine Zahl war falsch.
story: hafen
mood: heiter
---

Der Hafen wächst. Er ist groß.
"""
    )
    assert made.slug == "hafen-waechst"
    assert made.date == dt.datetime(2026, 1, 13, tzinfo=BERLIN)
    assert made.all_day
    assert made.updated == dt.datetime(2026, 1, 14, 7, 30, tzinfo=dt.UTC)
    assert [tag.label for tag in made.tags] == ["Hafen", "Werft"]
    assert made.source.licence == "CC BY 4.0"
    assert made.source.published == dt.date(2026, 1, 12)
    assert made.aliases == ("alt/hafen/",)
    assert made.corrections[0].text == "Eine Zahl war falsch."
    assert made.abbreviations == {"HB": "Hafenbehörde"}
    assert (made.publish, made.story, made.extra) == ("summary", "hafen", {"mood": "heiter"})
    assert made.body == "Der Hafen wächst. Er ist groß."


SPELLINGS = {
    "Hugo": "---/title: A/publishDate: 2026-01-13/lastmod: 2026-01-14/author: Ada/categories: [K, L]/---",
    "Jekyll": "---/title: A/date: 2026-01-13 00:00 +0100/last_modified_at: 2026-01-14/author: Ada/category: K/---",
    "Pelican": "Title: A/Date: 2026-01-13/Modified: 2026-01-14/Authors: Ada/Category: K/Tags: x, y/",
    "Zola": "+++/title = 'A'/date = 2026-01-13/updated = 2026-01-14/authors = ['Ada']/[taxonomies]/category = 'K'/+++",
    "Material": "---/title: A/date:/  created: 2026-01-13/  updated: 2026-01-14/authors: [Ada]/categories: [K]/---",
    "Astro": "---/title: A/pubDate: 2026-01-13/updatedDate: 2026-01-14/author: {name: Ada}/category: K/---",
}


@pytest.mark.parametrize("tool", SPELLINGS)
def test_other_tools_spellings_mean_the_same(tool: str) -> None:
    made = entry("\n".join([*SPELLINGS[tool].split("/"), "", "Text.", ""]))
    assert (made.title, made.authors, made.category) == ("A", ("Ada",), "K")
    assert made.date == dt.datetime(2026, 1, 13, tzinfo=BERLIN)
    assert made.updated == dt.datetime(2026, 1, 14, tzinfo=BERLIN)
    assert made.body == "Text."


@pytest.mark.parametrize(
    ("line", "draft"),
    [("draft: true", True), ("published: false", True), ("published: true", False), ("status: draft", True),
     ("status: published", False), ("draft: no", False)],
)  # fmt: skip
def test_drafts_are_known_in_every_spelling(line: str, draft: bool) -> None:  # noqa: FBT001 -- a table's column
    assert with_keys(line).draft is draft


@pytest.mark.parametrize(
    ("line", "labels"),
    [
        ("tags: Hafen", ["Hafen"]),
        ("tags: 2026", ["2026"]),
        ("tags: [1.10, no, 12:30]", ["1.10", "no", "12:30"]),
        ("tags: Hafen, Werft; See", ["Hafen", "Werft", "See"]),
        ("tags:", []),
        ("tags: [Hafen, hafen, null]", ["hafen"]),
    ],
)
def test_a_tag_may_be_a_scalar_or_a_number(line: str, labels: list[str]) -> None:
    assert [tag.label for tag in with_keys(line).tags] == labels


def test_an_unknown_key_keeps_its_type() -> None:
    assert with_keys("weight: 3", "share: 0.5", "pinned: true", "code: 007").extra == {
        "weight": 3, "share": 0.5, "pinned": True, "code": "007",
    }  # fmt: skip


@pytest.mark.parametrize(("line", "slug"), [("permalink: /2026/01/alt.html", "alt"), ("url: /alt/", "alt")])
def test_a_permalink_ends_in_the_slug(line: str, slug: str) -> None:
    assert with_keys(line).slug == slug


def test_the_name_of_the_file_tells_slug_and_date_where_nothing_else_does() -> None:
    made = entry("---\ntitle: A\n---\n", "content/articles/2026-03-04-über-uns.md")
    assert (made.slug, made.date) == ("ueber-uns", dt.datetime(2026, 3, 4, tzinfo=BERLIN))


def test_a_first_heading_is_the_title_and_is_not_repeated() -> None:
    made = entry("---\ndate: 2026-01-13\n---\n# Der Hafen\n\nText.\n")
    assert (made.title, made.body) == ("Der Hafen", "Text.")


def test_a_first_heading_beside_another_title_stays() -> None:
    assert entry("---\ntitle: A\ndate: 2026-01-13\n---\n# B\n\nText.\n").body.startswith("# B")


def test_a_day_begins_in_the_sites_time_zone_and_a_naive_time_is_meant_there() -> None:
    assert with_keys().date.utcoffset() == dt.timedelta(hours=1)
    moment = entry("---\ntitle: A\ndate: 2026-07-13 09:30\n---\n")
    assert (moment.date.isoformat(), moment.all_day) == ("2026-07-13T09:30:00+02:00", False)


def test_what_expires_on_a_day_is_there_on_that_day() -> None:
    assert with_keys("expires: 2026-02-01").expires == dt.datetime(2026, 2, 2, tzinfo=BERLIN)


def test_windows_line_breaks_and_a_byte_order_mark_change_nothing() -> None:
    data = "---\ntitle: A\ndate: 2026-01-13\n---\n\nText.\n".replace("\n", "\r\n").encode("utf-8-sig")
    assert markdown.read(data, PATH).body == "Text."


def test_control_characters_are_dropped() -> None:
    made = entry('---\ntitle: "A\\aB"\ndate: 2026-01-13\n---\nTe\x00xt\x0b.')
    assert made.body == "Text."
    assert "\x07" not in made.title


@pytest.mark.parametrize(
    ("line", "place", "word", "hint"),
    [
        ("date: 01.02.2026", "2:7", "ambiguous", "2026-02-01"),
        ("date: 1/2/2026", "2:7", "ambiguous", "2026-02-01 or 2026-01-02"),
        ("date: 2026-02-30", "2:7", "calendar", "2026-01-31"),
        ("date: gestern", "2:7", "not a date", "2026-01-31"),
        ("date: [2026-01-01]", "2:7", "text", ""),
        ("slug: ../../x", "2:7", "not a slug", "'x'"),
        ("slug: /etc/passwd", "2:7", "not a slug", "'etc-passwd'"),
        ("slug: ''", "2:7", "empty", ""),
        ("permalink: /../../x/", "2:12", "not a slug", ""),
        ("aliases: [ok, ../x]", "2:15", "address", "/2025/old-name/"),
        ("draft: vielleicht", "2:8", "true or false", ""),
        ("publish: everything", "2:10", "'full'", ""),
        ("lang: Deutsch!", "2:7", "language", "de"),
        ("source: {url: 'javascript:alert(1)'}", "2:15", "web address", "https://"),
        ("source: {url: 'http://[x'}", "2:15", "web address", "copy it"),
        ("tags: {a: b}", "2:7", "tags", ""),
        ("title: a: b", "2:9", "not YAML", "quotation marks"),
        ("corrections: [{date: 2026-01-01}]", "2:15", "corrections", ""),
        ("title: B\ntitle: C", "3:1", "twice", "one of them"),
    ],
    ids=lambda value: value.split(":")[0],
)
def test_a_fault_is_told_with_place_and_hint(line: str, place: str, word: str, hint: str) -> None:
    needed = {"title": "title: A", "date": "date: 2026-01-01"}
    rest = [text for key, text in needed.items() if not line.startswith(key)]
    found = faults("\n".join(["---", line, *rest, "---", "Text."]))
    assert [error.place for error in found] == [f"{PATH}:{place}"]
    assert word in found[0].message
    assert hint in (found[0].hint or "")


def test_all_faults_of_a_file_are_told_at_once_in_their_order() -> None:
    found = faults("---\ntitle:\nslug: a/b\ndate: 1.2.26\ntags: [[x]]\nslug: c\n---\n")
    assert [error.line for error in found] == [2, 3, 4, 5, 6]


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ("---\ntitle: A\n", 1, "not closed"),
        ("---\n- a\n- b\n---\n", 1, "key: value"),
        ("Nur Text.\n", 1, "title is missing"),
        ("+++\ntitle = A\n+++\n", 2, "not TOML"),
        (b"---\ntitle: A\n---\nGr\xfc\xdfe", 4, "not UTF-8"),
        ("", 1, "title is missing"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_with_its_line(text: str | bytes, line: int, word: str) -> None:
    (fault,) = faults(text)
    assert fault.line == line
    assert word in fault.message


def test_a_missing_date_is_told() -> None:
    with pytest.raises(ContentError, match="date is missing"):
        entry("---\ntitle: A\n---\n")


def bomb(levels: int) -> str:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, levels)]
    return "\n".join(["---", "title: A", *lines, "---", ""])


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        (bomb(12), 6, "aliases"),
        ("---\na: &a [*a]\n---\n", 2, "holds itself"),
        (f"---\na: {'[' * 50_000}\n---\n", 2, "levels"),
        (f"---\n{'a' * 200_000}: b\n---\n", 1, "more than 100000 characters"),
    ],
    ids=["aliases", "recursion", "depth", "length"],
)
def test_a_yaml_bomb_is_refused_in_no_time(text: str, line: int, word: str) -> None:
    started = time.perf_counter()
    found = faults(text)
    assert time.perf_counter() - started < 1
    assert any(error.line == line and word in error.message for error in found)


def test_a_few_aliases_are_welcome() -> None:
    assert with_keys("authors: &who [Ada]", "editors: *who").extra == {"editors": ["Ada"]}


def test_the_schema_can_be_given_to_editors_tools() -> None:
    from digest.content.schema import FrontMatter

    schema: dict[str, Any] = FrontMatter.model_json_schema()
    assert {"title", "date", "tags", "digest"} <= set(schema["properties"])
