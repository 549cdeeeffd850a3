"""Stories and editions: what belongs together, in an order that never depends on chance."""

from __future__ import annotations

import datetime as dt
import itertools
import random
import runpy
import unicodedata
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.model import Attribution, Entry, Story
from digest.summarizer import likeness, stories, words

ROOT = Path(__file__).parent.parent
DAY = dt.datetime(2026, 3, 2, tzinfo=dt.UTC)
BRIDGE = (
    "Die Stadt Lindau baut eine neue Brücke über die Argen. Der Rat bewilligte am Montag vier Millionen Euro. "
    "Die alte Holzbrücke wird im Mai gesperrt und abgerissen."
)
BRIDGE_TOO = (
    "Lindau baut für vier Millionen Euro eine neue Brücke über die Argen. Die alte Holzbrücke wird abgerissen und "
    "ab Mai gesperrt, wie der Rat am Montag beschloss."
)
CHEESE = "Auf dem Almfest kürten Senner den besten Bergkäse des Jahres; gewonnen hat ein Laib aus Hinterreute."


def entry(name: str, title: str, body: str, days: int = 0, **values: Any) -> Entry:  # noqa: ANN401 -- any field
    date = DAY + dt.timedelta(days=days)
    return Entry(id=name, path=f"{name}.md", slug=name, title=title, date=date, body=body, lang="de", **values)


def ids(found: tuple[Story, ...]) -> set[frozenset[str]]:
    return {frozenset(one.id for one in story.entries) for story in found}


A = entry("a", "Neue Brücke für Lindau", BRIDGE, source=Attribution("Bote"))
B = entry("b", "Lindau bekommt neue Brücke", BRIDGE_TOO, days=1, source=Attribution("Kurier"))
C = entry("c", "Bester Bergkäse gekürt", CHEESE)


def test_articles_on_the_same_event_make_one_story() -> None:
    assert ids(stories.group([A, B, C])) == {frozenset("ab"), frozenset("c")}


def test_the_order_of_the_articles_does_not_matter() -> None:
    expected = stories.group([A, B, C])
    assert all(stories.group(order) == expected for order in itertools.permutations([A, B, C]))


TEXTS = st.sampled_from([BRIDGE, BRIDGE_TOO, CHEESE])
ARTICLES = st.lists(
    st.builds(
        lambda name, text, days, story: entry(name, "Lindau", text, days, story=story),
        st.sampled_from("abcdef"),
        TEXTS,
        st.integers(0, 5),
        st.sampled_from([None, None, None, "fest"]),
    ),
    max_size=6,
    unique_by=lambda one: one.id,
)


@given(ARTICLES, ARTICLES)
def test_what_is_known_of_other_articles_changes_nothing(before: list[Entry], after: list[Entry]) -> None:
    known = stories.place(before)
    assert stories.place(after, known) == stories.place(after)
    assert stories.group(after, stories.place(after, known)) == stories.group(after)


def test_articles_before_the_first_that_changed_are_not_compared_again(monkeypatch: pytest.MonkeyPatch) -> None:
    articles = [A, B, C, entry("d", "Fest", CHEESE, days=2)]
    known = stories.place(articles)
    compared: list[str] = []
    add = likeness.Index.add

    def spied(self: likeness.Index, one: Entry, opening: list[str] | None) -> likeness.Match | None:
        compared.append(one.id)
        return add(self, one, opening)

    monkeypatch.setattr(likeness.Index, "add", spied)
    changed = [*articles[:3], entry("d", "Fest", BRIDGE, days=2)]
    assert stories.place(changed, known)[-1].like == "a"
    assert compared == ["d"]
    compared.clear()
    longer = replace(C, body=CHEESE + " Wort" * 300)
    known = stories.place([A, B, longer])
    assert compared == ["a", "c", "b"]
    assert [one.like for one in stories.place([A, B, replace(longer, body=longer.body + " Ende.")], known)] == [
        one.like for one in known
    ]
    assert compared == ["a", "c", "b"]


def test_what_is_known_and_does_not_fit_is_not_believed() -> None:
    known = [replace(one, like="nobody") for one in stories.place([A, B, C])]
    assert stories.place([A, B, C], known) == stories.place([A, B, C])


def test_the_same_words_a_week_later_are_another_story() -> None:
    later = entry("b", "Lindau bekommt neue Brücke", BRIDGE_TOO, days=7)
    assert ids(stories.group([A, later, C])) == {frozenset("a"), frozenset("b"), frozenset("c")}


def test_a_storys_id_is_its_oldest_articles() -> None:
    assert {story.id for story in stories.group([B, A, C])} == {"a", "c"}


def test_editors_merge_and_split() -> None:
    merged = [entry("a", "Brücke", BRIDGE, story="Fluss"), entry("c", "Käse", CHEESE, story="Fluss"), B]
    assert ids(stories.group(merged)) == {frozenset("ac"), frozenset("b")}
    assert {story.id for story in stories.group(merged)} == {"fluss", "b"}


def test_link_targets_are_no_words_of_the_text() -> None:
    address = "(https://lindau.example/bruecke/argen/holzbruecke/vier/millionen)"
    one = entry("a", "Käse", f"[Almfest]{address} Senner kürten Bergkäse.")
    other = entry("b", "Wetter", f"[Regen]{address} Schauer ziehen über das Tal.")
    assert len(stories.group([one, other])) == 2


def test_editions_are_days_the_newest_first() -> None:
    found = stories.editions([A, B, C])
    assert [edition.date for edition in found] == [dt.date(2026, 3, 3), dt.date(2026, 3, 2)]
    assert [[one.id for one in edition.entries] for edition in found] == [["b"], ["a", "c"]]


def test_the_story_with_more_sources_leads() -> None:
    same_day = entry("b", "Lindau bekommt neue Brücke", BRIDGE_TOO, source=Attribution("Kurier"))
    long_one = entry("c", "Bester Bergkäse gekürt", CHEESE * 20)
    (edition,) = stories.editions([A, same_day, long_one])
    assert [story.id for story in edition.stories] == ["a", "c"]
    assert len(edition.stories[0].entries) == 2


def test_no_articles_make_no_edition() -> None:
    assert stories.editions([]) == ()


WIRE = " ".join(
    f"Am {day}. Mai prüft die Kommission den {day}. Deich bei Lindau und misst dort das Wasser." for day in range(9)
)


def test_an_agencys_text_in_two_papers_is_one_story_and_told_as_a_copy() -> None:
    first = entry("a", "Deiche werden geprüft", WIRE, source=Attribution("Bote"))
    copy = entry("b", "Kommission am See", f"LINDAU (kpa) - {WIRE[:-90]} kpa/lm", source=Attribution("Kurier"))
    (story,) = stories.group([copy, first])
    assert (story.id, [one.id for one in story.entries], story.copies) == ("a", ["a", "b"], frozenset("b"))


def test_two_tellings_are_no_copies() -> None:
    assert all(not story.copies for story in stories.group([A, B, C]))


def test_copies_do_not_make_a_story_lead() -> None:
    papers = [entry(f"w{n}", "Deiche", WIRE, source=Attribution(f"Blatt {n}")) for n in range(4)]
    same_day = entry("b", "Lindau bekommt neue Brücke", BRIDGE_TOO, source=Attribution("Kurier"))
    assert [story.id for story in stories.group([*papers, A, same_day])] == ["a", "w0"]


def test_reports_of_one_kind_on_other_figures_are_stories_of_their_own() -> None:
    def report(day: int) -> Entry:
        figures = f"{day * 37} Fische, {day * 53} Krebse und {day * 71} Muscheln"
        text = f"Das Hafenamt zählte gestern {figures}. Das teilte die Fischereibehörde in ihrem Tagesbericht mit."
        return entry(f"r{day:02}", "Tagesbericht des Hafenamts", text, days=day)

    found = stories.group([report(day) for day in range(40)])
    assert sum(len(story.entries) > 1 for story in found) <= 5  # the first days know of no series yet


def test_an_article_that_comes_late_is_placed_among_those_of_its_day() -> None:
    others = (A, C, entry("z", "Bergkäse", CHEESE, days=30))
    before = stories.place(others)
    found = stories.group((*others, B), stories.place((*others, B), before))
    assert sorted(one.id for one in next(story for story in found if story.id == "a").entries) == ["a", "b"]


def test_articles_of_long_ago_are_let_go_and_weigh_as_they_did() -> None:
    index = likeness.Index()
    for day in range(400):
        index.add(entry(f"r{day:03}", f"Tagesbericht {day}", CHEESE, days=day))
    assert len(index._articles) <= 5
    assert sum(map(len, index._postings.values())) <= 5 * likeness._TERMS
    assert max(index._uses.values()) == 400


@given(st.text("aB1 -'_.,\n\u00e9\u2019\u0308\u00df", max_size=12))
def test_words_are_found_in_the_same_way_in_every_script(text: str) -> None:
    found = words.WORD.findall(unicodedata.normalize("NFC", text).lower())
    assert likeness.tokens(entry("a", text, text)) == found * 2


@pytest.mark.corpus
def test_planted_copies_are_found_and_little_else_is_joined(corpora: Path) -> None:
    benchmark = SimpleNamespace(**runpy.run_path(str(ROOT / "benchmarks" / "stories.py")))
    articles, planted = benchmark.made(benchmark.corpus([corpora / "summaries"]), 4000, 60, random.Random(1))  # noqa: S311 -- no secret
    grouped = [sorted(one.id for one in story.entries) for story in stories.group(articles)]
    joined = [pair for ids in grouped for pair in itertools.combinations(ids, 2)]
    right = [one for one, other in joined if one in planted and one[:5] == other[:5]]
    assert len(right) >= 0.98 * len(planted)
    assert len(joined) - len(right) <= 0.02 * len(joined)  # the texts themselves tell of some events twice
