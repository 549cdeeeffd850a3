"""Words that neither make a name nor end anything but the name before them: most of a text, looked at once."""

from __future__ import annotations

from functools import cache

from digest import languages
from digest.summarizer import places, tokens
from digest.summarizer.tokens import Word

_MOST_KNOWN = 50_000


class Idle(dict[str, bool]):
    """Tells of each word of a language whether it is idle: whatever follows is as at the beginning of a sentence."""

    def __init__(self, code: str) -> None:
        super().__init__()
        self._known = languages.get(code)

    def __missing__(self, word: str) -> bool:
        """Find out, and remember it."""
        if len(self) >= _MOST_KNOWN:
            self.clear()
        found = self[word] = self._is_idle(word)
        return found

    def _is_idle(self, word: str) -> bool:
        code, tagging = self._known.code, self._known.tagging
        form = tokens.form(word, code)
        lower = form.text.lower()
        goes_on = form.text in tagging.linkers or lower in tagging.generic or lower in places.openers(code)
        names = form.text.isalpha() and places.label((form.text,), code) is not None
        return form.word is Word.OTHER and "-" not in form.text and not (goes_on or names)


@cache
def words(code: str) -> Idle:
    """Return what is known of a language's words."""
    return Idle(code)
