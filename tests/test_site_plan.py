from __future__ import annotations

import itertools

import pytest
from site_samples import DIKES, HARBOUR, config, editions, entry, newspaper, statics

from digest.errors import BuildError, Faults
from digest.model import Attribution, Edition, Entry, Page, Story, Tag
from digest.site.index import by_letter, index
from digest.site.plan import Layout, StaticPage, plan


def _pages(entries: list[Entry], **settings: str) -> dict[str, Page]:
    pages = plan(editions(entries), statics(), config(**settings), ["style.css"])
    assert len({page.path for page in pages}) == len(pages)
    return {page.path: page for page in pages}


def _faults(entries: list[Entry], pages: list[StaticPage] | None = None) -> tuple[BuildError, ...]:
    with pytest.raises(Faults) as raised:
        plan(editions(entries), pages or [], config())
    assert all(isinstance(error, BuildError) for error in raised.value.errors)
    return raised.value.errors  # type: ignore[return-value] # just checked


def test_everything_readers_may_look_for_has_a_page() -> None:
    assert sorted(_pages(newspaper())) == [
        ".nojekyll",
        "404.html",
        "about.html",
        "alt/deiche/index.html",
        "archive.html",
        "archive/2026-02.html",
        "archive/2026-03.html",
        "articles/2026/02/winter.html",
        "articles/2026/03/deiche.html",
        "articles/2026/03/ferries.html",
        "articles/2026/03/kosten.html",
        "articles/2026/03/pegel.html",
        "articles/2026/03/sonden.html",
        "articles/2026/03/theatre.html",
        "assets/style.css",
        "atom.xml",
        "deiche.html",
        "editions.json",
        "editions.xml",
        "editions/2026-02-01.html",
        "editions/2026-03-03.html",
        "editions/2026-03-04.html",
        "editions/2026-03-05.html",
        "feed.json",
        "feed.xml",
        "index.html",
        "index.xml",
        "robots.txt",
        "rss.xml",
        "search.html",
        "search/d0.js",
        "search/index.js",
        "search/search.js",
        "search/w0.js",
        "sitemap.xml",
        "sources.html",
        "sources/ferry-example.html",
        "sources/ferry-example.json",
        "sources/ferry-example.xml",
        "sources/ministerium-fuer-kuestenschutz.html",
        "sources/ministerium-fuer-kuestenschutz.json",
        "sources/ministerium-fuer-kuestenschutz.xml",
        "sources/ville-de-saint-aubrac.html",
        "sources/ville-de-saint-aubrac.json",
        "sources/ville-de-saint-aubrac.xml",
        "stories/2026-03-deiche.html",
        "stories/deichbau.html",
        "tags.html",
        "tags/3d-druck.html",
        "tags/3d-druck.json",
        "tags/3d-druck.xml",
        "tags/aerzte.html",
        "tags/aerzte.json",
        "tags/aerzte.xml",
        "tags/hafen-torsund.html",
        "tags/hafen-torsund.json",
        "tags/hafen-torsund.xml",
        "tags/kuestenschutz.html",
        "tags/kuestenschutz.json",
        "tags/kuestenschutz.xml",
    ]


def test_a_site_without_articles_has_its_frame() -> None:
    assert {"index.html", "404.html", "tags.html", "archive.html", "feed.xml"} <= _pages([]).keys()


def test_feeds_and_sitemap_need_an_absolute_address() -> None:
    assert not [path for path in _pages(newspaper(), base_url="") if path.endswith(".xml")]


def test_the_plan_does_not_depend_on_the_order_of_editions() -> None:
    days = editions(newspaper())
    assert all(plan(order, [], config()) == plan(days, [], config()) for order in itertools.permutations(days))


def test_the_front_page_is_the_latest_edition() -> None:
    front = _pages(newspaper())["index.html"].context
    assert front["edition"].date.isoformat() == "2026-03-05"
    assert [edition.date.day for edition in front["earlier_editions"]] == [4, 3, 1]
    assert [topic.tag.label for topic in front["focus"]][:2] == ["Hafen Torsund", "Küstenschutz"]


def test_editions_and_articles_lead_to_their_neighbours_in_time() -> None:
    pages = _pages(newspaper())
    edition = pages["editions/2026-03-04.html"].context
    assert (edition["earlier"].date.day, edition["later"].date.day) == (3, 5)
    article = pages["articles/2026/03/sonden.html"].context
    assert (article["earlier"].slug, article["later"].slug) == ("pegel", "ferries")
    assert pages["articles/2026/02/winter.html"].context["earlier"] is None


def test_articles_on_one_story_find_each_other_and_are_not_listed_again_as_related() -> None:
    article = _pages(newspaper())["articles/2026/03/deiche.html"].context
    assert [other.slug for other in article["coverage"].entries] == ["deiche", "kosten"]
    assert [other.slug for other in article["related"]] == ["pegel", "ferries", "sonden", "winter"]


def test_a_story_of_several_days_has_a_timeline() -> None:
    first = entry("flut", day=2, story="Sturmflut")
    later = [entry("bilanz", day=4, story="Sturmflut"), entry("hilfe", day=4, story="Sturmflut"), entry("oper", day=4)]
    stories = index(editions([first, *later]), "de").coverages
    assert [coverage.slug for coverage in stories] == ["Sturmflut"]
    assert stories[0].lead.slug == "bilanz"
    assert [(day.day, [item.slug for item in items]) for day, items in stories[0].days] == [
        (4, ["bilanz", "hilfe"]),
        (2, ["flut"]),
    ]


def test_a_storys_address_is_that_of_its_oldest_article_and_stays_when_others_join() -> None:
    two = [entry("flut", day=2), entry("bilanz", day=4)]
    days = [Edition(item.date.date(), (Story("one", (item,)),)) for item in (*two, entry("hilfe", day=5))]
    slugs = [[coverage.slug for coverage in index(days[:number], "de").coverages] for number in (1, 2, 3)]
    assert slugs == [[], ["2026-03-flut"], ["2026-03-flut"]]


def test_a_storys_former_addresses_redirect_to_it() -> None:
    moved = entry("sturm", day=2, story="Sturmflut", aliases=("articles/2026/02/flut.html", "/2019/alt/"))
    pages = _pages([moved, entry("bilanz", day=4, story="Sturmflut")])
    coverage = pages["stories/Sturmflut.html"].context["coverage"]
    former = [pages[f"stories/{name}.html"] for name in ("2026-03-sturm", "2026-02-flut")]
    assert [(one.template, one.context["coverage"]) for one in former] == [("redirect.html", coverage)] * 2
    assert sum(path.startswith("stories/") for path in pages) == 1 + len(former)


def test_a_former_address_that_another_story_has_today_does_not_redirect() -> None:
    moved = entry("sturm", day=2, story="Sturmflut", aliases=("articles/2026/02/oper.html",))
    others = [entry(f"oper-{day}", day=day, story="2026-02-oper") for day in (3, 4)]
    pages = _pages([moved, entry("bilanz", day=4, story="Sturmflut"), *others])
    assert pages["stories/2026-02-oper.html"].template == "story.html"


def test_a_rare_tag_relates_more_than_a_common_one() -> None:
    rare, common = Tag("rare", "Rare"), Tag("common", "Common")
    entries = [entry(f"e{day}", day=day, tags=(common,)) for day in range(1, 20)]
    entries += [entry("far", day=1, tags=(rare, common)), entry("near", day=21, tags=(rare, common))]
    assert index(editions(entries), "de").related(entries[-1])[0].slug == "far"


def test_a_tag_page_knows_the_tags_beside_it() -> None:
    topic = _pages(newspaper())["tags/kuestenschutz.html"].context["topic"]
    assert [item.slug for item in topic.entries] == ["deiche", "kosten", "sonden", "pegel"]
    assert [(tag.slug, count) for tag, count in topic.beside] == [("hafen-torsund", 2), ("3d-druck", 1), ("aerzte", 1)]


def test_the_register_files_accented_letters_with_plain_ones_and_figures_last() -> None:
    letters = by_letter(index(editions(newspaper()), "de").topics)
    assert [(letter, [topic.tag.label for topic in topics]) for letter, topics in letters] == [
        ("A", ["Ärzte"]),
        ("H", ["Hafen Torsund"]),
        ("K", ["Küstenschutz"]),
        ("", ["3D-Druck"]),
    ]


def test_spellings_of_one_source_share_a_page() -> None:
    names = ["Küstenbote", "Kuestenbote", "Küstenbote"]
    entries = [entry(f"a{number}", source=Attribution(name)) for number, name in enumerate(names)]
    entries.append(entry("en", lang="en", source=Attribution("Küstenbote")))
    publisher = _pages(entries)["sources/kuestenbote.html"].context["publisher"]
    assert publisher.name == "Küstenbote"
    assert len(publisher.entries) == 4


def test_an_edition_gives_its_stories_places_by_what_they_have_to_say() -> None:
    stories = [Story(str(number), (entry(f"s{number}", summary=("S.",) * (number % 2)),)) for number in range(20)]
    layout = Layout.of(Edition(entry("x").date.date(), tuple(stories)))
    assert layout.lead is stories[0]
    assert layout.beside == ()
    assert all(story.entries[0].summary for story in layout.features)
    assert sorted([layout.lead, *layout.features, *layout.briefs], key=stories.index) == stories


@pytest.mark.parametrize(("others", "beside"), [(0, 0), (1, 1), (2, 2), (3, 1), (4, 1), (5, 2), (6, 1)])
def test_with_nothing_in_brief_the_next_stories_stand_beside_the_lead(others: int, beside: int) -> None:
    stories = tuple(Story(str(number), (entry(f"s{number}", summary=("S.",)),)) for number in range(others + 1))
    layout = Layout.of(Edition(entry("x").date.date(), stories))
    assert (layout.lead, *layout.beside, *layout.features) == stories
    assert len(layout.beside) == beside


def test_a_tag_is_labelled_in_the_sites_language() -> None:
    german = entry("a", day=1, tags=(Tag("pegel", "Pegel"),))
    english = entry("b", day=2, lang="en", tags=(Tag("pegel", "Gauges"),))
    pages = _pages([german, english])
    assert pages["tags/pegel.html"].context["topic"].tag.label == "Pegel"
    assert pages["articles/2026/03/b.html"].context["tags"] == (Tag("pegel", "Pegel"),)
    assert _pages([english])["tags/pegel.html"].context["topic"].tag.label == "Gauges"


def test_two_articles_of_one_address_are_refused_by_name() -> None:
    one, other = entry("a", path="content/articles/x.md"), entry("A", path="content/articles/y.md")
    (error,) = _faults([one, other])
    assert "content/articles/x.md" in str(error)
    assert "content/articles/y.md" in str(error)


def test_addresses_that_differ_in_unicode_form_only_collide() -> None:
    assert len(_faults([entry("caf\u00e9", path="x.md"), entry("cafe\u0301", path="y.md")])) == 1


@pytest.mark.parametrize("slug", ["../../x", "..", "a/../../../../x", "", "a\\b", "x\x00"])
def test_a_slug_that_leaves_its_folder_is_refused_by_name(slug: str) -> None:
    (error, *_) = _faults([entry(slug, path="content/articles/bad.md"), entry("good")])
    assert error.path == "content/articles/bad.md"
    assert error.hint


@pytest.mark.parametrize("alias", ["/../x", "index.html", "//", "/?p=12", "articles/2026/03/other.html"])
def test_an_alias_that_leaves_the_site_or_hides_a_page_is_refused(alias: str) -> None:
    (error,) = _faults([entry("a", aliases=(alias,)), entry("other")])
    assert error.path == "content/articles/2026/03/a.md"


@pytest.mark.parametrize("alias", ["assets/style.css", "Search/index.js", "articles/2026/03/other.html/x"])
def test_an_alias_that_needs_a_folder_in_place_of_a_file_is_refused(alias: str) -> None:
    entries = [entry("a", aliases=(alias,)), entry("other")]
    with pytest.raises(Faults) as raised:
        plan(editions(entries), [], config(), ["style.css"])
    assert [error.path for error in raised.value.errors] == ["content/articles/2026/03/a.md"]
    assert "needs a folder at the address of" in str(raised.value)


def test_an_alias_of_the_article_itself_is_no_collision() -> None:
    aliases = ("/articles/2026/03/a.html", "/old/", "old", "/old/index.html")
    assert "old/index.html" in _pages([entry("a", aliases=aliases)])


def test_an_editors_page_cannot_replace_one_of_the_site() -> None:
    (error,) = _faults([], [StaticPage("content/pages/t.md", "tags", "Tags", "")])
    assert error.path == "content/pages/t.md"


def test_all_faults_are_found_in_one_run() -> None:
    entries = [entry("..", path="a.md"), entry("../..", path="b.md"), entry("c"), entry("C", path="d.md")]
    assert [error.path for error in _faults(entries)] == ["a.md", "b.md", "d.md"]


def test_a_tag_called_index_gets_its_page() -> None:
    assert "tags/index.html" in _pages([entry("a", tags=(Tag("index", "Index"),))])


def test_the_sitemap_lists_what_people_read() -> None:
    places = dict(_pages(newspaper())["sitemap.xml"].context["places"])
    assert {"index.html", "about.html", "tags/aerzte.html", "articles/2026/03/deiche.html"} <= places.keys()
    assert not {"404.html", "alt/deiche/index.html", "robots.txt", "feed.xml"} & places.keys()


def test_planning_grows_with_the_number_of_articles_and_not_with_its_square() -> None:
    tags = (DIKES, HARBOUR)
    entries = [
        entry(f"e{number}", date=entry("x").date.replace(year=2000 + number // 300), tags=tags, path=f"{number}.md")
        for number in range(3000)
    ]
    found = index(editions(entries), "de")
    related = itertools.islice((found.related(item) for item in found.entries), 0, None, 100)
    assert all(len(others) == 5 for others in related)
