"""Publishers as editors know them: by what they are recognised, what of their pages stays, what may be done with it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rule:
    """What an editor settled of a publisher's sources: a part of them that always stays, or never does."""

    keep: bool
    pattern: str
    """A CSS selector, or a line in which `*` stands for any characters."""
    css: bool = False
    file: str = ""
    """Where it was written, as users name it."""

    @property
    def reason(self) -> str:
        """The rule as a verdict's reason: `content/sources.toml: remove css: .promo`."""
        return f"{self.file}: {'keep' if self.keep else 'remove'} {'css: ' if self.css else ''}{self.pattern}"

    def fits(self, line: str) -> bool:
        """Tell whether a line is what the pattern says, from end to end; case and white space make no difference.

        The pieces between the asterisks are looked for one after the other, each at its first place, so that the time
        is linear in the line whatever the pattern.
        """
        first, *others = _folded(self.pattern).split("*")
        text = _folded(line)
        if not others:
            return text == first
        *inner, last = others
        if len(text) < len(first) + len(last) or not (text.startswith(first) and text.endswith(last)):
            return False
        at, end = len(first), len(text) - len(last)
        for piece in inner:
            at = text.find(piece, at, end) + len(piece)
            if at < len(piece):
                return False
        return True


@dataclass(frozen=True, slots=True)
class Publisher:
    """What editors settled for all sources of one publisher."""

    key: str
    """Their own name for it, unique among the publishers."""
    name: str | None = None
    """As readers see it, and as its sources may state it."""
    hosts: tuple[str, ...] = ()
    """Of its addresses; each stands for all below it, too."""
    senders: tuple[str, ...] = ()
    """Addresses its mails come from, or the part behind the `@`."""
    files: tuple[str, ...] = ()
    """Names of sources, in which `*` stands for any characters."""
    rules: tuple[Rule, ...] = ()
    language: str | None = None
    publish: str | None = None
    """What its articles are published as unless an editor says otherwise: `full`, `summary` or `link`."""
    licence: str | None = None


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()
