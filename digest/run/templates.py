"""Templates as the last build compiled them: doing so takes longer than to render the pages of one edit."""

from __future__ import annotations

import marshal
from typing import TYPE_CHECKING

from digest.run import signed
from digest.site.render import COMPILED

if TYPE_CHECKING:
    from pathlib import Path

_FILE = "templates"


def load(root: Path) -> None:
    """Let renderers know the templates of the last build, each by its name and its text.

    Args:
        root: the project's folder, absolute.
    """
    if content := signed.load(root, _FILE):
        COMPILED.known.update(marshal.loads(content))  # noqa: S302 -- signed by this user


def save(root: Path) -> None:
    """Remember the templates that are known, unless the last build knew them all."""
    last = signed.load(root, _FILE)
    if not last or marshal.loads(last).keys() != COMPILED.known.keys():  # noqa: S302 -- as above
        signed.save(root, _FILE, marshal.dumps(dict(sorted(COMPILED.known.items()))))
