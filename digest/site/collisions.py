"""Pages that cannot be published together: two of one address, or one that would be outside of the site."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Protocol

from digest.errors import BuildError, DigestError
from digest.site import urls

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from digest.model import Page


class _Written(Protocol):
    """What an editor wrote: an article, or a page of the site."""

    @property
    def path(self) -> str: ...

    @property
    def slug(self) -> str: ...


def faults(pages: Sequence[Page]) -> Iterator[DigestError]:
    """Yield what is wrong with the addresses of a site's pages, each with the Markdown file at fault."""
    yield from _escapes(pages)
    yield from _collisions(pages)


def _escapes(pages: Iterable[Page]) -> Iterator[BuildError]:
    for page in pages:
        thing = None if "alias" in page.context else _thing(page)
        if not urls.is_confined(page.path) or (thing and not urls.is_confined(thing.slug)):
            message = f"the address {page.path!r} of {_owner(page)} leaves its folder or is no file name"
            yield BuildError(message, path=_file(page), hint="write a slug of letters, digits and hyphens")


def _collisions(pages: Iterable[Page]) -> Iterator[BuildError]:
    """Compare as the strictest file systems do: without regard to case, and in one Unicode form."""
    first: dict[str, Page] = {}
    for page in pages:
        other = first.setdefault(unicodedata.normalize("NFC", page.path).casefold(), page)
        if other is not page:
            yield _collision(page, other, "has the same address as")
    for address, page in first.items():
        folder = address.rpartition("/")[0]
        while folder:
            if folder in first:
                yield _collision(page, first[folder], "needs a folder at the address of")
            folder = folder.rpartition("/")[0]


def _collision(page: Page, other: Page, how: str) -> BuildError:
    message = f"{_owner(page)} {how} {_owner(other)}: {page.path}"
    return BuildError(message, path=_file(page) or _file(other), hint="give one of them another slug or address")


def _owner(page: Page) -> str:
    """What an editor calls the cause of a page."""
    if "alias" in page.context:
        return f"the alias {page.context['alias']!r} of {_file(page)}"
    if "topic" in page.context:
        return f"the tag {page.context['topic'].tag.label!r}"
    if page.template == "story.html":
        return f"the story {page.context['coverage'].lead.title!r}"
    return _file(page) or f"the site's own {page.path}"


def _file(page: Page) -> str | None:
    """Return the Markdown file that a page was made of."""
    thing = _thing(page)
    return thing.path if thing else None


def _thing(page: Page) -> _Written | None:
    """Return what editors wrote that a page shows."""
    found: _Written | None = page.context.get("entry") or page.context.get("static")
    return found
