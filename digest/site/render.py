"""`Page`s to bytes, by the theme's Jinja templates."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from digest.config import Config
    from digest.model import Page


def theme_folders(theme: str, project: Path) -> tuple[Path, ...]:
    """Folders of a theme, the first to look in first: the project's own `themes/<theme>`, then the one shipped.

    Raises:
        ConfigError: there is no such theme.
    """
    raise NotImplementedError


class Renderer:
    """Renders pages; make one for a build, as templates are compiled once.

    Args:
        config: the project's settings.
        folders: the theme's folders, see `theme_folders`; a file in an earlier one hides its namesake in a later one.
    """

    def __init__(self, config: Config, folders: Sequence[Path]) -> None:
        raise NotImplementedError

    @property
    def assets(self) -> tuple[str, ...]:
        """Names of the theme's files below `assets/`, sorted; `plan` makes pages of them."""
        raise NotImplementedError

    def render(self, page: Page) -> bytes:
        """Return the file's content; text is UTF-8.

        Raises:
            BuildError: a template is missing or broken, with its file and line.
        """
        raise NotImplementedError
