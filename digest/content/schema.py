"""What front matter may hold: the second gate of validation, beside `digest.toml`.

Types are lenient where the meaning is clear (a scalar is a list of one, a number its text) and strict where it is not.
`FrontMatter.model_json_schema()` is the schema for editors' tools; it tells what may be written, so each lenient type
names what it takes beside what it gives.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from digest.content import dates
from digest.content.frontmatter import without_controls
from digest.languages.slugs import slugify

_LIST_MARKS = re.compile(r"\s*[,;]\s*")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
_ADDRESS = re.compile(r"https?://[^\s<>\"'\\]+", re.IGNORECASE)


def _wrong(message: str, hint: str = "") -> PydanticCustomError:
    # Braces would be taken for pydantic's own placeholders.
    return PydanticCustomError("content", "{message}", {"message": message, "hint": hint})


def _text(value: object) -> str:
    """A scalar of any kind as text on one line."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str | int | float):
        return " ".join(without_controls(str(value)).split())
    if value is None:
        raise _wrong("is empty", "write a value behind it, or remove the line")
    raise _wrong("must be a text", "put quotation marks around a text that begins with a special character")


def _filled(value: object) -> str:
    return _text(value) or _text(None)


def _name(value: object) -> object:
    """A name, or Hugo's and Astro's table with a `name` in it."""
    return _filled(value.get("name") if isinstance(value, Mapping) else value)


def _items(value: object) -> list[object]:
    """A list, whatever stands there; empty items are dropped."""
    if value is None:
        return []
    items = value if isinstance(value, list) else [value]
    return [item for item in items if item is not None and item != ""]


def _split(value: object) -> list[object]:
    """A list, also when written as `a, b; c`."""
    if isinstance(value, str):
        value = [part for part in _LIST_MARKS.split(value.strip().strip("[]")) if part]
    return _items(value)


def _authors(value: object) -> list[object]:
    """A list, also when written as `A; B`; a comma may part a surname from a first name, so it parts no list."""
    return _items([part.strip() for part in value.split(";")] if isinstance(value, str) else value)


def _date(value: object) -> object:
    if value is None or isinstance(value, dt.date):
        return value
    try:
        return dates.parse(_text(value))
    except dates.DateError as error:
        raise _wrong(str(error), error.hint) from error


def _slug(value: object) -> str:
    """A file name's stem; what could name another folder is refused, not repaired."""
    text = _filled(value)
    if re.search(r"[/\\:]|^\.|\.\.", text):
        hint = f"a slug names no folder; write {slugify(text, None)!r}"
        raise _wrong(f"{text!r} is not a slug", hint)
    return slugify(text, None)


def _alias(value: object) -> str:
    """An old address below the site's root."""
    text = _filled(value)
    path = text.removeprefix("/")
    if not path or re.search(r"[\\:?#\s]", path) or {"..", ".", ""} & set(path.rstrip("/").split("/")):
        raise _wrong(f"{text!r} is no address inside the site", "write the old path, such as /2025/old-name/")
    return path


def _language(value: object) -> str:
    text = _filled(value)
    if not _LANGUAGE.fullmatch(text):
        raise _wrong(f"{text!r} is no language code", "write a code such as de, en or fr-CH")
    return text.replace("_", "-")


def _address(value: object) -> str:
    text = _filled(value)
    if not _ADDRESS.fullmatch(text):
        raise _wrong(f"{text!r} is no web address", "it must begin with https:// or http://")
    try:
        urlsplit(text)
    except ValueError as error:  # an unclosed bracket
        raise _wrong(f"{text!r} is no web address: {error}", "copy it from the browser") from error
    return text


def _origin(value: object) -> object:
    """The original's details, or its name or address alone."""
    if isinstance(value, str):
        return {"url" if _ADDRESS.fullmatch(value.strip()) else "name": value}
    if isinstance(value, Mapping) and "license" in value and "licence" not in value:
        return {"licence" if key == "license" else key: item for key, item in value.items()}
    return value if value is not None else {}


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="allow")

    def __deepcopy__(self, memo: dict[int, Any] | None = None) -> Self:
        """Return itself: pydantic copies defaults for each model, and what is frozen needs no copy."""
        return self


class Named(_Section):
    """A name as Hugo and Astro write it."""

    name: str | int | float
    """What readers see."""


_Scalar = str | int | float | bool
_Written = Annotated[
    str,
    Field(pattern=r"^\s*\d{4}-\d{1,2}-\d{1,2}([Tt\s]\s*\d{1,2}:\d\d(:\d\d([.,]\d+)?)?\s*([Zz]|[+-]\d\d:?\d\d)?)?\s*$"),
]
"""A date as `digest.content.dates` reads it."""

_Address = Annotated[str, Field(pattern=r"""^\s*[Hh][Tt][Tt][Pp][Ss]?://[^\s<>"'\\]+\s*$""")]
_Code = Annotated[str, Field(pattern=r"^\s*[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*\s*$")]

Filled = Annotated[str, BeforeValidator(_filled, json_schema_input_type=_Scalar)]
Name = Annotated[str, BeforeValidator(_name, json_schema_input_type=_Scalar | Named)]
Day = Annotated[dt.datetime | dt.date | None, BeforeValidator(_date, json_schema_input_type=_Written | None)]
Names = Annotated[
    list[Name], BeforeValidator(_authors, json_schema_input_type=_Scalar | Named | list[_Scalar | Named | None] | None)
]
Tags = Annotated[
    list[Name], BeforeValidator(_split, json_schema_input_type=_Scalar | Named | list[_Scalar | Named | None] | None)
]
Texts = Annotated[list[Filled], BeforeValidator(_items, json_schema_input_type=_Scalar | list[_Scalar | None] | None)]


class Original(_Section):
    """Front-matter key `source`."""

    name: Filled | None = None
    """Who published the original."""
    url: Annotated[str, BeforeValidator(_address, json_schema_input_type=_Address)] | None = None
    """Its address, with `https://` or `http://`."""
    author: Filled | None = None
    """Who wrote it."""
    published: Day = None
    """When it appeared."""
    retrieved: Day = None
    """When it was fetched."""
    licence: Filled | None = None
    """On what terms it may be republished."""


class Correction(_Section):
    """One item of `corrections`."""

    date: Annotated[dt.date, BeforeValidator(_date, json_schema_input_type=_Written)]
    """Of the correction."""
    text: Filled
    """What was wrong, and what is right."""


class Provenance(_Section):
    """Front-matter key `digest`: the machine's own notes, so that it knows its values from an editor's."""

    source: str = ""
    """Name of the source below the sources' folder."""
    hash: str = ""
    """Of the source's bytes."""
    cleaner: str = ""
    """Version of the machine that wrote the values."""
    publisher: str = ""
    """Hash of what was known of its publisher: the editors' rules, and which lines its other sources hold."""
    title: str = ""
    """Where the title came from, one of `model.Origin`."""
    date: str = ""
    """Where the date came from."""
    removed: int = Field(default=0, ge=0)
    """How many lines of the source were left out."""
    written: dict[str, str] = Field(default_factory=dict)
    """Key → hash of the value that the machine wrote; `body` for the text."""


class FrontMatter(_Section):
    """All keys that `digest` knows; others are allowed and handed on."""

    title: Filled | None = None
    """The headline; where it is missing, a first-level heading at the top of the text."""
    date: Day = None
    """When it was published, ISO 8601: 2026-01-31, or 2026-01-31T09:30:00+01:00."""
    updated: Day = None
    """When its text last changed."""
    authors: Names = Field(default_factory=list)
    """Who wrote it; `A; B` will do."""
    category: Name | None = None
    """The section it belongs to, shown above the headline."""
    tags: Tags = Field(default_factory=list)
    """What it is about, the most telling first; `a, b` will do."""
    lang: Annotated[str, BeforeValidator(_language, json_schema_input_type=_Code)] | None = None
    """Language of the text, a code such as de or fr-CH."""
    summary: Texts = Field(default_factory=list)
    """Sentences, in the order of the text."""
    source: Annotated[Original, BeforeValidator(_origin, json_schema_input_type=Original | str | None)] = Original()
    """The original that it was made from: its details, or its name or address alone."""
    id: Annotated[str, BeforeValidator(_filled), Field(pattern=r"^[^\s<>&]{1,200}$")] | None = None
    """Permanent identifier; feeds use it."""
    slug: Annotated[str, BeforeValidator(_slug, json_schema_input_type=_Scalar)] | None = None
    """Name of its page in addresses; else that of its file."""
    aliases: Annotated[
        list[Annotated[str, BeforeValidator(_alias)]],
        BeforeValidator(_items, json_schema_input_type=str | list[str | None] | None),
    ] = Field(default_factory=list)
    """Old addresses below the site's root that lead here."""
    draft: bool = False
    """Not to be published yet."""
    expires: Day = None
    """When it leaves the site."""
    publish: Literal["full", "summary", "link"] | None = None
    """What the site shows of it: all of the text, its summary, or the headline with a link alone. Where it is missing,
    the licence and `[rights]` decide."""
    abbreviations: dict[str, Filled] = Field(default_factory=dict)
    """Acronym → what it stands for."""
    corrections: Annotated[
        list[Correction], BeforeValidator(_items, json_schema_input_type=Correction | list[Correction | None] | None)
    ] = Field(default_factory=list)
    """What was corrected after publication."""
    locked: bool | list[str] = False
    """Keys that the machine leaves alone; `true` for all."""
    story: Filled | None = None
    """Identifier shared by the articles on one event."""
    digest: Provenance = Provenance()
    """The machine's own notes; leave them as they are."""
