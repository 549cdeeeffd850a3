"""What builds remember of pages: dataclasses by their fields, which loads fast; articles, where wanted, by name."""

from __future__ import annotations

import io
import pickle
from dataclasses import fields, is_dataclass
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from digest.model import Entry

if TYPE_CHECKING:
    from collections.abc import Callable


def _article(path: str, is_whole: bool) -> Entry:  # noqa: FBT001 -- as it is called by `pickle`
    """Stand for an article in a page; the reader looks it up."""
    raise LookupError(path, is_whole)


def written(value: object, whole: set[int] | None = None) -> bytes:
    """Return a value as bytes.

    Args:
        value: of plain values and dataclasses.
        whole: identities of the articles with their texts; articles are named then, and not written.

    Raises:
        PicklingError, TypeError, AttributeError, RecursionError: a value of unknown kind is in it.
    """
    buffer = io.BytesIO()
    _Writer(buffer, whole).dump(value)
    return buffer.getvalue()


def read(data: bytes, look: Callable[[str, bool], Entry]) -> Any:  # noqa: ANN401 -- whatever was written
    """Return what `written` was given.

    Args:
        data: from it, and nobody else: it may run anything.
        look: returns the article of a name, with its text or without.
    """
    return _Reader(data, look).load()


class _Writer(pickle.Pickler):
    """Writes dataclasses by their fields; articles by their names, where it is told which of them have their texts."""

    def __init__(self, file: io.BytesIO, whole: set[int] | None) -> None:
        super().__init__(file, pickle.HIGHEST_PROTOCOL)
        self._whole = whole

    def reducer_override(self, value: Any) -> Any:  # noqa: ANN401 -- as its base has it
        kind = type(value)
        if kind is Entry and self._whole is not None:
            return _article, (value.path, id(value) in self._whole)
        return (kind, _values_of(kind)(value)) if is_dataclass(kind) else NotImplemented


class _Reader(pickle.Unpickler):
    def __init__(self, data: bytes, look: Callable[[str, bool], Entry]) -> None:
        super().__init__(io.BytesIO(data))
        self._look = look

    def find_class(self, module: str, name: str) -> Any:  # noqa: ANN401 -- as its base has it
        return self._look if (module, name) == (__name__, _article.__name__) else super().find_class(module, name)


@cache
def _values_of(kind: type) -> Callable[[Any], tuple[Any, ...]]:
    names = [field.name for field in fields(kind)]
    return attrgetter(*names) if len(names) > 1 else lambda value: (getattr(value, names[0]),)
