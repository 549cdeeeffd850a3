"""What the finders of metadata look at, and what they find."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from digest.model import Kind, Origin

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from digest.cleaner import rules
    from digest.languages import Words
    from digest.model import Block, Statement

_HEAD = 25
"""How many blocks before the first paragraph may belong to the article's head."""
_BEGIN, _TAIL = 4, 4
# Characters: nothing is asked for but the first sentences, and signs alone take the square of their number.
_LONG = 2000
_SENTENCE = re.compile(r".+?(?:(?:(?<!\d)|(?<=\d{4}))(?<!\b[A-Z])[.!?…][\"'”“’»)]*+(?=\s+[\"„“«(]?[A-ZÄÖÜÀ-Þ])|$)")


@dataclass(frozen=True, slots=True)
class Finding:
    """One value with where it came from."""

    key: str
    value: Any
    origin: Origin
    detail: str
    index: int | None = None
    """Of the block that holds it."""
    claims: bool = True
    """The block says nothing else, so it leaves the text."""


@dataclass(frozen=True)
class Body:
    """A classified document: what stays, what goes, where the running text begins and ends."""

    draft: rules.Draft
    reasons: Mapping[int, str]
    """Index → reason, of the blocks that no text can be."""
    kept: frozenset[int]
    """Indexes of the blocks that the classifier keeps."""
    words: Words
    statements: tuple[Statement, ...] = ()
    """What the source states beside its text, most trustworthy first."""

    def stated(self, *keys: str) -> Iterator[Statement]:
        """The statements of some keys."""
        return (one for one in self.statements if one.key in keys)

    @property
    def language(self) -> str:
        """Of the document."""
        return self.draft.language

    @property
    def blocks(self) -> tuple[Block, ...]:
        """All blocks, kept or not."""
        return self.draft.blocks

    @cached_property
    def first(self) -> int:
        """Index of the first paragraph of the running text; the number of blocks when there is none."""
        long = (i for i in sorted(self.kept) if self.draft.shapes[i].prose and not self.reasons.get(i))
        return next(long, len(self.blocks))

    @cached_property
    def last(self) -> int:
        """Index of the last kept paragraph; -1 when there is none."""
        return max((i for i in self.kept if self.draft.shapes[i].prose), default=-1)

    @cached_property
    def head(self) -> range:
        """Indexes of the blocks before the running text, nearest last."""
        return range(max(self.first - _HEAD, 0), self.first)

    @cached_property
    def begin(self) -> range:
        """Indexes of the first blocks of the text: below a standfirst the head may go on."""
        return range(self.first, min(self.first + _BEGIN, len(self.blocks)))

    @cached_property
    def tail(self) -> range:
        """Indexes of the blocks right after the running text."""
        return range(self.last + 1, min(self.last + 1 + _TAIL, len(self.blocks)))

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Terms of the running text."""
        prose = (self.draft.shapes[i] for i in self.kept if self.draft.shapes[i].prose)
        return frozenset(term for shape in prose for term in shape.terms)

    def free(self, index: int) -> bool:
        """Whether a block may hold metadata: it is no caption, link or notice."""
        stands = self.draft.standalone.get(index, "date line")
        return stands in {"date line", "byline"} and self.blocks[index].kind is Kind.PARAGRAPH

    def removed(self) -> Iterator[tuple[int, Block]]:
        """The blocks that do not stay."""
        return ((i, block) for i, block in enumerate(self.blocks) if i not in self.kept)


def sentences(text: str) -> list[str]:
    """Split roughly: enough to tell a paragraph's first sentence (the summarizer has the real splitter)."""
    return [found[0].strip() for found in _SENTENCE.finditer(text[:_LONG])]
