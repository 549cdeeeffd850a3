"""What several documents of one publisher say in the same words, and what of it is boilerplate."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

import digest
from digest import cleaner, readers
from digest.cleaner import repetition
from digest.model import Article, Block, Kind, Source, Verdict

NOTICE = "Unsere Redaktion fährt jeden Sommer mit zwanzig Leserinnen zu den Inseln."
OWN = [f"Der Kran Nummer {name} hebt achtzig Tonnen, und die Stadt hat lange auf ihn gewartet." for name in "abcdefgh"]


def article(*blocks: Block | str) -> Article:
    made = tuple(Block(one) if isinstance(one, str) else one for one in blocks)
    return Article("a", "A", made, verdicts=tuple(Verdict(one, keep=True, reason="text", score=0.9) for one in made))


def taken_out(*documents: Article) -> list[set[str]]:
    """The texts that each document loses."""
    held = [repetition.lines(one) for one in documents]
    counted = repetition.counts([line.key for one in held for line in one])
    found = [repetition.repeated(one, counted) for one in held]
    return [
        {block.text for block in document.blocks if repetition.key(block.text) in known}
        for document, known in zip(documents, found, strict=True)
    ]


def test_a_sentence_in_two_documents_is_boilerplate_and_a_label_is_only_in_three() -> None:
    first, second, third = (article(own, NOTICE, "Mehr vom Hafen") for own in OWN[:3])
    assert taken_out(first, second) == [{NOTICE}] * 2
    assert taken_out(first, second, third) == [{NOTICE, "Mehr vom Hafen"}] * 3


def test_numbers_case_and_signs_make_no_difference() -> None:
    assert repetition.key("3 Kommentare – Stand: 12.03.") == repetition.key("17 KOMMENTARE (Stand 1.4.)")
    assert repetition.key("3 Kommentare") != repetition.key("3 Karten")
    assert repetition.key("12.03.2026 – 14:05") == 0


def test_headings_and_labels_that_a_document_repeats_itself_are_its_structure() -> None:
    heading = Block("Das müssen Sie wissen", Kind.HEADING, level=2)
    documents = [article(own, heading, "Gut:", own + " Ja.", "Gut:") for own in OWN[:4]]
    assert taken_out(*documents) == [set()] * 4


def test_a_correction_of_an_article_takes_nothing_out_of_it() -> None:
    texts = ["Die Brücke bleibt zu.", *OWN[:4]]
    first, second = article(*texts, NOTICE), article(*texts, OWN[5], NOTICE)
    others = [article(OWN[6], NOTICE), article(OWN[7], NOTICE)]
    assert taken_out(first, second) == [set(), set()]
    assert taken_out(first, second, *others) == [{NOTICE}] * 4, "but what strangers say, too, goes"


def test_a_release_that_was_sent_three_times_stays_whole() -> None:
    documents = [article("Die Brücke bleibt zu.", *OWN[:4], extra) for extra in ("Eins und zwei.", "Drei.", "Vier!")]
    assert taken_out(*documents) == [set()] * 3


@given(st.data())
def test_the_order_of_documents_makes_no_difference(data: st.DataObject) -> None:
    texts = data.draw(st.lists(st.lists(st.sampled_from([NOTICE, "Gut:", *OWN]), max_size=6), max_size=6))
    order = data.draw(st.permutations(range(len(texts))))
    documents = [article(*one) for one in texts]
    shuffled = taken_out(*(documents[i] for i in order))
    assert [shuffled[order.index(i)] for i in range(len(order))] == taken_out(*documents)


@given(st.lists(st.lists(st.integers(1, 40), unique=True)))
def test_counts_are_those_of_counting_everything(documents: list[list[int]]) -> None:
    exact = {key: sum(key in one for one in documents) for key in range(1, 41)}
    counted = repetition.counts([key for one in documents for key in one])
    assert {key: count for key, count in exact.items() if count > 1} == {k: n for k, n in counted.items() if n > 1}


def test_a_repeated_line_goes_with_its_reason_and_a_single_document_knows_of_none() -> None:
    text = "\n\n".join([*OWN[:3], NOTICE, *OWN[3:6]]).encode()
    assert NOTICE in digest.clean(text, name="a.txt").text
    known = {repetition.key(NOTICE): 4}
    cleaned = cleaner.clean(readers.read(Source("a.txt", text, repeated=known)))
    assert NOTICE not in cleaned.text
    assert OWN[3] in cleaned.text
    assert [one.reason for one in cleaned.removed if one.text == NOTICE] == [
        "stands in 4 other documents of this publisher"
    ]
