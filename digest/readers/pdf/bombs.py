"""Files that unfold far beyond their size: streams of packed zeros, and forms that draw forms that draw forms.

PDFium unfolds both when a page is opened and cannot be stopped, so they are looked for in the file's bytes before.
Streams always stand in the file itself, and so do their dictionaries (ISO 32000-1, 7.3.8 and 7.5.7); what they refer to
may be packed into object streams, which are unpacked here. In an encrypted file none of this can be seen; there the
bounds on the whole process hold, where there are any.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from digest.errors import SourceError
from digest.readers.pdf import filters

if TYPE_CHECKING:
    from collections.abc import Iterator

# An illustrated report of 100 pages unpacks to 20 MB, pictures aside. PDFium needs about twice this in memory.
MAX_UNPACKED = 100_000_000
# PDFium draws about 30,000 nested forms a second; pages with more than a hundred are rare.
MAX_DRAWN = 30_000
_MAX_DEPTH = 60  # objects between a form and the innermost one that it draws
_MARK = re.compile(rb"(\d{1,10})\s{1,10}\d{1,5}\s{1,10}obj\b|(?<!end)stream\r?\n|endobj")
_REFERENCE = re.compile(rb"(\d{1,10})\s{1,10}\d{1,5}\s{1,10}R\b")
_DRAWS = re.compile(rb"\bDo\b")
_PICTURE = re.compile(rb"/Subtype\s*/Image")


@dataclass(slots=True)
class _Objects:
    """The objects of a file, by their number."""

    refers: defaultdict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    draws: defaultdict[int, int] = field(default_factory=lambda: defaultdict(int))
    """How many drawings each form calls for."""
    page: int = 1
    """How many the busiest page calls for."""

    def add(self, number: int, head: bytes, content: bytes) -> None:
        self.refers[number].update(map(int, _REFERENCE.findall(head)))
        draws = len(_DRAWS.findall(content))
        if b"/Form" in head:
            self.draws[number] = max(self.draws[number], draws)
        else:
            self.page = max(self.page, draws)
        if b"/ObjStm" in head:
            for inner, text in _packed(head, content):
                self.add(inner, text, b"")

    def drawn(self) -> int:
        """How many drawings the busiest page leads to at most."""
        known: dict[int, int] = {}
        return self.page * max((self._weight(number, known, 0) for number in [*self.draws]), default=1)

    def _weight(self, number: int, known: dict[int, int], depth: int) -> int:
        """How many drawings one object leads to, those of the objects that it refers to included."""
        if number in known or depth > _MAX_DEPTH:
            return known.get(number, 1)
        known[number] = 1  # whatever leads back here is drawn no second time
        inner = max((self._weight(one, known, depth + 1) for one in self.refers.get(number, ())), default=1)
        known[number] = min(max(self.draws.get(number, 0), 1) * inner, MAX_DRAWN + 1)
        return known[number]


def refuse(data: bytes, name: str) -> None:
    """Look through a file before it is opened.

    Raises:
        SourceError: it unfolds to more than any document that somebody wrote.
    """
    objects, room = _Objects(), MAX_UNPACKED
    for number, head, packed in _streams(data):
        content = b"" if _PICTURE.search(head) else filters.unfolded(head, bytes(packed), room)
        if content is None or len(content) == room:
            raise _error(name)
        room -= len(content)
        objects.add(number, head, content)
    if objects.drawn() > MAX_DRAWN:
        raise _error(name)


def _error(name: str) -> SourceError:
    return SourceError("this PDF unfolds to far more than its size", path=name, hint="print it to a new PDF")


def _streams(data: bytes) -> Iterator[tuple[int, bytes, memoryview]]:
    """Yield number, dictionary and packed content of each object; of one that is there twice, both."""
    view, number, start, end = memoryview(data), 0, 0, 0
    for mark in _MARK.finditer(data):
        if mark.start() < end:  # inside a stream
            continue
        if mark[1]:
            number, start = int(mark[1]), mark.end()
        elif mark[0] == b"endobj":
            yield number, data[start : mark.start()], view[:0]
        else:
            end = data.find(b"endstream", mark.end())
            if end < 0:
                end = len(data)
            yield number, data[start : mark.start()], view[mark.end() : end]
            start = end


def _packed(head: bytes, content: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield number and text of each object in an object stream: pairs of number and offset, then the objects."""
    first = re.search(rb"/First\s+(\d{1,9})", head)
    begin = int(first[1]) if first else 0
    pairs = [int(one) for one in re.findall(rb"\d{1,10}", content[:begin])]
    ends = [*pairs[3::2], len(content)]
    for number, offset, end in zip(pairs[::2], pairs[1::2], ends, strict=False):
        yield number, content[begin + offset : begin + end]
