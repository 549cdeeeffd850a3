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
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from itertools import chain
from operator import sub
from pathlib import Path
from typing import TYPE_CHECKING

from digest import languages
from digest.site import folding, urls
from digest.site.index import publisher_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from re import Pattern

    from digest.model import Entry
    from digest.site.index import Index, Publisher, Topic

    Weigh = Callable[[Entry], Mapping[str, int]]

# Weights, 0 to 3: where a word stands says how much an article is about it.
_IN_TITLE, _IN_LABELS, _IN_SUMMARY, _IN_BODY = 3, 2, 1, 0
_OFTEN = 3
"""A word that stands so often in a text is what the text is about."""
# Bytes of a part. At 1,000 articles of 500 words: 250 parts; a word's own and the list of parts are 40 KB uncompressed.
_PART = 20_000
_ROWS = 20
"""Articles whose titles are in one file."""
_COMPOUND, _FIRST, _REST = 7, 3, 4
"""Letters of the shortest compound, of its first word, and of what is found in it."""
_CHOICES = 100
"""Topics and sources that can be chosen; a list of thousands helps nobody."""
# Targets of links and marks of Markdown are not what a text says.
_MARKUP = re.compile(r"\]\([^)\s]*(?:\s+\"[^\"]*\")?\)|<[^>\s]*>|https?://\S+")
_SPACE = re.compile(r"^\s+(?://.*\n\s*)*|^//.*\n", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Search:
    """The files of a search index."""

    version: str
    """Changes with any of them."""
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
        weigh: returns what `weights` does, such as from memory.
    """
    entries = sorted(whole.values(), key=lambda entry: (entry.date.timestamp(), entry.path))
    topics = site.frequent[:_CHOICES]
    publishers = tuple(sorted(site.publishers.values(), key=lambda one: (-len(one.entries), one.slug))[:_CHOICES])
    parts = tuple(_parts(entries, weigh or weights))
    made = {f"w{number}": text for number, (_, text) in enumerate(parts)}
    made |= {f"d{start // _ROWS}": _rows(entries[start : start + _ROWS]) for start in range(0, len(entries), _ROWS)}
    made["index"] = _json(
        _manifest(site, entries, topics, publishers) | {"parts": " ".join(first for first, _ in parts)}
    )
    files = [(urls.search_file(name), f'digestSearch("{name}",{text});\n') for name, text in made.items()]
    files.append((urls.search_file("search"), script()))
    seen = hashlib.blake2b("\0".join(text for _, text in files).encode("utf-8", "replace"), digest_size=6)
    return Search(seen.hexdigest(), tuple(files), topics, publishers)


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


def weights(entry: Entry) -> dict[str, int]:
    """Return the words of what `said` returns, in lower case, each with its weight, 0 to 3."""
    title, labels, summary, text = said(entry)
    body = folding.words(_MARKUP.sub(" ", text))
    found = {word: _IN_SUMMARY if count >= _OFTEN else _IN_BODY for word, count in body.items()}
    for part, weight in ((summary, _IN_SUMMARY), (labels, _IN_LABELS), (title, _IN_TITLE)):
        found |= dict.fromkeys(folding.words(part), weight)
    return found


def _parts(entries: Sequence[Entry], weigh: Weigh) -> Iterator[tuple[str, str]]:
    """Yield the first key and the content of each part of the index: keys in order, as many as a part holds.

    A part is two objects, of words and of what stands inside words; the latter has a list for each word that it is in.
    """
    postings, joints = _postings(entries, weigh)
    words = {term: _listed(found) for term, found in postings.items()}
    inner: defaultdict[str, list[str]] = defaultdict(list)
    for term, starts in joints.items():
        for start in starts:
            inner[term[start:]].append(words[term])
    plain: list[str] = []
    within: list[str] = []
    first, size = "", 0
    for key in sorted(words.keys() | inner.keys()):
        if size > _PART:
            yield first, _objects(plain, within)
            first, size, plain, within = key, 0, [], []
        # Letters and digits alone need no escape.
        if key in words:
            plain.append(f'"{key}":{words[key]}')
            size += len(plain[-1])
        if key in inner:
            within.append(f'"{key}":[{",".join(inner[key])}]')
            size += len(within[-1])
    yield first, _objects(plain, within)


def _objects(*several: Sequence[str]) -> str:
    return ",".join(f"{{{','.join(pairs)}}}" for pairs in several)


def _postings(entries: Sequence[Entry], weigh: Weigh) -> tuple[dict[str, dict[int, int]], dict[str, tuple[int, ...]]]:
    """Return each folded word with its articles and its weight in each, and where the words of compounds may begin."""
    spelled: defaultdict[str, dict[int, int]] = defaultdict(dict)
    compounds: dict[str, Pattern[str]] = {}
    for number, entry in enumerate(entries):
        known = languages.get(entry.lang).words
        found = weigh(entry)
        for word, weight in found.items():
            spelled[word][number] = weight
        if known.compounds:
            compounds |= dict.fromkeys(found.keys() - known.stop, _joint(known.onsets))
    return _folded(spelled, compounds)


def _folded(
    spelled: Mapping[str, dict[int, int]], compounds: Mapping[str, Pattern[str]]
) -> tuple[dict[str, dict[int, int]], dict[str, tuple[int, ...]]]:
    """Bring words together that are compared as one; a single letter says nothing."""
    folded: dict[str, dict[int, int]] = {}
    joints: dict[str, tuple[int, ...]] = {}
    for word, found in spelled.items():
        term = folding.fold(word)
        if len(term) > 1:
            folded[term] = _united(folded[term], found) if term in folded else found
        if word in compounds and len(term) >= _COMPOUND:
            joints[term] = tuple(place.start() for place in compounds[word].finditer(term, _FIRST, len(term)))
    return folded, joints


@cache
def _joint(onsets: frozenset[str]) -> Pattern[str]:
    """Return an expression of the places in a compound where a word may begin.

    It may do so before a vowel, and before consonants that a word of the language begins with.
    """
    several = "|".join(sorted(onsets, key=lambda onset: (-len(onset), onset)))
    return re.compile(rf"(?=(?:{several})?[aeiouy])(?=[a-z]{{{_REST}}})")


def _united(one: Mapping[int, int], other: Mapping[int, int]) -> dict[int, int]:
    """Return the articles of two words, each with the greater weight."""
    return {number: max(one.get(number, 0), other.get(number, 0)) for number in sorted(one.keys() | other.keys())}


def _listed(found: Mapping[int, int]) -> str:
    """Return articles as JSON: the distance to the one before, times four, and the weight."""
    numbers = list(found)  # in order, as articles were read in order
    steps = map(sub, numbers, chain((0,), numbers))
    return f"[{','.join([str(step * 4 + weight) for step, weight in zip(steps, found.values(), strict=True)])}]"


def _json(value: object) -> str:
    """Return JSON that holds no tag: taken for a page, by a server or a reader, it is still none that runs."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
