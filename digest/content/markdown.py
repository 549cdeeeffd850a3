"""Article files: Markdown with front matter to `Entry`, and the machine's values to Markdown.

The reader is lenient (see `spellings` and `schema`); the writer writes one form, and leaves an editor's comments,
quotation marks and order of keys as they are.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from digest.config import Rights
from digest.content import dates, frontmatter, rights, spellings
from digest.content.schema import FrontMatter, Original
from digest.errors import DigestError, Faults
from digest.languages.slugs import slugify
from digest.model import Attribution, Correction, Entry, Tag

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from digest.content.frontmatter import Parsed
    from digest.content.safe_yaml import Keys

_JEKYLL_NAME = re.compile(r"(\d{4}-\d{2}-\d{2})-(.+)")
# Not where a text tells of it: the escaped sign would leave its backslash to unescape what follows.
_MARKS = re.compile(r"(?<!\\)<!--\s*more\s*-->\n?|(?<![ \t])[ \t]*+(?<!\\)<!--\s*summary:\s*(?:yes|no)\s*-->")
_HEADLINE = re.compile(r"#[ \t]+(.+?)(?:[ \t]+#+)?[ \t]*(?:\n+|$)")


@dataclass(frozen=True, slots=True)
class ArticleFile:
    """An article's file, read and validated."""

    path: str
    """Relative to the project, with `/`."""
    frame: tuple[str, str]
    """What stands before and behind its text, which is held once: there may be very many files at a time."""
    parsed: Parsed
    matter: FrontMatter
    extra: dict[str, Any]
    title: str
    body: str
    """Without a first heading that only repeats the title, and without editors' marks (see `content.marks`)."""

    @property
    def text(self) -> str:
        """The whole file."""
        before, behind = self.frame
        return f"{before}{self.parsed.body}{behind}"


@dataclass(frozen=True, slots=True)
class Reading:
    """What the reader has to know beside the file."""

    zone: dt.tzinfo
    """The site's time zone: dates without one are meant in it."""
    language: str
    """Language of articles that state none."""
    canonical: Callable[[str, str], Tag | None]
    """A tag as written and the article's language → the tag of the site; `None` when it is on the stop list."""
    rights: Rights = field(default_factory=Rights)
    """What is published of texts whose rights nobody stated."""
    owner: str = ""
    """Publisher of the digest: what it is the source of is the digest's own text."""


def read(data: bytes, path: str) -> ArticleFile:
    """Read an article's file.

    Args:
        data: its bytes.
        path: relative to the project, for errors and for what its name tells (slug; Jekyll's date).

    Raises:
        ContentError, Faults: everything that is wrong with it, each with line and column.
    """
    text = frontmatter.decode(data, path)
    parsed = frontmatter.parse(text, path)
    spelled = spellings.canonical(parsed.values)
    faults: list[DigestError] = list(parsed.faults)
    try:
        matter = FrontMatter.model_validate(_with_name(spelled.known, path))
    except ValidationError as error:
        faults += [_fault(parsed, spelled.origins, details) for details in error.errors()]
        matter = FrontMatter(title=str(spelled.known.get("title") or "") or None)
    title, body = _headline(matter.title, _without_marks(parsed.body))
    if not title:
        faults.append(parsed.fault(("title",), "the title is missing", "add a line `title: …`"))
    if faults:
        raise Faults(sorted(faults, key=lambda fault: (fault.line or 0, fault.column or 0)))
    return ArticleFile(path, frame(text, parsed.body), parsed, matter, spelled.extra, title, body)


def frame(text: str, body: str) -> tuple[str, str]:
    """Return what of a file stands before and behind its text."""
    at = text.rindex(body)
    return text[:at], text[at + len(body) :]


def entry(file: ArticleFile, reading: Reading) -> Entry:
    """Return the article as it will be published.

    Raises:
        ContentError: when it has no date.
    """
    matter = file.matter
    if matter.date is None:
        raise file.parsed.fault(("date",), "the date is missing", "add a line such as `date: 2026-01-31`")
    lang = matter.lang or reading.language
    republished = rights.is_republished(matter, reading.owner)
    return Entry(
        id=matter.id or stable_id(file.path),
        path=file.path,
        slug=matter.slug or slug_of(file.path, lang),
        title=file.title,
        date=dates.moment(matter.date, reading.zone),
        body=file.body,
        all_day=not isinstance(matter.date, dt.datetime),
        updated=dates.moment(matter.updated, reading.zone) if matter.updated else None,
        authors=tuple(matter.authors),
        category=matter.category,
        tags=_tags(matter.tags, lang, reading),
        lang=lang,
        summary=tuple(matter.summary),
        source=_attribution(matter.source),
        publish=rights.scope(matter, reading.rights, republished=republished),
        republished=republished,
        draft=matter.draft,
        expires=dates.end(matter.expires, reading.zone) if matter.expires else None,
        aliases=tuple(matter.aliases),
        abbreviations=matter.abbreviations,
        corrections=tuple(Correction(item.date, item.text) for item in matter.corrections),
        story=matter.story,
        removed=matter.digest.removed,
        extra=file.extra,
    )


def _without_marks(body: str) -> str:
    return _MARKS.sub("", body) if "<!--" in body else body


def slug_of(path: str, language: str) -> str:
    """Return the slug that a file's name gives, without a date before it."""
    return slugify(_JEKYLL_NAME.sub(r"\2", PurePosixPath(path).stem), language)


def stable_id(text: str) -> str:
    """Return a short identifier that depends on `text` alone: a source's name, or an article's path."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def _with_name(known: dict[str, Any], path: str) -> dict[str, Any]:
    """Take the date from a file name like Jekyll's, where the file states none."""
    found = _JEKYLL_NAME.fullmatch(PurePosixPath(path).stem)
    return {"date": found[1]} | known if found else known


def _headline(title: str | None, body: str) -> tuple[str, str]:
    """Return title and body: a first-level heading at the top is the title, where there is none or it repeats it."""
    found = _HEADLINE.match(body)
    if found and (not title or found[1] == title):
        return found[1], body[found.end() :]
    return title or "", body


def _tags(names: list[str], lang: str, reading: Reading) -> tuple[Tag, ...]:
    """Return the site's tags, each once, in the written order."""
    found = (reading.canonical(name, lang) for name in names)
    return tuple({tag.slug: tag for tag in found if tag}.values())


def _attribution(source: Original) -> Attribution:
    return Attribution(source.name, source.url, source.author, source.published, source.retrieved, source.licence)


# By pydantic's names of errors: what is wrong, where its own words are for programmers, and what to do.
_HINT = "write another value, or remove the line"
_TABLE = ("must be a table", "write its keys below it, indented, each as `key: value`")
_SWITCH = ("must be true or false", "write `true` or `false` without quotation marks")
_PLAIN: Mapping[str, tuple[str, str]] = {
    "model_type": _TABLE,
    "dict_type": _TABLE,
    "bool_type": _SWITCH,
    "bool_parsing": _SWITCH,
    "list_type": ("must be a list", "write it as `[one, two]`"),
    "missing": ("lacks `{}`", "add that key"),
    "literal_error": ("", "write one of these words"),
    "string_pattern_mismatch": ("must be one word of up to 200 signs, without `<`, `>` and `&`", _HINT),
}


def _fault(parsed: Parsed, origins: dict[str, Keys], details: Any) -> DigestError:  # noqa: ANN401 -- pydantic's
    """Turn one of pydantic's errors into ours, under the key as the editor spelled it."""
    key, *rest = details["loc"]
    keys = parsed.known((*origins.get(key, (key,)), *rest))
    context = details.get("ctx", {})
    known = _PLAIN.get(details["type"], ("", _HINT))
    message = context.get("message") or known[0] or details["msg"].removeprefix("Input ")
    named = ".".join(part for part in keys if isinstance(part, str))
    told = message.format(details["loc"][-1]) if message == known[0] else message
    return parsed.fault(keys, f"{named}: {told}", context.get("hint") or known[1])
