"""`digest.toml` as values: every setting with its default, and what it means.

The file is one of the two gates where input is validated (the other is an article's front matter), so the models are
pydantic's: all faults are found in one run and a JSON Schema for editors' tools comes for free.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from typing import TYPE_CHECKING, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from digest.errors import ConfigError, DigestError, Faults

if TYPE_CHECKING:
    from pathlib import Path

FILE_NAME = "digest.toml"


class _Section(BaseModel):
    """A table of `digest.toml`: frozen, and a key it does not know is a fault."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Site(_Section):
    """What the published site is called and where it lives."""

    title: str = "Digest"
    description: str = ""
    base_url: str = ""
    """Absolute address of the published site; feeds and sitemap need it, pages never do."""
    language: str = "en"
    """Language of the site's own words, a BCP 47 code; each article keeps its own."""
    time_zone: str = "UTC"
    """IANA name; a date without a time means that whole day here."""
    theme: str = Field(default="broadsheet", pattern=r"^\w[\w-]*$")
    author: str = ""
    """Publisher of the digest, named in feeds and footer."""

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


class Paths(_Section):
    """Folders, relative to `digest.toml`."""

    sources: str = "content/sources"
    articles: str = "content/articles"
    pages: str = "content/pages"
    tags: str = "content/tags.toml"
    output: str = "site"


class Summary(_Section):
    """How long a summary may be."""

    sentences: int = Field(default=3, ge=1, le=10)
    max_words: int = Field(default=90, ge=10, le=1000)


class Feed(_Section):
    """Atom feed."""

    entries: int = Field(default=30, ge=1, le=500)
    content: Literal["full", "summary"] = "summary"


class Limits(_Section):
    """Bounds that keep one bad source from stopping the rest."""

    source_bytes: int = Field(default=25_000_000, ge=1)
    """A longer source is refused with a clear error: the longest real page seen has 1.5 MB."""
    source_seconds: float = Field(default=60.0, gt=0, le=3600)
    """A source whose cleaning takes longer is left out: real ones take less than a second."""
    source_memory: int = Field(default=1_000_000_000, ge=200_000_000)
    """Bytes that a process may take that cleans; it has 60 million before it begins."""


class Fetch(_Section):
    """How pages and feeds are fetched."""

    timeout: float = Field(default=30.0, gt=0, le=600)
    """Seconds for one request with its whole answer."""
    pause: float = Field(default=1.0, ge=0, le=60)
    """Seconds between two requests to one host; more where its robots.txt wants it."""
    allow_private: bool = False
    """Fetch from machines of the own network, too; a redirect could lead there without anybody having meant it."""


class Config(_Section):
    """All of `digest.toml`."""

    site: Site = Site()
    paths: Paths = Paths()
    summary: Summary = Summary()
    feed: Feed = Feed()
    limits: Limits = Limits()
    fetch: Fetch = Fetch()
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
    values = parse_toml(text, path=name, error=ConfigError)
    try:
        return Config.model_validate(values)
    except ValidationError as error:
        lines = toml_lines(text)
        faults = [_fault(details, name, lines) for details in error.errors()]
        raise Faults(sorted(faults, key=lambda fault: fault.line or 0)) from error


def parse_toml(text: str, *, path: str, error: type[DigestError], first_line: int = 1) -> dict[str, Any]:
    """Return the values in `text`, or raise `error` with the line and column at which it stops being TOML."""
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as fault:
        message, _, place = str(fault).partition(" (at ")
        line, column = ([int(number) for number in re.findall(r"\d+", place)] + [0, 0])[:2]
        raise error(
            f"not TOML: {message[:1].lower()}{message[1:]}",
            path=path,
            line=first_line + line - 1 if line else first_line + text.rstrip().count("\n"),
            column=column or None,
            hint="texts need quotation marks" if "Invalid value" in message else None,
        ) from fault


def toml_lines(text: str, first_line: int = 1) -> dict[tuple[str | int, ...], int]:
    """Return the line of each key and table: tomllib keeps none, and the lines of a small file are soon found again."""
    lines: dict[tuple[str | int, ...], int] = {}
    table: tuple[str, ...] = ()
    for number, line in enumerate(text.split("\n"), first_line):
        if header := re.match(r"\s*\[+\s*([^\]]+?)\s*\]", line):
            table = _keys(header[1])
            lines.setdefault(table, number)
        elif assignment := re.match(r"\s*([\w\-.\"' ]+?)\s*=", line):
            lines.setdefault((*table, *_keys(assignment[1])), number)
    return lines


def _keys(dotted: str) -> tuple[str, ...]:
    return tuple(key.strip(" \"'") for key in dotted.split("."))


def _fault(details: Any, name: str, lines: dict[tuple[str | int, ...], int]) -> ConfigError:  # noqa: ANN401 -- pydantic's
    """Turn one of pydantic's errors into ours: where, what, and the nearest known name for a wrong one."""
    keys = tuple(details["loc"])
    dotted = ".".join(map(str, keys))
    line = next((lines[keys[:end]] for end in range(len(keys), 0, -1) if keys[:end] in lines), None)
    if details["type"] != "extra_forbidden":
        message = details["msg"].removeprefix("Value error, ").removeprefix("Input ")
        return ConfigError(f"{dotted}: {message}", path=name, line=line)
    close = difflib.get_close_matches(str(keys[-1]), _names(keys[:-1]), n=1)
    return ConfigError(
        f"there is no setting {dotted!r}", path=name, line=line, hint=f"did you mean `{close[0]}`?" if close else None
    )


def _names(keys: tuple[str | int, ...]) -> list[str]:
    """Names of the settings in the table `keys`."""
    model: Any = Config
    for key in keys:
        model = model.model_fields[key].annotation
    return list(model.model_fields)
