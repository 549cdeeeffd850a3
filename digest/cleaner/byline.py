"""Who wrote it: a byline above or below the text, a lone name confirmed by a link to an author's page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from digest.cleaner import dates
from digest.cleaner.evidence import Body, Finding
from digest.cleaner.figures import is_role
from digest.cleaner.phrases import group
from digest.model import Origin

if TYPE_CHECKING:
    from collections.abc import Iterator

_AUTHOR_LINK = re.compile(r"/(?:autor(?:en|in|innen)?|authors?|auteurs?|people|journalist(?:e|en)?s?)/([a-z][a-z-]+[a-z])")
_PART = re.compile(r"(?:[A-ZÄÖÜÀ-Þ][\w'’.-]*|[a-z]{1,3}['’][A-ZÄÖÜÀ-Þ][\w-]+)$")
_PARTICLES = {"von", "van", "de", "der", "den", "du", "la", "le", "di", "da", "zu", "del", "y", "al", "bin", "ten"}
_CUT = re.compile(r"\s*(?:\||•|·|–|—|\(|\d|[Pp]ublished|[Uu]pdated|[Pp]osted|[Pp]ublié|[Aa]ktualisiert|[Ss]tand:).*$")
_SPLIT = re.compile(r"\s*(?:,|;|/|&|\+|\bund\b|\band\b|\bet\b|\bmit\b|\bwith\b|\bavec\b)\s*")
_MAX_LINE_WORDS, _MAX_PARTS = 18, 5


def bylines(body: Body) -> Iterator[Finding]:
    """Lines such as `von …`, `By …`, `Par …` above the text, right after its beginning, or below it."""
    after_title = range(body.first, min(body.first + 3, len(body.blocks)))
    for index in (*reversed(body.head), *after_title, *body.tail):
        text = body.blocks[index].text
        found = body.draft.phrases.byline.fullmatch(text) if len(text.split()) <= _MAX_LINE_WORDS else None
        if found and body.free(index) and (names := read_names(group(found, "names") or "", body.language)):
            yield Finding("authors", names, Origin.SOURCE, "byline", index)
            return


def linked(body: Body) -> Iterator[Finding]:
    """A name that the source links to its author's page."""
    slugs = [slug for block in body.blocks for slug in _AUTHOR_LINK.findall(block.text)]
    for index in (*body.head, *body.tail):
        name = body.blocks[index].text
        if slugs and is_name(name, body.language) and any(_slug(name) in slug for slug in slugs):
            yield Finding("authors", (name,), Origin.SOURCE, "linked to the author's page", index)
            return


def alone(body: Body) -> Iterator[Finding]:
    """A name alone on a line of the head, next to the date line."""
    for index in body.head:
        beside = [i for i in (index - 1, index + 1) if 0 <= i < len(body.blocks)]
        dated = any(_is_date_line(body.blocks[i].text, body.language) for i in beside)
        if dated and body.free(index) and is_name(body.blocks[index].text, body.language):
            yield Finding("authors", (body.blocks[index].text,), Origin.SOURCE, "name beside the date", index)
            return


FINDERS = (bylines, linked, alone)


def read_names(text: str, language: str) -> tuple[str, ...]:
    """Split a byline into names; what follows the last name (a date, an agency, an office) is left out."""
    names = []
    for part in _SPLIT.split(_CUT.sub("", text).strip(" .:,")):
        words = part.split()
        while words and is_role(words[0], language):
            words = words[1:]
        if not is_name(" ".join(words), language):
            break
        names.append(" ".join(words))
    return tuple(names)


def is_name(text: str, language: str) -> bool:
    """Whether a text can be a person's name: two to five capitalised parts, particles aside."""
    words = text.split()
    capitals = [word for word in words if word not in _PARTICLES]
    if not 2 <= len(capitals) <= len(words) <= _MAX_PARTS or any(word.isupper() and len(word) > 2 for word in words):  # noqa: PLR2004 -- initials
        return False
    return all(map(_PART.match, capitals)) and not any(is_role(word, language) for word in words)


def _slug(name: str) -> str:
    table = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "é": "e", "è": "e", "ç": "c"})
    return "-".join(name.lower().translate(table).split())


def _is_date_line(text: str, language: str) -> bool:
    found = dates.first(text, language)
    return found is not None and len(text.split()) <= 10  # noqa: PLR2004 -- a date, a time, a place, a label
