"""What each source is known by and which lines it holds, remembered, so that a build reads no source again for that.

The cache is a copy: from the sources it is made anew whenever it is gone, damaged, or made by another machine.
"""

from __future__ import annotations

import base64
import json
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from digest.cleaner.repetition import Line
from digest.errors import BuildError
from digest.run import store
from digest.run.publishers import Traits, find, fingerprint

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from digest.model import Publisher
    from digest.run.items import Item
    from digest.run.retrievals import Retrieval
    from digest.run.store import Project

FILE = ".cache/digest/traces.json"
_LINE = struct.Struct("<QHB")


@dataclass(frozen=True, slots=True)
class Trace:
    """What is remembered of a source."""

    host: str = ""
    sender: str = ""
    name: str = ""
    rules: str = ""
    """Fingerprint of its publisher's rules when it was cleaned."""
    packed: bytes = b""
    """Its lines as they are stored: those of a hundred thousand sources take some thirty million bytes."""

    @property
    def lines(self) -> list[Line]:
        """What the cleaner keeps of it."""
        return [Line(*values) for values in _LINE.iter_unpack(self.packed)]

    def traits(self, file: str) -> Traits:
        """Return by what its publisher is known, as the source is called now."""
        return Traits(file, self.host, self.sender, self.name)

    def holds(self, file: str, publishers: Sequence[Publisher]) -> bool:
        """Tell whether its lines are still the ones that the cleaner would keep under the rules as they are now."""
        return self.rules == fingerprint(find(self.traits(file), publishers))


def key(item: Item, retrieval: Retrieval | None, machine: str) -> str:
    """Return what a trace depends on, beside its publisher's rules."""
    described = (retrieval.url, retrieval.charset) if retrieval else ()
    return store.fingerprint(repr((item.content, item.kind, described, machine)).encode())


def load(project: Project) -> dict[str, Trace]:
    """Return the traces by their keys; none when the cache is not there or damaged."""
    try:
        entries = json.loads(project.path(FILE).read_bytes())
        return {one: _trace(values) for one, values in entries.items()}
    except (OSError, ValueError, TypeError, AttributeError, RecursionError):
        return {}


def save(project: Project, traces: Mapping[str, Trace]) -> None:
    """Remember the traces; where that fails, the next build makes them anew."""
    entries = {one: _values(trace) for one, trace in sorted(traces.items())}
    try:
        if entries or project.path(FILE).is_file():
            store.write(project.path(FILE), json.dumps(entries, ensure_ascii=False, indent=0).encode())
    except BuildError:
        return


def pack(lines: Iterable[Line]) -> bytes:
    """Return lines as a trace holds them."""
    return b"".join(_LINE.pack(*line) for line in lines)


def _values(trace: Trace) -> list[str]:
    return [trace.host, trace.sender, trace.name, trace.rules, base64.b64encode(trace.packed).decode()]


def _trace(values: Any) -> Trace:  # noqa: ANN401 -- what stands in the cache
    host, sender, name, rules, packed = map(str, values)
    found = Trace(host, sender, name, rules, base64.b64decode(packed, validate=True))
    if len(found.packed) % _LINE.size:
        raise ValueError
    return found
