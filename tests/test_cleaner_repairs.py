"""Each repair by itself: what it mends, and what it must leave alone."""

from __future__ import annotations

import datetime as dt

import pytest

from digest import languages
from digest.cleaner import abbreviations, characters, dates, layout, metadata, names, words
from digest.model import Block


@pytest.mark.parametrize(
    ("damaged", "mended"),
    [
        ("MÃ¼nchen grÃ¼ÃŸt", "München grüßt"),
        ("â€žJaâ€œ, sagte sie", "„Ja“, sagte sie"),
        ("ﬁnal oﬀer", "final offer"),
        ("Zu\u00adsam\u00admen\u00adarbeit", "Zusammenarbeit"),
        ("Zusam\u00ad", "Zusam-"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("10\u00a0000\u202f€", "10 000 €"),
        ("u\u0308ber", "über"),
        ("bell\x07 and\x1b esc", "bell and esc"),
    ],
)
def test_characters_are_mended(damaged: str, mended: str) -> None:
    assert characters.mend(damaged) == mended


@pytest.mark.parametrize(
    "text", ["„Ja“, ‚nein‘ – “yes” ‘no’ «oui»", "Ångström, Ãngelo", "C’est l’été…", "日本語 текст"]
)
def test_sound_characters_stay(text: str) -> None:
    assert characters.mend(text) == text


@pytest.mark.parametrize(
    ("language", "text", "mended", "found"),
    [
        ("de", "Die ABCAlte Brücke Coswig-Stiftung", "Die ABC-Stiftung", {"ABC": "Alte Brücke Coswig"}),
        ("de", "GmbHGesellschaft mit beschränkter Haftung", "GmbH", {"GmbH": "Gesellschaft mit beschränkter Haftung"}),
        (
            "de",
            "im ÖPNVÖffentlicher Personennahverkehr fahren",
            "im ÖPNV fahren",
            {"ÖPNV": "Öffentlicher Personennahverkehr"},
        ),
        ("en", "its GDPgross domestic product fell", "its GDP fell", {"GDP": "gross domestic product"}),
        ("fr", "l'ONUOrganisation des Nations unies et", "l'ONU et", {"ONU": "Organisation des Nations unies"}),
        ("de", "die USAmerikaner, PDFs und McDonalds", "die USAmerikaner, PDFs und McDonalds", {}),
        ("en", "the UNHigh Seas treaty", "the UNHigh Seas treaty", {}),
        ("de", "der EUGipfel", "der EUGipfel", {}),
    ],
)
def test_tooltips_are_unglued_only_when_they_spell_the_acronym(
    language: str, text: str, mended: str, found: dict[str, str]
) -> None:
    assert abbreviations.unglue(text, languages.get(language).words.small) == (mended, found)


@pytest.mark.parametrize(
    ("language", "text", "mended"),
    [
        ("de", "W ährend der Pause", "Während der Pause"),
        ("en", "T he harbour", "The harbour"),
        ("en", "A harbour fills", "A harbour fills"),
        ("en", "A fter years", "After years"),
        ("fr", "L e port", "Le port"),
        ("fr", "À Paris", "À Paris"),
        ("de", "Ein�uss und P�icht", "Einfluss und Pflicht"),
        ("en", "the o�ce of the of�cer", "the office of the officer"),
        ("fr", "une di�culté", "une difficulté"),
    ],
)
def test_words_are_mended(language: str, text: str, mended: str) -> None:
    assert words.mend(text, language) == mended


@pytest.mark.parametrize(
    ("language", "before", "after", "joined"),
    [
        ("de", "die Zusam-", "menarbeit", "die Zusammenarbeit"),
        ("de", "die EU-", "Kommission", "die EU-Kommission"),
        ("de", "Hafen-", "und Deichbau", "Hafen- und Deichbau"),
        ("fr", "les grands-", "parents", "les grands-parents"),
        ("en", "the gov-", "ernment", "the government"),
        ("en", "no hyphen", "here", "no hyphen here"),
        ("fr", "après cinquante-", "huit ans", "après cinquante-huit ans"),
        ("en", "in Zelm-", "gate", "in Zelmgate"),
        ("fr", "L'appareil, raconte-t-", "elle, est vieux.", "L'appareil, raconte-t-elle, est vieux."),
    ],
)
def test_words_broken_at_a_line_end_are_joined(language: str, before: str, after: str, joined: str) -> None:
    assert words.joined(before, after, language, frozenset()) == joined


def test_the_document_itself_tells_a_compound_from_a_broken_word() -> None:
    assert words.joined("a co-", "operation", "en", frozenset({"co-operation"})) == "a co-operation"


def lines(*texts: str) -> list[Block]:
    return [Block(text=text, line=number) for number, text in enumerate(texts, 1)]


def test_a_margin_is_seen_only_where_lines_break_off() -> None:
    wrapped = lines(
        "The harbour master said that the new crane",
        "would arrive in the spring, if the weather",
        "allowed it.",
    )
    assert layout.margin_of(wrapped) == 42
    assert layout.margin_of(lines("A short line.", "Another short line.", "A third one.")) == 0


def test_a_margin_is_seen_by_its_full_lines_where_nouns_have_capitals() -> None:
    full = lines(
        "Der Landkreis fördert ab dem nächsten Frühjahr",
        "Werkstätten mit Werkzeug und Miete und bei",
        "Anträgen, wie die Landrätin am Mittwoch in",
        "Osterau sagte. Die Werkstätten arbeiten schon",
        "heute ehrenamtlich.",
    )
    headlines = lines("Der Landkreis fördert ab dem Frühjahr", "Die Werkstatt", "Und nun das Wetter", "und der Sport")
    assert layout.margin_of(full) == 46
    assert layout.margin_of(headlines) == 0


def test_a_line_that_stands_apart_does_not_end_a_sentence() -> None:
    blocks = lines(
        "The harbour master said on Monday that the crane",
        "https://harbour.example/cranes",
        "would arrive in the spring, if the weather allowed",
        "the barge to pass the mole.",
    )
    joined = layout.paragraphs(blocks, {1}, "en")
    assert [block.text for block in joined] == [
        (
            "The harbour master said on Monday that the crane would arrive in the spring, if the weather allowed "
            "the barge to pass the mole."
        ),
        "https://harbour.example/cranes",
    ]


def test_a_number_at_the_beginning_of_a_line_is_no_list() -> None:
    blocks = lines(
        "Der Rat der Hafenstadt hat den Haushalt nach langer Debatte am",
        "2. März beschlossen, wie die Stadt noch am selben Abend mit-",
        "teilte. Die Opposition stimmte dagegen und kündigte für den",
        "Sommer einen eigenen Entwurf an.",
    )
    assert len(layout.paragraphs(blocks, set(), "de")) == 1


def test_a_list_in_hard_wrapped_text_stays_a_list() -> None:
    blocks = lines(
        "Die Stadt verteilt an alle Haushalte im Westen und im Süden die",
        "neuen Tonnen, und zwar von Ostern an. Die Farben sind künftig:",
        "1. braun für Küchenreste, Kaffeefilter und verwelkte Blumen, dazu",
        "2. blau für Papier",
    )
    joined = layout.paragraphs(blocks, set(), "de")
    assert [block.text[:2] for block in joined] == ["Di", "1.", "2."]


@pytest.mark.parametrize(
    ("language", "text", "date"),
    [
        ("de", "am 13. Februar 2026", dt.date(2026, 2, 13)),
        ("de", "Stand: 01.02.2026", dt.date(2026, 2, 1)),
        ("de", "Jänner, 5. Jänner 2026", dt.date(2026, 1, 5)),
        ("en", "Published Feb 9, 2026", dt.date(2026, 2, 9)),
        ("en", "the 3rd of March 2026", dt.date(2026, 3, 3)),
        ("fr", "le 1er mars 2026", dt.date(2026, 3, 1)),
        ("fr", "2026-03-01T10:00:00Z", dt.date(2026, 3, 1)),
    ],
)
def test_dates_are_read_in_their_language(language: str, text: str, date: dt.date) -> None:
    found = dates.first(text, language)
    assert found
    assert found.date == date


@pytest.mark.parametrize("text", ["on 04/05/2026", "31 February 2026", "in March 2026", "version 1.2.2026.4"])
def test_what_could_be_two_dates_or_none_is_no_date(text: str) -> None:
    assert dates.first(text, "en") is None


@pytest.mark.parametrize(
    ("language", "text", "people"),
    [
        ("de", "Anna Berg und Jörg von der Heide, 3. März", ("Anna Berg", "Jörg von der Heide")),
        ("en", "Mary O'Neill and J. R. Tolland", ("Mary O'Neill", "J. R. Tolland")),
        ("en", "Political Editor Jane Doe | 4 March", ()),
        ("fr", "Maëlle Le Goff, envoyée spéciale", ("Maëlle Le Goff",)),
        ("de", "der Redaktion", ()),
    ],
)
def test_bylines_hold_names_and_nothing_else(language: str, text: str, people: tuple[str, ...]) -> None:
    assert names.read_names(text, language) == people


def test_a_host_reads_like_a_name() -> None:
    assert metadata.host_name("https://www.kuesten-bote.example/") == "Kuesten Bote"
