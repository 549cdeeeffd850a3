"""TOML, with the lines of its faults and its keys; a module of its own, as it loads quickly and the settings do not."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from digest.errors import DigestError

_KEY = re.compile(r"\"[^\"]*\"|'[^']*'|[^.\"']+")


def parse_toml(text: str, *, path: str, error: type[DigestError], first_line: int = 1) -> dict[str, Any]:
    """Return the values in `text`, or raise `error` with the line and column at which it stops being TOML."""
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as fault:
        message, _, place = str(fault).partition(" (at ")
        line, column = ([int(number) for number in re.findall(r"\d+", place)] + [0, 0])[:2]
        raise error(
            f"not TOML: {message[:1].lower()}{message[1:]}",
            path=path,
            line=first_line + line - 1 if line else first_line + text.rstrip().count("\n"),
            column=column or None,
            hint="texts need quotation marks"
            if "Invalid value" in message
            else "https://toml.io shows how it is written",
        ) from fault


def toml_lines(text: str, first_line: int = 1) -> dict[tuple[str | int, ...], int]:
    """Return the line of each key and table: tomllib keeps none, and the lines of a small file are soon found again."""
    lines: dict[tuple[str | int, ...], int] = {}
    table: tuple[str, ...] = ()
    for number, line in enumerate(text.split("\n"), first_line):
        if header := re.match(r"\s*\[+\s*([^\]]+?)\s*\]", line):
            table = _keys(header[1])
            lines.setdefault(table, number)
        elif assignment := re.match(r"\s*([\w\-.\"' ]+?)\s*=", line):
            lines.setdefault((*table, *_keys(assignment[1])), number)
    return lines


def _keys(dotted: str) -> tuple[str, ...]:
    return tuple(key.strip(" \"'") for key in _KEY.findall(dotted))
