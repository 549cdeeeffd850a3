"""Jinja's tag `once`: what many pages show is made once, such as an article's headline in each list that it stands in.

    {% once to.root, entry, level %} … {% endonce %}

The content is made when a renderer meets the tag with these keys for the first time; from then on the same text is
shown. So the keys must name all that the content depends on, but for what is the same on every page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jinja2.ext import Extension
from jinja2.nodes import Assign, AssignBlock, Compare, Const, If, Operand, Output

if TYPE_CHECKING:
    from jinja2 import Environment
    from jinja2.nodes import Node
    from jinja2.parser import Parser
    from markupsafe import Markup

_PLAIN = frozenset({str, int, bool, type(None)})


class Once(Extension):
    """The tag; what was made lives as long as the environment."""

    tags = {"once"}  # noqa: RUF012 -- as its base has it

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        self._made: dict[tuple[object, ...], tuple[Markup, object]] = {}
        """Place and keys → the text, and the keys themselves: an object's identity counts for as long as it lives."""

    def parse(self, parser: Parser) -> list[Node]:
        """Read the tag; Jinja calls this."""
        line = next(parser.stream).lineno
        keys = parser.parse_tuple(explicit_parentheses=False)
        body = parser.parse_statements(("name:endonce",), drop_needle=True)
        named = [Const(f"{parser.filename or parser.name}:{line}"), keys]
        text = parser.free_identifier(line)
        keep = Assign(text, self.call_method("keep", [*named, text]))
        is_new = Compare(text, [Operand("eq", Const(None))])
        return [
            Assign(text, self.call_method("known", named)).set_lineno(line),
            If(is_new, [AssignBlock(text, None, body), keep], [], []).set_lineno(line),
            Output([text]).set_lineno(line),
        ]

    def known(self, place: str, keys: object) -> Markup | None:
        """Return the content of the tag at a place for its keys, if it was made; objects are told apart by identity."""
        found = self._made.get(_name(place, keys))
        return found and found[0]

    def keep(self, place: str, keys: object, text: Markup) -> Markup:
        """Keep the content of the tag at a place for its keys; return it."""
        self._made[_name(place, keys)] = text, keys
        return text


def _name(place: str, keys: object) -> tuple[object, ...]:
    parts = keys if isinstance(keys, tuple) else (keys,)
    return (place, *[part if type(part) in _PLAIN else id(part) for part in parts])
