"""What builds remember, in `.cache/digest/`: each file with a hash of its content, so that a damaged one is known.

All of it can be found again, so that nothing here is ever an error: what cannot be read is not remembered.
"""

from __future__ import annotations

import contextlib
import hashlib
from typing import TYPE_CHECKING

from digest.errors import DigestError

if TYPE_CHECKING:
    from pathlib import Path

_FOLDER = ".cache/digest"
_SUM_BYTES = 16


def load(root: Path, name: str, key: bytes = b"") -> bytes | None:
    """Return what is remembered under a name; `None` when that is nothing, or no longer what was saved.

    Args:
        root: the project's folder, absolute.
        name: of the file.
        key: makes the hash a signature; the one that it was saved with.
    """
    try:
        data = _path(root, name).read_bytes()
    except (OSError, ValueError):
        return None
    content = data[_SUM_BYTES:]
    return content if data[:_SUM_BYTES] == _sum(content, key) else None


def save(root: Path, name: str, content: bytes, key: bytes = b"") -> None:
    """Remember something; where nothing can be written, nothing is remembered."""
    from digest.run import store  # noqa: PLC0415 -- loads much, and `load` is for builds that load little

    with contextlib.suppress(OSError, ValueError, DigestError):
        path = _path(root, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        store.keep_out_of_version_control(path.parent)
        store.write(path, _sum(content, key) + content)


def part(root: Path, name: str, start: int, length: int) -> bytes:
    """Return so many bytes of what was saved under a name, unchecked; fewer where there are no more.

    Args:
        root: the project's folder, absolute.
        name: of the file.
        start: of the bytes, from the beginning of what was saved.
        length: how many.
    """
    try:
        with _path(root, name).open("rb", buffering=0) as file:
            file.seek(_SUM_BYTES + start)
            return file.read(length)
    except (OSError, ValueError):
        return b""


def spare(root: Path) -> Path | None:
    """Return where the last site may stay, see `run.output`; `None` where that is no longer inside the project."""
    folder = (root / _FOLDER).resolve()
    return folder / "spare" if folder.is_relative_to(root) else None


def _path(root: Path, name: str) -> Path:
    """Return the path of a file; raises `ValueError` when it is no longer inside the project, by a link."""
    path = (root / _FOLDER / name).resolve()
    path.relative_to(root)
    return path


def _sum(content: bytes, key: bytes) -> bytes:
    return hashlib.blake2b(content, digest_size=_SUM_BYTES, key=key).digest()
