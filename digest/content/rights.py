"""What of an article may be published: whose text it is, how much of it is shown, and how much word for word.

An article's own `publish` goes before everything. Where nobody settled it, a text of the digest's own is published in
full, and so is one whose licence allows that; of any other its summary, or what `[rights] unknown` says.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from digest.config import Rights
    from digest.content.schema import FrontMatter
    from digest.model import Entry

# Names and addresses of licences that let anybody publish the whole text: Creative Commons BY, BY-SA and zero, the
# public domain, and the licences that British, German and French authorities use.
_FREE = re.compile(
    r"\bcc[- ]?(?:0|zero|by)\b|creative ?commons|\bcreativecommons\.org/|public ?domain|gemeinfrei|domaine public"
    r"|open government licen[cs]e|\bogl\b|\bdl-de[/-](?:by|zero)|datenlizenz deutschland|licence ouverte|\betalab\b",
    re.IGNORECASE,
)
# Whether a site is commercial, and whether a cleaned text is a derivative, is for its editors to say.
_BOUND = re.compile(r"\bnc\b|\bnd\b|non-?commercial|no-?deriv|nicht.kommerziell|keine bearbeitung", re.IGNORECASE)
_MARKUP = re.compile(r"\]\([^)\s]*\)|[\W_]+")


def is_free(licence: str | None) -> bool:
    """Whether a licence, as sources state it, lets anybody publish the whole text."""
    return bool(licence and _FREE.search(licence) and not _BOUND.search(licence))


def is_republished(matter: FrontMatter, owner: str) -> bool:
    """Whether an article's text is somebody else's: it has a source, and that is not the digest's own publisher.

    Args:
        matter: the article's front matter.
        owner: publisher of the digest, `site.author`.
    """
    source = matter.source
    if source.name and source.name.casefold() == owner.casefold():
        return False
    return bool(source.name or source.url or matter.digest.source)


def scope(matter: FrontMatter, rights: Rights, *, republished: bool) -> str:
    """Return what is published of an article: `full`, `summary` or `link`."""
    if matter.publish:
        return matter.publish
    return "full" if not republished or is_free(matter.source.licence) else rights.unknown


def capped(entry: Entry, share: float) -> Entry:
    """Return an article of which only the summary is shown, with no more of the original's words than is allowed.

    Sentences are left out from the end. Those that an editor put into words of their own don't count.

    Args:
        entry: the article.
        share: how much of the text's words the summary may repeat word for word, 0 to 1.
    """
    if entry.publish != "summary" or not entry.republished:
        return entry
    kept = tuple(_within(entry, share * len(entry.body.split())))
    return entry if kept == entry.summary else replace(entry, summary=kept)


def _within(entry: Entry, words: float) -> Iterator[str]:
    for sentence in entry.summary:
        if _is_verbatim(sentence, entry.body):
            words -= len(sentence.split())
        if words < 0:
            return
        yield sentence


def _is_verbatim(sentence: str, body: str) -> bool:
    """Whether the body says the sentence, markup aside; most do so sign by sign, which is found much faster."""
    return ("](" not in sentence and sentence in body) or _letters(sentence) in _letters(body)


def _letters(text: str) -> str:
    """Letters and figures alone: a summary is plain text, a body is Markdown."""
    return _MARKUP.sub("", text)
