"""The text of pages that show only its beginning until a script has run, and state all of it in their JSON-LD."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from digest.model import Block, Element, letters

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from digest.model import Statement

_MIN_BODY = 600
"""Letters; less is a teaser."""
_PIECE, _PIECES = 40, 8
_MAX_SHOWN = 3
"""Of the pieces, how many a page shows that holds no more than a beginning."""
_MIN_PROSE = 80
_TAG = re.compile(r"<(/?[a-z][a-z0-9]*)\b[^<>]*>", re.IGNORECASE)
_PARTING = frozenset("p br div li ul ol h1 h2 h3 h4 h5 h6 blockquote".split())  # noqa: SIM905 -- reads best


def completed(blocks: Sequence[Block], statements: Iterable[Statement]) -> tuple[Block, ...]:
    """Return the blocks of a page, with the text that it states in place of the little of it that it shows.

    What a publisher keeps for subscribers is left alone.
    """
    known = list(statements)
    body = next((one.value for one in known if one.key == "body"), "")
    body = html.unescape(html.unescape(body))  # many a page escapes it twice
    if len(body) < _MIN_BODY or any(one.key == "access" for one in known):
        return tuple(blocks)
    stated, page = letters(body), letters(" ".join(block.text for block in blocks))
    step = max((len(stated) - _PIECE) // (_PIECES - 1), 1)
    if len(stated) < _MIN_BODY or sum(stated[i * step :][:_PIECE] in page for i in range(_PIECES)) > _MAX_SHOWN:
        return tuple(blocks)
    begun = [i for i, block in enumerate(blocks) if _begins(block, stated)]
    at = begun[0] if begun else len(blocks)
    element = Element("article", ' itemprop="articleBody"', None, 1)
    added = [Block(text=text, tag="p", element=element) for text in _paragraphs(body)]
    rest = [block for i, block in enumerate(blocks) if i not in begun]
    return tuple(replace(block, line=line) for line, block in enumerate((*rest[:at], *added, *rest[at:]), 1))


def _begins(block: Block, stated: str) -> bool:
    return len(block.text) >= _MIN_PROSE and letters(block.text)[:_PIECE] in stated


def _paragraphs(body: str) -> list[str]:
    lines = _TAG.sub(lambda tag: "\n" if tag[1].strip("/").lower() in _PARTING else " ", body).split("\n")
    return [text for line in lines if (text := " ".join(line.split()))]
