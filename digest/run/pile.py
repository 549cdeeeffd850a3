"""Drafts that wait for the others: on disk as soon as they are many, so that memory does not grow with their texts."""

from __future__ import annotations

import pickle
import tempfile
import weakref
from collections import Counter
from typing import TYPE_CHECKING

from digest.errors import DigestError, system_fault

if TYPE_CHECKING:
    from collections.abc import Iterable

    from digest.run.cleaning import Draft

_IN_MEMORY = 1 << 22  # bytes


class Pile:
    """What became of sources, by name, and which tags of their drafts support each other."""

    def __init__(self) -> None:
        self.support: Counter[str] = Counter()
        """Slug of a tag → for how many of the drafts it is proposed."""
        self._places: dict[str, int | DigestError] = {}
        self._file = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 -- it goes with the pile
        weakref.finalize(self, self._file.close)

    def __contains__(self, name: str) -> bool:
        """Tell whether anything became of a source."""
        return name in self._places

    def __setitem__(self, name: str, result: Draft | DigestError) -> None:
        """Put a draft on the pile, or the fault of a source, in place of what there is of that name.

        Raises:
            BuildError: when the disk refuses.
        """
        self.drop([name])
        if isinstance(result, DigestError):
            self._places[name] = result
            return
        self.support.update(result.candidates.keys())
        try:
            self._places[name] = self._file.seek(0, 2)
            pickle.dump(result, self._file, pickle.HIGHEST_PROTOCOL)
        except OSError as error:
            raise system_fault(error, tempfile.gettempdir()) from error

    def get(self, name: str) -> Draft | DigestError | None:
        """Return what became of a source; `None` where nothing did."""
        place = self._places.get(name)
        if place is None or isinstance(place, DigestError):
            return place
        self._file.seek(place)
        draft: Draft = pickle.load(self._file)  # noqa: S301 -- what this process has written
        return draft

    def drop(self, names: Iterable[str]) -> None:
        """Take what has these names from the pile."""
        for name in names:
            result = self.get(name)
            if result and not isinstance(result, DigestError):
                self.support.subtract(result.candidates.keys())
            self._places.pop(name, None)

    def names(self) -> set[str]:
        """Return the names of all that something became of."""
        return {*self._places}

    def drafts(self) -> set[str]:
        """Return the names of the drafts."""
        return {name for name, place in self._places.items() if isinstance(place, int)}
