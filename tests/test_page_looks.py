"""What the cleaner makes of a web page at one glance, and at a close look."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from digest import readers
from digest.cleaner import closer, scorecard
from digest.cleaner.agreement import ABSENT, PART, WHOLE, agreement
from digest.cleaner.features import Shape, outline, shape
from digest.cleaner.glance import FAMILIES, GLANCE, Glance
from digest.cleaner.phrases import phrases
from digest.cleaner.scorecard import SETTLED, Look
from digest.languages import get
from digest.model import Block, Source

PROSE = "The harbour master said on Tuesday that both cranes will be repaired before the winter storms arrive."
PAGE = f"""\
<body class="page"><div class="site-menu"><ul><li><a href=/a>News</a><li><a href=/b>Sport</a></ul>
</div>
<div class="content"><h1>Cranes</h1>{f"<p>{PROSE}</p>" * 6}</div>
<div class="comments"><div class="comment">
<p>I said so on Monday, and nobody would listen to me, as always here.</p></div></div></body>"""


def blocks_of(markup: str) -> tuple[Block, ...]:
    return readers.read(Source("page.html", markup.encode())).blocks


def shapes_of(look: Look) -> list[Shape]:
    page, words, known = look.page, get("en").words, phrases("en")
    return [
        shape(page.blocks[i], words, known)
        if i in look.open
        else outline(page.blocks[i], words, known, words=page.words[i], prose=page.prose[i])
        for i in look.places
    ]


def test_the_main_text_is_the_deepest_element_with_most_of_the_prose() -> None:
    main = Glance(blocks_of(PAGE)).tree.main
    assert main.element is not None
    assert main.element.attributes == ' class="content"'


def test_prose_in_comments_does_not_say_where_the_main_text_is() -> None:
    many = PAGE.replace('<div class="comment">', f'<div class="comment">{f"<p>{PROSE}</p>" * 9}')
    main = Glance(blocks_of(many)).tree.main
    assert main.element is not None
    assert main.element.attributes == ' class="content"'


def test_the_article_stays_and_the_rest_goes() -> None:
    blocks = blocks_of(PAGE)
    card = scorecard.load("markup")
    look = card.at_first(Glance(blocks))
    chances = card.of_page(look, shapes_of(look))
    kept = {block.text for block, chance in zip(blocks, chances, strict=True) if chance >= card.threshold}
    assert PROSE in kept
    assert not {"News", "Sport"} & kept


MARKUP = st.recursive(
    st.sampled_from(
        ["", "x", PROSE, "<br>", "<a href=/>link</a>", "<h1>Head</h1>", "<li>item", "कहानी यहाँ है।", "報道。"]
    ),
    lambda inner: st.builds(
        "<{0} class={1}>{2}</{0}>".format,
        st.sampled_from(["div", "p", "ul", "table", "section", "article", "span", "nav", "blockquote"]),
        st.sampled_from(["content", "comment", "share", "x", "widget"]),
        st.lists(inner, max_size=4).map("".join),
    ),
    max_leaves=12,
)


@settings(max_examples=60, deadline=None)
@given(MARKUP)
def test_every_block_has_every_feature_and_a_chance(markup: str) -> None:
    blocks = blocks_of(f"<p>Harbour</p>{markup}")
    page = Glance(blocks, body=PROSE * 5)
    look = scorecard.load("markup").at_first(page)
    assert [len(row) for row in look.rows] == [len(GLANCE)] * len(blocks)
    assert all(0 <= bits < 1 << len(FAMILIES) for bits in look.families)
    shapes = shapes_of(look)
    assert all(len(row) == len(closer.CLOSE) for row in closer.rows(page, look.chances, look.places, shapes))
    chances = scorecard.load("markup").of_page(look, shapes)
    assert all(0 <= chance <= 1 for chance in chances)
    settled = [i for i, chance in enumerate(look.chances) if chance >= SETTLED]
    assert [chances[i] for i in settled] == [look.chances[i] for i in settled]


def test_what_stands_in_a_stated_text_is_known_by_its_letters() -> None:
    stated = f"{PROSE} " * 6
    texts = [
        PROSE.replace(" ", "\u00a0"),
        f"{PROSE} And a box that nobody stated, of some length.",
        "Share",
        "Not there at all",
    ]
    found = agreement([Block(text=text) for text in texts], [True, True, False, False], stated)
    assert [state - found[2] + ABSENT for state in found] == [WHOLE, PART, ABSENT, ABSENT]


def test_a_teaser_states_no_text() -> None:
    assert agreement([Block(text=PROSE)], [True], PROSE) == [0]
