"""Values of front matter, apart from how they are written: what writes them takes its time to load."""

from __future__ import annotations


def is_empty(value: object) -> bool:
    """Tell whether a value says nothing, so that its key is left out."""
    return value is None or value in ("", [], {}, ())
