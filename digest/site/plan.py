"""Which pages the site has: editions and editors' pages in, `Page`s out; nothing is rendered yet.

The shell calls, in this order:

    renderer = Renderer(config, theme_folders(config.site.theme, project))
    pages = plan(editions, static_pages, config, renderer.assets)
    for page in pages:
        write(page.path, renderer.render(page))
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.config import Config
    from digest.model import Edition, Page


@dataclass(frozen=True, slots=True)
class StaticPage:
    """A page that editors wrote, such as `content/pages/about.md`; it is published as `about.html`."""

    path: str
    """Of its Markdown file, relative to the project, with `/`."""
    slug: str
    title: str
    body: str
    """Markdown without front matter."""
    lang: str = ""
    """BCP 47 code; empty for the site's own language."""


def plan(
    editions: Sequence[Edition], statics: Sequence[StaticPage], config: Config, assets: Sequence[str] = ()
) -> tuple[Page, ...]:
    """Return all pages of the site, in an order that depends on the input alone.

    Feeds and sitemap are left out when `config.site.base_url` is empty, as they need absolute addresses.

    Args:
        editions: every visible article, by the day it appeared, in any order.
        statics: the editors' own pages.
        config: the project's settings.
        assets: names of the theme's files, as in `Renderer.assets`.

    Raises:
        Faults: addresses that collide (also when only by case) or leave the output folder; each is a `BuildError`
            that names the article, and both of them where two collide.
    """
    raise NotImplementedError
