"""Tags stand whole: neither cut, nor inflected, nor doubled."""

from __future__ import annotations

import pytest

from digest.model import Article, Block, Kind
from digest.summarizer import tags
from digest.summarizer.tags import Vocabulary

WHOLE = (
    (
        "The Tarn Harbour Museum opens. Later the Tarn Harbour Museum was full.",
        "en",
        "Tarn Harbour Museum",
        "Museum",
    ),
    (
        "Firms like Lindqvist & Sohn grow. In May Lindqvist & Sohn grew again.",
        "en",
        "Lindqvist & Sohn",
        "Lindqvist",
    ),
    (
        "Das Team von Nord + Licht malt. Später kam Nord + Licht zurück.",
        "de",
        "Nord + Licht",
        "Licht",
    ),
    (
        "I like the Quill Model 3, as the Quill Model 3 is small.",
        "en",
        "Quill Model 3",
        "Quill Model",
    ),
    (
        "Sie mag das Kestrel Racing Team. Das Kestrel Racing Team siegt, dem Kestrel Racing Team hilft das.",
        "de",
        "Kestrel Racing Team",
        "Kestrel Racing",
    ),
    (
        "Ray Orm Tide spoke. Then Orm Tide sat down, and Ray Orm Tide left with Orm Tide.",
        "en",
        "Ray Orm Tide",
        "Orm Tide",
    ),
    (
        "Da ging Carlos El Nadim. Am Abend ging El Nadim, und dort blieb El Nadim.",
        "de",
        "Carlos El Nadim",
        "El Nadim",
    ),
    (
        "They call the Tern Fisher Aid Foundation. It is the Tern Fisher Aid Foundation that pays.",
        "en",
        "Tern Fisher Aid Foundation",
        "Aid Foundation",
    ),
)
CUT = (
    (
        "They heard Silence of the Reeds there, and then Silence of the Reeds again.",
        "en",
        "Silence",
    ),
    (
        "They like Western-style huts there, and Western-style boats, and Western-style roofs.",
        "en",
        "Western-style",
    ),
    (
        "They run the Institute of Fish and Reed Boats. The Institute of Fish and Reed Boats is old.",
        "en",
        "Institute of Fish",
    ),
    (
        "The Quill Model 3 and the Quill Model 5 met a Quill Model 7.",
        "en",
        "Quill Model",
    ),
    (
        "They use Ferr.js here, and Ferr.js there, and Ferr.js again.",
        "en",
        "Ferr",
    ),
    (
        "It came from the Water and Reed Institute (TWRI), the Reed Institute.",
        "en",
        "Reed Institute",
    ),
    (
        "He met A. O. Brandt Wares in Lund, and A. O. Brandt Wares met him.",
        "en",
        "Brandt Wares",
    ),
    (
        "Sie lehrt am College of Coastal Law. Am College of Coastal Law bleibt sie.",
        "de",
        "Coastal Law",
    ),
    (
        "Das Amt für Fisch und das Amt für Reet zahlen. Die Blaue Stelle für Reet, die Blaue Stelle für Fisch.",
        "de",
        "Blaue Stelle",
    ),
    (
        "It fits the Quill MX300, and they like the Quill MX line more than the Quill MX500.",
        "en",
        "Quill MX",
    ),
    (
        "Ask Ida Lund, Harbour Success Manager. Ask Tom Orm, Harbour Success Manager, too.",
        "en",
        "Harbour Success",
    ),
    (
        "An Eastern European port closed. Some Eastern European ports are small.",
        "en",
        "Eastern European",
    ),
    (
        "Batch by lind_count here, and by lind_count there. So lind_count it is.",
        "en",
        "Lind",
    ),
)


def labels(title: str, *blocks: str | Block, language: str = "en") -> list[str]:
    made = tuple(block if isinstance(block, Block) else Block(block) for block in blocks)
    one = Article("test", title, made, language=language)
    return [tag.label for tag in tags.propose([one], Vocabulary())[0]]


@pytest.mark.parametrize(("text", "language", "whole", "cut"), WHOLE)
def test_what_belongs_to_a_name_stays_with_it(text: str, language: str, whole: str, cut: str) -> None:
    found = labels("x", text, language=language)
    assert whole in found
    assert cut not in found


@pytest.mark.parametrize(("text", "language", "cut"), CUT)
def test_what_cannot_be_made_whole_is_no_tag(text: str, language: str, cut: str) -> None:
    assert cut not in labels("x", text, language=language)


def test_two_firms_beside_each_other_stay_two() -> None:
    text = "They read Lindmark & Tarnpost often. Then Lindmark wrote, and Tarnpost wrote. People like Lindmark more."
    assert labels("x", text) == ["Lindmark"]


def test_a_name_in_one_word_is_not_doubled() -> None:
    found = labels(
        "x", "They always like Lind Flow there. Others would like LindFlow there. Somewhere Lind Flow and LindFlow met."
    )
    assert len(found) == 1


def test_what_a_book_is_called_names_nobody() -> None:
    text = "She wrote “The Quiet Gains of Learning Slow Crafts“ in May, and “Slow Crafts for Busy Harbour Hands” later."
    assert labels("x", text) == []


def test_a_shop_keeps_what_its_owner_is_called_by() -> None:
    text = "At Bold Ida’s Bikes they sell. We like Bold Ida’s Bikes, as Bold Ida’s Bikes is near. Ask Bold Ida’s Bikes."
    assert labels("x", text) == ["Bold Ida’s Bikes"]


def test_acronyms_stand_in_the_singular() -> None:
    found = labels("x", "Firms sell OBTs. The OBT is new, and many OBTs are small.")
    assert found == ["OBT"]


def test_a_topic_stands_in_the_singular() -> None:
    text = "Die Leuchttürme sind alt. Viele Leuchttürme stehen leer. Wer Leuchttürme mag, kauft Leuchttürme."
    assert labels("Streit um die Leuchttürme", text, language="de") == ["Leuchtturm"]


def test_a_common_noun_is_no_short_form_of_a_name() -> None:
    text = "Sie holte eine Pizza von Nordwind Pizza. Die Pizza war kalt, und eine Pizza fehlte."
    assert "Nordwind Pizza" not in labels("x", text, language="de")


def test_a_town_is_not_called_after_a_firm_that_lies_in_it() -> None:
    text = "In Tarnby it rained. People in Tarnby left. At the Tarnby Express Inn they stayed. Tarnby is small."
    assert labels("x", text) == ["Tarnby"]


def test_cells_of_a_table_are_no_names() -> None:
    table = Block("Orm Ferries Yes\nOrm Ferries No", Kind.TABLE)
    assert labels("x", "Two firms were asked.", table) == []


def test_a_list_of_labels_makes_no_names() -> None:
    line = "Industries: Healthcare, Retail, Professional Services, Hospitality, Manufacturing."
    assert labels("x", line, line, line) == []


def test_two_surnames_side_by_side_are_no_name() -> None:
    text = (
        "Am Montag hat Brandt Nordhoff empfangen. Da lachte Henrike Brandt, und Ayla Nordhoff schwieg, bis Brandt ging."
    )
    found = labels("x", text, language="de")
    assert "Brandt Nordhoff" not in found
    assert "Henrike Brandt" in found
