"""The images of an article: those among its kept text, with what their captions tell of them."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from digest import languages
from digest.cleaner import characters
from digest.cleaner.phrases import phrases
from digest.model import Image, Kind, words_of
from digest.model.runs import address

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from digest.cleaner.phrases import Phrases
    from digest.model import Article, Block, Document, Element, Picture

_VALUE = re.compile(r' ([a-z-]+)="([^"]*)"')
_ADDRESSES = ("data-src", "data-lazy-src", "data-original", "src")
_SETS = frozenset({"srcset", "data-srcset", "data-lazy-srcset"})
_CANDIDATE = re.compile(r"(\S*[^\s,])(?:\s+([\d.]+)[wx])?\s*(?:,|$)")
_DRAWN = re.compile(r"\.(?:svg|gif)(?:[?#]|$)|/(?:pixel|spacer|blank|placeholder)\b", re.IGNORECASE)
_MIN_SIDE = 80
"""Pixels; what is smaller is an icon or counts visits."""
_CAPTION = frozenset({"caption", "credit", "credits", "copyright", "legend", "bildunterschrift", "bildnachweis"})
_APART = frozenset({"nav", "aside", "footer", "form", "dialog"})
_WHOLE = frozenset({"article", "main"})
_MAX_LABEL, _MAX_LABELS = 80, 8
"""Characters of a line, and lines, that may stand between the picture at the top and the text: a byline, a date."""
_TAIL = re.compile(r"(?:^|[\s.|(\[]+)(?=[(©A-ZÄÖÜÀ-Þ])")
_AGENCY = re.compile(r"(?<=[.!?“”\")])\s*([A-ZÄÖÜÀ-Þ][^.!?/|]{1,60}/[^.!?/|]{2,40})$")
_LABEL = re.compile(r"^(?:©\s*|[^:©]{2,20}:\s*(?:©\s*)?)")
_LICENCE = re.compile(r"\b(?:CC0|CC[ -]BY(?:[ -](?:SA|ND|NC))*(?:[ -]\d\.\d)?|(?i:public domain|gemeinfrei))\b")
_DEED = re.compile(r"creativecommons\.org/(licenses|publicdomain)/([a-z-]+)/(\d\.\d)", re.IGNORECASE)


def find(document: Document, article: Article) -> tuple[Image, ...]:
    """Return the images of an article in the order of the page, each once.

    Args:
        document: the page.
        article: what the cleaner kept of it.
    """
    kept = {verdict.block.line for verdict in article.verdicts if verdict.keep}
    known = phrases(article.language or languages.NEUTRAL)
    found: dict[str, Image] = {}
    for picture in document.pictures:
        values = [(key, html.unescape(value)) for key, value in _VALUE.findall(picture.attributes)]
        url = address(_widest(values), picture.base)
        if not url or url in found or _DRAWN.search(url) or _is_small(values):
            continue
        beside = document.blocks[max(picture.line - 1 - _MAX_LABELS, 0) : picture.line - 1 + 2 * _MAX_LABELS]
        captions = [block for block in beside if _describes(block, picture)]
        texts = [block for block in beside if block.kind is not Kind.CAPTION and block not in captions]
        if _is_near(picture, [block for block in texts if block.line >= picture.line], kept):
            found[url] = _image(url, dict(reversed(values)).get("alt", ""), captions, known)
    return tuple(found.values())


def _widest(values: Sequence[tuple[str, str]]) -> str:
    """Return the address of the widest version that is no placeholder in the markup itself."""
    sized = [
        (float(size or 1), url)
        for key, value in values
        if key in _SETS
        for url, size in _CANDIDATE.findall(value)
        if not url.startswith("data:") and (size or "1").count(".") <= 1
    ]
    plain = [value for name in _ADDRESSES for key, value in values if key == name and not value.startswith("data:")]
    return max(sized, key=lambda one: one[0])[1] if sized else next(iter(plain), "")


def _is_small(values: Sequence[tuple[str, str]]) -> bool:
    sides = (value.removesuffix("px") for key, value in values if key in {"width", "height"})
    return any(side.isdecimal() and int(side[:5]) < _MIN_SIDE for side in sides)


def _above(element: Element | None, tags: frozenset[str]) -> Iterator[Element]:
    while element is not None:
        if element.tag in tags:
            yield element
        element = element.parent


def _describes(block: Block, picture: Picture) -> bool:
    """Whether a block is a picture's caption: it shares its figure, or stands right below it and is called so."""
    figure = next(_above(picture.element, frozenset({"figure"})), None)
    if figure is not None:
        return figure in _above(block.element, frozenset({"figure"}))
    named = block.element is not None and _CAPTION & {*words_of(block.element.attributes)}
    return picture.line <= block.line <= picture.line + 1 and (block.kind is Kind.CAPTION or bool(named))


def _is_near(picture: Picture, behind: Sequence[Block], kept: AbstractSet[int]) -> bool:
    """Whether a picture stands in the kept text or above it; what follows the text are teasers and portraits."""
    after = next((block for block in behind if block.line in kept), None)
    if after is None or not {*_above(picture.element, _APART)} <= {*_above(after.element, _APART)}:
        return False
    labels = behind[: behind.index(after)]
    if not labels:
        return True
    shared = {*_above(picture.element, _WHOLE)} & {*_above(after.element, _WHOLE)}
    is_above = picture.line <= min(kept) and bool(shared)
    return is_above and len(labels) <= _MAX_LABELS and all(len(block.text) <= _MAX_LABEL for block in labels)


def _image(url: str, alt: str, captions: Sequence[Block], known: Phrases) -> Image:
    lines = [characters.mend(block.text) for block in captions]
    licence = next(filter(None, map(_deed, captions)), "") or next(
        (found[0] for line in lines if (found := _LICENCE.search(line))), ""
    )
    parted = [_credited(line, known) for line in lines]
    caption = " ".join(words for words, _ in parted if words)
    credit = " · ".join(dict.fromkeys(name for _, name in parted if name))
    return Image(url, characters.mend(alt), caption, credit, licence)


def _credited(line: str, known: Phrases) -> tuple[str, str]:
    """Part a caption from the credit that it ends with: `Foto: …`, `© …`, `Name/Agency`."""
    for start in _TAIL.finditer(line):
        tail = line[start.end() :].strip("()[] ")
        if known.credit.fullmatch(tail):
            return line[: start.end()].rstrip(" |([–-"), _LABEL.sub("", tail)
    found = _AGENCY.search(line)
    return (line[: found.start()], found[1]) if found else (line, "")


def _deed(block: Block) -> str:
    """The licence that a caption links."""
    for run in block.runs.parts if block.runs else ():
        if found := _DEED.search(run.href or ""):
            name = "CC0" if found[1].lower() == "publicdomain" else f"CC {found[2].upper()}"
            return f"{name} {found[3]}"
    return ""
