"""Images: as a page has them, and as an article tells of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from digest.model.blocks import Element


class Picture(NamedTuple):
    """An `<img>` as it stands in a page, taken down unread: most of them are logos and teasers."""

    attributes: str
    """Its own and those of the `<source>`s beside it, as HTML writes them."""
    line: int
    """Of the block that follows it."""
    element: Element | None
    """The element around it."""
    base: str = ""
    """Address that its own is read against."""


@dataclass(frozen=True, slots=True)
class Image:
    """An image of an article, without the image itself."""

    url: str
    """Absolute, of the widest version."""
    alt: str = ""
    caption: str = ""
    credit: str = ""
    """Who made it, or owns it."""
    licence: str = ""
    """Such as `CC BY-SA 4.0`."""

    @property
    def values(self) -> dict[str, str]:
        """What is known of it, as front matter has it."""
        named = {"alt": self.alt, "caption": self.caption, "credit": self.credit, "licence": self.licence}
        return {"url": self.url} | {key: value for key, value in named.items() if value}
