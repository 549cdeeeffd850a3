"""`digest init`: the files of a new project; what is there already is never touched."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import digest
from digest.errors import BuildError
from digest.run import store

if TYPE_CHECKING:
    from collections.abc import Mapping

_STARTER = Path(__file__).with_name("starter")
# Where each file goes; empty folders are kept in version control by an empty file.
_FILES: Mapping[str, str | None] = {
    "digest.toml": "digest.toml",
    "content/tags.toml": "tags.toml",
    "content/sources.toml": "sources.toml",
    "content/pages/about.md": "about.md",
    "content/sources/.gitkeep": None,
    "content/articles/.gitkeep": None,
    ".gitignore": "gitignore",
    "requirements.txt": "requirements.txt",
    ".github/workflows/pages.yml": "pages.yml",
}


@dataclass(frozen=True, slots=True)
class Scaffold:
    """What `init` did."""

    made: tuple[str, ...]
    """Files that are new, relative to the folder."""
    kept: tuple[str, ...]
    """Files that were there, and stayed as they were."""


def init(folder: Path) -> Scaffold:
    """Make `folder` a project.

    Raises:
        BuildError: when the folder cannot be written.
    """
    if folder.exists() and not folder.is_dir():
        raise BuildError("is no folder", path=str(folder))
    made: list[str] = []
    kept: list[str] = []
    for target, starter in _FILES.items():
        path = folder / target
        if path.exists() or path.is_symlink():
            kept.append(target)
        else:
            store.write(path, _content(starter))
            made.append(target)
    return Scaffold(tuple(made), tuple(kept))


def _content(starter: str | None) -> bytes:
    if starter is None:
        return b""
    return (_STARTER / starter).read_bytes().replace(b"{version}", digest.__version__.encode())
