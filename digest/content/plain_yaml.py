"""The YAML that most front matter is written in, read line by line: a sixth of the time that a YAML parser takes.

`key: value` lines, lists of scalars and mappings in mappings; scalars on one line, plain or quoted without escapes. Of
anything else nothing is read, so that `safe_yaml` judges it; what is read here comes out as it would there (YAML 1.2.2,
chapters 7.3 and 8.2), which property tests hold.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    Keys = tuple[str | int, ...]
    Places = dict[Keys, tuple[int, int]]

CORE = {
    "bool": ("true|True|TRUE|false|False|FALSE", "tTfF"),
    "int": ("[-+]?[0-9]+", "-+0123456789"),
    "float": (r"[-+]?(?:\.[0-9]+|[0-9]+\.[0-9]*)(?:[eE][-+]?[0-9]+)?", "-+.0123456789"),
    "null": ("~|null|Null|NULL|", "~nN"),
}
"""The core schema (chapter 10.3) without hexadecimal numbers: tag → what a plain scalar of it is, and begins with."""

_KIND = re.compile("|".join(f"(?P<{tag}>{pattern})" for tag, (pattern, _) in CORE.items()))
# Line breaks of YAML 1.1 and what no YAML may hold; in a line with one of them the columns would differ, too.
_ODD = "\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff"
_LINE = re.compile(
    r"(?P<indent> *)(?P<dash>- +)?(?:(?P<key>[A-Za-z_][A-Za-z0-9_-]*):(?= |$))?(?P<gap> *)"
    rf"(?:\"(?P<double>[^\"\\{_ODD}]*)\"|'(?P<single>[^'{_ODD}]*)'"
    rf"|(?P<plain>\w(?:[^:# {_ODD}]++|:(?! |$)| ++(?!#)|(?<! )#)*+))?"
)
_MAX_DEPTH = 4


class _NotPlainError(Exception):
    """There is more to the text than is read here."""


def load(text: str, first_line: int, texts: Callable[[str], bool]) -> tuple[dict[str, Any], Places] | None:
    """Return the mapping in `text` and the place of each value; `None` when it has to be read by `safe_yaml`.

    Args:
        text: the YAML alone, without fences; the line break of the first one may stand before it.
        first_line: line of its file on which `text` begins.
        texts: tells of a top-level key whether its numbers stay text, as written (`1.10`).
    """
    begun = text.lstrip("\n")
    first_line += len(text) - len(begun)
    lines = [_LINE.fullmatch(line.rstrip(" ")) for line in begun.rstrip("\n").split("\n")]
    if not all(lines) or "\t" in text:
        return None
    reader = _Reader([line for line in lines if line], first_line, texts)
    try:
        values = reader.mapping("", (), raw=False)
    except _NotPlainError:
        return None
    return (values, reader.places) if reader.at == len(lines) else None


def scalar(kind: str | None, text: str, *, raw: bool) -> str | int | float | bool | None:
    """Return the value of a scalar.

    Args:
        kind: a tag of `CORE`; anything else is text.
        text: the scalar.
        raw: only an empty one is no text.
    """
    match kind:
        case "null":
            return None
        case "bool" if not raw:
            return text.lower() == "true"
        case "int" if not raw:
            return _integer(text)
        case "float" if not raw:
            return float(text)
        case _:
            return text


def _integer(text: str) -> int | str:
    """Return the number, or the text where a leading zero shows that it is none (`007`) or it is absurdly long."""
    digits = text.lstrip("+-")
    return text if len(digits) > 18 or (digits[0] == "0" and len(digits) > 1) else int(text)  # noqa: PLR2004 -- 64 bits


class _Reader:
    """Builds values from matched lines, one after the other."""

    def __init__(self, lines: list[re.Match[str]], first_line: int, texts: Callable[[str], bool]) -> None:
        self.at = 0
        self.places: Places = {}
        self._lines = lines
        self._first = first_line
        self._texts = texts

    def mapping(self, indent: str, keys: Keys, *, raw: bool) -> dict[str, Any]:
        """Read the lines of a mapping that is indented so far."""
        values: dict[str, Any] = {}
        while self.at < len(self._lines):
            line = self._lines[self.at]
            if line["indent"] != indent:
                break
            key = line["key"]
            if key is None or line["dash"] or key in values or len(keys) > _MAX_DEPTH:
                raise _NotPlainError
            inner, is_raw = (*keys, key), raw or (not keys and self._texts(key))
            values[key] = self._scalar(line, inner, is_raw) if line.lastgroup != "gap" else self._block(inner, is_raw)
        return values

    def _block(self, keys: Keys, raw: bool) -> Any:  # noqa: ANN401, FBT001 -- YAML holds anything; one caller
        """Read what is indented below a key: a list, which may stand at the key's own indentation, or a mapping."""
        parent = self._lines[self.at]["indent"]
        self.at += 1
        line = self._lines[self.at] if self.at < len(self._lines) else None
        if line is None or len(line["indent"]) < len(parent) + (line["dash"] is None):
            raise _NotPlainError
        self._note(keys, line.end("indent"))
        return self._items(line["indent"], keys, raw) if line["dash"] else self.mapping(line["indent"], keys, raw=raw)

    def _items(self, indent: str, keys: Keys, raw: bool) -> list[Any]:  # noqa: FBT001 -- one caller
        values: list[Any] = []
        while self.at < len(self._lines):
            line = self._lines[self.at]
            if line["indent"] != indent or not line["dash"]:
                break
            if line["key"] or line["gap"] or line.lastgroup == "gap":
                raise _NotPlainError
            values.append(self._scalar(line, (*keys, len(values)), raw))
        return values

    def _scalar(self, line: re.Match[str], keys: Keys, raw: bool) -> Any:  # noqa: ANN401, FBT001 -- one of `CORE`
        self._note(keys, line.end("gap"))
        self.at += 1
        text = line["plain"]
        if text is None:
            return line["single"] if line["double"] is None else line["double"]
        kind = _KIND.fullmatch(text)
        return scalar(kind.lastgroup, text, raw=raw) if kind else text

    def _note(self, keys: Keys, column: int) -> None:
        self.places[keys] = (self._first + self.at, column + 1)
