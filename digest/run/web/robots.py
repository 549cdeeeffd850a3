"""What a site allows a machine to ask for (RFC 9309)."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.robotparser import RobotFileParser

from digest.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Callable

    from digest.run.web.answers import Answer

NAME = "digest"
"""As which sites' rules address us."""
# Some sites ask for minutes between requests; a run that waits longer than this for one host is taken for hung.
_LONGEST_PAUSE = 30.0


class Rules:
    """The rules of one site, read once.

    Args:
        fetch: returns the answer for an address.
        url: the address of the rules.
    """

    def __init__(self, fetch: Callable[[str], Answer], url: str) -> None:
        self._failure: SourceError | None = None
        self._parser = RobotFileParser()
        self._parser.parse(self._lines(fetch, url))

    def _lines(self, fetch: Callable[[str], Answer], url: str) -> list[str]:
        """Return the lines of the rules.

        Where there are none, anything goes; a site that cannot tell is left in peace (RFC 9309, section 2.3.1).
        """
        try:
            answer = fetch(url)
        except SourceError as error:
            self._failure = error
            return []
        if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            self._failure = SourceError(f"the server answers {answer.status}", path=answer.url)
        return answer.body.decode("utf-8-sig", "replace").splitlines()

    def check(self, url: str) -> None:
        """Raise `SourceError` when a machine is not welcome at the address, or nobody can tell."""
        if self._failure:
            raise self._failure
        if not self._parser.can_fetch(NAME, url):
            raise SourceError(
                "its site's robots.txt asks machines to stay away",
                path=url,
                hint="save the page in your browser and `digest add` the file",
            )

    @property
    def pause(self) -> float:
        """Seconds that the site wants between two requests, within reason."""
        return min(float(self._parser.crawl_delay(NAME) or 0), _LONGEST_PAUSE)
