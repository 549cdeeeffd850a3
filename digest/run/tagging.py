"""Tags of new articles, by the editors' vocabulary, and in the light of the articles that are there already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.config import parse_toml
from digest.content import frontmatter
from digest.errors import ContentError
from digest.model import Article, Block
from digest.summarizer import tags
from digest.summarizer.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Mapping

    from digest.content.markdown import ArticleFile
    from digest.model import Tag
    from digest.run.shelf import Shelf
    from digest.run.store import Project


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
    return Vocabulary.from_mapping(parse_toml(text, path=name, error=ContentError), name)


def propose(articles: Mapping[str, Article], shelf: Shelf, vocabulary: Vocabulary) -> dict[str, tuple[Tag, ...]]:
    """Return tags for each new article, by its source's name.

    The articles on the shelf speak in favour of tags, too: what several articles name is more likely one.
    """
    if not articles:
        return {}
    known = [_as_article(file) for file in shelf.files if file.matter.digest.source not in articles]
    found = tags.propose([*articles.values(), *known], vocabulary)
    return dict(zip(articles, found, strict=False))


def _as_article(file: ArticleFile) -> Article:
    """Return an article file as the tagger sees a new article."""
    blocks = tuple(Block(text) for text in file.body.split("\n\n") if text.strip())
    return Article(file.path, file.title, blocks, language=file.matter.lang, abbreviations=file.matter.abbreviations)
