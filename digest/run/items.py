"""The items of a project's sources: a file is one; a feed or a mail may hold several, and each becomes an article."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from digest import readers
from digest.errors import SourceError
from digest.run import retrievals, store
from digest.run.bounds import TOO_LONG, Overrun, within

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from digest.model import Source
    from digest.run.retrievals import Retrieval
    from digest.run.store import Project


@dataclass(frozen=True, slots=True)
class Item:
    """What may become an article, before it is cleaned."""

    name: str
    """The file's name below the sources' folder; of one of several items `file#item`."""
    shown: str
    """How users call it."""
    file: str
    """Name of the file it is in."""
    kind: str = ""
    """Its media type."""
    content: str = ""
    """Hash by which it is known to be unchanged: of its text, and of what its container says of it."""
    fault: SourceError | None = None
    """Why nothing can be made of the file."""


def of(project: Project, fetched: Mapping[str, Retrieval]) -> Iterator[Item]:
    """Yield the items of all sources, by the order of the files' names and within them; a bad file as one with a fault.

    Args:
        project: whose sources they are.
        fetched: how the fetched sources were fetched, by their names.
    """
    seconds = project.config.limits.source_seconds
    for file in store.source_names(project):
        shown = store.printable(f"{project.config.paths.sources}/{file}")
        try:
            source = retrievals.described(store.read_source(project, file), fetched.get(file))
            with within(seconds):
                found = expanded(source, shown)
            yield from (_item(source, one, shown) for one in found)
        except SourceError as error:
            yield Item(file, shown, file, fault=error)
        except Overrun:
            fault = SourceError(f"reading it takes longer than {seconds:g} seconds", path=shown, hint=TOO_LONG)
            yield Item(file, shown, file, fault=fault)


def find(source: Source, name: str, shown: str) -> Source:
    """Return the item of that name in a source.

    Raises:
        SourceError: when it is no longer there, or the container cannot be read.
    """
    found = next((item for item in _last_expanded(source, shown) if item.name == name), None)
    if found is None:
        raise SourceError("it changed while it was read", path=shown, hint="build again")
    return found


def expanded(source: Source, shown: str) -> tuple[Source, ...]:
    """Return the items of a source.

    Raises:
        SourceError: whatever is wrong with it, named as users call it.
    """
    try:
        return readers.expand(source)
    except SourceError as error:
        raise SourceError(error.message, path=shown, line=error.line, column=error.column, hint=error.hint) from error
    except Exception as error:  # a fault of a reader concerns one source; the others are still to be read
        what = f"the reader failed ({type(error).__name__}: {error})"
        raise SourceError(what, path=shown, hint="please report this with the source") from error


# The items of a feed are cleaned one after the other: it is taken apart once, and not for each of them.
_last_expanded = lru_cache(maxsize=1)(expanded)


def _item(source: Source, item: Source, shown: str) -> Item:
    kind = readers.media_type(item)
    if item is source:
        return Item(source.name, shown, source.name, kind, store.fingerprint(source.data))
    said = repr((item.media_type, item.url, item.statements, item.warnings)).encode("utf-8", "backslashreplace")
    key = item.name.removeprefix(source.name)
    return Item(item.name, shown + key, source.name, kind, store.fingerprint(item.data + b"\n" + said))
