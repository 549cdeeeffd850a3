"""`digest check`: what it finds in a site, what it mends, and in which forms it tells."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from web_site import Server, redirect, reply

from digest import cli
from digest.errors import BuildError, ContentError
from digest.model import Tag
from digest.run import annotations as forms
from digest.run import check, mending, pipeline, shelf, store
from digest.run.checks import feeds, links
from digest.run.checks.rendered import Rendered, Scan, Subject
from digest.run.options import Options
from digest.run.report import Report

if TYPE_CHECKING:
    from collections.abc import Iterator

    from web_site import Site

CLOCK = Options(clock="2026-03-05")
BASE = "https://kiebitz.example/news/"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write("digest.toml", f'[site]\nbase_url = "{BASE}"\n[fetch]\npause = 0\nallow_private = true\n')
    return tmp_path


def write(name: str, text: str) -> None:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())


def article(name: str, body: str, head: str = "") -> None:
    write(f"content/articles/{name}.md", f"---\ntitle: Von {name}\ndate: 2026-03-01\n{head}---\n{body}\n")


def told(faults: tuple[object, ...]) -> list[str]:
    return [str(fault) for fault in faults]


# ------------------------------------------------------------------------------------------------------- the site


def test_links_by_the_site_s_full_address_are_followed(folder: Path) -> None:
    assert folder.is_dir()
    article("a", f"[gut]({BASE}index.html) [schlecht]({BASE}gibt-es-nicht.html)")
    found = check.check(Path(), CLOCK)
    fault = f"content/articles/a.md:5: the link '{BASE}gibt-es-nicht.html' leads nowhere"
    assert told(found.report.errors) == [fault]


def test_an_image_without_a_description_is_told_with_its_line(folder: Path) -> None:
    assert folder.is_dir()
    article("a", "Text.\n\n![ ](x.png) ![Ein Kran](y.png)")
    found = check.check(Path(), CLOCK)
    assert told(found.report.warnings) == ["content/articles/a.md:7: the image 'x.png' has no description"]


def test_a_page_over_its_budget_is_told(folder: Path) -> None:
    article("a", " ".join(f"Wort{number * 7919 % 10007}" for number in range(9000)))
    article("b", "Kurz.")
    assert any("a.html loads" in text for text in told(check.check(Path(), CLOCK).report.warnings))
    assert not any("b.html" in text for text in told(check.check(Path(), CLOCK).report.warnings))
    with (folder / "digest.toml").open("a", encoding="utf-8") as file:
        file.write("[check]\narticle_kilobytes = 100\n")
    assert told(check.check(Path(), CLOCK).report.warnings) == []


@pytest.mark.parametrize(
    ("head", "complaint"),
    [
        ("publish: full\nsource: {name: Amt}\n", "no licence is stated"),
        ("publish: full\nsource: {name: Amt, licence: Alle Rechte vorbehalten}\n", "allows it is not known"),
        ("publish: full\nsource: {name: Amt, license: CC BY-NC 4.0}\n", "allows it is not known"),
        ("source: {name: Amt}\n", "no link to the original"),
        ("publish: link\nsource: {name: Amt}\n", "only the headline is shown"),
    ],
)
def test_what_the_rights_do_not_allow_is_told(folder: Path, head: str, complaint: str) -> None:
    assert folder.is_dir()
    article("a", "Text.", head)
    warnings = told(check.check(Path(), CLOCK).report.warnings)
    assert len(warnings) == 1
    assert complaint in warnings[0]


@pytest.mark.parametrize(
    "head",
    [
        "",
        "publish: full\nsource: {name: Amt, licence: CC BY 4.0}\n",
        "source: {name: Amt, url: https://amt.example/}\n",
        "publish: full\nsource: {name: Amt}\ndraft: true\n",
    ],
)
def test_what_the_rights_allow_is_not(folder: Path, head: str) -> None:
    assert folder.is_dir()
    article("a", "Text.", head)
    assert told(check.check(Path(), replace(CLOCK, drafts=True)).report.warnings) == []


def _subject(folder: Path, **kept: bytes) -> Subject:
    """Return a site of one page, and files for programs beside it."""
    article("a", "Text.")
    project = store.open_project(folder)
    built = pipeline.prepare(project, replace(CLOCK, dry_run=True))
    site = Rendered("/news/", BASE, {}, dict.fromkeys(["index.html"], 1), {})
    site.kept.update({name.replace("_", "."): data for name, data in kept.items()})
    return Subject(built, site, shelf.load(project))


ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><id>x</id><title>T</title><updated>2026-03-01T00:00:00Z</updated>
<entry><id>{id}</id><title>{title}</title><updated>2026-03-01T00:00:00Z</updated><link href="{link}"/></entry>
<entry><id>b</id><title>B</title><updated>2026-03-01T00:00:00Z</updated></entry></feed>"""


@pytest.mark.parametrize(
    ("name", "data", "complaint"),
    [
        ("feed_xml", ATOM.format(id="b", title="A", link=BASE), "the identifier 'b' stands twice"),
        ("feed_xml", ATOM.format(id="a", title=" ", link=BASE), "Atom: entry without `title`"),
        ("feed_xml", ATOM.format(id="a", title="A", link=f"{BASE}x.html"), f"the address '{BASE}x.html' leads nowhere"),
        ("feed_xml", "<feed", "not XML: unclosed token: line 1, column 0"),
        ("rss_xml", "<rss><channel><item><title>x</title></item></channel></rss>", "an entry has no identifier"),
        ("feed_json", "{", "not JSON: Expecting property name enclosed in double quotes"),
        ("feed_json", '{"version": "https://jsonfeed.org/version/1.1", "title": "x"}', "JSON Feed without `items`"),
        (
            "feed_json",
            '{"version": "https://jsonfeed.org/version/1.1", "title": "x", "items": [{"id": "a"}, {"id": "a"}]}',
            "the identifier 'a' stands twice",
        ),
    ],
)
def test_a_feed_that_strict_readers_refuse_is_told(folder: Path, name: str, data: str, complaint: str) -> None:
    faults = list(feeds.unreadable(_subject(folder, **{name: data.encode()})))
    assert [fault.path for fault in faults] == [name.replace("_", ".")]
    assert faults[0].message.startswith(complaint)


def test_a_good_feed_is_not(folder: Path) -> None:
    good = _subject(folder, feed_xml=ATOM.format(id="a", title="A", link=BASE).encode(), other_json=b"[1]")
    assert list(feeds.unreadable(good)) == []
    assert list(links.broken(good)) == []


def test_what_a_browser_loads_is_told_from_what_readers_follow() -> None:
    page = Scan.of(
        '<link rel="stylesheet" href="a.css"><link rel="canonical" href="b"><img src="c.png"><a href="d" id="e">'
    )
    assert (page.loaded, page.ids) == (("a.css", "c.png"), frozenset({"e"}))
    assert page.links == ("a.css", "b", "c.png", "d")


# ---------------------------------------------------------------------------------------------------- other sites


@pytest.fixture
def outside() -> Iterator[Site]:
    with Server() as server:
        yield server.site


def test_links_to_other_sites_are_asked_for_once_and_the_good_ones_remembered(folder: Path, outside: Site) -> None:
    outside.pages |= {"/gut": reply(b"x" * 100), "/fort": reply(status=404), "/um": redirect("/gut")}
    outside.pages |= {"/krank": reply(status=503)}
    lines = [f"[x]({outside.url(path)})" for path in ("/gut", "/um", "/fort", "/krank", "/gut#da")]
    article("a", "\n\n".join(lines))
    first = check.check(Path(), CLOCK, check.Asked(external=True))
    assert told(first.report.errors) == [
        f"content/articles/a.md:9: the link '{outside.url('/fort')}': its server answers 404"
    ]
    assert told(first.report.warnings) == [
        f"content/articles/a.md:11: the link '{outside.url('/krank')}': its server answers 503"
    ]
    assert outside.paths.count("/gut") == 2  # itself, and where another one leads
    outside.asked.clear()
    again = check.check(Path(), CLOCK, check.Asked(external=True))
    assert sorted(outside.paths) == ["/fort", "/krank"]
    assert (first.asked, again.asked) == (4, 2)
    assert (folder / ".cache/digest/.gitignore").is_file()
    later = check.check(Path(), replace(CLOCK, clock="2026-03-25"), check.Asked(external=True))
    assert later.asked == 4


def test_a_site_that_keeps_machines_out_is_not_asked(folder: Path, outside: Site) -> None:
    assert folder.is_dir()
    outside.pages |= {"/robots.txt": reply(b"User-agent: *\nDisallow: /\n", "text/plain"), "/gut": reply()}
    article("a", f"[x]({outside.url('/gut')})")
    found = check.check(Path(), CLOCK, check.Asked(external=True))
    assert outside.paths == []
    assert "robots.txt asks machines to stay away" in told(found.report.warnings)[0]


def test_machines_of_the_own_network_are_asked_on_request_only(folder: Path, outside: Site) -> None:
    (folder / "digest.toml").write_text("[fetch]\npause = 0\n", encoding="utf-8")
    outside.pages |= {"/gut": reply()}
    article("a", f"[x]({outside.url('/gut')})")
    refused = check.check(Path(), CLOCK, check.Asked(external=True))
    assert (outside.asked, len(refused.report.warnings)) == ([], 1)
    allowed = check.check(Path(), CLOCK, check.Asked(external=True, allow_private=True))
    assert (outside.paths, allowed.report.warnings) == (["/gut"], ())


def test_without_being_told_to_nobody_is_asked(folder: Path, outside: Site) -> None:
    assert folder.is_dir()
    article("a", f"[x]({outside.url('/gut')})")
    assert check.check(Path(), CLOCK).report.errors == ()
    assert outside.asked == []


# -------------------------------------------------------------------------------------------------------- mending


def _canonical(name: str, _language: str) -> Tag:
    return Tag("hafen", "Hafen") if name.casefold() in {"hafen", "port"} else Tag(name.casefold(), name)


def mended(text: str, base_url: str = BASE) -> str:
    known = mending.Known(_canonical, "de", base_url)
    for mend in mending.mends(text, "content/articles/a.md", known):
        text = mending.applied(text, mend)
    return text


def page(body: str, head: str = "") -> str:
    return f"---\ntitle: T\n{head}---\n{body}"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (page("a \nb\t\n\nc  \n\nd\n"), page("a\nb\n\nc\n\nd\n")),
        (page("a \r\nb\r\n").replace("\n", "\r\n").replace("\r\r", "\r"), page("a\nb\n").replace("\n", "\r\n")),
        (page("[a](https://x.example/?utm_source=a&fbclid=b)\n"), page("[a](https://x.example/)\n")),
        (page("[a](https://x.example/?id=1&utm_medium=b#c)\n"), page("[a](https://x.example/?id=1#c)\n")),
        (page("[a][1]\n\n[1]: https://x.example/?gclid=1\n"), page("[a][1]\n\n[1]: https://x.example/\n")),
        (page("[a](http://kiebitz.example/news/x.html)\n"), page("[a](https://kiebitz.example/news/x.html)\n")),
        (page("a\n", "Tags: [Port]  # gut\n"), page("a\n", "tags: [Hafen]  # gut\n")),
        (page("a\n", 'author: "A"\nlastmod: 2026-1-5\n'), page("a\n", 'authors: "A"\nupdated: 2026-01-05\n')),
        (page("a\n", "date: '31.01.2026' # Samstag\n"), page("a\n", "date: '2026-01-31' # Samstag\n")),
        (page("a\n", "source: https://x.example/?utm_id=1\n"), page("a\n", "source: https://x.example/\n")),
        (
            page("a\n", "source:\n  url: https://x.example/?a=b&mc_cid=1\n  published: 2026-2-3\n"),
            page("a\n", "source:\n  url: https://x.example/?a=b\n  published: 2026-02-03\n"),
        ),
        ("+++\ntitle = 'T'\nauthor = 'A'\n+++\na\n", "+++\ntitle = 'T'\nauthors = 'A'\n+++\na\n"),
        ("\ufeff" + page("a \n"), "\ufeff" + page("a\n")),
    ],
)
def test_what_is_certain_is_mended_and_every_other_byte_stays(before: str, after: str) -> None:
    assert mended(before) == after
    assert mended(after) == after


@pytest.mark.parametrize(
    "text",
    [
        page("Zeile mit Umbruch  \nund weiter\n"),
        page("    Code \n\n```\nCode \nhttps://x.example/?utm_source=a\n```\n"),
        page("`https://x.example/?utm_source=a` ist der Schaden.\n"),
        page("Die Seite <https://x.example/?utm_source=a>.\n"),  # the words would change with the link
        page("[a](https://x.example/?utmost=1&reference=2)\n"),
        page("[a](http://other.example/news/)\n"),
        page("a\n", "date: 03/04/2026\n"),
        page("a\n", "authors: A\nauthor: B\n"),
        page("a\n", "published: false\nstatus: draft\ncategories: [A, B]\npermalink: /a/b/\n"),
        page("a\n", "series: x\ntags: [Deich, 2026]\n"),
        "Kein Titel \n\n---\n",
        "---\ntitle: [\n---\na \n",
    ],
)
def test_what_is_not_certain_stays(text: str) -> None:
    assert mended(text) == text


def test_values_of_the_machine_are_left_to_it(folder: Path) -> None:
    body = "Der Hafen von Ollersum bekommt einen neuen Kran, der achtzig Tonnen hebt. " * 4
    write("content/sources/kran.txt", f"Neuer Kran\n\n4. März 2026\n\n{body}\n")
    cli.main(["build", "--clock", "2026-03-05", "--quiet"], standalone_mode=False)
    path = next((folder / "content/articles").rglob("*.md"))
    path.write_text(path.read_text(encoding="utf-8").replace("title:", "Category: Hafen\ntitle:", 1), encoding="utf-8")
    before = path.read_text(encoding="utf-8")
    found = check.check(Path(), CLOCK, check.Asked(fix=True))
    assert [fault.message for fault in found.mended] == ["the key 'Category' is written 'category'"]
    assert path.read_text(encoding="utf-8") == before.replace("Category", "category")


def test_nothing_is_written_without_fix(folder: Path) -> None:
    article("a", f"Text. [x]({BASE.replace('https', 'http')}index.html)")
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert len(check.check(Path(), CLOCK).report.warnings) == 1
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before
    assert check.check(Path(), CLOCK, check.Asked(fix=True)).report.warnings == ()


# ---------------------------------------------------------------------------------------------------------- forms

REPORT = Report(
    errors=(ContentError("100% falsch:\nja", path="a,b.md", line=3, column=5, hint="so"),),
    warnings=(BuildError("schwer", path="index.html"), BuildError("irgendwo")),
)


def test_github_shows_faults_beside_their_lines() -> None:
    assert forms.as_github(REPORT).splitlines() == [
        "::warning file=index.html::schwer",
        "::warning::irgendwo",
        "::error file=a%2Cb.md,line=3,col=5::100%25 falsch:%0Aja%0Aso",
    ]


def test_programs_get_an_object_a_line(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert folder.is_dir()
    article("a", "[x](fehlt.html)")
    command = ["check", "--clock", "2026-03-05", "--format", "json"]
    assert cli.main(command, standalone_mode=False) == 1
    faults = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert faults == [
        {
            "severity": "error",
            "path": "content/articles/a.md",
            "line": 5,
            "column": None,
            "message": "the link 'fehlt.html' leads nowhere",
            "hint": "links are relative to the page",
        }
    ]


def test_a_warning_fails_a_strict_check_only(folder: Path) -> None:
    assert folder.is_dir()
    article("a", "[x](https://x.example/?fbclid=1)")
    command = ["check", "--clock", "2026-03-05"]
    assert cli.main(command, standalone_mode=False) == 0
    assert cli.main([*command, "--strict"], standalone_mode=False) == 1
