"""Where themes are: a project's own files first, then those that `digest` ships.

So one template in a project's `themes/broadsheet/` replaces its namesake, and the rest of the theme stays.
"""

from __future__ import annotations

from pathlib import Path

from digest.errors import ConfigError

_PACKAGE = Path(__file__).parent.parent
# Inside the wheel the themes lie in the package, in a checkout beside it.
_SHIPPED = (_PACKAGE / "themes", _PACKAGE.parent / "themes")


def theme_folders(theme: str, project: Path) -> tuple[Path, ...]:
    """Return the folders of a theme, the first to look in first.

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
    folders = (place / theme for place in places if (place / theme).is_dir())
    return tuple(dict.fromkeys(folder.resolve() for folder in folders))
