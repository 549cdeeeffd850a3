"""Article files as they were read last: reading one takes ten times as long as knowing it again by its content.

What is remembered are Python's own objects, which may run anything when they are loaded. So they are signed with a key
that only this user has, outside of the project: what came with a project from elsewhere is not loaded.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import pickle
import secrets
from pathlib import Path
from typing import TYPE_CHECKING, Any

from digest.content import frontmatter, markdown
from digest.content.frontmatter import Parsed
from digest.content.markdown import ArticleFile
from digest.run import memory, surroundings

if TYPE_CHECKING:
    from digest.run.store import Project

_FILE = "articles"
_BYTES = 32

Record = tuple[bytes, dict[str, Any], dict[Any, Any], Any, dict[str, Any], str, tuple[int | str, ...]]
"""Hash of a file; values, places, front matter, other keys, title; and its body, as written and as shown."""


class Readings:
    """Reads article files, those that are as they were by what is remembered of them.

    Args:
        project: whose articles they are.
    """

    def __init__(self, project: Project) -> None:
        self._root = project.root
        self._program = surroundings.program()
        self._key = _user_key()
        self._old: dict[str, Record] = self._loaded()
        self._new: dict[str, Record] = {}

    def read(self, data: bytes, path: str) -> ArticleFile:
        """Return what `content.markdown.read` does, and raise what it does."""
        known, sum_ = self._old.get(path), hashlib.blake2b(data, digest_size=_BYTES).digest()
        if known and known[0] == sum_:
            self._new[path] = known
            return _restored(known, data, path)
        file = markdown.read(data, path)
        self._new[path] = _record(sum_, file)
        return file

    def save(self) -> None:
        """Remember all that was read."""
        if self._key and self._new != self._old:
            content = pickle.dumps((self._program, self._new), pickle.HIGHEST_PROTOCOL)
            memory.save(self._root, _FILE, self._signature(content) + content)

    def _loaded(self) -> dict[str, Record]:
        data = memory.load(self._root, _FILE) if self._key else None
        if not data or not hmac.compare_digest(data[:_BYTES], self._signature(data[_BYTES:])):
            return {}
        program, records = pickle.loads(data[_BYTES:])  # noqa: S301 -- signed by this user
        return records if program == self._program else {}

    def _signature(self, content: bytes) -> bytes:
        return hashlib.blake2b(content, digest_size=_BYTES, key=self._key).digest()


def _record(sum_: bytes, file: ArticleFile) -> Record:
    """Return what cannot be had from the file's text at once; its bodies end with the text, or are kept whole."""
    parsed, text = file.parsed, file.text.rstrip("\n")
    bodies = tuple(len(body) if text.endswith(body) else body for body in (parsed.body, file.body))
    return sum_, parsed.values, parsed.places, file.matter, file.extra, file.title, bodies


def _restored(known: Record, data: bytes, path: str) -> ArticleFile:
    _, values, places, matter, extra, title, bodies = known
    text = frontmatter.decode(data, path)
    end = text.rstrip("\n")
    body, shown = (end[len(end) - one :] if isinstance(one, int) else one for one in bodies)
    return ArticleFile(path, text, Parsed(path, values, body, places), matter, extra, title, shown)


def _user_key() -> bytes:
    """Return this user's key, made when there is none; empty where none can be kept."""
    home = os.environ.get("XDG_CACHE_HOME") or Path("~/.cache").expanduser()
    path = Path(home) / "digest" / "key"
    try:
        if not path.is_file():
            path.parent.mkdir(parents=True, exist_ok=True)
            with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
                file.write(secrets.token_bytes(_BYTES))
        key = path.read_bytes()
    except (OSError, RuntimeError):  # nothing can be written there; or there is no home
        return b""
    return key if len(key) == _BYTES else b""
