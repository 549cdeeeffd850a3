"""Lines that interrupt a text: an ordered table of rules, each a small function that gives a reason or none.

They must be out of the way before hard-wrapped lines are joined. A new rule is one function and one row.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from digest import languages
from digest.cleaner import dates, names
from digest.cleaner.remembered import of_lines
from digest.cleaner.signs import ENDS, count_words
from digest.model import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from digest.cleaner.phrases import Phrases
    from digest.model import Block

# Nothing is given back: a line of `http://ahttp://a…` would be taken apart in ever other ways.
_LINK = re.compile(r"(?:[-•*]\s*)?(?:(?:https?://|www\.)\S++[\s,;|]*+)++|[^\s@]++@(?:[^\s@.]++\.)++\w++")
_NUMBER = re.compile(r"[-–—|\s]*\d{1,4}(?:\s?[/|]\s?\d{1,4})?[-–—|\s]*")
_SIGNS = re.compile(r"[\W_]+")
_NUMBERS = re.compile(r"[\d./:\s-]{6,20}(?:Uhr|[ap]m|h)?")
_END_NUMBERS = re.compile(r"\b\d{1,2}[./]\d{1,2}[./](?:19|20)?\d\d$")
_MAX_NOTICE_WORDS = 25
_MAX_DATE_LINE_WORDS = 20  # a label of eight, a weekday, a date, a time
_MAX_DATE_WORDS = 2
_MAX_KICKER_WORDS = 4  # before a teaser's date: `Politik 09.11.2025`
_MAX_TEASER_LINES = 4
_PAGE_EDGES = {"page head", "page foot"}
_MAIL_PARTS = {"mail quotation", "covering letter", "mail signature", "mail footer"}


@dataclass(frozen=True)
class Lines:
    """The lines of a document before they are joined."""

    blocks: Sequence[Block]
    phrases: Phrases
    language: str
    margin: int
    """Width at which the lines were broken, 0 when they were not."""


def link(lines: Lines, index: int) -> str | None:
    """A bare address, or several."""
    text = lines.blocks[index].text
    return "link" if ("." in text or "://" in text) and _LINK.fullmatch(text) else None


def notice(lines: Lines, index: int) -> str | None:
    """A print notice or a page number at a page break."""
    return _notice(lines.blocks[index].text, lines.phrases)


@of_lines
def _notice(text: str, phrases: Phrases) -> str | None:
    if count_words(text) <= _MAX_NOTICE_WORDS and phrases.notice.fullmatch(text):
        return "print notice"
    return "page number" if _NUMBER.fullmatch(text) else None


def date_line(lines: Lines, index: int) -> str | None:
    """A date with its label, weekday or place, and nothing else."""
    text = lines.blocks[index].text
    return "date line" if _is_date_line(text, lines.phrases, lines.language) else None


@of_lines
def _is_date_line(text: str, phrases: Phrases, language: str) -> bool:
    if count_words(text) > _MAX_DATE_LINE_WORDS:
        return False
    found = dates.first(text, language)
    label = phrases.date_label.match(text)
    if found is None:
        numbers = label and label.end() > 3 and _NUMBERS.fullmatch(text[label.end() :].strip())  # noqa: PLR2004 -- not `le`
        return bool(numbers)
    rest = phrases.date_label.sub("", text[: found.start] + " " + text[found.end :])
    words = [
        word for word in re.findall(r"[^\W\d_]{2,}", rest) if word.lower() not in languages.get(language).dates.weekdays
    ]
    return len(words) <= _MAX_DATE_WORDS and not (ENDS.search(text) and words)


def byline_line(lines: Lines, index: int) -> str | None:
    """`von …`, `By …` on a line of its own."""
    text = lines.blocks[index].text
    before = lines.blocks[index - 1].text if index else ""
    if lines.margin and index and not ENDS.search(before) and len(before) > _short(lines.margin):
        return None  # the sentence goes on: `… von` begins a line by chance
    return "byline" if names.signed(text, lines.phrases, lines.language) else None


def page_edge(lines: Lines, index: int) -> str | None:
    """A running head or foot, as a reader that knows pages marks it."""
    return next((mark for mark in lines.blocks[index].marks if mark in _PAGE_EDGES), None)


def mail_part(lines: Lines, index: int) -> str | None:
    """What a mail holds beside its text, as its reader marks it: quoted mails, signatures, footers and the like."""
    return next((mark for mark in lines.blocks[index].marks if mark in _MAIL_PARTS), None)


def ornament(lines: Lines, index: int) -> str | None:
    """A line without a single letter or digit."""
    return "ornament" if _SIGNS.fullmatch(lines.blocks[index].text) else None


def caption(lines: Lines, index: int) -> str | None:
    """An image's description or credit."""
    return "caption" if lines.blocks[index].kind is Kind.CAPTION else None


def teaser(lines: Lines, index: int) -> str | None:
    """A headline of another article with its kicker and date below, in the midst of hard-wrapped text."""
    if not lines.margin:
        return None
    for last in range(index, min(index + _MAX_TEASER_LINES + 1, len(lines.blocks))):
        text = lines.blocks[last].text
        if _is_kicker(text, lines.language):
            return "teaser" if _after_prose(lines, index) else None
        if text.endswith((".", ".“", ".”", '."', ":")) or len(text) > _short(lines.margin):
            return None
    return None


STANDALONE: tuple[Callable[[Lines, int], str | None], ...] = (
    page_edge,
    mail_part,
    link,
    notice,
    ornament,
    caption,
    teaser,
    date_line,
    byline_line,
)
_OF_ANY_LENGTH = (page_edge, mail_part, link, ornament, caption, teaser)
"""The others find nothing in a line of more than `_MAX_NOTICE_WORDS`."""


def standalone(lines: Lines, places: Iterable[int] | None = None) -> dict[int, str]:
    """Index → reason, of the lines that stand apart from the running text; of all, or of those at some places."""
    out = {}
    for index in range(len(lines.blocks)) if places is None else places:
        rules = STANDALONE if count_words(lines.blocks[index].text) <= _MAX_NOTICE_WORDS else _OF_ANY_LENGTH
        for rule in rules:
            if found := rule(lines, index):
                out[index] = found
                break
    return out


def _short(margin: int) -> float:
    return 0.8 * margin if margin else 110


def _is_kicker(text: str, language: str) -> bool:
    """`Politik 09.11.2025`: a word or two, and a date at the end."""
    if count_words(text) > _MAX_KICKER_WORDS + 3:
        return False
    found = dates.first(text, language)
    numbers = _END_NUMBERS.search(text)  # also one that could be two dates
    start = found.start if found and found.end == len(text) else numbers.start() if numbers else len(text)
    return start < len(text) and len(text[:start].split()) <= _MAX_KICKER_WORDS


def _after_prose(lines: Lines, index: int) -> bool:
    """Whether running text came before: else the date is the article's own."""
    full = [block for block in lines.blocks[:index] if len(block.text) > _short(lines.margin)]
    return len(full) > 2  # noqa: PLR2004 -- more than a headline of two lines
