"""What builds remember as Python's own objects, which load fast, and may run anything when they are loaded.

So they are signed with a key that only this user has, outside of the project: what came with a project from elsewhere
is not loaded. They count for one state of the program alone, as its classes may have changed.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from pathlib import Path

from digest.run import memory, surroundings

_BYTES = 32


def load(root: Path, name: str) -> bytes | None:
    """Return what is remembered under a name; `None` when that is nothing, or not this user's, or another program's.

    Args:
        root: the project's folder, absolute.
        name: of the file.
    """
    key = _key()
    return memory.load(root, name, key) if key else None


def save(root: Path, name: str, content: bytes) -> None:
    """Remember something; where this user can keep no key, or nothing can be written, nothing is remembered."""
    if key := _key():
        memory.save(root, name, content, key)


def _key() -> bytes:
    """Return a key that this user has for this program; empty where none can be kept."""
    key = _user_key()
    return key and hashlib.blake2b(surroundings.program().encode(), digest_size=_BYTES, key=key).digest()


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
