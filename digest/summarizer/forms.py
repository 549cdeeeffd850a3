"""Which mentions mean the same: a surname and the full name, a genitive and its owner, an expansion and its acronym."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING

from digest import languages
from digest.summarizer import compounds, nouns, places
from digest.summarizer.names import Mention, Sort
from digest.summarizer.vocabulary import fold

if TYPE_CHECKING:
    from collections.abc import Container, Mapping, Sequence

    from digest.languages import Language

    Key = tuple[Sort, str]

_MAX_NAME_WORDS = 4
# Shorter words keep their ending: `Peter` is no inflected `Pet`.
_MIN_INFLECTED = 6
_MIN_OWNER = 4


def _is_noun(mention: Mention) -> bool:
    return mention.sort is Sort.SINGLE and not (mention.bare or mention.introduced)


def _is_alone(mention: Mention) -> bool:
    return mention.sort is Sort.SINGLE and (mention.bare or mention.introduced)


class Forms:
    """Tells which mentions mean the same."""

    def __init__(
        self,
        found: Sequence[Mention],
        expansions: Mapping[str, str],
        title: set[str],
        small: Container[str],
        known: Language,
    ) -> None:
        """Learn them.

        Args:
            found: all mentions, in their order.
            expansions: expansion → acronym.
            title: the words of the title, folded.
            small: the words that stand in small letters, too, where capitals make names.
            known: the article's language.
        """
        self._known = known
        self.title = title
        self._expansions = {self._stem(long): short for long, short in expansions.items()}
        self._alone = {fold(one.text) for one in found if _is_alone(one)}
        named = [one for one in found if one.sort is Sort.NAME]
        self._times = Counter(self._stem(one.text) for one in named)
        self._surnames = {stem.split(" ")[-1] for stem in self._times}
        wholes = [one for one in named if not (one.initial or self._is_owned(one.text) or self.is_chance(one))]
        self._full = Counter(self._stem(one.text) for one in wholes)
        self._inside = {self._stem(one.text) for one in wholes if not one.opens}
        self._persons = {self._stem(one.text) for one in wholes if one.introduced or one.bare}
        self._nouns = Counter(self._stem(one.text) for one in found if _is_noun(one))
        self._bare = Counter(self._stem(one.text) for one in found if _is_alone(one))
        self._order: dict[str, int] = {}
        for at, one in enumerate(found):
            self._order.setdefault(self._stem(one.text), at)
        self._small = small
        self._handles = self._short_forms({self._stem(one.text): one for one in wholes})

    def _short_forms(self, wholes: Mapping[str, Mention]) -> dict[str, list[str]]:
        """First or last word → the full names that it may stand for."""
        handles: dict[str, list[str]] = defaultdict(list)
        surnames = {stem.split(" ")[-1] for stem in wholes}
        for stem, mention in wholes.items():
            first, *_, last = words = stem.split(" ")
            if len(words) > _MAX_NAME_WORDS or first in surnames:  # two surnames side by side are no name
                continue
            settled = self._full[stem] > 1 or mention.introduced
            if settled or not (self._is_used_as_noun(last, mention) or self._is_late(last, stem, mention)):
                handles[last].append(stem)
            if settled or self._may_be_called(first, stem):
                handles[first].append(stem)
        return handles

    def _may_be_called(self, first: str, stem: str) -> bool:
        """By its first word: `Anna` is met after `Anna Muster`; `Black` stands before many a noun."""
        is_word = not self._known.tagging.capital_nouns and nouns.is_word(first, self._known.code)
        return not is_word and self._order[stem] < self._order.get(first, len(self._order))

    def _is_used_as_noun(self, last: str, mention: Mention) -> bool:
        """`die Pizza` is no short form of `Muster Pizza`, but `Jäger` may be one of `Ilka Jäger`."""
        if fold(mention.text.rpartition(" ")[2]) in self._small:
            return True
        is_used = self._nouns[last] >= max(1, self._bare[last])
        return (
            self._known.tagging.capital_nouns
            and is_used
            and nouns.is_common(mention.text.rpartition(" ")[2], self._known.code)
        )

    def _is_late(self, last: str, stem: str, mention: Mention) -> bool:
        """A firm that was met before is not called by one of its places: `Hamburg Muster`."""
        words = mention.text.split(" ")
        starts = (tuple(words[:length]) for length in range(1, len(words)))
        is_local = any(places.label(start, self._known.code) for start in starts)
        return is_local and self._order.get(last, len(self._order)) < self._order[stem]

    def key(self, mention: Mention) -> Key:
        """Return what all mentions of the same have in common."""
        if mention.sort in (Sort.PLACE, Sort.ACRONYM):
            return mention.sort, mention.text
        stem = self._stem(mention.text)
        if mention.sort is Sort.NAME:
            stem = self._of_name(mention.text)
        whole = self._whole(self._full_name(mention) or stem)
        if acronym := self._expansions.get(whole):
            return Sort.ACRONYM, acronym
        return Sort.NAME if " " in whole else Sort.SINGLE, whole

    def is_chance(self, mention: Mention) -> bool:
        """Tell whether a run of nouns met by chance: behind an article, or where common nouns stand side by side."""
        if not self._known.tagging.capital_nouns or mention.sort is not Sort.NAME or mention.introduced:
            return False
        once = self._times[self._stem(mention.text)] == 1
        first, *_, last = mention.text.split(" ")
        titled = fold(last) in self.title  # as a place behind its university
        if mention.met and once and not titled:
            return True
        if re.fullmatch(f"(?:{self._known.tagging.adjectival})e[rs]?", first):
            return False
        code = self._known.code
        is_place = places.label((first,), code) is not None
        is_noun, is_common = nouns.is_common(first, code), nouns.is_common(last, code)
        is_inflected = nouns.is_inflected(last, code) or self._is_genitive(last)
        if once:
            is_pair = self._stem(first) in self._surnames and mention.text.count(" ") == 1
            return is_pair or is_inflected or (is_place and is_common) or (is_noun and (is_common or not titled))
        return is_inflected and (is_noun or is_place)

    def is_whole(self, mention: Mention, key: Key) -> bool:
        """Tell whether a mention is itself what the key stands for: `Anna Muster`, but not `Musters Lieder`."""
        return key[0] in (Sort.PLACE, Sort.ACRONYM) or self._stem(mention.text) == key[1]

    def _is_owned(self, text: str) -> bool:
        """`Musters Lieder`, where `Muster` stands alone, too."""
        return self._is_genitive(text.partition(" ")[0])

    def _is_genitive(self, word: str) -> bool:
        """`Klage Musters`, where `Muster` stands alone, too."""
        endings = self._known.tagging.genitive
        return any(word.endswith(ending) and fold(word).removesuffix(ending) in self._alone for ending in endings)

    def _full_name(self, mention: Mention) -> str | None:
        """Return the commonest full name with this surname or given name: `Muster` → `Anna Muster`."""
        if mention.sort is not Sort.SINGLE:
            return None
        wholes = self._handles.get(self._stem(mention.text), [])
        whole = max(wholes, key=lambda stem: (stem in self._persons, self._full[stem]), default=None)
        if whole is None or not self._known.tagging.capital_nouns or mention.bare or mention.introduced:
            return whole
        is_person = whole in self._persons or self._known.tagging.particles & set(whole.split(" "))
        return whole if is_person else None  # `die Bank` need not be the one that was named

    def _whole(self, stem: str) -> str:
        """`Sängerin Anna Muster` is `Anna Muster`, if that stands in the text, too; so is `Musters Lieder`."""
        first, _, rest = stem.partition(" ")
        if rest in self._full and self._is_said(first, stem):
            return self._whole(rest)
        if (named := _behind_particle(stem, self._known)) in self._full:  # `Trikot de Anna Muster`
            return named
        if rest and self._known.tagging.capital_nouns:
            if first in self._nouns:
                return self._with_surname(rest) or self._whole(rest)
            return self._with_surname(first) or stem
        return stem

    def _owner(self, text: str) -> str | None:
        """`Musters Lieder` → `Muster`, if that stands alone, too."""
        first = fold(text).partition(" ")[0]
        owners = [_without_ending(first, (ending,), _MIN_OWNER) for ending in self._known.tagging.genitive]
        found = next((owner for owner in owners if owner != first and owner in self._alone), None)
        return None if found is None else self._with_surname(self._stem(found)) or self._stem(found)

    def _of_name(self, text: str) -> str:
        stem = self._stem(text)
        return self._owner(text) or self._titled(text) or self._one_of_two(text) or self._longer(stem) or stem

    def _one_of_two(self, text: str) -> str | None:
        """`Muster & Beispiel` → `Muster`, where both stand alone, too."""
        halves = [self._stem(half) for half in re.split(" [&+] ", text)]
        is_two = len(halves) > 1 and all(half in self._order for half in halves)
        return halves[0] if is_two else None

    def _titled(self, text: str) -> str | None:
        """`MEC Muster` → `Anna Muster`, `UK Muster` → `Muster`, if that stands in the text, too."""
        first, _, rest = text.partition(" ")
        if not compounds.is_acronym(first) or " " in rest:
            return None
        own, last = self._stem(text), self._stem(rest)
        wholes = (whole for whole in self._handles[last] if whole != own and whole.endswith(f" {last}"))
        is_local = places.label((first,), self._known.code) is not None and fold(rest) in self._alone
        return next(wholes, last if is_local and not nouns.is_word(rest, self._known.code) else None)

    def _longer(self, stem: str) -> str | None:
        """`Muster Mustermann` → `Anna Muster Mustermann`, unless the first word is what she does."""
        met = self._order.get(stem, len(self._order))
        longer = (whole for whole in self._full if whole.endswith(f" {stem}") and self._order[whole] < met)
        longer = (whole for whole in longer if not re.search(r"['\u2019]", whole))
        return next((whole for whole in longer if not self._is_said(whole.partition(" ")[0], whole)), None)

    def _is_said(self, first: str, stem: str) -> bool:
        """Whether a run's first word is said of the name: `Sängerin Anna Muster`, but not `Anna Muster Mustermann`."""
        known = self._known
        if stem not in self._inside:  # the capital is that of a sentence
            return True
        if not known.tagging.capital_nouns:
            return False
        is_agent = first.endswith((*known.tagging.agents, *known.tagging.women)) and first not in known.tagging.given
        return first in self._nouns or is_agent or nouns.is_common(first.capitalize(), known.code)

    def _with_surname(self, stem: str) -> str | None:
        return next((whole for whole in self._handles.get(stem, ()) if whole.endswith(f" {stem}")), None)

    def _stem(self, text: str) -> str:
        return _stem(text, self._known.code)


@lru_cache(maxsize=50_000)
def _stem(text: str, language: str) -> str:
    """Each word without the genitive's ending, then without an adjective's: `Bäckers` meets `Bäcker`."""
    tagging = languages.get(language).tagging
    words = (_without_ending(word, tagging.genitive) for word in fold(text).split(" "))
    return " ".join([_without_ending(word, tagging.inflections) for word in words])


def _behind_particle(name: str, known: Language) -> str:
    words = name.split(" ")
    at = next((at for at, word in enumerate(words) if word in known.tagging.particles), len(words))
    return " ".join(words[at + 1 :])


def _without_ending(word: str, endings: tuple[str, ...], shortest: int = _MIN_INFLECTED) -> str:
    longest_first = sorted(endings, key=len, reverse=True)
    fit = (word[: -len(ending)] for ending in longest_first if word.endswith(ending) and len(word) >= shortest)
    return next(fit, word)
