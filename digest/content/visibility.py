"""What the public sees: the one function that decides it, for pages, feeds and search alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

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


def span(entries: Iterable[Entry], clock: dt.datetime) -> tuple[dt.datetime | None, dt.datetime | None]:
    """Return from when on and until when (not included) the public sees just the same of these articles.

    Args:
        entries: all articles, also those that are hidden.
        clock: a moment within that time, aware.
    """
    moments = {moment for entry in entries for moment in (entry.date, entry.expires) if moment}
    past = max((moment for moment in moments if moment <= clock), default=None)
    return past, min((moment for moment in moments if moment > clock), default=None)
