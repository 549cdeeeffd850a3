"""`content/.base/addresses.json`: where each article was published, so that no address of one ever ends in 404.

A renamed file, another slug or another month gives an article another address; from those that it had before, pages
redirect to it. Only builds write the file, and only of what everybody sees. It is sorted, with a line for an article,
so that version control shows what moved, and branches seldom meet in it. Commit it with the articles.
"""

from __future__ import annotations

import json
import unicodedata
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from digest.content import markdown
from digest.errors import ContentError
from digest.run import bases, store
from digest.site import urls

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from digest.model import Entry
    from digest.run.store import Project

FILE_NAME = "addresses.json"


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where articles were, and are."""

    known: Mapping[str, tuple[str, ...]]
    """What an article is known by → its addresses, the last one first."""

    def updated(self, entries: Iterable[Entry]) -> Addresses:
        """Return the addresses with those that published articles have now."""
        now = {_key(entry): urls.article(entry) for entry in entries}
        gone = {places[0]: key for key, places in self.known.items() if key not in now}
        known = dict(self.known)
        for key, address in now.items():
            # An article without an identifier is known by its title; with another title it is the one at its address.
            before = known.pop(key, ()) or known.pop(gone.get(address, ""), ())
            known[key] = (address, *(place for place in before if place != address))
        return Addresses(known)

    def redirected(self, entries: Sequence[Entry]) -> list[Entry]:
        """Return the entries with aliases for the addresses that they had; not where there is something else today."""
        taken = {_folded(urls.article(entry)) for entry in entries}
        taken |= {_folded(urls.alias(alias)) for entry in entries for alias in entry.aliases}
        now = self.updated(entries).known
        return [
            replace(entry, aliases=(*entry.aliases, *former)) if former else entry
            for entry in entries
            for former in [[place for place in now[_key(entry)][1:] if not _is_taken(place, taken)]]
        ]


def load(project: Project) -> Addresses:
    """Return the addresses that are known.

    Raises:
        ContentError: the file was damaged.
    """
    name = _name(project)
    path = project.path(name)
    if not path.is_file():
        return Addresses({})
    hint = "restore it; without it, no page redirects from addresses that articles had before"
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        known = {key: tuple(map(_address, places)) for key, places in values.items()}
    except json.JSONDecodeError as error:
        line, column = error.lineno, error.colno
        raise ContentError(f"not JSON: {error.msg}", path=name, line=line, column=column, hint=hint) from error
    except (AttributeError, TypeError, ValueError, RecursionError) as error:
        raise ContentError("this is not what `digest build` wrote", path=name, hint=hint) from error
    return Addresses({key: places for key, places in known.items() if places})


def save(project: Project, addresses: Addresses) -> None:
    """Write the file.

    Raises:
        BuildError: when the disk refuses.
    """
    lines = (f"{json.dumps(key)}: {json.dumps(places, ensure_ascii=False)}" for key, places in addresses.known.items())
    text = "{\n" + ",\n".join(sorted(lines)) + "\n}\n"
    store.write(project.path(_name(project)), text.encode())


def _name(project: Project) -> str:
    return f"{bases.folder(project)}/{FILE_NAME}"


def _key(entry: Entry) -> str:
    """Return what an article is known by: its identifier, if that is not made of its path, which may change."""
    if entry.id != markdown.stable_id(entry.path):
        return entry.id
    return markdown.stable_id(f"{entry.title}\n{entry.date.isoformat()}")


def _address(place: object) -> str:
    if not isinstance(place, str) or not urls.is_confined(place):
        raise ValueError
    return place


def _folded(place: str) -> str:
    """Return an address as the strictest file systems see it."""
    return unicodedata.normalize("NFC", place).casefold()


def _is_taken(place: str, taken: set[str]) -> bool:
    """Tell whether an address leads somewhere already; if not, it does from now on."""
    if (folded := _folded(place)) in taken:
        return True
    taken.add(folded)
    return False
