"""What the elements of a page state: headings, bylines and dates by their markup, links in its head."""

from __future__ import annotations

import html
import re
from functools import lru_cache
from itertools import chain, islice
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from digest.model import Statement
from digest.readers.stated import instants
from digest.readers.stated.labels import DATE_LENGTH, DAY, before_change, bylines, date_key
from digest.readers.stated.page import Page, marks_of, several, statement

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from selectolax.lexbor import LexborNode

# Around these, names and dates are those of comments, teasers and other articles.
_FOREIGN = re.compile(
    r"comment|related|sidebar|recommend|teaser|footer|promo|popular|latest|newsletter|more-|recent|trending|reply"
    r"|carousel",
    re.IGNORECASE,
)
_FOREIGN_TAGS = {"footer", "aside", "nav"}
_NEAR = 6
"""How many elements upwards the surroundings are looked at; the page's outermost ones are named after everything."""
_BYLINE_LENGTH = 160
_HEADING_LENGTH = 5_000
_MAX_NAMES, _MAX_ELEMENTS = 4, 40
_MAX_LINE_NODES, _MAX_LABEL_WORDS = 60, 4
_LINES = frozenset({"div", "p", "li", "br", "h2", "h3", "h4", "h5", "h6", "td"})
_NEW_LINE = re.compile(r"</?(?:br|div|p|small|li|h\d)\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"<!--.*?-->|<[^<>]*>", re.DOTALL)
_SCRIPT_LENGTH = 500_000
# Escaped once or more often; bounded, so that a hostile run of backslashes costs no more than others.
_COLON = r"""\\{0,8}"\s{0,4}:\s{0,4}\\{0,8}"""
_DATA = (
    (
        "date",
        "datePublished|publishedAt|published_at|publishDate|publish_date|publishedDate|publicationDate|first_publication_date|published_time",
    ),
    ("modified", "dateModified|updatedAt|updated_at"),
)
_AUTHOR = '[class*="author" i], [id*="author" i], [class*="byline" i], [class*="writer" i], [class*="autor" i]'
_AUTHOR_MARKS = ("author", "writer", "autor")
_BYLINE_MARKS = ("byline", "author-name", "author_name", "authorname")
_DATE = (
    '[class*="publish" i], [class*="posted" i], [class*="date" i], [id*="date" i], [class*="byline" i], '
    '[class*="meta" i], [class*="timestamp" i]'
)
_PUBLICATION_MARKS = ("publish", "pubdate", "post-date", "entry-date", "posted")


def headings(page: Page) -> Iterator[Statement]:
    """The page's title, and its headings of the first rank."""
    for node in page.having("itemprop", "headline"):
        yield from filter(None, [statement("title", node.text(separator=" "), "microdata headline")])
    for node in page.tagged("h1"):
        yield from filter(None, [statement("title", _heading(node), "h1")])
    for node in islice(page.tagged("title"), 1):
        yield from filter(None, [statement("title", node.text(), "title element")])


def authors(page: Page) -> Iterator[Statement]:
    """Names in the markup of a byline; the names themselves where they are marked, else the line as it stands."""
    marked = page.marked(_AUTHOR)
    lines = (node for node, marks in marked if any(mark in marks for mark in _BYLINE_MARKS))
    weak = (node for node, marks in marked if any(mark in marks for mark in _AUTHOR_MARKS))
    for detail, count, elements in (
        ("microdata author", _MAX_NAMES, page.having("itemprop", "author")),
        ("rel=author", _MAX_NAMES, page.having("rel", "author")),
        ("RDFa author", _MAX_NAMES, page.having("property", "schema:author", "dc:creator")),
        ("byline", _MAX_NAMES, lines),
        ("author's element", 1, chain(weak, page.profiles())),  # a second is that of another article
    ):
        yield from several("authors", islice(_names(elements), count), detail)


def dates(page: Page) -> Iterator[Statement]:
    """Dates in the markup, each as its machine-readable attribute or else as it is written."""
    for detail, elements in _date_elements(page):
        for node in islice(elements, _MAX_ELEMENTS):
            if not is_foreign(node) and (found := _date(node, detail)):
                yield found


def last_dates(page: Page) -> Iterator[Statement]:
    """Dates of machines that stand where other articles' dates often do: for want of better."""
    for node in page.tagged("time"):
        if (found := _date(node, "time elsewhere")) and not isinstance(found.value, str):
            yield found
            return


def scripts(page: Page) -> Iterator[Statement]:
    """Dates in the data that a page's program is started with, where its markup holds none."""
    for node in page.scripts(linked_data=False):
        text = node.text()[:_SCRIPT_LENGTH]
        for key, names in _DATA:
            if found := re.search(rf'"(?:{names}){_COLON}"((?:19|20)\d\d-[^"\\]{{5,30}})', text):
                yield from filter(None, [statement(key, found[1], "data of the page's program")])


def address(page: Page) -> Iterator[Statement]:
    """The page's own address, unless it leads to another site or merely home; the date that an address holds."""
    node = next((node for node in page.having("rel", "canonical") if node.attributes.get("href")), None)
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


def _own(href: str, url: str | None) -> str | None:
    try:
        joined = urljoin(url or "", href)
        parts, base = urlsplit(joined), urlsplit(url or joined)
    except ValueError:  # a broken address, such as an unclosed bracket
        return None
    same = (parts.hostname or "").removeprefix("www.") == (base.hostname or "").removeprefix("www.")
    home = parts.path in {"", "/"} and not parts.query and base.path not in {"", "/"}
    return joined if href and parts.scheme in {"http", "https"} and parts.hostname and same and not home else None


def _date_elements(page: Page) -> Iterator[tuple[str, Iterable[LexborNode]]]:
    """Yield elements that hold dates, surest first."""
    yield "microdata datePublished", page.having("itemprop", "datePublished")
    yield "RDFa date", page.having("property", "schema:datePublished", "dc:date")
    times = list(page.tagged("time"))
    yield "time pubdate", (node for node in times if "pubdate" in node.attributes)
    yield "time published", (node for node in (*times, *page.tagged("abbr")) if _is_of_publication(node))
    yield "time", (node for node in times if "datetime" in node.attributes)
    marked = page.marked(_DATE)
    yield "date element", (node for node, marks in marked if any(mark in marks for mark in _PUBLICATION_MARKS))
    yield "date element", chain((node for node, _ in marked), times)


def is_foreign(node: LexborNode) -> bool:
    """Whether an element stands in comments, teasers, or the page's frame: what it says is not of the article."""
    around: LexborNode | None = node
    for _ in range(_NEAR):
        if around is None or around.tag in {"body", "html"}:
            return False
        if _is_foreign_mark(marks_of(around)) or (around.tag in _FOREIGN_TAGS and not _ends_article(around)):
            return True
        around = around.parent
    return False


def _ends_article(node: LexborNode) -> bool:
    """Whether an element is the footer of an article, where many themes put the byline."""
    return node.tag == "footer" and any(one.tag == "article" for one in islice(_around(node), _NEAR))


def _around(node: LexborNode) -> Iterator[LexborNode]:
    while (above := node.parent) is not None:
        yield above
        node = above


@lru_cache(maxsize=4096)
def _is_foreign_mark(marks: str) -> bool:
    """Remembered, because the elements of a page, and of a site's pages, share their classes."""
    return bool(_FOREIGN.search(marks))


def _names(elements: Iterable[LexborNode]) -> Iterator[str]:
    own = (node for node in islice(elements, _MAX_ELEMENTS) if not is_foreign(node))
    return filter(None, map(_name, own))


def _name(node: LexborNode) -> str | None:
    """The name in a byline's element: its marked part, else all of a short one."""
    marks = node.attributes
    if content := marks.get("content"):
        return content
    inner = node.css_first('[itemprop~="name"], [rel~="author"], [class*="author-name" i], a[href*="author"]')
    text = _line(inner or node)
    return text if "{" not in text and 2 < len(text) <= _BYLINE_LENGTH else None  # noqa: PLR2004 -- a name


def _line(node: LexborNode) -> str:
    """An element's text in one line, with a bar where a new block begins: a name, an office below it."""
    parts: list[str] = []
    for one in islice(node.traverse(include_text=True, skip_empty=True), _MAX_LINE_NODES):
        if one.is_text_node:
            parts += (one.text_content or "").split()
        elif one.tag in _LINES and parts and parts[-1] != "|" and not _is_label(parts):
            parts.append("|")
    return " ".join(parts).strip(" |")


def _is_label(words: Sequence[str]) -> bool:
    """Whether words are the beginning of a byline that its names are yet to follow: `Written by`."""
    line = " ".join(words)
    return len(words) <= _MAX_LABEL_WORDS and not bylines().fullmatch(line) and bool(bylines().fullmatch(f"{line} …"))


def _date(node: LexborNode, detail: str) -> Statement | None:
    marks = node.attributes
    stated = marks.get("datetime") or marks.get("content") or (marks.get("title") if node.tag == "abbr" else None)
    text = before_change(" ".join(node.text(separator=" ").split()))
    if stated and instants.read(stated):
        return statement(date_key(f"{marks.get('class')} {marks.get('itemprop')}"), stated, detail)
    return statement(date_key(text), text, detail) if DAY.search(text) and len(text) <= DATE_LENGTH else None


def _is_of_publication(node: LexborNode) -> bool:
    """Whether a time's class, or that of an element around it, calls it the time of publication."""
    names = (node.attributes.get("class") or "").lower()
    if node.tag == "abbr":
        return "published" in names.split()
    return any(mark in names for mark in ("publish", "posted", "entry-date")) or _is_in_published(node)


def _is_in_published(node: LexborNode) -> bool:
    around = node.parent
    for _ in range(_NEAR):
        if around is None:
            return False
        if "publish" in (around.attributes.get("class") or "").lower():
            return True
        around = around.parent
    return False
