"""What front matter may hold: the second gate of validation, beside `digest.toml`.

Types are lenient where the meaning is clear (a scalar is a list of one, a number its text) and strict where it is not.
`FrontMatter.model_json_schema()` is the schema for editors' tools.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Annotated, Literal
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
    raise _wrong("must be a text" if value is not None else "is empty")


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
    return value if value is not None else {}


Filled = Annotated[str, BeforeValidator(_filled)]
Day = Annotated[dt.datetime | dt.date | None, BeforeValidator(_date)]
Names = Annotated[list[Annotated[str, BeforeValidator(_name)]], BeforeValidator(_authors)]
Tags = Annotated[list[Annotated[str, BeforeValidator(_name)]], BeforeValidator(_split)]
Texts = Annotated[list[Filled], BeforeValidator(_items)]


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="allow")


class Original(_Section):
    """Front-matter key `source`."""

    name: Filled | None = None
    url: Annotated[str, BeforeValidator(_address)] | None = None
    author: Filled | None = None
    published: Day = None
    retrieved: Day = None
    licence: Filled | None = None


class Correction(_Section):
    """One item of `corrections`."""

    date: Annotated[dt.date, BeforeValidator(_date)]
    text: Filled


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
    date: Day = None
    updated: Day = None
    authors: Names = Field(default_factory=list)
    category: Annotated[str, BeforeValidator(_name)] | None = None
    tags: Tags = Field(default_factory=list)
    lang: Annotated[str, BeforeValidator(_language)] | None = None
    summary: Texts = Field(default_factory=list)
    source: Annotated[Original, BeforeValidator(_origin)] = Original()
    id: Annotated[str, BeforeValidator(_filled), Field(pattern=r"^[^\s<>&]{1,200}$")] | None = None
    slug: Annotated[str, BeforeValidator(_slug)] | None = None
    aliases: Annotated[list[Annotated[str, BeforeValidator(_alias)]], BeforeValidator(_items)] = Field(
        default_factory=list
    )
    draft: bool = False
    expires: Day = None
    publish: Literal["full", "summary", "link"] = "full"
    abbreviations: dict[str, Filled] = Field(default_factory=dict)
    corrections: Annotated[list[Correction], BeforeValidator(_items)] = Field(default_factory=list)
    locked: bool | list[str] = False
    story: Filled | None = None
    digest: Provenance = Provenance()
