"""`digest add URL` and `digest fetch`: what the web has becomes sources, and good text never goes for bad.

A page or feed is kept as the bytes that came, at `<host>/<slug>` below the sources' folder. Read again, it is replaced
only by what may well be its newer version: an error, an empty answer, another kind of file, or a page that has lost
most of its length leaves the old bytes where they are, and the report says so.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from digest.errors import DigestError, SourceError
from digest.languages.slugs import slugify
from digest.run import inbox, kinds, retrievals, store
from digest.run.report import Status
from digest.run.retrievals import Retrieval
from digest.run.web.addresses import normalised
from digest.run.web.client import Client, Known
from digest.run.web.terms import Terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from digest.run.store import Project
    from digest.run.web.answers import Answer

# Not measured, there being no collection of pages with the errors that replaced them: an article that is rewritten
# keeps its page's frame, which is most of its bytes, while a page of apology is small. Lower, such pages get in.
_MIN_SHARE = 1 / 3
_OUTCOMES = (Status.NEW, Status.CHANGED, Status.UNCHANGED, Status.SKIPPED)
_MAX_TWINS = 1000
_SUFFIX = re.compile(r"\.\w{1,5}$")
_HINTS: dict[int, str] = {
    HTTPStatus.NOT_FOUND: "it may have moved; correct its address or remove it",
    HTTPStatus.GONE: "it was taken down; remove its address",
    HTTPStatus.TOO_MANY_REQUESTS: "fetch less often, or set a longer `pause` under [fetch]",
}


@dataclass(frozen=True, slots=True)
class Fetched:
    """What became of an address."""

    address: str
    status: Status
    """`NEW, CHANGED, UNCHANGED` or `SKIPPED`."""
    path: str = ""
    """Of the source, relative to the project; empty when there is none."""
    error: DigestError | None = None
    """Why it was skipped; what was fetched before stays."""


def wanted(project: Project) -> tuple[list[str], list[DigestError]]:
    """Return the addresses that a project wants to be read again, and the faults of the files that name them.

    They are those in `.url` files, and the feeds that were added and are still there.

    Raises:
        ContentError: the notes on earlier retrievals were damaged.
    """
    named, faults = inbox.addresses(project)
    feeds = [item.address for item in retrievals.load(project).values() if kinds.is_feed(item.media_type)]
    return list(dict.fromkeys([*named, *feeds])), faults


def fetch(
    project: Project, addresses: Iterable[str], now: dt.datetime, *, allow_private: bool = False
) -> Iterator[Fetched]:
    """Fetch one address after the other, and yield what became of it; one that fails does not stop the others.

    Args:
        project: the project that gets the sources.
        addresses: what to fetch.
        now: the moment that is noted down.
        allow_private: ask machines of the own network, too.

    Raises:
        BuildError: when a source cannot be written.
        ContentError: the notes on earlier retrievals were damaged.
    """
    library = _Library(project, Client(Terms.of(project.config, allow_private=allow_private)), now)
    yield from map(library.take, addresses)


def render(done: Sequence[Fetched], *, verbose: bool = False) -> str:
    """Return what became of the addresses as text for people: what is new, and the counts.

    Args:
        done: what became of each.
        verbose: name what did not change, too.
    """
    shown = {Status.NEW, Status.CHANGED, *([Status.UNCHANGED] if verbose else [])}
    lines = [f"{item.status}: {item.path} ← {item.address}" for item in done if item.status in shown]
    counts = [f"{sum(item.status is status for item in done)} {status}" for status in _OUTCOMES]
    return "\n".join([*lines, f"addresses: {', '.join(counts)}"]) + "\n"


class _Library:
    """The fetched sources of a project."""

    def __init__(self, project: Project, client: Client, now: dt.datetime) -> None:
        self._project = project
        self._client = client
        self._now = now
        self._retrievals = retrievals.load(project)

    def take(self, address: str) -> Fetched:
        """Fetch an address, and keep what came."""
        try:
            url = normalised(address)
        except SourceError as error:
            return Fetched(address, Status.SKIPPED, error=error)
        name = self._name(url)
        try:
            return self._taken(url, name)
        except SourceError as error:
            return Fetched(url, Status.SKIPPED, self._path(name) if name else "", _told(error, url, stays=bool(name)))

    def _taken(self, url: str, name: str | None) -> Fetched:
        known = self._retrievals[name] if name else None
        answer = self._client.get(url, Known(known.url, known.etag, known.last_modified) if known else None)
        if name and answer.status == HTTPStatus.NOT_MODIFIED:
            return Fetched(url, Status.UNCHANGED, self._path(name))
        _check(answer)
        return self._kept(url, name or self._name(answer.url), answer)

    def _kept(self, url: str, name: str | None, answer: Answer) -> Fetched:
        kind = kinds.of(answer)
        known = self._retrievals[name] if name else None
        if name is None or known is None:
            name = self._new_name(answer, kind)
        else:
            _check_replacement(known, self._file(name).read_bytes(), answer, kind)
        changed = store.write(self._file(name), answer.body)
        self._retrievals[name] = Retrieval(
            address=known.address if known else url,
            url=answer.url,
            retrieved=known.retrieved
            if known and not changed
            else f"{self._now.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}",
            media_type=kind,
            charset=answer.charset,
            etag=answer.etag,
            last_modified=answer.last_modified,
        )
        retrievals.save(self._project, self._retrievals)
        status = (Status.CHANGED if changed else Status.UNCHANGED) if known else Status.NEW
        return Fetched(url, status, self._path(name))

    def _name(self, url: str) -> str | None:
        """Return the source that an address was fetched to before."""
        return next((name for name, item in self._retrievals.items() if url in {item.address, item.url}), None)

    def _new_name(self, answer: Answer, kind: str) -> str:
        """Return a name that is free, or that of these very bytes, as a run that was killed left them."""
        parts = urlsplit(answer.url)
        words = f"{_SUFFIX.sub('', unquote(parts.path))} {unquote(parts.query)}".strip(" /")
        stem = f"{re.sub(r'[^a-z0-9.-]+', '-', parts.hostname or '')}/{slugify(words, None) if words else 'index'}"
        for ending in ("", *(f"-{number}" for number in range(2, _MAX_TWINS))):
            name = f"{stem}{ending}{kinds.suffix(kind)}"
            file = self._file(name)
            ours = name not in self._retrievals and file.is_file() and file.read_bytes() == answer.body
            if ours or not file.exists():
                return name
        raise SourceError("too many sources have its name", path=answer.url)

    def _file(self, name: str) -> Path:
        return self._project.path(self._path(name))

    def _path(self, name: str) -> str:
        return f"{self._project.config.paths.sources}/{name}"


def _check(answer: Answer) -> None:
    """Raise `SourceError` when an answer is none that could be a source."""
    if answer.status != HTTPStatus.OK:
        known = answer.status in HTTPStatus._value2member_map_
        phrase = f" {HTTPStatus(answer.status).phrase}" if known else ""
        raise SourceError(
            f"the server answers {answer.status}{phrase}", path=answer.url, hint=_HINTS.get(answer.status)
        )
    if not answer.body.strip():
        raise SourceError("the server sends an empty page", path=answer.url)


def _check_replacement(known: Retrieval, old: bytes, answer: Answer, kind: str) -> None:
    """Raise `SourceError` when what came is probably not a newer version of what is there."""
    hint = "if it is right, delete the old source and fetch again"
    if kind != known.media_type:
        raise SourceError(f"it is {kind} now and was {known.media_type}", path=answer.url, hint=hint)
    if answer.url != known.url and urlsplit(answer.url).path == "/":
        raise SourceError("it leads to the front page now", path=answer.url, hint=hint)
    if not kinds.is_feed(kind) and len(answer.body) < _MIN_SHARE * len(old):
        raise SourceError(f"it has shrunk from {len(old):,} to {len(answer.body):,} bytes", path=answer.url, hint=hint)


def _told(error: SourceError, url: str, *, stays: bool) -> SourceError:
    """Return the fault as one of the address that the user knows."""
    where = f" (at {error.path})" if error.path not in {None, url} else ""
    kept = "; the source stays as it was" if stays else ""
    return SourceError(f"{error.message}{where}{kept}", path=url, hint=error.hint)
