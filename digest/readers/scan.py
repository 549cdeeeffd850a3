"""The blocks of a web page, read off its serialized tree in one pass.

A parser that is right about broken markup (lexbor) writes the tree down again, well-formed and escaped; so one regular
expression is enough to take it apart, and no node has to be visited from Python.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from digest.model import Block, Element, Kind, Picture, Run, Runs
from digest.model.escape import escape_inline, fenced
from digest.model.runs import BREAK, EMPHASIS, STRONG
from digest.readers.quotations import speaker
from digest.readers.selectors import MARK
from digest.readers.tables import Cell, read_table
from digest.readers.tags import (
    BLOCKS,
    HEADINGS,
    LINE,
    LISTS,
    NODES,
    RAISED,
    STYLES,
    VOID,
    is_hidden,
    kind_of,
    number,
    raised,
    snug,
    unescaped,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from selectolax.lexbor import LexborNode

    from digest.model import Rule

    # An element under way: its name, whether it is a block, and what to go back to at its end (see `_Place`). A plain
    # tuple, as a page has a thousand.
    _Opened = tuple[str, bool, Element | None, str | None, int, Rule | None]

# A tag, or a comment, and the text behind it. Values are quoted always, and in them `"` is escaped. Nothing is tried a
# second way (`++`, `*+`): in what is no tag after all, each attribute would double the ways.
_TOKEN = re.compile(
    r'<(?:!--(?>.*?--(?=>))|(/?)([a-z][^\s/>]*+)((?:\s[^\s>]?+[^\s=>]*+(?:="[^"]*+")?+)*+))>([^<]*+)', re.DOTALL
)
_NAMING = frozenset({Kind.QUOTE, Kind.CAPTION})
_SPEAKING = frozenset({"a", "q", *STYLES})
"""Inline elements that say something without any attribute."""
_HREF = re.compile(r' href="([^"]*)"')
_TITLE = re.compile(r' title="([^"]*)"')
_RULE = re.compile(rf' {MARK}="(\d+)"')
_MAX_DEPTH = 150
"""Deeper elements part no blocks: nesting bombs end here. Real pages: 60."""


@dataclass(slots=True)
class _Place:
    """Where the pass has got to: what holds for the next words."""

    element: Element | None = None
    href: str | None = None
    style: int = 0
    rule: Rule | None = None
    """Of the innermost element around that has one."""
    count: int = 0
    """Elements so far."""
    broken: bool = False
    """The last thing read was a line break."""
    title: str = ""
    """Tooltip of the abbreviation that comes next."""


@dataclass(slots=True)
class Scan:
    """One pass over a page; its state is what surrounds the place it has reached."""

    tables: list[LexborNode]
    verbatim: list[LexborNode]
    """The `<table>` and the `<pre>` elements, in the order of the page."""
    base: str = ""
    """Address that links are read against."""
    rules: Sequence[Rule] = ()
    """Of editors; `selectors.mark` wrote their numbers on the elements."""
    hidden: bool = False
    """Hidden elements are read, too."""
    blocks: list[Block] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    titles: dict[str, str] = field(default_factory=dict)
    """Tooltips of abbreviations."""
    _tags: list[str] = field(default_factory=list)
    """Of the blocks around."""
    _numbers: list[int] = field(default_factory=list)
    """Of the lists around: the number of the last item, -1 in a list without numbers."""
    _versions: str = ""
    """Attributes of the `<source>`s of the picture under way."""
    _runs: list[Run] = field(default_factory=list)
    _opened: list[_Opened] = field(default_factory=list)
    _at: _Place = field(default_factory=_Place)

    def read(self, markup: str) -> None:  # noqa: C901, PLR0912 -- a loop over all tokens, where each call would cost
        """Read the serialized inside of an element."""
        skipped, depth, runs, at, opened = "", 0, self._runs, self._at, self._opened
        if begin := markup.partition("<")[0].strip():
            self._add(begin)
        for closes, tag, attributes, text in _TOKEN.findall(markup):
            whole = tag in NODES and not closes and self._whole(tag, attributes, shown=not skipped)
            if skipped:
                depth += (-1 if closes else 1) if tag == skipped else 0
                if depth:
                    continue
                skipped = ""
            elif closes:
                if opened and opened[-1][0] == tag:
                    self._leave(opened.pop())
                else:
                    self._close(tag)
            elif tag in VOID:
                self._void(tag, attributes)
            elif whole or (attributes and not self.hidden and is_hidden(tag, attributes)):
                skipped, depth = tag, 1
                continue
            elif tag:
                rule = self._rule(attributes) if self.rules else None
                block = (tag in BLOCKS or rule is not None) and len(opened) < _MAX_DEPTH
                block = block or (tag == "cite" and self._tags[-1:] == ["blockquote"])
                opened.append((tag, block, at.element, at.href, at.style, at.rule))
                if rule:
                    self._flush()
                    at.rule = rule
                if block:
                    self._open(tag, attributes)
                elif attributes or tag in _SPEAKING:
                    self._inline(tag, attributes)
            if not text or text.isspace():
                if text and runs:
                    runs.append(Run(" ", at.href))
            else:
                self._add(text)
        self._flush()

    def _open(self, tag: str, attributes: str) -> None:
        if self._runs:
            self._flush()
        self._tags.append(tag)
        self._enter(tag, attributes)
        if tag in LISTS:
            self._numbers.append(number("start", attributes, 1) - 1 if tag == "ol" else -1)
        elif tag == "li" and self._numbers and self._numbers[-1] >= 0:
            self._numbers[-1] = number("value", attributes, self._numbers[-1] + 1)
        elif tag == "dt":
            self._at.style |= STRONG

    def _enter(self, tag: str, attributes: str) -> None:
        at = self._at
        at.count += 1
        at.element = Element(tag, attributes, at.element, at.count)

    def _inline(self, tag: str, attributes: str) -> None:
        at = self._at
        if tag == "a":
            found = _HREF.search(attributes)
            at.href = unescaped(found[1]) if found else ""
        elif tag in STYLES:
            plain = self._tags and self._tags[-1] in HEADINGS  # those are strong by themselves
            at.style |= STYLES[tag] & ~(STRONG | EMPHASIS) if plain else STYLES[tag]
        elif tag == "q":
            self._add('"')
        elif tag == "abbr" and (found := _TITLE.search(attributes)):
            at.title = unescaped(found[1]).strip()
        if attributes and ("class=" in attributes or " id=" in attributes) and len(self._opened) <= _MAX_DEPTH:
            self._enter(tag, attributes)

    def _close(self, tag: str) -> None:
        """Leave an element, and any in it that the markup did not close."""
        opened = self._opened
        if any(one[0] == tag for one in opened[-_MAX_DEPTH:]):
            while opened[-1][0] != tag:
                self._leave(opened.pop())
            self._leave(opened.pop())

    def _leave(self, one: _Opened) -> None:
        """Go back to what held before an element."""
        at = self._at
        tag, block, *_ = one
        if block:
            if self._runs:
                self._flush()
            self._tags.pop()
            if tag in LISTS:
                self._numbers.pop()
        elif tag == "q":
            self._add('"')
        at.element, at.href, at.style, at.rule = one[2:]

    def _void(self, tag: str, attributes: str) -> None:
        """Two line breaks end a paragraph."""
        at = self._at
        if tag == "img":
            self.pictures.append(Picture(attributes + self._versions, len(self.blocks) + 1, at.element, self.base))
            self._versions = ""
        elif tag == "source":
            self._versions += attributes
        elif tag == "hr" or (tag == "br" and at.broken):
            self._flush()
        elif tag == "br":
            self._runs.append(Run(BREAK, at.href, LINE))
            at.broken = True

    def _add(self, text: str) -> None:
        at = self._at
        if "&" in text:
            text = unescaped(text)
        if at.style & RAISED and (exponent := raised(text)):
            text = exponent
            while self._runs and self._runs[-1].text.isspace():
                self._runs.pop()
        if at.title:
            self.titles.setdefault(text.strip(), at.title)
            at.title = ""
        at.broken = False
        self._runs.append(Run(text, at.href, at.style))

    def _rule(self, attributes: str) -> Rule | None:
        """The editors' rule that names an element."""
        found = _RULE.search(attributes) if self.rules else None
        return self.rules[int(found[1])] if found else None

    def _whole(self, tag: str, attributes: str, *, shown: bool) -> bool:
        """Take a table of data, or code, as one block; `False` for a table that arranges the page."""
        nodes = self.tables if tag == "table" else self.verbatim
        node = nodes.pop() if nodes else None
        if node is None or not shown or (not self.hidden and is_hidden(tag, attributes)):
            return False
        table = read_table(node, self._cell) if tag == "table" else None
        if tag == "table" and table is None:
            return False
        self._flush()
        outer, self._at.rule = self._at.rule, self._rule(attributes) or self._at.rule
        if table:
            self._emit(table.text, Kind.TABLE, tag, inline=table.markdown)
        else:
            code = node.text().strip("\n")
            if code.strip():
                self._emit(code, Kind.CODE, tag, inline=fenced(code))
        self._at.rule = outer
        return True

    def _cell(self, markup: str) -> Cell:
        """Read a cell of a table."""
        if "<" not in markup:
            text = " ".join(unescaped(markup).split())
            return Cell(text, escape_inline(text))
        inside = Scan([], [], self.base, hidden=self.hidden)
        inside.read(markup)
        written = " ".join(block.written for block in inside.blocks).replace("\\\n", " ")
        return Cell(" ".join(block.text for block in inside.blocks), written)

    def _flush(self) -> None:
        """End the block under way."""
        runs = self._runs
        self._at.broken = False
        if not runs:
            return
        text = " ".join((runs[0].text if len(runs) == 1 else "".join([run[0] for run in runs])).split())
        if " ," in text or " ." in text:
            runs[:] = snug(runs)
            text = " ".join("".join([run.text for run in runs]).split())
        if text:
            linked = sum([len(run[0].strip()) for run in runs if run[1] is not None])
            styled = linked or any(run[2] for run in runs)
            self._emit(text, kind_of(self._tags), runs=Runs(tuple(runs), self.base) if styled else None, linked=linked)
        runs.clear()

    def _emit(  # noqa: PLR0913 -- one argument a field
        self,
        text: str,
        kind: Kind,
        tag: str = "",
        *,
        inline: str | None = None,
        runs: Runs | None = None,
        linked: int = 0,
    ) -> None:
        if kind in _NAMING and self.blocks and self.blocks[-1].kind is Kind.QUOTE:
            name = speaker(text, self._at.element, self.blocks[-1])
            if name:
                self.blocks[-1] = replace(self.blocks[-1], attribution=name)
                return
        own = tag or (self._tags[-1] if self._tags else "body")
        item = kind is Kind.LIST_ITEM
        self.blocks.append(
            Block(
                text=text,
                kind=kind,
                line=len(self.blocks) + 1,
                level=len(self._numbers) if item else HEADINGS.get(own, 0),
                number=max(self._numbers[-1], 0) if item and self._numbers else 0,
                inline=inline,
                runs=runs,
                tag=own,
                element=self._at.element,
                link_share=min(linked / len(text), 1.0) if linked else 0.0,
                rule=self._at.rule,
            )
        )
