"""The one error tree: every fault a user can cause carries a message, a place and a hint.

Functions raise these; only the command line turns them into text for people (`digest.cli`).
"""

from __future__ import annotations

import errno

# What to do when the system refuses. What it says itself is shown, too.
_HINTS = {
    errno.ENOSPC: "make room on the disk and try again; what was there before is still there",
    errno.EDQUOT: "make room within your quota and try again; what was there before is still there",
    errno.EFBIG: "the system allows no file of this size here; what was there before is still there",
    errno.EACCES: "change the permissions of the file, or of the folder it is in",
    errno.EPERM: "change the permissions of the file, or of the folder it is in",
    errno.EROFS: "this file system can only be read; choose a place on another one",
    errno.ENAMETOOLONG: "give it a shorter name: most file systems allow 255 bytes",
    errno.ELOOP: "these links lead in a circle; remove one of them",
    errno.EBUSY: "it is in use, or another disk is mounted there; choose a folder below it",
    errno.ENOTDIR: "a file stands where a folder is needed; move it out of the way",
    errno.EISDIR: "a folder stands where a file is needed; move it out of the way",
    errno.EEXIST: "a file stands where a folder is needed; move it out of the way",
    errno.EIO: "the disk may be failing; what was there before is still there",
    errno.EMFILE: "close other programs, or raise the limit of open files (`ulimit -n`)",
}


class DigestError(Exception):
    """A fault that a user can understand and mend.

    Args:
        message: what is wrong, as one sentence without a final full stop.
        path: the file at fault, as the user would name it.
        line: line in that file, counted from 1.
        column: column in that line, counted from 1.
        hint: what to do about it.
    """

    exit_code = 1

    def __init__(
        self,
        message: str,
        *,
        path: str | None = None,
        line: int | None = None,
        column: int | None = None,
        hint: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.path = path
        self.line = line
        self.column = column
        self.hint = hint

    @property
    def place(self) -> str:
        """`path:line:column`, as far as known; empty when nothing is."""
        return ":".join(str(part) for part in (self.path, self.line, self.column) if part is not None)

    def __str__(self) -> str:
        return f"{self.place}: {self.message}" if self.place else self.message


class SourceError(DigestError):
    """A source that cannot be read: binary, too large, of an unknown kind, empty."""


class ContentError(DigestError):
    """An article, page or tags file that an editor has to mend."""


class BuildError(DigestError):
    """The site cannot be built: colliding addresses, a broken template, a full disk."""


def system_fault(error: OSError, path: str | None = None, *, what: str = "cannot be written") -> BuildError:
    """Return what the system refused as an error for people.

    Args:
        error: as it came.
        path: the file as users call it; else the one that the system names.
        what: what could not be done.
    """
    said = error.strerror or str(error)
    return BuildError(f"{what}: {said}", path=path or error.filename, hint=_HINTS.get(error.errno or 0))


class UsageError(DigestError):
    """The command line was called in a way that makes no sense."""

    exit_code = 2


class ConfigError(UsageError):
    """`digest.toml` is wrong or missing."""


class Faults(DigestError):  # noqa: N818 -- a collection of errors, not an error of its own kind
    """Several faults found in one run, so that a user mends all of them at once.

    Args:
        errors: the faults, in the order they were found; at least one.
    """

    def __init__(self, errors: list[DigestError]) -> None:
        super().__init__("; ".join(map(str, errors)))
        self.errors = tuple(errors)
        self.exit_code = max(error.exit_code for error in errors)
