"""Tags of new articles, by the editors' vocabulary, and in the light of the articles that are there already."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from digest.content import frontmatter
from digest.errors import ContentError, DigestError, Faults
from digest.model import Article, Block
from digest.summarizer.vocabulary import Vocabulary
from digest.toml import parse_toml, toml_lines

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from digest.content.markdown import ArticleFile
    from digest.run.shelf import Shelf
    from digest.run.store import Project


# A name is in the news for some weeks; each article that is looked at costs 6 ms.
_SUPPORTING = 200


def load_vocabulary(project: Project) -> Vocabulary:
    """Return the editors' vocabulary; an empty one when there is no tags file.

    Raises:
        ContentError, Faults: when the file is wrong.
    """
    name = project.config.paths.tags
    path = project.path(name)
    if not path.is_file():
        return Vocabulary()
    text = frontmatter.decode(path.read_bytes(), name)
    values = parse_toml(text, path=name, error=ContentError)
    try:
        return Vocabulary.from_mapping(values, name)
    except Faults as faults:
        raise Faults([_placed(error, text) for error in faults.errors]) from faults


def _placed(error: DigestError, text: str) -> DigestError:
    """Return the fault with the line of the tag, or of the key, that it names first."""
    named = re.search(r"`([^`]+)`", error.message)
    lines = toml_lines(text)
    line = lines.get(("tags", named[1]), lines.get((named[1],))) if named else None
    return ContentError(error.message, path=error.path, line=line, hint=error.hint)


def support(sources: AbstractSet[str], shelf: Shelf, vocabulary: Vocabulary) -> Counter[str]:
    """Return which tags the latest articles on the shelf speak in favour of: slug → how many of them do.

    What several articles name is more likely a tag. Those that are made of `sources` anew have no say.
    """
    if not sources:
        return Counter()
    from digest.summarizer import tags  # noqa: PLC0415 -- loads what only new articles need

    others = sorted((file for file in shelf.files if file.matter.digest.source not in sources), key=_age)
    known = map(_as_article, others[-_SUPPORTING:])
    return Counter(slug for article in known for slug in tags.candidates(article, vocabulary))


def _age(file: ArticleFile) -> tuple[str, str]:
    """Return what sorts articles by day, the latest last."""
    return str(file.matter.date or "")[:10], file.path


def _as_article(file: ArticleFile) -> Article:
    """Return an article file as the tagger sees a new article."""
    blocks = tuple(Block(text) for text in file.body.split("\n\n") if text.strip())
    return Article(file.path, file.title, blocks, language=file.matter.lang, abbreviations=file.matter.abbreviations)
