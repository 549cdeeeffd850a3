"""The head of a mail: its subject, date and sender as statements.

Headers are decoded here (RFC 2047) and not by the standard library's newer policy: that one raises on some broken
headers, and decodes each encoded word alone, so that a character which a mail program cut in two is lost.
"""

from __future__ import annotations

import base64
import binascii
import quopri
import re
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING

from digest import languages
from digest.languages.slugs import slugify
from digest.model import Statement
from digest.readers.items import moment

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import Message

_WORD = r"=\?([\w.:-]+)(?:\*[\w-]*)?\?([bq])\?([^?]*)\?="
_WORDS = re.compile(_WORD, re.IGNORECASE)
_RUN = re.compile(rf"(?:{_WORD}\s*)*{_WORD}", re.IGNORECASE)
_SENDER = re.compile(
    r"\s*\"?(?P<name>[^<>]*?)\"?\s*<(?P<address>[^<>]*)>|\s*(?P<bare>[^\s@]+@\S+)(?:\s*\((?P<comment>[^()]*)\))?"
)
_PARTS = re.compile(r"\s+(?:via|[|/–—])\s+|\s*[()]", re.IGNORECASE)
_LIST_TAG = re.compile(r"\[[^\[\]]{1,40}\]\s*")
_LIST_NAME = re.compile(r"\s*\"?([^<\"]*?)\"?\s*<")
_BROWSERS = {"us-ascii": "cp1252", "ascii": "cp1252", "iso-8859-1": "cp1252", "latin1": "cp1252", "latin-1": "cp1252"}
"""What mails, like pages, are often called though they are more (WHATWG Encoding Standard, 4.2)."""
_PERSON_WORDS = range(2, 5)
_MIN_NAME = 3


@dataclass(frozen=True, slots=True)
class Head:
    """What a mail says of itself, or what was copied of that when it was forwarded."""

    subject: str = ""
    sender: str = ""
    date: str = ""
    list_name: str = ""
    organisation: str = ""

    def statements(self, of: str) -> Iterator[Statement]:
        """Yield what can be said of the mail's text.

        Args:
            of: `mail` or `forwarded mail`, for people.
        """
        person, publisher = self.names()
        title = _prefix().sub("", self.subject)
        if self.list_name:
            title = _prefix().sub("", _LIST_TAG.sub("", title, count=1))
        title = _kind().sub("", title) or title
        if title:
            yield Statement("title", title, f"{of} subject")
        if self.date:
            yield Statement("date", moment(self.date) or self.date, f"{of} date")
        if person:
            yield Statement("authors", (person,), f"{of} sender")
        if address := self.address:
            yield Statement("sender", address, f"{of} sender")
        for name, detail in ((publisher, "sender"), (self.organisation, "organisation"), (self.list_name, "list")):
            if name:
                yield Statement("publisher", name, f"{of} {detail}")

    @property
    def address(self) -> str:
        """The sender's mail address, in lower case; empty when there is none."""
        found = _SENDER.match(self.sender)
        return ((found["address"] or found["bare"] or "") if found else "").lower()

    def names(self) -> tuple[str, str]:
        """Return the sender as a person and as a publisher; either may be empty.

        `Berg, Anna`, `Anna Berg | Amt` and `Anna Berg via Liste` are taken apart. A person's address holds the last
        name before the `@`, an organisation's behind it.
        """
        found = _SENDER.match(self.sender)
        name = " ".join(((found["name"] or found["comment"] or "") if found else self.sender).split())
        first, *others = [part.strip() for part in _PARTS.split(name) if part.strip()] or [""]
        last, comma, given = first.partition(", ")
        person = f"{given} {last}" if comma and len(first.split()) in _PERSON_WORDS else first
        if not _is_person(person, self.address):
            return "", "" if "@" in name else name
        return person, others[0] if others and "@" not in others[0] else ""


def head(message: Message) -> Head:
    """Return the head of a mail."""
    list_name = _LIST_NAME.match(header(message, "list-id"))
    return Head(
        subject=header(message, "subject"),
        sender=header(message, "from"),
        date=header(message, "date"),
        list_name=list_name[1] if list_name else "",
        organisation=header(message, "organization"),
    )


def header(message: Message, name: str) -> str:
    """Return the first header of that name as text on one line; empty when there is none."""
    return unfolded(next((str(value) for key, value in message.raw_items() if key.lower() == name), ""))


def unfolded(raw: str) -> str:
    """Return the value of a header as text on one line, with its encoded words decoded."""
    text, _ = decoded(raw.encode("utf-8", "surrogateescape"), None)
    return _RUN.sub(_decoded_run, " ".join(text.split()))


def decoded(data: bytes, charset: str | None) -> tuple[str, bool]:
    """Return text, and whether its encoding had to be guessed.

    What is valid UTF-8 is UTF-8, whatever the mail declares; hardly any other text is.
    """
    label = (charset or "utf-8").lower()
    encodings = (_BROWSERS.get(label, label),) if data.isascii() else ("utf-8", _BROWSERS.get(label, label))
    for encoding in encodings:
        try:
            return data.decode(encoding), False
        except (LookupError, ValueError):  # no encoding, or not this one
            continue
    return data.decode("cp1252", "replace"), True


def _decoded_run(run: re.Match[str]) -> str:
    """Decode encoded words side by side; those of one encoding may share a character."""
    words = _WORDS.findall(run[0])
    return "".join(
        decoded(b"".join(_octets(kind, text) for _, kind, text in same), charset)[0]
        for charset, same in groupby(words, key=lambda word: word[0].lower())
    )


def _octets(kind: str, text: str) -> bytes:
    raw = text.encode("utf-8", "replace")
    if kind.lower() == "q":
        return quopri.decodestring(raw.replace(b" ", b"_"), header=True)
    try:
        return base64.b64decode(raw + b"=" * (-len(raw) % 4))
    except binascii.Error:
        return raw


def _is_person(name: str, address: str) -> bool:
    words = name.split()
    if len(words) not in _PERSON_WORDS or not all(word.replace("-", "").replace(".", "").isalpha() for word in words):
        return False
    local, _, domain = address.partition("@")
    last = slugify(words[-1], "de").replace("-", "")
    return len(last) >= _MIN_NAME and words[0][0].isupper() and last in local and last not in domain


@cache
def _kind() -> re.Pattern[str]:
    """`Press release 12/2026:` in any language."""
    known = sorted({kind for code in languages.codes() for kind in languages.get(code).mail.kinds})
    return re.compile(
        rf"^(?:{'|'.join(known)})(?: ?(?:n[or]\.?|n°)? ?\d+(?:[/.-]\d+)*)?(?:\s?:|\s[–—|-])\s+", re.IGNORECASE
    )


@cache
def _prefix() -> re.Pattern[str]:
    """`Re: AW: Fwd:` in any language."""
    known = sorted({prefix for code in languages.codes() for prefix in languages.get(code).mail.prefixes})
    return re.compile(rf"^(?:(?:{'|'.join(map(re.escape, known))})(?:\[\d+\])?\s?:\s*)+", re.IGNORECASE)
