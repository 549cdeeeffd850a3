"""What several documents of one publisher say in the same words is said by none of them.

The cleaner looks at each document alone. What it would keep in several of one publisher, it is wrong about: a notice in
the shape of a paragraph, the teaser of a newsletter. Only lines that it would keep are counted, in each document: a
teaser of another article is removed where it is a teaser, and must not take the words out of the article itself.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from dataclasses import replace
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from digest.model import Kind, letters

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from digest.cleaner.evidence import Body
    from digest.model import Article

# Counted on 107 pages and 105 pasted texts of 49 publishers, each with two or three documents: with these figures 16
# lines more are removed, 15 of them rightly. If two documents were enough for every line and headings counted, 388
# were, 208 rightly: reviews by one author have the same labels. A newsroom has more documents of each publisher.
_LABEL_WORDS, _PROSE_WORDS = 10, 20
_ENDS = re.compile(r"(?<!\.\.)[.!?][\"'”“’»)]*$")
_NUMBER = re.compile(r"\d+")
_IN_LABELS, _IN_SENTENCES, _IN_PROSE = 3, 2, 3
MAX_WORDS = 9999  # of one line; more weigh no more
_SLOTS = 1 << 26  # as many bytes
_KEY_BYTES = 8


class Line(NamedTuple):
    """A line that the cleaner keeps in one document."""

    key: int
    """Hash of its letters; numbers count as one, so that dates and counters make no difference."""
    words: int
    needed: int
    """How many documents must hold it before it is taken for boilerplate."""


def lines(article: Article) -> tuple[Line, ...]:
    """Return what counts of an article, each line once.

    Headings are left out, and labels that stand in it several times: articles of one kind are built alike. So is what
    editors settled.
    """
    kept = [verdict.block for verdict in article.verdicts if verdict.keep]
    own = [_line(block.text) for block in kept]
    several = Counter(line.key for line in own)
    found: dict[int, Line] = {}
    for block, line in zip(kept, own, strict=True):
        label = line.needed == _IN_LABELS and line.words < _LABEL_WORDS
        if line.key and not block.rule and block.kind is not Kind.HEADING and not (label and several[line.key] > 1):
            found.setdefault(line.key, line)
    return tuple(found.values())


def key(text: str) -> int:
    """Return the key of a line; 0 when there is no letter in it."""
    own = _NUMBER.sub("0", letters(text))
    if not own.strip("0"):
        return 0
    return int.from_bytes(hashlib.blake2b(own.encode("utf-8", "replace"), digest_size=_KEY_BYTES).digest(), "big")


def counts(keys: Sequence[int]) -> Counter[int]:
    """Return how often each key occurs that occurs several times; of a few others, that they do once.

    A first look marks, in a table of bytes, what may occur several times, the second counts these alone: hardly any
    line of a hundred thousand articles does.

    Args:
        keys: of the lines of all documents, each of a document once.
    """
    size = min(_SLOTS, 16 * len(keys) + 1)
    seen, again = bytearray(size), set()
    for one in keys:
        slot = one % size
        if seen[slot]:
            again.add(one)
        seen[slot] = 1
    return Counter(one for one in keys if one in again)


def repeated(document: Sequence[Line], counted: Mapping[int, int]) -> dict[int, int]:
    """Return what of a document is boilerplate: key of a line → how many others hold it.

    Args:
        document: its lines.
        counted: in how many documents of its publisher each stands, this one included; 1 where it says nothing.
    """
    shared = [line for line in document if counted.get(line.key, 1) >= line.needed]
    versions = _versions(document, counted) if shared else 1
    return {line.key: counted[line.key] - 1 for line in shared if counted[line.key] - versions + 1 >= line.needed}


def without(body: Body, known: Mapping[int, int]) -> Body:
    """Return a judged document without the lines that `known` tells of."""
    if not known:
        return body
    settled = {i for i in body.kept if body.blocks[i].rule}
    again = {i: known[one] for i in body.kept - settled if (one := key(body.blocks[i].text)) in known}
    reasons = {i: f"stands in {n} other document{'s' * (n > 1)} of this publisher" for i, n in again.items()}
    return replace(body, reasons={**reasons, **body.reasons}, kept=body.kept - again.keys())


def _line(text: str) -> Line:
    words = min(len(text.split()), MAX_WORDS)
    if words >= _PROSE_WORDS:
        return Line(key(text), words, _IN_PROSE)
    is_label = words < _LABEL_WORDS and not _ENDS.search(text)
    return Line(key(text), words, _IN_LABELS if is_label else _IN_SENTENCES)


def _versions(document: Sequence[Line], counted: Mapping[int, int]) -> int:
    """In how many documents the middle word of this one's text stands: in two, where it was corrected and sent again.

    Documents that share most of their text are versions of one, and count as one.
    """
    text = [line for line in document if line.words >= _LABEL_WORDS] or document
    shared = sorted((counted.get(line.key, 1), line.words) for line in text)
    half = sum(line.words for line in text) / 2
    reached = accumulate(words for _, words in shared)
    return next((count for (count, _), words in zip(shared, reached, strict=True) if words >= half), 1)
