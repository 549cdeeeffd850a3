"""What builds remember of pages: dataclasses by their fields, which loads fast; articles, where wanted, by name."""

from __future__ import annotations

import io
import pickle
from dataclasses import fields, is_dataclass
from operator import attrgetter, methodcaller
from typing import TYPE_CHECKING, Any

from digest.model import Entry

if TYPE_CHECKING:
    from collections.abc import Callable, Collection


def _article(path: str, is_whole: bool) -> Entry:  # noqa: FBT001 -- as it is called by `pickle`
    """Stand for an article in a page; the reader looks it up."""
    raise LookupError(path, is_whole)


def written(value: object, kinds: Kinds) -> bytes:
    """Return a value as bytes.

    Args:
        value: of plain values and dataclasses.
        kinds: how these are written; may be used again.

    Raises:
        PicklingError, TypeError, AttributeError, RecursionError: a value of unknown kind is in it.
    """
    buffer = io.BytesIO()
    pickler = pickle.Pickler(buffer, pickle.HIGHEST_PROTOCOL)
    pickler.dispatch_table = kinds
    pickler.dump(value)
    return buffer.getvalue()


class Kinds(dict[type, "Callable[[Any], Any]"]):
    """How values of each kind are written, found when the first of them is met.

    Args:
        whole: identities of the articles with their texts; articles are named then, and not written.
    """

    def __init__(self, whole: Collection[int] | None = None) -> None:
        super().__init__({} if whole is None else {Entry: lambda entry: (_article, (entry.path, id(entry) in whole))})

    def __missing__(self, kind: type) -> Callable[[Any], Any]:
        found = _by_fields(kind) if is_dataclass(kind) else methodcaller("__reduce_ex__", pickle.HIGHEST_PROTOCOL)
        self[kind] = found
        return found


def _by_fields(kind: type) -> Callable[[Any], Any]:
    """Return what takes a value of a dataclass apart: what makes it, and of what."""
    names = [field.name for field in fields(kind)]
    values = attrgetter(*names)
    if len(names) == 1:  # then it returns no tuple
        return lambda value: (kind, (values(value),))
    return lambda value: (kind, values(value))


def read(data: bytes, look: Callable[[str, bool], Entry]) -> Any:  # noqa: ANN401 -- whatever was written
    """Return what `written` was given.

    Args:
        data: from it, and nobody else: it may run anything.
        look: returns the article of a name, with its text or without.
    """
    return _Reader(data, look).load()


class _Reader(pickle.Unpickler):
    def __init__(self, data: bytes, look: Callable[[str, bool], Entry]) -> None:
        super().__init__(io.BytesIO(data))
        self._look = look

    def find_class(self, module: str, name: str) -> Any:  # noqa: ANN401 -- as its base has it
        return self._look if (module, name) == (__name__, _article.__name__) else super().find_class(module, name)
