"""The search index: what is in it, in how many files, and that it tells no more than the pages."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from site_samples import BASE, ZONE, config, editions, entry, newspaper

from digest import languages
from digest.model import Attribution, Entry, Tag
from digest.site import folding, search
from digest.site.index import index
from digest.site.plan import plan

_CALL = len("digestSearch(")


def _built(*entries: Entry) -> search.Search:
    return search.build(index(editions(entries), "de"), {item.path: item for item in entries})


def _read(made: search.Search, name: str) -> list[Any]:
    """Return what the file of this name hands to the search page."""
    text = dict(made.files)[f"search/{name}.js"]
    read: list[Any] = json.loads("[" + text.removesuffix(");\n")[_CALL:] + "]")
    assert read[0] == name
    return read[1:]


def _keys(made: search.Search) -> tuple[dict[str, list[int]], dict[str, list[list[int]]]]:
    """Return all words, and all that stands inside words, from however many parts."""
    names = [address.split("/")[1].removesuffix(".js") for address, _ in made.files]
    parts = [_read(made, name) for name in names if name.startswith("w")]
    return {k: v for part in parts for k, v in part[0].items()}, {k: v for part in parts for k, v in part[1].items()}


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("Straße", "strasse"),
        ("über", "ueber"),
        ("über", "uber"),
        ("Häfen", "HAFEN"),
        ("épave", "epave"),
        ("Œuvre", "oeuvre"),
        ("œuvre", "OEUVRE"),
        ("Israel", "israel"),
        ("Bœuf", "boeuf"),
    ],
)
def test_a_word_is_found_however_it_is_typed(written: str, asked: str) -> None:
    assert folding.fold(written) == folding.fold(asked)


def test_letters_are_spelled_as_their_languages_say() -> None:
    assert {code: languages.spelling(code) for code in languages.codes()} == {
        code: languages.get(code).ascii for code in languages.codes()
    }
    assert languages.spelling("xx") == languages.get("xx").ascii


def test_different_words_stay_different() -> None:
    assert len({folding.fold(word) for word in ("Hafen", "Hefen", "Hofen", "Kanal", "Kanäle", "été", "étés")}) == 7


@given(st.text())
def test_a_folded_word_stays_as_it_is_when_it_is_folded_again(text: str) -> None:
    for word in folding.words(text):
        once = folding.fold(word)
        assert len(once) <= 40
        assert folding.fold(once).isascii() or not once.isascii()


def test_words_lead_to_their_articles_and_titles_weigh_most() -> None:
    made = _built(
        entry("alt", day=1, title="Möwen", body="Der Pegel steigt."),
        entry("neu", day=2, title="Pegel", body="Nichts."),
    )
    words, _ = _keys(made)
    assert words["pegel"] == [0 * 4 + 0, 1 * 4 + 3]
    assert words["mowen"] == [0 * 4 + 3]


def test_part_of_a_compound_is_found_in_languages_that_join_words() -> None:
    words, inner = _keys(
        _built(entry("a", body="Das Pegelnetz im Brakenhafen."), entry("b", lang="en", body="Seahorses"))
    )
    assert "pegelnetz" in words
    assert {"netz", "hafen"} <= inner.keys()
    assert not any("seahorses".endswith(key) for key in inner)
    assert not any(len(key) < 4 or key.startswith("ln") for key in inner)


def test_the_index_tells_no_more_than_the_pages() -> None:
    made = _built(
        entry("a", publish="summary", summary=("Kurzes steht hier.",), body="Kurzes steht hier. Geheimes folgt."),
        entry("b", publish="link", title="Verweis", summary=("Nurbeimverlag.",), body="Verborgenes."),
    )
    everything = "".join(text for address, text in made.files if address != "search/search.js").lower()
    assert "kurzes" in everything
    assert "verweis" in everything
    for hidden in ("geheimes", "nurbeimverlag", "verborgenes"):
        assert hidden not in everything


def test_addresses_of_links_are_no_words_of_a_text() -> None:
    words, _ = _keys(
        _built(entry("a", body="Ein [Gutachten](https://kueste.example/plan.pdf) und <https://amt.example>."))
    )
    assert "gutachten" in words
    assert not {"https", "kuste", "plan", "pdf", "example"} & words.keys()


def test_results_are_told_with_all_that_a_list_of_articles_shows() -> None:
    made = _built(*newspaper())
    rows, manifest = _read(made, "d0")[0], _read(made, "index")[0]
    assert manifest["days"] == sorted(manifest["days"])
    number = next(number for number, row in enumerate(rows) if row[1].endswith("deiche.html"))
    assert rows[number] == [
        "Nordmark hebt „alle“ Deiche an",
        "articles/2026/03/deiche.html",
        "Die Republik Nordmark hebt ihre Deiche an.",
        "Ministerium für Küstenschutz",
        "de",
    ]
    assert manifest["days"][number] == "2026-03-05"
    assert [manifest["topics"][one] for one in manifest["topicsOf"][number]] == ["hafen-torsund", "kuestenschutz"]
    assert manifest["sources"][manifest["sourceOf"][number]] == "ministerium-fuer-kuestenschutz"


def _many(count: int) -> list[Entry]:
    """Return articles of which each has words of its own."""
    start = dt.datetime(2024, 1, 1, tzinfo=ZONE)
    letters = "abcdefghijklmnopqrstuvwxyz"
    return [
        entry(
            f"e{number}",
            date=start + dt.timedelta(days=number),
            body=" ".join(
                f"{letters[number % 26]}{letters[word % 26]}{letters[number // 26 % 26]}werk{number}x"
                for word in range(80)
            ),
            source=Attribution(name=f"Bote {number % 7}"),
            tags=(Tag(f"t{number % 150}", f"Thema {number % 150}"),),
        )
        for number in range(count)
    ]


def test_a_large_index_is_cut_into_parts_that_can_be_found_by_their_first_key() -> None:
    made = _built(*_many(200))
    firsts = _read(made, "index")[0]["parts"].split(" ")
    assert len(firsts) > 5
    assert firsts == sorted(firsts)
    for number, first in enumerate(firsts):
        keys = sorted({key for part in _read(made, f"w{number}") for key in part})
        assert keys[0] >= first
        assert number + 1 == len(firsts) or keys[-1] < firsts[number + 1]
    assert max(len(text) for address, text in made.files if address.startswith("search/w")) < 60_000


def test_only_the_frequent_topics_can_be_chosen() -> None:
    made = _built(*_many(200))
    assert len(made.topics) == 100
    assert len(made.topics[0].entries) == 2
    assert len(made.publishers) == 7


def test_the_index_depends_on_the_articles_alone_and_its_version_on_all_of_it() -> None:
    one, other = _built(*newspaper()), _built(*reversed(newspaper()))
    assert one.files == other.files
    assert one.version == other.version != _built(*newspaper()[1:]).version


def test_a_site_without_articles_has_an_index_all_the_same() -> None:
    made = _built()
    assert _read(made, "w0") == [{}, {}]
    assert _read(made, "index")[0]["days"] == []


def test_the_site_has_all_files_of_its_index() -> None:
    paths = {page.path for page in plan(editions(newspaper()), [], config(BASE))}
    assert {address for address, _ in _built(*newspaper()).files} <= paths


def test_the_program_stays_small_and_asks_nobody_else() -> None:
    text = search.script()
    assert len(text.encode()) <= 8192
    assert not any(
        word in text for word in ("innerHTML", "eval(", "http:", "https:", "fetch(", "localStorage", "cookie")
    )


def test_the_program_folds_words_as_the_index_does(node: str) -> None:
    samples = [
        "Straße",
        "ÜBER",
        "ueber",
        "Œuvre",
        "Häfen",
        "Israel",
        "Ødegård",
        "été",
        "Ærø",
        "naïve",
        "Ελλάδα",
        "Йод",
        "x" * 60,
    ]
    body = search.script().split("function fold(word) {", 1)[1].split("\n}\n", 1)[0]
    manifest = {"letters": folding.letters(), "pairs": "|".join(folding.digraphs())}
    program = (
        f"const manifest = {json.dumps(manifest)}; manifest.pattern = new RegExp(manifest.pairs, 'g');"
        f"function fold(word) {{{body}\n}}"
        f"console.log(JSON.stringify({json.dumps(samples)}.map(fold)));"
    )
    done = subprocess.run([node, "-e", program], capture_output=True, text=True, check=True, encoding="utf-8")
    assert json.loads(done.stdout) == [folding.fold(word) for word in samples]
