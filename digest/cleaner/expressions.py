"""Many expressions looked for in one line after the other, at the price of a few.

Most lines match nothing, so what counts is how fast that is known. An expression that begins with `^` is tried once,
at the beginning, together with all others of its kind. For any other the words are read off that each of its matches
must hold, and it is tried only where one of them occurs. The idea is that of Cox, "Regular Expression Matching with a
Trigram Index" (2012): an expression implies a query for plain strings, which a much faster search can answer first.
Which of them a word of a text may belong to is remembered, so a text costs no more than looking up its words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_ATOM = re.compile(r"\\.|\[(?:\\.|[^\]\\])+\]")
_GROUP = re.compile(r"\((\?:|\?P<\w+>|\?\S)?([^()]*)\)")
_OPTIONAL = re.compile(r".(?:[?*]|\{[^}]*\})")
_NOT_PLAIN = re.compile("[\0.^$+?*\ue000-\uf8ff]")
_START = 3  # letters by which words are looked up
_LONG = 60  # characters of what is no word
_MOST_SEEN = 20_000
_ANY, _STAND_IN = "\0", 0xE000  # one unknown character; the first of the private-use characters, which stand for groups


class Seen(dict[str, tuple[str, ...]]):
    """What stands between two spaces, in lower case → the gates of which it may be a part.

    Args:
        gates: words and phrases; a phrase is known by its longest word.
    """

    def __init__(self, gates: Iterable[str]) -> None:
        super().__init__()
        self._longest = {gate: max(gate.split(), key=len, default="") for gate in gates}
        self.any = frozenset(gate for gate, word in self._longest.items() if len(word) < _START)
        """Those that are too short to be known by a word."""
        self._starts: dict[str, list[tuple[str, str]]] = {}
        for gate in self._longest.keys() - self.any:
            self._starts.setdefault(self._longest[gate][:_START], []).append((self._longest[gate], gate))
        self._start = re.compile("|".join(map(re.escape, sorted(self._starts))) or r"(?!)")

    def __missing__(self, word: str) -> tuple[str, ...]:
        """Find out, and remember it."""
        if len(word) > _LONG:
            return tuple(gate for gate, one in self._longest.items() if one in word)
        if len(self) >= _MOST_SEEN:
            self.clear()
        found: tuple[str, ...] = ()
        if self._start.search(word):  # a quarter of the price; most words hold none
            begins = ((at, self._starts.get(word[at : at + _START], ())) for at in range(len(word)))
            found = tuple(gate for at, some in begins for one, gate in some if word.startswith(one, at))
        self[word] = found
        return found


@dataclass(frozen=True, slots=True)
class Table:
    """Expressions, each with what it tells; made by `table`."""

    names: tuple[str, ...]
    """What each expression tells, in the order in which they count."""
    opening: re.Pattern[str]
    """All that begin with `^`, a group each, named `_` and its place in `names`."""
    inner: tuple[str, ...]
    """Each expression by itself."""
    gates: Mapping[str, tuple[int, ...]]
    """Word in lower case → the expressions to try where it occurs."""
    seen: Seen

    def find(self, text: str) -> str | None:
        """Return what the first expression of the table that occurs in `text` tells; `None` when none does."""
        begins = self.opening.match(text)
        best = int(begins.lastgroup[1:]) if begins and begins.lastgroup else len(self.names)
        lower = text.lower()
        if words := self.seen.any.union(*map(self.seen.__getitem__, lower.split())):
            possible = {number for word in words if word in lower for number in self.gates[word]}
            best = next(
                (one for one in sorted(possible) if one < best and _compiled(self.inner[one]).search(text)), best
            )
        return self.names[best] if best < len(self.names) else None


def table(expressions: Iterable[tuple[str, str]]) -> Table:
    """Make a table of pairs of what an expression tells and the expression, which ignores case and names no group."""
    pairs = tuple(expressions)
    opening = [f"(?P<_{number}>{one})" for number, (_, one) in enumerate(pairs) if _is_opening(one)]
    gates: dict[str, list[int]] = {}
    for number, (_, one) in enumerate(pairs):
        for word in () if _is_opening(one) else needed(one) or {""}:
            gates.setdefault(word, []).append(number)
    return Table(
        names=tuple(name for name, _ in pairs),
        opening=re.compile("|".join(opening) or r"(?!)", re.IGNORECASE),
        inner=tuple(one for _, one in pairs),
        gates={word: tuple(numbers) for word, numbers in gates.items()},
        seen=Seen(gates),
    )


@cache
def _compiled(expression: str) -> re.Pattern[str]:
    """Compile an expression when it is tried for the first time: most never are, and it is half of the time to load."""
    return re.compile(expression, re.IGNORECASE)


def needed(expression: str) -> frozenset[str]:
    """Return words, in lower case, one of which is in every match of an expression; none when nothing is certain."""
    return _alternatives(*_flat(expression))


def _is_opening(expression: str) -> bool:
    return all(branch.startswith("^") for branch in _flat(expression)[0].split("|"))


def _flat(expression: str) -> tuple[str, Sequence[frozenset[str]]]:
    """The expression with one character for each class, escape and group, and the words that each group needs."""
    groups: list[frozenset[str]] = []

    def stand_in(found: re.Match[str]) -> str:
        certain = found[1] is None or found[1] == "?:" or found[1].startswith("?P<")  # no look-around, no flags
        groups.append(_alternatives(found[2], groups) if certain else frozenset())
        return chr(_STAND_IN + len(groups) - 1)

    flat, before = _ATOM.sub(_ANY, expression), ""
    while flat != before:  # the innermost groups first
        flat, before = _GROUP.sub(stand_in, flat), flat
    return flat, groups


def _alternatives(flat: str, groups: Sequence[frozenset[str]]) -> frozenset[str]:
    found = [_sequence(branch, groups) for branch in flat.split("|")]
    return frozenset().union(*found) if all(found) else frozenset()


def _sequence(flat: str, groups: Sequence[frozenset[str]]) -> frozenset[str]:
    """Of all that a sequence must hold, what is longest and so rarest."""
    certain = _OPTIONAL.sub(_ANY, flat)
    words = [frozenset({word.lower()}) for word in _NOT_PLAIN.split(certain) if word]
    within = [groups[ord(char) - _STAND_IN] for char in certain if char >= chr(_STAND_IN) and char <= "\uf8ff"]
    return max(words + within, key=lambda one: min((len(word.strip()) for word in one), default=0), default=frozenset())
