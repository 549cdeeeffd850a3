"""What other site generators call the keys of front matter, brought to the names that `digest` writes.

Hugo, Jekyll, Pelican, Zola, Material for MkDocs and Astro each spell them in their own way.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from digest.content.safe_yaml import Keys

# Our key → other spellings, lower case, the most exact first: the first one present counts.
_SPELLINGS: Mapping[str, tuple[str, ...]] = {
    "title": (),
    "date": ("publishdate", "pubdate", "pubdatetime", "published"),
    "updated": ("lastmod", "modified", "last_modified_at", "updateddate", "moddatetime"),
    "authors": ("author",),
    "category": ("categories",),
    "tags": ("tag",),
    "lang": ("language", "locale"),
    "summary": ("excerpt", "description"),
    "source": ("canonical", "canonicalurl", "canonical_url"),
    "id": (),
    "slug": ("permalink", "url"),
    "aliases": ("redirect_from",),
    "draft": ("status",),
    "expires": ("expirydate",),
    "publish": (),
    "abbreviations": (),
    "corrections": (),
    "locked": (),
    "story": (),
    "digest": (),
}
_CANONICAL = {other: key for key, others in _SPELLINGS.items() for other in (key, *others)}
_MATERIAL = {"created": "date"}
_SLUG_END = ".html", "/index"


@dataclass(frozen=True, slots=True)
class Spelled:
    """Front matter under the keys that `digest` writes."""

    known: dict[str, Any]
    extra: dict[str, Any]
    """Keys that `digest` does not know, as they stand."""
    origins: dict[str, Keys]
    """Where each known key stands in the file."""


def is_known(key: str) -> bool:
    """Tell whether `key` is one of ours in any spelling; its scalars are text whatever they look like."""
    return key.lower() in _CANONICAL or key == "taxonomies"


def known() -> set[str]:
    """Return all keys that are read, in every spelling, lower case."""
    return set(_CANONICAL)


def renamed(key: str, values: Mapping[str, Any]) -> str | None:
    """Return our name for a top-level key that is spelled otherwise; `None` where its value would not stay the same."""
    ours = _CANONICAL.get(key.lower())
    taken = {other.lower() for other in values if other != key}
    same = ours is not None and _speaks(ours, key.lower(), values[key]) and not isinstance(values[key], dict)
    if not same or key == ours or ours in taken or _as_ours(key.lower(), values[key]) != values[key]:
        return None
    return ours


def canonical(values: Mapping[str, Any]) -> Spelled:
    """Return `values` under our names; of two spellings of one key the more exact counts, the other stays unknown."""
    if values.keys() <= _SPELLINGS.keys() and not isinstance(values.get("date"), dict):  # as our own files are
        ours = {name: _as_ours(name, values[name]) for name in _SPELLINGS if name in values}
        return Spelled(ours, {}, {name: (name,) for name in ours})
    spelled = Spelled({}, {}, {})
    flat = _flatten(values)
    lower: dict[str, str] = {}
    for key in flat:
        lower.setdefault(key.lower(), key)
    for name, others in _SPELLINGS.items():
        present = (other for other in (name, *others) if other in lower)
        found = next((lower[other] for other in present if _speaks(name, other, flat[lower[other]][0])), None)
        if found is not None:
            value, origin = flat.pop(found)
            spelled.known[name] = _as_ours(found.lower(), value)
            spelled.origins[name] = origin
    _published(flat, spelled)
    spelled.extra.update({key: value for key, (value, _) in flat.items()})
    return spelled


def _flatten(values: Mapping[str, Any]) -> dict[str, tuple[Any, Keys]]:
    """Lift Zola's `[taxonomies]` to the top, and Material's `date: {created, updated}` apart."""
    flat: dict[str, tuple[Any, Keys]] = {}
    for key, value in values.items():
        if key == "taxonomies" and isinstance(value, dict):
            flat.update({inner: (item, (key, inner)) for inner, item in value.items()})
        elif key.lower() == "date" and isinstance(value, dict):
            flat.update({_MATERIAL.get(str(inner), str(inner)): (item, (key, inner)) for inner, item in value.items()})
        else:
            flat[key] = (value, (key,))
    return flat


def _speaks(name: str, other: str, value: Any) -> bool:  # noqa: ANN401 -- front matter holds anything
    """Tell whether a spelling is meant as `name`: Jekyll's `published: false` is no date, an empty key says nothing."""
    if value is None and name != other:
        return False
    return other != "published" or str(value).lower() not in {"true", "false"}


def _as_ours(key: str, value: Any) -> Any:  # noqa: ANN401 -- front matter holds anything
    """Turn another generator's value into the shape of ours."""
    match key, value:
        case "status", str():
            return value.strip().lower() not in {"published", "publish"}
        case (("permalink" | "url"), str()):
            return _last_part(value)
        case "category" | "categories", list() if value:
            return value[0]
        case (("canonical" | "canonicalurl" | "canonical_url"), str()):
            return {"url": value}
        case _:
            return value


def _last_part(address: str) -> str:
    """Return the slug in an address, or all of it where it tries to climb, so that it is refused as a slug."""
    if ".." in address:
        return address
    address = address.strip("/")
    for end in _SLUG_END:
        address = address.removesuffix(end)
    return address.rpartition("/")[2]


def _published(flat: dict[str, tuple[Any, Keys]], spelled: Spelled) -> None:
    """Take Jekyll's `published: false` for a draft."""
    key = next((key for key in flat if key.lower() == "published"), None)
    if key is None or "draft" in spelled.known:
        return
    flag = str(flat[key][0]).lower()
    if flag in {"true", "false"}:
        spelled.known["draft"] = flag == "false"
        spelled.origins["draft"] = flat.pop(key)[1]
