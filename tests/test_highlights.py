"""Highlights of an edition: its leading stories, a sentence for each."""

from __future__ import annotations

import datetime as dt

from digest.model import Edition, Entry, Story
from digest.summarizer import highlights

BRIDGE = "Die Stadt Lindau baut im Frühjahr eine neue Brücke über den Fluss."
AGAIN = "Im Frühjahr baut die Stadt Lindau über den Fluss eine neue Brücke."
COST = "Der Rat gibt dafür vier Millionen Euro."
CHEESE = "Auf dem Markt gab es frischen Käse."
DAY = dt.datetime(2026, 3, 2, tzinfo=dt.UTC)


def story(name: str, *summaries: tuple[str, ...], publish: str = "full") -> Story:
    entries = [
        Entry(f"{name}{number}", f"{name}.md", name, name, DAY, "", lang="de", summary=summary, publish=publish)
        for number, summary in enumerate(summaries)
    ]
    return Story(name, tuple(entries))


def found(*stories: Story, count: int = 5) -> list[tuple[str, str]]:
    return [(one.story.id, one.sentence) for one in highlights.find(stories, count)]


def test_each_leading_story_has_one_sentence() -> None:
    stories = story("a", (BRIDGE, COST)), story("b", (CHEESE,)), story("c", (COST,))
    assert found(*stories, count=2) == [("a", BRIDGE), ("b", CHEESE)]


def test_no_two_are_alike() -> None:
    assert found(story("a", (BRIDGE,)), story("b", (AGAIN, COST))) == [("a", BRIDGE), ("b", COST)]
    assert found(story("a", (BRIDGE,)), story("b", (AGAIN,), (CHEESE,))) == [("a", BRIDGE), ("b", CHEESE)]


def test_none_points_back() -> None:
    assert found(story("a", ("Sie wird im Mai eröffnet.", BRIDGE))) == [("a", BRIDGE)]


def test_a_story_without_anything_of_its_own_is_left_out() -> None:
    assert found(story("a", (BRIDGE,)), story("b", (AGAIN,)), story("c", ())) == [("a", BRIDGE)]


def test_nothing_is_quoted_of_what_may_only_be_linked() -> None:
    assert found(story("a", (BRIDGE,), publish="link")) == []


def test_editions_get_theirs() -> None:
    (edition,) = highlights.with_highlights([Edition(DAY.date(), (story("a", (BRIDGE,)),))])
    assert [one.sentence for one in edition.highlights] == [BRIDGE]
