"""Words of articles for the search index, as they were weighed in the last build: finding them takes the longest.

An article is known by what of it may be shown. What is remembered is text; there is nothing in it to run.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from digest.run import memory, surroundings
from digest.site import search

if TYPE_CHECKING:
    from collections.abc import Mapping

    from digest.model import Entry
    from digest.run.store import Project

_FILE = "words"
_DIGITS = bytes.maketrans(b"0123", b"\0\1\2\3")

Packed = tuple[str, str]
"""Words, parted by spaces, and their weights, a digit each."""


def unpacked(packed: Packed) -> dict[str, int]:
    """Return words with their weights."""
    words, weights = packed
    return dict(zip(words.split(" "), weights.encode().translate(_DIGITS), strict=True)) if words else {}


def packed(found: Mapping[str, int]) -> Packed:
    """Return what `unpacked` takes apart."""
    return " ".join(found), "".join(map(str, found.values()))


class Weighed:
    """Does what `search.terms` does; what is known of an article is taken from memory.

    Args:
        project: whose articles they are.
    """

    def __init__(self, project: Project) -> None:
        self._root = project.root
        self._program = surroundings.program()
        self._old: dict[str, Packed] = self._loaded()
        self._new: dict[str, Packed] = {}
        self.known: dict[str, Packed] = {}
        """By path, the words of all articles that were asked for."""

    def __call__(self, entry: Entry) -> Mapping[str, int]:
        """Return the words of an article, each with its weight."""
        said = "".join([f"{len(part)}:{part}" for part in search.said(entry)])
        key = hashlib.blake2b(said.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
        if key not in self._old:
            found = search.terms(entry)
            self.known[entry.path] = self._new[key] = packed(found)
            return found
        self.known[entry.path] = self._new[key] = self._old[key]
        return unpacked(self._old[key])

    def save(self) -> None:
        """Remember the words of all articles that were asked for."""
        if self._new != self._old:
            memory.save(self._root, _FILE, json.dumps([self._program, self._new]).encode())

    def _loaded(self) -> dict[str, Packed]:
        try:
            program, known = json.loads(memory.load(self._root, _FILE) or b"[null, {}]")
        except ValueError:
            return {}
        return dict(known) if program == self._program else {}
