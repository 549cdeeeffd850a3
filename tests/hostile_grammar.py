"""A grammar of hostile sources and front matter: each carries something that wants to run, or to get out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fuzz_grammar import prose
from fuzz_kinds import KINDS
from hostile_vectors import ADDRESSES, FIELDS, MARKUP, TEXTS

if TYPE_CHECKING:
    from random import Random

_VECTORS = tuple(vector for group in (*MARKUP.values(), *TEXTS.values()) for vector in group)
_KINDS = ("text", "html", "mail", "newsletter", "feed", "json-feed")
_ESCAPES = (
    "../../../../tmp/evil", "/etc/cron.d/evil", "..\\..\\evil", "a/../../../b", "%2e%2e/%2e%2e/evil", "C:/evil",
    "~/evil", ".", "..", "...", "", " ", "/", "index.html", "../index.html", "assets/style.css", "a\x00b",
    "a\nb", "CON", "x" * 300, "é" * 200, "\u202e", ".hidden", "-rf", "//evil.example/x", "javascript:alert(1)",
    "\ud800", "tags/hafen.html",
)  # fmt: skip
_KEYS = (
    "title", "date", "updated", "authors", "category", "tags", "lang", "summary", "source", "id", "slug",
    "aliases", "draft", "expires", "publish", "abbreviations", "corrections", "locked", "digest", "images",
    "url", "layout", "template", "permalink", "description", "__proto__", "constructor", "x-key",
)  # fmt: skip
_RAW = (
    "*a", "&a [*a]", "!!python/object/apply:os.system [id]", "!!binary aGk=", "[", "{", "]", "|", ">-", "'",
    '"', "- -", "? :", "{a: {b: {c: d}}}", "[[[[[]]]]]", "0x1F", "1e999", ".nan", "2026-13-45", "2026-02-30",
    "9999-12-31T23:59:60Z", "0000-01-01", "true", "null", "~", "!!set {a, b}", "<<: *a", "%TAG", "@x", "`x`",
    "\t", "1:2:3", "-1", "{{ 7 * 191 }}", "{% include '/etc/passwd' %}",
)  # fmt: skip
_DAY = "2026-01-17"  # in a month of its own, so that no article takes the address of one that is made of a source
_BREAKS = ("---\n", "+++\n", "---\n---\n", "...\n", "", "\ufeff---\n", "--- !!map\n", "---\t\n", "{\n")


def source(chance: Random) -> tuple[str, bytes]:
    """Return a suffix and a source: one that the fuzzing's grammar composes, with vectors put in anywhere."""
    kind = KINDS[chance.choice(_KINDS)]
    data = chance.choice((kind.compose(chance), chance.choice(kind.samples)))
    for _ in range(chance.randint(1, 4)):
        place = chance.randint(0, len(data))
        data = data[:place] + _vector(chance).encode("utf-8", "surrogatepass") + data[place:]
    return kind.suffix, data


def article(chance: Random) -> bytes:
    """Return a Markdown file: front matter of any kind, and a text with vectors."""
    fence = chance.choice(_BREAKS[:2]) if chance.random() < 0.9 else chance.choice(_BREAKS)
    lines = [] if chance.random() < 0.1 else [f"title: Hafen {chance.randrange(10**6)}", f"date: {_DAY}"]
    lines += [f"{key}: {_value(chance, key)}" for key in chance.sample(_KEYS, chance.randint(0, 5))]
    if fence.startswith("+++"):
        lines = [line.replace(": ", " = ", 1) for line in lines]
    if chance.random() < 0.5:
        chance.shuffle(lines)
    closing = fence if chance.random() < 0.95 else chance.choice(_BREAKS)
    body = "\n\n".join(_vector(chance) if chance.random() < 0.5 else prose(chance) for _ in range(chance.randint(1, 6)))
    return "".join((fence, *(f"{line}\n" for line in lines), closing, "\n", body, "\n")).encode(
        "utf-8", "surrogatepass"
    )


def _value(chance: Random, key: str) -> str:
    plain = _vector(chance)
    quoted = "'" + plain.replace("'", "''") + "'"
    one = chance.choice(
        (plain, quoted, quoted, chance.choice(_RAW), f"[{quoted}, {quoted}]", f"\n  name: {quoted}\n  url: {quoted}")
    )
    if key in {"slug", "aliases", "id", "url", "permalink", "template", "layout"}:
        escape = "'" + chance.choice(_ESCAPES).replace("'", "''") + "'"
        return chance.choice((escape, escape, f"[{escape}]", one))
    return one


def _vector(chance: Random) -> str:
    pool = chance.choice((_VECTORS, _VECTORS, FIELDS, ADDRESSES, _ESCAPES))
    return chance.choice(pool)
