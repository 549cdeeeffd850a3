"""YAML as editors like to read it: block style, indented lists, quotation marks only where they are needed.

What is plain, which is nearly all of a front matter, is put down line by line; any other scalar is ruamel.yaml's, which
looks at every sign and takes a hundred times as long. A property test holds that the whole is what ruamel.yaml writes.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from ruamel.yaml import YAML
from ruamel.yaml.representer import RoundTripRepresenter
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_NO_WRAPPING = 1_000_000
_PLAIN = re.compile(r"(?:[^\W\d_]|\d(?!\d{3}-\d|[xX])(?=.*[ac-df-np-wyz]))(?:[^:#]|:(?=\S)|(?<! )#)*(?<! )")
"""What means itself: it begins with a letter, or with a digit that begins neither day nor number (which has no letters
but b, e, o and x), and holds neither `: ` nor ` #`."""
_SIMPLE = re.compile(r"[^\W\d_].*(?:: | #).*[^\W_]")
"""What means itself between single quotation marks, and would not without them."""
_ESCAPED = re.compile(r'["\\]')
_QUOTE = "'"
_WORDS = frozenset({"true", "false", "null"})
_LONGEST_KEY = 100


class _Representer(RoundTripRepresenter):
    """Writes moments with a `T`, as ISO 8601 has it."""


def _represent_moment(representer: RoundTripRepresenter, value: dt.datetime) -> Any:  # noqa: ANN401 -- ruamel's node
    return representer.represent_scalar("tag:yaml.org,2002:timestamp", value.isoformat())


_Representer.add_representer(dt.datetime, _represent_moment)


def dump(values: Mapping[str, Any]) -> str:
    """Return a mapping of texts, numbers, days, lists and mappings as YAML that ends with a line break."""
    try:
        return "".join(f"{line}\n" for line in _mapping(values))
    except _OddError:
        return thorough(values)


def thorough(values: Mapping[str, Any]) -> str:
    """Return the same by ruamel.yaml alone."""
    writer = YAML()
    writer.Representer = _Representer
    writer.width = _NO_WRAPPING
    writer.indent(mapping=2, sequence=4, offset=2)
    stream = io.StringIO()
    writer.dump(values, stream)
    return stream.getvalue()


class _OddError(Exception):
    """Raised for what is laid out in another way than line by line."""


def _mapping(values: Mapping[str, Any]) -> Iterator[str]:
    for key, value in values.items():
        if not _is_plain(key) or len(key) > _LONGEST_KEY:
            raise _OddError
        if isinstance(value, dict | list):
            yield f"{key}:"
            yield from (f"  {line}" for line in _nested(value))
        else:
            yield f"{key}: {_scalar(value)}"


def _nested(value: dict[str, Any] | list[Any]) -> Iterator[str]:
    if not value:
        raise _OddError  # written behind its key
    if isinstance(value, dict):
        yield from _mapping(value)
        return
    for item in value:
        if isinstance(item, list):
            raise _OddError
        lines = _mapping(item) if isinstance(item, dict) and item else iter([_scalar(item)])
        yield f"- {next(lines)}"
        yield from (f"  {line}" for line in lines)


def _scalar(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dt.date):
        return value.isoformat()
    if type(value) is int:
        return str(value)
    if not isinstance(value, str):
        raise _OddError
    return _text(value)


def _text(value: str) -> str:
    if type(value) is str and _is_plain(value):
        return value
    if value.isprintable() and isinstance(value, DoubleQuotedScalarString) and not _ESCAPED.search(value):
        return f'"{value}"'
    if value.isprintable() and type(value) is str and _SIMPLE.fullmatch(value):
        return f"'{value.replace(_QUOTE, _QUOTE * 2)}'"
    return _quoted(value)


@lru_cache(maxsize=4096)
def _is_plain(text: str) -> bool:
    return bool(_PLAIN.fullmatch(text)) and text.isprintable() and text.lower() not in _WORDS


def _quoted(value: str) -> str:
    written = thorough({"a": value}).removeprefix("a:").strip("\n").removeprefix(" ")
    if "\n" in written:
        raise _OddError
    return written
