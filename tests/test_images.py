"""Images as data: those in the text, with what their captions tell; off unless a project asks for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import yaml

from digest import readers
from digest.cleaner import extract, images
from digest.model import Image, Source
from digest.run import pipeline

if TYPE_CHECKING:
    from pathlib import Path

_PROSE = "The council of Whitmere decided on Tuesday that the old crane will be moved to the northern quay in spring. "
_PARAGRAPH = f"<p>{_PROSE * 3}</p>"


def page(inside: str) -> bytes:
    body = f"<h1>The crane of Whitmere</h1>{_PARAGRAPH}{inside}{_PARAGRAPH.replace('council', 'mayor')}"
    teaser = "<aside><a href=/x><img src=/teaser.jpg alt=Teaser><h3>Another story</h3></a></aside>"
    top = "<header><a href=/><img src=/logo.png alt=Courier></a></header>"
    html = f"<!doctype html><html lang=en><title>The crane of Whitmere</title><body>{top}<main>{body}</main>{teaser}"
    return html.encode()


def found(inside: str) -> tuple[Image, ...]:
    source = Source("page.html", page(inside), media_type="text/html", url="https://courier.example/news/crane.html")
    document = readers.read(source)
    return images.find(document, extract.clean(document))


def only(inside: str) -> Image:
    (image,) = found(inside)
    return image


def test_an_image_in_the_text_is_told_with_its_caption_and_credit() -> None:
    caption = "<figcaption>The crane in May. Photo: Ada Quill</figcaption>"
    figure = f"<figure><img src='crane.jpg' alt='A crane'>{caption}</figure>"
    assert only(figure) == Image("https://courier.example/news/crane.jpg", "A crane", "The crane in May.", "Ada Quill")


@pytest.mark.parametrize(
    ("image", "name"),
    [
        ("<img src='data:image/gif;base64,R0' data-src=lazy.jpg>", "lazy.jpg"),
        ("<img src=small.jpg srcset='mid.jpg 640w, wide.jpg 1280w'>", "wide.jpg"),
        ("<picture><source srcset='best.webp 2x'><img src=small.jpg></picture>", "best.webp"),
        ("<img src='pic.jpg?utm_source=x&amp;w=3' width=640>", "pic.jpg?w=3"),
    ],
)
def test_the_widest_version_counts_and_placeholders_do_not(image: str, name: str) -> None:
    assert only(f"<p>{image}</p>").url == f"https://courier.example/news/{name}"


@pytest.mark.parametrize(
    "image",
    [
        "<img src='data:image/png;base64,AA'>",
        "<img src=count.jpg width=1 height=1>",
        "<img src=icon.svg>",
        "<img src='javascript:alert(1)'>",
        "<img alt=none>",
        "<img srcset=', ,'>",
        "<aside><img src=x.jpg><p>More on the subject: read this, too</p></aside>",
    ],
)
def test_what_shows_nothing_of_the_text_is_left_out(image: str) -> None:
    assert found(image) == ()


@pytest.mark.parametrize(
    ("caption", "credit", "licence"),
    [
        ("Old crane (Photo: Ada Quill / CC BY-SA 4.0)", "Ada Quill / CC BY-SA 4.0", "CC BY-SA 4.0"),
        ("Old crane. <a href='https://creativecommons.org/licenses/by/3.0/'>Terms</a>", "", "CC BY 3.0"),
        ("© Harbour Office", "Harbour Office", ""),
    ],
)
def test_credit_and_licence_are_read_from_the_caption(caption: str, credit: str, licence: str) -> None:
    image = only(f"<figure><img src=a.jpg><figcaption>{caption}</figcaption></figure>")
    assert (image.credit, image.licence) == (credit, licence)


def test_the_same_image_is_told_once() -> None:
    assert len(found("<p><img src=a.jpg></p><p><img src=a.jpg></p>")) == 1


@pytest.mark.parametrize("wanted", [False, True])
def test_images_are_written_where_a_project_asks_for_them(tmp_path: Path, wanted: bool) -> None:  # noqa: FBT001 -- a case
    config = tmp_path / "digest.toml"
    config.write_text(f"[cleaner]\nimages = {str(wanted).lower()}\n", encoding="utf-8")
    sources = tmp_path / "content/sources"
    sources.mkdir(parents=True)
    figure = "<figure><img src='https://courier.example/a.jpg' alt='A crane'></figure>"
    (sources / "crane.html").write_bytes(page(figure))
    pipeline.build(tmp_path)
    (article,) = (tmp_path / "content/articles").rglob("*.md")
    matter = yaml.safe_load(article.read_text(encoding="utf-8").split("---\n")[1])
    assert matter.get("images") == ([{"url": "https://courier.example/a.jpg", "alt": "A crane"}] if wanted else None)
    assert "a.jpg" not in "".join(one.read_text() for one in (tmp_path / "site").rglob("*.html"))
