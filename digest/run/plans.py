"""The plan of the last build, for one in which nothing but texts changed: by day, the pages that show texts.

These are the article's own page and what shows its edition; all others know it without its text (`site.teasers`), and
stay as they are. Pages are kept as they were planned, but for the articles in them: those are named, and looked up.
"""

from __future__ import annotations

import hashlib
import io
import json
import pickle
from collections import defaultdict
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cache
from itertools import chain
from operator import attrgetter
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

from digest.model import Entry
from digest.run import signed
from digest.site import search

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from digest.config import Config
    from digest.content.markdown import ArticleFile
    from digest.model import Page
    from digest.run.store import Project
    from digest.run.weighed import Packed

    Look = Callable[[str], Entry]

_FILE = "plan"
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
    return hashlib.blake2b(head.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


class Plan:
    """What is remembered.

    Args:
        content: as `content` made it.
    """

    def __init__(self, content: bytes) -> None:
        plan = pickle.loads(content)  # noqa: S301 -- signed by this user
        name, config, self._days, self._records, spoken, self._numbers = plan
        self.name: str = name
        """Another plan has another one."""
        self.config = _config(config)
        """The project's settings, valid as they were then."""
        self.spoken: list[str] = spoken
        """Language of each article, by its number in the search index."""
        self._known: dict[str, dict[str, Known]] = {}

    def day(self, path: str) -> str | None:
        """Return the day on which an article appeared; `None` where it is not published."""
        found: str | None = self._days.get(path)
        return found

    def known(self, path: str) -> Known:
        """Return what is known of a published article."""
        day = self._days[path]
        if day not in self._known:
            self._known[day] = pickle.loads(self._records[day][0])  # noqa: S301 -- as above
        return self._known[day][path]

    def number(self, path: str) -> int:
        """Return the number of a published article in the search index."""
        found: int = self._numbers[path]
        return found

    def terms(self, path: str) -> Packed:
        """Return the words of a published article, as the search index knew them then."""
        found: dict[str, Packed] = pickle.loads(self._records[self._days[path]][2])  # noqa: S301 -- as above
        return found[path]

    def pages(self, day: str, whole: Look) -> tuple[dict[str, Page], tuple[Page, ...]]:
        """Return the pages that show texts of a day: those of its articles, by the articles' paths, and others.

        Args:
            day: as `day` returned it.
            whole: returns an article with its text.
        """

        def look(path: str, is_whole: bool) -> Entry:  # noqa: FBT001 -- as it was written
            return whole(path) if is_whole else replace(self.known(path).entry, body="")

        found: tuple[dict[str, Page], tuple[Page, ...]] = _Reader(self._records[day][1], cache(look)).load()
        return found


def load(root: Path) -> Plan | None:
    """Return what is remembered of the plan of a project; `root` is its folder."""
    content = signed.load(root, _FILE)
    return Plan(content) if content else None


def save(project: Project, pages: Iterable[Page], facts: Facts) -> str:
    """Remember a plan, see `content`; return its name, empty where that could not be done."""
    made = content(project, pages, facts)
    if made is None:
        return ""
    signed.save(project.root, _FILE, made)
    return Plan(made).name


def content(project: Project, pages: Iterable[Page], facts: Facts) -> bytes | None:
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
    days = {entry.path: _day(entry) for entry in entries}
    whole = set(map(id, entries))
    try:
        records = {day: _record(articles, others, facts, whole) for day, (articles, others) in shown.items()}
    except (pickle.PicklingError, TypeError, AttributeError, RecursionError):  # a value of unknown kind
        return None
    order = search.in_order(entries)
    numbers = {entry.path: number for number, entry in enumerate(order)}
    name = hashlib.blake2b(b"".join(chain.from_iterable(records.values())), digest_size=16).hexdigest()
    plan = name, project.config.model_dump_json(), days, records, [entry.lang for entry in order], numbers
    return pickle.dumps(plan, pickle.HIGHEST_PROTOCOL)


def _record(articles: Mapping[str, Page], others: list[Page], facts: Facts, whole: set[int]) -> tuple[bytes, ...]:
    known = {path: facts.known(page.context["entry"]) for path, page in articles.items()}
    terms = {path: facts.terms[path] for path in articles if path in facts.terms}
    return _written(known, None), _written((articles, others), whole), pickle.dumps(terms, pickle.HIGHEST_PROTOCOL)


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


def _article(path: str, is_whole: bool) -> Entry:  # noqa: FBT001 -- as it is called by `pickle`
    """Stand for an article in a page; the reader looks it up."""
    raise LookupError(path, is_whole)


def _written(value: object, whole: set[int] | None) -> bytes:
    buffer = io.BytesIO()
    _Writer(buffer, whole).dump(value)
    return buffer.getvalue()


class _Writer(pickle.Pickler):
    """Writes dataclasses by their fields; articles by their names, where it is told which of them have their texts."""

    def __init__(self, file: io.BytesIO, whole: set[int] | None) -> None:
        super().__init__(file, pickle.HIGHEST_PROTOCOL)
        self._whole = whole

    def reducer_override(self, value: Any) -> Any:  # noqa: ANN401 -- as its base has it
        kind = type(value)
        if kind is Entry and self._whole is not None:
            return _article, (value.path, id(value) in self._whole)
        return (kind, _values_of(kind)(value)) if is_dataclass(kind) else NotImplemented


class _Reader(pickle.Unpickler):
    def __init__(self, data: bytes, look: Callable[[str, bool], Entry]) -> None:
        super().__init__(io.BytesIO(data))
        self._look = look

    def find_class(self, module: str, name: str) -> Any:  # noqa: ANN401 -- as its base has it
        return self._look if (module, name) == (__name__, _article.__name__) else super().find_class(module, name)


@cache
def _values_of(kind: type) -> Callable[[Any], tuple[Any, ...]]:
    names = [field.name for field in fields(kind)]
    return attrgetter(*names) if len(names) > 1 else lambda value: (getattr(value, names[0]),)
