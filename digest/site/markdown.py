"""Markdown to HTML: CommonMark with tables, raw HTML shown as text, links checked, marks of our own.

What a page wants to know of its text (headings, links, number of words) is collected from the parser's tokens on the
way, as parsing the HTML again would cost more than making it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from operator import attrgetter
from typing import TYPE_CHECKING

from markdown_it.token import Token
from markupsafe import Markup

from digest.languages.slugs import slugify
from digest.site import blocks, sanitiser, urls
from digest.site.parser import PARSER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

# Identifiers that the theme's own page frame may use; a heading of that name gets a number.
_RESERVED = frozenset({"main", "top", "menu", "corrections"})
_DASHES = ("— ", "– ", "― ")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a text, for a table of contents and for checking anchors."""

    level: int
    text: str
    id: str


@dataclass(frozen=True, slots=True)
class Rendered:
    """A text as HTML, and what was met on the way."""

    html: Markup
    words: int
    opening: str
    """The first paragraph, heading or list item as plain text."""
    headings: tuple[Heading, ...]
    links: tuple[str, ...]
    """Targets of all links and images, as written into the HTML."""
    places: Mapping[str, str]
    """Quoted sentence → identifier of the block that holds it word for word; one that none holds is missing."""


@dataclass(slots=True)
class _Text:
    """One text on its way through the passes."""

    language: str
    abbreviations: Mapping[str, str]
    pattern: re.Pattern[str] | None
    """Matches any of the abbreviations as a word."""
    ids: set[str] = field(default_factory=lambda: set(_RESERVED))
    headings: list[Heading] = field(default_factory=list)
    quoted: Sequence[str] = ()
    places: dict[str, str] = field(default_factory=dict)


def render(
    text: str, language: str, abbreviations: Mapping[str, str] | None = None, quoted: Sequence[str] = ()
) -> Rendered:
    """Return Markdown as HTML that is safe to publish.

    Args:
        text: CommonMark, also hostile: HTML in it is shown as text, and links other than to http, https, mailto, tel
            or a relative address are left as text.
        language: BCP 47 code of the text; identifiers of headings are spelled by it.
        abbreviations: acronym → expansion; the first of each in a block becomes an `abbr` element.
        quoted: sentences as plain text; the block that holds one gets an identifier, see `Rendered.places`.
    """
    abbreviations = abbreviations or {}
    state = _Text(language, abbreviations, _any_of(abbreviations), quoted=quoted)
    tokens = blocks.parse(PARSER, text)
    kinds = {token.type for token in tokens}
    for kind, change in _PASSES:
        if kind in kinds:
            tokens = change(tokens, state)
    inline = [token for token in tokens if token.type == "inline"]
    opening = "".join(child.content for child in (inline[0].children or ())) if inline else ""
    return Rendered(
        html=Markup(sanitiser.clean(PARSER.renderer.render(tokens, PARSER.options, {}))),  # noqa: S704 -- it is safe
        words=sum([_words_in(token.content) for token in inline]),
        opening=opening,
        headings=tuple(state.headings),
        links=tuple(_links(inline)),
        places=state.places,
    )


def _words_in(text: str) -> int:
    """Return the number of words; where single spaces part them, as they mostly do, those are counted."""
    if text.isprintable() and "  " not in text and text.strip(" ") == text != "":  # no other space is printable
        return text.count(" ") + 1
    return len(text.split())


def _any_of(words: Iterable[str]) -> re.Pattern[str] | None:
    ordered = sorted(filter(None, words), key=lambda word: (-len(word), word))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, ordered))})(?!\w)") if ordered else None


def _links(tokens: Iterable[Token]) -> Iterator[str]:
    for token in tokens:
        for child in filter(_has_attributes, token.children or ()):
            target = child.attrs.get("href", child.attrs.get("src"))
            if target is not None:
                yield str(target)


_has_attributes = attrgetter("attrs")


def _name_headings(tokens: list[Token], state: _Text) -> list[Token]:
    """Give each heading an identifier; the first level belongs to the page's own headline."""
    for opening, inline, closing in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if opening.type != "heading_open":
            continue
        level = max(int(opening.tag[1:]), 2)
        opening.tag = closing.tag = f"h{level}"
        words = "".join(child.content for child in inline.children or ())
        name = _unused(slugify(words, state.language), state.ids)
        opening.attrSet("id", name)
        state.headings.append(Heading(level, words, name))
    return tokens


def _unused(name: str, taken: set[str]) -> str:
    number, candidate = 1, name
    while candidate in taken:
        number += 1
        candidate = f"{name}-{number}"
    taken.add(candidate)
    return candidate


def _place_quoted(tokens: list[Token], state: _Text) -> list[Token]:
    """Give the blocks that hold quoted sentences an identifier: `p3` for the third block of text.

    Sentences are sought by their words, so that they are found wherever an editor has moved them.
    """
    missing = {" ".join(sentence.split()): sentence for sentence in state.quoted if sentence.strip()}
    blocks = (at for at, token in enumerate(tokens) if missing and token.type == "inline")
    for number, at in enumerate(blocks, 1):
        words = _plain(tokens[at])
        held = [sentence for sentence in missing if sentence in words]
        if held:
            # The paragraph of a tight list's item has no element of its own.
            holder = tokens[at - 2 if tokens[at - 1].hidden else at - 1]
            name = holder.attrs.get("id") or _unused(f"p{number}", state.ids)
            holder.attrSet("id", name)
            state.places.update((missing.pop(sentence), str(name)) for sentence in held)
    return tokens


def _plain(inline: Token) -> str:
    """Return a block's words without any markup, each space a single one."""
    pieces = (" " if child.type in {"softbreak", "hardbreak"} else child.content for child in inline.children or ())
    return " ".join("".join(pieces).split())


def _attribute_quotes(tokens: list[Token], _: _Text) -> list[Token]:
    """Take a quotation's speaker out of it, into a caption.

    HTML has it that a block quotation holds the quoted words alone:
    https://html.spec.whatwg.org/multipage/grouping-content.html#the-blockquote-element
    """
    done: list[Token] = []
    openings: list[int] = []
    for token in tokens:
        if token.type == "blockquote_open":
            openings.append(len(done))
        done.append(token)
        if token.type == "blockquote_close":
            start = openings.pop()
            done[start:] = _figure(done[start:])
    return done


def _figure(quote: list[Token]) -> list[Token]:
    """Return a quotation of two paragraphs or more whose last one begins with a dash as a figure."""
    words, last, closing = quote[:-4], quote[-4:-1], quote[-1]
    if len(words) < 2 or last[1].type != "inline" or not last[1].content.startswith(_DASHES):  # noqa: PLR2004 -- more than the opening
        return quote
    figure, caption = _element("figure", {"class": "quote"}), _element("figcaption")
    return [figure[0], *words, closing, caption[0], last[1], caption[1], figure[1]]


def _element(tag: str, attrs: dict[str, str | int | float] | None = None) -> tuple[Token, Token]:
    return (
        Token(f"{tag}_open", tag, 1, attrs=attrs or {}, block=True),
        Token(f"{tag}_close", tag, -1, block=True),
    )


def _expand_abbreviations(tokens: list[Token], state: _Text) -> list[Token]:
    """Mark abbreviations as words of their own with the expansion as a tooltip; headings are left alone."""
    if state.pattern is None:
        return tokens
    for before, inline in pairwise(tokens):
        if inline.type == "inline" and before.type != "heading_open":
            seen: set[str] = set()
            inline.children = [new for child in inline.children or () for new in _expanded(child, state, seen)]
    return tokens


def _expanded(token: Token, state: _Text, seen: set[str]) -> Iterator[Token]:
    if token.type != "text" or state.pattern is None:
        yield token
        return
    end = 0
    for match in state.pattern.finditer(token.content):
        if match[0] in seen:
            continue
        seen.add(match[0])
        yield _words(token.content[end : match.start()])
        yield Token("abbr_open", "abbr", 1, attrs={"title": state.abbreviations[match[0]]})
        yield _words(match[0])
        yield Token("abbr_close", "abbr", -1)
        end = match.end()
    yield _words(token.content[end:])


def _words(text: str) -> Token:
    return Token("text", "", 0, content=text)


def _frame_tables(tokens: list[Token], _: _Text) -> list[Token]:
    """Put each table into a frame, which may scroll where the table is wider than the screen."""
    opening, closing = _element("div", {"class": "table"})
    framed: list[Token] = []
    for token in tokens:
        framed += [opening] if token.type == "table_open" else []
        framed.append(token)
        framed += [closing] if token.type == "table_close" else []
    return framed


def _align_by_class(tokens: list[Token], _: _Text) -> list[Token]:
    """Turn the parser's `style` attributes into classes: the content security policy forbids inline style."""
    for token in tokens:
        if token.type in {"th_open", "td_open"} and "style" in token.attrs:
            token.attrs["class"] = str(token.attrs.pop("style")).removeprefix("text-align:")
    return tokens


def _link_foreign_images(tokens: list[Token], _: _Text) -> list[Token]:
    """Turn images of other sites into links to them: a page makes no request to third parties."""
    for token in tokens:
        if token.type == "inline" and "![" in token.content:
            token.children = [new for child in token.children or () for new in _linked(child)]
    return tokens


def _linked(token: Token) -> list[Token]:
    source = str(token.attrs.get("src", ""))
    if token.type != "image" or urls.is_internal(source):
        return [token]
    opening, closing = Token("link_open", "a", 1, attrs={"href": source}), Token("link_close", "a", -1)
    return [opening, _words(token.content or source), closing]


# Each with the kind of token without which it has nothing to do. In this order: a quotation's speaker is an inline
# token like any other to the passes after.
_PASSES: tuple[tuple[str, Callable[[list[Token], _Text], list[Token]]], ...] = (
    ("heading_open", _name_headings),
    ("blockquote_open", _attribute_quotes),
    ("inline", _place_quoted),
    ("inline", _link_foreign_images),
    ("inline", _expand_abbreviations),
    ("table_open", _align_by_class),
    ("table_open", _frame_tables),
)
