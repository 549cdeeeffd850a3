"""Whose hand wrote what: a value whose hash is the recorded one is the machine's, any other is an editor's.

Only the machine's may be replaced. A file counts as edited as soon as one value differs, was added or taken away.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from typing import TYPE_CHECKING, Any

from digest.content.values import is_empty

if TYPE_CHECKING:
    from collections.abc import Mapping

    from digest.content.markdown import ArticleFile

PROVENANCE = "digest"
BODY = "body"
_HASH_BYTES = 8


def signed(values: Mapping[str, Any], body: str, notes: Mapping[str, Any]) -> dict[str, Any]:
    """Return `values` with the key `digest`: the machine's notes, and a hash of each value and of the body."""
    cleared = {key: _filled(value) for key, value in values.items()}
    filled = {key: value for key, value in cleared.items() if not is_empty(value)}
    written = {key: fingerprint(value) for key, value in filled.items()} | {BODY: fingerprint(body.strip("\n"))}
    return filled | {PROVENANCE: dict(notes) | {"written": written}}


def edited_keys(file: ArticleFile) -> tuple[str, ...]:
    """Return the keys that an editor changed, added or took away, `body` for the text; none when it is untouched.

    Without provenance, all of them are the editor's. `locked` is a key that an editor added, so that it holds, too.
    """
    written = file.matter.digest.written
    present = {key: fingerprint(value) for key, value in file.parsed.values.items() if key != PROVENANCE}
    present[BODY] = fingerprint(file.parsed.body)
    return tuple(sorted(key for key in present.keys() | written.keys() if present.get(key) != written.get(key)))


def fingerprint(value: object) -> str:
    """Return a hash of a value that does not depend on how YAML spells it: quotation marks, line breaks, order."""
    text = json.dumps(_plain(value), ensure_ascii=False, sort_keys=True)
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=_HASH_BYTES).hexdigest()


def _filled(value: Any) -> Any:  # noqa: ANN401 -- front matter holds anything
    """Return a value without empty ones in it, as it is written."""
    return {key: item for key, item in value.items() if not is_empty(item)} if isinstance(value, dict) else value


def _plain(value: object) -> object:
    """Return the value as its reader sees it: scalars are texts, dates ISO 8601."""
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items() if not is_empty(item)}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, dt.date) else str(value)
