"""Web pages: parsed by lexbor as browsers parse them, and read once into blocks with their structure as evidence.

Nothing is judged here: comments and forms become blocks like the article, each with the elements around it; navigation
and footers become one block each.
Only what a browser never shows as text is left out: scripts, styles, templates, form controls, hidden elements.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urljoin

from digest.errors import SourceError
from digest.model import Document, Statement
from digest.readers import accordions, embedded, frames, nesting, selectors, stated
from digest.readers.markup_encoding import decode_markup
from digest.readers.scan import Scan
from digest.readers.tags import SKIPPED

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

    from digest.model import Source

_MIN_UNSCRIPTED = 500  # characters; less is a request to allow scripts, more is the page without them
_MIN_SHOWN = 300  # characters; less is a frame that a script fills, or a notice of a few lines that hides nothing


def read(source: Source) -> Document:
    """Return the blocks of a page in the order of its markup, and what it states of itself.

    Raises:
        SourceError: no markup, or none with text in it.
    """
    from selectolax.lexbor import LexborHTMLParser  # noqa: PLC0415 -- costs 30 ms, and text sources need none

    text, warnings = decode_markup(source.data, source.name, source.charset)
    tree = LexborHTMLParser(nesting.bounded(text))
    if tree.root is None:
        raise SourceError("the page is empty", path=source.name, hint="save it again from the browser")
    statements = stated.read(tree, source.url)
    selectors.mark(tree, source.rules)
    scan = _scanned(tree, source)
    if not scan.blocks:
        raise SourceError("the page holds no text", path=source.name, hint="it may be drawn by a script alone")
    tooltips = (Statement("abbreviation", pair, "abbr element") for pair in scan.titles.items())
    blocks = embedded.completed(scan.blocks, statements)
    known = (*source.statements, *statements, *tooltips)
    return Document(source, blocks, warnings, known, tuple(scan.pictures))


def _scanned(tree: LexborHTMLParser, source: Source) -> Scan:
    """Read what a browser shows at once; of a page that a script has yet to uncover, what it hides until then."""
    base = _base(tree.css_first("base[href]"), source.url)
    for node in tree.css("noscript"):
        if len(node.text()) >= _MIN_UNSCRIPTED:
            node.unwrap()
    accordions.opened(tree)
    tree.strip_tags(list(SKIPPED))
    for node in tree.css("xmp, plaintext"):  # serialized, what they hold would be neither escaped nor markup
        node.replace_with(node.text())
    if not source.rules:  # they may name what is in a frame
        frames.fold(tree)
    body = tree.body or tree.root
    markup = (body.inner_html or "") if body else ""
    for hidden in (False, True):
        # Nodes are taken from the end of a list, as the pass comes to them.
        tables, verbatim = (body.css(tag)[::-1] if body and f"<{tag}" in markup else [] for tag in ("table", "pre"))
        scan = Scan(tables, verbatim, base, source.rules, hidden=hidden)
        scan.read(markup)
        if sum(len(block.text) for block in scan.blocks) >= _MIN_SHOWN:
            break
    return scan


def _base(element: LexborNode | None, url: str | None) -> str:
    stated_base = (element.attributes.get("href") or "") if element else ""
    try:
        return urljoin(url or "", stated_base)
    except ValueError:  # a broken address, such as an unclosed bracket
        return url or ""
