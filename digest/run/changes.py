"""What is different between two versions of an article: key by key, and sentence by sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from digest.content import blocks, threeway
from digest.content.ownership import PROVENANCE, fingerprint
from digest.summarizer import sentences

if TYPE_CHECKING:
    from collections.abc import Iterator

    from digest.content.frontmatter import Parsed

# What the machine chooses from the text, and what it needs for itself: no publisher changed these.
OWN = frozenset({PROVENANCE, "id", "summary", "tags"})


@dataclass(frozen=True, slots=True)
class ValueChange:
    """A key that has another value."""

    key: str
    old: str | None
    """`None` where there was none."""
    new: str | None
    """`None` where there is none."""


@dataclass(frozen=True, slots=True)
class TextChange:
    """Sentences in the place of others."""

    old: tuple[str, ...]
    new: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """What is different."""

    values: tuple[ValueChange, ...] = ()
    text: tuple[TextChange, ...] = ()

    def __bool__(self) -> bool:
        """Tell whether anything is."""
        return bool(self.values or self.text)


def between(old: Parsed, new: Parsed, *, language: str | None = None, without: frozenset[str] = OWN) -> Changes:
    """Compare two versions of an article.

    Args:
        old: the earlier one.
        new: the later one.
        language: of the text, a BCP 47 code.
        without: keys that make no difference.
    """
    return Changes(_values(old.values, new.values, without), _text(old.body, new.body, language))


def of_values(old: Mapping[str, object], new: Mapping[str, object], bodies: tuple[str, str], language: str) -> Changes:
    """Compare values by key, and two bodies in a language."""
    return Changes(_values(old, new, frozenset()), _text(*bodies, language))


def lines(changes: Changes) -> Iterator[str]:
    """Yield changes as the lines of a diff."""
    for value in changes.values:
        yield from (f"- {value.key}: {value.old}",) if value.old is not None else ()
        yield from (f"+ {value.key}: {value.new}",) if value.new is not None else ()
    for change in changes.text:
        yield from (f"- {sentence}" for sentence in change.old)
        yield from (f"+ {sentence}" for sentence in change.new)


def _values(old: Mapping[str, object], new: Mapping[str, object], without: frozenset[str]) -> tuple[ValueChange, ...]:
    keys = [key for key in {**old, **new} if key not in without]
    pairs = ((key, old.get(key), new.get(key)) for key in keys)
    return tuple(
        ValueChange(key, _shown(before), _shown(after))
        for key, before, after in pairs
        if fingerprint(before) != fingerprint(after)
    )


def _shown(value: object) -> str | None:
    """Return a value on one line."""
    if value is None:
        return None
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {_shown(item)}" for key, item in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(str(_shown(item)) for item in value)
    return " ".join(str(value).split())


def _text(old: str, new: str, language: str | None) -> tuple[TextChange, ...]:
    before, after = _sentences(old, language), _sentences(new, language)
    changes = threeway.changes(before, after)
    return tuple(TextChange(tuple(before[change.start : change.end]), change.items) for change in changes)


def _sentences(body: str, language: str | None) -> list[str]:
    """Return the sentences of a body, each on one line; no sentence goes from one block into the next."""
    texts = (sentence for block in blocks.split(body) for sentence in sentences.split(block.text, language))
    return [line for text in texts if (line := " ".join(text.split()))]
