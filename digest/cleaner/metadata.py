"""Date, category, publisher, towns and topics, from a table of finders: best first, each with where it was found."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from digest import languages
from digest.cleaner import byline, dates, headline, statements, title
from digest.cleaner.evidence import Body, Finding, sentences
from digest.cleaner.phrases import group
from digest.cleaner.signs import BULLET
from digest.model import Origin

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator

_CAPS = r"[A-ZÄÖÜÀ-Þ][A-ZÄÖÜÀ-Þ.'’-]+"
_NAME = r"[A-ZÄÖÜÀ-Þ][\w.'’-]+"
_TOWN_CAPS = rf"{_CAPS}(?: (?:{_CAPS}|am|an|der|im|sur|la|le|les|upon|on)){{0,4}}"
_TOWN = rf"{_NAME}(?: (?:am|an der|im|upon|sur|de|la|le|les|bei)(?: {_NAME})|[ ]{_NAME}){{0,2}}"
_WHEN = r"(?:,? (?:den |le |the )?[^–—(]{0,30}?\d[^–—(]{0,20}?)?"
_FULL_DATE = (
    r"(?:den |le |the )?(?:\d{1,2}(?:\.|er|st|nd|rd|th)? [^\W\d_]{3,9},? \d{4}|\d{1,2}\.\d{1,2}\.\d{4}"
    r"|[^\W\d_]{3,9} \d{1,2}, \d{4})"
)
_AGENCY = r"\((?P<agency>[^()]{2,40})\)"
DATELINE = re.compile(
    rf"^(?P<towns>{_TOWN_CAPS}(?:\s*[/,]\s*{_TOWN_CAPS})*){_WHEN}\s*(?:{_AGENCY})?\s*(?:[–—-]{{1,2}}|:)\s+(?=\S)"
    rf"|^(?P<towns2>{_TOWN}(?:\s*[/,]\s*{_TOWN})*){_WHEN}\s*\((?P<agency2>[^()]{{2,40}})\)\s*(?:[–—-]{{1,2}}|:)\s+(?=\S)"
    rf"|^(?P<towns3>{_TOWN}(?:\s*/\s*{_TOWN})*){_WHEN}\s*[–—]{{1,2}}\s+(?=[A-ZÄÖÜÀ-Þ\"„“«])"
    rf"|^(?P<towns4>{_TOWN}),? {_FULL_DATE}\.\s+(?=[A-ZÄÖÜÀ-Þ\"„“«])"
    rf"|^\((?P<agency4>[A-Z][^()]{{1,30}})\)\s*[–—-]\s+(?=\S)"
)
_LOWER_IN_TOWNS = {"AM", "AN", "DER", "IM", "SUR", "LA", "LE", "LES", "UPON", "ON"}
_TIME = re.compile(r"\b\d{1,2}[:.h]\d{2}\b(?:\s?(?:Uhr|am|pm|CET|CEST|GMT|UTC|h))?", re.IGNORECASE)
_TOPIC_LINK = re.compile(r"/(?:topics?|themen?|tags?|sujets?|thema|schlagwort)/([\w-]+)/?$")
_COPYRIGHT = re.compile(
    r"(?:©|\([cC]\)|[Cc]opyright)(?: ©)? ?\d{4}(?: ?[-–] ?\d{4})?,? (?:by )?"
    r"(?P<publisher>[^\W\d_a-zß-ÿ][^|/,.;:]{2,40})\.?"
)
_LAST_YEAR = re.compile(r"[\s,]+\d{4}$")
_HOST = re.compile(r"https?://(?:www\.)?([^/\s]+)")
_FAR = 60  # lines above the text
_MAX_DATE_LINE_WORDS, _MAX_REST_WORDS = 16, 5
_MIN_LINKS = 3
_MIN_LABEL = 4  # `Stand`, not the article of `le 3 mars`
_MAX_CATEGORY_WORDS = 5
_OPENING, _OPENING_SENTENCES = 2, 3  # a standfirst and the first paragraph
_CLAUSE = re.compile(r"[,;:–—]\s")


def date_lines(body: Body) -> Iterator[Finding]:
    """A line of the head, or a labelled one anywhere outside the text, that holds a date and little else.

    Of a first publication rather than of a change.
    """
    dated = [(index, found) for index in (*reversed(body.head), *body.begin[:2]) if (found := _date_line(body, index))]
    for index, found in sorted(dated, key=lambda one: _is_of_change(body, one[0])):
        yield Finding("date", found, Origin.SOURCE, "date line", index)
        return
    for index, block in body.removed():
        label = body.draft.phrases.date_label.match(block.text)
        below = index > body.last and body.draft.sections.get(index) != "more"
        if below and label and label.end() >= _MIN_LABEL and (found := _date_line(body, index)):
            yield Finding("date", found, Origin.SOURCE, "labelled date", index)
            return


def nearby(body: Body) -> Iterator[Finding]:
    """A date line farther from the head: below a standfirst, above a long list of links; the nearest one."""
    far = (i for i, _ in body.removed() if body.first - _FAR <= i < body.last and i not in body.draft.sections)
    lines = (i for i in far if body.draft.standalone.get(i) == "date line" and body.reasons.get(i - 1) != "more")
    dated = ((abs(i - body.first), i) for i in lines)  # but that of another article
    for _, index in sorted(dated):
        if found := _date_line(body, index):
            yield Finding("date", found, Origin.SOURCE, "date line", index)
            return


def in_dateline(body: Body) -> Iterator[Finding]:
    """The date of a dateline: `NORDHAFEN, 3 March 2026 –`."""
    if (found := dateline(body)) and (date := dates.first(found[0], body.language)):
        yield Finding("date", date.date, Origin.SOURCE, "dateline", body.first, claims=False)


def in_text(body: Body) -> Iterator[Finding]:
    """A full date at the beginning, in a sentence that tells what happened and not what will."""
    opening = [i for i in sorted(body.kept) if body.draft.shapes[i].prose][:_OPENING]
    for index in opening:
        for sentence in sentences(body.blocks[index].text)[:_OPENING_SENTENCES]:
            found = dates.first(sentence, body.language)
            if found and not _is_future(sentence, found, body):
                yield Finding("date", found.date, Origin.TEXT, "the text's beginning", index, claims=False)
                return


def category(body: Body) -> Iterator[Finding]:
    """A labelled category, also with its label glued on."""
    for index in (*body.head, *body.tail, *body.begin[:1]):
        text = body.blocks[index].text
        found = body.draft.phrases.category.fullmatch(text)
        if found and body.free(index) and len(text.split()) <= _MAX_CATEGORY_WORDS:
            yield Finding("category", group(found, "value"), Origin.SOURCE, "category label", index)
            return


def agency(body: Body) -> Iterator[Finding]:
    """The agency or publisher in a dateline's brackets."""
    found = dateline(body)
    if found and (name := _either(found, "agency")):
        yield Finding("publisher", name, Origin.SOURCE, "dateline", body.first, claims=False)


def noticed(body: Body) -> Iterator[Finding]:
    """The site that a print notice names."""
    for index, block in body.removed():
        found = body.draft.phrases.notice.fullmatch(block.text)
        if found and (host := group(found, "host")):
            name = host_name(host) if "." in host.strip(".") else host.strip(".")
            yield Finding("publisher", name, Origin.SOURCE, "print notice", index, claims=False)
            return


def signed(body: Body) -> Iterator[Finding]:
    """A publisher that a footer, a logo's description or a copyright line names."""
    for pattern in body.draft.phrases.publisher:
        for index, block in body.removed():
            found = pattern.search(BULLET.sub("", block.text))
            if found and (name := _LAST_YEAR.sub("", found["publisher"]).strip(" .,|–-"))[:1].isupper():
                yield Finding("publisher", name, Origin.SOURCE, "footer", index, claims=False)
                return


def copyrighted(body: Body) -> Iterator[Finding]:
    """Who has the copyright, by the year, on a page's last lines; above them it is a photographer's."""
    for index, block in body.removed():
        if index > body.last and (found := _COPYRIGHT.fullmatch(block.text)):
            yield Finding("publisher", found["publisher"].strip(), Origin.SOURCE, "footer", index, claims=False)


def linked(body: Body) -> Iterator[Finding]:
    """The site that most bare links lead to."""
    hosts = [found[1] for block in body.blocks if (found := _HOST.match(block.text))]
    if len(hosts) >= _MIN_LINKS and hosts.count(hosts[0]) > len(hosts) / 2:
        yield Finding("publisher", host_name(hosts[0]), Origin.SOURCE, "bare links", None)


def towns(body: Body) -> Iterator[Finding]:
    """The towns of a dateline."""
    found = dateline(body)
    if found and (names := _either(found, "towns")):
        value = tuple(map(_town, re.split(r"\s*[/,]\s*", names)))
        yield Finding("places", value, Origin.SOURCE, "dateline", body.first, claims=False)


def topics(body: Body) -> Iterator[Finding]:
    """Topics whose pages the source links."""
    slugs = dict.fromkeys(found[1] for block in body.blocks if (found := _TOPIC_LINK.search(block.text)))
    if slugs:
        text = "\n".join(block.text for block in body.blocks if "/" not in block.text)
        yield Finding("keywords", tuple(_as_written(slug, text) for slug in slugs), Origin.SOURCE, "links to topics")


FINDERS: tuple[tuple[str, Callable[[Body], Iterator[Finding]]], ...] = (
    ("title", headline.from_markup),
    *(("title", finder) for finder in title.FINDERS),
    *(("authors", finder) for finder in byline.FINDERS),
    ("date", statements.date),
    ("date", date_lines),
    ("date", in_dateline),
    ("date", nearby),
    ("date", statements.modified),
    ("date", in_text),
    *((key, partial(statements.plain, key=key)) for key in statements.PLAIN),
    ("keywords", statements.keywords),
    ("category", category),
    ("publisher", noticed),
    ("publisher", signed),
    ("publisher", linked),
    ("publisher", statements.site),
    ("publisher", copyrighted),
    ("publisher", agency),
    ("places", towns),
    ("keywords", topics),
)
"""What each looks for, and how; best first of each key."""


def find(body: Body) -> dict[str, Finding]:
    """Return the best finding of each key; what has been found is looked for no further."""
    best: dict[str, Finding] = {}
    for key, finder in FINDERS:
        if key not in best and (found := next(finder(body), None)):
            best[key] = found
    return best


def dateline(body: Body) -> re.Match[str] | None:
    """The dateline that the first paragraph begins with."""
    return DATELINE.match(body.blocks[body.first].text) if body.first < len(body.blocks) else None


def host_name(host: str) -> str:
    """A site's name as people write it: `berliner-beispiel.de` → `Berliner Beispiel`."""
    bare = (urlsplit(host).hostname or host).removeprefix("www.").rstrip(".")
    return " ".join(part.capitalize() for part in bare.rsplit(".", 1)[0].split(".")[-1].split("-"))


def _date_line(body: Body, index: int) -> dt.date | None:
    text = body.blocks[index].text
    if not body.free(index) or len(text.split()) > _MAX_DATE_LINE_WORDS:
        return None
    found = dates.first(text, body.language)
    if found is None:
        return None
    rest = _TIME.sub("", text[: found.start] + text[found.end :])
    rest = body.draft.phrases.date_label.sub("", rest)
    weekdays = [
        word
        for word in re.findall(r"[^\W\d_]+", rest)
        if word.lower() not in languages.get(body.language).dates.weekdays
    ]
    return found.date if len(weekdays) <= _MAX_REST_WORDS or body.draft.phrases.byline.fullmatch(text) else None


def _is_of_change(body: Body, index: int) -> bool:
    known = languages.get(body.language).pages.changed
    return (
        re.match(rf"\W*(?:last |zuletzt )?(?:{'|'.join(known)})\b", body.blocks[index].text, re.IGNORECASE) is not None
    )


def _is_future(sentence: str, found: dates.Found, body: Body) -> bool:
    """Whether the date is one of something to come; beside the future a past clause must show its past tense."""
    if not _any_word(sentence, body.words.future):
        return False
    start = max((mark.end() for mark in _CLAUSE.finditer(sentence, 0, found.start)), default=0)
    end = _CLAUSE.search(sentence, found.end)
    clause = sentence[start : end.start() if end else len(sentence)]
    return _any_word(clause, body.words.future) or not _any_word(clause, body.words.past)


def _any_word(text: str, known: frozenset[str]) -> bool:
    words = [word.lower() for word in re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", text)]
    endings = tuple(one[1:] for one in known if one.startswith("-"))
    return any(word in known or (bool(endings) and word.endswith(endings)) for word in words)


def _either(found: re.Match[str], name: str) -> str | None:
    return next((value for key, value in found.groupdict().items() if key.rstrip("234") == name and value), None)


def _town(name: str) -> str:
    """A town in capitals as it is written in a text."""
    words = [word.lower() if word in _LOWER_IN_TOWNS else word for word in name.split()]
    return " ".join("-".join(map(_capital, word.split("-"))) if word.isupper() else word for word in words)


def _capital(word: str) -> str:
    return word[:1] + word[1:].lower()


def _as_written(slug: str, text: str) -> str:
    """A topic's slug as the text spells it, else with a capital."""
    name = slug.replace("-", " ")
    found = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE)
    return found[0] if found else name.upper() if len(name) <= 3 else name.capitalize()  # noqa: PLR2004 -- an acronym
