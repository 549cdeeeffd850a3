"""Changes to an article file that an editor may have touched: the lines of changed values are written anew, no others.

Order of keys, quotation marks, comments, blank lines, unknown keys and line breaks stay to the byte. Collections in
block style are taken apart, so that a new tag is one new line. A comment inside of what is replaced is kept above it.
What was written is read back, and refused where it does not say what was meant: such as where an anchor was replaced.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml

from digest.content import frontmatter, ownership, writer
from digest.errors import ContentError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_BYTE_ORDER_MARK = "\ufeff"
_FENCE = re.compile(r"^-{3,}[ \t]*(?:\r\n|[\r\n]|\Z)", re.MULTILINE)
# What YAML 1.1 and its C parser take for the end of a line.
_LINE = re.compile("[^\r\n\x85\u2028\u2029]*(?:\r\n|[\r\n\x85\u2028\u2029]|\\Z)")
_COMMENT = re.compile(r"(?:^|(?<=[ \t]))#")
_BREAK = re.compile(r"\r\n|[\r\n]")


@dataclass(frozen=True, slots=True)
class _Chunk:
    """The lines of one entry of a mapping or a sequence, with the comments above it."""

    key: str
    """The mapping's key; of an item, the hash of its value."""
    node: yaml.Node
    lead: int
    """First line of what belongs to it, comments and blank lines."""
    start: int
    """Line on which the entry itself begins."""
    end: int
    """Line after its last one."""


def spliced(data: bytes, path: str, values: Mapping[str, Any], body: str) -> bytes | None:
    """Return an article's file with other values and another body.

    Args:
        data: the file as it is, with YAML front matter.
        path: of the file.
        values: all that the front matter shall hold.
        body: all of the text, without blank lines around it.

    Returns:
        The new file; `None` where it is written in a way that this cannot change.
    """
    try:
        text = data.decode("utf-8")
        mark = text[: text.startswith(_BYTE_ORDER_MARK)]
        new = mark + _changed(text.removeprefix(mark), path, values, body)
        read = frontmatter.parse(frontmatter.decode(new.encode(), path), path)
    except (ContentError, UnicodeError, yaml.YAMLError, _Unfit):
        return None
    meant = ownership.fingerprint(values) == ownership.fingerprint(read.values) and not read.faults
    return new.encode() if meant and read.body == body else None


class _Unfit(Exception):  # noqa: N818 -- a way out, caught above
    """The front matter is written in a way that cannot be changed line by line."""


def _changed(text: str, path: str, wanted: Mapping[str, Any], body: str) -> str:
    fences = [match.span() for match in _FENCE.finditer(text)][:2]
    if len(fences) < 2 or fences[0][0]:  # noqa: PLR2004 -- one above, one below
        raise _Unfit
    (_, start), (end, after) = fences
    breaks = _BREAK.search(text)
    line_break = breaks[0] if breaks else "\n"
    head = text[start:end]
    now = frontmatter.parse(frontmatter.decode(text.encode(), path), path).values
    node = yaml.compose(head, Loader=yaml.CSafeLoader)
    if not isinstance(node, yaml.MappingNode) or node.flow_style:
        raise _Unfit
    lines = [line for line in _LINE.findall(head) if line]
    fresh = "".join(_Head(lines, line_break).mapping(_Old(node, now, 0, len(lines)), wanted))
    return text[:start] + fresh + text[end:after] + _with_body(text[after:], body, line_break)


def _with_body(old: str, body: str, line_break: str) -> str:
    """Return what stands below the front matter; the blank lines around the body stay."""
    bare = frontmatter.without_controls(_BREAK.sub("\n", old))
    if bare.strip("\n") == body:
        return old
    before = old[: len(old) - len(old.lstrip("\r\n"))] or line_break
    behind = old[len(old.rstrip("\r\n")) :] if bare.strip("\n") else line_break
    return before + (body.replace("\n", line_break) + (behind or line_break) if body else "")


@dataclass(frozen=True, slots=True)
class _Old:
    """A collection as it stands in the file."""

    node: Any
    """Of YAML."""
    value: Any
    """As it is read."""
    first: int
    last: int
    """Its lines: from the first to before the last."""


@dataclass(frozen=True, slots=True)
class _Head:
    """The lines of a front matter."""

    lines: Sequence[str]
    """With their line breaks."""
    line_break: str

    def mapping(self, old: _Old, wanted: Mapping[str, Any]) -> Iterator[str]:
        """Yield the lines of a mapping in block style with other values; a new key comes behind the one before it."""
        pairs = [(str(key.value), value, key.start_mark.line) for key, value in old.node.value]
        chunks = list(self._chunks(pairs, old))
        if not chunks or {chunk.key for chunk in chunks} != old.value.keys() or len(chunks) > len(old.value):
            raise _Unfit
        indent = " " * old.node.value[0][0].start_mark.column
        fresh = _placed([chunk.key for chunk in chunks], list(wanted))
        for chunk in chunks:
            yield from self.lines[chunk.lead : chunk.start]
            yield from self._entry(chunk, old, wanted, indent)
            for key in fresh.get(chunk.key, ()):
                yield from self._written({key: wanted[key]}, indent)
        yield from self.lines[chunks[-1].end : old.last]

    def _entry(self, chunk: _Chunk, old: _Old, wanted: Mapping[str, Any], indent: str) -> Iterator[str]:
        """Yield the lines of one key with another value, or without it where it is no longer wanted."""
        now, value, node = old.value[chunk.key], wanted.get(chunk.key), chunk.node
        inner = _Old(node, now, chunk.start + 1, chunk.end)
        is_block = isinstance(node, yaml.CollectionNode) and not node.flow_style and node.start_mark.line > chunk.start
        if chunk.key in wanted and ownership.fingerprint(value) == ownership.fingerprint(now):
            yield from self.lines[chunk.start : chunk.end]
        elif is_block and isinstance(now, dict) and isinstance(value, dict):
            yield self.lines[chunk.start]
            yield from self.mapping(inner, value)
        elif is_block and isinstance(now, list) and isinstance(value, list):
            yield self.lines[chunk.start]
            yield from self._sequence(inner, value)
        else:
            yield from self._comments(chunk, indent)
            if chunk.key in wanted:
                yield from self._written({chunk.key: value}, indent)

    def _sequence(self, old: _Old, wanted: Sequence[Any]) -> Iterator[str]:
        """Yield the lines of a list in block style with other items; those that stay keep their lines."""
        hashes = map(ownership.fingerprint, old.value)
        items = [(key, item, item.start_mark.line) for key, item in zip(hashes, old.node.value, strict=True)]
        chunks = list(self._chunks(items, old))
        if not chunks or not all(self.lines[chunk.start].lstrip().startswith("-") for chunk in chunks):
            raise _Unfit
        indent = " " * old.node.start_mark.column
        keys = [ownership.fingerprint(item) for item in wanted]
        left: dict[str, list[str]] = {}
        remarks: list[str] = []
        for chunk in chunks:
            if chunk.key in keys and chunk.key not in left:
                left[chunk.key] = [*remarks, *self.lines[chunk.lead : chunk.end]]
                remarks = []
            else:
                remarks += [*self.lines[chunk.lead : chunk.start], *self._comments(chunk, indent)]
        for key, item in zip(keys, wanted, strict=True):
            yield from left.pop(key, None) or self._written([item], indent)
        yield from [*remarks, *self.lines[chunks[-1].end : old.last]]

    def _chunks(self, children: Sequence[tuple[str, yaml.Node, int]], old: _Old) -> Iterator[_Chunk]:
        """Yield the entries of a collection; comments and blank lines go with the entry below them."""
        starts = [start for _, _, start in children]
        if starts != sorted(set(starts)) or (starts and starts[0] < old.first):
            raise _Unfit  # several on one line, or an alias, whose place is that of its anchor
        lead = old.first
        for (key, node, start), following in zip(children, [*starts[1:], old.last], strict=True):
            end = following
            while end > start + 1 and self._is_apart(node, end - 1):
                end -= 1
            yield _Chunk(key, node, lead, start, end)
            lead = end

    def _is_apart(self, node: yaml.Node, line: int) -> bool:
        """Tell whether a line behind a value is a comment or blank, and not part of the value."""
        bare = self.lines[line].strip()
        inside = any(start[0] <= line < end[0] for start, end in _spans(node))
        return (not bare or bare.startswith("#")) and not inside

    def _comments(self, chunk: _Chunk, indent: str) -> Iterator[str]:
        """Yield the comments inside an entry as lines: `#` behind white space, outside of all texts (YAML 1.2, 6.6)."""
        spans = list(_spans(chunk.node))
        for number in range(chunk.start, chunk.end):
            line = self.lines[number].rstrip("\r\n\x85\u2028\u2029")
            signs = (found.start() for found in _COMMENT.finditer(line))
            outside = (sign for sign in signs if not any(start <= (number, sign) < end for start, end in spans))
            if (sign := next(outside, None)) is not None:
                yield f"{indent}{line[sign:]}{self.line_break}"

    def _written(self, value: Any, indent: str) -> Iterator[str]:  # noqa: ANN401 -- front matter
        """Yield the lines of a new entry."""
        yield from (f"{indent}{line}{self.line_break}" for line in writer.entry(value))


def _placed(present: Sequence[str], wanted: Sequence[str]) -> dict[str, list[str]]:
    """Return the keys that are new, by the key that they come behind: the one wanted before them, else the last."""
    if not present:
        raise _Unfit
    found: dict[str, list[str]] = {}
    # The machine's notes come last, so nothing is put behind them.
    behind = next((key for key in reversed(present) if key != ownership.PROVENANCE), present[-1])
    anchor = behind
    for key in wanted:
        if key in present:
            anchor = behind if key == ownership.PROVENANCE else key
        else:
            found.setdefault(anchor, []).append(key)
    return found


def _spans(node: yaml.Node) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Yield where each scalar in a node begins and ends: line and column."""
    if isinstance(node, yaml.ScalarNode):
        yield (node.start_mark.line, node.start_mark.column), (node.end_mark.line, node.end_mark.column)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _spans(item)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _spans(key)
            yield from _spans(value)
