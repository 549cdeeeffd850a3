"""Article files as they were read last: reading one takes ten times as long as knowing it again by its content."""

from __future__ import annotations

import hashlib
import pickle
from typing import TYPE_CHECKING, Any

from digest.content import frontmatter, markdown
from digest.content.frontmatter import Parsed
from digest.content.markdown import ArticleFile
from digest.run import signed

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
        if self._new != self._old:
            signed.save(self._root, _FILE, pickle.dumps(self._new, pickle.HIGHEST_PROTOCOL))

    def _loaded(self) -> dict[str, Record]:
        data = signed.load(self._root, _FILE)
        return pickle.loads(data) if data else {}  # noqa: S301 -- signed by this user


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
    shown = body if shown == body else shown  # one text in memory
    parsed = Parsed(path, values, body, places)
    return ArticleFile(path, markdown.frame(text, body), parsed, matter, extra, title, shown)
