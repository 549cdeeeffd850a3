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


def load(root: Path, name: str) -> bytes | None:
    """Return what is remembered under a name; `None` when that is nothing, or no longer what was saved.

    Args:
        root: the project's folder, absolute.
        name: of the file.
    """
    try:
        data = _path(root, name).read_bytes()
    except (OSError, ValueError):
        return None
    content = data[_SUM_BYTES:]
    return content if data[:_SUM_BYTES] == _sum(content) else None


def save(root: Path, name: str, content: bytes) -> None:
    """Remember something; where nothing can be written, nothing is remembered."""
    from digest.run import store  # noqa: PLC0415 -- loads much, and `load` is for builds that load little

    with contextlib.suppress(OSError, ValueError, DigestError):
        path = _path(root, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        store.keep_out_of_version_control(path.parent)
        store.write(path, _sum(content) + content)


def _path(root: Path, name: str) -> Path:
    """Return the path of a file; raises `ValueError` when it is no longer inside the project, by a link."""
    path = (root / _FOLDER / name).resolve()
    path.relative_to(root)
    return path


def _sum(content: bytes) -> bytes:
    return hashlib.blake2b(content, digest_size=_SUM_BYTES).digest()
