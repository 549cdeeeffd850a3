"""Templates are compiled once a process: a preview makes a renderer for each build, and that took a sixth of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jinja2 import BytecodeCache

if TYPE_CHECKING:
    from types import CodeType

    from jinja2.bccache import Bucket


class Compiled(BytecodeCache):
    """What templates were compiled to, known by their names and their text; for one kind of environment."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], CodeType] = {}

    @property
    def known(self) -> dict[tuple[str, str], CodeType]:
        """What is known by now, to be remembered, or added to."""
        return self._known

    def load_bytecode(self, bucket: Bucket) -> None:
        """Put a template's code into the bucket, if it is known; Jinja calls this."""
        bucket.code = self._known.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Take a template's code over from the bucket; Jinja calls this."""
        if bucket.code:
            self._known[bucket.key, bucket.checksum] = bucket.code
