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
from digest.model import Kind, Origin, letters

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_SEPARATOR = re.compile(r"(\s+[|–—·•»›~/-]+\s+|\s*[|»›]\s*|:{1,2}\s+|\s+:\s*)")
_MARKUP = re.compile(r"h1|title element|microdata .*|JSON-LD .*|[\w.]+[:._-]title")
_SPACED = re.compile(r"\w [:,;]\s")
"""As a kicker leaves it that is an element of its own; French writes so, too."""
_HEADINGS = ("h1", "microdata headline")
_MADE = ("og:title", "JSON-LD headline", "twitter:title", "citation_title", "title element", "JSON-LD name")
_WEAK = "JSON-LD name"
# Of the words of the shorter title. Swept over 0 to 0.9 on one half of 789 pages, exact titles in percent: 90.5 for
# no demand at all, 92.0 from 0.3 to 0.6, 89.5 for 0.8; an unrelated heading shares nothing or a function word.
_SAME_SUBJECT = 0.3
_THE_SAME, _FEW_HEADINGS = 2.0, 2
_MIN_HOST_PART = 4
_MIN_TITLE_WORDS = 3
_LONGEST = 200
"""Characters of a heading that is no paragraph set large, if there is a shorter title."""


def from_markup(body: Body) -> Iterator[Finding]:
    """The title that a page's statements agree on."""
    stated = [(one.detail, one.value) for one in body.stated("title") if letters(one.value)]
    if stated:
        if not _MARKUP.fullmatch(stated[0][0]):  # a feed or a mail names it outright
            yield _in_full(body, stated[0][1]) or Finding("title", stated[0][1], Origin.SOURCE, stated[0][0])
            return
        chosen = _choose(stated, _sites(body))
        yield Finding("title", chosen[1], Origin.SOURCE, chosen[0])


def _in_full(body: Body, short: str) -> Finding | None:
    """The line right above the text that says what a subject says, and more."""
    for index in (i for i in (body.first - 1, body.first - 2) if i >= 0):
        text, is_heading = body.blocks[index].text, body.blocks[index].kind is Kind.HEADING
        if not (is_heading or body.free(index)):
            continue
        if len(text) <= _LONGEST and not text.endswith((".", ":", ",")) and letters(text).startswith(letters(short)):
            return Finding("title", text, Origin.SOURCE, "the line above the text", index)
    return None


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
    others = _names_of_others(texts)
    headings = [
        one
        for one in bare
        if one[0] in _HEADINGS and not sites.named(one[1]) and letters(one[1]) not in others
        if len(one[1]) <= _LONGEST or not texts
    ]
    support = {title: _support(title, texts, among_many=len(headings) > _FEW_HEADINGS) for _, title in headings}
    heading = max(headings, key=lambda one: support[one[1]], default=None)
    if heading and (support[heading[1]] >= _SAME_SUBJECT or not made):
        kicked = _without_kicker(heading, made) if support[heading[1]] < _THE_SAME else None
        return kicked or _well_written(heading, made)
    return made[0] if made else next(iter(bare), stated[0])


def _names_of_others(titles: Sequence[str]) -> set[str]:
    """What titles begin or end with, and what is no title: the name of a site or a section that is stated nowhere.

    It is shorter than the rest; and before a title it is a part of it, unless another says the rest alone.
    """
    whole = {letters(title) for title in titles}
    parted = [parts for title in titles if len(parts := _SEPARATOR.split(title)) > 1]
    ends = {letters(parts[-1]) for parts in parted if len(parts[-1]) < len("".join(parts[:-2]))}
    return ends | {letters(parts[0]) for parts in parted if letters("".join(parts[2:])) in whole}


def _without_kicker(heading: tuple[str, str], made: Sequence[tuple[str, str]]) -> tuple[str, str] | None:
    """The title alone, of a heading that has a kicker before it, as `Local politics: …` or in a line of its own."""
    words = heading[1].casefold().split()
    for one in made:
        title = one[1].casefold().split()
        if _MIN_TITLE_WORDS <= len(title) < len(words) and words[-len(title) :] == title:
            return one
    return None


def _is_made(detail: str, name: str | None) -> bool:
    return detail == name if name else detail not in {*_HEADINGS, *_MADE}


def _support(heading: str, titles: Sequence[str], *, among_many: bool) -> float:
    """How far a heading says what a title says: 2 for the same, else their shared words, of those of the shorter.

    Among many headings most are of sections, and share a word or two with the title: there it is of the longer.
    """
    if not titles:
        return 1.0
    length = max if among_many else min
    return max(_THE_SAME if letters(heading) == letters(title) else _shared(heading, title, length) for title in titles)


def _shared(one: str, other: str, length: Callable[[int, int], int]) -> float:
    a, b = (set(re.findall(r"\w+", text.casefold())) for text in (one, other))
    return len(a & b) / max(length(len(a), len(b)), 1)


def _well_written(heading: tuple[str, str], made: Sequence[tuple[str, str]]) -> tuple[str, str]:
    """The same title as it is written elsewhere, where the heading shouts it, or has lost a space or won one."""
    same = [one for one in made if letters(one[1]) == letters(heading[1]) and not one[1].isupper()]
    shouts = heading[1].isupper() and len(heading[1].split()) > 1
    glued = same and _count(same[0][1]) > _count(heading[1])
    spaced = same and _SPACED.search(heading[1]) and not _SPACED.search(same[0][1])
    return same[0] if same and (shouts or glued or spaced) else heading


def _count(title: str) -> int:
    """Words of a title, without signs that stand alone, such as the marks of Markdown."""
    return sum(bool(letters(word)) for word in title.split())
