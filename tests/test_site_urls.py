from __future__ import annotations

import posixpath
from urllib.parse import unquote, urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st
from site_samples import entry

from digest.languages.slugs import slugify
from digest.model import Tag
from digest.site import urls

addresses = st.lists(st.text(min_size=1, max_size=20), min_size=1, max_size=5).map("/".join).filter(urls.is_confined)


@given(addresses, addresses)
def test_a_relative_link_leads_from_any_page_to_its_target(here: str, there: str) -> None:
    link = urls.relative(here, there)
    assert posixpath.normpath(posixpath.join(posixpath.dirname(here), unquote(link))) == there


@given(addresses, addresses)
def test_a_relative_link_works_below_a_folder_of_a_domain(here: str, there: str) -> None:
    page = urls.absolute("https://example.org/project", here)
    assert urljoin(page, urls.relative(here, there)) == "https://example.org/project/" + urls.relative("", there)


@given(st.text(), st.sampled_from(["de", "en", "fr", None]))
def test_the_page_of_any_label_stays_in_its_folder(label: str, language: str | None) -> None:
    address = urls.tag(Tag(slugify(label, language), label))
    assert urls.is_confined(address)
    assert posixpath.dirname(posixpath.normpath(address)) == "tags"


@pytest.mark.parametrize(
    "slug", ["../../x", "..", ".", "", "a/../../../b", "/etc/passwd", "a\\b", "a\x00b", "a\nb", "c:d", "x" * 300]
)
def test_a_hostile_slug_is_not_confined(slug: str) -> None:
    assert not urls.is_confined(slug)
    assert not urls.is_confined(f"articles/{slug}/x.html")


@pytest.mark.parametrize(
    ("old", "address"),
    [
        ("/alt/deiche/", "alt/deiche/index.html"),
        ("alt/deiche", "alt/deiche/index.html"),
        ("/alt/deiche.html", "alt/deiche.html"),
    ],
)
def test_an_alias_is_served_where_it_used_to_be(old: str, address: str) -> None:
    assert urls.alias(old) == address


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " javascript:alert(1)",
        "java\tscript:alert(1)",
        "java\nscript:alert(1)",
        "\x01javascript:alert(1)",
        "java&#10;script:alert(1)",
        "javascript&colon;alert(1)",
        "java%0Ascript:alert(1)",
        "data:text/html,x",
        "data:image/svg+xml,<svg onload=x>",
        "vbscript:x",
        "file:///etc/passwd",
    ],
)
def test_a_link_that_could_run_something_is_refused(url: str) -> None:
    assert not urls.is_safe(url)
    assert urls.external(url) == ""


@pytest.mark.parametrize(
    "url", ["https://a.example/b?c=d:e", "about.html", "../x.html#y", "mailto:a@b.example", "#top"]
)
def test_ordinary_links_are_fine(url: str) -> None:
    assert urls.is_safe(url)


def test_what_a_url_may_not_hold_is_encoded() -> None:
    assert urls.external(' https://a.example/b c?d="e" ') == "https://a.example/b%20c?d=%22e%22"


def test_the_page_for_unknown_addresses_links_to_where_the_site_is_published() -> None:
    here = urls.Links.of(urls.NOT_FOUND, "https://example.org/digest")
    assert here("tags.html") == "https://example.org/digest/tags.html"
    assert urls.Links.of(urls.NOT_FOUND)("tags.html") == "tags.html"


def test_an_article_is_filed_by_month() -> None:
    assert urls.article(entry("deiche")) == "articles/2026/03/deiche.html"
