"""The phrases of the language files as compiled expressions: by them the cleaner knows what a line is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from digest import languages
from digest.cleaner.expressions import Table, table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# Pages of any language carry English boilerplate (`Share on …`, `Sign in`), seldom the other way round.
_COMMON = "en"
# A phrase that makes a line boilerplate stands in its first words; the bound keeps the search linear in hostile input.
_LOOK_AT = 600


@dataclass(frozen=True, slots=True, eq=False)  # one of a language, which may be a key
class Phrases:
    """The compiled phrases of one language, and the English ones beside them."""

    boilerplate: Table
    section: re.Pattern[str]
    byline: re.Pattern[str]
    category: re.Pattern[str]
    title: tuple[re.Pattern[str], ...]
    publisher: tuple[re.Pattern[str], ...]
    notice: re.Pattern[str]
    credit: re.Pattern[str]
    caption: Table
    date_label: re.Pattern[str]

    def reason(self, line: str) -> str | None:
        """Why `line` reads like boilerplate: `cookie`, `share`, `job` …; `None` when it does not."""
        return self.boilerplate.find(line[:_LOOK_AT])

    def opens(self, line: str) -> str | None:
        """What kind of boilerplate section `line` is the heading of; `None` when of none."""
        found = self.section.fullmatch(line[:_LOOK_AT])
        return found.lastgroup if found else None


@cache
def phrases(language: str | None) -> Phrases:
    """Return the phrases for texts in a language."""
    own = languages.get(language).cleaning
    common = languages.get(_COMMON).cleaning
    dates = languages.get(language).dates
    return Phrases(
        boilerplate=table(_reasons(own.boilerplate, common.boilerplate)),
        section=_named(_reasons(own.section, common.section)),
        byline=_any(own.byline or common.byline),
        category=_glued_label(own.category),
        title=tuple(re.compile(one, re.IGNORECASE) for one in own.title),
        publisher=tuple(re.compile(one, re.IGNORECASE) for one in own.publisher),
        notice=_any((*own.notice, *common.notice)),
        credit=_credit((*own.credit, *common.credit)),
        caption=table(("caption", one) for one in own.caption),
        date_label=_any(dates.labels),
    )


def _reasons(*tables: Mapping[str, tuple[str, ...]]) -> list[tuple[str, str]]:
    """Pairs of reason and expression; the reasons in the order of the first table, each with the expressions of all."""
    reasons = dict.fromkeys(reason for table in tables for reason in table)
    pairs = ((reason, one) for reason in reasons for table in tables for one in table.get(reason, ()))
    return list(dict.fromkeys(pairs))


def _named(pairs: Iterable[tuple[str, str]]) -> re.Pattern[str]:
    """One pattern for all, with a group for each reason."""
    reasons: dict[str, list[str]] = {}
    for reason, expression in pairs:
        reasons.setdefault(reason, []).append(f"(?:{expression})")
    return re.compile("|".join(f"(?P<{reason}>{'|'.join(all_)})" for reason, all_ in reasons.items()), re.IGNORECASE)


def _any(expressions: Iterable[str]) -> re.Pattern[str]:
    """One pattern for all; groups of the same name keep it in the first expression only, so each is made unique."""
    parts = [_numbered(one, number) for number, one in enumerate(expressions)]
    return re.compile("|".join(f"(?:{part})" for part in parts) or r"(?!)", re.IGNORECASE)


def _numbered(expression: str, number: int) -> str:
    return re.sub(r"\(\?P<(\w+)>", rf"(?P<\g<1>_{number}>", expression)


def group(match: re.Match[str], name: str) -> str | None:
    """Return what the group `name` of any expression in a pattern made by this module matched."""
    found = match.groupdict().items()
    return next((value for key, value in found if key.rpartition("_")[0] == name and value is not None), None)


def _glued_label(labels: Iterable[str]) -> re.Pattern[str]:
    """`KategorieEU`, `Kategorie: EU`, `Kategorie EU`: the label in its own case, then a value that begins anew."""
    names = "|".join(map(re.escape, labels))
    return re.compile(rf"(?:{names})\s*:?\s*(?P<value_0>[A-ZÄÖÜÀ-Þ0-9][^.!?]{{1,40}})" if names else r"(?!)")


def _credit(words: Iterable[str]) -> re.Pattern[str]:
    names = "|".join(map(re.escape, sorted(set(words), key=lambda word: (-len(word), word))))
    return re.compile(
        rf"(?i:{names})(?:\s?[:/©]|\s(?i:by|von|par|courtesy)\b)\s*\S.{{0,120}}|(?:©|\([cC]\))\s?\S.{{0,120}}"
    )
