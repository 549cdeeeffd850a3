"""A printed line: the one type that the rooms of this reader hand to each other."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """A line of print, or a part of one; lengths in points, the origin at the page's lower left."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    size: float
    """Of the font, as printed."""
    bold: bool
    """The whole line is set in a bold face."""
    lead: float
    """Width of its first word: it tells whether that word would have fitted the line before."""
    joint: bool = False
    """It goes on, behind a wide gap, in the line that the page's description put before it."""
    page: int = 0
    """Counted from 1."""
    region: int = 0
    """Number of its column or band on the page, in reading order."""
    start: float = 0.0
    """Left edge of that region."""
    limit: float = 0.0
    """Right edge of that region."""

    @property
    def inset(self) -> float:
        """How far behind the left edge of its region it begins."""
        return self.left - self.start

    @property
    def height(self) -> float:
        """Of its box."""
        return self.top - self.bottom


@dataclass(frozen=True, slots=True)
class Image:
    """Where a picture stands on a page."""

    left: float
    right: float
    bottom: float
    top: float
    page: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that one page shows."""

    number: int
    """Counted from 1."""
    lines: tuple[Line, ...]
    """Parts of lines, in the order in which the file describes them."""
    images: tuple[Image, ...]
