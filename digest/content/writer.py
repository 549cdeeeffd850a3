"""Writes article files: the machine's values as YAML that editors like to read, and that every tool reads the same way.

An article's whole file is written once; later changes to it are `content.splice`'s.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

import yaml
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from digest.content import emitter
from digest.content.values import is_empty

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from digest.model import Article, Tag

_STRING = "tag:yaml.org,2002:str"


def front_matter(article: Article, tags: Sequence[Tag], summary: Sequence[str]) -> dict[str, Any]:
    """Return the machine's values for an article, in the order in which they are written."""
    return {
        "title": article.title,
        "date": article.date,
        "authors": list(article.authors),
        "category": article.category,
        "tags": [tag.label for tag in tags],
        "lang": article.language,
        "summary": list(summary),
        "source": {"name": article.publisher, "url": article.url},
        "abbreviations": dict(article.abbreviations),
    }


def write(values: Mapping[str, Any], body: str) -> str:
    """Return an article's file: `values` in their order, without empty ones, then `body`."""
    filled = {key: _portable(value) for key, value in values.items() if not is_empty(value)}
    return _join(emitter.dump(filled), body)


def entry(value: dict[str, Any] | list[Any]) -> list[str]:
    """Return the lines of a mapping, or of a list's items, as `write` writes them, without indentation."""
    if isinstance(value, dict):
        return _lines(_portable(value))
    return [line.removeprefix("  ") for line in _lines({"items": _portable(value)})[1:]]


def _join(head: str, body: str) -> str:
    return f"---\n{head}---\n\n{body}\n" if body else f"---\n{head}---\n"


def _lines(values: Mapping[str, Any]) -> list[str]:
    return emitter.dump(values).rstrip("\n").split("\n")


def _portable(value: Any) -> Any:  # noqa: ANN401 -- front matter holds anything
    """Put quotation marks around texts that YAML 1.1 tools would take for something else, such as `no` or `12:30`."""
    if isinstance(value, dict):
        return {key: _portable(item) for key, item in value.items() if not is_empty(item)}
    if isinstance(value, list | tuple):
        return [_portable(item) for item in value]
    return DoubleQuotedScalarString(value) if isinstance(value, str) and _is_misread(value) else value


@lru_cache(maxsize=4096)
def _is_misread(text: str) -> bool:
    return bool(_resolver().resolve(yaml.ScalarNode, text, (True, False)) != _STRING)


@cache
def _resolver() -> Any:  # noqa: ANN401 -- yaml's
    return yaml.resolver.Resolver()
