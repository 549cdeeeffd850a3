"""The marks that several steps of the cleaner look for."""

from __future__ import annotations

import re

ENDS = re.compile(r"[.!?…。！？।۔؟።။។։][\"'”“’»«)\]」』]*$")
"""A text that ends a sentence."""
BULLET = re.compile(r"[-–—•*▪◦‣·●○■]\s+(?=\S)")
"""What begins an item of a list."""


def count_words(text: str) -> int:
    """Return how many words a mended text has: one space or line break parts them, so that counting these will do."""
    return text.count(" ") + text.count("\n") + 1
