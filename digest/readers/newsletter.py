"""Newsletters with several items: parted at their headings, where each heading has a text and a link to the whole."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from functools import cache

from digest import languages
from digest.readers.items import address, flat, words

_TAG = re.compile(r"<(/?)(h[1-4]|a)\b([^<>]*)>", re.IGNORECASE)
_HREF = re.compile(r"\bhref\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>\"']+))", re.IGNORECASE)
_ARROWS = " \t›»→>…."
MIN_WHOLE = 90
"""Words from which an item is taken for the whole text, as an entry of a feed is."""

_MIN_ITEMS = 3  # two headings are also those of one text
_MIN_WORDS = 12
_MIN_SHARE = 0.8  # of the headings at one level: a newsletter has a greeting and a footer, too


@dataclass(frozen=True, slots=True)
class Item:
    """One of several texts in a newsletter."""

    title: str
    markup: str
    """What stands below the heading, up to the next one."""
    url: str
    """Where the whole text is."""


@dataclass(frozen=True, slots=True)
class _Element:
    """A heading or a link, by its places in the markup."""

    tag: str
    attributes: str
    begin: int
    start: int
    """Of its content."""
    stop: int
    end: int


def split(markup: str) -> tuple[Item, ...]:
    """Return the items of a newsletter; none when its structure does not clearly show several."""
    elements = _elements(markup)
    headings = [one for one in elements if one.tag != "a"]
    for level in ("h1", "h2", "h3", "h4"):
        same = [one for one in headings if one.tag == level]
        if len(same) < _MIN_ITEMS:
            continue
        links = [one for one in elements if one.tag == "a"]
        ends = [*(one.begin for one in same[1:]), len(markup)]
        items = [item for one, end in zip(same, ends, strict=True) if (item := _item(markup, one, end, links))]
        if len(items) >= max(_MIN_ITEMS, _MIN_SHARE * len(same)):
            return tuple(items)
    return ()


def _elements(markup: str) -> list[_Element]:
    """Headings and links in order; one that is never closed is none."""
    found: list[_Element] = []
    opened: dict[str, re.Match[str]] = {}
    for tag in _TAG.finditer(markup):
        name = tag[2].lower()
        if not tag[1]:
            opened[name] = tag
        elif start := opened.pop(name, None):
            found.append(_Element(name, start[3], start.start(), start.end(), tag.start(), tag.end()))
    return sorted(found, key=lambda one: one.begin)


def _item(markup: str, heading: _Element, end: int, links: list[_Element]) -> Item | None:
    """Return what is below a heading; `None` when it lacks a text or a link to the whole."""
    title = words(markup[heading.start : heading.stop])
    own = [one for one in links if heading.begin <= one.begin < end]
    leading = (one for one in own if one.begin < heading.end or _more().fullmatch(_label(markup, one)))
    url = next(filter(None, map(_address, leading)), None)
    body = markup[heading.end : end]
    text = flat(body).split()
    return Item(title, body, url) if title and url and len(text) >= _MIN_WORDS else None


def _label(markup: str, link: _Element) -> str:
    return words(markup[link.start : link.stop]).strip(_ARROWS)


def _address(link: _Element) -> str | None:
    found = _HREF.search(link.attributes)
    return address(html.unescape(next(filter(None, found.groups()), ""))) if found else None


@cache
def _more() -> re.Pattern[str]:
    """The words of links to the whole text, in any language."""
    known = dict.fromkeys(one for code in languages.codes() for one in languages.get(code).mail.more)
    return re.compile("|".join(f"(?:{one})" for one in known), re.IGNORECASE)
