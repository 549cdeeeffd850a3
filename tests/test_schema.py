"""The published JSON Schemas say what the readers of front matter and `digest.toml` do."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from digest import cli
from digest.content import markdown, safe_yaml
from digest.errors import DigestError
from digest.run import schemas

ROOT = Path(__file__).parent.parent
ARTICLES = sorted((ROOT / "content/articles").rglob("*.md"))
WRITTEN = {
    "title": ("Die Flut", 1984, 1.5),
    "date": ("2026-01-31", "2026-1-5", "2026-01-31T09:30:00+01:00", "2026-01-31 9:30", "2026-01-31T09:30Z"),
    "authors": ("Mette Ohlsen", ["Mette Ohlsen", "Jorun Halvard"], {"name": "Mette"}, [{"name": "Mette"}], []),
    "tags": ("hafen, deich", ["hafen", 2026], []),
    "category": ("Küste", {"name": "Küste"}),
    "lang": ("de", "fr-CH", "pt_BR"),
    "summary": ("Ein Satz.", ["Ein Satz.", "Noch einer."]),
    "source": ("https://kueste.example/41", "Hafenamt", {"name": "Hafenamt", "url": "http://kueste.example/"}, {}),
    "aliases": ("/2025/alt/", ["alt.html"]),
    "draft": (True, False),
    "publish": ("full", "summary", "link"),
    "corrections": ([{"date": "2026-02-01", "text": "Es waren zwei."}], {"date": "2026-02-01", "text": "Zwei."}),
    "locked": (True, ["title", "summary"]),
    "abbreviations": ({"EU": "Europäische Union"},),
    "gallery": ({"anything": ["goes"]},),
}
WRONG = {
    "title": (["a", "b"], {"a": 1}),
    "date": ("31.01.2026", "gestern", ["2026-01-31"]),
    "lang": ("deutsch, englisch", ["de"]),
    "source": ({"url": "kueste.example"}, {"published": "im Mai"}),
    "publish": ("everything",),
    "draft": ("maybe",),
    "corrections": ([{"text": "no date"}], ["no table"]),
    "summary": ({"a": "b"},),
    "abbreviations": (["EU"],),
}


def _validator(of: str) -> Draft7Validator:
    return Draft7Validator(schemas.schema(of))


def _head(values: dict[str, Any]) -> bytes:
    """Return a file with the values as front matter; JSON is YAML."""
    return f"---\n{json.dumps(values, ensure_ascii=False)}\n---\n\nEin Text.\n".encode()


@pytest.mark.parametrize("of", ["front-matter", "config"])
def test_the_command_prints_a_schema(of: str, capsys: pytest.CaptureFixture[str]) -> None:
    cli.main(["schema", of], standalone_mode=False)
    printed = json.loads(capsys.readouterr().out)
    Draft7Validator.check_schema(printed)
    assert printed["$schema"] == "http://json-schema.org/draft-07/schema#"


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
def test_the_front_matter_of_the_demonstration_is_valid(path: Path) -> None:
    head = path.read_text(encoding="utf-8").split("---\n")[1]
    values = safe_yaml.load(head, path=path.name).values
    assert {"title", "date"} <= set(values)  # an article of the editors' own has no more
    _validator("front-matter").validate(values)


def test_the_configuration_of_the_demonstration_is_valid() -> None:
    _validator("config").validate(tomllib.loads((ROOT / "digest.toml").read_text(encoding="utf-8")))
    assert not _validator("config").is_valid({"site": {"titel": "x"}})


@pytest.mark.parametrize(("key", "value"), [(key, value) for key, values in WRITTEN.items() for value in values])
def test_what_the_reader_takes_is_valid(key: str, value: object) -> None:
    values = {"title": "T", key: value}
    assert markdown.read(_head(values), "a.md").title
    assert _validator("front-matter").is_valid(values)


@pytest.mark.parametrize(("key", "value"), [(key, value) for key, values in WRONG.items() for value in values])
def test_what_the_reader_refuses_is_invalid(key: str, value: object) -> None:
    values = {"title": "T", key: value}
    with pytest.raises(DigestError):
        markdown.read(_head(values), "a.md")
    assert not _validator("front-matter").is_valid(values)


@pytest.mark.parametrize("of", ["front-matter", "config"])
def test_patterns_are_read_by_every_engine(of: str) -> None:
    """ECMA-262 in Unicode mode, which most validators use, refuses an escaped sign that needs no escape."""
    patterns = re.findall(r'"pattern": ("(?:[^"\\]|\\.)*")', schemas.text(of))
    assert patterns
    for pattern in map(json.loads, patterns):
        assert set(re.findall(r"\\(.)", pattern)) <= set("dws.\\"), pattern


@pytest.mark.parametrize("of", ["front-matter", "config"])
def test_every_key_is_explained(of: str) -> None:
    """Editors' tools show the description of a key beside it."""
    found = schemas.schema(of)
    keys = [("", name, value) for name, value in found["properties"].items()]
    sections = found["definitions"].items()
    keys += [(part, name, value) for part, table in sections for name, value in table.get("properties", {}).items()]
    bare = [f"{part}.{name}" for part, name, value in keys if "description" not in value and "$ref" not in value]
    assert bare == []
