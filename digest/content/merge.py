"""Three-way merges of articles: what the machine wrote last, what an editor made of it, and what it would write now.

Key by key and block by block: what one of the two changed is taken over; where both did, the editor's stays, and the
result tells of it. Without the last text, the hashes in the key `digest` still tell who changed a value.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from digest.content import blocks
from digest.content.ownership import BODY, PROVENANCE, fingerprint
from digest.content.schema import Provenance

if TYPE_CHECKING:
    from collections.abc import Mapping

    from digest.content.frontmatter import Parsed
    from digest.content.markdown import ArticleFile

# A set has no places at which two changes could meet: each side's additions and removals count.
_SETS = frozenset({"tags"})
# The machine chooses these from the text: an editor's choice is no contradiction to another one of the machine's.
_CHOICES = frozenset({"summary"})


@dataclass(frozen=True, slots=True)
class Merged:
    """An article in which both hands are."""

    values: dict[str, Any]
    """The whole front matter."""
    body: str
    conflicts: tuple[str, ...] = ()
    """Keys, `body` for the text, of which the editor's stays though the machine would change them, too."""


@dataclass(frozen=True, slots=True)
class Side:
    """One version of a value."""

    value: Any = None
    """`None` where there is none, or where it is not known."""
    print: str | None = None
    """Its hash; `None` where there is no value."""

    @classmethod
    def of(cls, values: Mapping[str, Any], key: str) -> Side:
        """Return the version of a key that stands in `values`."""
        return cls(values[key], fingerprint(values[key])) if key in values else cls()


def merge(file: ArticleFile, base: Parsed | None, values: Mapping[str, Any], body: str) -> Merged:
    """Merge what the machine would write now into an article's file.

    Args:
        file: the article as it is.
        base: what the machine wrote last; a value of it counts only where its hash is the one in the file.
        values: the front matter that the machine would write, with its notes, see `ownership.signed`.
        body: the text that it would write.
    """
    old, ours = file.matter.digest.written, file.parsed.values
    known = _known(base, old)
    merged, conflicts = dict(ours), []
    for key in [key for key in {**ours, **values, **old} if key not in {PROVENANCE, BODY}]:
        last = Side(known.get(key), old.get(key))
        value, is_clean = _value(key, last, Side.of(ours, key), Side.of(values, key))
        if _is_locked(file, key):
            continue
        conflicts += [] if is_clean else [key]
        merged |= {key: value}
    text, is_clean = file.parsed.body, True
    if not _is_locked(file, BODY):
        sides = (Side.of({BODY: side}, BODY) for side in (text, body))
        text, is_clean = _value(BODY, Side(known.get(BODY), old.get(BODY)), *sides)
    merged[PROVENANCE] = _notes(file, values[PROVENANCE])
    return Merged(_ordered(_filled(merged, ours), ours, values), text, (*conflicts, *([] if is_clean else [BODY])))


def is_locked(file: ArticleFile) -> bool:
    """Tell whether an editor locked the whole article."""
    return file.matter.locked is True


def _is_locked(file: ArticleFile, key: str) -> bool:
    locked = file.matter.locked
    return locked if isinstance(locked, bool) else key in locked


def _known(base: Parsed | None, written: Mapping[str, str]) -> dict[str, Any]:
    """Return the values of the last text that are those which were written."""
    values = {**base.values, BODY: base.body} if base else {}
    return {key: value for key, value in values.items() if fingerprint(value) == written.get(key)}


def _value(key: str, base: Side, ours: Side, theirs: Side) -> tuple[Any, bool]:
    """Return the merged value, `None` for none, and whether the two hands agree on it."""
    if theirs.print in (base.print, ours.print):
        return ours.value, True
    if ours.print == base.print:
        return theirs.value, True
    if key == BODY and base.value is not None:
        return blocks.merge(base.value, ours.value, theirs.value)
    kinds = {type(side.value) for side in (base, ours, theirs) if side.value is not None}
    is_known = base.value is not None or base.print is None
    if kinds == {dict} and is_known:
        return _table(base.value or {}, ours.value or {}, theirs.value or {})
    if key in _SETS and kinds == {list} and is_known:
        return _set(base.value or [], ours.value or [], theirs.value or []), True
    return ours.value, key in _CHOICES | _SETS


def _table(base: dict[str, Any], ours: dict[str, Any], theirs: dict[str, Any]) -> tuple[dict[str, Any], bool]:
    merged = {key: _value("", *(Side.of(side, key) for side in (base, ours, theirs))) for key in {**ours, **theirs}}
    values = {key: value for key, (value, _) in merged.items()}
    return _filled(values, ours), all(is_clean for _, is_clean in merged.values())


def _filled(merged: dict[str, Any], ours: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is there of the merged values; a key that an editor left empty is."""
    return {key: value for key, value in merged.items() if value is not None or ours.get(key, "") is None}


def _ordered(merged: dict[str, Any], ours: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values in the editor's order, each new one behind the key that the machine writes before it."""
    order = [key for key in merged if key in ours]
    at = 0
    for key in values:
        if key in ours and key in merged:
            at = order.index(key) + 1
        elif key in merged:
            order.insert(at, key)
            at += 1
    return {key: merged[key] for key in order}


def _set(base: list[Any], ours: list[Any], theirs: list[Any]) -> list[Any]:
    """Return our items, without those that they took out, and with those that they added."""
    before, mine, other = ({fingerprint(item) for item in side} for side in (base, ours, theirs))
    kept = [item for item in ours if fingerprint(item) not in before - other]
    return kept + [item for item in theirs if fingerprint(item) not in before | mine]


def _notes(file: ArticleFile, notes: Mapping[str, Any]) -> dict[str, Any]:
    """Return the machine's notes, and what an editor put among them."""
    old = file.parsed.values.get(PROVENANCE)
    others = {key: old[key] for key in old if key not in Provenance.model_fields} if isinstance(old, dict) else {}
    return {**notes, **others}
