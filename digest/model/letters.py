"""What two spellings of one text share."""

from __future__ import annotations

import re

_SIGNS = re.compile(r"[\W_]+")


def letters(text: str) -> str:
    """Return the letters and digits of a text, without case: spaces and signs differ from place to place."""
    return _SIGNS.sub("", text.casefold())
