"""Changes to the tags file, and tags that may be one."""

from __future__ import annotations

import tomllib

import pytest

from digest.errors import ContentError
from digest.model import Tag
from digest.run import vocabulary_file
from digest.summarizer import twins

FILE = """# Ours
stop = ["Heute"]  # and no more

[tags.werft]  # ships
label = "Werft"
aliases = [
    "Werften",
]

# Water
[tags.hafen]
label = { de = "Hafen", en = "Harbour" }
"""


def test_only_the_changed_table_is_written_anew() -> None:
    changed = vocabulary_file.changed(FILE, {"werft": ("schiffbau", {"label": 'Schiff"bau'})}, "tags.toml")
    before, after = FILE.split("[tags.werft]")
    assert changed.startswith(before)
    assert changed.endswith("\n# Water\n" + after.partition("# Water\n")[2])
    assert tomllib.loads(changed)["tags"]["schiffbau"] == {"label": 'Schiff"bau'}


def test_a_table_is_taken_out_and_a_new_one_comes_last() -> None:
    changes = {"werft": None, "bucht": ("bucht", {"label": "Bucht", "aliases": ["x" * 70, "y" * 70]})}
    changed = vocabulary_file.changed(FILE, changes, "tags.toml")
    assert list(tomllib.loads(changed)["tags"]) == ["hafen", "bucht"]
    assert "# Water\n[tags.hafen]" in changed


def test_an_empty_file_gets_its_first_table() -> None:
    assert vocabulary_file.changed("", {"a": ("a", {"label": "A"})}, "tags.toml") == '[tags.a]\nlabel = "A"\n'


def test_what_is_written_in_another_way_is_left_to_the_editors() -> None:
    with pytest.raises(ContentError, match="cannot be changed"):
        vocabulary_file.changed('tags = { werft = { label = "Werft" } }\n', {"werft": None}, "tags.toml")


def test_twins_are_spellings_inflected_forms_and_surnames() -> None:
    labels = {
        "Séstola": 1,
        "Sestola": 4,
        "Werft": 2,
        "Werften": 3,
        "Brandt": 1,
        "Henrike Brandt": 2,
        "Bar": 1,
        "Bars": 1,
    }
    tags = [(Tag(f"{number}-{label}", label), count) for number, (label, count) in enumerate(labels.items())]
    found = {(pair.tag.label, pair.into.label) for pair in twins.find(tags)}
    assert found == {("Séstola", "Sestola"), ("Werften", "Werft"), ("Brandt", "Henrike Brandt")}


def test_a_surname_that_two_persons_share_is_no_twin() -> None:
    assert twins.find([(Tag(name, name), 1) for name in ("Brandt", "Ada Brandt", "Jo Brandt")]) == []
