"""What builds remember, in `.cache/digest/`: each file with a hash of its content, so that a damaged one is known.

All of it can be found again, so that nothing here is ever an error: what cannot be read is not remembered.
"""

from __future__ import annotations

import contextlib
import hashlib
from typing import TYPE_CHECKING

from digest.errors import DigestError
from digest.run import store

if TYPE_CHECKING:
    from digest.run.store import Project

_FOLDER = ".cache/digest"


def load(project: Project, name: str) -> bytes | None:
    """Return what is remembered under a name; `None` when that is nothing, or no longer what was saved."""
    try:
        data = project.path(f"{_FOLDER}/{name}").read_bytes()
    except (OSError, DigestError):
        return None
    sum_, content = data[: len(_sum(b""))], data[len(_sum(b"")) :]
    return content if sum_ == _sum(content) else None


def save(project: Project, name: str, content: bytes) -> None:
    """Remember something; where nothing can be written, nothing is remembered."""
    with contextlib.suppress(OSError, DigestError):
        path = project.path(f"{_FOLDER}/{name}")
        path.parent.mkdir(parents=True, exist_ok=True)
        store.keep_out_of_version_control(path.parent)
        store.write(path, _sum(content) + content)


def _sum(content: bytes) -> bytes:
    return hashlib.blake2b(content, digest_size=16).digest()
