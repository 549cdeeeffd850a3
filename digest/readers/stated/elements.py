"""What the elements of a page state: headings, bylines and dates by their markup, links in its head."""

from __future__ import annotations

import html
import re
from itertools import pairwise
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from digest.model import Statement
from digest.readers.stated import instants
from digest.readers.stated.labels import bylines, changes
from digest.readers.stated.page import Page, several, statement

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selectolax.lexbor import LexborNode

# Around these, names and dates are those of comments, teasers and other articles.
_FOREIGN = re.compile(
    r"comment|related|sidebar|recommend|teaser|footer|promo|popular|latest|newsletter|more-|recent|trending|reply"
    r"|carousel",
    re.IGNORECASE,
)
_FOREIGN_TAGS = {"footer", "aside", "nav"}
BY_HEADLINE = "next to the headline"
"""Detail of what readers see there, whatever its markup."""
_NEAR = 6
"""How many elements upwards the surroundings are looked at; the page's outermost ones are named after everything."""
_BYLINE_LENGTH = 160
_DATE_LENGTH, _LABEL_LENGTH = 80, 20
_HEADING_LENGTH, _CHARACTERS = 5_000, 10_000
_NEW_LINE = re.compile(r"</?(?:br|div|p|small|li|h\d)\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"<!--.*?-->|<[^<>]*>", re.DOTALL)
_LINES_AFTER, _LINES_BEFORE = 30, 12
_SCRIPT_LENGTH = 500_000
_DAY = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)|(?<!\d)\d{1,2}[./-]\d{1,2}[./-]\d{2,4}(?!\d)")
# Escaped once or more often; bounded, so that a hostile run of backslashes costs no more than others.
_COLON = r"""\\{0,8}"\s{0,4}:\s{0,4}\\{0,8}"""
_DATA = (
    (
        "date",
        "datePublished|publishedAt|published_at|publishDate|publish_date|publishedDate|publicationDate|first_publication_date|published_time",
    ),
    ("modified", "dateModified|updatedAt|updated_at"),
)
_AUTHORS = (
    ("microdata author", '[itemprop~="author"]'),
    ("rel=author", '[rel~="author"]'),
    ("RDFa author", '[property="schema:author"], [property="dc:creator"]'),
    (
        "byline",
        (
            '[class*="byline" i], [class*="author-name" i], [class*="author_name" i], [class*="authorname" i], '
            '[data-testid*="byline" i]'
        ),
    ),
    (
        "author's element",
        (
            '[class*="author" i], [id*="author" i], [class*="writer" i], [class*="autor" i], a[href*="/author/"], '
            'a[href*="/authors/"]'
        ),
    ),
)
_DATES = (
    ("microdata datePublished", '[itemprop~="datePublished"], [property="schema:datePublished"], [property="dc:date"]'),
    ("time pubdate", "time[pubdate]"),
    (
        "time published",
        'time[class*="publish" i], time.entry-date, abbr.published, [class*="publish" i] time, time[class*="posted" i]',
    ),
    ("time", "time[datetime]"),
    (
        "date element",
        (
            '[class*="publish" i], [class*="pubdate" i], [class*="post-date" i], [class*="entry-date" i], '
            '[class*="posted" i]'
        ),
    ),
    (
        "date element",
        '[class*="date" i], [id*="date" i], time, [class*="byline" i], [class*="meta" i], [class*="timestamp" i]',
    ),
)


def headings(page: Page) -> Iterator[Statement]:
    """The page's title, and its headings of the first rank."""
    for node in page.select('[itemprop~="headline"]'):
        yield from filter(None, [statement("title", node.text(separator=" "), "microdata headline")])
    for node in page.select("h1"):
        yield from filter(None, [statement("title", _heading(node), "h1")])
    if title := page.tree.css_first("head title, title"):
        yield from filter(None, [statement("title", title.text(), "title element")])


def authors(page: Page) -> Iterator[Statement]:
    """Names in the markup of a byline; the names themselves where they are marked, else the line as it stands."""
    for detail, selector in _AUTHORS:
        own = [node for node in page.select(selector) if not _is_foreign(node)]
        names = [name for node in own if (name := _name(node))]
        yield from several("authors", names[:4] if own and detail != "author's element" else names[:1], detail)


def dates(page: Page) -> Iterator[Statement]:
    """Dates in the markup, each as its machine-readable attribute or else as it is written."""
    for detail, selector in _DATES:
        for node in page.select(selector):
            if not _is_foreign(node) and (found := _date(node, detail)):
                yield found


def last_dates(page: Page) -> Iterator[Statement]:
    """Dates of machines that stand where other articles' dates often do: for want of better."""
    for node in page.select("time[datetime]"):
        if (found := _date(node, "time elsewhere")) and not isinstance(found.value, str):
            yield found
            return


def by_headline(page: Page) -> Iterator[Statement]:
    """Short lines next to the headline with a date or names, whatever their markup; nearest first."""
    for line, following in _lines_by_headline(page):
        if _DAY.search(line) and len(line) <= _DATE_LENGTH:
            yield Statement(_date_key(line), instants.read(line) or line, BY_HEADLINE)
        if len(line) <= _BYLINE_LENGTH and bylines().fullmatch(line):
            yield from several("authors", [line], BY_HEADLINE)
        elif len(line) <= _LABEL_LENGTH and bylines().fullmatch(f"{line} {following}"):
            yield from several("authors", [f"{line} {following}"], BY_HEADLINE)


def scripts(page: Page) -> Iterator[Statement]:
    """Dates in the data that a page's program is started with, where its markup holds none."""
    for node in page.tree.css('script:not([src]):not([type*="ld+json"])'):
        text = node.text()[:_SCRIPT_LENGTH]
        for key, names in _DATA:
            if found := re.search(rf'"(?:{names}){_COLON}"((?:19|20)\d\d-[^"\\]{{5,30}})', text):
                yield from filter(None, [statement(key, found[1], "data of the page's program")])


def address(page: Page) -> Iterator[Statement]:
    """The page's own address, unless it leads to another site or merely home; the date that an address holds."""
    node = page.tree.css_first('link[rel~="canonical"][href]')
    href = (node.attributes.get("href") or "").strip() if node else page.metas.get("og:url", ("",))[0]
    url = _own(href, page.url)
    if url:
        yield Statement("url", url, "canonical link" if node else "og:url")
    if page.url:
        yield Statement("url", page.url, "address")
    for one in (page.url, url):
        if found := instants.in_address(one):
            yield Statement("date", found, "address")
            return


def language(page: Page) -> Iterator[Statement]:
    """The language that the root element states."""
    root = page.tree.root
    code = (root.attributes.get("lang") or root.attributes.get("xml:lang") or "") if root else ""
    if re.fullmatch(r"[A-Za-z]{2,3}(?:[-_]\w+)*", code.strip()):
        yield Statement("language", code.strip().replace("_", "-"), "html lang")


def _heading(node: LexborNode) -> str:
    """A heading's text: what begins a new line in it begins a new word, what merely changes its looks does not."""
    return html.unescape(_TAG.sub("", _NEW_LINE.sub(" ", (node.html or "")[:_HEADING_LENGTH])))


def _lines_by_headline(page: Page) -> Iterator[tuple[str, str]]:
    """Yield the lines after the headline, then those before it, each with the one that follows."""
    heading = page.tree.css_first("h1")
    body = page.tree.body
    if heading is None or body is None:
        return
    text = body.text(separator="\n")
    title = next((line for raw in heading.text(separator="\n").splitlines() if (line := raw.strip())), "")
    at = text.find(title) if title else -1
    if at >= 0:
        after = _lines(text[at + len(title) : at + len(title) + _CHARACTERS])[: _LINES_AFTER + 1]
        before = _lines(text[max(at - _CHARACTERS, 0) : at])[: -_LINES_BEFORE - 1 : -1]
        yield from pairwise(after)
        yield from ((line, following) for following, line in pairwise([title, *before]))


def _lines(text: str) -> list[str]:
    return [line for raw in text.splitlines() if (line := " ".join(raw.split()))]


def _own(href: str, url: str | None) -> str | None:
    try:
        joined = urljoin(url or "", href)
        parts, base = urlsplit(joined), urlsplit(url or joined)
    except ValueError:  # a broken address, such as an unclosed bracket
        return None
    same = (parts.hostname or "").removeprefix("www.") == (base.hostname or "").removeprefix("www.")
    home = parts.path in {"", "/"} and not parts.query and base.path not in {"", "/"}
    return joined if href and parts.scheme in {"http", "https"} and parts.hostname and same and not home else None


def _is_foreign(node: LexborNode) -> bool:
    around: LexborNode | None = node
    for _ in range(_NEAR):
        if around is None or around.tag in {"body", "html"}:
            return False
        marks = f"{around.attributes.get('class') or ''} {around.attributes.get('id') or ''}"
        if around.tag in _FOREIGN_TAGS or _FOREIGN.search(marks):
            return True
        around = around.parent
    return False


def _name(node: LexborNode) -> str | None:
    """The name in a byline's element: its marked part, else all of a short one."""
    marks = node.attributes
    if content := marks.get("content"):
        return content
    inner = node.css_first('[itemprop~="name"], [rel~="author"], [class*="author-name" i], a[href*="author"]')
    text = " ".join((inner or node).text(separator=" ").split())
    return text if "{" not in text and 2 < len(text) <= _BYLINE_LENGTH else None  # noqa: PLR2004 -- a name


def _date(node: LexborNode, detail: str) -> Statement | None:
    marks = node.attributes
    stated = marks.get("datetime") or marks.get("content") or (marks.get("title") if node.tag == "abbr" else None)
    text = " ".join(node.text(separator=" ").split())
    if stated and instants.read(stated):
        return statement(_date_key(f"{marks.get('class')} {marks.get('itemprop')}"), stated, detail)
    return statement(_date_key(text), text, detail) if _DAY.search(text) and len(text) <= _DATE_LENGTH else None


def _date_key(label: str) -> str:
    """Whether a date's label or class calls it one of a change."""
    return "modified" if changes().search(label) and "publi" not in label.lower() else "date"
