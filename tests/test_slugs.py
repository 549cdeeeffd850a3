"""Slugs: readable, unique where it matters, and safe as file names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.languages.slugs import slugify


@pytest.mark.parametrize(
    ("text", "language", "slug"),
    [
        ("Über uns", "de", "ueber-uns"),
        ("Über uns", "en", "uber-uns"),
        ("Straße & Öl", "de", "strasse-oel"),
        ("L\u2019été à Œuvreville", "fr", "l-ete-a-oeuvreville"),
        ("Don\u2019t panic", "en", "dont-panic"),
        ("C++", "en", "c-plus-plus"),
        ("C#", "en", "c-sharp"),
        ("C", "en", "c"),
        ("Łódź Ørsted", None, "lodz-orsted"),
        ("Йошкар-Ола", "ru", "йошкар-ола"),
        ("東京", None, "東京"),
        ("../../etc/passwd", "en", "etc-passwd"),
        (".hidden", "en", "hidden"),
        ("50 % mehr", "de", "50-mehr"),
    ],
)
def test_titles_become_readable_slugs(text: str, language: str | None, slug: str) -> None:
    assert slugify(text, language) == slug


def test_composed_and_decomposed_letters_share_a_slug() -> None:
    assert slugify("Mu\u0308hle", "de") == slugify("M\u00fchle", "de") == "muehle"


def test_a_long_title_is_cut_after_a_word() -> None:
    slug = slugify("ein recht langes wort " * 10, "de")
    assert len(slug) <= 80
    assert slug.endswith(("-ein", "-recht", "-langes", "-wort"))


def test_signs_alone_still_have_names_of_their_own() -> None:
    assert slugify("!!!", "en") != slugify("???", "en")


@given(st.text(max_size=300), st.sampled_from(["de", "en", "fr", None]))
def test_any_text_gives_a_safe_file_name(text: str, language: str | None) -> None:
    slug = slugify(text, language)
    assert slug
    assert slug == slug.lower().strip("-.")
    assert len(slug.encode()) <= 200
    assert all(letter.isalnum() or letter == "-" or not letter.isascii() for letter in slug)
    assert not set(slug) & set("/\\. \n")
