"""Takes a Markdown file apart into front matter and body: YAML, TOML, or a header of `Key: value` lines.

The fences are python-frontmatter's; what stands between them is read by loaders of our own, since errors must name
line and column, and since python-frontmatter's YAML loader resolves aliases and duplicate keys without a word.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any

from frontmatter.default_handlers import BaseHandler, YAMLHandler

from digest.content import safe_yaml, spellings
from digest.content.decoding import decode, without_controls
from digest.content.safe_yaml import Keys, Tree
from digest.errors import ContentError
from digest.toml import parse_toml, toml_lines

__all__ = ["MAX_CHARACTERS", "Parsed", "decode", "parse", "without_controls"]

# Far beyond what editors write; it bounds the work of every later check.
MAX_CHARACTERS = 100_000
_HEADER_LINE = re.compile(r"([A-Za-z][\w-]*):(?:[ \t]+(.*))?$")


class _Toml(BaseHandler):
    FM_BOUNDARY = re.compile(r"^\+{3,}\s*$", re.MULTILINE)


_YAML_FENCES = YAMLHandler()
_TOML_FENCES = _Toml()


@dataclass(frozen=True, slots=True)
class Parsed:
    """A Markdown file taken apart, nothing judged yet."""

    path: str
    values: dict[str, Any]
    """As written, under the writer's spellings."""
    body: str
    """Without blank lines around it."""
    places: dict[Keys, tuple[int, int]]
    """Line and column of each value."""
    faults: tuple[ContentError, ...] = ()
    """What is wrong, but did not keep the rest from being read."""

    def known(self, keys: Keys) -> Keys:
        """Return `keys` up to the innermost value whose place is known."""
        while keys and keys not in self.places:
            keys = keys[:-1]
        return keys

    def fault(self, keys: Keys, message: str, hint: str | None = None) -> ContentError:
        """Return an error that points at the value under `keys`, or at the nearest value around it."""
        line, column = self.places.get(self.known(keys), (1, None))
        return ContentError(message, path=self.path, line=line, column=column, hint=hint)


def parse(text: str, path: str) -> Parsed:
    """Take `text` apart.

    Raises:
        ContentError: when the front matter is not closed, not readable, or a bomb.
    """
    if _YAML_FENCES.detect(text):
        head, body, line = _split(_YAML_FENCES, text, path)
        tree = safe_yaml.load(head, path=path, first_line=line, texts=spellings.is_known)
    elif _TOML_FENCES.detect(text):
        head, body, line = _split(_TOML_FENCES, text, path)
        tree = _toml(head, path, line)
    elif (header := _HEADER_LINE.match(text.partition("\n")[0])) and spellings.is_known(header[1]):
        tree, body = _header(text)
    else:
        return Parsed(path, {}, text.strip("\n"), {})
    return Parsed(path, tree.values, body.strip("\n"), tree.places, tuple(tree.faults))


def _split(fences: BaseHandler, text: str, path: str) -> tuple[str, str, int]:
    """Return front matter, body, and the line on which the front matter begins."""
    try:
        head, body = fences.split(text)
    except ValueError as error:
        fence = text[:3]
        raise ContentError(
            "front matter is not closed", path=path, line=1, hint=f"put a line `{fence}` below it"
        ) from error
    if len(head) > MAX_CHARACTERS:
        raise ContentError(f"front matter has more than {MAX_CHARACTERS} characters", path=path, line=1)
    # Only the first fence stands before `head`, and the blank lines that its expression swallows.
    return head, body, 1 + text.count("\n", 0, text.index(head, 3))


def _toml(head: str, path: str, line: int) -> Tree:
    values = parse_toml(head, path=path, first_line=line, error=ContentError)
    places = {keys: (number, 1) for keys, number in toml_lines(head, line).items()}
    return Tree({key: _plain(value) for key, value in values.items()}, places)


def _plain(value: Any) -> Any:  # noqa: ANN401 -- TOML holds anything
    """Return TOML's dates and times as text, like YAML's."""
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list) else value


def _header(text: str) -> tuple[Tree, str]:
    """Read Pelican's header: `Key: value` lines up to the first blank line; an indented line goes on."""
    tree, key = Tree(), ""
    lines = text.split("\n")
    for number, line in enumerate(lines, 1):
        found = _HEADER_LINE.match(line)
        if found:
            key = found[1].lower()
            tree.values[key] = (found[2] or "").strip()
            tree.places[(key,)] = (number, found.start(2) + 1 if found[2] else 1)
        elif key and line[:1] in {" ", "\t"} and line.strip():
            tree.values[key] += " " + line.strip()
        else:
            return tree, "\n".join(lines[number - 1 :])
    return tree, ""
