"""Who wrote it: as the markup states, a byline above or below the text, a name confirmed by a link to its page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from digest.cleaner import dates
from digest.cleaner.credits import Credit, given_first, read_credits
from digest.cleaner.evidence import Body, Finding
from digest.cleaner.names import is_name, signed
from digest.model import Origin

if TYPE_CHECKING:
    from collections.abc import Iterator

_AUTHOR_LINK = re.compile(
    r"/(?:autor(?:en|in|innen)?|authors?|auteurs?|people|journalist(?:e|en)?s?)/([a-z][a-z-]+[a-z])"
)
_CATALOGUES = frozenset({"citation_author", "dc.creator", "dcterms.creator", "dc.contributor"})
"""Statements whose vocabulary has the surname first."""


def stated(body: Body) -> Iterator[Finding]:
    """Persons whom the markup names as authors."""
    for detail, credit in _credits(body):
        if credit.persons:
            yield Finding("authors", credit.persons, Origin.SOURCE, detail)


def stated_others(body: Body) -> Iterator[Finding]:
    """An editorial team, an organisation or a pen name, where nobody is named in full."""
    for detail, credit in _credits(body):
        if credit.others:
            yield Finding("authors", credit.others, Origin.SOURCE, detail)


def bylines(body: Body) -> Iterator[Finding]:
    """Lines such as `von …`, `By …`, `Par …` above the text, right after its beginning, or below it."""
    for index in (*reversed(body.head), *body.begin, *body.tail):
        if names := signed(body.blocks[index].text, body.draft.phrases, body.language):
            yield Finding("authors", names, Origin.SOURCE, "byline", index)
            return


def linked(body: Body) -> Iterator[Finding]:
    """A name that the source links to its author's page."""
    slugs = [slug for block in body.blocks for slug in _AUTHOR_LINK.findall(block.text)]
    for index in (*body.head, *body.begin, *body.tail):
        name = body.blocks[index].text
        if slugs and is_name(name, body.language) and any(_slug(name) in slug for slug in slugs):
            yield Finding("authors", (name,), Origin.SOURCE, "linked to the author's page", index)
            return


def alone(body: Body) -> Iterator[Finding]:
    """A name alone on a line of the head, next to the date line."""
    for index in (*body.head, *body.begin):
        beside = [i for i in (index - 1, index + 1) if 0 <= i < len(body.blocks)]
        dated = any(_is_date_line(body.blocks[i].text, body.language) for i in beside)
        name = body.blocks[index].text
        if body.free(index) and is_name(name, body.language) and (dated or _stands_apart(body, index)):
            yield Finding("authors", (name,), Origin.SOURCE, "a name alone above the text", index)
            return


FINDERS = (stated, bylines, linked, stated_others, alone)


def _credits(body: Body) -> Iterator[tuple[str, Credit]]:
    sites = [one.value for one in body.stated("publisher")]
    for one in body.stated("authors"):
        names = map(given_first, one.value) if one.detail in _CATALOGUES else one.value
        yield one.detail, read_credits(names, body.draft.phrases, body.language, sites)


def _stands_apart(body: Body, index: int) -> bool:
    """Between title and text, and of words that the text does not hold: a heading shares some."""
    name = body.blocks[index].text
    used = any(word in block.text for word in name.split() for block in body.blocks if block.text != name)
    stop = any(word.lower() in body.words.stop for word in name.split())
    return 0 < index <= body.first + 1 and body.blocks[index].gap > 0 and not used and not stop


def _slug(name: str) -> str:
    table = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "é": "e", "è": "e", "ç": "c"})
    return "-".join(name.lower().translate(table).split())


def _is_date_line(text: str, language: str) -> bool:
    found = dates.first(text, language)
    return found is not None and len(text.split()) <= 10  # noqa: PLR2004 -- a date, a time, a place, a label
