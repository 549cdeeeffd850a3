"""Changes to the text of `tags.toml`: tables of single tags are written anew, all else stays, byte for byte."""

from __future__ import annotations

import json
import re
import tomllib
from typing import TYPE_CHECKING

from digest.errors import ContentError

if TYPE_CHECKING:
    from collections.abc import Mapping

    Values = Mapping[str, object]

_HEADER = re.compile(r"^[ \t]*\[[^\[\]\n]+\][ \t]*(?:#[^\n]*)?$", re.MULTILINE)
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_WIDTH = 110


def changed(text: str, changes: Mapping[str, tuple[str, Values] | None], path: str) -> str:
    """Return the tags file with other tables for some tags.

    Args:
        text: the file as it is.
        changes: slug → slug and values of the table that takes its place, or comes last where there is none yet;
            `None` takes it out.
        path: of the file, for messages.

    Raises:
        ContentError: the file is written in a way that this cannot change, such as with inline tables.
    """
    new = text
    wanted = tomllib.loads(text)
    tags = wanted.setdefault("tags", {})
    for slug, entry in changes.items():
        new = _with_table(new, slug, _table(*entry) if entry else "")
        tags.pop(slug, None)
        tags |= {entry[0]: dict(entry[1])} if entry else {}
    if _parsed(new) != wanted:
        raise ContentError(
            "the file cannot be changed by a program", path=path, hint="give each tag a table of its own"
        )
    return new


def _with_table(text: str, slug: str, table: str) -> str:
    found = next((match for match in _HEADER.finditer(text) if _slug(match[0]) == slug), None)
    if found is None:
        return f"{text.rstrip()}\n\n{table}".lstrip() if table else text
    after = _HEADER.search(text, found.end())
    end = _without_comments(text, found.end(), after.start()) if after else len(text)
    between = "\n" if after and table else ""
    return text[: found.start()] + table + between + text[end:]


def _without_comments(text: str, start: int, end: int) -> int:
    """Return where the table that begins at `start` ends: comments right above the next header belong to that."""
    lines = text[start:end].splitlines(keepends=True)
    while lines and lines[-1].lstrip().startswith("#"):
        end -= len(lines.pop())
    return end


def _slug(header: str) -> str | None:
    """Return the slug in `[tags.<slug>]`."""
    values = _parsed(header) or {}
    tags = values.get("tags")
    return next(iter(tags), None) if isinstance(tags, dict) else None


def _parsed(text: str) -> dict[str, object] | None:
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return None
    values.setdefault("tags", {})
    return values


def _table(slug: str, values: Values) -> str:
    lines = (f"{key} = {_value(value)}\n" for key, value in values.items())
    return f"[tags.{_key(slug)}]\n{''.join(lines)}"


def _key(key: str) -> str:
    return key if _BARE_KEY.fullmatch(key) else _value(key)


def _value(value: object) -> str:
    """Return a text, a list or a small table in TOML; JSON's texts are TOML's, but for the control character DEL."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{_key(key)} = {_value(item)}" for key, item in value.items()) + " }"
    if isinstance(value, list):
        items = [_value(item) for item in value]
        line = f"[{', '.join(items)}]"
        return line if len(line) <= _WIDTH else "[\n" + "".join(f"    {item},\n" for item in items) + "]"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
