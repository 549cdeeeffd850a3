"""How much readers have to load."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.errors import BuildError
from digest.run.checks.rendered import page_of
from digest.site import urls

if TYPE_CHECKING:
    from collections.abc import Iterator

    from digest.run.checks.rendered import Subject

_KILOBYTE = 1000


def heavy(subject: Subject) -> Iterator[BuildError]:
    """Yield articles and the front page where they weigh more, compressed and with all they load, than they may."""
    settings = subject.built.project.config.check
    limits = {page.path: settings.article_kilobytes for page in page_of(subject, "article.html")}
    if urls.FRONT in subject.site.scans:
        limits[urls.FRONT] = settings.front_kilobytes
    for address, limit in limits.items():
        weight = subject.site.weight(address) / _KILOBYTE
        if weight > limit:
            path, _ = subject.place(address, "")
            message = f"{address} loads {weight:.1f} kB compressed, the budget is {limit:g} kB"
            yield BuildError(message, path=path, hint="split it, or raise the budget under [check] in digest.toml")
