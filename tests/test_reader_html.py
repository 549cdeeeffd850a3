"""Web pages: structure kept, addresses cleaned, nothing that runs."""

from __future__ import annotations

import json
import re

import pytest

from digest import readers
from digest.errors import SourceError
from digest.model import Block, Document, Kind, Source
from digest.model.body import commonmark


def page(body: str, url: str | None = "https://harbour.example/news/crane.html") -> Document:
    return readers.read(Source("page.html", f"<!doctype html><title>x</title><body>{body}".encode(), url=url))


def only(body: str) -> Block:
    (block,) = page(body).blocks
    return block


def markdown(body: str) -> str:
    return commonmark(page(body).blocks)


def test_blocks_come_in_order_with_their_kinds() -> None:
    blocks = page("<h2>Head</h2><p>One</p>loose<ul><li>item</ul><blockquote><p>Said</blockquote>").blocks
    assert [(block.kind, block.text) for block in blocks] == [
        (Kind.HEADING, "Head"),
        (Kind.PARAGRAPH, "One"),
        (Kind.PARAGRAPH, "loose"),
        (Kind.LIST_ITEM, "item"),
        (Kind.QUOTE, "Said"),
    ]


def test_what_no_browser_shows_as_text_is_left_out() -> None:
    hidden = (
        "<script>alert(1)</script><style>p{}</style><template>t</template><noscript>n</noscript><p hidden>h</p>"
        "<p style='display: none'>d</p><select><option>o</select><button>b</button><svg><text>s</text></svg>"
    )
    shown = "Shown to everybody who opens the page. " * 9
    assert only(f"{hidden}<p>{shown}</p>").text == shown.strip()


def test_a_page_that_a_script_uncovers_is_read_all_the_same() -> None:
    words = "The harbour of Whitmere reopened on Tuesday. " * 9
    document = page(f"<div hidden id=S:0><p>{words}</p><p>The end.</p></div><script>uncover()</script>")
    assert [block.text for block in document.blocks] == [words.strip(), "The end."]


def test_links_are_absolute_and_lose_what_tracks_readers() -> None:
    block = only("<p>See <a href='../a b.html?id=3&utm_source=x&fbclid=y#part'>the <b>plan</b></a>.</p>")
    assert block.written == "See [the **plan**](https://harbour.example/a%20b.html?id=3#part)."
    assert block.text == "See the plan."


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        " JaVaScRiPt:alert(1)",
        "java\nscript:alert(1)",
        "java&#09;script:alert(1)",
        "&#106;avascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:msgbox(1)",
        "file:///etc/passwd",
        "http://[",
        "x) [y](javascript:alert(1)",
    ],
)
def test_no_address_that_runs_becomes_a_link(address: str) -> None:
    inline = only(f'<p><a href="{address}">press</a></p>').written or ""
    assert not re.search(r"\]\(\s*(?:javascript|data|vbscript|file):", inline, re.IGNORECASE)


def test_words_that_look_like_markup_stay_words() -> None:
    block = only("<p>2 &lt; 3 *and* [x](javascript:1) &lt;script&gt;alert(1)&lt;/script&gt;</p>")
    assert block.written == r"2 \< 3 \*and\* \[x\](javascript:1) \<script>alert(1)\</script>"


def test_headings_need_no_bold() -> None:
    assert markdown("<h2><strong>Protein</strong> <em>now</em></h2>") == "## Protein now"


def test_lists_keep_numbers_and_nesting() -> None:
    assert markdown("<ol><li>one<li>two<ul><li>inner</ul></ol>") == "1. one\n2. two\n   - inner"


def test_a_table_of_data_is_a_table() -> None:
    body = "<table><tr><th>Port</th><th>Ships</th></tr><tr><td>Brakenhafen</td><td>12|3</td></tr></table>"
    block = only(body)
    assert block.kind is Kind.TABLE
    assert block.content == "| Port | Ships |\n| --- | --- |\n| Brakenhafen | 12\\|3 |"


def test_a_cell_that_reaches_down_leaves_room_in_the_rows_below() -> None:
    table = only(
        "<table><tr><th>Quay<th>Part<th>Cost<tr><td rowspan=2>Grain<td colspan=2>piles<tr><td>cranes<td>1"
        "<tr><td>Salt<td rowspan=0>none<td>0</table>"
    )
    assert table.content.split("\n")[2:] == [
        "| Grain | piles |  |",
        "|  | cranes | 1 |",
        "| Salt | none | 0 |",
    ]


def test_a_table_that_arranges_the_page_is_walked() -> None:
    blocks = page("<table><tr><td><h2>Left</h2><p>text</p></td><td><div>right</div></td></tr></table>").blocks
    assert [block.text for block in blocks] == ["Left", "text", "right"]


def test_code_keeps_its_lines() -> None:
    assert only("<pre>if x:\n    y()\n</pre>").content == "```\nif x:\n    y()\n```"


def test_two_line_breaks_part_paragraphs() -> None:
    assert [block.text for block in page("<div>one<br>still one<br><br>two</div>").blocks] == ["one still one", "two"]


def test_the_frame_of_a_page_is_a_block_each() -> None:
    frame = "<nav><ul><li><a href=/>Home</a><li><a href=/x>Harbour</a></ul></nav>"
    blocks = page(f"{frame}<p>Text</p><footer><p>Imprint</p><p>Terms</p></footer>").blocks
    assert [(block.tag, block.text) for block in blocks] == [
        ("nav", "Home Harbour"),
        ("p", "Text"),
        ("footer", "Imprint Terms"),
    ]
    assert [block.link_share for block in blocks] == [1, 0, 1]


@pytest.mark.parametrize(
    "body",
    [
        "<nav><a href=/>Home</a><article><p>One</p><p>Two</p></article>",
        "<nav><a href=/>Home</a><p>One</p><p>Two</p><p>Three</p>",
        "<article><p>One</p><footer><p>Two</p><p>Three</p></footer></article>",
    ],
)
def test_what_holds_a_text_is_no_frame(body: str) -> None:
    assert {"One", "Two"} <= {block.text for block in page(body).blocks}


def test_parts_that_react_streams_are_seen() -> None:
    shown, streamed = "The frame of the page. " * 20, "<div hidden id='S:1f'><p>The crane stands still.</p></div>"
    assert [block.text for block in page(f"<p>{shown}</p>{streamed}").blocks][1:] == ["The crane stands still."]


def test_a_page_for_readers_without_scripts_is_read() -> None:
    long = "The harbour of Whitmere reopened on Tuesday. " * 12
    blocks = page(f"<p>Head</p><noscript><p>{long}</p></noscript><noscript>Allow scripts, please.</noscript>").blocks
    assert [block.text for block in blocks] == ["Head", long.strip()]


STATED = "\n".join(" ".join(f"crane{line}{word}" for word in range(12)) + "." for line in range(20))


def with_stated(body: str, more: str = "") -> Document:
    data = json.dumps({"@type": "NewsArticle", "headline": "Cranes", "articleBody": STATED})[:-1] + more + "}"
    return page(f'<script type="application/ld+json">{data}</script>{body}')


def test_a_text_that_a_page_only_states_is_read() -> None:
    first = STATED.split("\n")[0]
    blocks = with_stated(f"<h1>Cranes</h1><p>{first} …</p><p>Other news of the day</p>").blocks
    assert [block.text for block in blocks] == ["Cranes", *STATED.split("\n"), "Other news of the day"]


def test_a_stated_text_that_the_page_shows_is_not_doubled() -> None:
    shown = "".join(f"<p>{line}</p>" for line in STATED.split("\n"))
    assert len(with_stated(shown).blocks) == 20


def test_what_is_for_subscribers_is_left_to_them() -> None:
    first = STATED.split("\n")[0]
    document = with_stated(f"<p>{first}</p>", ', "isAccessibleForFree": false')
    assert [block.text for block in document.blocks] == [first]


def test_tooltips_are_stated() -> None:
    document = page("<p>The <abbr title='European Coastal Protection Agency'>ECPA</abbr> came.</p>")
    stated = [one.value for one in document.statements if one.key == "abbreviation"]
    assert stated == [("ECPA", "European Coastal Protection Agency")]


def test_a_block_knows_its_surroundings_and_its_links() -> None:
    block = only("<div class='mainNav top-bar' id=menu><ul><li><a href=/>Home</a></ul></div>")
    assert block.context == ("div main nav top bar menu", "ul", "li")
    assert block.link_share == 1


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [("iso-8859-1", "cp1252"), ("utf-8", "utf-8"), ("windows-1251", "cp1251"), ("iso-8859-1", "utf-8"), ("", "cp1252")],
)
def test_encodings_are_read_as_browsers_read_them(declared: str, encoding: str) -> None:
    word = "Новости" if encoding == "cp1251" else "Grüße – „Öl“"
    data = f"<meta charset='{declared}'><p>{word}</p>".encode(encoding)
    assert readers.read(Source("page.html", data)).blocks[0].text == word


@pytest.mark.parametrize("body", ["", "<script>x</script>", "<p> </p>"])
def test_a_page_without_text_is_refused(body: str) -> None:
    with pytest.raises(SourceError, match="no text"):
        page(body)


def test_nesting_without_end_is_no_trap() -> None:
    document = page("<div>" * 20_000 + "deep" + "<b>" * 5_000 + "er")
    assert "deep" in "".join(block.text for block in document.blocks)


def test_an_item_holds_all_its_paragraphs() -> None:
    body = "<ol start=9><li><p>one<p>more<li>two<ul><li>inner</ul>after</ol><p>end"
    assert markdown(body) == "9. one\n\n   more\n10. two\n    - inner\n\n    after\n\nend"


def test_lists_side_by_side_stay_two() -> None:
    assert markdown("<ul><li>a</ul><ul><li>b<li>c</ul><ol><li>d</ol>") == "- a\n\n* b\n* c\n\n1. d"


def test_cards_in_a_list_are_no_items() -> None:
    assert markdown("<ul><li><h3>Head</h3><p>Text.</p></li></ul>") == "### Head\n\nText."


def test_a_quotation_of_several_paragraphs_is_one_and_names_its_speaker() -> None:
    body = "<blockquote><p>One.<p>Two:<ul><li>x</ul><p>Three.<footer>— Ada</footer></blockquote><blockquote>x"
    assert markdown(body) == "> One.\n>\n> Two:\n>\n> - x\n>\n> Three.\n>\n> — Ada\n\n> x"


@pytest.mark.parametrize(
    "body",
    [
        "<blockquote><p>Ships wait.</p><cite>Ada Quill</cite></blockquote>",
        "<blockquote>Ships wait. <footer>– <cite>Ada Quill</cite></footer></blockquote>",
        "<figure><blockquote><p>Ships wait.</p></blockquote><figcaption>Ada Quill</figcaption></figure>",
    ],
)
def test_who_is_quoted_is_named_below(body: str) -> None:
    assert markdown(body) == "> Ships wait.\n>\n> — Ada Quill"


def test_line_breaks_stay_where_a_page_has_them() -> None:
    assert markdown("<p>Quay 4<br>Whitmere<br></p><h2>Two<br>lines</h2>") == "Quay 4\\\nWhitmere\n\n## Two lines"


def test_what_is_struck_out_is_not_said() -> None:
    assert only("<p>It costs <del>3</del> 4 crowns.").written == "It costs ~~3~~ 4 crowns."


def test_code_in_a_line_is_code_and_exponents_stay_above() -> None:
    assert only("<p>Set <code>a_b*c</code> to 40 m<sup>2</sup>, CO<sub>2</sub>").written == "Set `a_b*c` to 40 m², CO2"


def test_terms_stand_out_from_what_they_mean() -> None:
    assert markdown("<dl><dt>Tide<dd>What comes and goes.</dl>") == "**Tide**\n\nWhat comes and goes."


def test_quotation_marks_that_a_browser_adds_are_there() -> None:
    assert only("<p>He said <q>no <b>way</b></q>.").written == 'He said "no **way**".'


def test_a_table_keeps_links_lines_spans_and_its_title() -> None:
    rows = "<tr><th colspan=2>Port<th>Ships</tr><tr><td><a href=/b>Braken</a><td>a<br>b<td>7</tr>"
    block = only(f"<table><caption>Arrivals</caption>{rows}</table>")
    head = "**Arrivals**\n\n| Port |  | Ships |\n| --- | --- | --- |\n"
    assert block.content == head + "| [Braken](https://harbour.example/b) | a b | 7 |"
    assert block.text == "Arrivals\nPort Ships\nBraken a b 7"


def test_a_table_with_heads_at_its_left_has_none_above() -> None:
    block = only("<table><tr><th>Length<td>90 m</tr><tr><th>Crew<td>12</tr></table>")
    assert block.content == "|  |  |\n| --- | --- |\n| Length | 90 m |\n| Crew | 12 |"


def test_text_before_the_first_element_is_read() -> None:
    assert [block.text for block in page("first<p>second").blocks] == ["first", "second"]


@pytest.mark.parametrize("body", ["<pre hidden># raw</pre>", "<table hidden><tr><td>a<td>b<tr><td>c<td>d</table>"])
def test_hidden_code_and_tables_are_left_out(body: str) -> None:
    shown = "Shown to everybody who opens the page. " * 9
    assert only(f"{body}<p>{shown}</p>").text == shown.strip()


def test_a_paragraph_that_only_screen_readers_skip_is_seen() -> None:
    shown = "Shown to everybody who opens the page. " * 9
    document = page(f"<p>{shown}<p class=paywall aria-hidden=true>The rest.<div aria-hidden=true>menu</div>")
    assert [block.text for block in document.blocks] == [shown.strip(), "The rest."]


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<p>a <a href=/x>slump <svg></svg> </a>, they say", "a slump, they say"),
        ("<p>a slump<sup> <a href='#n'>2</a> </sup>. Then", "a slump². Then"),
        ("<p>the <b>.NET</b> way , as it was", "the .NET way , as it was"),
    ],
)
def test_a_sign_stands_right_behind_the_link_before_it(body: str, text: str) -> None:
    assert only(body).text == text
