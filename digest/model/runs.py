"""Runs: a block's words with their links and emphasis, as data; and how they are written as CommonMark.

Readers take runs down as they find them, since most blocks of a page never reach the article; only what stays is
written.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from digest.model.escape import escape_inline, escape_start

_TRACKING = re.compile(r"^(?:utm_\w+|fbclid|gclid|mc_[ce]id|igshid|wt_\w+|cmpid|ref_src)$")
_SAFE = frozenset({"http", "https", "mailto"})
_UNFIT = re.compile(r"[\s<>()\\]")
_SPACE = re.compile(r"\s+")
EMPHASIS, STRONG = 1, 2


class Run(NamedTuple):
    """Some words in one style."""

    text: str
    href: str | None = None
    """Of the link that they stand in, as the markup has it; empty in a link to nowhere, `None` outside links."""
    style: int = 0
    """`EMPHASIS`, `STRONG` or both added."""


@dataclass(frozen=True, slots=True)
class Runs:
    """The runs of a block, in reading order."""

    parts: tuple[Run, ...]
    base: str = ""
    """Address that links are read against; empty where none is known."""

    def commonmark(self) -> str:
        """Return them as one line of CommonMark."""
        parts = []
        for href, linked in groupby(self.parts, key=lambda run: run.href):
            inner = "".join(_styled(list(same)) for _, same in groupby(linked, key=lambda run: run.style))
            goal = address(href, self.base)
            parts.append(_wrapped(inner, "[", f"]({goal})") if goal else inner)
        return escape_start(_SPACE.sub(" ", "".join(parts)).strip())


def address(href: str | None, base: str) -> str:
    """Return an absolute address without tracking parameters; empty for what must not become a link."""
    if not href or href.startswith("#"):
        return ""
    try:
        parts = urlsplit(urljoin(base, href.strip()))
        query = parts.query
        if query and "=" in query:
            pairs = parse_qsl(query, keep_blank_values=True)
            query = urlencode([pair for pair in pairs if not _TRACKING.match(pair[0])])
    except ValueError:  # `http://[` is no address
        return ""
    if parts.scheme not in _SAFE:
        return ""
    return _UNFIT.sub(lambda found: f"%{ord(found[0]):02X}", urlunsplit(parts._replace(query=query)))


def _styled(same: list[Run]) -> str:
    mark = "*" * same[0].style
    return _wrapped(escape_inline("".join(run.text for run in same)), mark, mark)


def _wrapped(inner: str, before: str, after: str) -> str:
    """Marks go around the words, inside the white space: CommonMark reads none that a space follows."""
    bare = inner.strip()
    if not bare or not before:
        return inner
    at = inner.index(bare)
    return f"{inner[:at]}{before}{bare}{after}{inner[at + len(bare) :]}"
