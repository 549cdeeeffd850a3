"""What a page shows, as a hash: two pages of one hash are the same, byte for byte, under one theme and configuration.

A page is made of its template and its context alone (the renderer adds what is the same for all pages), so the hash is
one of all values in the context, found by going through them. Nobody has to list what a page depends on; a context that
holds a value of unknown kind gives no hash, and its page is made anew each time.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from pathlib import PurePath
from types import NoneType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from digest.model import Page

_BYTES = 16
_PLAIN = frozenset({str, int, float, bool, NoneType, bytes, dt.date, dt.datetime})


class UnknownKindError(TypeError):
    """A value whose parts are not known, such as a function."""


class Fingerprints:
    """Hashes of pages; what several of them show is gone through once."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[object, str]] = {}
        """Identity → the object, which must live for as long as its identity counts, and its hash."""

    def of(self, page: Page) -> str | None:
        """Return the hash of a page; `None` when it shows a value of unknown kind."""
        try:
            return _hash(f"{page.path}\n{page.template}\n{self._spelled(page.context)}")
        except UnknownKindError:
            return None

    def _spelled(self, value: Any) -> str:  # noqa: ANN401 -- contexts hold anything, each kind has its spelling
        """Return a text that no other value of these kinds has; dataclasses, which come again and again, as a hash."""
        kind = type(value)
        if kind in _PLAIN:  # of a long text, `repr` takes ten times as long
            return f"'{len(value)}:{value}" if kind is str else repr(value)
        if kind is tuple or kind is list:
            return f"({','.join(map(self._spelled, value))})"
        if is_dataclass(kind):
            return self._hashed(value)
        if isinstance(value, Mapping):  # in its order, which shows
            return f"{{{','.join(f'{self._spelled(key)}:{self._spelled(item)}' for key, item in value.items())}}}"
        if isinstance(value, frozenset | set):
            return f"<{','.join(sorted(map(self._spelled, value)))}>"
        if isinstance(value, Enum | PurePath | str):
            return f"{kind.__qualname__} {value!r}"
        raise UnknownKindError(kind.__qualname__)

    def _hashed(self, value: Any) -> str:  # noqa: ANN401 -- any dataclass
        known = self._known.get(id(value))
        if known is None:
            spelled = self._spelled
            parts = ",".join([spelled(getattr(value, name)) for name in _names(value.__class__)])
            known = self._known[id(value)] = (value, _hash(f"{type(value).__qualname__} {parts}"))
        return known[1]


@cache
def _names(kind: type[Any]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def _hash(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=_BYTES).hexdigest()
