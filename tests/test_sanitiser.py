"""What may stand in an article: nothing that runs; and what our Markdown writes passes as it is, byte for byte."""

from __future__ import annotations

import hostile_vectors
import pytest
from hostile import dangers
from hypothesis import example, given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from digest.site import markdown, parser, sanitiser

VECTORS = [vector for group in hostile_vectors.MARKUP.values() for vector in group]
VECTORS += [f'<a href="{address}">Text</a>' for address in hostile_vectors.ADDRESSES]
PIECES = st.sampled_from((
    "# ", "## ", "- ", "1. ", "7) ", "> ", "> > ", "    ", "\t", "\n", "\n\n", "  \n", "\\\n", "---\n", "***", "**",
    "_", "`", "``", "```\n", "```py x\n", "~~~ <i>\n", "~~", "[", "]", "](", ")", '](/a?b=1&c=2#d "t")', "](<a b>)",
    "![", "|", "| a | b |\n|:--|--:|\n", "<", ">", "<b>", "</p>", "<https://bote.example/?a=1&b=2>", "<a@bote.example>",
    "&amp;", "&lt;", "&#106;", "&colon;", "&quot;", '"', "'", "javascript:", "](javascript&colon;x)", "](x&colon;y)",
    "](?a:b)", "](a:b)", "](//bote.example)", "](tel:+49)", "](mailto:a@bote.example)", "](HTTPS://bote.example)",
    "](&#x20;http:x)", "](java\\script:x)", "EKA", "Hafen", "漢字", "\u00a0", "\u2028", "\u202e", "\ufeff", "\x00",
    "\x1b", "\ud800", "🙂", "\r", "— ", "<!-- summary: yes -->", "[^1]", "[a]: /x 'y'\n", "\\<", "\\", "===\n",
    "Ein Satz. ",
))  # fmt: skip
TEXTS = st.lists(st.one_of(PIECES, st.text(max_size=8)), max_size=40).map("".join)
NEARLY = st.sampled_from((
    "<p>", "</p>", "<p ", ">", '<a href="', '">', "<a href='", "'>", "<a href=", '" title="', '"', " onclick=x",
    '<img src="', '" alt="" />', "javascript:x", "JAVASCRIPT:x", "java&#115;cript:x", "x&colon;y", "http:", "/a:b",
    "https://a.example/", "?a:b", "data:text/html,x", "\t", "\n", "\x00", "\x01", "&amp;", "&quot;", "&", "<table>",
    '<td class="left">', "<script>", "<svg>", "<style>", "<!--", "-->", "<math>", "<li>", "</li>", "<br />", "<br/>",
    '<h2 id="a">', "<h1>", "<P>", "</p >", "<", "x", '<code class="language-x">', "<iframe src=", '<ol start="3">',
    "</a>", '<div class="table">', '<div style="x">', "\u2028",
))  # fmt: skip
ALMOST = st.lists(NEARLY, max_size=14).map("".join)


def tree(html: str) -> str:
    """The page as a browser parses it."""
    return LexborHTMLParser(f"<!DOCTYPE html><div>{html}</div>").html or ""


@settings(max_examples=400)
@given(TEXTS)
@example("[Text](java\\script:alert(1)) ![x](data:text/html,y)")
def test_what_markdown_writes_is_left_as_it_is(text: str) -> None:
    rendered = markdown.render(text, "de", {"EKA": 'Europäische "Küsten"-<Agentur>'}, ["Ein Satz."])
    written = str(rendered.html)
    assert sanitiser.is_clean(written), written
    assert dangers(written) == []


@given(TEXTS)
def test_nh3_takes_nothing_out_of_what_markdown_writes(text: str) -> None:
    written = str(markdown.render(text.encode("utf-8", "replace").decode(), "de").html)
    assert tree(sanitiser.scrubbed(written)) == tree(written)


@settings(max_examples=600)
@given(ALMOST)
@example('<a href="x&colon;y">')
@example('<a href="javascript:x" href="/">')
@example('<a href="/" title="" href="x">')
def test_what_counts_as_clean_holds_nothing_that_runs(html: str) -> None:
    if sanitiser.is_clean(html):
        assert dangers(html) == []
        assert "<" not in sanitiser.scrubbed(html) or dangers(sanitiser.scrubbed(html)) == []
    assert dangers(sanitiser.clean(html)) == []


@pytest.mark.parametrize("vector", VECTORS)
def test_nothing_that_runs_gets_through(vector: str) -> None:
    around = f"<p>Vor <em>dem</em> Hafen.</p>\n{vector}\n<p>Hinter ihm.</p>"
    cleaned = sanitiser.clean(around)
    assert dangers(cleaned) == []
    assert dangers(sanitiser.scrubbed(around)) == []
    assert cleaned.startswith("<p>Vor <em>dem</em> Hafen.</p>")


def test_a_fault_of_the_renderer_does_not_reach_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parser.PARSER.renderer, "render", lambda *_: '<p onclick="x()">Offen<script>x()</script></p>')
    assert markdown.render("Offen", "de").html == "<p>Offen</p>"


@pytest.mark.parametrize(
    "html",
    [
        '<a href="https://bote.example/?a=1&amp;b=2" title="Bote">Text</a>',
        '<a href="mailto:a@bote.example">Text</a>', '<a href="tel:+49">Text</a>', '<a href="../a:b">Text</a>',
        '<figure class="quote"><blockquote id="s"><p>Text</p></blockquote><figcaption>Text</figcaption></figure>',
        '<div class="table"><table><thead><tr><th class="left">a</th></tr></thead></table></div>',
        '<ol start="7"><li id="s-2">Text<br /></li></ol>', '<img src="a.png" alt="" title="x" />',
    ],
)  # fmt: skip
def test_what_the_table_allows_passes(html: str) -> None:
    assert sanitiser.clean(html) == html
    assert tree(sanitiser.scrubbed(html)) == tree(html)


@pytest.mark.parametrize("scheme", ["javascript", "vbscript", "data", "file", "blob", "ftp", "x-scheme"])
def test_schemes_that_are_not_listed_are_taken_out(scheme: str) -> None:
    assert sanitiser.clean(f'<a href="{scheme}:x">Text</a>') == "<a>Text</a>"
