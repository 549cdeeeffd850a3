"""Where themes are: a project's own files first, then those that `digest` ships.

So one template in a project's `themes/broadsheet/` replaces its namesake, and the rest of the theme stays. What a theme
does not hold is taken from `broadsheet`; and as the themes that are shipped are a folder of templates, too, a template
can extend the one that it replaces: `{% extends "broadsheet/article.html" %}`.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from digest.errors import ConfigError
from digest.toml import parse_toml

if TYPE_CHECKING:
    from collections.abc import Iterable

_PACKAGE = Path(__file__).parent.parent
# Inside the wheel the themes lie in the package, in a checkout beside it.
_SHIPPED = (_PACKAGE / "themes", _PACKAGE.parent / "themes")
# The theme that is complete, so that others need not be.
_FALLBACK = "broadsheet"
_SETTINGS = "theme.toml"


def theme_folders(theme: str, project: Path) -> tuple[Path, ...]:
    """Return the folders of a theme, the first to look in first; the last one is that of the complete theme.

    Args:
        theme: its name, as in `site.theme` of `digest.toml`.
        project: folder of `digest.toml`.

    Raises:
        ConfigError: there is no such theme; the hint names those there are.
    """
    places = [project / "themes", *_SHIPPED]
    known = {folder.name for place in places if place.is_dir() for folder in place.iterdir() if folder.is_dir()}
    if theme not in known:
        hint = f"themes at hand: {', '.join(sorted(known)) or 'none'}"
        raise ConfigError(f"there is no theme {theme!r}", path="digest.toml", hint=hint)
    folders = (place / name for name in (theme, _FALLBACK) for place in places if (place / name).is_dir())
    return tuple(dict.fromkeys(folder.resolve() for folder in folders))


def options(folders: Iterable[Path]) -> dict[str, Any]:
    """Return the options of a theme with their defaults, from the table `options` of each folder's `theme.toml`.

    Raises:
        ConfigError: one of the files is no TOML.
    """
    found: dict[str, Any] = {}
    for file in (folder / _SETTINGS for folder in folders):
        if file.is_file():
            values = parse_toml(file.read_text(encoding="utf-8-sig"), path=str(file), error=ConfigError)
            found = values.get("options", {}) | found
    return found
