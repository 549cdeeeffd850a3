"""The search index: made with the site, cut into files so small that a query loads the few it needs.

An inverted index (Manning, Raghavan, Schütze 2008, ch. 2 and 6): each word with the articles it stands in, weighed by
where it stands there. In languages that write compounds as one word the rest of a long word is a key, too, from each of
its letters on, so that `netz` finds `Pegelnetz` without anybody knowing where that word is joined. Words are kept in
parts by their first letters, as many as keep a part small; `search.js` knows the parts' names and reads those that can
hold what is looked for. Each file calls one function, so that it can be read from disk, too, where browsers let pages
load scripts but no data.

Articles are numbered from the oldest: a new one adds a number and renames none.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from digest import languages
from digest.model import Page
from digest.site import folding, postings, urls
from digest.site.index import publisher_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from digest.model import Entry
    from digest.site.index import Index, Publisher, Topic

    Weigh = Callable[[Entry], Mapping[str, int]]

# Weights, 0 to 3: where a word stands says how much an article is about it.
_IN_TITLE, _IN_LABELS, _IN_SUMMARY, _IN_BODY = 3, 2, 1, 0
_OFTEN = 3
"""A word that stands so often in a text is what the text is about."""
_ROWS = 20
"""Articles whose titles are in one file."""
_CALL, _END = 'digestSearch("{}",', ");\n"
"""What stands around the content of a file."""
_MANIFEST, _WORDS = "index", "w"
"""Names of files: what every search needs; words, with a number behind."""
_CHOICES = 100
"""Topics and sources that can be chosen; a list of thousands helps nobody."""
# Targets of links and marks of Markdown are not what a text says.
_MARKUP = re.compile(r"\]\([^)\s]*(?:\s+\"[^\"]*\")?\)|<[^>\s]*>|https?://\S+")
_SPACE = re.compile(r"^\s+(?://.*\n\s*)*|^//.*\n", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Search:
    """The files of a search index."""

    version: str
    """Changes when articles come, go or move, or words move to other files, so that files of two versions never meet.
    It stays when a text is edited: what a browser has kept is then no more than a little old."""
    files: tuple[tuple[str, str], ...]
    """Address and text of each."""
    topics: tuple[Topic, ...]
    """What can be chosen, most frequent first."""
    publishers: tuple[Publisher, ...]
    """What can be chosen, most frequent first."""


def build(site: Index, whole: Mapping[str, Entry], weigh: Weigh | None = None) -> Search:
    """Return the search index of all articles of a site; it holds no more of each than its page shows.

    Args:
        site: what is known of them as a whole.
        whole: path of an article → the article with its text.
        weigh: returns what `terms` does, such as from memory.
    """
    entries = in_order(whole.values())
    topics = site.frequent[:_CHOICES]
    publishers = tuple(sorted(site.publishers.values(), key=lambda one: (-len(one.entries), one.slug))[:_CHOICES])
    weigh = weigh or terms
    parts = tuple(postings.parts((entry.lang, weigh(entry)) for entry in entries))
    made = {f"{_WORDS}{number}": part.text for number, part in enumerate(parts)}
    made |= {f"d{start // _ROWS}": _rows(entries[start : start + _ROWS]) for start in range(0, len(entries), _ROWS)}
    made[_MANIFEST] = _json(
        _manifest(site, entries, topics, publishers) | {"parts": " ".join(part.first for part in parts)}
    )
    seen = [script(), *(text for name, text in made.items() if not name.startswith(_WORDS))]
    version = hashlib.blake2b("\0".join(seen).encode("utf-8", "replace"), digest_size=6).hexdigest()
    files = [*(_file(name, text) for name, text in made.items()), (urls.search_file("search"), script())]
    return Search(version, tuple(files), topics, publishers)


def in_order(entries: Iterable[Entry]) -> list[Entry]:
    """Return articles as the index numbers them, the oldest first."""
    return sorted(entries, key=lambda entry: (entry.date.timestamp(), entry.path))


def edited(
    read: Callable[[str], str], changes: Iterable[postings.Change], spoken: Sequence[str]
) -> list[tuple[str, str]] | None:
    """Return the files of an index that edits of texts change; `None` where that takes a new index.

    Args:
        read: returns the text of a file of the index, by its address.
        changes: what was edited.
        spoken: language of each article, by its number.
    """

    def held(name: str) -> str:
        return read(urls.search_file(name)).removeprefix(_CALL.format(name)).removesuffix(_END)

    firsts = json.loads(held(_MANIFEST))["parts"].split(" ")
    found = postings.changed(firsts, lambda place: held(f"{_WORDS}{place}"), changes, spoken)
    return None if found is None else [_file(f"{_WORDS}{place}", text) for place, text in found.items()]


def page(address: str, text: str) -> Page:
    """Return the page that a file of the index is."""
    return Page(address, "text", {"text": text})


def _file(name: str, text: str) -> tuple[str, str]:
    """Return address and text of a file that hands something over to the search page."""
    return urls.search_file(name), f"{_CALL.format(name)}{text}{_END}"


@cache
def script() -> str:
    """Return the program that asks the index, without its comments and the space before its lines."""
    return _SPACE.sub("", Path(__file__).with_name("search.js").read_text(encoding="utf-8"))


def _manifest(
    site: Index, entries: Sequence[Entry], topics: Sequence[Topic], publishers: Sequence[Publisher]
) -> dict[str, object]:
    """Return what every search needs: how words are folded, and what the articles can be filtered by."""
    topic_numbers = {topic.tag.slug: number for number, topic in enumerate(topics)}
    publisher_numbers = {publisher.slug: number for number, publisher in enumerate(publishers)}
    of = [site.publisher_of.get(entry.path) for entry in entries]
    return {
        "letters": folding.letters(),
        "pairs": "|".join(folding.digraphs()),
        "common": " ".join(_common(entries)),
        "rows": _ROWS,
        "topics": list(topic_numbers),
        "sources": list(publisher_numbers),
        "days": [entry.date.date().isoformat() for entry in entries],
        "topicsOf": [_numbers((tag.slug for tag in entry.tags), topic_numbers) for entry in entries],
        "sourceOf": [publisher_numbers.get(one.slug, -1) if one else -1 for one in of],
    }


def _common(entries: Iterable[Entry]) -> list[str]:
    """Return the function words of the articles' languages: a search looks for them only where it has nothing else."""
    codes = sorted({entry.lang for entry in entries})
    return sorted({folding.fold(word) for code in codes for word in languages.get(code).words.stop})


def _numbers(slugs: Iterable[str], numbers: Mapping[str, int]) -> list[int]:
    return sorted({numbers[slug] for slug in slugs if slug in numbers})


def _rows(entries: Iterable[Entry]) -> str:
    """Return what a list of results shows of each article."""
    return _json(
        [
            [
                entry.title,
                urls.article(entry),
                entry.summary[0] if entry.summary and entry.publish != "link" else "",
                publisher_name(entry),
                entry.lang,
            ]
            for entry in entries
        ]
    )


def said(entry: Entry) -> tuple[str, ...]:
    """Return what may be shown of an article: title; labels; summary; text."""
    labels = (publisher_name(entry), entry.category or "", *entry.authors, *(tag.label for tag in entry.tags))
    summary = " ".join(entry.summary) if entry.publish != "link" else ""
    return entry.title, " ".join(labels), summary, entry.body if entry.publish == "full" else ""


def terms(entry: Entry) -> dict[str, int]:
    """Return the words of what `said` returns, as they are compared, each with its weight, 0 to 3."""
    title, labels, summary, text = said(entry)
    body = folding.words(_MARKUP.sub(" ", text))
    often = [word for word, count in body.items() if count >= _OFTEN]
    parts = (often, _IN_SUMMARY), (summary, _IN_SUMMARY), (labels, _IN_LABELS), (title, _IN_TITLE)
    found = dict.fromkeys(map(folding.fold, body), _IN_BODY)
    for part, weight in parts:  # the greatest weight last
        found |= dict.fromkeys(map(folding.fold, folding.words(part) if isinstance(part, str) else part), weight)
    for term in [term for term in found if len(term) < 2]:  # noqa: PLR2004 -- a single letter says nothing
        del found[term]
    return found


def _json(value: object) -> str:
    """Return JSON that holds no tag: taken for a page, by a server or a reader, it is still none that runs."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
