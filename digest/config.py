"""`digest.toml` as values: every setting with its default, and what it means.

The file is one of the two gates where input is validated (the other is an article's front matter), so the models are
pydantic's: all faults are found in one run and a JSON Schema for editors' tools comes for free.
"""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING, Any, Literal, TypeVar, get_args
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from digest.errors import ConfigError, DigestError, Faults
from digest.toml import parse_toml, toml_lines

if TYPE_CHECKING:
    from pathlib import Path

FILE_NAME = "digest.toml"
M = TypeVar("M", bound=BaseModel)


class Section(BaseModel):
    """A table of settings: frozen, and a key it does not know is a fault."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Site(Section):
    """What the published site is called and where it lives."""

    title: str = "Digest"
    """Name of the digest, in its masthead and feeds."""
    description: str = ""
    """A line on what it is about."""
    base_url: str = ""
    """Absolute address of the published site; feeds and sitemap need it, pages never do."""
    language: str = "en"
    """Language of the site's own words, a BCP 47 code; each article keeps its own."""
    time_zone: str = "UTC"
    """IANA name; a date without a time means that whole day here."""
    theme: str = Field(default="broadsheet", pattern=r"^\w[\w-]*$")
    """Name of a folder in `themes/`, the project's own or one that `digest` ships."""
    author: str = ""
    """Publisher of the digest, named in feeds and footer."""
    custom_domain: str = Field(default="", pattern=r"^([a-z0-9-]+(\.[a-z0-9-]+)+)?$")
    """Host name that readers use, such as `news.example.org`; written into the site's file `CNAME`."""

    news_sitemap: bool = False
    """Make `news-sitemap.xml`, too: the latest articles of the digest's own, for search engines that list news."""

    search: bool = True
    """Make the search page and its index: about a tenth of a clean build's time, and 1 MB for 1,000 articles."""

    cards: bool = False
    """Draw a picture of each headline, shown where somebody shares a link to it: about 0.1 seconds each, once."""

    @field_validator("base_url")
    @classmethod
    def _absolute(cls, value: str) -> str:
        """Addresses are joined to it, so it ends with a slash."""
        if value and not re.fullmatch(r"https?://[^\s/?#<>\"']+(?:/[^\s?#<>\"']*)?", value):
            raise ValueError("must be an absolute address such as https://example.org/news/")
        return value and value.rstrip("/") + "/"

    @field_validator("time_zone")
    @classmethod
    def _known(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (OSError, ValueError, KeyError) as error:  # a folder's name; a climbing path; an unknown zone
            raise ValueError("must be an IANA time zone such as Europe/Berlin") from error
        return value


class Paths(Section):
    """Folders, relative to `digest.toml`."""

    sources: str = "content/sources"
    """What came in, untouched."""
    articles: str = "content/articles"
    """Markdown files, one an article."""
    pages: str = "content/pages"
    """Editors' own pages, such as an imprint."""
    tags: str = "content/tags.toml"
    """The vocabulary: how tags are spelled."""
    publishers: str = "content/sources.toml"
    """What editors settled of publishers: rules, rights, names."""
    output: str = "site"
    """The published site; each build replaces it as a whole."""


class Summary(Section):
    """How long a summary may be."""

    sentences: int = Field(default=3, ge=1, le=10)
    """At most so many sentences."""
    max_words: int = Field(default=90, ge=10, le=1000)
    """At most so many words."""


class Feed(Section):
    """Feeds: Atom, JSON Feed and RSS."""

    entries: int = Field(default=30, ge=1, le=500)
    """At most so many articles in a feed."""
    content: Literal["full", "summary"] = "summary"
    """What a feed holds of articles whose whole text may be published."""


class Rights(Section):
    """What is published of other people's texts."""

    unknown: Literal["full", "summary", "link"] = "summary"
    """Of articles whose rights nobody stated: neither `publish` in their front matter or for their publisher, nor a
    licence that lets everybody publish them."""
    verbatim_share: float = Field(default=0.33, ge=0, le=1)
    """How much of a text's words its summary may repeat, where only the summary is published."""


class EditionForms(Section):
    """Other forms of each edition than its page; the page links to them."""

    newsletter: bool = False
    """As an e-mail: a page with its styles in it, at `newsletters/`, and a plain-text twin."""
    newsletter_footer: str = ""
    """Ends both: an imprint, or what your mail service puts the address for unsubscribing in."""
    epub: bool = False
    """As a book for e-readers, EPUB 3."""
    print: bool = False
    """As a page to print on A4, at `print/`."""


class Cleaner(Section):
    """What is taken over of a source."""

    images: bool = False
    """Tell of the images in a web page's text, in the key `images` of its article: a list of `url`, `alt`, `caption`,
    `credit` and `licence`. Nothing is fetched or shown; a theme may do so where the rights allow it."""


class Limits(Section):
    """Bounds that keep one bad source from stopping the rest."""

    source_bytes: int = Field(default=25_000_000, ge=1)
    """A longer source is refused with a clear error: the longest real page seen has 1.5 MB."""
    source_seconds: float = Field(default=60.0, gt=0, le=3600)
    """A source whose cleaning takes longer is left out: real ones take less than a second."""
    source_memory: int = Field(default=1_500_000_000, ge=200_000_000)
    """Bytes that a process may take that cleans; a text of 25 MB in short lines takes 1.4 billion."""


class Check(Section):
    """What `digest check` is content with."""

    article_kilobytes: float = Field(default=15.0, gt=0)
    """Most that an article's page may weigh, compressed, with all that a browser loads with it."""
    front_kilobytes: float = Field(default=25.0, gt=0)
    """The same of the front page."""
    link_days: int = Field(default=14, ge=0, le=365)
    """How many days a link to another site that was found good is not asked for again."""


class Fetch(Section):
    """How pages and feeds are fetched."""

    timeout: float = Field(default=30.0, gt=0, le=600)
    """Seconds for one request with its whole answer."""
    pause: float = Field(default=1.0, ge=0, le=60)
    """Seconds between two requests to one host; more where its robots.txt wants it."""
    allow_private: bool = False
    """Fetch from machines of the own network, too; a redirect could lead there without anybody having meant it."""


class Config(Section):
    """All of `digest.toml`."""

    site: Site = Site()
    paths: Paths = Paths()
    summary: Summary = Summary()
    feed: Feed = Feed()
    rights: Rights = Rights()
    edition: EditionForms = EditionForms()
    cleaner: Cleaner = Cleaner()
    limits: Limits = Limits()
    fetch: Fetch = Fetch()
    check: Check = Check()
    theme_options: dict[str, str | int | float | bool | list[str]] = Field(default_factory=dict)
    """Handed to the theme's templates as `theme`."""


def load(path: Path, *, name: str | None = None) -> Config:
    """Read and check `digest.toml`.

    Args:
        path: the file.
        name: how errors call it; its file name when left out.

    Raises:
        ConfigError: when it cannot be read, or is no TOML.
        Faults: when settings are wrong or unknown; all of them, each with its line.
    """
    name = name or path.name
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise ConfigError("there is no such file", path=name, hint="`digest init` makes a new project") from error
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"cannot be read: {error}", path=name) from error
    return validated(Config, text, path=name, error=ConfigError)


def validated(model: type[M], text: str, *, path: str, error: type[DigestError]) -> M:
    """Return what the TOML in `text` says.

    Args:
        model: what it may say.
        text: of the file.
        path: how errors call the file.
        error: what kind of fault it is when it says something else.

    Raises:
        DigestError: of the kind `error`, when it is no TOML.
        Faults: when values are wrong or keys unknown; all of them, each with its line.
    """
    values = parse_toml(text, path=path, error=error)
    try:
        return model.model_validate(values)
    except ValidationError as wrong:
        faults = [_fault(details, text, model) for details in wrong.errors()]
        placed = [error(message, path=path, line=line, hint=hint) for message, line, hint in faults]
        raise Faults(sorted(placed, key=lambda fault: fault.line or 0)) from wrong


def _fault(details: Any, text: str, model: type[BaseModel]) -> tuple[str, int | None, str | None]:  # noqa: ANN401 -- pydantic's
    """Turn one of pydantic's errors into ours: what, where, and the nearest known name for a wrong one."""
    keys = tuple(details["loc"])
    dotted = ".".join(str(key) for key in keys if isinstance(key, str))
    line = _line(keys, details["input"], text)
    if details["type"] != "extra_forbidden":
        message, _, hint = details["msg"].removeprefix("Value error, ").removeprefix("Input ").partition("; hint: ")
        return f"{dotted}: {message}", line, hint or None
    close = difflib.get_close_matches(str(keys[-1]), _names(model, keys[:-1]), n=1)
    return f"there is no setting {dotted!r}", line, f"did you mean `{close[0]}`?" if close else None


def _line(keys: tuple[str | int, ...], value: object, text: str) -> int | None:
    """Return the line of a key; of an item of a list, the one that the item is written in, if it is found there."""
    lines = toml_lines(text)
    line = next((lines[keys[:end]] for end in range(len(keys), 0, -1) if keys[:end] in lines), None)
    if line and isinstance(keys[-1], int) and isinstance(value, str):
        following = enumerate(text.split("\n")[line - 1 :], line)
        return next((number for number, one in following if value in one), line)
    return line


def _names(model: Any, keys: tuple[str | int, ...]) -> list[str]:  # noqa: ANN401 -- a model, or a table of models
    """Names of the settings in the table `keys`."""
    for key in keys:
        fields = getattr(model, "model_fields", None)
        model = fields[key].annotation if fields else get_args(model)[-1]
    return list(model.model_fields)
