"""Pages made to break something: any nesting of elements, any attribute, from a source to the site's HTML."""

from __future__ import annotations

import hostile
from hypothesis import given
from hypothesis import strategies as st

import digest
from digest.errors import SourceError
from digest.site import markdown

TAGS = [
    "p", "div", "span", "a", "b", "i", "em", "ul", "ol", "li", "table", "tr", "td", "th", "h1", "h2", "h4",
    "pre", "code", "blockquote", "figure", "figcaption", "script", "style", "svg", "math", "iframe", "template",
    "noscript", "br", "hr", "img", "abbr", "title", "meta", "base", "form", "select", "option", "textarea",
    "body", "html", "frameset", "plaintext",
]  # fmt: skip
ATTRIBUTES = (
    "href='javascript:alert(1)'",
    "href='https://courier.example/a b\"c?x=1&amp;utm_id=2'",
    "href='//[::1'",
    "src=x onerror=alert(1)",
    "onclick='alert(1)' style='display:none'",
    "title='European Coastal Protection Agency'",
    "class='Article-Body nav__menu'",
    "hidden",
    "http-equiv=refresh content='0;url=javascript:alert(1)'",
    "charset=utf-7",
    "colspan=99999999",
    "<",
    "\x00",
)
TEXTS = (
    "The harbour of Whitmere reopened on Tuesday after repairs that had taken eleven weeks.",
    "<script>alert(1)</script>",
    "&lt;img src=x onerror=alert(1)&gt;",
    "[press](javascript:alert(1))",
    "![x](data:text/html,y)",
    "`code` **bold** _em_ ~~~ # > - 1. | \\",
    "&#x6a;avascript:alert(1)",
    "]]>",
    "<!--",
    "-->",
    "\u202e\u0000\ufffd",
    "a",
)

piece = st.one_of(
    st.sampled_from(TEXTS),
    st.builds("<{} {}>".format, st.sampled_from(TAGS), st.sampled_from(ATTRIBUTES)),
    st.sampled_from(TAGS).map("<{}>".format),
    st.sampled_from(TAGS).map("</{}>".format),
)
pages = st.lists(piece, min_size=1, max_size=60).map("".join)


@given(pages)
def test_nothing_that_runs_reaches_the_site(page: str) -> None:
    try:
        article = digest.clean(page.encode("utf-8", "replace"), name="page.html")
    except SourceError as error:
        assert error.path == "page.html"  # noqa: PT017 -- a refusal is one of two right outcomes
        return
    shown = markdown.render(article.markdown, article.language or "en", article.abbreviations).html
    assert hostile.dangers(shown) == []


@given(pages)
def test_a_page_gives_the_same_article_every_time(page: str) -> None:
    data = page.encode("utf-8", "replace")
    outcomes: list[digest.Article | str] = []
    for _ in range(2):
        try:
            outcomes.append(digest.clean(data, name="page.html"))
        except SourceError as error:
            outcomes.append(str(error))
    assert outcomes[0] == outcomes[1]
