"""One source on its own, without a project: the whole flow up to summary and tags; the Python API is made of these."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest import cleaner, readers
from digest.errors import SourceError
from digest.model import Article, Source
from digest.summarizer import rank, tags
from digest.summarizer.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from digest.model import Document, Tag


def article(source: Source) -> Article:
    """Read and clean a source.

    Raises:
        SourceError: when it cannot be read, is no article, or nothing of it is an article's text.
    """
    return accepted(readers.read(source))


def accepted(document: Document) -> Article:
    """Clean a document.

    Raises:
        SourceError: when it is no article, or nothing of it is an article's text.
    """
    cleaned = cleaner.clean(document)
    if cleaned.refused:
        raise SourceError(
            cleaned.refused, path=document.source.name, hint="add the address of an article, or paste its text"
        )
    if not cleaned.blocks:
        raise SourceError("no article text found", path=document.source.name, hint="`digest explain` shows why")
    return cleaned


def articles(source: Source) -> Iterator[Article | SourceError]:
    """Yield the article in a source; of a feed or a mail with several items, of each, or what is wrong with that item.

    Raises:
        SourceError: when the source cannot be taken apart.
    """
    for item in readers.expand(source):
        try:
            yield article(item)
        except SourceError as error:
            yield error


def clean(
    data: bytes | str,
    *,
    name: str | None = None,
    media_type: str | None = None,
    url: str | None = None,
    language: str | None = None,
) -> Article:
    """Return the article in `data`: its own text and metadata, and what was left out and why; of a feed, the first one.

    Args:
        data: a source as it came in; bytes of unknown encoding are decoded by what they look like.
        name: how warnings call it; its suffix tells its kind where `media_type` does not.
        media_type: as in HTTP, such as `text/plain`.
        url: where it was found.
        language: BCP 47 code, if known.

    Raises:
        SourceError: when it cannot be read; an article without any text is no error here.
    """
    raw = data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data
    return cleaner.clean(readers.read(Source(name or "text", raw, media_type, url, language)))


def summary(of: Article, *, sentences: int = 3, max_words: int | None = None) -> list[str]:
    """Return an article's summary, made of its running text alone: no caption, heading or quotation."""
    return rank.summarize_blocks(
        of.blocks, language=of.language, title=of.title, sentences=sentences, max_words=max_words
    )


def tag(articles: Article | Sequence[Article], *, vocabulary: Vocabulary | None = None) -> list[tuple[Tag, ...]]:
    """Propose tags for each article, the most telling first.

    Args:
        articles: one or several; what several of them name is more likely a tag.
        vocabulary: the editors' labels, aliases and stop list.
    """
    several = [articles] if isinstance(articles, Article) else articles
    return tags.propose(several, vocabulary or Vocabulary())
