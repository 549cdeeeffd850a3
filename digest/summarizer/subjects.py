"""What an article is about: its mentions of names, brought together under one form each."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

from digest import languages
from digest.model import Kind
from digest.summarizer import names
from digest.summarizer.forms import Forms
from digest.summarizer.names import Mention, Sort
from digest.summarizer.vocabulary import fold
from digest.summarizer.words import WORD

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from digest.model import Article, Block

    Key = tuple[Sort, str]

_IN_BRACKETS = re.compile(r"\s*\((?P<acronym>[^\W\d_a-zß-öø-ÿ]{2,8})\)")
_QUOTED = re.compile(
    r"[\"\u201c\u00ab](?:[^\s\"\u201c\u201d\u00ab\u00bb]+\s){3,12}[^\s\"\u201c\u201d\u00ab\u00bb]+[\"\u201c\u201d\u00bb]"
)
_ENDS = re.compile(r"[.!?…]\W*$")
_MAX_CAPITALS = 0.6
_LABELS = 0.95
_FIRST = 16
"""Words of a paragraph that show whether it may be a list of labels."""
_SMALL = 3
_INNER = ("-", "'", "\u2019")
_LONGEST_EXPANSION = 120
"""Characters before an acronym in brackets that are looked at."""


class Subject(NamedTuple):
    """A name or noun with all its mentions."""

    label: str
    sort: Sort
    mentions: int
    certain: int
    """Mentions whose capital is not that of a sentence's first word."""
    bare: float
    """Share of its mentions that have no article or adjective before them."""
    introduced: bool
    """An office stands before it somewhere."""
    in_title: bool
    in_heading: bool
    in_lead: bool
    common: bool
    """All its words stand in the article in small letters, too, or the first if it but begins sentences (where capitals
    make names)."""
    numbered: bool
    """It never stands without a number or a letter behind it."""
    chance: bool
    """Two nouns that met once (where nouns have capitals): `im Notfall Strom`."""


class _Found(NamedTuple):
    """A mention and where it stands."""

    mention: Mention
    place: str
    """`title`, `heading`, `lead` or empty."""


def find(article: Article, language: str | None) -> list[Subject]:
    """Return the subjects of an article in the order of their first mention, whether worth a tag or not."""
    known = languages.get(language)
    found = list(_all(article, language))
    title = {fold(word) for word in WORD.findall(article.title)}
    small = frozenset[str]() if known.tagging.capital_nouns else _Small(article)
    forms = Forms([one.mention for one in found], _expansions(article, found), title, small, known)
    groups: dict[Key, list[_Found]] = defaultdict(list)
    for one in found:
        groups[forms.key(one.mention)].append(one)
    return [_subject(key, members, small, forms) for key, members in groups.items()]


class _Small:
    """Words that a text has in small letters; few are asked for, so the text is looked through for each."""

    def __init__(self, article: Article) -> None:
        self._text = "\n".join(block.text for block in article.blocks)

    def __contains__(self, word: object) -> bool:
        if not isinstance(word, str) or not word.islower() or not WORD.fullmatch(word):
            return False
        at = self._text.find(word)
        while at >= 0 and not self._is_whole(at, at + len(word)):
            at = self._text.find(word, at + 1)
        return at >= 0

    def _is_whole(self, start: int, end: int) -> bool:
        before, after = self._text[max(0, start - 2) : start], self._text[end : end + 2]
        if before[-1:].isalnum() or after[:1].isalnum():
            return False
        begins = before[-1:] in _INNER and before[:1].isalnum()
        return not (begins or (after[:1] in _INNER and after[1:].isalnum()))


def _all(article: Article, language: str | None) -> Iterator[_Found]:
    for mention in names.find(article.title, language):
        if mention.sort is not Sort.SINGLE and (mention.sort is not Sort.NAME or not _is_title_case(article.title)):
            yield _Found(mention, "title")
    known = languages.get(language).tagging
    lead = next((at for at, block in enumerate(article.blocks) if block.kind is Kind.PARAGRAPH), None)
    for at, block in enumerate(article.blocks):
        if block.kind is Kind.TABLE:  # its cells stand side by side
            continue
        place = "lead" if at == lead else "heading" if block.kind is Kind.HEADING else ""
        in_capitals = not known.capital_nouns and _is_label(block) and _is_title_case(block.text)
        text = block.text if known.capital_nouns else _without_titles(block.text)
        for mention in names.find(text, language):
            if not (in_capitals and mention.sort in (Sort.SINGLE, Sort.NAME)):
                yield _Found(mention, place)


def _without_titles(text: str) -> str:
    """Leave out what is quoted and written like a title: what a book is called names nobody."""
    if not _QUOTED.search(text):
        return text
    return _QUOTED.sub(lambda match: ";" if _is_title_case(match[0], _LABELS) else match[0], text)


def texts(article: Article, language: str | None) -> list[str]:
    """Return the texts in which a capital makes a name."""
    blocks = [block for block in article.blocks if block.kind is not Kind.TABLE]
    if languages.get(language).tagging.capital_nouns:
        return [article.title, *(block.text for block in blocks)]
    running = [block.text for block in blocks if not (_is_label(block) and _is_title_case(block.text))]
    return running if _is_title_case(article.title) else [article.title, *running]


def _is_label(block: Block) -> bool:
    """A heading, a caption, or a list of labels, whatever stands at its end."""
    if block.kind is Kind.HEADING or not _ENDS.search(block.text):
        return True
    first = [word for word in block.text.split(None, _FIRST)[:_FIRST] if len(word) > _SMALL]
    return sum(map(str.islower, first)) <= 1 and _is_title_case(block.text, _LABELS)


def _is_title_case(text: str, share: float = _MAX_CAPITALS) -> bool:
    """Most words have a capital, as in American headlines and in labels: then a capital makes no name."""
    words = [word for word in WORD.findall(text) if word[0].isalpha()]
    long = [word for word in words if len(word) > _SMALL] or words  # `a`, `to` and `for` stay small there, too
    return [word[0].isupper() for word in long].count(True) > share * len(long)


def _expansions(article: Article, found: list[_Found]) -> dict[str, str]:
    """Expansion, folded → acronym: those that the cleaner found, and `European Space Agency (ESA)` in the text."""
    known = {fold(long): short for short, long in article.abbreviations.items()}
    by_last_word: dict[str, set[str]] = defaultdict(set)
    for one in found:
        if one.mention.sort is Sort.NAME:
            by_last_word[one.mention.text.rpartition(" ")[2]].add(one.mention.text)
    for block in article.blocks:
        for match in _IN_BRACKETS.finditer(block.text):
            before = block.text[max(0, match.start() - _LONGEST_EXPANSION) : match.start()]
            wholes = by_last_word.get(before.rpartition(" ")[2], set())
            fit = (whole for whole in wholes if before.endswith(whole) and _abbreviates(match["acronym"], whole))
            known |= {fold(whole): match["acronym"] for whole in fit}
    return known


def _abbreviates(acronym: str, whole: str) -> bool:
    """The acronym's letters stand in the name in their order, and it begins every word: `SPD` is no `Silke Pauli`."""
    letters = iter(whole.lower())
    initials = [word[0] for word in re.split(r"[\s-]+", whole) if word[:1].isupper()]
    return all(letter in letters for letter in acronym.lower()) and set(initials) <= set(acronym)


def _subject(key: Key, members: list[_Found], small: Container[str], forms: Forms) -> Subject:
    sort, _ = key
    mentions = [one.mention for one in members]
    places = {one.place for one in members}
    own = [one for one in mentions if one.sort is sort and forms.is_whole(one, key)] or mentions
    handles = {fold(mention.text): mention.text for mention in mentions if mention.sort is Sort.SINGLE}
    label = _label(key, own, forms.title)
    return Subject(
        label,
        sort,
        len(mentions),
        sum(not mention.initial for mention in mentions),
        sum(mention.bare for mention in own) / len(own),
        any(mention.introduced for mention in mentions),
        "title" in places or bool(handles.keys() & forms.title),
        "heading" in places,
        "lead" in places,
        _is_common(label, own, small),
        sort in (Sort.SINGLE, Sort.NAME) and all(mention.numbered for mention in mentions),
        forms.is_chance(own[0]),
    )


def _is_common(label: str, mentions: list[Mention], small: Container[str]) -> bool:
    words = [word.lower() for word in WORD.findall(label)]
    if not words or words[0] not in small:
        return False
    return all(word in small for word in words[1:]) or all(one.opens for one in mentions)


def _label(key: Key, mentions: list[Mention], title: set[str]) -> str:
    """The title's form, or else the commonest; of several the shortest, which is the least inflected."""
    sort, name = key
    if sort in (Sort.PLACE, Sort.ACRONYM):
        return name
    forms = Counter(mention.text for mention in mentions)
    return min(forms, key=lambda form: (fold(form) not in title, -forms[form], len(form), form))
