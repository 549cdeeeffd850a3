"""YAML of unknown origin as plain values with their places; what could harm or mislead is refused.

Differences from `yaml.safe_load`, each on purpose: the scalars of YAML 1.2's core schema only (`no`, `on` and `12:30`
are text, as their writers mean them), a key may stand once, aliases and nesting are bounded before anything is
built from them, and dates stay text (`digest.content.dates` reads them and knows their place when they are wrong).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import yaml

from digest.content import plain_yaml
from digest.errors import ContentError

if TYPE_CHECKING:
    from collections.abc import Callable

Keys = tuple[str | int, ...]
"""Where a value stands: `("source", "url")`, `("tags", 2)`."""

# Twenty aliases can at worst multiply a text by 3^7; a bomb needs dozens. Editors use one or two, if any.
MAX_ALIASES = 20
# Ours has three levels; the C parser recurses, so the depth is checked on its events first.
MAX_DEPTH = 20


@dataclass(slots=True)
class Tree:
    """Values and where each of them stands."""

    values: dict[str, Any] = field(default_factory=dict)
    places: dict[Keys, tuple[int, int]] = field(default_factory=dict)
    """Line and column of each value, counted from 1."""
    faults: list[ContentError] = field(default_factory=list)


class _Loader(yaml.CSafeLoader):
    """The C loader with the core schema's resolvers instead of YAML 1.1's."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 -- the library's attribute


for _tag, (_pattern, _first) in plain_yaml.CORE.items():
    _starts = [*_first, ""] if _tag == "null" else list(_first)
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(f"^(?:{_pattern})$"), _starts)


def load(text: str, *, path: str, first_line: int = 1, texts: Callable[[str], bool] | None = None) -> Tree:
    """Return the mapping in `text`.

    Args:
        text: the YAML alone, without fences.
        path: its file, for errors.
        first_line: line of that file on which `text` begins.
        texts: tells of a top-level key whether its numbers stay text, as written (`1.10`).

    Raises:
        ContentError: when it is no YAML, no mapping, or a bomb. Duplicate keys are collected in `Tree.faults`.
    """
    texts = texts or (lambda _key: False)
    if plain := plain_yaml.load(text, first_line, texts):
        return Tree(*plain)
    try:
        _check_events(text, path, first_line)
        node = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        raise _fault(path, first_line, error) from error
    except yaml.YAMLError as error:
        raise ContentError(f"not YAML: {error}", path=path, line=first_line) from error
    builder = _Builder(path, first_line, texts)
    if node is None or (isinstance(node, yaml.ScalarNode) and not node.value):
        return builder.tree
    if not isinstance(node, yaml.MappingNode):
        raise ContentError("front matter must be `key: value` lines", path=path, line=first_line)
    builder.tree.values = builder.mapping(node, (), raw=False)
    return builder.tree


def _check_events(text: str, path: str, first_line: int) -> None:
    aliases = depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        aliases += isinstance(event, yaml.AliasEvent)
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if aliases > MAX_ALIASES or depth > MAX_DEPTH:
            what = f"more than {MAX_ALIASES} aliases" if aliases > MAX_ALIASES else f"more than {MAX_DEPTH} levels"
            line, column = _place(event, first_line)
            hint = "write the values out instead of referring to anchors" if aliases > MAX_ALIASES else None
            raise ContentError(f"YAML with {what} is refused", path=path, line=line, column=column, hint=hint)


def _fault(path: str, first_line: int, error: yaml.MarkedYAMLError) -> ContentError:
    mark = error.problem_mark or error.context_mark
    line = first_line + (mark.line if mark else 0)
    problem = (error.problem or error.context or "not YAML").removesuffix(".")
    hint = "put quotation marks around a value that holds `: ` or begins with a special character"
    return ContentError(
        f"not YAML: {problem}", path=path, line=line, column=mark.column + 1 if mark else None, hint=hint
    )


@dataclass(slots=True)
class _Builder:
    """Builds plain values from YAML nodes and notes the place of each."""

    path: str
    first_line: int
    texts: Callable[[str], bool]
    tree: Tree = field(default_factory=Tree)
    inside: set[int] = field(default_factory=set)

    def mapping(self, node: yaml.MappingNode, keys: Keys, *, raw: bool) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = key_node.value if isinstance(key_node, yaml.ScalarNode) else str(key_node.tag)
            if key in values:
                self._refuse(key_node, f"the key {key!r} stands twice", "keep one of them")
                continue
            values[key] = self.value(value_node, (*keys, key), raw=raw or (not keys and self.texts(key)))
        return values

    def value(self, node: yaml.Node, keys: Keys, *, raw: bool) -> Any:  # noqa: ANN401 -- YAML holds anything
        self.tree.places[keys] = _place(node, self.first_line)
        if isinstance(node, yaml.ScalarNode):
            return plain_yaml.scalar(node.tag.rpartition(":")[2], str(node.value), raw=raw)
        if id(node) in self.inside:
            self._refuse(node, "an anchor holds itself", "write the values out")
            return None
        self.inside.add(id(node))
        try:
            if isinstance(node, yaml.MappingNode):
                return self.mapping(node, keys, raw=raw)
            return [self.value(child, (*keys, index), raw=raw) for index, child in enumerate(node.value)]
        finally:
            self.inside.discard(id(node))

    def _refuse(self, node: yaml.Node, message: str, hint: str) -> None:
        line, column = _place(node, self.first_line)
        self.tree.faults.append(ContentError(message, path=self.path, line=line, column=column, hint=hint))


def _place(item: yaml.Node | yaml.Event, first_line: int) -> tuple[int, int]:
    mark = item.start_mark
    return (first_line + mark.line, mark.column + 1) if mark else (first_line, 1)
