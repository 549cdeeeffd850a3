"""What this program asks of git: a folder as it was at a revision."""

from __future__ import annotations

import io
import os
import subprocess
import tarfile
from typing import TYPE_CHECKING

from digest.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

# Where others branched off, the most telling first; a clone knows some of them.
_TRUNKS = ("origin/HEAD", "origin/main", "origin/master", "main", "master")


def branch_point(folder: Path) -> str:
    """Return where the branch that is checked out left the main one, else `HEAD`.

    Raises:
        UsageError: git is missing, `folder` is in no repository, or nothing was committed yet.
    """
    head = _line(folder, "rev-parse", "--verify", "HEAD^{commit}")
    for trunk in _TRUNKS:
        try:
            base = _line(folder, "merge-base", "HEAD", trunk)
        except UsageError:
            continue
        return base if base != head else "HEAD"
    return "HEAD"


def extract(folder: Path, revision: str, to: Path) -> None:
    """Write a folder's files, as they were at a revision, to another folder; links are left out.

    Raises:
        UsageError: git is missing, `folder` is in no repository, or does not know the revision.
    """
    if revision.startswith("-"):
        raise UsageError(f"{revision!r} is no revision")
    commit = _line(folder, "rev-parse", "--verify", "--end-of-options", f"{revision}^{{commit}}")
    top, below = _line(folder, "rev-parse", "--show-toplevel"), _line(folder, "rev-parse", "--show-prefix")
    if below and not _asked(top, "ls-tree", "-d", commit, "--", below.rstrip("/")):
        return  # the folder came later
    with tarfile.open(fileobj=io.BytesIO(_asked(top, "archive", "--format=tar", f"{commit}:{below}"))) as archive:
        for member in archive:
            path = (to / member.name).resolve()
            data = archive.extractfile(member) if member.isreg() and path.is_relative_to(to.resolve()) else None
            if data:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data.read())


def _line(folder: Path, *arguments: str) -> str:
    return os.fsdecode(_asked(folder, *arguments)).rstrip("\n")


def _asked(folder: Path | str, *arguments: str) -> bytes:
    try:
        done = subprocess.run(  # noqa: S603 -- no shell, and a revision cannot be taken for an option
            ["git", *arguments],  # noqa: S607 -- whichever git the user has
            cwd=folder,
            capture_output=True,
            check=False,
        )
    except OSError as error:
        raise UsageError(f"git cannot be started: {error.strerror}", hint="install git") from error
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().partition("\n")[0]
        hint = "name a commit, branch or tag that `git log` knows, in a repository with the project in it"
        raise UsageError(f"git {arguments[0]}: {said.removeprefix('fatal: ')}", hint=hint)
    return done.stdout
