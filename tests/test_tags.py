"""Tags: names and topics in canonical form, and the editors' vocabulary."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.errors import Faults
from digest.model import Article, Block, Kind, Tag
from digest.summarizer import tags
from digest.summarizer.tags import Vocabulary

NONE = Vocabulary()


def article(title: str, *blocks: str | Block, language: str = "de", **values: Any) -> Article:  # noqa: ANN401 -- any field
    made = tuple(block if isinstance(block, Block) else Block(block) for block in blocks)
    return Article("test", title, made, language=language, **values)


def labels(one: Article, vocabulary: Vocabulary = NONE) -> list[str]:
    return [tag.label for tag in tags.propose([one], vocabulary)[0]]


def test_a_surname_leads_to_the_full_name_and_the_office_is_left_out() -> None:
    one = article(
        "Brandt besucht die Werft",
        "Verkehrsministerin Henrike Brandt war am Montag in der Werft. Dort sprach Brandt mit den Arbeitern.",
        "Henrike Brandts Besuch dauerte eine Stunde. „Das freut uns“, sagte Ministerin Brandt.",
    )
    assert labels(one) == ["Henrike Brandt"]


def test_a_name_with_particles_stays_whole() -> None:
    one = article("x", "Die Leiterin Ida von der Aue kam. Später sprach auch von der Aue, und Ida von der Aue ging.")
    assert "Ida von der Aue" in labels(one)


def test_compounds_adjectives_and_genitives_name_their_place() -> None:
    one = article("x", "Die Norwegen-Reise begann. Norwegens Küste und der norwegische Lachs waren das Ziel.")
    assert labels(one) == ["Norwegen"]


def test_the_expansion_leads_to_the_acronym() -> None:
    one = article(
        "x",
        "Die Allgemeine Wetter Union (AWU) tagt. Die Allgemeine Wetter Union warnt. Die AWU-Chefin blieb ruhig.",
    )
    assert labels(one) == ["AWU"]


def test_the_tooltips_expansion_leads_to_the_acronym() -> None:
    text = "Das Europäische Wetteramt tagt. Vom Europäischen Wetteramt kam nichts."
    one = article("x", text, abbreviations={"EWA": "Europäisches Wetteramt"})
    assert labels(one) == ["EWA"]


def test_common_nouns_are_no_tags_without_the_title() -> None:
    one = article("Regen", "Die Brücken, die Brücken, die Brücken und die Brücken sind neu. Menschen gingen.")
    assert labels(one) == []


def test_a_topic_stands_in_the_title_and_again_in_the_text() -> None:
    one = article(
        "Streit um die Seilbahn",
        "Die Seilbahn ist teuer. Die Seilbahn soll weg. Gegner der Seilbahn zählen auf. Ohne Seilbahn geht es auch.",
    )
    assert labels(one) == ["Seilbahn"]


def test_a_single_mention_is_no_tag_unless_another_article_has_it() -> None:
    one = article("x", "Gestern kam Henrike Brandt in die Stadt.")
    other = article("y", "Heute ging Henrike Brandt. Dann sprach Henrike Brandt.")
    assert labels(one) == []
    assert [tag.label for tag in tags.propose([one, other], NONE)[0]] == ["Henrike Brandt"]


def test_english_names_keep_their_words_and_lose_the_possessive() -> None:
    one = article(
        "Harbour plan divides town",
        "Mayor Ruth Ellery backed the plan. Ellery's deputy did not. The Harbour Trust of Pellbridge met on Monday.",
        "The Harbour Trust of Pellbridge owns the quay, Ellery said. British and U.S. ships use it. The UK pays.",
        language="en",
    )
    assert labels(one) == ["Ruth Ellery", "Harbour Trust of Pellbridge", "UK"]


def test_french_elisions_are_no_part_of_a_name() -> None:
    one = article(
        "Le port agrandi",
        "Le maire Luc Amiot et le Conseil d'Armor ont voté. M. Amiot remercie le Conseil d'Armor.",
        "L'Union européenne paie. Selon l'Union européenne, c'est utile.",
        language="fr",
    )
    assert set(labels(one)) == {"Luc Amiot", "Conseil d'Armor", "UE"}


def test_authors_and_publisher_are_no_tags() -> None:
    text = "Henrike Brandt schreibt. Das Küstenblatt druckt. Henrike Brandt kennt Norwegen, und Norwegen kennt sie."
    assert labels(article("x", text, authors=("Henrike Brandt",), publisher="Küstenblatt")) == ["Norwegen"]


def test_captions_and_lines_in_capitals_do_not_invent_names() -> None:
    assert labels(article("x", Block("NEUER WEG NACH OBEN UND NEUER WEG", Kind.HEADING), "Es regnet.")) == []


def test_at_most_ten_tags() -> None:
    many = "Norwegen, Schweden, Finnland, Dänemark, Polen, Italien, Spanien, Portugal, Malta, Zypern, Irland, Island"
    assert len(labels(article("x", f"Es fuhren {many} mit.", f"Zurück kamen {many}."))) == tags.MOST == 10


VOCABULARY = Vocabulary.from_mapping(
    {
        "stop": ["Nordbote"],
        "tags": {
            "deiche": {"label": {"de": "Deiche", "en": "Dykes"}, "aliases": ["Deichbau", "dyke works"]},
            "sturmflut": {"label": "Sturmflut", "parent": "deiche"},
        },
    }
)


def test_the_editors_terms_are_found_in_any_case_and_language() -> None:
    german = article("Mehr Geld für den Deichbau", "Der Deichbau kostet.")
    english = article("Money", "The dyke works began. All dyke works cost.", language="en")
    assert tags.propose([german], VOCABULARY) == [(Tag("deiche", "Deiche"),)]
    assert tags.propose([english], VOCABULARY) == [(Tag("deiche", "Dykes"),)]


def test_twins_in_case_and_unicode_form_are_one_tag() -> None:
    assert VOCABULARY.canonical("STURMFLUT", "de") == VOCABULARY.canonical("sturmflut", "de")
    assert NONE.canonical("Cafe\u0301", "fr") == NONE.canonical("Caf\u00e9", "fr")


def test_what_editors_stop_is_no_tag() -> None:
    assert VOCABULARY.canonical("nordbote", "de") is None
    assert VOCABULARY.canonical("  ", "de") is None


def test_an_unknown_name_gets_a_slug_in_its_language() -> None:
    assert VOCABULARY.canonical("Über  Land", "de") == Tag("ueber-land", "Über Land")


def test_all_faults_of_a_vocabulary_are_told_at_once() -> None:
    broken = {
        "stop": "x",
        "extra": 1,
        "tags": {
            "A b": {"label": "A"},
            "c": {"aliases": [1]},
            "d": {"label": "D", "parent": "nowhere"},
            "e": {"label": "E", "parent": "f"},
            "f": {"label": "F", "parent": "e"},
            "g": 3,
        },
    }
    with pytest.raises(Faults) as caught:
        Vocabulary.from_mapping(broken, "content/tags.toml")
    text = str(caught.value)
    parts = ["`stop`", "`extra`", "small letters", "needs a label", "`aliases`", "`nowhere`", "ancestor", "tag `g`"]
    assert [part for part in parts if part not in text] == []
    assert all(error.path == "content/tags.toml" for error in caught.value.errors)


def test_a_name_claimed_twice_is_a_fault() -> None:
    with pytest.raises(Faults, match="claimed by the tags `a` and `b`"):
        Vocabulary.from_mapping({"tags": {"a": {"label": "X"}, "b": {"label": "B", "aliases": ["x"]}}})


@given(st.text(max_size=200), st.text(max_size=40), st.sampled_from(["de", "en", "fr", "xx", None]))
def test_any_text_can_be_tagged(text: str, title: str, language: str | None) -> None:
    one = Article("x", title, (Block(text),), language=language)
    found = tags.propose([one], VOCABULARY)[0]
    assert len({tag.slug for tag in found}) == len(found) <= tags.MOST


@pytest.mark.parametrize(
    ("text", "language", "wanted", "unwanted"),
    [
        (
            "Der Dissident Ayla Nordhoff sprach. Später lobte der Rat Ayla Nordhoff.",
            "de", "Ayla Nordhoff", "Dissident Ayla Nordhoff",
        ),
        ("Im Ortsteil Brackheim brennt es. Nach Brackheim fährt Brackheim.", "de", "Brackheim", "Ortsteil Brackheim"),
        (
            "Der Schutz Kritischer Infrastruktur kostet. Die Sorge um Kritische Infrastruktur wächst.",
            "de", "Kritische Infrastruktur", "Kritischer Infrastruktur",
        ),
        (
            "Das Statistische Landesamt zählt. Später zählt das Statistische Landesamt noch einmal.",
            "de", "Statistisches Landesamt", "Statistische Landesamt",
        ),
        ("Es sprach Jamal al-Nadir. Dann ging al-Nadir.", "de", "Jamal al-Nadir", "Jamal"),
        ("It hurt Defendant Milo Ashdown. Then Milo Ashdown left.", "en", "Milo Ashdown", "Defendant Milo Ashdown"),
        (
            "On voit le maillot Velox de Rosa Vidal. Puis Rosa Vidal salue, et Rosa Vidal part.",
            "fr", "Rosa Vidal", "Velox de Rosa Vidal",
        ),
        ("Une OPA de Terradis inquiète Terradis, dit Terradis.", "fr", "Terradis", "OPA de Terradis"),
    ],
)  # fmt: skip
def test_a_name_is_whole_and_in_its_basic_form(text: str, language: str, wanted: str, unwanted: str) -> None:
    found = labels(article("Heute", text, language=language))
    assert wanted in found
    assert unwanted not in found


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Man kann im Notfall Strom sparen. Strom ist teuer, und der Strom kommt an.", "de"),
        ("Die Nordische Stiftung für Wasserbau tagt. Später tagt die Nordische Stiftung für Wasserbau.", "de"),
        ("Gewarnt wurde Helga S. am Abend, und Helga S. floh.", "de"),
        ("Es kostet 40 US-Dollar, später 50 US-Dollar.", "de"),
        ("The Clever Kettle boils. A kettle is clever. We like the Clever Kettle.", "en"),
        ("Memory Card Slots. The S80 and the S80 differ.", "en"),
    ],
)
def test_what_only_looks_like_a_name_is_no_tag(text: str, language: str) -> None:
    assert labels(article("Heute", text, language=language)) == []


def test_headings_in_title_case_invent_no_names() -> None:
    blocks = (Block("Clever Ways Home", Kind.HEADING), Block("Clever Ways Home", Kind.HEADING), Block("All is well."))
    assert labels(Article("a", "On roads", blocks, language="en")) == []


def test_the_parts_and_initials_of_the_publisher_are_no_tags() -> None:
    text = "Die NAZ fragte, die NAZ hörte zu. Auch Bote sah es, sagte Bote, und Bote schrieb."
    for publisher in ("Neue Almtal-Zeitung", "NAZ | Bote"):
        assert "NAZ" not in labels(article("Heute", text, publisher=publisher))


def test_of_a_name_and_its_longer_form_one_is_shown() -> None:
    text = "Die KHB Almtal wächst. An der KHB Almtal lehren viele, an der KHB Almtal forschen mehr."
    found = labels(article("Heute", text))
    assert [label for label in found if "KHB" in label] == ["KHB Almtal"]


def test_common_nouns_side_by_side_are_no_name() -> None:
    text = "Bei Sturm Schäden zu melden, rät Ilka Jäger. Schäden sah Jäger genug."
    assert labels(article("Heute", text)) == ["Ilka Jäger"]


def test_a_given_name_that_is_a_noun_too_begins_a_name() -> None:
    assert labels(article("Heute", "Gestern sprach Rose Nordhoff. Danach sang Nordhoff.")) == ["Rose Nordhoff"]


def test_a_word_that_only_begins_sentences_makes_no_name() -> None:
    text = "Crowds of Almish came. Crowds of Almish sang, and crowds went home. We saw LIVE pictures, live and LIVE."
    assert labels(article("Today in the valley", text, language="en")) == []


def test_a_surname_that_ends_like_a_genitive_stays() -> None:
    assert labels(article("Kallas spricht", "Es kam Nurja Kallas. Dann sprach Kallas.")) == ["Nurja Kallas"]


def test_what_met_by_chance_has_no_short_forms() -> None:
    one = article(
        "Nordwerft soll Fähren zurückrufen",
        "Gegen die Klage Nordwerfts sprach das Gericht. Nordwerft liefert weiter. Wie es heißt, wusste Nordwerft es.",
        "Auch danach blieb Nordwerft dabei. Am Abend erklärte Nordwerft sich bereit.",
    )
    assert labels(one) == ["Nordwerft"]


@pytest.mark.parametrize(
    ("language", "text", "label"),
    [
        (
            "en",
            "Doctors prescribe ZLP-1 drugs more often. The makers of ZLP-1 drugs grow, and ZLP-1 is scarce.",
            "ZLP-1",
        ),
        ("de", "Die QSE-5-Zellen sind neu. Fachleute prüfen QSE-5-Zellen, und QSE-5 bleibt teuer.", "QSE-5"),
    ],
)
def test_a_number_that_belongs_to_a_name_stays_with_it(language: str, text: str, label: str) -> None:
    assert labels(article("x", text, language=language)) == [label]


def test_a_word_that_never_stands_without_a_number_is_no_name() -> None:
    text = "The trial is in Stage 2 now. The team of Stage 2 met Stage 3 doctors, and later Stage 3 began in Lund."
    assert "Stage" not in labels(article("x", text, language="en"))


def test_a_word_that_opens_a_sentence_is_no_part_of_the_name_behind_it() -> None:
    text = "Visit Lundholm today. It bought Lundholm shops, and Lundholm grew. Visit Lundholm soon. They like Lundholm."
    assert labels(article("x", text, language="en")) == ["Lundholm"]


def test_a_possessive_parts_two_names_and_stays_inside_one() -> None:
    text = "They like Anna Lund's Copper Kettle and Lion's Mane. In May Anna Lund's Copper Kettle and Lion's Mane met."
    found = labels(article("x", text, language="en"))
    assert {"Anna Lund", "Copper Kettle", "Lion's Mane"} == set(found)


def test_a_name_and_its_short_form_are_one() -> None:
    text = "Die Grundschule Aumühl und die GS Aumühl sagten ab. In der Grundschule Aumühl und der GS Aumühl ist frei."
    found = labels(article("x", text))
    assert len([label for label in found if label.endswith("Aumühl")]) == 1


def test_what_belongs_to_somebody_gives_no_name_of_hers() -> None:
    one = article(
        "x",
        "Am Montag kam Henrike Brandt. Dort wächst Brandts Werft, sagte Brandt. Nun ging Brandt in Brandts Werft.",
    )
    assert labels(one) == ["Henrike Brandt"]


@pytest.mark.parametrize("language", [None, "und", "pl", "de-AT"])
def test_an_article_in_any_language_is_tagged(language: str | None) -> None:
    text = "W mieście Anna Kowalska buduje. Teraz Anna Kowalska mieszka tu, a potem Anna Kowalska wraca."
    found = labels(article("Anna Kowalska buduje", text, language=language or ""))
    assert found[:1] == ["Anna Kowalska"]


def test_a_heading_of_capitals_and_small_words_makes_no_names() -> None:
    heads = [Block(f"Is 5{n},000 Enough to Renovate a Home", kind=Kind.HEADING) for n in range(4)]
    assert labels(article("Costs", *heads, "Prices rise. On Fridays it costs more.", language="en")) == []


def test_a_house_that_belongs_to_an_office_is_no_part_of_a_name() -> None:
    text = "They met Lundholm House Speaker Ada Berg. The Lundholm House Speaker left, the Lundholm House Speaker said."
    found = labels(article("x", text, language="en"))
    assert "Lundholm House" not in found


def test_a_name_that_begins_with_a_full_stop_is_not_cut() -> None:
    text = "We use .NORD here. They like .NORD and .NORD tools, since .NORD is free."
    assert "NORD" not in labels(article("x", text, language="en"))


def test_what_an_office_is_of_is_no_part_of_a_name() -> None:
    text = "In Lund spoke Secretary of State Ada Berg. They like Secretary of State Ada Berg."
    assert "Ada Berg" in labels(article("x", text, language="en"))
