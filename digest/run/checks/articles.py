"""Front matter: rights, titles, keys that are nearly right."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from digest.content import rights, spellings
from digest.content.schema import Original

if TYPE_CHECKING:
    from collections.abc import Iterator

    from digest.content.markdown import ArticleFile
    from digest.errors import ContentError
    from digest.run.checks.rendered import Subject

# Of `difflib`: `sumary` and `author_s` are meant as ours; `series`, `weight` and `image` of other tools are not.
_ALIKE = 0.8


def unlicensed(subject: Subject) -> Iterator[ContentError]:
    """Yield other people's texts of which all is published though nothing says that it may be."""
    settings = subject.built.project.config
    for file in _published(subject):
        licence = file.matter.source.licence
        republished = rights.is_republished(file.matter, settings.site.author)
        scope = rights.scope(file.matter, settings.rights, republished=republished)
        if not republished or scope != "full" or rights.is_free(licence):
            continue
        if licence:
            message = f"all of the text is published; that {licence!r} allows it is not known"
            yield _fault(file, ("source", "licence"), message, "write `publish: summary`, or correct the licence")
        elif settings.rights.unknown != "full":
            message = "all of somebody else's text is published, and no licence is stated"
            yield _fault(file, ("publish",), message, "add `licence` under `source`, or write `publish: summary`")


def unlinked(subject: Subject) -> Iterator[ContentError]:
    """Yield articles of which only a part is shown, without a link to the rest."""
    settings = subject.built.project.config
    for file in _published(subject):
        republished = rights.is_republished(file.matter, settings.site.author)
        scope = rights.scope(file.matter, settings.rights, republished=republished)
        if scope != "full" and republished and not file.matter.source.url:
            message = (
                f"only the {'summary' if scope == 'summary' else 'headline'} is shown, and no link to the original"
            )
            yield _fault(file, ("source",), message, "add `url` under `source`")


def twins(subject: Subject) -> Iterator[ContentError]:
    """Yield articles whose title another one has, too: in lists and tabs nobody can tell them apart."""
    first: dict[str, str] = {}
    for file in _published(subject):
        other = first.setdefault(" ".join(file.title.casefold().split()), file.path)
        if other != file.path:
            yield _fault(file, ("title",), f"{other} has the same title", "change one, or remove the copy")


def misspelt(subject: Subject) -> Iterator[ContentError]:
    """Yield unknown keys that are nearly known ones."""
    known = sorted(spellings.known())
    for file in subject.articles.files:
        keys: list[tuple[tuple[str, ...], list[str]]] = [((key,), known) for key in file.extra]
        keys += [(("source", key), list(Original.model_fields)) for key in file.matter.source.model_extra or {}]
        for path, names in keys:
            if close := difflib.get_close_matches(path[-1].lower(), names, 1, _ALIKE):
                message = f"{'.'.join(path)}: there is no such key"
                yield file.parsed.fault(path, message, f"did you mean `{close[0]}`?")


def _published(subject: Subject) -> Iterator[ArticleFile]:
    return (file for file in subject.articles.files if not file.matter.draft)


def _fault(file: ArticleFile, keys: tuple[str, ...], message: str, hint: str) -> ContentError:
    """Return a fault at a value, where the editor wrote it and as they spelled its key."""
    origin = spellings.canonical(file.parsed.values).origins.get(keys[0], keys[:1])
    return file.parsed.fault((*origin, *keys[1:]), message, hint)
