"""What `digest` knows of each language: one TOML file a language, and nothing about languages anywhere else.

A new language is a new file beside these (copy `en.toml`, translate, run the tests). Every key is required, so that a
half-translated file fails when it is loaded and not in the middle of a build.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, get_type_hints

from digest.errors import DigestError

_FOLDER = Path(__file__).parent
NEUTRAL = "und"
"""ISO 639 code of an undetermined language; `neutral.toml` serves every language without a file of its own."""

# Function words alone decide: in running text of these languages they are 35 to 50 % of all words, in a foreign
# language under 12 % (measured on the development sets of the sentence corpora).
_MIN_SHARE = 0.2
_GUESS_WORDS = 400
_T = TypeVar("_T")
_WORD = re.compile(r"[^\W\d_]+")


# Without methods to compare and to print them, which take as long to make as the rest: nobody does so.
@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Words:
    """Closed word classes, lower case."""

    stop: frozenset[str]
    """Function words: they carry no topic, and they give the language away."""
    small: frozenset[str]
    """Words that an acronym skips and a name may hold: articles, prepositions, conjunctions, noble particles."""
    compounds: bool
    """Compounds are written as one word, so a word broken at the end of a line is one."""
    onsets: frozenset[str]
    """There: groups of consonants that a word may begin with, by which a search knows where a compound is joined."""
    conjunctions: frozenset[str]
    """Words that may follow a hanging hyphen: `Arbeits- und Studienbesuche`."""
    articles: frozenset[str]
    prepositions: frozenset[str]
    pronouns: frozenset[str]
    """Pronouns and demonstratives that point back to an earlier sentence when they begin one."""
    address: frozenset[str]
    """Pronouns that speak for the publisher or to the reader, in the case they are written in mid-sentence."""
    auxiliaries: frozenset[str]
    """Finite forms of the commonest verbs: what stands before the first one is a sentence's subject or adverbial."""
    future: frozenset[str]
    """Words that put a sentence's event into the future; `-ra` stands for every word with that ending."""
    past: frozenset[str]
    """Words that put a clause's event into the past; endings as in `future`."""
    speech: frozenset[str]
    """Finite forms of verbs of saying."""
    roles: frozenset[str]
    """Offices and professions that stand before a person's name; in German also as the end of a compound."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Sentences:
    """What the sentence splitter knows."""

    abbreviations: frozenset[str]
    """Lower case, with their inner but without their last full stop; no sentence ends after them."""
    final_abbreviations: frozenset[str]
    """Abbreviations that often end a sentence: the next word's capital decides. `-str` ends a compound."""
    ordinals: bool
    """A number with a full stop is an ordinal (`13. Januar`)."""
    pointing: tuple[str, ...]
    """Expressions of openings that point back to an earlier sentence, beside `words.pronouns`: `The pair`."""
    free: tuple[str, ...]
    """Expressions of openings that look so and point to nothing: `There is`, `This week`."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Dates:
    """How dates are written."""

    months: Mapping[str, int]
    """Name or abbreviation without full stop, lower case → 1 to 12."""
    weekdays: frozenset[str]
    order: str
    """Order of numbers in `01.02.2026` or `1/2/2026`: `dmy`, or empty where both orders are in use."""
    pattern: str
    """Regular expression of a written date with the groups `day`, `month`, `year`; `{months}` stands for the names."""
    labels: tuple[str, ...]
    """Regular expressions of what stands before an article's own date: `Stand:`, `Published:`."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Cleaning:
    """Phrases by which the cleaner knows what a line is: regular expressions, matched without regard to case."""

    boilerplate: Mapping[str, tuple[str, ...]]
    """Reason → expressions; a short line holding one is removed for that reason."""
    section: Mapping[str, tuple[str, ...]]
    """Reason → expressions matching a whole line that opens a section of boilerplate (`Mehr zum Thema`)."""
    byline: tuple[str, ...]
    """Expressions matching a whole line, with the group `names`."""
    category: tuple[str, ...]
    """Labels of a category, also glued to it (`KategorieEU`)."""
    title: tuple[str, ...]
    """Expressions with the group `title`: boilerplate that names the article's title."""
    publisher: tuple[str, ...]
    """Expressions with the group `publisher`: boilerplate that names the publisher."""
    notice: tuple[str, ...]
    """Expressions of print notices that interrupt a text at a page break."""
    credit: tuple[str, ...]
    """Words that begin an image credit: `Foto`, `Bild`."""
    caption: tuple[str, ...]
    """Expressions of image descriptions: `schaut … in die Kamera`."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Mail:
    """How mail programs mark what they quote, forward and add: regular expressions, matched without regard to case."""

    prefixes: tuple[str, ...]
    """Words before a subject: `Re`, `Fwd`."""
    sender: tuple[str, ...]
    """Labels in the head of a forwarded mail, as the four that follow."""
    sent: tuple[str, ...]
    subject: tuple[str, ...]
    recipient: tuple[str, ...]
    divider: tuple[str, ...]
    """Expressions of the line above a forwarded mail."""
    attribution: tuple[str, ...]
    """Expressions of the sentence above a quoted mail, with the group `sender`."""
    salutation: tuple[str, ...]
    """Expressions of the line that a letter begins with."""
    covering: tuple[str, ...]
    """Expressions of what a press office says before the text that it sends."""
    kinds: tuple[str, ...]
    """Expressions of what a subject says that the mail is, before the headline."""
    closing: tuple[str, ...]
    """Expressions of the line that a signature begins with."""
    footer: tuple[str, ...]
    """Expressions of the line that a list's or a newsletter's footer begins with."""
    more: tuple[str, ...]
    """Texts of links that lead from a newsletter to the whole text."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Pages:
    """How web pages call what is no article, and who signs: regular expressions, matched without regard to case."""

    error: tuple[str, ...]
    """Expressions of the whole title or heading of a page with an error, a test for robots, a question of consent."""
    paywall: tuple[str, ...]
    """Expressions in what stands where the rest of an article is sold."""
    changed: tuple[str, ...]
    """Labels before the date of a change."""
    teams: tuple[str, ...]
    """Words, not expressions, by which a name is one of an editorial team or an organisation."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Tagging:
    """What the tagger knows beyond the articles' own statistics."""

    generic: frozenset[str]
    """Nouns too general for a tag, lower case (`menschen`, `jahr`)."""
    places: Mapping[str, tuple[str, ...]]
    """ISO 3166 code or label → adjectives, inhabitants and other names, capitalised as they always are; beside CLDR's
    names of territories and cities. A code that is among its own forms is a label."""
    inflections: tuple[str, ...]
    """Endings that those forms take."""
    genitive: tuple[str, ...]
    """Endings that a name takes in the genitive."""
    capital_nouns: bool
    """All nouns are written with a capital, so that a capital alone makes no name."""
    attribute: str
    """Where nouns are capitalised: expression of the words behind which one is no name (`der`, `im`, `neue`)."""
    adjectives: tuple[str, ...]
    """There, too: endings of an adjective that may begin an organisation's name (`Deutsche …`)."""
    agents: tuple[str, ...]
    """There, too: endings of nouns that say what somebody does (`Bäcker`)."""
    women: tuple[str, ...]
    """Endings of what a woman is: `die Hydrologin Anna Muster`."""
    oblique: tuple[str, ...]
    """There, too: endings that an adjective has in no nominative."""
    particles: frozenset[str]
    """Small words that may stand inside a name (`Ursula von …`, `Bank of …`)."""
    descriptors: frozenset[str]
    """Words that say of a name what it is, beside offices, lower case (`witness`, `Ortsteil`)."""
    plurals: tuple[str, ...]
    """Endings of nouns in the plural, where all nouns have a capital; those of given names are rare."""
    given: frozenset[str]
    """There, too: given names that a dictionary has as nouns, lower case (`rose`)."""
    contractions: frozenset[str]
    """Prepositions that hold an article (`im`)."""
    linkers: frozenset[str]
    """Words behind which an organisation's name goes on (`Centre for …`): what stands before them is half of it."""
    adjectival: str
    """Where adjectives are inflected: expression of the stem of one that may begin a name (`Künstlich`, `Rot`)."""
    feminine: str
    """There, too: expression of nouns whose adjective ends in `e` without an article (`Künstliche Intelligenz`)."""
    strong: Mapping[str, str]
    """There, too: article → ending that an adjective in `e` behind it has without it (`das Rote …` → `Rotes …`)."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Language:
    """All that is known of one language."""

    code: str
    name: str
    words: Words
    sentences: Sentences
    dates: Dates
    cleaning: Cleaning
    pages: Pages
    mail: Mail
    tagging: Tagging
    labels: Mapping[str, str]
    """The site's labels."""
    ascii: Mapping[str, str]
    """How letters are spelled in an address: `ü` → `ue`; others lose their accent."""


@cache
def codes() -> tuple[str, ...]:
    """Codes of all languages with a file, sorted."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("??.toml")))


@cache
def get(code: str | None) -> Language:
    """Return the data of a language.

    Args:
        code: BCP 47 code; only its first part counts. Unknown codes and `None` get the neutral data.
    """
    base = (code or NEUTRAL).replace("_", "-").split("-")[0].lower()
    path = _FOLDER / f"{base if base in codes() else 'neutral'}.toml"
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    try:
        return _make(Language, {"code": base} | data)
    except (KeyError, TypeError) as error:
        raise DigestError(str(error), path=path.name, hint="every key of en.toml is needed") from error


@cache
def spelling(code: str) -> Mapping[str, str]:
    """Return `get(code).ascii`, in a tenth of the time: it stands in a file before all tables."""
    base = code if code in codes() else "neutral"
    found: dict[str, str] = tomllib.loads((_FOLDER / f"{base}.toml").read_text("utf-8").partition("\n[")[0])["ascii"]
    return found


def guess(text: str) -> str | None:
    """Return the code of the language that `text` is written in, by its function words; `None` when in doubt.

    Counted over the first words only: an article does not change its language, and its tail is often boilerplate.
    """
    words = Counter(_first_words(text[: _GUESS_WORDS * 12].lower()))
    total = words.total()
    if not total:
        return None
    shares = {code: sum(map(words.__getitem__, words.keys() & get(code).words.stop)) / total for code in codes()}
    best, second = sorted(shares, key=lambda code: (-shares[code], code))[:2]
    return best if shares[best] >= _MIN_SHARE and shares[best] > shares[second] else None


def _first_words(text: str) -> list[str]:
    words = _WORD.findall(text[: _GUESS_WORDS * 7])
    if len(words) <= _GUESS_WORDS:  # long ones, and the last of these may be cut
        words = _WORD.findall(text[: _GUESS_WORDS * 12])
    return words[:_GUESS_WORDS]


def _make(kind: type[_T], data: Mapping[str, Any]) -> _T:
    """Build a dataclass from TOML, refusing keys that are missing or unknown."""
    hints = get_type_hints(kind)
    names = {field.name for field in fields(kind)}  # type: ignore[arg-type] # T is always one of the dataclasses above
    if names != set(data):
        raise KeyError(f"{kind.__name__}: missing {sorted(names - set(data))}, unknown {sorted(set(data) - names)}")
    return kind(**{name: _convert(hints[name], data[name]) for name in names})


def _convert(hint: Any, value: Any) -> Any:  # noqa: ANN401 -- a converter takes whatever TOML holds
    if isinstance(hint, type) and hasattr(hint, "__dataclass_fields__"):
        return _make(hint, value)
    if getattr(hint, "__origin__", None) is frozenset:
        return frozenset(value)
    if isinstance(value, list):
        return tuple(value)
    if isinstance(value, dict):
        return {key: tuple(item) if isinstance(item, list) else item for key, item in value.items()}
    return value
