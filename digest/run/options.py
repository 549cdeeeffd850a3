"""What a caller may ask of a build; a module of its own, since a build that has nothing to do loads little more."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from digest.errors import ConfigError

if TYPE_CHECKING:
    from pathlib import Path

    from digest.run.store import Project


@dataclass(frozen=True, slots=True)
class Options:
    """What a caller may ask of a build beyond `digest.toml`."""

    base_url: str | None = None
    """In place of `site.base_url`."""
    output: Path | None = None
    """In place of `paths.output`; relative to the current folder."""
    drafts: bool = False
    """Publish drafts, too."""
    future: bool = False
    """Publish articles dated later than the clock, too."""
    jobs: int = 0
    """Processes that clean sources and make pages; 0 for as many as there are processors. The result is the same."""
    clock: str | None = None
    """The moment of publication, ISO 8601; else `SOURCE_DATE_EPOCH`, else now."""
    dry_run: bool = False
    """Write nothing."""
    config: Path | None = None
    """In place of `digest.toml` in the project's folder."""

    @property
    def processes(self) -> int:
        """How many processes may work at a time."""
        return self.jobs or os.cpu_count() or 1


def with_base_url(project: Project, base_url: str) -> Project:
    """Return the project as if `digest.toml` had this base URL, checked in the same way.

    Raises:
        ConfigError: it is no absolute address.
    """
    values = project.config.model_dump()
    values["site"]["base_url"] = base_url
    try:
        return replace(project, config=type(project.config).model_validate(values))
    except ValueError as error:
        raise ConfigError(
            f"--base-url: {base_url!r} is no absolute address", hint="write it like https://example.org/news/"
        ) from error
