"""Jinja's tag `once`: what many pages show is made once, such as an article's headline in each list that it stands in.

    {% once to.root, entry, level %} … {% endonce %}

The content is made when a renderer meets the tag with these keys for the first time; from then on the same text is
shown. So the keys must name all that the content depends on, but for what is the same on every page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jinja2.ext import Extension
from jinja2.nodes import CallBlock, Const

if TYPE_CHECKING:
    from collections.abc import Callable

    from jinja2 import Environment
    from jinja2.nodes import Node
    from jinja2.parser import Parser

_PLAIN = frozenset({str, int, bool, type(None)})


class Once(Extension):
    """The tag; what was made lives as long as the environment."""

    tags = {"once"}  # noqa: RUF012 -- as its base has it

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        self._made: dict[tuple[object, ...], tuple[str, tuple[object, ...]]] = {}
        """Place and keys → the text, and the keys themselves: an object's identity counts for as long as it lives."""

    def parse(self, parser: Parser) -> Node:
        """Read the tag; Jinja calls this."""
        line = next(parser.stream).lineno
        keys = parser.parse_tuple(explicit_parentheses=False)
        body = parser.parse_statements(("name:endonce",), drop_needle=True)
        place = Const(f"{parser.filename or parser.name}:{line}")
        return CallBlock(self.call_method("made", [place, keys]), [], [], body).set_lineno(line)

    def made(self, place: str, keys: object, caller: Callable[[], str]) -> str:
        """Return the content of the tag at a place for its keys; objects are told apart by identity."""
        parts = keys if isinstance(keys, tuple) else (keys,)
        name = (place, *[part if type(part) in _PLAIN else id(part) for part in parts])
        known = self._made.get(name)
        if known is None:
            known = self._made[name] = caller(), parts
        return known[0]
