"""The marks that several steps of the cleaner look for."""

from __future__ import annotations

import re

ENDS = re.compile(r"[.!?…。！？।۔؟።။។։][\"'”“’»«)\]」』]*$")
"""A text that ends a sentence."""
BULLET = re.compile(r"[-–—•*▪◦‣·●○■]\s+(?=\S)")
"""What begins an item of a list."""

_SIGNED = re.compile(r"(?<=[.!?] )([^.!?]*[.!?…][\"”“’»]?) ?\([A-Za-z]{2,8}(?:[/,;] ?[A-Za-z]{2,8}){0,3}\)$")


def count_words(text: str) -> int:
    """Return how many words a mended text has: one space or line break parts them, so that counting these will do."""
    return text.count(" ") + text.count("\n") + 1


def unsigned(text: str) -> str:
    """Return a paragraph without the agencies behind its last sentence: `It was late. Nobody came. (abc/xyz)`.

    Behind a single sentence they have the rights in a photo, and stay.
    """
    return _SIGNED.sub(r"\1", text) if text.endswith(")") else text
