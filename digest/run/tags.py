"""`digest tags`: which tags there are, and changes to the editors' vocabulary.

Articles keep the tags that were written in them; what a tag is called, and which are one, `content/tags.toml` says
alone, and the site follows. A tag that gets another address keeps the old one as `former`; there a page redirects.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from digest.errors import UsageError
from digest.languages.slugs import slugify
from digest.model import Tag
from digest.run import shelf, store, tagging, vocabulary_file
from digest.summarizer import twins
from digest.summarizer.vocabulary import Term, base, fold

if TYPE_CHECKING:
    from digest.run.store import Project
    from digest.summarizer.twins import Pair
    from digest.summarizer.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Row:
    """A tag that articles have, or that the editors settled."""

    tag: Tag
    articles: int
    settled: bool
    """It stands in the vocabulary."""


@dataclass(frozen=True, slots=True)
class Desk:
    """The tags of a project."""

    project: Project
    vocabulary: Vocabulary
    rows: tuple[Row, ...]
    """The most frequent first."""

    def find(self, name: str) -> Term | None:
        """Return the entry for a slug or name; of a tag in use without one, the entry it would have."""
        if term := self.vocabulary.term(name):
            return term
        tags = (row.tag for row in self.rows if fold(name) in (row.tag.slug, fold(row.tag.label)))
        return next((Term(tag.slug, {"": tag.label}) for tag in tags), None)

    def known(self, name: str) -> Term:
        """Return what `find` finds.

        Raises:
            UsageError: there is no such tag.
        """
        found = self.find(name)
        if found is None:
            raise UsageError(f"there is no tag `{name}`", hint="`digest tags` lists them all")
        return found


def load(project: Project) -> Desk:
    """Read the vocabulary, and count the tags of all articles that can be read, drafts too.

    Raises:
        ContentError, Faults: the vocabulary is wrong.
    """
    vocabulary = tagging.load_vocabulary(project)
    site = project.config.site.language
    found = {slug: Tag(slug, term.label(site), term.former) for slug, term in vocabulary.terms.items()}
    counts: Counter[str] = Counter()
    for file in shelf.load(project).files:
        tags = (vocabulary.canonical(name, file.matter.lang or site) for name in file.matter.tags)
        own = {tag.slug: tag for tag in tags if tag}
        found = own | found
        counts.update(own.keys())
    ordered = sorted(found.values(), key=lambda tag: (-counts[tag.slug], tag.slug))
    return Desk(project, vocabulary, tuple(Row(tag, counts[tag.slug], tag.slug in vocabulary.terms) for tag in ordered))


def rename(desk: Desk, old: str, new: str) -> Term:
    """Give a tag another label and, with it, address; the old ones still lead to it. Returns the new entry.

    Raises:
        UsageError: there is no tag `old`, or `new` is another one.
        ContentError: the tags file cannot be changed by a program.
    """
    language = desk.project.config.site.language
    term, slug = desk.known(old), slugify(new, language)
    other = desk.find(new) or desk.find(slug)
    if other and other.slug != term.slug:
        raise UsageError(f"`{new}` is a tag already", hint=f"`digest tags merge` makes one of the two: {old!r} {new!r}")
    key = next((code for code, label in term.labels.items() if fold(label) == fold(old)), None)
    key = key if key is not None else base(language) if base(language) in term.labels else next(iter(term.labels))
    renamed = _with_names_of(replace(term, slug=slug, labels={**term.labels, key: new}), term)
    _write(desk, term.slug, renamed, {term.slug: renamed})
    return renamed


def merge(desk: Desk, one: str, into: str) -> Term:
    """Make a tag part of another, under whose name both stand from now on. Returns the other's new entry.

    Raises:
        UsageError: there is no such tag, or both are one already.
        ContentError: the tags file cannot be changed by a program.
    """
    term, other = desk.known(one), desk.known(into)
    if term.slug == other.slug:
        raise UsageError(f"`{one}` and `{into}` are one tag already")
    parent = None if other.parent == term.slug else other.parent
    merged = _with_names_of(replace(other, parent=parent), term)
    _write(desk, term.slug, merged, {term.slug: None, other.slug: merged})
    return merged


def proposals(desk: Desk) -> list[Pair]:
    """Return pairs of tags that may be one, for editors to decide."""
    return twins.find([(row.tag, row.articles) for row in desk.rows])


def _with_names_of(term: Term, old: Term) -> Term:
    """Return `term`, to which all names and slugs of `old` lead."""
    own = {fold(label) for label in term.labels.values()}
    aliases = dict.fromkeys(name for name in (*term.aliases, *old.names) if fold(name) not in own)
    former = dict.fromkeys(slug for slug in (*term.former, *old.former, old.slug) if slug != term.slug)
    return replace(term, aliases=tuple(aliases), former=tuple(former))


def _write(desk: Desk, old: str, new: Term, changes: dict[str, Term | None]) -> None:
    """Change the tags file; what had `old` as its parent has `new`."""
    for slug, term in desk.vocabulary.terms.items():
        if term.parent == old and slug not in changes:
            changes[slug] = replace(term, parent=new.slug)
    tables = {slug: (term.slug, term.values) if term else None for slug, term in changes.items()}
    name = desk.project.config.paths.tags
    path = desk.project.path(name)
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    path.parent.mkdir(parents=True, exist_ok=True)
    store.write(path, vocabulary_file.changed(text, tables, name).encode())
