"""The title among those that a page states: its heading, OpenGraph's, JSON-LD's, the one in the browser's tab.

They differ by the name of the site, and often by wording: what readers see above the text is the heading, so it wins
where it speaks of the same as the others. Where it does not, it is the site's name or a section's, and the title made
for sharing wins.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from digest.cleaner.evidence import Body, Finding
from digest.model import Origin

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_SEPARATOR = re.compile(r"(\s+[|–—·•»›~/-]+\s+|\s*[|»›]\s*|:{1,2}\s+|\s+:\s*)")
_MARKUP = re.compile(r"h1|title element|microdata .*|JSON-LD .*|[\w.]+[:._-]title")
_SIGNS = re.compile(r"[\W_]+")
_HEADINGS = ("h1", "microdata headline")
_MADE = ("og:title", "JSON-LD headline", "twitter:title", "citation_title", "title element", "JSON-LD name")
_WEAK = "JSON-LD name"
# Of the words of the shorter title. Swept over 0 to 0.9 on one half of 789 pages, exact titles in percent: 90.5 for
# no demand at all, 92.0 from 0.3 to 0.6, 89.5 for 0.8; an unrelated heading shares nothing or a function word.
_SAME_SUBJECT = 0.3
_MIN_HOST_PART = 4


def from_markup(body: Body) -> Iterator[Finding]:
    """The title that a page's statements agree on."""
    stated = [(one.detail, one.value) for one in body.stated("title") if letters(one.value)]
    if stated:
        of_markup = _MARKUP.fullmatch(stated[0][0])
        chosen = _choose(stated, _sites(body)) if of_markup else stated[0]  # a feed or a mail names it outright
        yield Finding("title", chosen[1], Origin.SOURCE, chosen[0])


def letters(text: str) -> str:
    """What two spellings of a title share: letters and digits, without case."""
    return _SIGNS.sub("", text.casefold())


class _Sites:
    """How the page's site is called."""

    def __init__(self, names: Sequence[str], hosts: Sequence[str]) -> None:
        self.names = {letters(name) for name in names} | {letters(host.split(".")[0]) for host in hosts}
        self.hosts = [letters(host) for host in hosts]

    def named(self, part: str) -> bool:
        """Whether a part of a title is the site's name, or stands in its host's."""
        short = letters(part)
        return short in self.names or (len(short) >= _MIN_HOST_PART and any(short in host for host in self.hosts))

    def strip(self, title: str) -> str:
        """The title without the site's name before or behind it."""
        parts = _SEPARATOR.split(title)
        while len(parts) > 2:  # noqa: PLR2004 -- two parts and what parts them
            if self.named(parts[-1]):
                parts = parts[:-2]
            elif self.named(parts[0]):
                parts = parts[2:]
            else:
                break
        return "".join(parts).strip()


def _sites(body: Body) -> _Sites:
    hosts = (urlsplit(one.value).hostname or "" for one in body.stated("url"))
    bare = [host.removeprefix("www.") for host in hosts if host]
    return _Sites([one.value for one in body.stated("publisher")], bare)


def _choose(stated: Sequence[tuple[str, str]], sites: _Sites) -> tuple[str, str]:
    bare = [(detail, title) for detail, whole in stated if (title := sites.strip(whole))]
    made = [one for name in (*_MADE, None) for one in bare if _is_made(one[0], name)]
    texts = [title for detail, title in made if detail != _WEAK]
    suffixes = {letters(parts[-1]) for title in texts if len(parts := _SEPARATOR.split(title)) > 1}
    headings = [
        one for one in bare if one[0] in _HEADINGS and not sites.named(one[1]) and letters(one[1]) not in suffixes
    ]
    heading = max(headings, key=lambda one: _support(one[1], texts), default=None)
    if heading and (_support(heading[1], texts) >= _SAME_SUBJECT or not made):
        return _well_written(heading, made)
    return made[0] if made else next(iter(bare), stated[0])


def _is_made(detail: str, name: str | None) -> bool:
    return detail == name if name else detail not in {*_HEADINGS, *_MADE}


def _support(heading: str, titles: Sequence[str]) -> float:
    """How far a heading says what a title says: 2 for the same, else their shared words, of those of the shorter."""
    if not titles:
        return 1.0
    return max(2.0 if letters(heading) == letters(title) else _shared(heading, title) for title in titles)


def _shared(one: str, other: str) -> float:
    a, b = (set(re.findall(r"\w+", text.casefold())) for text in (one, other))
    return len(a & b) / max(min(len(a), len(b)), 1)


def _well_written(heading: tuple[str, str], made: Sequence[tuple[str, str]]) -> tuple[str, str]:
    """The same title as it is written elsewhere, where the heading shouts it or has lost a space."""
    same = [one for one in made if letters(one[1]) == letters(heading[1]) and not one[1].isupper()]
    shouts = heading[1].isupper() and len(heading[1].split()) > 1
    glued = same and len(same[0][1].split()) > len(heading[1].split())
    return same[0] if same and (shouts or glued) else heading
