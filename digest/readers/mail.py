"""E-mails: the text of the letter, what its head says, and what came with it.

A mail that only forwards another one yields that one. Quoted mails, signatures and footers become blocks like the text,
marked by their `context`; the cleaner takes them out.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING, cast

from digest import languages
from digest.errors import SourceError
from digest.model import Document, Source, Statement
from digest.readers import forwarded, html, letterhead, mime, newsletter, text
from digest.readers.items import encoded, flat, item_name, words
from digest.readers.letterhead import Head
from digest.readers.mime import HTML, MAIL, PLAIN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from email.message import Message

    from digest.model import Block

QUOTED, COVERING, SIGNATURE, FOOTER = "mail quotation", "covering letter", "mail signature", "mail footer"
"""Marks in the context of blocks that are not the letter's own text."""
TEASER = "the newsletter holds only a teaser"
"""Warning of an item whose text is elsewhere."""

# What forwards something seldom says more about it than `For your information`, a greeting and a name.
_MAX_COVER_WORDS = 40
_MIN_SHARE = 0.6  # of the words of the plain text that the HTML must hold to be the same letter
_MAX_NESTED = 5
_MAX_CLOSING_WORDS = 12
_MAX_COVERING = 8  # lines at the beginning that may be a covering letter
_RULE = re.compile(r"_{30,}")  # Mailman's has 47
_MAX_FOOTER = 8  # lines below such a rule; above a longer text it only parts paragraphs
_MARKED = {  # classes and identifiers that mail programs give, in the form of `Block.context`
    QUOTED: re.compile(r"\b(?:gmail[_-]?(?:quote|attr)|moz[_-]?cite|yahoo[_-]?quoted|divrplyfwdmsg)", re.IGNORECASE),
    SIGNATURE: re.compile(r"\bgmail[_-]?signature|\bmoz[_-]?signature", re.IGNORECASE),
}


@dataclass(frozen=True, slots=True)
class _Letter:
    """A mail taken apart."""

    head: Head
    body: str = ""
    """Plain text, or markup."""
    is_html: bool = False
    attachments: tuple[Message, ...] = ()
    warnings: tuple[str, ...] = ()
    inner: Head = field(default_factory=Head)
    """Head of the mail that this one forwards, whose text is then the body."""

    @property
    def statements(self) -> tuple[Statement, ...]:
        """What the head says; of a forwarded mail, its own head, and of the outer one only what that one lacks."""
        if self.inner == Head():
            return tuple(self.head.statements("mail"))
        return (*self.inner.statements("forwarded mail"), *_without_people(self.head.statements("mail")))

    @property
    def is_cover(self) -> bool:
        """Whether there is hardly any text beside what is attached."""
        return len(_flat(self).split()) <= _MAX_COVER_WORDS and bool(self.attachments)


def expand(source: Source) -> tuple[Source, ...]:
    """Return the mail itself, and beside it what is attached and can be read; of a newsletter, its items.

    A mail that only covers what is attached is left out.

    Raises:
        SourceError: it is no mail, or one nested too deeply.
    """
    letter = _letter(source)
    attached = tuple(_attached(source, letter))
    if letter.is_html and (items := newsletter.split(letter.body)):
        return (*(_newsletter_item(source, letter, *item) for item in _keyed(items).items()), *attached)
    return attached if letter.is_cover else (source, *attached)


def read(source: Source) -> Document:
    """Return the blocks of a mail's own text, without what is attached; their lines count from where that text begins.

    Raises:
        SourceError: it is no mail, one nested too deeply, or one without text.
    """
    letter = _letter(source)
    quoted = forwarded.find(_flat(letter))
    begin = quoted.begin if quoted else len(letter.body)
    own, other = letter.body[:begin], letter.body[begin:]
    kind = HTML if letter.is_html else PLAIN
    statements = (*source.statements, *letter.statements)
    document = _part(replace(source, data=encoded(own), media_type=kind, statements=statements))
    blocks = _marked(document.blocks)
    if quoted and flat(other).strip():
        following = _part(replace(source, data=encoded(other), media_type=kind)).blocks
        below = max([own.count("\n"), *(block.line for block in blocks)])
        blocks += _quoted(following, below=below, attributed=quoted.attributed)
    if not blocks:
        raise SourceError("the mail holds no text", path=source.name, hint="save it again, with its text")
    warnings = (*letter.warnings, *document.warnings)
    return Document(source, blocks, warnings, document.statements or statements)


def _part(source: Source) -> Document:
    if not flat(source.data.decode("utf-8-sig")).strip():  # nothing but tags, or nothing before what is quoted
        return Document(source, (), (), source.statements)
    return html.read(source) if source.media_type == HTML else text.read(source)


def _letter(source: Source) -> _Letter:
    """Take a mail apart, down to the one that is forwarded."""
    message = mime.parsed(source)
    outer = letter = _opened(message)
    for _ in range(_MAX_NESTED):
        mails = [part for part in letter.attachments if part.get_content_type() == MAIL]
        if not (letter.is_cover and len(letter.attachments) == len(mails) == 1):
            break
        letter = _opened(cast("Message", mails[0].get_payload(0)))
    return _unwrapped(letter if letter is outer else replace(letter, inner=letter.head, head=outer.head))


def _opened(message: Message) -> _Letter:
    """Return a mail's text in its best form, and what is attached."""
    leaves = list(mime.leaves(message))
    bodies = [leaf for leaf in leaves if mime.is_body(leaf)]
    attachments = tuple(leaf for leaf in leaves if not mime.is_body(leaf) and mime.readable_type(leaf))
    texts = {kind: [mime.text(leaf) for leaf in bodies if mime.media_type(leaf) == kind] for kind in (HTML, PLAIN)}
    markup, plain = ("\n".join(body for body, _ in texts[kind]) for kind in (HTML, PLAIN))
    is_html = bool(markup) and len(flat(markup).split()) >= _MIN_SHARE * len(plain.split())
    guessed = any(flag for _, flag in texts[HTML if is_html else PLAIN])
    warnings = ("the mail names a wrong encoding: look at its umlauts and accents",) if guessed else ()
    return _Letter(letterhead.head(message), markup if is_html else plain, is_html, attachments, warnings)


def _unwrapped(letter: _Letter) -> _Letter:
    """Return the letter that is forwarded in the text of another one, down to the innermost."""
    for _ in range(_MAX_NESTED):
        marked = _flat(letter)
        inner = forwarded.find(marked)
        if not inner or len(marked[: inner.begin].split()) > _MAX_COVER_WORDS or not marked[inner.start :].strip():
            return letter
        body = letter.body[inner.start :]
        head = inner.head if inner.head.subject else replace(inner.head, subject=letter.head.subject)
        letter = replace(letter, body=body if letter.is_html else _unquoted(body), inner=head)
    return letter


def _flat(letter: _Letter) -> str:
    """Return the text of a letter with each character in its place; in markup only elements break lines."""
    if not letter.is_html:
        return letter.body
    return flat(letter.body.replace("\n", " ").replace("&nbsp;", " " * len("&nbsp;")))


def _unquoted(body: str) -> str:
    """Take one level of quotation marks from a text that has them throughout."""
    lines = body.split("\n")
    filled = [line for line in lines if line.strip()]
    if sum(line.startswith(">") for line in filled) <= len(filled) / 2:
        return body
    return "\n".join(line[1:].removeprefix(" ") if line.startswith(">") else line for line in lines)


def _marked(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Mark what stands before and behind the text; what follows a closing only as long as it is short."""
    marked = list(_covered(blocks[:_MAX_COVERING]))
    mark = ""
    for index, block in enumerate(blocks[len(marked) :], len(marked)):
        left = len(blocks) - index
        own = _mark(block, mark, left)
        goes_on = own == SIGNATURE or (own == FOOTER and (left <= index + 1 or block.text.strip() == "--" or mark))
        mark = own if goes_on else ""
        marked.append(_with_mark(block, own) if own else block)
    return tuple(marked)


def _covered(blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield the first blocks that are a covering letter, marked: a salutation, what is sent, line by line."""
    paragraphs = list(_paragraphs(blocks))
    if len(paragraphs) > 1:
        for lines in paragraphs[:-1]:  # something has to be left
            text = " ".join(block.text.strip() for block in lines)
            if not (_opens("salutation").fullmatch(text) or _opens("covering").fullmatch(text)):
                return
            yield from (_with_mark(block, COVERING) for block in lines)


def _paragraphs(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    """Lines without an empty one between them; each block of a page, and each salutation, is one by itself."""
    lines: list[Block] = []
    for block in blocks:
        if lines and (block.gap or block.tag or _opens("salutation").fullmatch(lines[-1].text.strip())):
            yield lines
            lines = []
        lines.append(block)
    yield lines


def _mark(block: Block, before: str, left: int) -> str:
    """Return what a block is beside the letter's text, given what the one before it is and how many are left."""
    line = block.text.strip()
    classes = " ".join(block.context)
    if program := next((mark for mark, pattern in _MARKED.items() if pattern.search(classes)), None):
        return program
    if line.startswith(">"):
        return QUOTED
    if before == FOOTER or line == "--" or _opens("footer").fullmatch(line):
        return FOOTER
    if left <= _MAX_FOOTER and _RULE.fullmatch(line):
        return FOOTER
    if _opens("closing").fullmatch(line):
        return SIGNATURE
    return SIGNATURE if before == SIGNATURE and len(line.split()) <= _MAX_CLOSING_WORDS else ""


def _quoted(blocks: Iterable[Block], *, below: int, attributed: bool) -> tuple[Block, ...]:
    """Mark what is quoted; an answer may follow below, or between the lines that have a quotation mark."""
    placed = [replace(block, line=block.line + below if block.line else 0) for block in blocks]
    signs = [index for index, block in enumerate(placed) if block.text.startswith(">")]
    certain = signs[0] if attributed and signs else len(placed)
    return (*(_with_mark(block, QUOTED) for block in placed[:certain]), *_marked(placed[certain:]))


def _with_mark(block: Block, mark: str) -> Block:
    return replace(block, marks=(*block.marks, mark))


@cache
def _opens(part: str) -> re.Pattern[str]:
    """The lines with which a signature or a footer begins, in any language."""
    known = dict.fromkeys(one for code in languages.codes() for one in getattr(languages.get(code).mail, part))
    return re.compile("|".join(f"(?:{one})" for one in known), re.IGNORECASE)


def _attached(source: Source, letter: _Letter) -> Iterator[Source]:
    """Yield what came with a mail; it has a title of its own, and the mail's sender and date."""
    names = [letterhead.unfolded(part.get_filename() or "") or part.get_content_type() for part in letter.attachments]
    seen: Counter[str] = Counter()
    common = tuple(one for one in letter.statements if one.key != "title")
    for part, name in zip(letter.attachments, names, strict=True):
        seen[name] += 1
        key = name if seen[name] == 1 else f"{name} {seen[name]}"
        kind = mime.readable_type(part)
        data = encoded(mime.text(part)[0]) if kind in {PLAIN, HTML} else mime.octets(part)
        if data.strip():
            stated = () if kind == MAIL else common
            yield Source(item_name(source.name, key), data, kind, language=source.language, statements=stated)


def _keyed(items: Sequence[newsletter.Item]) -> dict[str, newsletter.Item]:
    """Items by what identifies them: their address, and where several have the same one, their titles, too."""
    several = Counter(item.url for item in items)
    keyed: dict[str, newsletter.Item] = {}
    for item in items:
        keyed.setdefault(item.url if several[item.url] == 1 else f"{item.url} {item.title}", item)
    return keyed


def _newsletter_item(source: Source, letter: _Letter, key: str, item: newsletter.Item) -> Source:
    own = (Statement("title", item.title, "newsletter heading"), Statement("url", item.url, "newsletter link"))
    common = (one for one in letter.statements if one.key not in {"title", "authors"})
    return Source(
        item_name(source.name, key),
        encoded(item.markup),
        HTML,
        url=item.url,
        language=source.language,
        statements=(*own, *common),
        warnings=(TEASER,) if len(words(item.markup).split()) < newsletter.MIN_WHOLE else (),
    )


def _without_people(statements: Iterable[Statement]) -> Iterator[Statement]:
    """Leave out who forwarded: not the author, nor the publisher."""
    return (one for one in statements if one.key not in {"authors", "publisher", "sender"})
