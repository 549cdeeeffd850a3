"""`digest check --fix`: what in an editor's file is certain to mean something else than it says, or nothing at all.

Each mend changes a few characters of one line; all other bytes of the file stay. None is made on trust: the file is
read again, and a mend after which it would say anything else than before is dropped. Values that the machine wrote are
left alone, as they would count as an editor's from then on.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from digest.content import dates, frontmatter, markdown, ownership, spellings
from digest.errors import ContentError, DigestError, Faults
from digest.site import markdown as rendering

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from digest.content.frontmatter import Parsed
    from digest.content.safe_yaml import Keys
    from digest.model import Tag

_BODY = "body"
_FENCES = ("---", "+++")
_DATES: tuple[Keys, ...] = (("date",), ("updated",), ("expires",), ("source", "published"), ("source", "retrieved"))
_ADDRESS = re.compile(r"https?://[^\s<>()\[\]\"'`|\\]+", re.IGNORECASE)
_HREF = re.compile(r'(?<=href=")[^"]*')
_TRAILING = re.compile(r"[ \t]+(?=\r?$)")
# Parameters that tell a site where its visitors come from, and change nothing in what it shows: those of Google
# (Analytics, Ads), Meta, Microsoft, Yandex, Mailchimp, HubSpot, Marketo and Matomo.
_TRACKING = re.compile(
    r"(?:utm_\w+|gclid|gclsrc|dclid|gbraid|wbraid|fbclid|igshid|msclkid|yclid|mc_[ce]id|_hsenc|_hsmi|mkt_tok"
    r"|(?:mtm|matomo|pk|piwik)_(?:campaign|kwd|keyword|source|medium|content|cid|group|placement))=",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Mend:
    """A change to one line."""

    line: int
    """Counted from 1."""
    message: str
    """What is wrong."""
    old: str
    """What stands there."""
    new: str
    """What is meant."""
    start: int = 0
    """Before which column of the line, counted from 0, `old` is not looked for."""
    harmful: bool = False
    """Readers are worse off with it; all else is a matter of spelling."""


@dataclass(frozen=True, slots=True)
class Known:
    """What has to be known beside the file."""

    canonical: Callable[[str, str], Tag | None]
    """A tag as written and the article's language → the tag of the site."""
    language: str
    """Of articles that state none."""
    base_url: str
    """Absolute address of the site."""


def mends(text: str, path: str, known: Known) -> tuple[Mend, ...]:
    """Return what can be mended in a file, in the order in which it is to be done.

    Args:
        text: of the file, with its own line breaks.
        path: relative to the project.
        known: what has to be known beside it.
    """
    candidates = tuple(_candidates(text, path, known))
    together = functools.reduce(applied, candidates, text)
    if candidates and not _is_broken(text, path, known) and _says_the_same(text, together, path, known):
        return candidates  # the rule; each alone would be read anew, too
    good: list[Mend] = []
    for mend in candidates:
        changed = applied(text, mend)
        if changed != text and _says_the_same(text, changed, path, known):
            good.append(mend)
            text = changed
    return tuple(good)


def applied(text: str, mend: Mend) -> str:
    """Return a file's text with one mend made; unchanged where what it mends does not stand there."""
    lines = text.split("\n")
    line = lines[mend.line - 1]
    at = line.find(mend.old, mend.start)
    if at >= 0:
        lines[mend.line - 1] = line[:at] + mend.new + line[at + len(mend.old) :]
    return "\n".join(lines)


def cleaned(address: str, base_url: str) -> str:
    """Return an address without tracking parameters, and by https where it is the site's own and the site is."""
    if base_url.startswith("https://") and address.lower().startswith(f"http{base_url[5:]}".lower()):
        address = f"https{address[4:]}"
    before, mark, fragment = address.partition("#")
    path, question, query = before.partition("?")
    kept = [part for part in query.split("&") if not _TRACKING.match(part)]
    return path + (question + "&".join(kept) if kept and question else "") + mark + fragment


def _candidates(text: str, path: str, known: Known) -> Iterator[Mend]:
    """Yield mends of what editors wrote; whether each is right is looked at later."""
    try:
        parsed = frontmatter.parse(frontmatter.decode(text.encode("utf-8", "surrogatepass"), path), path)
    except DigestError:
        return
    lines = text.split("\n")
    found: list[tuple[str, Mend]] = []
    if text.startswith(_FENCES):
        found += [*_keys(parsed, lines), *_days(parsed), *_tags(parsed, known), *_source(parsed, known)]
    if parsed.body:
        first = _first_line(text, parsed.body)
        found += [(_BODY, mend) for mend in (*_links(lines, first, known), *_spaces(lines, first))]
    theirs = _edited(text, path, parsed) if found else set()
    yield from (mend for key, mend in found if key in theirs)


def _edited(text: str, path: str, parsed: Parsed) -> set[str]:
    """Return the keys that are not the machine's, `body` for the text; it writes no file that cannot be read."""
    try:
        return set(ownership.edited_keys(markdown.read(text.encode(), path)))
    except (DigestError, UnicodeError):
        return {*parsed.values, _BODY}


def _first_line(text: str, body: str) -> int:
    """Return the line on which the body begins: it is the last thing in a file."""
    return text.rstrip("\r\n").count("\n") - body.count("\n") + 1


def _keys(parsed: Parsed, lines: list[str]) -> Iterator[tuple[str, Mend]]:
    for key in parsed.values:
        ours = spellings.renamed(key, parsed.values)
        place = re.compile(rf"{re.escape(key)}\s*[:=]")
        number = next((number for number, line in enumerate(lines, 1) if place.match(line)), None)
        if ours and number:
            yield key, Mend(number, f"the key {key!r} is written {ours!r}", key, ours)


def _days(parsed: Parsed) -> Iterator[tuple[str, Mend]]:
    spelled = spellings.canonical(parsed.values)
    for name, *rest in _DATES:
        origin = (*spelled.origins.get(str(name), ()), *rest)
        value = _value(parsed, origin)
        if isinstance(value, str) and (day := dates.rewritten(value)):
            yield str(origin[0]), _mend(parsed, origin, f"the date {value!r} is written {day}", (value, day))


def _tags(parsed: Parsed, known: Known) -> Iterator[tuple[str, Mend]]:
    spelled = spellings.canonical(parsed.values)
    origin, names = spelled.origins.get("tags", ()), spelled.known.get("tags")
    language = str(spelled.known.get("lang") or known.language)
    for index, name in enumerate(names if isinstance(names, list) else ()):
        tag = known.canonical(name, language) if isinstance(name, str) else None
        if tag and tag.label != name:
            yield (
                str(origin[0]),
                _mend(parsed, (*origin, index), f"the tag {name!r} is called {tag.label!r}", (name, tag.label)),
            )


def _source(parsed: Parsed, known: Known) -> Iterator[tuple[str, Mend]]:
    for keys in (("source", "url"), ("source",)):
        value = _value(parsed, keys)
        if isinstance(value, str) and _ADDRESS.fullmatch(value) and (url := cleaned(value, known.base_url)) != value:
            yield "source", replace(_mend(parsed, keys, _about(value, url), (value, url)), harmful=True)


def _links(lines: list[str], first: int, known: Known) -> Iterator[Mend]:
    for number, line in enumerate(lines[first - 1 :], first):
        for found in _ADDRESS.finditer(line):
            if (url := cleaned(found[0], known.base_url)) != found[0]:
                yield Mend(number, _about(found[0], url), found[0], url, harmful=True)


def _spaces(lines: list[str], first: int) -> Iterator[Mend]:
    for number, line in enumerate(lines[first - 1 :], first):
        if found := _TRAILING.search(line):
            yield Mend(number, "spaces at the end of the line", line, line[: found.start()] + line[found.end() :])


def _about(old: str, new: str) -> str:
    insecure = old[:5].lower() == "http:" and new.startswith("https:")
    return "a link to this site without https" if insecure else "a link with tracking parameters"


def _value(parsed: Parsed, keys: Keys) -> Any:  # noqa: ANN401 -- front matter holds anything
    value: Any = parsed.values if keys else None
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _mend(parsed: Parsed, keys: Keys, message: str, change: tuple[str, str]) -> Mend:
    line, column = parsed.places.get(parsed.known(keys), (1, 1))
    return Mend(line, message, *change, column - 1)


def _says_the_same(before: str, after: str, path: str, known: Known) -> bool:
    """Tell whether a file means what it meant; or, where it could not be read, has less wrong with it."""
    meant, means = _meaning(before, path, known), _meaning(after, path, known)
    if isinstance(meant, int):
        return not isinstance(means, int) or means < meant
    return meant == means


def _is_broken(text: str, path: str, known: Known) -> bool:
    return isinstance(_meaning(text, path, known), int)


def _meaning(text: str, path: str, known: Known) -> tuple[object, ...] | int:
    """Return all that a file says, but for how it is spelled; or the number of its faults."""
    try:
        file = markdown.read(text.encode("utf-8", "surrogatepass"), path)
    except ContentError:
        return 1
    except Faults as faults:
        return len(faults.errors)
    language = file.matter.lang or known.language
    values = file.matter.model_dump()
    values["tags"] = [tag and tag.slug for tag in (known.canonical(name, language) for name in file.matter.tags)]
    values["source"]["url"] = cleaned(file.matter.source.url or "", known.base_url)
    html = rendering.render(file.body, language).html
    return values, file.extra, file.title, _HREF.sub(lambda link: _cleaned_html(link[0], known.base_url), html)


def _cleaned_html(link: str, base_url: str) -> str:
    return cleaned(link.replace("&amp;", "&"), base_url)
