"""Runs: a block's words with their links and emphasis, as data; and how they are written as CommonMark.

Readers take runs down as they find them, since most blocks of a page never reach the article; only what stays is
written.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urljoin, urlsplit, urlunsplit

from digest.model.escape import escape_inline, escape_start

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

_TRACKING = re.compile(r"^(?:amp;)?(?:utm_\w+|fbclid|gclid|mc_[ce]id|igshid|wt_\w+|cmpid|ref_src)$")
_SAFE = frozenset({"http", "https", "mailto"})
_UNFIT = re.compile(r"[\s<>()\\]")
_SPACE = re.compile(r"[^\S\v]+")
_TILDE = re.compile(r"^~|(?<!\\)~$")  # beside it could stand the marks of what is struck out
_TICKS = re.compile(r"`+")
EMPHASIS, STRONG, STRUCK, VERBATIM = 1, 2, 4, 8
BREAK = "\v"
"""A line break, in the text of a run: white space like any other for whoever reads the words."""
_MARKS = ((STRUCK, "~~"), (STRONG, "**"), (EMPHASIS, "*"))
"""Outermost first."""
_MARKED = STRUCK | STRONG | EMPHASIS


class Run(NamedTuple):
    """Some words in one style."""

    text: str
    href: str | None = None
    """Of the link that they stand in, as the markup has it; empty in a link to nowhere, `None` outside links."""
    style: int = 0
    """`EMPHASIS, STRONG, STRUCK, VERBATIM`, added; other bits are the reader's own."""


class _Piece(NamedTuple):
    """CommonMark, and the styles that are yet to be written around it."""

    text: str
    style: int


@dataclass(frozen=True, slots=True)
class Runs:
    """The runs of a block, in reading order."""

    parts: tuple[Run, ...]
    base: str = ""
    """Address that links are read against; empty where none is known."""

    @property
    def text(self) -> str:
        """Their words on one line."""
        return " ".join("".join(run.text for run in self.parts).split())

    def commonmark(self) -> str:
        """Return them as CommonMark; a line ends where a run has a break."""
        goals = {href: address(href, self.base) for href in {run.href for run in self.parts}}
        runs = _merged(run._replace(href=goals[run.href], style=_style(run.style)) for run in self.parts if run.text)
        linked = [list(same) for _, same in groupby(_settled(_evened(runs)), key=lambda run: run.href)]
        pieces: list[_Piece] = []
        for place, same in enumerate(linked):
            before, after = linked[place - 1][-1:] if place else [], (*linked[place + 1 : place + 2], [])[0][:1]
            pieces += _link(same, before, after) if same[0].href else map(_words, same)
        lines = _SPACE.sub(" ", _emphasised(_without_images(pieces), _MARKS)).split(BREAK)
        return "\\\n".join(escape_start(line.strip()) for line in lines if line.strip())

    def stripped(self, style: int) -> Runs | None:
        """Return them without a style that all of one line is in; `None` where not all of it is."""
        worded = [run for run in self.parts if run.text.strip()]
        if not all(run.style & style for run in worded) or any(BREAK in run.text for run in self.parts):
            return None
        return Runs(tuple(run._replace(style=run.style & ~style) for run in self.parts), self.base)

    def mended(self, repair: Callable[[str], str]) -> Runs:
        """Return them with a repair applied to the words of each; the white space around these stays."""
        return Runs(tuple(run._replace(text=_repaired(run.text, repair)) for run in self.parts), self.base)


def address(href: str | None, base: str) -> str:
    """Return an absolute address without tracking parameters; empty for what must not become a link."""
    if not href or href.startswith("#"):
        return ""
    try:
        parts = urlsplit(urljoin(base, href.strip()))
    except ValueError:  # `http://[` is no address
        return ""
    if parts.scheme not in _SAFE:
        return ""
    query = "&".join(one for one in parts.query.split("&") if not _TRACKING.match(unquote(one.partition("=")[0])))
    return _UNFIT.sub(lambda found: f"%{ord(found[0]):02X}", urlunsplit(parts._replace(query=query)))


def _style(style: int) -> int:
    """What is code or struck out is nothing else: marks of different kinds around the same word end nowhere."""
    return next((one for one in (VERBATIM, STRUCK) if style & one), style & _MARKED)


def _merged(runs: Iterable[Run]) -> list[Run]:
    grouped = groupby(runs, key=lambda run: (run.href, run.style))
    return [Run("".join(run.text for run in same), *key) for key, same in grouped]


def _evened(runs: Sequence[Run]) -> list[Run]:
    """White space and signs alone have no style but the one on both sides; a link of white space is none."""
    out = []
    for place, run in enumerate(runs):
        style = run.style
        if not any(map(str.isalnum, run.text)) and not (style & VERBATIM and run.text.strip()):
            around = [one.style & _MARKED for one in runs[max(place - 1, 0) : place + 2] if one is not run]
            style = around[0] & around[-1] if len(around) > 1 else 0
        out.append(Run(run.text, run.href if run.text.strip() else "", style))
    return _merged(out)


def _settled(runs: list[Run]) -> list[Run]:
    """Change where styles begin and end such that CommonMark takes the marks for marks (6.2, flanking runs)."""
    for place in range(1, len(runs)):
        runs[place - 1 : place + 1] = _boundary(*runs[place - 1 : place + 1])
    return _merged(runs)


def _boundary(left: Run, right: Run) -> tuple[Run, Run]:
    """Between a letter and a sign a mark would be a sign itself, so that sign stays outside: `**note**:this`."""
    before, after = left.text[-1:], right.text[:1]
    if left.href != right.href or before.isspace() or after.isspace():
        return left, right
    right = right._replace(style=_beside(left.style, right.style))
    if right.style & ~left.style & _MARKED and not _is_sign(before) and _is_sign(after):
        return left._replace(text=left.text + after), right._replace(text=right.text[1:])
    if left.style & ~right.style & _MARKED and _is_sign(before) and not _is_sign(after):
        return left._replace(text=left.text[:-1]), right._replace(text=before + right.text)
    return left, right


def _beside(left: int, right: int) -> int:
    """Return what stays of a style right behind another one without a space: inside a word marks would mix."""
    if not left & _MARKED or not right & _MARKED:
        return right
    return left if left & right == left else 0


def _is_sign(character: str) -> bool:
    return unicodedata.category(character)[0] in "PS"


def _link(linked: Sequence[Run], before: Sequence[Run], after: Sequence[Run]) -> Sequence[_Piece]:
    """Return a link; a style that all its words have is left to be written outside where that goes on or a space is."""
    common = STRONG | EMPHASIS
    for run in linked:
        common &= run.style
    if not _is_open(before, linked[0].text[:1], common, -1) or not _is_open(after, linked[-1].text[-1:], common, 0):
        common = 0
    inner = _emphasised([_words(run._replace(style=run.style & ~common)) for run in linked], _MARKS)
    left, words, right = _parted(inner)
    return _Piece(left, common), _Piece(f"[{words}]({linked[0].href})", common), _Piece(right, common)


def _is_open(beside: Sequence[Run], edge: str, style: int, at: int) -> bool:
    """Whether marks can stand between a link and the run beside it, or need not stand there."""
    return not beside or edge.isspace() or beside[0].text[at].isspace() or beside[0].style == style


def _words(run: Run) -> _Piece:
    before, words, after = _parted(run.text)
    # A link of code such as `a]:` would define a label.
    verbatim = words and run.style & VERBATIM and not (run.href and "]" in words)
    written = _verbatim(words) if verbatim else _TILDE.sub(r"\~", escape_inline(words))
    return _Piece(before + written + after, run.style)


def _verbatim(words: str) -> str:
    """Code, between more ticks than it holds."""
    ticks = "`" * (max(map(len, _TICKS.findall(words)), default=0) + 1)
    room = " " if "`" in words else ""
    return f"{ticks}{room}{' '.join(words.split())}{room}{ticks}"


def _without_images(pieces: Sequence[_Piece]) -> list[_Piece]:
    """`![` would begin an image."""
    written = [piece for piece in pieces if piece.text]
    following = (*(piece.text[0] for piece in written[1:]), "")
    return [
        piece._replace(text=piece.text[:-1] + "\\!") if piece.text.endswith("!") and after == "[" else piece
        for piece, after in zip(written, following, strict=False)
    ]


def _emphasised(pieces: Iterable[_Piece], marks: Sequence[tuple[int, str]]) -> str:
    """Return pieces with marks around those that have their style."""
    if not marks:
        return "".join(piece.text for piece in pieces)
    (style, mark), *inner = marks
    out = []
    for marked, same in groupby(pieces, key=lambda piece: bool(piece.style & style)):
        before, words, after = _parted(_emphasised(same, inner))
        out.append(f"{before}{mark}{words}{mark}{after}" if marked and words else before + words + after)
    return "".join(out)


def _parted(text: str) -> tuple[str, str, str]:
    """Return the white space before, the words, the white space after: no mark stands inside white space."""
    words = text.strip()
    at = text.index(words)
    return text[:at], words, text[at + len(words) :]


def _repaired(text: str, repair: Callable[[str], str]) -> str:
    before, words, after = _parted(text)
    return before + repair(words) + after
