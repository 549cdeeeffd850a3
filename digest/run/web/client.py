"""Asks for addresses one after the other, as politely as the sites want it."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from digest.errors import SourceError
from digest.run.web import answers
from digest.run.web.robots import Rules

if TYPE_CHECKING:
    from collections.abc import Mapping

    from digest.run.web.answers import Answer
    from digest.run.web.terms import Terms

# RFC 9309, section 2.3.1.2, wants at least five for robots.txt; browsers give up after twenty.
MAX_REDIRECTS = 10


@dataclass(frozen=True, slots=True)
class Known:
    """What was read at an address before, so that the server may say that it is still the same (RFC 9110, 13.1)."""

    url: str
    """Where redirects had led: the address that the values below belong to."""
    etag: str | None = None
    last_modified: str | None = None

    def headers(self, url: str) -> dict[str, str]:
        """Return the conditions for a request for `url`."""
        conditions = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in conditions.items() if value and url == self.url}


class Client:
    """Keeps each site's rules, and when each host was asked last.

    Args:
        terms: who asks, and the bounds.
    """

    def __init__(self, terms: Terms) -> None:
        self._terms = terms
        self._rules: dict[str, Rules] = {}
        self._last: dict[str, float] = {}

    def get(self, url: str, known: Known | None = None) -> Answer:
        """Return the answer at the end of all redirects; each step is checked as the first one is.

        Args:
            url: a normalised address.
            known: what was read there before.

        Raises:
            SourceError: no answer, or no permission; any status but a redirect's is an answer.
        """
        return self._follow(url, known, checked=True)

    def look(self, url: str) -> Answer:
        """Return the same answer without its body: the connection ends after its headers.

        Raises:
            SourceError: as `get` does.
        """
        return self._follow(url, checked=True, body=False)

    def _follow(self, url: str, known: Known | None = None, *, checked: bool = False, body: bool = True) -> Answer:
        seen: set[str] = set()
        while url not in seen and len(seen) <= MAX_REDIRECTS:
            seen.add(url)
            if checked:
                self._rules_of(url).check(url)
            answer = self._ask(url, known.headers(url) if known else {}, body=body)
            if answer.location is None:
                return answer
            url = answer.location
        raise SourceError("redirects without end", path=url)

    def _rules_of(self, url: str) -> Rules:
        site = _robots(url)
        if site not in self._rules:
            self._rules[site] = Rules(self._follow, site)
        return self._rules[site]

    def _ask(self, url: str, headers: Mapping[str, str], *, body: bool) -> Answer:
        """Ask when the host has had its pause since the end of the last answer."""
        host = urlsplit(url).netloc
        if host in self._last:
            time.sleep(max(0.0, self._last[host] + self._pause(url) - time.monotonic()))
        try:
            return answers.ask(url, headers, self._terms, body=body)
        finally:
            self._last[host] = time.monotonic()

    def _pause(self, url: str) -> float:
        rules = self._rules.get(_robots(url))
        return max(self._terms.pause, rules.pause if rules else 0.0)


def _robots(url: str) -> str:
    """Return where the rules of an address's site stand."""
    return urlsplit(url)._replace(path="/robots.txt", query="").geturl()
