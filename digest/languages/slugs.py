"""Slugs: the readable part of an address, made of a title or a label."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache

from digest.languages import get

_MAX_CHARACTERS = 80
# File systems allow 255 bytes a name; suffixes such as `.incoming.md` need some of them, and one letter may need four.
_MAX_BYTES = 200

# Signs that tell two names apart (C, C++, C#) become words; every other sign parts words.
_SIGNS = (
    (re.compile(r"(?<=\w)\+\+"), " plus plus"),
    (re.compile(r"(?<=\w)\+"), " plus"),
    (re.compile(r"(?<=\w)#"), " sharp"),
    (re.compile(r"&"), " "),
    (re.compile(r"(?<=\w\w)['\u2019](?=\w)"), ""),  # `don't`, but `l'été` is two words
)
# Latin letters that Unicode does not decompose into a letter and an accent.
_WHOLE = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "\u0131": "i", "ħ": "h"},
)
# An underscore parts words, too; marks stay with the letters of the scripts that need them.
_PARTING = re.compile(r"[\W_]+")


# The same tags and names come again and again; as many as a large digest has at hand.
@lru_cache(maxsize=1 << 14)
def slugify(text: str, language: str | None) -> str:
    """Return `text` as a slug: lower-case words of letters and digits, parted by single hyphens.

    Latin letters become ASCII, by the language's own spelling where it has one (`ü` → `ue` in German) and without
    their accent elsewhere; letters of other scripts stay. The result is never empty and is a safe file name: it holds
    no dot and no slash.

    Args:
        text: a title or label; markup in it is taken for text.
        language: BCP 47 code of the text, `None` when unknown.
    """
    text = unicodedata.normalize("NFKC", text)
    spelled = text
    if not text.isascii():
        spelled = "".join([get(language).ascii.get(letter, letter) for letter in text])
    for sign, word in _SIGNS:
        spelled = sign.sub(word, spelled)
    plain = spelled.lower()
    if not plain.isascii():
        plain = _without_accents(plain.translate(_WHOLE))
    return _cut(_PARTING.sub("-", plain).strip("-")) or _nameless(text)


def _without_accents(text: str) -> str:
    """Drop the marks on Latin letters; Cyrillic `й` is a letter of its own and stays."""
    kept: list[str] = []
    for letter in unicodedata.normalize("NFC", text):
        bare = unicodedata.normalize("NFD", letter)[0]
        kept.append(bare if bare.isascii() and bare.isalnum() else letter)
    return "".join(kept)


def _cut(slug: str) -> str:
    """Shorten at the end of a word, or inside one that alone is too long."""
    short = slug[: _MAX_CHARACTERS + 1]
    while len(short) > _MAX_CHARACTERS or len(short.encode()) > _MAX_BYTES:
        head, hyphen, _ = short.rpartition("-")
        short = head if hyphen else short[:-1]
    return short


def _nameless(text: str) -> str:
    """Name what holds no letter or digit by its characters, so that two such texts don't share an address."""
    return "n-" + hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()
