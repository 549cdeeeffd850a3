"""Sentences: where they end, where they don't, and that nothing is lost."""

from __future__ import annotations

import gzip
import hashlib
import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.summarizer import sentences

# Each bar parts two sentences.
GERMAN = [
    "Der Rat tagt am 13. Januar 2026 in Lindau.| Danach spricht die Bürgermeisterin.",
    "Im 19. Jahrhundert stand hier eine Mühle.| Die 2. Liga kam erst später.",
    "Das geschah im Jahr 2024.| Die Stadt baute neu.",
    "Die Brücke kostet rund 3 Mio. Euro, d. h. ca. 40 Euro je Kopf.| Das ist viel.",
    "Dr. h. c. Anna K. Sommer leitet z. B. das Museum.| Prof. Weiß hilft ihr.",
    "Sie sagte: „Wir fangen an. Wir hören nicht auf.“| Dann ging sie.",
    "„Wann beginnt es?“, fragte der Pfarrer.| Niemand wusste es.",
    "„Wann beginnt es?“ fragte der Pfarrer.| Niemand wusste es.",
    "Es gibt Brot, Käse usw.| Der Markt schließt um 12 Uhr.",
    "Siehe Art. 5 Abs. 2 und S. 14 f. im Heft.| Mehr steht dort nicht.",
    "Der Preis stieg um 1.200 Euro auf 3,5 Prozent.| Wirklich!| Ja …| Gut.",
    "Mehr unter www.stadt-lindau.example/a.b?c=d.| Ende.",
]
ENGLISH = [
    "Mr. J. R. Marsh of Acme Inc. met Dr. Lee at 5 p.m. on Jan. 5.| They agreed.",
    "The U.S. Senate voted.| He lives in the U.S.| They do not.",
    "No. 7 is closed, i.e. shut.| She said no.| Then it rained.",
    '"Is it over?" he asked.| "Yes," she said.| Nobody spoke.',
    "It costs $3.50 (approx. 3 euros).| Cheap!",
    "Wait...| Now go.",
    "Great trip! :)| We will be back.",
]
FRENCH = [
    "M. Duval est né en 50 av. J.-C. selon la légende.| Mme Roy en rit.",
    "« C’est fini. »| Il sort.",
    "« Ah ! » dit-elle.| Voir art. 5, p. 3.",
    "Le Dr Petit, etc.| Rien de plus.",
]


@pytest.mark.parametrize(
    ("language", "marked"),
    [(code, text) for code, texts in (("de", GERMAN), ("en", ENGLISH), ("fr", FRENCH)) for text in texts],
)
def test_sentences_end_where_a_reader_pauses(language: str, marked: str) -> None:
    expected = [part.strip() for part in marked.split("|")]
    assert sentences.split(marked.replace("|", ""), language) == expected


def _kinds() -> list[tuple[str, str]]:
    """The kinds of places that splitters are usually tried on, a file for each language."""
    paths = sorted((Path(__file__).parent / "sentences").glob("*.txt"))
    files = [(path.stem, path.read_text(encoding="utf-8").splitlines()) for path in paths]
    return [(code, line) for code, lines in files for line in lines if not line.startswith("#")]


@pytest.mark.parametrize(("language", "marked"), _kinds())
def test_each_kind_of_place_is_decided_right(language: str, marked: str) -> None:
    assert sentences.split(marked.replace("|", ""), language) == [part.strip() for part in marked.split("|")]


@pytest.mark.parametrize("language", ["es", "nl", "it", "und"])
def test_a_language_without_a_file_is_split_by_rule(language: str) -> None:
    assert sentences.split("Ecco Dr. J. Marea etc. e via. Venne tardi! Perché?", language) == [
        "Ecco Dr. J. Marea etc. e via.",
        "Venne tardi!",
        "Perché?",
    ]


def test_a_blank_line_ends_a_sentence_and_a_line_break_does_not() -> None:
    assert sentences.split("Eine Überschrift\n\nDer Text geht\nweiter.", "de") == [
        "Eine Überschrift",
        "Der Text geht\nweiter.",
    ]


def test_an_unclosed_quotation_swallows_no_sentences() -> None:
    text = "Er rief: „Halt. " + "Der Zug fuhr weiter. " * 40
    assert len(sentences.split(text, "de")) > 30


def test_the_language_is_guessed_when_none_is_given() -> None:
    text = "Der Rat hat am 3. Mai getagt und das Haus ist nun fertig. Die Stadt feiert das auch."
    assert len(sentences.split(text)) == 2


def test_spans_are_the_places_of_the_sentences() -> None:
    text = "  Eins ist da.  Zwei ist auch da. "
    assert [text[start:end] for start, end in sentences.spans(text, "de")] == ["Eins ist da.", "Zwei ist auch da."]


@given(
    st.text(alphabet=st.sampled_from("aA1 .!?…„“”\"'»«()\n-:。é"), max_size=120),
    st.sampled_from(["de", "en", "fr", None]),
)
def test_no_character_is_lost(text: str, language: str | None) -> None:
    assert "".join("".join(sentences.split(text, language)).split()) == "".join(text.split())


@given(st.text(max_size=200), st.sampled_from(["de", "en", "fr", "es", None]))
def test_sentences_lie_one_behind_another_with_nothing_but_white_space_between(text: str, language: str | None) -> None:
    end = 0
    for start, stop in sentences.spans(text, language):
        assert end <= start < stop
        assert not text[end:start].strip()
        assert text[start:stop] == text[start:stop].strip()
        end = stop
    assert not text[end:].strip()


@pytest.mark.parametrize(
    "text",
    [
        "« a. " * 40_000,
        "Der Rat tagte am 13. Januar 2026. " * 6000,
        "." * 200_000,
        ". " * 100_000,
        "„a. " * 50_000,
        "„" + "a. B " * 40_000 + "“",
        '"' * 200_000,
        "x" * 200_000,
        "A. " * 66_000,
        "\n " * 100_000,
    ],
)
def test_a_paragraph_of_200_000_characters_takes_linear_time(text: str) -> None:
    start = time.process_time()
    sentences.split(text, "de")
    assert time.process_time() - start < 3


# Each set with the first digits of its SHA-256, and half a point less than what was reached.
FLOORS = {
    "de-gsd": ("d639838c05c2", 0.980),
    "en-ewt": ("143ccbe94dd7", 0.836),
    "fr-gsd": ("895bbc48a1e0", 0.978),
}


@pytest.mark.corpus
@pytest.mark.parametrize("name", FLOORS)
def test_boundaries_agree_with_treebanks(corpora: Path, name: str) -> None:
    data = (corpora / "sentences" / f"{name}.jsonl.gz").read_bytes()
    digest_of_data, floor = FLOORS[name]
    assert hashlib.sha256(data).hexdigest().startswith(digest_of_data), "the data changed: measure anew"
    right = found = wanted = 0
    for item in map(json.loads, gzip.decompress(data).splitlines()):
        expected, got = _ends(item["sentences"]), _ends(sentences.split(item["text"], item["lang"]))
        right, found, wanted = right + len(expected & got), found + len(got), wanted + len(expected)
    assert 2 * right / (found + wanted) >= floor


def _ends(parts: list[str]) -> set[int]:
    total, ends = 0, set()
    for part in parts:
        total += len("".join(part.split()))
        ends.add(total)
    return ends - {total}
