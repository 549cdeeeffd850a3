"""What of other people's texts is published, where editors did not say so themselves."""

from __future__ import annotations

import datetime as dt

import pytest
from site_samples import entry

from digest.config import Rights
from digest.content import markdown, rights
from digest.languages.slugs import slugify
from digest.model import Entry, Tag

_BODY = "Der Hafen wächst. Gebaut wird ab Mai, sagt [das Amt](https://amt.example/). " + "Mehr steht im Plan. " * 5


def _read(*lines: str, unknown: str = "summary", owner: str = "") -> Entry:
    settings = Rights.model_validate({"unknown": unknown})
    reading = markdown.Reading(dt.UTC, "de", lambda name, code: Tag(slugify(name, code), name), settings, owner)
    text = "\n".join(["---", "title: Hafen", "date: 2026-01-13", *lines, "---", "", _BODY])
    return markdown.entry(markdown.read(text.encode(), "content/articles/hafen.md"), reading)


def test_a_text_without_a_source_is_our_own() -> None:
    made = _read(unknown="link")
    assert (made.publish, made.republished) == ("full", False)


@pytest.mark.parametrize("line", ["source: Kurier", "source: https://kurier.example/1", "digest: {source: a.txt}"])
def test_of_somebody_elses_text_only_the_summary_is_published(line: str) -> None:
    made = _read(line)
    assert (made.publish, made.republished) == ("summary", True)


def test_the_publishers_own_source_is_our_own() -> None:
    made = _read("source: {name: Hafenamt, url: 'https://amt.example/1'}", "digest: {source: a.txt}", owner="hafenamt")
    assert (made.publish, made.republished) == ("full", False)


def test_what_editors_say_goes_before_everything() -> None:
    assert _read("source: {name: Kurier, licence: CC0}", "publish: link").publish == "link"
    assert _read("source: Kurier", "publish: full").publish == "full"
    assert _read("source: Kurier", unknown="full").publish == "full"


@pytest.mark.parametrize(
    "licence",
    [
        "CC BY 4.0",
        "CC-BY-SA-4.0",
        "CC0",
        "Public domain",
        "https://creativecommons.org/licenses/by/4.0/deed.de",
        "dl-de/by-2-0",
        "Licence Ouverte / Etalab 2.0",
        "Open Government Licence v3.0",
    ],
)
def test_a_free_licence_publishes_the_whole_text(licence: str) -> None:
    assert _read(f"source: {{name: Amt, licence: '{licence}'}}").publish == "full"


@pytest.mark.parametrize(
    "licence",
    [
        "CC BY-NC 4.0",
        "CC BY-ND 4.0",
        "https://creativecommons.org/licenses/by-nc/4.0/",
        "Alle Rechte vorbehalten",
        "© 2026 Kurier",
        "Creative Commons Attribution-NonCommercial",
    ],
)
def test_a_licence_with_conditions_of_use_does_not(licence: str) -> None:
    assert _read(f"source: {{name: Amt, licence: '{licence}'}}").publish == "summary"


def test_a_summary_repeats_no_more_than_its_share_of_the_text() -> None:
    made = _read("source: Kurier", "summary: [Der Hafen wächst., 'Gebaut wird ab Mai, sagt das Amt.']")
    words = len(made.body.split())
    assert rights.capped(made, 10 / words).summary == made.summary
    assert rights.capped(made, 9 / words).summary == ("Der Hafen wächst.",)
    assert rights.capped(made, 2 / words).summary == ()


def test_words_of_an_editors_own_are_not_counted() -> None:
    made = _read("source: Kurier", "summary: [Am Kai wird bald gebaut.]")
    assert rights.capped(made, 0).summary == ("Am Kai wird bald gebaut.",)


def test_a_text_that_is_published_whole_keeps_its_summary() -> None:
    for item in (entry("a", summary=("Der Text von a.",)), entry("b", publish="full", republished=True)):
        assert rights.capped(item, 0) is item
