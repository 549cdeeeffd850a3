"""The editors' vocabulary of tags: spelling, aliases, parents, and what is never a tag (`content/tags.toml`)."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from digest.errors import ContentError, DigestError, Faults
from digest.languages.slugs import slugify
from digest.model import Tag

if TYPE_CHECKING:
    from collections.abc import Iterator

_KEYS = {"tags", "stop"}
_TERM_KEYS = {"label", "aliases", "parent", "former"}


@dataclass(frozen=True, slots=True)
class Term:
    """One tag of the vocabulary."""

    slug: str
    labels: Mapping[str, str]
    """Language code → label; the empty code holds for every language without its own."""
    aliases: tuple[str, ...] = ()
    parent: str | None = None
    former: tuple[str, ...] = ()
    """Slugs that it had once."""

    def label(self, language: str | None) -> str:
        """Return the label in a language, or else the first that there is."""
        return self.labels.get(base(language)) or self.labels.get("") or next(iter(self.labels.values()))

    @property
    def values(self) -> dict[str, Any]:
        """Its table in `tags.toml`."""
        label = self.labels[""] if self.labels.keys() == {""} else dict(self.labels)
        found = {"label": label, "aliases": list(self.aliases), "parent": self.parent, "former": list(self.former)}
        return {key: value for key, value in found.items() if value}

    @property
    def names(self) -> tuple[str, ...]:
        """All that a source may call it."""
        return (*self.labels.values(), *self.aliases)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All tags that the editors have settled; an empty one leaves every tag as it was found."""

    terms: Mapping[str, Term] = field(default_factory=dict)
    """Slug → term."""
    stop: frozenset[str] = frozenset()
    """What is never a tag, folded by `fold`."""
    names: Mapping[str, str] = field(default_factory=dict)
    """Folded name → slug."""

    @classmethod
    def from_mapping(cls, mapping: Mapping[str, Any], path: str | None = None) -> Vocabulary:
        """Build it from the parsed `tags.toml`.

        Args:
            mapping: `stop`, a list of names, and `tags`, slug → `label` (a text, or one per language), `aliases`,
                `parent`, `former` (slugs that it had once).
            path: of the file, for messages.

        Raises:
            Faults: everything that an editor has to mend, at once.
        """
        faults = [ContentError(message, path=path, hint=hint) for message, hint in _check(mapping)]
        if faults:
            raise Faults(list[DigestError](faults))
        terms = {slug: _term(slug, value) for slug, value in mapping.get("tags", {}).items()}
        names = {fold(name): slug for slug, term in terms.items() for name in (slug, *term.former, *term.names)}
        return cls(terms, frozenset(map(fold, mapping.get("stop", ()))), names)

    def canonical(self, name: str, language: str | None) -> Tag | None:
        """Return the tag for a name in its canonical form; `None` when the editors never want it, or it is empty.

        Case and Unicode form make no difference: `EU`, `eu` and a decomposed `É` never become twins.
        """
        folded = fold(name)
        if not folded or folded in self.stop:
            return None
        if term := self.term(name):
            return Tag(term.slug, term.label(language), term.former)
        label = " ".join(unicodedata.normalize("NFC", name).split())
        return Tag(slugify(label, language), label)

    def term(self, name: str) -> Term | None:
        """Return the editors' entry for a name or slug, if they have one."""
        slug = self.names.get(fold(name))
        return None if slug is None else self.terms[slug]


@lru_cache(maxsize=50_000)  # an article's names come again and again
def fold(name: str) -> str:
    """Return `name` such that case, Unicode form and spacing make no difference."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def base(language: str | None) -> str:
    """Return the first part of a BCP 47 code: `de` of `de-AT`."""
    return (language or "").replace("_", "-").split("-")[0].lower()


def _term(slug: str, value: Mapping[str, Any]) -> Term:
    label = value["label"]
    labels = {"": label} if isinstance(label, str) else dict(label)
    return Term(slug, labels, tuple(value.get("aliases", ())), value.get("parent"), tuple(value.get("former", ())))


def _check(mapping: Mapping[str, Any]) -> Iterator[tuple[str, str | None]]:
    """Yield a message and a hint for every fault."""
    for key in sorted(set(mapping) - _KEYS):
        yield f"unknown key `{key}`", "the keys are `stop` and `[tags.<slug>]`"
    if not _is_texts(mapping.get("stop", [])):
        yield "`stop` must be a list of texts", None
    tags = mapping.get("tags", {})
    if not isinstance(tags, Mapping):
        yield "`tags` must be a table", "write `[tags.<slug>]` and below it `label = …`"
        return
    sound = True
    for slug, value in tags.items():
        for message, hint in _check_term(slug, value, tags):
            sound = False
            yield f"tag `{slug}`: {message}", hint
    if sound:
        yield from _check_names(tags)


def _check_term(slug: str, value: object, tags: Mapping[str, Any]) -> Iterator[tuple[str, str | None]]:
    if slugify(slug, None) != slug:
        yield "a slug has small letters, digits and hyphens only", f"write `[tags.{slugify(slug, None)}]`"
    if not isinstance(value, Mapping):
        yield "must be a table", f'write `[tags.{slug}]` and below it `label = "…"`'
        return
    for key in sorted(set(value) - _TERM_KEYS):
        yield f"unknown key `{key}`", "the keys are `label`, `aliases`, `parent` and `former`"
    if not _is_label(value.get("label")):
        yield "needs a label", 'write `label = "…"`, or `label = { de = "…", en = "…" }`'
    for key in ("aliases", "former"):
        if not _is_texts(value.get(key, [])):
            yield f"`{key}` must be a list of texts", None
    yield from _check_parent(slug, value, tags)


def _check_parent(slug: str, value: Mapping[str, Any], tags: Mapping[str, Any]) -> Iterator[tuple[str, str | None]]:
    parent = value.get("parent")
    if parent is not None and not isinstance(tags.get(str(parent)), Mapping):
        yield f"its parent `{parent}` is no tag", "add it, or correct the slug"
    seen = [slug]
    while isinstance(above := tags.get(str(parent)), Mapping):
        if parent in seen:
            yield "is its own ancestor", "take one `parent` out"
            return
        seen.append(str(parent))
        parent = above.get("parent")


def _check_names(tags: Mapping[str, Any]) -> Iterator[tuple[str, str | None]]:
    owners: dict[str, str] = {}
    for slug, value in tags.items():
        term = _term(slug, value)
        for name in (slug, *term.names, *term.former):
            owner = owners.setdefault(fold(name), slug)
            if owner != slug:
                yield f"`{name}` is claimed by the tags `{owner}` and `{slug}`", "a name leads to one tag"


def _is_label(value: object) -> bool:
    texts = list(value.values()) if isinstance(value, Mapping) else [value]
    return bool(texts) and _is_texts(texts)


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(text, str) and text.strip() for text in value)
