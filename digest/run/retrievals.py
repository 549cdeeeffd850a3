"""`content/sources/.fetched.json`: where the fetched sources come from.

A source is the bytes that came, nothing else; what the server said of them is kept beside all of them, in one file that
is sorted, so that version control shows what changed. Editors may delete a source: its entry then counts for nothing.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import asdict, dataclass, fields, replace
from typing import TYPE_CHECKING

from digest.errors import ContentError
from digest.run import store

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from digest.model import Source
    from digest.run.store import Project

FILE_NAME = ".fetched.json"


@dataclass(frozen=True, slots=True)
class Retrieval:
    """How a source was fetched."""

    address: str
    """What was asked for, normalised."""
    url: str
    """Where redirects led."""
    retrieved: str
    """The moment at which these bytes came first, ISO 8601 in UTC."""
    media_type: str
    charset: str | None = None
    """Encoding of the text, as the server said."""
    etag: str | None = None
    last_modified: str | None = None

    @property
    def moment(self) -> dt.datetime:
        """When these bytes came first, aware."""
        return dt.datetime.fromisoformat(self.retrieved)


def load(project: Project) -> dict[str, Retrieval]:
    """Return the retrievals by their source's name, sorted; of sources that are there.

    Raises:
        ContentError: the file was damaged.
    """
    path = _path(project)
    if not path.is_file():
        return {}
    shown = project.relative(path)
    folder = path.parent
    hint = f"restore it; without it, sources are fetched anew beside the old ones: {shown}"
    try:
        entries = json.loads(path.read_text(encoding="utf-8"))
        found = {name: _retrieval(values) for name, values in sorted(entries.items())}
    except json.JSONDecodeError as error:
        raise ContentError(
            f"not JSON: {error.msg}", path=shown, line=error.lineno, column=error.colno, hint=hint
        ) from error
    except (AttributeError, TypeError, ValueError, RecursionError) as error:
        raise ContentError("this is not what `digest fetch` wrote", path=shown, hint=hint) from error
    return {name: retrieval for name, retrieval in found.items() if (folder / name).is_file()}


def save(project: Project, retrievals: Mapping[str, Retrieval]) -> None:
    """Write the file; what is not known of a source is left out.

    Raises:
        BuildError: when the disk refuses.
    """
    entries = {
        name: {key: value for key, value in asdict(retrieval).items() if value is not None}
        for name, retrieval in sorted(retrievals.items())
    }
    store.write(_path(project), (json.dumps(entries, ensure_ascii=False, indent=2) + "\n").encode())


def described(source: Source, retrieval: Retrieval | None) -> Source:
    """Return a source with what is known of its retrieval; as it is, when it was not fetched."""
    if retrieval is None:
        return source
    return replace(source, media_type=retrieval.media_type, url=retrieval.url, charset=retrieval.charset)


def _path(project: Project) -> Path:
    return project.path(f"{project.config.paths.sources}/{FILE_NAME}")


def _retrieval(values: dict[str, str]) -> Retrieval:
    if not all(isinstance(value, str) for value in values.values()) or not values.keys() <= _KEYS:
        raise ValueError
    retrieval = Retrieval(**values)
    if retrieval.moment.tzinfo is None:
        raise ValueError
    return retrieval


_KEYS = {field.name for field in fields(Retrieval)}
