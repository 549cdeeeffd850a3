"""`digest clean`: one source's article in the forms that people and programs take."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from digest.content import writer
from digest.run import single

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Mapping

    from digest.model import Article


def as_markdown(article: Article, *, sentences: int, max_words: int, retrieved: dt.datetime | None = None) -> str:
    """Return the article as a Markdown file with front matter, as an import would write it, without provenance."""
    summary = single.summary(article, sentences=sentences, max_words=max_words)
    values = writer.front_matter(article, single.tag(article)[0], summary)
    if retrieved:
        values["source"] |= {"retrieved": retrieved}
    return writer.write(values, article.markdown)


def as_json(article: Article, *, sentences: int, max_words: int, retrieved: dt.datetime | None = None) -> str:
    """Return the article as a JSON object on one line; `retrieved` is in it where that is known."""
    values: dict[str, Any] = {
        "source": article.name,
        "title": article.title,
        "title_origin": article.title_origin,
        "date": article.date.isoformat() if article.date else None,
        "date_origin": article.date_origin,
        "authors": article.authors,
        "publisher": article.publisher,
        "url": article.url,
        "language": article.language,
        "category": article.category,
        "abbreviations": dict(article.abbreviations),
        "summary": single.summary(article, sentences=sentences, max_words=max_words),
        "tags": [tag.label for tag in single.tag(article)[0]],
        "text": article.text,
        "markdown": article.markdown,
        "removed": [{"text": one.text, "reason": one.reason, "line": one.line} for one in article.removed],
        "warnings": article.warnings,
    }
    if retrieved:
        values["retrieved"] = retrieved.isoformat()
    return json.dumps(values, ensure_ascii=False) + "\n"


def as_text(article: Article, **_: object) -> str:
    """Return the article's body alone, blocks parted by a blank line."""
    return article.text + "\n"


FORMATS: Mapping[str, Callable[..., str]] = {"md": as_markdown, "json": as_json, "text": as_text}
"""What `--format` may be."""
