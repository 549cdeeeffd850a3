"""What the public sees: the one function that decides it, for pages, feeds and search alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt

    from digest.model import Entry


def hidden_because(entry: Entry, clock: dt.datetime, *, drafts: bool = False, future: bool = False) -> str | None:
    """Return why an article is not published now, or `None` when it is.

    Args:
        entry: the article.
        clock: the moment of publication, aware.
        drafts: show drafts, too.
        future: show articles dated later than `clock`, too.
    """
    if entry.draft and not drafts:
        return "draft"
    if entry.date > clock and not future:
        return "future"
    if entry.expires is not None and entry.expires <= clock:
        return "expired"
    return None
