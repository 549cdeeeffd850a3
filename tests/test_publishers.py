"""What editors settle of a publisher: how it is written, which sources it holds for, what it does to them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest import cleaner, readers
from digest.cleaner.repetition import Line
from digest.errors import Faults
from digest.model import Document, Publisher, Rule, Source, Statement
from digest.run import publishers, store, traces
from digest.run.publishers import Traits
from digest.run.traces import Trace

if TYPE_CHECKING:
    from pathlib import Path

    from digest.run.store import Project

PAGE = """<html lang="de"><body><article><h1>Der Kran</h1>
<p>Der Kran hebt achtzig Tonnen, und die Stadt hat lange auf ihn gewartet, sagt der Hafenmeister.</p>
<aside><p>Zahlen zum Kran: Er ist vierzig Meter hoch.</p><p class="facts">Gebaut wurde er in Ollersum.</p></aside>
Am Rande notiert<div class="promo">Lesen, was morgen wichtig ist.</div>
<p>Im Sommer <span class="promo">(Anzeige)</span> kommen die ersten Schiffe, die er allein entladen kann.</p>
<my-box class="promo">Ein Kasten</my-box><table class="promo"><tr><td>1<td>2<tr><td>3<td>4</table>
</article></body></html>"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / "digest.toml").touch()
    (tmp_path / "content").mkdir()
    return store.open_project(tmp_path)


def settle(project: Project, text: str) -> tuple[Publisher, ...]:
    project.path("content/sources.toml").write_text(text, encoding="utf-8")
    return publishers.load(project)


def rule(pattern: str, *, keep: bool = False, css: bool = False) -> Rule:
    return Rule(keep, pattern, css, "content/sources.toml")


def ruled(*rules: Rule) -> dict[str, str]:
    """The blocks of the page that fall under a rule."""
    blocks = readers.read(Source("a.html", PAGE.encode(), rules=rules)).blocks
    return {block.text: block.rule.pattern for block in blocks if block.rule}


def test_without_a_file_nothing_is_settled(project: Project) -> None:
    assert publishers.load(project) == ()


def test_a_table_becomes_a_publisher(project: Project) -> None:
    (one,) = settle(
        project,
        '[publishers.kurier]\nname = "Kurier"\nhosts = "https://www.Kurier.example/"\nsenders = "@kurier.example"\n'
        'keep = "css: .facts"\nremove = ["Lesen Sie auch: *"]\npublish = "link"\nlicence = "CC0"\nlanguage = "de-AT"\n',
    )
    assert (one.key, one.name, one.hosts, one.senders) == ("kurier", "Kurier", ("kurier.example",), ("kurier.example",))
    assert (one.publish, one.licence, one.language) == ("link", "CC0", "de-AT")
    assert [entry.reason for entry in one.rules] == [
        "content/sources.toml: keep css: .facts",
        "content/sources.toml: remove Lesen Sie auch: *",
    ]


def test_all_faults_are_told_with_their_lines(project: Project) -> None:
    text = (
        '[publishers."k.example"]\nhost = "k.example"\nremove = [\n    "css: .good",\n    "css: p::",\n'
        '    "css: a:has(b)",\n'
        '    "*",\n]\npublish = "all"\n\n[publishers.other]\nhosts = ["a b"]\nsenders = ["x@"]\n\n[publishers.nobody]\n'
    )
    with pytest.raises(Faults) as caught:
        settle(project, text)
    assert [(fault.line, fault.message.split(":")[0]) for fault in caught.value.errors] == [
        (2, "there is no setting 'publishers.k.example.host'"),
        (5, "publishers.k.example.remove"),
        (6, "publishers.k.example.remove"),
        (7, "publishers.k.example.remove"),
        (9, "publishers.k.example.publish"),
        (12, "publishers.other.hosts"),
        (13, "publishers.other.senders"),
        (15, "publishers.nobody"),
    ]
    assert caught.value.errors[0].hint == "did you mean `hosts`?"
    assert all(fault.path == "content/sources.toml" for fault in caught.value.errors)


@pytest.mark.parametrize(
    ("traits", "key"),
    [
        (Traits("x.html", host="kurier.example"), "kurier"),
        (Traits("x.html", host="news.kurier.example"), "kurier"),
        (Traits("x.html", host="sport.kurier.example"), "sport"),
        (Traits("x.html", host="heute.sport.kurier.example"), "sport"),
        (Traits("x.html", host="nichtkurier.example"), None),
        (Traits("x.eml", sender="presse@amt.example"), "amt"),
        (Traits("x.eml", sender="buero@amt.example"), None),
        (Traits("x.eml", sender="jemand@post.kurier.example"), "kurier"),
        (Traits("x.txt", name="Das  AMT"), "amt"),
        (Traits("amt/2026/x.txt"), "amt"),
        (Traits("amt/2026/x.txt", host="kurier.example"), "amt"),
        (Traits("x.txt"), None),
    ],
)
def test_a_source_is_known_by_file_host_sender_or_name(traits: Traits, key: str | None) -> None:
    settled = (
        Publisher("kurier", hosts=("kurier.example",), senders=("kurier.example",)),
        Publisher("sport", hosts=("sport.kurier.example",)),
        Publisher("amt", name="Das Amt", senders=("presse@amt.example",), files=("amt/*",)),
    )
    found = publishers.find(traits, settled)
    assert (found.key if found else None) == key


def test_traits_are_the_address_the_sender_and_the_name_that_a_source_states() -> None:
    stated = (Statement("url", "https://www.k.example/a", "x"), Statement("publisher", "Kurier", "x"))
    document = Document(Source("a#b", b""), (), statements=(*stated, Statement("sender", "A@k.example", "x")))
    assert publishers.traits(document) == Traits("a#b", "k.example", "a@k.example", "Kurier")


def test_sources_of_one_house_are_known_to_belong_together() -> None:
    assert Traits("a", "k.example", name="K").house(None) == Traits("b", "k.example", name="L").house(None) != ""
    assert Traits("bote.xml#a").house(None) == Traits("bote.xml#b").house(None) != Traits("bote.xml").house(None)
    known = Publisher("k")
    assert Traits("a", "x.example").house(known) == Traits("b", sender="y@z.example").house(known)


def test_selectors_name_blocks_and_the_inner_element_counts() -> None:
    found = ruled(rule("aside", css=True), rule(".facts", keep=True, css=True), rule(".promo", css=True))
    assert found == {
        "Zahlen zum Kran: Er ist vierzig Meter hoch.": "aside",
        "Gebaut wurde er in Ollersum.": ".facts",
        "Lesen, was morgen wichtig ist.": ".promo",
        "Ein Kasten": ".promo",
        "1 2\n3 4": ".promo",
    }


def test_of_two_rules_for_one_element_the_one_that_keeps_it_counts() -> None:
    both = (rule(".facts", keep=True, css=True), rule("aside p", css=True))
    assert ruled(*both)["Gebaut wurde er in Ollersum."] == ".facts"


def test_what_goes_out_of_a_sentence_leaves_the_rest_of_it_whole() -> None:
    document = readers.read(Source("a.html", PAGE.encode(), rules=(rule(".promo", css=True),)))
    assert "Im Sommer kommen die ersten Schiffe, die er allein entladen kann." in [one.text for one in document.blocks]


def test_a_page_cannot_name_rules_itself() -> None:
    page = PAGE.replace("<h1>", '<h1 data-digest-rule="0">').replace("<aside>", '<aside data-digest-rule="99">')
    source = Source("a.html", page.encode(), rules=(rule(".facts", css=True),))
    assert [one.text for one in readers.read(source).blocks if one.rule] == ["Gebaut wurde er in Ollersum."]


def test_rules_go_before_the_verdict_and_are_its_reason() -> None:
    rules = (rule("Im Sommer *"), rule("am rande NOTIERT", keep=True), rule("aside", keep=True, css=True))
    article = cleaner.clean(readers.read(Source("a.html", PAGE.encode(), rules=rules)))
    verdicts = {one.block.text[:9]: (one.keep, one.reason, one.score) for one in article.verdicts}
    assert verdicts["Im Sommer"] == (False, "content/sources.toml: remove Im Sommer *", 0.0)
    assert verdicts["Am Rande "] == (True, "content/sources.toml: keep am rande NOTIERT", 1.0)
    assert "Zahlen zum Kran" in article.text
    assert "Im Sommer" not in article.text


def test_a_line_of_a_pasted_text_goes_before_lines_are_joined() -> None:
    lines = [
        "Der Kran im Hafen von Ollersum hebt achtzig Tonnen, und die Stadt hat",
        "Morgenpost-Leser wissen mehr von allem, was im Hafen und in der Stadt",
        "lange auf ihn gewartet, sagt der Hafenmeister am Montag auf dem Kai.",
    ]
    source = Source("a.txt", "\n".join(lines).encode(), rules=(rule("Morgenpost-Leser *"),))
    article = cleaner.clean(readers.read(source))
    assert "Morgenpost" not in article.text
    assert "hebt achtzig Tonnen" in article.text
    assert "auf dem Kai" in article.text


@given(st.text("ab*", max_size=8), st.text("ab", max_size=10))
def test_a_pattern_fits_what_the_same_regular_expression_does(pattern: str, line: str) -> None:
    expected = re.fullmatch(".*".join(map(re.escape, pattern.split("*"))), line) is not None
    assert rule(pattern).fits(line) is expected


def test_a_pattern_of_many_asterisks_is_no_trap() -> None:
    assert not rule("*a" * 200 + "*b").fits("a" * 50_000)


def test_traces_are_remembered_as_they_were(project: Project) -> None:
    made = {
        "k": Trace("k.example", "a@b.example", "Kürier", "r", traces.pack([Line(2**64 - 1, 9999, 3), Line(1, 1, 2)])),
        "l": Trace(),
    }
    traces.save(project, made)
    assert traces.load(project) == made
    assert made["k"].lines == [(2**64 - 1, 9999, 3), (1, 1, 2)]


@pytest.mark.parametrize("damage", [b"", b"{", b"[1]", b'{"k": 3}', b'{"k": ["", "", "", "", "x"]}', b"\xff"])
def test_a_damaged_cache_is_none(project: Project, damage: bytes) -> None:
    traces.save(project, {"k": Trace()})
    project.path(traces.FILE).write_bytes(damage)
    assert traces.load(project) == {}
