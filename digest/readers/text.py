"""Plain text, as copied out of a browser, a PDF or a mail: each line that is not blank becomes a block.

Lines are evidence, not yet paragraphs: only the cleaner can tell a hard-wrapped line from a short one.
"""

from __future__ import annotations

import re

from digest.errors import SourceError
from digest.model import Block, Document, Source
from digest.readers.encoding import decode

_BREAK = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_TAB = 4


def read(source: Source) -> Document:
    """Return the lines of a text with their number, indent and the blank lines before them.

    Raises:
        SourceError: no text, or none but white space.
    """
    text, warnings = decode(source.data, source.name, source.charset)
    blocks, gap = [], 0
    for number, raw in enumerate(_BREAK.split(text), 1):
        line = raw.strip()
        if not line:
            gap += 1
            continue
        indent = len(raw[: len(raw) - len(raw.lstrip())].expandtabs(_TAB))
        blocks.append(Block(text=line, line=number, gap=gap, indent=indent))
        gap = 0
    if not blocks:
        raise SourceError("the file is empty", path=source.name, hint="remove it, or paste the text again")
    return Document(source, tuple(blocks), warnings, source.statements)
