"""The plan of the last build, for one in which nothing but texts changed: by day, the pages that show texts.

These are the article's own page and what shows its edition; all others know it without its text (`site.teasers`), and
stay as they are. Pages are kept as they were planned, but for the articles in them: those are named, and looked up.
"""

from __future__ import annotations

import hashlib
import json
import pickle
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cache, partial
from itertools import chain
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

from digest.run import memory, pickled, signed
from digest.site import search

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from digest.config import Config
    from digest.content.markdown import ArticleFile
    from digest.model import Entry, Page
    from digest.run.store import Project
    from digest.run.weighed import Packed

    Look = Callable[[str], Entry]
    _Place = tuple[int, int, str]
    _Kinds = tuple[pickled.Kinds, pickled.Kinds]
    # Name; settings; days of articles; by day, where each record stands; languages and numbers of articles.
    _Index = tuple[str, str, dict[str, str], dict[str, list[_Place]], list[str], dict[str, int]]

_INDEX, _DATA = "plan", "days"
_ARTICLES, _PAGES, _TERMS = range(3)
"""What is remembered of a day."""
_MOST = 20_000
"""Articles; what is remembered of more takes longer to load than it spares, and much memory."""
_FENCE = "---\n"


@dataclass(frozen=True, slots=True)
class Head:
    """What stands before the text in an article's file."""

    length: int
    sum: str
    summary: tuple[str, ...]
    """As the file states it, before it is cut to what may be published."""

    @classmethod
    def of(cls, file: ArticleFile) -> Head | None:
        """Return it where it may be told from the text: front matter in YAML, no headline or marks in the text."""
        text, body = file.text.rstrip("\n"), file.body
        if not is_plain(body) or file.parsed.body != body or not text.startswith(_FENCE) or not text.endswith(body):
            return None
        length = len(text) - len(body)
        return cls(length, head_sum(text[:length]), tuple(file.matter.summary))


@dataclass(frozen=True, slots=True)
class Known:
    """An article as it was published last."""

    entry: Entry
    """Without its text, where there is a head."""
    head: Head | None
    compared: str
    """Hash of the words by which its story was found; empty where an editor named the story."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of the articles of a plan, each by its path."""

    heads: Mapping[str, Head | None]
    compared: Mapping[str, str]
    """See `Known.compared`."""
    terms: Mapping[str, Packed]
    """Their words in the search index."""

    def known(self, entry: Entry) -> Known:
        """Return what is to be remembered of an article beside its words."""
        head = self.heads.get(entry.path)
        return Known(replace(entry, body="") if head else entry, head, self.compared.get(entry.path, ""))


def is_plain(body: str) -> bool:
    """Tell whether a text is shown as it is written: a headline above it is its title, and marks are not shown."""
    return bool(body) and not body.startswith("#") and "<!--" not in body


def head_sum(head: str) -> str:
    """Return the hash by which a head is known to be unchanged."""
    return _sum(head.encode("utf-8", "surrogatepass"))


@dataclass(frozen=True, slots=True)
class Content:
    """What a plan is made of."""

    index: bytes
    """What stands where in the data, with hashes of it."""
    data: bytes


class ForgottenError(Exception):
    """What is asked for is damaged, or of another plan."""


class Plan:
    """What is remembered.

    Args:
        index: as in `Content`.
        read: returns the bytes of the data from a place on, as many as are wanted.
    """

    def __init__(self, index: bytes, read: Callable[[int, int], bytes]) -> None:
        plan = pickle.loads(index)  # noqa: S301 -- signed by this user
        self.name, config, self._days, self._places, self.spoken, self._numbers = cast("_Index", plan)
        self.config = _config(config)
        """The project's settings, valid as they were then."""
        self._read = read
        self._known: dict[str, dict[str, Known]] = {}

    def day(self, path: str) -> str | None:
        """Return the day on which an article appeared; `None` where it is not published."""
        return self._days.get(path)

    def known(self, path: str) -> Known:
        """Return what is known of a published article."""
        day = self._days[path]
        if day not in self._known:
            self._known[day] = pickle.loads(self._record(day, _ARTICLES))  # noqa: S301 -- as above
        return self._known[day][path]

    def number(self, path: str) -> int:
        """Return the number of a published article in the search index."""
        return self._numbers[path]

    def terms(self, path: str) -> Packed:
        """Return the words of a published article, as the search index knew them then."""
        found: dict[str, Packed] = pickle.loads(self._record(self._days[path], _TERMS))  # noqa: S301 -- as above
        return found[path]

    def pages(self, day: str, whole: Look) -> tuple[dict[str, Page], tuple[Page, ...]]:
        """Return the pages that show texts of a day: those of its articles, by the articles' paths, and others.

        Args:
            day: as `day` returned it.
            whole: returns an article with its text.
        """

        def look(path: str, is_whole: bool) -> Entry:  # noqa: FBT001 -- as it was written
            return whole(path) if is_whole else replace(self.known(path).entry, body="")

        found: tuple[dict[str, Page], tuple[Page, ...]] = pickled.read(self._record(day, _PAGES), cache(look))
        return found

    def _record(self, day: str, kind: int) -> bytes:
        start, length, sum_ = self._places[day][kind]
        data = self._read(start, length)
        if _sum(data) != sum_:
            raise ForgottenError
        return data


def load(root: Path) -> Plan | None:
    """Return what is remembered of the plan of a project; `root` is its folder."""
    index = signed.load(root, _INDEX)
    return Plan(index, partial(memory.part, root, _DATA)) if index else None


def save(project: Project, pages: Iterable[Page], facts: Facts) -> str:
    """Remember a plan, see `content`; return its name, empty where that could not be done."""
    made = content(project, pages, facts)
    if made is None:
        return ""
    memory.save(project.root, _DATA, made.data)
    signed.save(project.root, _INDEX, made.index)
    return of(made).name


def of(made: Content) -> Plan:
    """Return a plan that was not remembered on disk."""
    return Plan(made.index, lambda start, length: made.data[start : start + length])


def content(project: Project, pages: Iterable[Page], facts: Facts) -> Content | None:
    """Return what a `Plan` is made of; `None` where that cannot be done.

    Args:
        project: with the settings that it was made with.
        pages: all pages of the site.
        facts: what is known of the articles.
    """
    if len(facts.heads) > _MOST or project.config.feed.content == "full":  # feeds are of several days
        return None
    shown = _by_day(pages)
    entries = [page.context["entry"] for articles, _ in shown.values() for page in articles.values()]
    kinds = pickled.Kinds(), pickled.Kinds(set(map(id, entries)))
    try:
        records = {day: _record(articles, others, facts, kinds) for day, (articles, others) in shown.items()}
    except (pickle.PicklingError, TypeError, AttributeError, RecursionError):  # a value of unknown kind
        return None
    data, places = _placed(records)
    days = {entry.path: _day(entry) for entry in entries}
    order = search.in_order(entries)
    numbers = {entry.path: number for number, entry in enumerate(order)}
    settings, spoken = project.config.model_dump_json(), [entry.lang for entry in order]
    index: _Index = _sum(data), settings, days, places, spoken, numbers
    return Content(pickle.dumps(index, pickle.HIGHEST_PROTOCOL), data)


def _placed(records: Mapping[str, tuple[bytes, ...]]) -> tuple[bytes, dict[str, list[_Place]]]:
    """Return all records in a row, and where each stands."""
    places: dict[str, list[_Place]] = {}
    end = 0
    for day, several in records.items():
        places[day] = []
        for record in several:
            places[day].append((end, len(record), _sum(record)))
            end += len(record)
    return b"".join(chain.from_iterable(records.values())), places


def _sum(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def _record(articles: Mapping[str, Page], others: list[Page], facts: Facts, kinds: _Kinds) -> tuple[bytes, ...]:
    known = {path: facts.known(page.context["entry"]) for path, page in articles.items()}
    terms = {path: facts.terms[path] for path in articles if path in facts.terms}
    by_value, by_name = kinds
    return pickled.written(known, by_value), pickled.written((articles, others), by_name), pickle.dumps(terms)


def _by_day(pages: Iterable[Page]) -> dict[str, tuple[dict[str, Page], list[Page]]]:
    found: defaultdict[str, tuple[dict[str, Page], list[Page]]] = defaultdict(lambda: ({}, []))
    for page in pages:
        entry, edition = page.context.get("entry"), page.context.get("edition")
        if edition:
            found[edition.date.isoformat()][1].append(page)
        elif entry and page.template == "article.html":
            found[_day(entry)][0][entry.path] = page
    return dict(found)


def _day(entry: Entry) -> str:
    return entry.date.date().isoformat()


def _config(settings: str) -> Config:
    """Return settings that were valid when they were remembered, without what checks them: it takes long to load."""
    values = json.loads(settings, object_hook=lambda table: SimpleNamespace(**table))
    values.theme_options = vars(values.theme_options)
    return cast("Config", values)
