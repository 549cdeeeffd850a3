"""`content/sources.toml`: what editors settled of their publishers, and which of them a source comes from."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from digest import readers
from digest.config import Section, validated
from digest.content import frontmatter
from digest.errors import ContentError
from digest.model import Document, Publisher, Rule, Source, Statement
from digest.readers.selectors import is_selector
from digest.run import store

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from digest.run.store import Project

_CSS = "css:"
_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)+")
_SENDER = re.compile(r"(?:[^\s@]+@)?[\w-]+(?:\.[\w-]+)+")
_MIN_LETTERS = 3  # a pattern of fewer fits lines of any text
_MAX_PATTERN = 500


@dataclass(frozen=True, slots=True)
class Traits:
    """By what the publisher of a source is known."""

    file: str
    """The source's name."""
    host: str = ""
    """Of its address, without `www.`."""
    sender: str = ""
    """Address of who sent the mail."""
    name: str = ""
    """As the source itself calls its publisher."""

    def house(self, publisher: Publisher | None) -> str:
        """Return what is the same for all sources of one publisher; empty when nothing is known."""
        container, _, item = self.file.partition("#")
        known = ("publisher", publisher.key) if publisher else ("host", self.host)
        said = (known, ("sender", self.sender), ("name", _folded(self.name)), ("feed", container if item else ""))
        return next((f"{kind} {value}" for kind, value in said if value), "")


def load(project: Project) -> tuple[Publisher, ...]:
    """Return what editors settled, publisher by publisher; nothing when there is no file.

    Raises:
        ContentError, Faults: when the file is wrong.
    """
    name = project.config.paths.publishers
    path = project.path(name)
    if not path.is_file():
        return ()
    text = frontmatter.decode(path.read_bytes(), name)
    file = validated(_File, text, path=name, error=ContentError)
    return tuple(table.publisher(key, name) for key, table in file.publishers.items())


def read(source: Source, publishers: Sequence[Publisher]) -> tuple[Document, Traits, Publisher | None]:
    """Read a source under the rules of its publisher, whom it may name first when it is read.

    Raises:
        SourceError: when it cannot be read.
    """
    document = readers.read(source)
    found = traits(document)
    publisher = find(found, publishers)
    return (readers.read(_described(source, publisher)) if publisher else document), found, publisher


def traits(document: Document) -> Traits:
    """Return by what the publisher of a document is known."""
    said = [(one.key, one.value) for one in (*document.source.statements, *document.statements)]
    url = document.source.url or next((value for key, value in said if key == "url"), "")
    sender, name = (next((value for key, value in said if key == wanted), "") for wanted in ("sender", "publisher"))
    return Traits(document.source.name, host(url), sender.lower(), name)


def find(of: Traits, publishers: Sequence[Publisher]) -> Publisher | None:
    """Return the publisher with these traits: by the file, else the nearest host, the sender, the name it states."""
    for one in publishers:
        if any(Rule(keep=True, pattern=pattern).fits(of.file) for pattern in one.files):
            return one
    hosts = {known: one for one in reversed(publishers) for known in one.hosts}
    sender = of.sender.rpartition("@")[2]
    senders = {known: one for one in reversed(publishers) for known in one.senders}
    names = {_folded(one.name): one for one in reversed(publishers) if one.name}
    return (
        next((hosts[parent] for parent in _parents(of.host) if parent in hosts), None)
        or senders.get(of.sender)
        or next((senders[parent] for parent in _parents(sender) if parent in senders), None)
        or names.get(_folded(of.name))
    )


def fingerprint(publisher: Publisher | None) -> str:
    """Return a hash of all that changes an article when editors change it; empty for no publisher."""
    if publisher is None:
        return ""
    settled = (publisher.name, publisher.rules, publisher.language, publisher.publish, publisher.licence)
    return store.fingerprint(repr(settled).encode())


def host(url: str) -> str:
    """Return the host of an address, without `www.`; empty when it has none."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:  # `http://[`
        return ""


def _described(source: Source, publisher: Publisher) -> Source:
    """Return a source with what its publisher's editors know of it."""
    own = (Statement("publisher", publisher.name, "as editors call it"),) if publisher.name else ()
    language = publisher.language or source.language
    return replace(source, rules=publisher.rules, language=language, statements=(*own, *source.statements))


def _parents(name: str) -> Iterator[str]:
    """Yield a host, then the one it belongs to, and so on."""
    while name:
        yield name
        name = name.partition(".")[2]


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()


def _listed(value: object) -> object:
    """A list, also where there is only one item."""
    return [value] if isinstance(value, str) else value


def _host(value: str) -> str:
    bare = (host(value) if "://" in value else value).strip().lower().removeprefix("www.").rstrip("./")
    if not _HOST.fullmatch(bare):
        raise ValueError(f"{value!r} is no host; hint: write it like kurier.example")
    return bare


def _sender(value: str) -> str:
    bare = value.strip().lower().removeprefix("@")
    if not _SENDER.fullmatch(bare):
        hint = "write presse@kurier.example, or kurier.example for all of it"
        raise ValueError(f"{value!r} is no mail address; hint: {hint}")
    return bare


def _pattern(value: str) -> str:
    text = value.strip()
    if len(text) > _MAX_PATTERN:
        raise ValueError(f"is longer than {_MAX_PATTERN} characters")
    if text.startswith(_CSS):
        if not is_selector(text.removeprefix(_CSS).strip()):
            raise ValueError(f"{value!r} is no CSS selector; hint: write it like css: .promo; there is no `:has()`")
    elif sum(map(str.isalnum, text)) < _MIN_LETTERS:
        raise ValueError(f"{value!r} fits lines of any text; hint: name at least {_MIN_LETTERS} letters of the line")
    return text


_Hosts = Annotated[list[Annotated[str, AfterValidator(_host)]], BeforeValidator(_listed)]
_Senders = Annotated[list[Annotated[str, AfterValidator(_sender)]], BeforeValidator(_listed)]
_Names = Annotated[list[Annotated[str, Field(min_length=1)]], BeforeValidator(_listed)]
_Patterns = Annotated[list[Annotated[str, AfterValidator(_pattern)]], BeforeValidator(_listed)]


class _Table(Section):
    """`[publishers.<key>]`."""

    name: Annotated[str, Field(min_length=1)] | None = None
    hosts: _Hosts = Field(default_factory=list)
    senders: _Senders = Field(default_factory=list)
    files: _Names = Field(default_factory=list)
    keep: _Patterns = Field(default_factory=list)
    remove: _Patterns = Field(default_factory=list)
    language: Annotated[str, Field(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$")] | None = None
    publish: Literal["full", "summary", "link"] | None = None
    licence: Annotated[str, Field(min_length=1)] | None = None

    @model_validator(mode="after")
    def _known(self) -> _Table:
        if not (self.name or self.hosts or self.senders or self.files):
            raise ValueError("nothing tells which sources are meant; hint: name `hosts`, `senders`, `files` or `name`")
        return self

    def publisher(self, key: str, file: str) -> Publisher:
        """Return it as a value."""
        rules = [(True, one) for one in self.keep] + [(False, one) for one in self.remove]
        return Publisher(
            key=key,
            name=self.name,
            hosts=tuple(self.hosts),
            senders=tuple(self.senders),
            files=tuple(self.files),
            rules=tuple(_rule(keep, text, file) for keep, text in rules),
            language=self.language,
            publish=self.publish,
            licence=self.licence,
        )


class _File(Section):
    """All of `sources.toml`."""

    publishers: dict[str, _Table] = Field(default_factory=dict)


def _rule(keep: bool, text: str, file: str) -> Rule:  # noqa: FBT001 -- which list it stands in
    css = text.startswith(_CSS)
    return Rule(keep, text.removeprefix(_CSS).strip() if css else text, css, file)
