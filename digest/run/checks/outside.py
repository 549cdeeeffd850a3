"""Links to other sites: asked one by one, as politely as `digest fetch` asks, and not again for some days."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from digest.errors import BuildError, SourceError
from digest.run import store
from digest.run.web.addresses import normalised
from digest.run.web.client import Client

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from digest.run.checks.rendered import Subject
    from digest.run.store import Project
    from digest.run.web.terms import Terms

FILE = ".cache/digest/links.json"
_GONE = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What is wrong with links to other sites."""

    dead: list[BuildError] = field(default_factory=list)
    """Their servers say that there is nothing any more."""
    unknown: list[BuildError] = field(default_factory=list)
    """Nobody could tell: no answer, no permission, a server's own fault."""
    asked: int = 0


def ask(subject: Subject, terms: Terms, today: dt.date) -> Verdicts:
    """Ask for every link to another site that was not found good in the last days (`check.link_days`).

    Args:
        subject: the site.
        terms: who asks, and the bounds.
        today: the day, by the clock of the build.
    """
    project = subject.built.project
    good = _load(project, today - dt.timedelta(days=project.config.check.link_days))
    found = _outside(subject)
    client, dead, unknown = Client(terms), list[BuildError](), list[BuildError]()
    waiting = [url for url in _by_turns(found) if url not in good]
    for url in waiting:
        status, why = _asked(client, url)
        if not why:
            good[url] = today.isoformat()
            continue
        address, link = found[url]
        path, line = subject.place(address, link)
        hint = "correct the link or remove it" if status in _GONE else "look at it in a browser"
        fault = BuildError(f"the link {link!r}: {why}", path=path, line=line, hint=hint)
        (dead if status in _GONE else unknown).append(fault)
    _save(project, {url: day for url, day in good.items() if url in found})
    return Verdicts(dead, unknown, len(waiting))


def _outside(subject: Subject) -> dict[str, tuple[str, str]]:
    """Return links to other sites, normalised, with the first page and the words they stand in."""
    found: dict[str, tuple[str, str]] = {}
    for address, link in subject.links():
        if urlsplit(link).scheme not in {"http", "https"} or subject.site.target(address, link):
            continue
        try:
            found.setdefault(normalised(link), (address, link))
        except SourceError:
            found.setdefault(link, (address, link))  # the client says what is wrong with it
    return found


def _by_turns(links: Iterable[str]) -> Iterator[str]:
    """Yield links such that hosts take turns: while one has its pause, others are asked."""
    hosts: defaultdict[str, list[str]] = defaultdict(list)
    for url in links:
        hosts[urlsplit(url).netloc].append(url)
    for turn in range(max(map(len, hosts.values()), default=0)):
        yield from (urls[turn] for urls in hosts.values() if turn < len(urls))


def _asked(client: Client, url: str) -> tuple[int, str]:
    """Return the status, 0 where there is none, and what is wrong; empty where nothing is."""
    try:
        status = client.look(normalised(url)).status
    except SourceError as error:
        return 0, error.message
    return status, "" if status < HTTPStatus.BAD_REQUEST else f"its server answers {status}"


def _load(project: Project, since: dt.date) -> dict[str, str]:
    """Return the links that were found good since a day, with that day; none when the cache is gone or damaged."""
    try:
        entries = json.loads(project.path(FILE).read_bytes())
        return {str(url): str(day) for url, day in entries.items() if str(day) >= since.isoformat()}
    except (OSError, ValueError, AttributeError, RecursionError):
        return {}


def _save(project: Project, good: dict[str, str]) -> None:
    path = project.path(FILE)
    store.write(path, json.dumps(good, ensure_ascii=False, indent=0, sort_keys=True).encode())
    store.keep_out_of_version_control(path.parent)
